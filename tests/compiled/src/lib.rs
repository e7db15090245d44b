//! The modules generated from the documents in `generator/fixtures/construct`, with one runtime.
//! That they compile is a test by itself; `all/wire` calls them.

use serde::{Deserialize, Serialize};

/// The type that replaces the schema `Money` of `choices.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
#[serde(try_from = "Amount", into = "Amount")]
pub struct Money {
    /// The amount in cents.
    pub cents: u64,
    /// The code of the currency.
    pub currency: String,
}

/// The JSON of [`Money`].
#[derive(Deserialize, Serialize)]
struct Amount {
    value: String,
    currency: String,
}

impl TryFrom<Amount> for Money {
    type Error = std::num::ParseIntError;

    fn try_from(amount: Amount) -> Result<Self, Self::Error> {
        Ok(Self {
            cents: amount.value.parse()?,
            currency: amount.currency,
        })
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self {
            value: money.cents.to_string(),
            currency: money.currency,
        }
    }
}

/// The type that replaces the schema `flag` of `choices.yaml`.
#[derive(Clone, Debug, PartialEq, Eq, Deserialize, Serialize)]
pub struct Flag(pub char);

include!(concat!(env!("OUT_DIR"), "/documents.rs"));
