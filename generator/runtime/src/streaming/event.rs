use std::fmt;

use crate::Response;
use crate::json::Anomaly;

/// An item of a stream: a server-sent event, or a JSON text.
pub struct Event<T> {
    name: Option<String>,
    id: Option<String>,
    data: Response<T>,
}

impl<T> Event<T> {
    pub(super) fn new(name: Option<String>, id: Option<String>, data: Response<T>) -> Self {
        Self { name, id, data }
    }

    /// Returns the event's name, the field `event`; `None` without one and for JSON texts.
    #[must_use]
    pub fn name(&self) -> Option<&str> {
        self.name.as_deref()
    }

    /// Returns the event's id; `None` without one and for JSON texts.
    #[must_use]
    pub fn id(&self) -> Option<&str> {
        self.id.as_deref()
    }

    /// Returns the decoded data.
    #[must_use]
    pub fn data(&self) -> &T {
        self.data.body()
    }

    /// Returns the decoded data by value.
    #[must_use]
    pub fn into_data(self) -> T {
        self.data.into_body()
    }

    /// Returns the values that do not match the schema and were left out of [`data`](Self::data).
    ///
    /// With [`ClientBuilder::strict`](crate::ClientBuilder::strict), they are an error instead.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        self.data.anomalies()
    }
}

impl<T: fmt::Debug> fmt::Debug for Event<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Event")
            .field("name", &self.name)
            .field("id", &self.id)
            .field("data", self.data())
            .field("anomalies", &self.anomalies())
            .finish()
    }
}
