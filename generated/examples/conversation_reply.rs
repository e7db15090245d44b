//! Replies to a conversation with an attached file.
//!
//! `INTERCOM_TOKEN=… cargo run --example conversation_reply`

use std::error::Error;

use intercom_client::v2_16::Client;
use intercom_client::v2_16::types::{
    AdminReplyConversationRequest, Conversation, ConversationAttachmentFiles,
};

#[tokio::main]
async fn main() -> Result<(), Box<dyn Error>> {
    let client = Client::builder(std::env::var("INTERCOM_TOKEN")?).build()?;
    let conversation = run(&client, "1295").await?;
    println!("{:?}", conversation.statistics);
    Ok(())
}

pub(crate) async fn run(client: &Client, id: &str) -> Result<Conversation, Box<dyn Error>> {
    // The teammate who replies is the one who owns the token.
    let admin = client.admins().get_current_admin().await?;
    let admin = admin.ok_or("the token has no owner")?;
    // The bytes of the file, which are sent in Base64.
    let timetable = ConversationAttachmentFiles::from_bytes(
        "timetable.csv",
        "text/csv",
        "harbour,departure\nNorth,07:40\n",
    );
    let reply = AdminReplyConversationRequest::new("comment", admin.id)
        .body("The timetable is attached.")
        .attachment_files([timetable]);
    let conversation = client
        .conversations()
        .reply_to_conversation(id, reply)
        .await?;
    Ok(conversation)
}
