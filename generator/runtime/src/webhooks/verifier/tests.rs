use super::Verifier;
use crate::webhooks::SignatureError;

const SECRET: &str = "h4rb0ur-secret";

/// A body and its signature, computed by Python's `hmac`.
const BODY: &str = r#"{"type":"notification_event","id":"notif_1","topic":"company.created","app_id":"w1test","created_at":1751000000,"data":{"type":"notification_event_data","item":{"type":"company","id":"c1","name":"Tidewater Pumps"}}}"#;
const SIGNATURE: &str = "sha1=77059a5ebfdaba0cba4a15ec259e792b8c077c84";

fn verify(signature: &str, body: &str) -> Result<(), SignatureError> {
    Verifier::new(SECRET).verify(Some(signature), body.as_bytes())
}

#[test]
fn valid_signature_is_accepted() {
    assert_eq!(verify(SIGNATURE, BODY), Ok(()));
    let digits = SIGNATURE.strip_prefix("sha1=").unwrap().to_uppercase();
    assert_eq!(verify(&format!("sha1={digits}"), BODY), Ok(()));
}

/// The secret is longer than a block of the hash, and not ASCII.
#[test]
fn secret_can_be_any_text() {
    let verifier = Verifier::new("ü".repeat(50));
    let signature = "sha1=14dd258df16ccea05d9d0d886bf7b3a8b22d774c";
    assert_eq!(
        verifier.verify(Some(signature), br#"{"topic":"ping"}"#),
        Ok(())
    );
}

#[test]
fn other_body_secret_or_signature_is_a_mismatch() {
    let mismatch = Err(SignatureError::Mismatch);
    assert_eq!(verify(SIGNATURE, &BODY.replace("c1", "c2")), mismatch);
    assert_eq!(verify(SIGNATURE, &format!("{BODY}\n")), mismatch);
    assert_eq!(verify(SIGNATURE, ""), mismatch);
    assert_eq!(verify(&SIGNATURE.replace("84", "85"), BODY), mismatch);
    let verifier = Verifier::new("h4rb0ur-Secret");
    assert_eq!(verifier.verify(Some(SIGNATURE), BODY.as_bytes()), mismatch);
}

#[test]
fn malformed_signature_is_not_a_mismatch() {
    let digits = SIGNATURE.strip_prefix("sha1=").unwrap();
    for signature in [
        "",
        "sha1=",
        digits,
        &SIGNATURE[..SIGNATURE.len() - 1],
        &SIGNATURE[..SIGNATURE.len() - 2],
        &format!("{SIGNATURE}00"),
        &format!("{SIGNATURE}0"),
        &format!("SHA1={digits}"),
        &format!("sha256={digits}"),
        &format!(" {SIGNATURE}"),
        &SIGNATURE.replace('7', "g"),
        &SIGNATURE.replace('7', "ü"),
        &format!("sha1={}", "0".repeat(100_000)),
    ] {
        let outcome = verify(signature, BODY);
        assert_eq!(outcome, Err(SignatureError::Malformed), "{signature:?}");
    }
    let verifier = Verifier::new(SECRET);
    let outcome = verifier.verify(Some(b"sha1=\xff\xfe"), BODY.as_bytes());
    assert_eq!(outcome, Err(SignatureError::Malformed));
}

#[test]
fn missing_signature_is_reported() {
    let verifier = Verifier::new(SECRET);
    let outcome = verifier.verify(None::<&str>, BODY.as_bytes());
    assert_eq!(outcome, Err(SignatureError::Missing));
}

/// Anybody could sign with an empty secret.
#[test]
fn empty_secret_verifies_no_signature() {
    let outcome = Verifier::new("").verify(Some(SIGNATURE), BODY.as_bytes());
    assert_eq!(outcome, Err(SignatureError::EmptySecret));
}

/// The value of a header of the crate `http` can be passed as it is.
#[test]
fn signature_can_be_a_header_value() {
    let mut headers = http::HeaderMap::new();
    headers.insert("X-Hub-Signature", SIGNATURE.parse().unwrap());
    let signature = headers.get("x-hub-signature");
    let verifier = Verifier::new(SECRET);
    assert_eq!(verifier.verify(signature, BODY.as_bytes()), Ok(()));
}

#[test]
fn secret_is_never_displayed() {
    let verifier = Verifier::new(SECRET);
    assert!(!format!("{verifier:?} {verifier:#?}").contains(SECRET));
    let body = BODY.as_bytes();
    for error in [
        verifier.verify(None::<&str>, body),
        verifier.verify(Some("x"), body),
        verifier.verify(Some(SIGNATURE), b"{}"),
    ] {
        let error = error.unwrap_err();
        assert!(!format!("{error} {error:?}").contains(SECRET));
    }
}
