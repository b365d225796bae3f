//! The ways a message can take.

use super::open_enum::open_enum;

open_enum! {
    /// The way a message takes to its recipient. Source: REST documentation, message schema.
    ///
    /// The values are case-sensitive: send `Sms`, not `sms`.
    pub enum Channel as "Channel" {
        /// SMS.
        Sms = "Sms",
        /// WhatsApp.
        Whatsapp = "Whatsapp",
        /// RCS.
        Rcs = "Rcs",
    }
}

impl Channel {
    /// Whether this is the channel of that name. Public clients were seen sending `sms`, so names are compared without regard
    /// to case where the library has to know the channel's rules (provisional: the documentation says case-sensitive).
    pub(crate) fn is(&self, name: &str) -> bool {
        self.as_str().eq_ignore_ascii_case(name)
    }
}
