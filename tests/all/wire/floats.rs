//! Floats that are no numbers of JSON: NaN and infinities.

use intercom_codegen_runtime::{Error, File};
use intercom_tests_compiled::parameters::api::types::list_ships;
use intercom_tests_compiled::{forms, multipart, parameters};
use wiremock::ResponseTemplate;

use super::Server;

/// Checks that a request was not sent because of a float.
fn check(result: Result<(), Error>, field: &str) {
    let error = result.unwrap_err().to_string();
    let expected = "JSON has no number for the float";
    assert!(error.contains(field) && error.contains(expected), "{error}");
}

#[tokio::test]
async fn floats_without_a_number_are_not_sent() {
    let server = Server::responding_with([]).await;
    let parameters = parameters::Client::builder();
    let parameters = parameters.base_url(server.0.uri()).build().unwrap();
    let list = || {
        let side = list_ships::Side::Port;
        let state = list_ships::State::Afloat;
        parameters.ships().list_ships("p", 1, side, state, "key")
    };
    check(list().x_depth(f64::NAN).await, "X-Depth");
    check(list().lengths([1.5, f64::INFINITY]).await, "lengths");

    let forms = forms::Client::builder();
    let forms = forms.base_url(server.0.uri()).build().unwrap();
    let register = forms.ships().register_ship("a", f64::NEG_INFINITY);
    check(register.await, "length");

    let papers = multipart::Client::builder();
    let papers = papers.base_url(server.0.uri()).build().unwrap();
    let scan = || File::new("scan.pdf", "scan");
    let upload = || papers.papers().upload_papers(scan(), "Title");
    check(upload().weight(f64::NAN).await, "weight");
    check(upload().weights([f64::NAN]).await, "weights");
    assert!(server.all_received().await.is_empty());
}

#[tokio::test]
async fn other_floats_are_sent_as_numbers() {
    let server = Server::responding_with([ResponseTemplate::new(204)]).await;
    let parameters = parameters::Client::builder();
    let parameters = parameters.base_url(server.0.uri()).build().unwrap();
    let list = parameters.ships().list_ships(
        "p",
        1,
        list_ships::Side::Port,
        list_ships::State::Afloat,
        "key",
    );
    let list = list.x_depth(2.5).lengths([3.0, -0.25]);
    list.await.unwrap();
    let received = server.received().await;
    assert_eq!(received.header("x-depth"), Some("2.5"));
    let line = received.line();
    assert!(line.ends_with("&lengths=3&lengths=-0.25"), "{line}");
}
