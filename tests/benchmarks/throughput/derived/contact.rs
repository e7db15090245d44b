//! The structs of a page of contacts.

macro_rules! contact_structs {
    ($define:ident) => {
        $define! {
            struct ContactList {
                r#type: Option<String>,
                data: Option<Vec<Contact>>,
                total_count: Option<i64>,
                pages: Option<CursorPages>,
            }
            struct Contact {
                r#type: Option<String>,
                id: Option<String>,
                external_id: Option<String>,
                workspace_id: Option<String>,
                role: Option<String>,
                email: Option<String>,
                email_domain: Option<String>,
                phone: Option<String>,
                name: Option<String>,
                owner_id: Option<String>,
                has_hard_bounced: Option<bool>,
                marked_email_as_spam: Option<bool>,
                unsubscribed_from_emails: Option<bool>,
                created_at: Option<i64>,
                updated_at: Option<i64>,
                signed_up_at: Option<i64>,
                last_seen_at: Option<i64>,
                last_replied_at: Option<i64>,
                last_contacted_at: Option<i64>,
                last_email_opened_at: Option<i64>,
                last_email_clicked_at: Option<i64>,
                language_override: Option<String>,
                browser: Option<String>,
                browser_version: Option<String>,
                browser_language: Option<String>,
                os: Option<String>,
                android_app_name: Option<String>,
                android_app_version: Option<String>,
                android_device: Option<String>,
                android_os_version: Option<String>,
                android_sdk_version: Option<String>,
                android_last_seen_at: Option<i64>,
                ios_app_name: Option<String>,
                ios_app_version: Option<String>,
                ios_device: Option<String>,
                ios_os_version: Option<String>,
                ios_sdk_version: Option<String>,
                ios_last_seen_at: Option<i64>,
                custom_attributes: Option<Map<Value>>,
                avatar: Option<Value>,
                tags: Option<ContactTags>,
                notes: Option<ContactNotes>,
                companies: Option<ContactCompanies>,
                location: Option<ContactLocation>,
                social_profiles: Option<ContactSocialProfiles>,
                merge_history: Option<Vec<MergeHistoryItem>>,
            }
            struct CursorPages {
                r#type: Option<String>,
                page: Option<i64>,
                next: Option<StartingAfterPaging>,
                per_page: Option<i64>,
                total_pages: Option<i64>,
            }
            struct ContactTags {
                data: Option<Vec<AddressableList>>,
                url: Option<String>,
                total_count: Option<i64>,
                has_more: Option<bool>,
            }
            struct ContactNotes {
                data: Option<Vec<AddressableList>>,
                url: Option<String>,
                total_count: Option<i64>,
                has_more: Option<bool>,
            }
            struct ContactCompanies {
                data: Option<Vec<CompanyData>>,
                url: Option<String>,
                total_count: Option<i64>,
                has_more: Option<bool>,
            }
            struct ContactLocation {
                r#type: Option<String>,
                country: Option<String>,
                region: Option<String>,
                city: Option<String>,
            }
            struct ContactSocialProfiles {
                data: Option<Vec<SocialProfile>>,
            }
            struct MergeHistoryItem {
                r#type: Option<String>,
                source_contact_id: Option<String>,
                source_contact_role: Option<MergeHistoryItemSourceContactRole>,
                merged_at: Option<i64>,
            }
            struct StartingAfterPaging {
                per_page: Option<i64>,
                starting_after: Option<String>,
            }
            struct AddressableList {
                r#type: Option<String>,
                id: Option<String>,
                url: Option<String>,
            }
            struct CompanyData {
                id: Option<String>,
                r#type: Option<String>,
                url: Option<String>,
            }
            struct SocialProfile {
                r#type: Option<String>,
                name: Option<String>,
                url: Option<String>,
            }
            enum MergeHistoryItemSourceContactRole {
                Lead = "lead",
                User = "user",
            }
        }
    };
}

pub(super) use contact_structs;
