//! What kind of address it is.

use crate::smpp::open::open_type;

open_type! {
    /// Type of number. Source: S34, 5.2.5.
    Ton(u8) {
        /// Not said.
        UNKNOWN = 0, "unknown";
        /// With the country's code, without `+` and `00`.
        INTERNATIONAL = 1, "international";
        /// Without the country's code.
        NATIONAL = 2, "national";
        /// A short code of the network.
        NETWORK_SPECIFIC = 3, "network_specific";
        /// A subscriber's number.
        SUBSCRIBER = 4, "subscriber";
        /// A name.
        ALPHANUMERIC = 5, "alphanumeric";
        /// An abbreviated number.
        ABBREVIATED = 6, "abbreviated";
    }
}

open_type! {
    /// Numbering plan indicator. Source: S34, 5.2.6.
    Npi(u8) {
        /// Not said.
        UNKNOWN = 0, "unknown";
        /// Telephone numbers (E.163, E.164).
        ISDN = 1, "isdn";
        /// Data (X.121).
        DATA = 3, "data";
        /// Telex (F.69).
        TELEX = 4, "telex";
        /// Land mobile (E.212).
        LAND_MOBILE = 6, "land_mobile";
        /// National.
        NATIONAL = 8, "national";
        /// Private.
        PRIVATE = 9, "private";
        /// ERMES.
        ERMES = 10, "ermes";
        /// Internet (IP).
        INTERNET = 14, "internet";
        /// WAP client id.
        WAP_CLIENT = 18, "wap_client";
    }
}

open_type! {
    /// What part of a device a message is for or from. Source: S34, 5.3.2.1 and 5.3.2.2.
    AddrSubunit(u8) {
        /// Not said.
        UNKNOWN = 0, "unknown";
        /// The display: a message that is shown at once (flash).
        MS_DISPLAY = 1, "ms_display";
        /// The device.
        MOBILE_EQUIPMENT = 2, "mobile_equipment";
        /// The smart card, where a device has one only.
        SMART_CARD = 3, "smart_card";
        /// An external unit.
        EXTERNAL_UNIT = 4, "external_unit";
    }
}

open_type! {
    /// What kind of subaddress it is. Source: S34, 5.3.2.15.
    SubaddressKind(u8) {
        /// NSAP (X.213), with an even number of digits.
        NSAP_EVEN = 0x80, "nsap_even";
        /// NSAP (X.213), with an odd number of digits.
        NSAP_ODD = 0x88, "nsap_odd";
        /// The user's own.
        USER = 0xa0, "user";
    }
}
