use std::fmt;

use serde::de::MapAccess;
use serde::ser::{Serialize, SerializeMap, Serializer};
use serde_json::Value;

use super::super::json::{
    Anomaly, Blank, Decode, Decoded, Extra, Member, Members, Object, Timestamp, debug_object,
    decode_body, write_object,
};
use super::Tagged;
use super::tagged::{Reader, read_or_keep};

/// The topic of the notification that only tries the endpoint.
const PING: &str = "ping";

/// A notification: what happened, and the item that it happened to.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct Notification<I> {
    /// `notification_event`
    pub r#type: Option<String>,
    /// Identifies the notification: one that is delivered again has the same. A ping has none.
    pub id: Option<String>,
    /// What happened, such as `contact.user.created`.
    pub topic: String,
    /// The workspace that it happened in.
    pub app_id: Option<String>,
    /// When the notification was made.
    pub created_at: Option<Timestamp>,
    /// How often it has been sent, with this time.
    pub delivery_attempts: Option<i64>,
    /// Such as `pending`.
    pub delivery_status: Option<String>,
    /// When it was delivered; 0 as long as it was not.
    pub delivered_at: Option<Timestamp>,
    /// When it was sent for the first time.
    pub first_sent_at: Option<Timestamp>,
    /// The URL of the subscription (`self`).
    pub self_url: Option<String>,
    /// Links.
    pub links: Option<Value>,
    /// What it is about.
    pub data: NotificationData<I>,
    /// Keys that are none of these.
    pub extra: Extra,
    anomalies: Vec<Anomaly>,
}

/// What a notification is about.
#[derive(Clone, PartialEq)]
#[non_exhaustive]
pub struct NotificationData<I> {
    /// `notification_event_data`
    pub r#type: Option<String>,
    /// The item, as it was after what happened. Of something deleted, what identifies it.
    pub item: I,
    /// Keys that are none of these.
    pub extra: Extra,
}

impl<I> Notification<I> {
    /// Whether it only tries the endpoint.
    #[must_use]
    pub fn is_ping(&self) -> bool {
        self.topic == PING
    }

    /// The values that are not what the document says, and so are in no field. Their paths begin at
    /// the body: `data.item.owner_id`.
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
    /// Reads a notification without a check of where it comes from: one that has been checked, and
    /// kept as it came until there was time for it. See
    /// [`Verifier::notification`](super::Verifier::notification) for those that come in.
    ///
    /// # Errors
    /// When the body is no JSON, or has no `topic`.
    pub fn from_body(body: &[u8]) -> Result<Self, serde_json::Error> {
        let mut raw: Decoded<Notification<Value>> = decode_body(body)?;
        let item = Decoded {
            value: std::mem::take(&mut raw.value.data.item),
            anomalies: raw.anomalies,
        };
        let item: Decoded<I> = read_or_keep(item, &Reader::of_item(body));
        Ok(raw.value.with_item(item.value, item.anomalies))
    }
}

impl<I> Object for Notification<I>
where
    I: for<'de> Decode<'de> + Serialize + Blank,
{
    const NAME: &'static str = "notification_event";
    const REQUIRED: &'static [&'static str] = &["topic"];

    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, member: &mut Member<'_, 'de, A>) {
        match key {
            "type" => member.read(&mut self.r#type),
            "id" => member.read(&mut self.id),
            "topic" => member.read(&mut self.topic),
            "app_id" => member.read(&mut self.app_id),
            "created_at" => member.read(&mut self.created_at),
            "delivery_attempts" => member.read(&mut self.delivery_attempts),
            "delivery_status" => member.read(&mut self.delivery_status),
            "delivered_at" => member.read(&mut self.delivered_at),
            "first_sent_at" => member.read(&mut self.first_sent_at),
            "self" => member.read(&mut self.self_url),
            "links" => member.read(&mut self.links),
            "data" => member.read(&mut self.data),
            _ => member.keep(&mut self.extra, key),
        }
    }

    fn write<M: SerializeMap>(&self, members: &mut Members<M>) {
        members.optional("type", &self.r#type);
        members.optional("id", &self.id);
        members.required("topic", &self.topic);
        members.optional("app_id", &self.app_id);
        members.optional("created_at", &self.created_at);
        members.optional("delivery_attempts", &self.delivery_attempts);
        members.optional("delivery_status", &self.delivery_status);
        members.optional("delivered_at", &self.delivered_at);
        members.optional("first_sent_at", &self.first_sent_at);
        members.optional("self", &self.self_url);
        members.optional("links", &self.links);
        members.required("data", &self.data);
        members.extra(&self.extra);
    }
}

impl<I> Object for NotificationData<I>
where
    I: for<'de> Decode<'de> + Serialize + Blank,
{
    const NAME: &'static str = "notification_event_data";

    fn read<'de, A: MapAccess<'de>>(&mut self, key: &str, member: &mut Member<'_, 'de, A>) {
        match key {
            "type" => member.read(&mut self.r#type),
            "item" => member.read(&mut self.item),
            _ => member.keep(&mut self.extra, key),
        }
    }

    fn write<M: SerializeMap>(&self, members: &mut Members<M>) {
        members.optional("type", &self.r#type);
        members.required("item", &self.item);
        members.extra(&self.extra);
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

/// What `json_object!` does, for a struct with a parameter.
macro_rules! generic_json_object {
    ($name:ident) => {
        impl<I> fmt::Debug for $name<I>
        where
            I: for<'de> Decode<'de> + Serialize + Blank,
        {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                debug_object(stringify!($name), self, f)
            }
        }

        impl<I> Serialize for $name<I>
        where
            I: for<'de> Decode<'de> + Serialize + Blank,
        {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                write_object(self, serializer)
            }
        }
    };
}

generic_json_object!(Notification);
generic_json_object!(NotificationData);
