//! The structs of a conversation, except those of contacts.

macro_rules! conversation_structs {
    ($define:ident) => {
        $define! {
            struct Conversation {
                r#type: Option<String>,
                id: Option<String>,
                title: Option<String>,
                created_at: Option<i64>,
                updated_at: Option<i64>,
                waiting_since: Option<i64>,
                snoozed_until: Option<i64>,
                open: Option<bool>,
                state: Option<ConversationState>,
                read: Option<bool>,
                priority: Option<ConversationPriority>,
                admin_assignee_id: Option<i64>,
                team_assignee_id: Option<i64>,
                company: Option<Company>,
                tags: Option<Tags>,
                conversation_rating: Option<ConversationRating>,
                source: Option<ConversationSource>,
                contacts: Option<Value>,
                teammates: Option<Value>,
                custom_attributes: Option<Map<Value>>,
                first_contact_reply: Option<ConversationFirstContactReply>,
                sla_applied: Option<SlaApplied>,
                statistics: Option<ConversationStatistics>,
                conversation_parts: Option<ConversationParts>,
                linked_objects: Option<LinkedObjectList>,
                ai_agent_participated: Option<bool>,
                ai_agent: Option<AiAgent>,
                sales_agent_participated: Option<bool>,
                sales_agent: Option<SalesAgent>,
                channel: Option<ConversationChannel>,
                external_references: Option<Vec<ConversationExternalReference>>,
                monitor_evaluations: Option<Vec<ConversationMonitorEvaluation>>,
                scorecards: Option<Vec<ConversationScorecard>>,
            }
            struct Company {
                r#type: Option<String>,
                id: Option<String>,
                name: Option<String>,
                app_id: Option<String>,
                plan: Option<CompanyPlan>,
                company_id: Option<String>,
                remote_created_at: Option<i64>,
                created_at: Option<i64>,
                updated_at: Option<i64>,
                last_request_at: Option<i64>,
                size: Option<i64>,
                website: Option<String>,
                industry: Option<String>,
                monthly_spend: Option<i64>,
                session_count: Option<i64>,
                user_count: Option<i64>,
                custom_attributes: Option<Map<Value>>,
                tags: Option<CompanyTags>,
                segments: Option<CompanySegments>,
                notes: Option<CompanyNotes>,
            }
            struct Tags {
                r#type: Option<String>,
                tags: Option<Vec<Tag>>,
            }
            struct ConversationRating {
                rating: Option<i64>,
                remark: Option<String>,
                created_at: Option<i64>,
                updated_at: Option<i64>,
                contact: Option<ContactReference>,
                teammate: Option<Reference>,
            }
            struct ConversationSource {
                r#type: Option<String>,
                id: Option<String>,
                delivered_as: Option<String>,
                recipients: Option<Vec<ConversationSourceRecipientsItem>>,
                reply_to: Option<Vec<ConversationSourceReplyToItem>>,
                subject: Option<String>,
                body: Option<String>,
                author: Option<ConversationSourceAuthor>,
                attachments: Option<Vec<PartAttachment>>,
                url: Option<String>,
                redacted: Option<bool>,
                email_message_metadata: Option<SourceEmailMessageMetadata>,
            }
            struct ConversationFirstContactReply {
                created_at: Option<i64>,
                r#type: Option<String>,
                url: Option<String>,
            }
            struct SlaApplied {
                r#type: Option<String>,
                sla_name: Option<String>,
                sla_status: Option<SlaAppliedSlaStatus>,
            }
            struct ConversationStatistics {
                r#type: Option<String>,
                time_to_assignment: Option<i64>,
                time_to_admin_reply: Option<i64>,
                time_to_first_close: Option<i64>,
                time_to_last_close: Option<i64>,
                median_time_to_reply: Option<i64>,
                first_contact_reply_at: Option<i64>,
                first_assignment_at: Option<i64>,
                first_admin_reply_at: Option<i64>,
                first_close_at: Option<i64>,
                last_assignment_at: Option<i64>,
                last_assignment_admin_reply_at: Option<i64>,
                last_contact_reply_at: Option<i64>,
                last_admin_reply_at: Option<i64>,
                last_close_at: Option<i64>,
                last_closed_by_id: Option<String>,
                count_reopens: Option<i64>,
                count_assignments: Option<i64>,
                count_conversation_parts: Option<i64>,
                assigned_team_first_response_time: Option<Vec<ConversationResponseTime>>,
                assigned_team_first_response_time_in_office_hours: Option<Vec<ConversationResponseTime>>,
                handling_time: Option<i64>,
                adjusted_handling_time: Option<i64>,
            }
            struct ConversationParts {
                r#type: Option<String>,
                conversation_parts: Option<Vec<ConversationPart>>,
                total_count: Option<i64>,
            }
            struct LinkedObjectList {
                r#type: Option<String>,
                total_count: Option<i64>,
                has_more: Option<bool>,
                data: Option<Vec<LinkedObject>>,
            }
            struct AiAgent {
                source_type: Option<AiAgentSourceType>,
                source_title: Option<String>,
                last_answer_type: Option<AiAgentLastAnswerType>,
                resolution_state: Option<AiAgentResolutionState>,
                rating: Option<i64>,
                rating_remark: Option<String>,
                created_at: Option<i64>,
                updated_at: Option<i64>,
                content_sources: Option<ContentSourcesList>,
            }
            struct SalesAgent {
                outcome: Option<SalesAgentOutcome>,
                routing_outcome: Option<String>,
                collected_data: Option<Map<String>>,
            }
            struct ConversationChannel {
                initial: Option<String>,
                current: Option<String>,
            }
            struct ConversationExternalReference {
                r#type: Option<String>,
                id: Option<String>,
            }
            struct ConversationMonitorEvaluation {
                monitor_id: Option<String>,
                monitor_name: Option<String>,
                monitor_type: Option<String>,
                result: Option<String>,
                explanation: Option<String>,
                evaluated_at: Option<i64>,
            }
            struct ConversationScorecard {
                scorecard_id: Option<String>,
                scorecard_version_id: Option<String>,
                name: Option<String>,
                scorecard_type: Option<String>,
                passed: Option<bool>,
                score: Option<f64>,
                ai_score: Option<f64>,
                evaluated_at: Option<i64>,
                reviewed_teammate: Option<ConversationScorecardReviewedTeammate>,
                evaluators: Option<Vec<ConversationScorecardEvaluator>>,
            }
            struct CompanyPlan {
                r#type: Option<String>,
                id: Option<String>,
                name: Option<String>,
            }
            struct CompanyTags {
                r#type: Option<String>,
                tags: Option<Vec<TagBasic>>,
            }
            struct CompanySegments {
                r#type: Option<String>,
                segments: Option<Vec<Segment>>,
            }
            struct CompanyNotes {
                r#type: Option<String>,
                notes: Option<Vec<CompanyNote>>,
            }
            struct Tag {
                r#type: Option<String>,
                id: Option<String>,
                name: Option<String>,
                applied_at: Option<i64>,
                applied_by: Option<Reference>,
            }
            struct ContactReference {
                r#type: Option<String>,
                id: Option<String>,
                external_id: Option<String>,
            }
            struct Reference {
                r#type: Option<String>,
                id: Option<String>,
            }
            struct ConversationSourceRecipientsItem {
                r#type: Option<String>,
                email: Option<String>,
                drop_reason: Option<String>,
            }
            struct ConversationSourceReplyToItem {
                email: Option<String>,
                name: Option<String>,
            }
            struct ConversationSourceAuthor {
                r#type: Option<String>,
                id: Option<String>,
                name: Option<String>,
                email: Option<String>,
            }
            struct PartAttachment {
                r#type: Option<String>,
                name: Option<String>,
                url: Option<String>,
                content_type: Option<String>,
                filesize: Option<i64>,
                width: Option<i64>,
                height: Option<i64>,
            }
            struct SourceEmailMessageMetadata {
                message_id: Option<String>,
                subject: Option<String>,
                email_address_headers: Option<Vec<EmailAddressHeader>>,
                history: Option<String>,
            }
            struct ConversationResponseTime {
                team_id: Option<i64>,
                team_name: Option<String>,
                response_time: Option<i64>,
            }
            struct ConversationPart {
                r#type: Option<String>,
                id: Option<String>,
                part_type: Option<String>,
                body: Option<String>,
                created_at: Option<i64>,
                updated_at: Option<i64>,
                notified_at: Option<i64>,
                assigned_to: Option<Reference>,
                author: Option<ConversationPartAuthor>,
                attachments: Option<Vec<PartAttachment>>,
                external_id: Option<String>,
                redacted: Option<bool>,
                email_message_metadata: Option<EmailMessageMetadata>,
                metadata: Option<ConversationPartMetadata>,
                state: Option<ConversationPartState>,
                tags: Option<Vec<TagBasic>>,
                event_details: Option<Value>,
                app_package_code: Option<String>,
            }
            struct LinkedObject {
                r#type: Option<LinkedObjectType>,
                id: Option<String>,
                category: Option<LinkedObjectCategory>,
            }
            struct ContentSourcesList {
                r#type: Option<String>,
                total_count: Option<i64>,
                content_sources: Option<Vec<ContentSource>>,
            }
            struct ConversationScorecardReviewedTeammate {
                r#type: Option<ConversationScorecardReviewedTeammateType>,
                admin_id: Option<String>,
            }
            struct ConversationScorecardEvaluator {
                evaluator_id: Option<String>,
                result: Option<ConversationScorecardEvaluatorResult>,
            }
            struct TagBasic {
                r#type: Option<String>,
                id: Option<String>,
                name: Option<String>,
            }
            struct Segment {
                r#type: Option<String>,
                id: Option<String>,
                name: Option<String>,
                created_at: Option<i64>,
                updated_at: Option<i64>,
                person_type: Option<SegmentPersonType>,
                count: Option<i64>,
            }
            struct CompanyNote {
                r#type: Option<String>,
                id: Option<String>,
                created_at: Option<i64>,
                company: Option<CompanyNoteCompany>,
                author: Option<Admin>,
                body: Option<String>,
            }
            struct EmailAddressHeader {
                r#type: Option<String>,
                email_address: Option<String>,
                name: Option<String>,
            }
            struct ConversationPartAuthor {
                r#type: Option<String>,
                id: Option<String>,
                name: Option<String>,
                email: Option<String>,
                from_ai_agent: Option<bool>,
                is_ai_answer: Option<bool>,
            }
            struct EmailMessageMetadata {
                subject: Option<String>,
                email_address_headers: Option<Vec<EmailAddressHeader>>,
                message_id: Option<String>,
            }
            struct ConversationPartMetadata {
                quick_reply_options: Option<Vec<ConversationPartMetadataQuickReplyOptionsItem>>,
                quick_reply_uuid: Option<String>,
            }
            struct ContentSource {
                content_type: Option<ContentSourceContentType>,
                url: Option<String>,
                title: Option<String>,
                locale: Option<String>,
            }
            struct ConversationScorecardEvaluatorResult {
                value: Option<String>,
                source: Option<String>,
                reasoning: Option<String>,
                reason_ids: Option<Vec<String>>,
                other_text: Option<String>,
            }
            struct CompanyNoteCompany {
                r#type: Option<String>,
                id: Option<String>,
            }
            struct Admin {
                r#type: Option<String>,
                id: Option<String>,
                name: Option<String>,
                email: Option<String>,
                job_title: Option<String>,
                away_mode_enabled: Option<bool>,
                away_mode_reassign: Option<bool>,
                away_status_reason_id: Option<i64>,
                has_inbox_seat: Option<bool>,
                team_ids: Option<Vec<i64>>,
                avatar: Option<Value>,
                team_priority_level: Option<TeamPriorityLevel>,
                role: Option<AdminRole>,
            }
            struct ConversationPartMetadataQuickReplyOptionsItem {
                text: Option<String>,
                uuid: Option<String>,
                translations: Option<Value>,
            }
            struct TeamPriorityLevel {
                primary_team_ids: Option<Vec<i64>>,
                secondary_team_ids: Option<Vec<i64>>,
            }
            struct AdminRole {
                r#type: Option<String>,
                id: Option<String>,
                name: Option<String>,
            }
            enum ConversationState {
                Open = "open",
                Closed = "closed",
                Snoozed = "snoozed",
            }
            enum ConversationPriority {
                None = "none",
                Low = "low",
                Medium = "medium",
                High = "high",
                Urgent = "urgent",
            }
            enum SlaAppliedSlaStatus {
                Hit = "hit",
                Missed = "missed",
                Cancelled = "cancelled",
                Active = "active",
            }
            enum AiAgentSourceType {
                EssentialsPlanSetup = "essentials_plan_setup",
                Profile = "profile",
                Workflow = "workflow",
                WorkflowPreview = "workflow_preview",
                FinPreview = "fin_preview",
            }
            enum AiAgentLastAnswerType {
                AiAnswer = "ai_answer",
                CustomAnswer = "custom_answer",
            }
            enum AiAgentResolutionState {
                AssumedResolution = "assumed_resolution",
                ConfirmedResolution = "confirmed_resolution",
                Escalated = "escalated",
                NegativeFeedback = "negative_feedback",
                ProcedureHandoff = "procedure_handoff",
            }
            enum SalesAgentOutcome {
                Qualified = "qualified",
                Disqualified = "disqualified",
                ProductDiscovery = "product_discovery",
                EscalatedToSupport = "escalated_to_support",
                Spam = "spam",
            }
            enum ConversationPartState {
                Open = "open",
                Closed = "closed",
                Snoozed = "snoozed",
            }
            enum LinkedObjectType {
                Ticket = "ticket",
                Conversation = "conversation",
            }
            enum LinkedObjectCategory {
                Customer = "Customer",
                BackOffice = "Back-office",
                Tracker = "Tracker",
            }
            enum ConversationScorecardReviewedTeammateType {
                Ai = "ai",
                Admin = "admin",
            }
            enum SegmentPersonType {
                Contact = "contact",
                User = "user",
            }
            enum ContentSourceContentType {
                File = "file",
                Article = "article",
                ExternalContent = "external_content",
                ContentSnippet = "content_snippet",
                WorkflowConnectorAction = "workflow_connector_action",
            }
        }
    };
}

pub(super) use conversation_structs;
