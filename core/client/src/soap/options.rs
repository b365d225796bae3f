use crate::job::options;
use crate::model::{MsgType, VoiceLanguage};

options! {
    /// What an SMS over the SOAP interface may have besides addresses, text and sender. Everything is optional. Source: SOAP
    /// documentation, `SendSMSBasic`.
    pub struct SoapSmsOptions {
        /// Where its reception is confirmed. How several addresses are written is not known: passed on as it is.
        pub notification: Option<String>,
        /// Where every change of its state is told; likewise.
        pub always_notification: Option<String>,
        /// Where replies go. The sender is then ignored by the service.
        pub answer: Option<String>,
        /// Normal or flash; other values are passed on (provisional).
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

    /// What a fax may have besides addresses, text and files. Everything is optional. Source: SOAP documentation, `SendFaxBasic`
    /// and `SendFax`.
    pub struct SoapFaxOptions {
        /// Who sends it, as a text.
        pub from_text: Option<String>,
        /// The subject.
        pub subject: Option<String>,
        /// The sender's id in the header line. Older manuals allow 20 characters (provisional, not checked).
        pub header_id: Option<String>,
        /// A text in the header line. Older manuals allow 50 characters (provisional, not checked).
        pub header_info: Option<String>,
        /// Where its reception is confirmed. How several addresses are written is not known: passed on as it is.
        pub notification: Option<String>,
        /// `Name;=Value`, for example `MaxRetries;=1`. How several are joined is not known: passed on as it is.
        pub token_fields: Option<String>,
        /// The most files; 10 unless set (provisional).
        pub max_files: Option<u32>,
        /// The most bytes of one file; 5 MiB unless set (provisional).
        pub max_file_bytes: Option<u64>,
        /// The types of files that are taken, as the ends of their names without a dot and without regard to case: in place of bmp, pdf,
        /// doc, docx, rtf, ppt, pptx, gif, tif, tiff, html, txt, jpg, jpeg, xls, xlsx and zip (provisional: the service takes a few more).
        pub file_types: Option<Vec<String>>,
        /// When to send it, ISO 8601, without a zone in Europe/Zurich; at once where it is absent.
        pub send_date: Option<String>,
        /// The id by which the job is asked for, 1 to 50 characters, yours alone; generated where it is absent.
        pub job_id: Option<String>,
    }

    /// What a voice message may have besides addresses and text. Everything is optional. Source: SOAP documentation,
    /// `SendVoiceBasic`.
    pub struct SoapVoiceOptions {
        /// The language it is read in; the service's choice where it is absent.
        pub language: Option<VoiceLanguage>,
        /// Read after the message.
        pub from_text: Option<String>,
        /// When to call, ISO 8601, without a zone in Europe/Zurich; at once where it is absent.
        pub send_date: Option<String>,
        /// The id by which the job is asked for, 1 to 50 characters, yours alone; generated where it is absent.
        pub job_id: Option<String>,
    }
}
