//! How fast answers are read and written, beside what `serde` derives for the same structs and
//! beside any JSON, and what a request costs, beside one by hand: `cargo bench -p intercom-benchmarks`.

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
    the_same_is_read::<ContactList, plain::ContactList, flatten::ContactList>(&contacts);
    let conversation = bodies::conversation();
    the_same_is_read::<Conversation, plain::Conversation, flatten::Conversation>(&conversation);
    println!(
        "contacts: {} bytes, conversation: {} bytes",
        contacts.len(),
        conversation.len()
    );
    divan::main();
}

/// Without which comparing makes no sense.
fn the_same_is_read<Ours, Plain, Flatten>(body: &str)
where
    Ours: for<'de> Decode<'de> + Serialize,
    Plain: DeserializeOwned + Serialize,
    Flatten: DeserializeOwned + Serialize,
{
    let ours = decode_body::<Ours>(body.as_bytes()).expect("it can be read");
    assert!(ours.anomalies.is_empty(), "{:?}", ours.anomalies);
    let ours = serde_json::to_value(ours.value).expect("it can be written");
    let plain: Plain = serde_json::from_str(body).expect("it can be read");
    let plain = serde_json::to_value(plain).expect("it can be written");
    assert!(ours == plain, "the plain structs lack keys");
    let flatten: Flatten = serde_json::from_str(body).expect("it can be read");
    let flatten = serde_json::to_value(flatten).expect("it can be written");
    assert!(ours == flatten, "the flattened structs lack keys");
}

fn read_ours<T: for<'de> Decode<'de>>(bencher: Bencher<'_, '_>, body: String) {
    bencher
        .counter(BytesCount::of_str(&body))
        .bench_local(|| decode_body::<T>(black_box(body.as_bytes())));
}

fn read_derived<T: DeserializeOwned>(bencher: Bencher<'_, '_>, body: String) {
    bencher
        .counter(BytesCount::of_str(&body))
        .bench_local(|| serde_json::from_slice::<T>(black_box(body.as_bytes())));
}

fn write<T: Serialize>(bencher: Bencher<'_, '_>, value: T) {
    let text = serde_json::to_string(&value).expect("it can be written");
    bencher
        .counter(BytesCount::of_str(&text))
        .bench_local(|| serde_json::to_vec(black_box(&value)));
}

fn parsed<T: DeserializeOwned>(body: &str) -> T {
    serde_json::from_str(body).expect("it can be read")
}

#[divan::bench_group]
mod read_contacts {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        read_ours::<ContactList>(bencher, bodies::contacts());
    }

    #[divan::bench]
    fn ours_with_an_odd_value(bencher: Bencher<'_, '_>) {
        read_ours::<ContactList>(bencher, bodies::contacts_with_an_odd_value());
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        read_derived::<plain::ContactList>(bencher, bodies::contacts());
    }

    #[divan::bench]
    fn derived_with_flatten(bencher: Bencher<'_, '_>) {
        read_derived::<flatten::ContactList>(bencher, bodies::contacts());
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        read_derived::<Value>(bencher, bodies::contacts());
    }
}

#[divan::bench_group]
mod read_conversation {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        read_ours::<Conversation>(bencher, bodies::conversation());
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        read_derived::<plain::Conversation>(bencher, bodies::conversation());
    }

    #[divan::bench]
    fn derived_with_flatten(bencher: Bencher<'_, '_>) {
        read_derived::<flatten::Conversation>(bencher, bodies::conversation());
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        read_derived::<Value>(bencher, bodies::conversation());
    }
}

#[divan::bench_group]
mod write_contacts {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        write::<ContactList>(bencher, parsed(&bodies::contacts()));
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        write::<plain::ContactList>(bencher, parsed(&bodies::contacts()));
    }

    #[divan::bench]
    fn derived_with_flatten(bencher: Bencher<'_, '_>) {
        write::<flatten::ContactList>(bencher, parsed(&bodies::contacts()));
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        write::<Value>(bencher, parsed(&bodies::contacts()));
    }
}

#[divan::bench_group]
mod write_conversation {
    use super::*;

    #[divan::bench]
    fn ours(bencher: Bencher<'_, '_>) {
        write::<Conversation>(bencher, parsed(&bodies::conversation()));
    }

    #[divan::bench]
    fn derived(bencher: Bencher<'_, '_>) {
        write::<plain::Conversation>(bencher, parsed(&bodies::conversation()));
    }

    #[divan::bench]
    fn derived_with_flatten(bencher: Bencher<'_, '_>) {
        write::<flatten::Conversation>(bencher, parsed(&bodies::conversation()));
    }

    #[divan::bench]
    fn value(bencher: Bencher<'_, '_>) {
        write::<Value>(bencher, parsed(&bodies::conversation()));
    }
}
