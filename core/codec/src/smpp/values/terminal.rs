//! What the receiving device is to do.

use crate::smpp::open::open_type;

open_type! {
    /// How private a message is. Source: S34, 5.3.2.14.
    PrivacyIndicator(u8) {
        /// Not restricted.
        NONE = 0, "none";
        /// Restricted.
        RESTRICTED = 1, "restricted";
        /// Confidential.
        CONFIDENTIAL = 2, "confidential";
        /// Secret.
        SECRET = 3, "secret";
    }
}

open_type! {
    /// The language of a text. Source: S34, 5.3.2.19.
    Language(u8) {
        /// Not said.
        UNSPECIFIED = 0, "unspecified";
        /// English.
        ENGLISH = 1, "english";
        /// French.
        FRENCH = 2, "french";
        /// Spanish.
        SPANISH = 3, "spanish";
        /// German.
        GERMAN = 4, "german";
        /// Portuguese.
        PORTUGUESE = 5, "portuguese";
    }
}

open_type! {
    /// How long a message is shown. Source: S34, 5.3.2.26.
    DisplayTime(u8) {
        /// For a while.
        TEMPORARY = 0, "temporary";
        /// As the device does it.
        DEFAULT = 1, "default";
        /// Until it is dismissed.
        INVOKE = 2, "invoke";
    }
}

open_type! {
    /// How long a device keeps a message. Source: S34, 5.3.2.27.
    MsValidity(u8) {
        /// For ever.
        INDEFINITELY = 0, "indefinitely";
        /// Until it is switched off.
        POWER_DOWN = 1, "power_down";
        /// As long as it is in the area.
        AREA = 2, "area";
        /// It is shown only.
        DISPLAY_ONLY = 3, "display_only";
    }
}

open_type! {
    /// Presentation (bits 3 and 2) and screening (bits 1 and 0) of a call-back number. Source: S34, 5.3.2.37.
    CallbackPresentation(u8) {
        /// Shown, not screened.
        ALLOWED = 0x00, "allowed";
        /// Restricted, not screened.
        RESTRICTED = 0x04, "restricted";
        /// Not available, not screened.
        UNAVAILABLE = 0x08, "unavailable";
    }
}

open_type! {
    /// Which messages wait: bit 7 switches the sign on or off, bits 1 and 0 are the kind. Source: S34, 5.3.2.13.
    MsWaiting(u8) {
        /// No voice mail.
        VOICEMAIL_OFF = 0x00, "voicemail_off";
        /// No fax.
        FAX_OFF = 0x01, "fax_off";
        /// No electronic mail.
        EMAIL_OFF = 0x02, "email_off";
        /// Nothing else.
        OTHER_OFF = 0x03, "other_off";
        /// Voice mail.
        VOICEMAIL = 0x80, "voicemail";
        /// Fax.
        FAX = 0x81, "fax";
        /// Electronic mail.
        EMAIL = 0x82, "email";
        /// Another kind.
        OTHER = 0x83, "other";
    }
}

impl MsWaiting {
    /// Whether the sign is switched on.
    pub const fn is_on(self) -> bool {
        self.0 & 0x80 != 0
    }
}

open_type! {
    /// An operation of USSD. Source: S34, 5.3.2.44.
    UssdOperation(u8) {
        /// PSSD indication.
        PSSD_INDICATION = 0, "pssd_indication";
        /// PSSR indication.
        PSSR_INDICATION = 1, "pssr_indication";
        /// USSR request.
        USSR_REQUEST = 2, "ussr_request";
        /// USSN request.
        USSN_REQUEST = 3, "ussn_request";
        /// PSSD response.
        PSSD_RESPONSE = 16, "pssd_response";
        /// PSSR response.
        PSSR_RESPONSE = 17, "pssr_response";
        /// USSR confirm.
        USSR_CONFIRM = 18, "ussr_confirm";
        /// USSN confirm.
        USSN_CONFIRM = 19, "ussn_confirm";
    }
}

open_type! {
    /// How a subscriber replies (Korean CDMA). Source: S34, 5.3.2.42.
    ItsReplyType(u8) {
        /// With a digit.
        DIGIT = 0, "digit";
        /// With a number.
        NUMBER = 1, "number";
        /// With a telephone number.
        TELEPHONE = 2, "telephone";
        /// With a password.
        PASSWORD = 3, "password";
        /// With a line of characters.
        LINE = 4, "line";
        /// With a choice of a menu.
        MENU = 5, "menu";
        /// With a date.
        DATE = 6, "date";
        /// With a time.
        TIME = 7, "time";
        /// With going on.
        CONTINUE = 8, "continue";
    }
}
