use std::time::{Duration, SystemTime};

use serde_json::{Value, json};

use super::{Timestamp, TimestampError};

/// Milliseconds instead of seconds, which are out of range of the other libraries.
const MILLISECONDS: Timestamp = Timestamp::from_seconds(1_704_164_645_000);

fn parse(text: &str) -> Option<i64> {
    text.parse::<Timestamp>().ok().map(Timestamp::seconds)
}

fn seconds(json: Value) -> i64 {
    let timestamp: Timestamp = serde_json::from_value(json).unwrap();
    timestamp.seconds()
}

#[test]
fn rfc_3339_is_parsed() {
    for (text, seconds) in [
        ("1970-01-01T00:00:00Z", 0),
        ("2024-01-02T03:04:05Z", 1_704_164_645),
        ("2024-01-02t03:04:05z", 1_704_164_645),
        ("2024-01-02 03:04:05Z", 1_704_164_645),
        (" 2024-01-02T03:04:05Z\n", 1_704_164_645),
        ("2024-01-02T03:04:05+00:00", 1_704_164_645),
        ("2024-01-02T03:04:05-00:00", 1_704_164_645),
        ("2024-01-02T12:04:05+09:00", 1_704_164_645),
        ("2024-01-01T23:34:05-03:30", 1_704_164_645),
        ("2024-02-29T00:00:00Z", 1_709_164_800),
        ("2000-02-29T23:59:59Z", 951_868_799),
        ("1900-02-28T00:00:00Z", -2_203_977_600),
        ("0000-01-01T00:00:00Z", -62_167_219_200),
        ("9999-12-31T23:59:59Z", 253_402_300_799),
    ] {
        assert_eq!(parse(text), Some(seconds), "{text}");
    }
}

#[test]
fn fractions_are_kept() {
    let parts = |json: Value| {
        let timestamp: Timestamp = serde_json::from_value(json).unwrap();
        (timestamp.seconds(), timestamp.subsec_nanoseconds())
    };
    for (json, expected) in [
        (
            json!("2024-01-02T03:04:05.999Z"),
            (1_704_164_645, 999_000_000),
        ),
        (
            json!("2024-01-02T03:04:05.1234567891+00:00"),
            (1_704_164_645, 123_456_789),
        ),
        (json!("1969-12-31T23:59:59.5Z"), (-1, 500_000_000)),
        (json!("1704164645.678"), (1_704_164_645, 678_000_000)),
        (json!("-1.25"), (-2, 750_000_000)),
        (json!("-0.25"), (-1, 750_000_000)),
        (json!(1_704_164_645.678), (1_704_164_645, 678_000_000)),
        (json!(-1.25), (-2, 750_000_000)),
        (json!(0.999_999_9), (0, 999_999_900)),
    ] {
        assert_eq!(parts(json.clone()), expected, "{json}");
    }
    // A double with more digits than nanoseconds.
    assert!(serde_json::from_value::<Timestamp>(json!(1.5e-55)).is_err());
    let timestamp: Timestamp = "2024-01-02T03:04:05.999Z".parse().unwrap();
    assert_eq!(
        serde_json::to_value(timestamp).unwrap(),
        json!(1_704_164_645)
    );
    assert_eq!(timestamp.to_string(), "1704164645");
    assert!(timestamp > Timestamp::from_seconds(1_704_164_645));
    assert_eq!(Timestamp::new(0, 1_000_000_000), None);
}

#[test]
fn other_notations_are_parsed() {
    for (text, seconds) in [
        ("2024-01-02", 1_704_153_600),
        ("2024-01-02 03:04:05 UTC", 1_704_164_645),
        ("2024-01-02T12:04:05+0900", 1_704_164_645),
        ("2024-01-02T03:04:05.000+0000", 1_704_164_645),
    ] {
        assert_eq!(parse(text), Some(seconds), "{text}");
    }
}

/// As in Unix time, a leap second is the second after it.
#[test]
fn leap_second_is_only_valid_before_midnight_in_utc() {
    assert_eq!(parse("2016-12-31T23:59:60Z"), Some(1_483_228_800));
    assert_eq!(parse("2016-12-31T23:59:60.5Z"), Some(1_483_228_800));
    assert_eq!(parse("2016-12-31T15:59:60-08:00"), Some(1_483_228_800));
    assert_eq!(parse("2016-12-31T12:59:60Z"), None);
    assert_eq!(parse("2016-12-31T23:59:60+01:00"), None);
}

#[test]
fn whole_seconds_are_parsed() {
    assert_eq!(parse("1704164645"), Some(1_704_164_645));
    assert_eq!(parse(" -1 "), Some(-1));
    assert_eq!(parse("1704164645.0"), Some(1_704_164_645));
    assert_eq!(parse("1704164645.-5"), None);
}

#[test]
fn other_text_is_rejected() {
    for text in [
        "",
        "soon",
        "2024-01",
        "2024-01-02Z",
        "2024-01-02T03:04:05UTC",
        "2024-01-02 03:04:05 utc",
        "2024-01-02T03:04:05",
        "2024-01-02T03:04Z",
        "2024-01-02T03:04:05.Z",
        "2024-01-02T03:04:05,5Z",
        "2024-01-02T03:04:05Z ago",
        "2024-01-02T03:04:05+9:00",
        "2024-01-02T03:04:05+090",
        "2024-01-02T03:04:05+24:00",
        "2024-01-02T03:04:05+01:60",
        "2024-00-02T03:04:05Z",
        "2024-13-02T03:04:05Z",
        "2024-01-00T03:04:05Z",
        "2024-04-31T03:04:05Z",
        "2023-02-29T03:04:05Z",
        "1900-02-29T03:04:05Z",
        "2024-01-02T24:00:00Z",
        "2024-01-02T03:60:05Z",
        "2024-01-02T03:04:61Z",
        "+024-01-02T03:04:05Z",
        "12024-01-02T03:04:05Z",
        "２０２４-01-02T03:04:05Z",
    ] {
        assert_eq!(
            text.parse::<Timestamp>(),
            Err(TimestampError::Text),
            "{text}"
        );
    }
}

/// Checks the number of days of each month and year.
#[test]
fn days_of_a_leap_year_cycle_are_consecutive() {
    let mut expected = parse("1899-12-31T00:00:00Z").unwrap();
    let mut days = 0;
    for year in 1900..2300 {
        for month in 1..=12 {
            for day in 1..=31 {
                if let Some(seconds) = parse(&format!("{year}-{month:02}-{day:02}T00:00:00Z")) {
                    expected += 86_400;
                    assert_eq!(seconds, expected, "{year}-{month:02}-{day:02}");
                    days += 1;
                }
            }
        }
    }
    assert_eq!(days, 146_097);
}

#[test]
fn json_is_decoded_and_encoded() {
    assert_eq!(seconds(json!(1_704_164_645)), 1_704_164_645);
    assert_eq!(seconds(json!(1_704_164_645.0)), 1_704_164_645);
    assert_eq!(seconds(json!("1704164645")), 1_704_164_645);
    assert_eq!(seconds(json!("2024-01-02T03:04:05Z")), 1_704_164_645);
    assert_eq!(
        seconds(json!(1_704_164_645_000_i64)),
        MILLISECONDS.seconds()
    );
    let encoded = serde_json::to_value(Timestamp::from_seconds(-5)).unwrap();
    assert_eq!(encoded, json!(-5));
    let error = serde_json::from_value::<Timestamp>(json!("soon")).unwrap_err();
    assert_eq!(
        error.to_string(),
        "invalid value: string \"soon\", expected Unix seconds or an RFC 3339 time"
    );
}

#[test]
fn system_time_is_converted() {
    let time = SystemTime::UNIX_EPOCH - Duration::from_millis(1_250);
    let timestamp = Timestamp::from(time);
    assert_eq!(Some(timestamp), Timestamp::new(-2, 750_000_000));
    assert_eq!(timestamp.system_time(), Some(time));
    let timestamp = Timestamp::new(1_704_164_645, 678_000_000).unwrap();
    let time = SystemTime::try_from(timestamp).unwrap();
    assert_eq!(Timestamp::from(time), timestamp);
}

#[cfg(feature = "jiff")]
#[test]
fn jiff_is_converted() {
    let time = jiff::Timestamp::new(-1, -250_000_000).unwrap();
    let timestamp = Timestamp::from(time);
    assert_eq!(Some(timestamp), Timestamp::new(-2, 750_000_000));
    assert_eq!(jiff::Timestamp::try_from(timestamp).unwrap(), time);
    let timestamp = Timestamp::from_seconds(1_704_164_645);
    let time = jiff::Timestamp::try_from(timestamp).unwrap();
    assert_eq!(time.to_string(), "2024-01-02T03:04:05Z");
    assert_eq!(
        jiff::Timestamp::try_from(MILLISECONDS),
        Err(TimestampError::Range(MILLISECONDS))
    );
}

#[cfg(feature = "chrono")]
#[test]
fn chrono_is_converted() {
    use chrono::TimeZone;

    let time = chrono::Utc.timestamp_opt(-2, 500_000_000).unwrap();
    let timestamp = Timestamp::from(time);
    assert_eq!(Some(timestamp), Timestamp::new(-2, 500_000_000));
    let back = chrono::DateTime::<chrono::Utc>::try_from(timestamp).unwrap();
    assert_eq!(back, time);
    let offset = chrono::FixedOffset::east_opt(9 * 3_600).unwrap();
    let time = offset.with_ymd_and_hms(2024, 1, 2, 12, 4, 5).unwrap();
    let timestamp = Timestamp::from(time);
    assert_eq!(timestamp.seconds(), 1_704_164_645);
    let back = chrono::DateTime::<chrono::Utc>::try_from(timestamp).unwrap();
    assert_eq!(back, time);
    let last = Timestamp::from_seconds(i64::MAX);
    let range = chrono::DateTime::<chrono::Utc>::try_from(last);
    assert_eq!(range, Err(TimestampError::Range(last)));
}

#[cfg(feature = "time")]
#[test]
fn time_is_converted() {
    let time = time::OffsetDateTime::from_unix_timestamp_nanos(-1_250_000_000).unwrap();
    let timestamp = Timestamp::from(time);
    assert_eq!(Some(timestamp), Timestamp::new(-2, 750_000_000));
    assert_eq!(time::OffsetDateTime::try_from(timestamp).unwrap(), time);
    let timestamp = Timestamp::from_seconds(1_704_164_645);
    let time = time::OffsetDateTime::try_from(timestamp).unwrap();
    assert_eq!((time.year(), time.hour(), time.second()), (2024, 3, 5));
    assert_eq!(Timestamp::from(time), timestamp);
    assert_eq!(
        time::OffsetDateTime::try_from(MILLISECONDS),
        Err(TimestampError::Range(MILLISECONDS))
    );
}
