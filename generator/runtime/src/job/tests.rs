use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde_json::json;
use tokio::time::Instant;

use super::Poller;
use crate::RetryPolicy;
use crate::harbour::{Client, GetReport, GetSurvey, StartSearch, StartSurvey};
use crate::mock::{Mock, Reply};

fn survey(status: &str) -> Reply {
    Reply::ok(&json!({"id": 7, "status": status}))
}

fn started() -> (Client, Mock) {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<StartSurvey>().reply_sequence([survey("queued")]);
    (client, mock)
}

#[tokio::test(start_paused = true)]
async fn a_job_is_polled_until_it_has_succeeded() {
    let (client, mock) = started();
    let states = ["queued", "running", "something new", "done"];
    mock.on::<GetSurvey>().reply_sequence(states.map(survey));
    mock.on::<GetReport>().reply(
        json!({"depth": 4.5})
            .as_object()
            .unwrap()
            .clone()
            .into_iter()
            .collect(),
    );
    let seen = Arc::new(Mutex::new(Vec::new()));
    let reported = Arc::clone(&seen);
    let start = Instant::now();
    let poller = client.start_survey("Ada").poller();
    let poller = poller.on_progress(move |job| {
        let status = job.status().unwrap().to_owned();
        reported.lock().unwrap().push(status);
    });
    let survey = poller.until_done().await.unwrap();
    assert_eq!(survey["status"], "done");
    assert_eq!(survey.job().id(), "7");
    assert_eq!(survey.result().await.unwrap()["depth"], 4.5);
    assert_eq!(
        *seen.lock().unwrap(),
        ["queued", "queued", "running", "something new", "done"]
    );
    let paths: Vec<String> = mock
        .requests::<GetSurvey>()
        .iter()
        .map(ToString::to_string)
        .collect();
    assert_eq!(paths, ["GET /surveys/7"; 4]);
    // 1, 2, 4 and 8 seconds, each prolonged by up to its length.
    let elapsed = start.elapsed().as_secs();
    assert!((15..=30).contains(&elapsed), "{elapsed}");
}

#[tokio::test(start_paused = true)]
async fn a_job_can_succeed_without_a_result() {
    for (end, has_result) in [("done", true), ("nothing", false)] {
        let (client, mock) = Mock::client::<Client>();
        mock.on::<StartSearch>().reply_sequence([survey("queued")]);
        mock.on::<GetSurvey>()
            .reply_sequence([survey("running"), survey(end)]);
        let search = client.start_search().poller();
        let search = search.until_done().await.unwrap();
        assert_eq!(search.job().status(), Some(end));
        assert_eq!(search.result().is_some(), has_result, "{end}");
    }
}

#[tokio::test(start_paused = true)]
async fn a_failure_is_an_error_with_the_last_state() {
    let (client, mock) = started();
    mock.on::<GetSurvey>()
        .reply_sequence([survey("running"), survey("aborted")]);
    let error = client
        .start_survey("Ada")
        .poller()
        .until_done()
        .await
        .unwrap_err();
    assert!(error.is_job_failed() && !error.is_timeout());
    assert_eq!(error.job().unwrap().id(), "7");
    assert_eq!(error.job().unwrap().status(), Some("aborted"));
    assert_eq!(error.decode::<crate::Value>().unwrap()["status"], "aborted");
    let expected = "GET /surveys/{id}: 200 OK: job 7 failed: its status is aborted";
    assert_eq!(error.to_string(), expected);
}

#[tokio::test]
async fn a_job_can_fail_at_its_start() {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<StartSurvey>().reply_sequence([survey("aborted")]);
    let error = client
        .start_survey("Ada")
        .poller()
        .until_done()
        .await
        .unwrap_err();
    assert!(error.is_job_failed());
    assert_eq!(error.job().unwrap().status(), Some("aborted"));
}

#[tokio::test]
async fn a_response_without_an_id_is_an_error() {
    let (client, mock) = Mock::client::<Client>();
    mock.on::<StartSurvey>()
        .reply_sequence([Reply::ok(&json!({"status": "queued"}))]);
    let error = client
        .start_survey("Ada")
        .poller()
        .until_done()
        .await
        .unwrap_err();
    assert!(error.is_decode() && error.job().is_none());
}

#[tokio::test(start_paused = true)]
async fn after_the_deadline_a_job_can_be_resumed() {
    let (client, mock) = started();
    mock.on::<GetSurvey>()
        .times(2)
        .reply_sequence([survey("running"), survey("done")]);
    let start = Instant::now();
    let poller = client.start_survey("Ada").poller();
    let poller = poller
        .deadline(Duration::from_secs(30))
        .min_interval(Duration::from_secs(15));
    let error = poller.until_done().await.unwrap_err();
    assert_eq!(start.elapsed(), Duration::from_secs(30));
    assert!(error.is_timeout() && !error.is_job_failed());
    let job = error.job().unwrap();
    assert_eq!((job.id(), job.status()), ("7", Some("running")));
    let poller = Poller::<StartSurvey>::resume(&client, job.id());
    assert_eq!(poller.until_done().await.unwrap()["status"], "done");
}

#[tokio::test(start_paused = true)]
async fn a_transient_failure_does_not_end_the_wait() {
    let (client, mock) = started();
    mock.on::<GetSurvey>().reply_sequence([
        Reply::status(503),
        Reply::connect_failure(),
        survey("done"),
    ]);
    // Each poll has one attempt.
    let poller = Poller::<StartSurvey>::new(client.start_survey("Ada"), |connection, id| {
        <StartSurvey as super::PolledById>::poll(connection, id)
            .with(|request| request.retry(RetryPolicy::never()))
    });
    poller.until_done().await.unwrap();
}

#[tokio::test(start_paused = true)]
async fn a_refused_poll_ends_the_wait() {
    let (client, mock) = started();
    mock.on::<GetSurvey>().reply_sequence([Reply::status(404)]);
    let error = client
        .start_survey("Ada")
        .poller()
        .until_done()
        .await
        .unwrap_err();
    assert!(error.is_not_found());
    assert_eq!(error.job().unwrap().id(), "7");
}

#[cfg(feature = "blocking")]
#[test]
fn a_thread_can_wait_for_a_job() {
    let (client, mock) = started();
    mock.on::<GetSurvey>().reply_sequence([survey("done")]);
    let poller = client
        .start_survey("Ada")
        .poller()
        .min_interval(Duration::ZERO);
    let survey = poller.blocking().until_done().unwrap();
    assert_eq!(survey["status"], "done");
}
