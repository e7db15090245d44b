use std::fmt;

use serde::ser::{Serialize, Serializer};
use serde_json::Value;

use super::super::json::{
    Anomaly, Blank, Decode, Decoded, Extra, Field, Object, Property, Timestamp, debug_object,
    decode_body, required, write_object,
};
use super::Tagged;
use super::tagged::{Reader, read_or_keep};

/// The topic of notifications that test the endpoint.
const PING: &str = "ping";

/// A webhook notification: an event and the item it concerns.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Notification<I> {
    /// The constant `notification_event`.
    pub r#type: Option<String>,
    /// The id of the notification, which is the same if it is delivered again. Pings have none.
    pub id: Option<String>,
    /// The event, such as `contact.user.created`.
    pub topic: String,
    /// The id of the workspace.
    pub app_id: Option<String>,
    /// The time at which the notification was created.
    pub created_at: Option<Timestamp>,
    /// The number of delivery attempts, including this one.
    pub delivery_attempts: Option<i64>,
    /// The delivery status, such as `pending`.
    pub delivery_status: Option<String>,
    /// The time of delivery; 0 before it.
    pub delivered_at: Option<Timestamp>,
    /// The time of the first delivery attempt.
    pub first_sent_at: Option<Timestamp>,
    /// The URL of the webhook subscription (`self`).
    pub self_url: Option<String>,
    /// The links of the notification.
    pub links: Option<Value>,
    /// The item that the event concerns.
    pub data: NotificationData<I>,
    /// The undocumented fields.
    pub extra: Extra,
    anomalies: Vec<Anomaly>,
}

/// The data of a notification.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct NotificationData<I> {
    /// The constant `notification_event_data`.
    pub r#type: Option<String>,
    /// The item after the event. A deleted item has its id only.
    pub item: I,
    /// The undocumented fields.
    pub extra: Extra,
}

impl<I> Notification<I> {
    /// Returns `true` if the notification only tests the endpoint.
    #[must_use]
    pub fn is_ping(&self) -> bool {
        self.topic == PING
    }

    /// Returns the values that do not match the schema and were left out.
    ///
    /// Their paths start at the body: `data.item.owner_id`.
    #[must_use]
    pub fn anomalies(&self) -> &[Anomaly] {
        &self.anomalies
    }

    fn with_item<J>(self, item: J, anomalies: Vec<Anomaly>) -> Notification<J> {
        Notification {
            r#type: self.r#type,
            id: self.id,
            topic: self.topic,
            app_id: self.app_id,
            created_at: self.created_at,
            delivery_attempts: self.delivery_attempts,
            delivery_status: self.delivery_status,
            delivered_at: self.delivered_at,
            first_sent_at: self.first_sent_at,
            self_url: self.self_url,
            links: self.links,
            data: NotificationData {
                r#type: self.data.r#type,
                item,
                extra: self.data.extra,
            },
            extra: self.extra,
            anomalies,
        }
    }
}

impl<I: Tagged> Notification<I> {
    /// Decodes a notification without verifying its signature.
    ///
    /// Use it for bodies that were verified before they were stored or queued, and
    /// [`Verifier::notification`](super::Verifier::notification) for incoming requests.
    ///
    /// # Errors
    /// Returns an error if the body is not JSON, or has no `topic`.
    pub fn from_body(body: &[u8]) -> Result<Self, serde_json::Error> {
        let mut raw: Decoded<Notification<Value>> = decode_body(body)?;
        let item = Decoded {
            value: std::mem::take(&mut raw.value.data.item),
            anomalies: raw.anomalies,
        };
        let item: Decoded<I> = read_or_keep(item, Some(&raw.value.topic), &Reader::of_item(body));
        Ok(raw.value.with_item(item.value, item.anomalies))
    }
}

/// The keys of a notification.
const NOTIFICATION_KEYS: [&str; 12] = [
    "type",
    "id",
    "topic",
    "app_id",
    "created_at",
    "delivery_attempts",
    "delivery_status",
    "delivered_at",
    "first_sent_at",
    "self",
    "links",
    "data",
];

impl<I> Object for Notification<I>
where
    I: Decode + Serialize + Blank,
{
    const NAME: &'static str = "notification_event";
    const REQUIRED: &'static [&'static str] = &["topic"];

    fn field(&mut self, key: &str) -> &mut dyn Field {
        match key {
            "type" => &mut self.r#type,
            "id" => &mut self.id,
            "topic" => &mut self.topic,
            "app_id" => &mut self.app_id,
            "created_at" => &mut self.created_at,
            "delivery_attempts" => &mut self.delivery_attempts,
            "delivery_status" => &mut self.delivery_status,
            "delivered_at" => &mut self.delivered_at,
            "first_sent_at" => &mut self.first_sent_at,
            "self" => &mut self.self_url,
            "links" => &mut self.links,
            "data" => &mut self.data,
            _ => &mut self.extra,
        }
    }
}

impl<I> Object for NotificationData<I>
where
    I: Decode + Serialize + Blank,
{
    const NAME: &'static str = "notification_event_data";

    fn field(&mut self, key: &str) -> &mut dyn Field {
        match key {
            "type" => &mut self.r#type,
            "item" => &mut self.item,
            _ => &mut self.extra,
        }
    }
}

impl<I: Blank> Blank for Notification<I> {
    fn blank() -> Self {
        Self {
            r#type: None,
            id: None,
            topic: String::new(),
            app_id: None,
            created_at: None,
            delivery_attempts: None,
            delivery_status: None,
            delivered_at: None,
            first_sent_at: None,
            self_url: None,
            links: None,
            data: NotificationData::blank(),
            extra: Extra::new(),
            anomalies: Vec::new(),
        }
    }
}

impl<I: Blank> Blank for NotificationData<I> {
    fn blank() -> Self {
        Self {
            r#type: None,
            item: I::blank(),
            extra: Extra::new(),
        }
    }
}

impl<I: Serialize> Serialize for Notification<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let properties: [&dyn Property<S::SerializeMap>; NOTIFICATION_KEYS.len()] = [
            &self.r#type,
            &self.id,
            &required(&self.topic),
            &self.app_id,
            &self.created_at,
            &self.delivery_attempts,
            &self.delivery_status,
            &self.delivered_at,
            &self.first_sent_at,
            &self.self_url,
            &self.links,
            &required(&self.data),
        ];
        write_object(serializer, &NOTIFICATION_KEYS, &properties, &self.extra)
    }
}

impl<I: Serialize> fmt::Debug for Notification<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_object("Notification", self, f)
    }
}

impl<I: Serialize> Serialize for NotificationData<I> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let item = required(&self.item);
        write_object(
            serializer,
            &["type", "item"],
            &[&self.r#type, &item],
            &self.extra,
        )
    }
}

impl<I: Serialize> fmt::Debug for NotificationData<I> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        debug_object("NotificationData", self, f)
    }
}
