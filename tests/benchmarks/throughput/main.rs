//! The throughput of decoding and encoding, compared with derived `serde` code for the same structs
//! and with `serde_json::Value`, and the cost of a request, compared with a hand-written one:
//! `cargo bench -p intercom-benchmarks`.

#![recursion_limit = "256"]

mod bodies;
mod derived;
mod requests;

use std::hint::black_box;

use derived::{flatten, plain};
use divan::Bencher;
use divan::counter::BytesCount;
use intercom_client::v2_16::types::{ContactList, Conversation};
use intercom_codegen_runtime::json::{Decode, decode_body};
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

fn main() {
    let contacts = bodies::contacts();
    assert_same_result::<ContactList, plain::ContactList, flatten::ContactList>(&contacts);
    let conversation = bodies::conversation();
    assert_same_result::<Conversation, plain::Conversation, flatten::Conversation>(&conversation);
    println!(
        "contacts: {} bytes, conversation: {} bytes",
        contacts.len(),
        conversation.len()
    );
    divan::main();
}

/// Asserts that all implementations decode the body to the same value, so that they are comparable.
fn assert_same_result<Ours, Plain, Flatten>(body: &str)
where
    Ours: Decode + Serialize,
    Plain: DeserializeOwned + Serialize,
    Flatten: DeserializeOwned + Serialize,
{
    let ours = decode_body::<Ours>(body.as_bytes()).expect("the body can be decoded");
    assert!(ours.anomalies.is_empty(), "{:?}", ours.anomalies);
    let ours = serde_json::to_value(ours.value).expect("the value can be encoded");
    let plain: Plain = serde_json::from_str(body).expect("the body can be decoded");
    let plain = serde_json::to_value(plain).expect("the value can be encoded");
    assert!(ours == plain, "the plain structs lack keys");
    let flatten: Flatten = serde_json::from_str(body).expect("the body can be decoded");
    let flatten = serde_json::to_value(flatten).expect("the value can be encoded");
    assert!(ours == flatten, "the flattened structs lack keys");
}

fn decode_ours<T: Decode>(bencher: Bencher<'_, '_>, body: String) {
    bencher
        .counter(BytesCount::of_str(&body))
        .bench_local(|| decode_body::<T>(black_box(body.as_bytes())));
}

fn decode_derived<T: DeserializeOwned>(bencher: Bencher<'_, '_>, body: String) {
    bencher
        .counter(BytesCount::of_str(&body))
        .bench_local(|| serde_json::from_slice::<T>(black_box(body.as_bytes())));
}

fn encode<T: Serialize>(bencher: Bencher<'_, '_>, value: T) {
    let text = serde_json::to_string(&value).expect("the value can be encoded");
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::to_vec(black_box(&value)));
}

fn decoded<T: DeserializeOwned>(body: &str) -> T {
    serde_json::from_str(body).expect("the body can be decoded")
}

#[divan::bench_group]
mod decode_contacts {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        decode_ours::<ContactList>(bencher, bodies::contacts());
    }

    #[divan::bench(args = [0, 10, 1_000, 10_000])]
    fn ours_with_unexpected_values(bencher: Bencher<'_, '_>, count: usize) {
        decode_ours::<ContactList>(bencher, bodies::contacts_with_unexpected_values(count));
    }

    #[divan::bench]
    fn ours_with_an_unexpected_value(bencher: Bencher<'_, '_>) {
        decode_ours::<ContactList>(bencher, bodies::contacts_with_an_unexpected_value());
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        decode_derived::<plain::ContactList>(bencher, bodies::contacts());
    }

    /// Of the size of `ours_with_unexpected_values`.
    #[divan::bench]
    fn derived_large(bencher: Bencher<'_, '_>) {
        decode_derived::<plain::ContactList>(bencher, bodies::contacts_with_unexpected_values(0));
    }

    #[divan::bench]
    fn derived_with_flatten(bencher: Bencher<'_, '_>) {
        decode_derived::<flatten::ContactList>(bencher, bodies::contacts());
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        decode_derived::<Value>(bencher, bodies::contacts());
    }
}

#[divan::bench_group]
mod decode_conversation {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        decode_ours::<Conversation>(bencher, bodies::conversation());
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        decode_derived::<plain::Conversation>(bencher, bodies::conversation());
    }

    #[divan::bench]
    fn derived_with_flatten(bencher: Bencher<'_, '_>) {
        decode_derived::<flatten::Conversation>(bencher, bodies::conversation());
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        decode_derived::<Value>(bencher, bodies::conversation());
    }
}

#[divan::bench_group]
mod encode_contacts {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        encode::<ContactList>(bencher, decoded(&bodies::contacts()));
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        encode::<plain::ContactList>(bencher, decoded(&bodies::contacts()));
    }

    #[divan::bench]
    fn derived_with_flatten(bencher: Bencher<'_, '_>) {
        encode::<flatten::ContactList>(bencher, decoded(&bodies::contacts()));
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        encode::<Value>(bencher, decoded(&bodies::contacts()));
    }
}

#[divan::bench_group]
mod encode_conversation {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        encode::<Conversation>(bencher, decoded(&bodies::conversation()));
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        encode::<plain::Conversation>(bencher, decoded(&bodies::conversation()));
    }

    #[divan::bench]
    fn derived_with_flatten(bencher: Bencher<'_, '_>) {
        encode::<flatten::Conversation>(bencher, decoded(&bodies::conversation()));
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        encode::<Value>(bencher, decoded(&bodies::conversation()));
    }
}
