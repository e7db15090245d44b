//! Any bytes are decoded as the bodies of an operation, or refused, in linear time. The first two
//! bytes select the operation, the third the status.

#![no_main]

mod budget;

use intercom_client::v2_16::dynamic::OPERATIONS;
use intercom_client::v2_16::webhooks::{Event, Item};
use intercom_client::webhooks::{Notification, event};

const STATUSES: [u16; 8] = [200, 201, 202, 204, 400, 401, 404, 422];

libfuzzer_sys::fuzz_target!(|input: &[u8]| {
    let [high, low, status, body @ ..] = input else {
        return;
    };
    let index = usize::from(u16::from_be_bytes([*high, *low])) % (OPERATIONS.len() + 1);
    let status = STATUSES[usize::from(*status) % STATUSES.len()];
    budget::assert_linear(body.len(), || match OPERATIONS.get(index) {
        Some(operation) => {
            let _ = operation.decode(status, body);
            if let Ok(json) = serde_json::from_slice(body) {
                let _ = operation.encode(&json);
            }
        }
        None => {
            let _ = Notification::<Item>::from_body(body);
            let _ = event::<Event>(body);
        }
    });
});
