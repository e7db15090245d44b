//! The operations of every version, their clients forgotten.

use intercom_client::dynamic::Operation;
use serde_json::Value;

/// What came of taking an example through its type.
pub struct Outcome {
    pub written: Value,
    /// The paths of the values that were left out.
    pub left_out: Vec<String>,
}

/// An operation of some version.
pub trait AnyOperation {
    /// Method and path.
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
        let left_out = decoded.anomalies.iter().map(|one| one.path().to_owned());
        Ok(Outcome {
            left_out: left_out.collect(),
            written: decoded.value,
        })
    }

    fn encode(&self, body: &Value) -> Result<Outcome, String> {
        let written = self.encode(body).map_err(|error| error.to_string())?;
        Ok(Outcome {
            written,
            left_out: Vec::new(),
        })
    }
}

macro_rules! versions {
    ($wanted:ident: $($version:ident)*) => {
        match $wanted {
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

/// The operations of the version with this module.
pub fn operations(module: &str) -> Option<Vec<&'static dyn AnyOperation>> {
    versions!(module: v2_7 v2_8 v2_9 v2_10 v2_11 v2_12 v2_13 v2_14 v2_15 v2_16 preview)
}
