//! Bodies like those that Intercom sends, with all documented properties.

use serde_json::{Value, json};

/// The maximum number of contacts on a page.
const CONTACTS: usize = 150;

/// The maximum number of parts of a conversation.
const PARTS: usize = 500;

const MOMENT: i64 = 1_700_000_000;

/// Returns a page of contacts.
pub fn contacts() -> String {
    let contacts: Vec<_> = (0..CONTACTS).map(contact).collect();
    page(contacts).to_string()
}

/// Returns a company.
pub fn company() -> String {
    let company = json!({
        "type": "company",
        "id": "6744a1b2c3d4e5f6a7b80001",
        "company_id": "harbour-17",
        "app_id": "pier4",
        "name": "Tidewater Ferries",
        "remote_created_at": 1_700_000_000,
        "created_at": 1_700_000_100,
        "updated_at": 1_700_000_200,
        "last_request_at": 1_700_000_300,
        "size": 48,
        "website": "https://ferries.test",
        "industry": "Shipping",
        "monthly_spend": 4200,
        "session_count": 17,
        "user_count": 9,
        "plan": {"type": "plan", "id": "12", "name": "Fleet"},
        "tags": {"type": "tag.list", "tags": []},
        "segments": {"type": "segment.list", "segments": []},
        "custom_attributes": {"berths": 12, "season": "summer"},
    });
    company.to_string()
}

/// Returns a page of contacts, the last of which has an object as its name.
pub fn contacts_with_an_unexpected_value() -> String {
    let mut contacts: Vec<_> = (0..CONTACTS).map(contact).collect();
    if let Some(last) = contacts.last_mut() {
        last["name"] = json!({"first": "River", "last": "Tam"});
    }
    page(contacts).to_string()
}

/// Returns a page of contacts of 2 MiB in which `count` values do not match their types.
pub fn contacts_with_unexpected_values(count: usize) -> String {
    const KEYS: [&str; 9] = [
        "name",
        "email",
        "phone",
        "owner_id",
        "browser",
        "os",
        "role",
        "created_at",
        "updated_at",
    ];
    let mut contacts: Vec<_> = (0..1_150).map(contact).collect();
    let values = contacts.iter_mut().flat_map(|contact| {
        let members = contact.as_object_mut().into_iter().flatten();
        members.filter(|(key, _)| KEYS.contains(&key.as_str()))
    });
    for (_, value) in values.take(count) {
        *value = json!({"first": "River"});
    }
    page(contacts).to_string()
}

fn page(contacts: Vec<Value>) -> Value {
    json!({
        "type": "list",
        "data": contacts,
        "total_count": 12_345,
        "pages": {
            "type": "pages",
            "page": 1,
            "per_page": CONTACTS,
            "total_pages": 83,
            "next": {"per_page": 150, "starting_after": "WzE3MDAwMDAwMDAwMDAsMTUwLDJd"},
        },
    })
}

fn contact(n: usize) -> Value {
    let id = format!("65a1b2c3d4e5f6{n:010x}");
    json!({
        "type": "contact",
        "id": id,
        "external_id": format!("crew-{n}"),
        "workspace_id": "srnty01",
        "role": "user",
        "email": format!("crew.{n}@serenity.example"),
        "phone": format!("+1555{n:07}"),
        "name": format!("Member {n} of the “Serenity”\n"),
        "owner_id": "814860",
        "has_hard_bounced": false,
        "marked_email_as_spam": false,
        "unsubscribed_from_emails": n.is_multiple_of(3),
        "created_at": MOMENT + n as i64,
        "updated_at": MOMENT + 2 * n as i64,
        "signed_up_at": MOMENT,
        "last_seen_at": MOMENT + 86_400,
        "last_replied_at": null,
        "last_contacted_at": MOMENT + 3_600,
        "last_email_opened_at": null,
        "last_email_clicked_at": null,
        "language_override": null,
        "browser": "firefox",
        "browser_version": "121.0",
        "browser_language": "en",
        "os": "Linux x86_64",
        "android_app_name": null,
        "android_app_version": null,
        "android_device": null,
        "android_os_version": null,
        "android_sdk_version": null,
        "android_last_seen_at": null,
        "ios_app_name": null,
        "ios_app_version": null,
        "ios_device": null,
        "ios_os_version": null,
        "ios_sdk_version": null,
        "ios_last_seen_at": null,
        "custom_attributes": {
            "paid_subscriber": true,
            "monthly_spend": 155.5,
            "team_mates": n,
            "plan": "captain",
            "referrer": null,
            "start_date_at": MOMENT,
        },
        "avatar": {"type": "avatar", "image_url": format!("https://images.example/{id}/avatar.png")},
        "tags": list_of(n, "tag", "tags"),
        "notes": list_of(n, "note", "notes"),
        "companies": list_of(n, "company", "companies"),
        "location": {
            "type": "location",
            "country": "Persephone",
            "region": "Eavesdown",
            "city": "Docks",
        },
        "social_profiles": {
            "data": [{
                "type": "social_profile",
                "name": "Cortex",
                "url": format!("https://cortex.example/crew-{n}"),
            }],
        },
    })
}

fn list_of(n: usize, item: &str, path: &str) -> Value {
    json!({
        "data": [{"type": item, "id": n.to_string(), "url": format!("/{path}/{n}")}],
        "url": format!("/contacts/65a1b2c3d4e5f6{n:010x}/{path}"),
        "total_count": 1,
        "has_more": false,
    })
}

/// Returns a conversation with the maximum number of parts.
pub fn conversation() -> String {
    let parts: Vec<_> = (0..PARTS).map(part).collect();
    json!({
        "type": "conversation",
        "id": "471",
        "title": "The compression coil",
        "created_at": MOMENT,
        "updated_at": MOMENT + 7_200,
        "waiting_since": null,
        "snoozed_until": null,
        "open": true,
        "state": "open",
        "read": true,
        "priority": "high",
        "admin_assignee_id": 814_860,
        "team_assignee_id": null,
        "tags": {"type": "tag.list", "tags": []},
        "source": {
            "type": "conversation",
            "id": "403918330",
            "delivered_as": "customer_initiated",
            "subject": "",
            "body": "<p>The compression coil busted. It happens.</p>",
            "author": author(0),
            "attachments": [],
            "url": null,
            "redacted": false,
        },
        "contacts": {
            "type": "contact.list",
            "contacts": [{"type": "contact", "id": "65a1b2c3d4e5f60000000001", "external_id": "crew-1"}],
        },
        "teammates": {"type": "admin.list", "admins": [{"type": "admin", "id": "814860"}]},
        "custom_attributes": {"ship": "Serenity", "urgent": true},
        "statistics": {
            "type": "conversation_statistics",
            "time_to_assignment": 0,
            "time_to_admin_reply": 4_317,
            "count_reopens": 1,
            "count_assignments": 3,
            "count_conversation_parts": PARTS,
        },
        "conversation_parts": {
            "type": "conversation_part.list",
            "conversation_parts": parts,
            "total_count": PARTS,
        },
    })
    .to_string()
}

fn part(n: usize) -> Value {
    json!({
        "type": "conversation_part",
        "id": n.to_string(),
        "part_type": "comment",
        "body": format!("<p>Reply {n}: “A coil is on its way”,\nthe <em>yard</em> at Persephone says. It will take {n} hours, if nothing else breaks.</p>"),
        "created_at": MOMENT + n as i64,
        "updated_at": MOMENT + n as i64,
        "notified_at": MOMENT + n as i64,
        "assigned_to": {"type": "admin", "id": "814860"},
        "author": author(n),
        "attachments": [{
            "type": "upload",
            "name": format!("coil-{n}.jpg"),
            "url": format!("https://downloads.example/o/471/{n}/coil.jpg"),
            "content_type": "image/jpeg",
            "filesize": 104_857 + n,
            "width": 1_024,
            "height": 768,
        }],
        "external_id": null,
        "redacted": false,
        "state": "open",
        "tags": [],
        "app_package_code": null,
    })
}

fn author(n: usize) -> Value {
    json!({
        "type": if n.is_multiple_of(2) { "user" } else { "admin" },
        "id": format!("65a1b2c3d4e5f6{n:010x}"),
        "name": "Kaywinnet Lee Frye",
        "email": "kaylee@serenity.example",
    })
}
