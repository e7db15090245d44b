//! Verification and types of Intercom's webhook notifications.
//!
//! A [`Verifier`] checks the signature of a request over its raw body and decodes the body. The
//! types of the items are in the module `webhooks` of each version.
//!
//! ```
//! # #[cfg(all(feature = "v2_16", feature = "full"))]
//! # mod receiver {
//! use intercom_client::v2_16::webhooks::{Item, Notification};
//! use intercom_client::webhooks::{SIGNATURE_HEADER, Verifier, WebhookError};
//! # use axum::http::HeaderMap;
//!
//! // In the handler of a web framework, with the raw body:
//! fn receive(verifier: &Verifier, headers: &HeaderMap, body: &[u8]) -> Result<(), WebhookError> {
//!     let signature = headers.get(SIGNATURE_HEADER);
//!     let notification: Notification = verifier.notification(signature, body)?;
//!     match notification.data.item {
//!         Item::Contact(contact) => println!("{}: {}", notification.topic, contact.id),
//!         item => println!("{}: {item:?}", notification.topic),
//!     }
//!     Ok(())
//! }
//! # }
//! ```
//!
//! # Topics
//!
//! The variants of `Item` by topic, in the newest version. Older versions lack some of them. The type
//! of an item takes precedence over its topic, also if the topic is unknown: an item of
//! `ticket.closed` with the type `ticket`, instead of the ticket under its name, is a `Ticket`. Items
//! without a documented schema are kept as JSON, in `Unrecognized`. An item that was deleted may have
//! nothing but what identifies it: without an id, it is a `DeletedItem`.
//!
//! | item | topics |
//! |---|---|
//! | `Admin` | `admin.added_to_workspace`, `admin.away_mode_updated`, `admin.logged_in`, `admin.logged_out`, `admin.removed_from_workspace` |
//! | `ActivityLog` | `admin.activity_log_event.created` |
//! | `Article` | `article.created`, `article.deleted`, `article.published`, `article.unpublished`, `article.updated` |
//! | `Audience` | `audience.created`, `audience.deleted`, `audience.updated` |
//! | `Call` | `call.ended`, `call.recording_available`, `call.started`, `call.transcription_available` |
//! | `Company` | `company.created`, `company.deleted`, `company.updated` |
//! | `CompanyContact` | `company.contact.attached`, `company.contact.detached` |
//! | `Contact` | `contact.archived`, `contact.deleted`, `contact.email.updated`, `contact.lead.added_email`, `contact.lead.created`, `contact.lead.signed_up`, `contact.lead.updated`, `contact.merged`, `contact.unarchive`, `contact.user.created`, `contact.user.updated` |
//! | `ContactTag` | `contact.lead.tag.created`, `contact.lead.tag.deleted`, `contact.user.tag.created`, `contact.user.tag.deleted` |
//! | `ContentImportSource` | `content_import_source.created`, `content_import_source.deleted`, `content_import_source.updated` |
//! | `ContentSnippet` | `content_snippet.created`, `content_snippet.deleted`, `content_snippet.updated` |
//! | `Conversation` | `conversation.admin.assigned`, `conversation.admin.closed`, `conversation.admin.noted`, `conversation.admin.open.assigned`, `conversation.admin.opened`, `conversation.admin.replied`, `conversation.admin.single.created`, `conversation.admin.snoozed`, `conversation.admin.unsnoozed`, `conversation.company.updated`, `conversation.operator.replied`, `conversation.priority.updated`, `conversation.rating.added`, `conversation.read`, `conversation.user.created`, `conversation.user.replied` |
//! | `ConversationContact` | `conversation.contact.attached`, `conversation.contact.detached` |
//! | `DeletedConversation` | `conversation.deleted` |
//! | `DataEvent` | `event.created` |
//! | `Jobs` | `job.completed` |
//! | `Ticket` | `ticket.admin.assigned`, `ticket.admin.replied`, `ticket.attribute.updated`, `ticket.contact.attached`, `ticket.contact.detached`, `ticket.contact.replied`, `ticket.created`, `ticket.note.created`, `ticket.rating.provided`, `ticket.resolved`, `ticket.state.updated`, `ticket.team.assigned` |
//! | `ClosedTicket` | `ticket.closed` |
//! | `Visitor` | `visitor.signed_up` |
//! | `Unrecognized` | `api.request.completed`, `audience.member_added`, `audience.member_removed`, `contact.subscribed`, `contact.unsubscribed`, `content_stat.banner`, `content_stat.carousel`, `content_stat.chat`, `content_stat.checklist`, `content_stat.custom_bot`, `content_stat.email`, `content_stat.news_item`, `content_stat.post`, `content_stat.push`, `content_stat.series`, `content_stat.series.webhook`, `content_stat.sms`, `content_stat.survey`, `content_stat.tooltip_group`, `content_stat.tour`, `conversation_part.redacted`, `conversation_part.tag.created`, `data_connector.execution.completed`, `granular.subscribe`, `granular.unsubscribe`, `ping`, `procedure.hitl_notification.created` |

#[doc(inline)]
pub use ::intercom_codegen_runtime::webhooks::*;

/// The header with the signature of a notification, verified by [`Verifier::new`] with the client
/// secret of the app.
pub const SIGNATURE_HEADER: &str = "x-hub-signature";

/// The header with the signature of a Fin Agent API event, verified by [`Verifier::sha256`] with
/// the secret of the webhook.
pub const FIN_SIGNATURE_HEADER: &str = "x-fin-agent-api-webhook-signature";
