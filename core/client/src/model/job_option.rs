//! What a job may be asked for.

use super::open_enum::open_enum;

open_enum! {
    /// How an SMS is shown. Source: HTTPS documentation, `MsgType`.
    pub enum MsgType as "MsgType" {
        /// As any other.
        Normal = "Normal",
        /// At once on the display, and not kept.
        Flash = "Flash",
    }

    /// The language in which a text is read. Source: HTTPS documentation, `Language`.
    pub enum VoiceLanguage as "VoiceLanguage" {
        /// German.
        De = "DE",
        /// French.
        Fr = "FR",
        /// Italian.
        It = "IT",
        /// English.
        En = "EN",
    }
}
