use crate::job::options;
use crate::model::{MsgType, NotificationLevel, VoiceLanguage};

options! {
    /// What an SMS over the HTTPS interface may have besides addresses, text and sender. Everything is optional. Source: HTTPS
    /// documentation, `Api/Sms`.
    pub struct HttpsSmsOptions {
        /// Who is told what becomes of it: mobile numbers, e-mail addresses, URLs. None may hold a `;`, which separates them
        /// (`%3B` in a URL).
        pub notification_addresses: Vec<String>,
        /// How much they are told, 0 to 3; see [`NotificationLevel`].
        pub notification_level: Option<NotificationLevel>,
        /// Where replies go. The sender is then ignored by the service.
        pub answer: Option<String>,
        /// Normal or flash.
        pub msg_type: Option<MsgType>,
        /// Replaces what is not in the GSM alphabet by what is customary in plain text (`text::to_gsm`), before anything is
        /// checked; the result says what was replaced.
        pub to_gsm: Option<bool>,
        /// Keeps the text out of the service's log.
        pub no_log: Option<bool>,
        /// When to send it, ISO 8601, without a zone in Europe/Zurich; at once where it is absent.
        pub send_date: Option<String>,
        /// The id by which the job is asked for, 1 to 50 characters, yours alone; generated where it is absent.
        pub job_id: Option<String>,
    }

    /// What a fax may have besides addresses and text. Everything is optional. Source: HTTPS documentation, `Api/Fax`.
    pub struct HttpsFaxOptions {
        /// The number that the fax is sent from.
        pub calling_number: Option<String>,
        /// The subject.
        pub subject: Option<String>,
        /// The sender's id in the header line. Older manuals allow 20 characters (provisional, not checked).
        pub header_id: Option<String>,
        /// A text in the header line. Older manuals allow 50 characters (provisional, not checked).
        pub header_info: Option<String>,
        /// How often it is tried again; the service's default is 0.
        pub number_of_retries: Option<u32>,
        /// Minutes between two tries.
        pub retry_interval_minutes: Option<u32>,
        /// When to send it, ISO 8601, without a zone in Europe/Zurich; at once where it is absent.
        pub send_date: Option<String>,
        /// The id by which the job is asked for, 1 to 50 characters, yours alone; generated where it is absent.
        pub job_id: Option<String>,
    }

    /// What a voice message may have besides number and text. Everything is optional. Source: HTTPS documentation,
    /// `Api/Voice`.
    pub struct HttpsVoiceOptions {
        /// The language it is read in; detected where it is absent.
        pub language: Option<VoiceLanguage>,
        /// Read after the message.
        pub from_text: Option<String>,
        /// When to call, ISO 8601, without a zone in Europe/Zurich; at once where it is absent.
        pub send_date: Option<String>,
        /// The id by which the job is asked for, 1 to 50 characters, yours alone; generated where it is absent.
        pub job_id: Option<String>,
    }
}
