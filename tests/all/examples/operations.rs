//! The operations of every version, with erased client types.

use intercom_client::dynamic::Operation;
use serde_json::Value;

/// The encoding of an example that was decoded as its type.
pub struct Outcome {
    pub encoded: Value,
    /// The paths of skipped values.
    pub skipped: Vec<String>,
}

/// An operation of some version.
pub trait AnyOperation {
    /// Returns the method and path.
    fn name(&self) -> String;

    fn decode(&self, status: u16, body: &[u8]) -> Result<Outcome, String>;

    fn encode(&self, body: &Value) -> Result<Outcome, String>;
}

impl<C> AnyOperation for Operation<C> {
    fn name(&self) -> String {
        format!("{} {}", self.method, self.path)
    }

    fn decode(&self, status: u16, body: &[u8]) -> Result<Outcome, String> {
        let decoded = self
            .decode(status, body)
            .map_err(|error| error.to_string())?;
        let skipped = decoded.anomalies.iter().map(|one| one.path().to_owned());
        Ok(Outcome {
            skipped: skipped.collect(),
            encoded: decoded.value,
        })
    }

    fn encode(&self, body: &Value) -> Result<Outcome, String> {
        let encoded = self.encode(body).map_err(|error| error.to_string())?;
        Ok(Outcome {
            encoded,
            skipped: Vec::new(),
        })
    }
}

macro_rules! versions {
    ($module:ident: $($version:ident)*) => {
        match $module {
            $(stringify!($version) => Some(any(intercom_client::$version::dynamic::OPERATIONS)),)*
            _ => None,
        }
    };
}

fn any<C>(operations: &'static [Operation<C>]) -> Vec<&'static dyn AnyOperation> {
    operations
        .iter()
        .map(|operation| operation as &dyn AnyOperation)
        .collect()
}

/// Returns the operations of the version with this module.
pub fn operations(module: &str) -> Option<Vec<&'static dyn AnyOperation>> {
    versions!(module: v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview)
}
