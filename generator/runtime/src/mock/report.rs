//! The reports of unexpected requests and of expectations that are not met.

use std::fmt::Write as _;
use std::sync::Arc;

use super::expectation::{Expectation, Mismatch};
use super::{RecordedRequest, Shared};
use crate::error::{Cause, Simulated};

/// The greatest number of requests and of expectations that a report lists.
const LIMIT: usize = 50;

impl Shared {
    /// Records that nothing is declared to reply to a request, and returns its error.
    pub(super) fn unexpected(
        &self,
        request: &RecordedRequest,
        mismatches: &[(Arc<Expectation>, Mismatch)],
    ) -> Cause {
        let mut report = format!("the mock does not expect the request {request}: it expects ");
        if mismatches.is_empty() {
            report.push_str("none");
        }
        for (index, (expectation, mismatch)) in mismatches.iter().take(LIMIT).enumerate() {
            let separator = if index == 0 { "" } else { "; " };
            let reason = match mismatch {
                Mismatch::Operation => "",
                Mismatch::Condition => ", a condition is not met",
                Mismatch::UsedUp => ", all replies are used",
            };
            // Writing to a string does not fail.
            let _ = write!(report, "{separator}{expectation}{reason}");
        }
        let mut state = self.state();
        state.unexpected.push(request.to_string());
        drop(state);
        Cause::Simulated(Simulated::Unexpected(report))
    }

    /// Returns a report if an expectation is not met or a request was not expected.
    pub(super) fn report(&self) -> Option<String> {
        let state = self.state();
        let unmet = state.expectations.iter().filter(|one| !one.is_met());
        let unmet: Vec<String> = unmet.map(ToString::to_string).collect();
        if unmet.is_empty() && state.unexpected.is_empty() {
            return None;
        }
        let received = state.requests.iter().map(ToString::to_string);
        let lists = [
            ("expectations that are not met", unmet),
            ("unexpected requests", state.unexpected.clone()),
            ("all requests", received.collect()),
        ];
        let mut report = "the mock has not received the expected requests".to_owned();
        for (title, lines) in lists {
            if lines.is_empty() {
                continue;
            }
            let _ = write!(report, "\n{title}:");
            for line in lines.iter().take(LIMIT) {
                let _ = write!(report, "\n  {line}");
            }
            if let Some(more) = lines.len().checked_sub(LIMIT).filter(|more| *more > 0) {
                let _ = write!(report, "\n  and {more} more");
            }
        }
        Some(report)
    }
}
