//! What networks and centres say of themselves.

use crate::smpp::open::open_type;

open_type! {
    /// The version of the protocol. Values below 0x34 are versions up to 3.3. Source: S34, 5.2.4.
    InterfaceVersion(u8) {
        /// 3.3.
        V33 = 0x33, "3.3";
        /// 3.4.
        V34 = 0x34, "3.4";
        /// 5.0, of a later standard.
        V50 = 0x50, "5.0";
    }
}

open_type! {
    /// A kind of network. Source: S34, 5.3.2.3 and 5.3.2.4.
    NetworkType(u8) {
        /// Not said.
        UNKNOWN = 0, "unknown";
        /// GSM.
        GSM = 1, "gsm";
        /// ANSI-136 or TDMA.
        ANSI_136 = 2, "ansi_136";
        /// IS-95 or CDMA.
        IS_95 = 3, "is_95";
        /// PDC.
        PDC = 4, "pdc";
        /// PHS.
        PHS = 5, "phs";
        /// iDEN.
        IDEN = 6, "iden";
        /// AMPS.
        AMPS = 7, "amps";
        /// A paging network.
        PAGING = 8, "paging";
    }
}

open_type! {
    /// What carries a message. Source: S34, 5.3.2.5 and 5.3.2.6.
    BearerType(u8) {
        /// Not said.
        UNKNOWN = 0, "unknown";
        /// SMS.
        SMS = 1, "sms";
        /// Circuit-switched data.
        CSD = 2, "csd";
        /// Packet data.
        PACKET = 3, "packet";
        /// USSD.
        USSD = 4, "ussd";
        /// CDPD.
        CDPD = 5, "cdpd";
        /// DataTAC.
        DATATAC = 6, "datatac";
        /// FLEX or ReFLEX.
        FLEX = 7, "flex";
        /// Cell broadcast.
        CELL_BROADCAST = 8, "cell_broadcast";
    }
}

open_type! {
    /// What a payload holds. Source: S34, 5.3.2.10.
    PayloadType(u8) {
        /// A WDP message, or a plain one.
        DEFAULT = 0, "default";
        /// A WCMP message.
        WCMP = 1, "wcmp";
    }
}

open_type! {
    /// In which network an error occurred. Source: S34, 5.3.2.31.
    NetworkErrorKind(u8) {
        /// ANSI-136.
        ANSI_136 = 1, "ansi_136";
        /// IS-95.
        IS_95 = 2, "is_95";
        /// GSM.
        GSM = 3, "gsm";
    }
}

open_type! {
    /// Why a data_sm was not delivered. Source: S34, 5.3.2.33.
    DeliveryFailureReason(u8) {
        /// The destination cannot be reached.
        UNAVAILABLE = 0, "unavailable";
        /// The destination's address is invalid.
        INVALID_ADDRESS = 1, "invalid_address";
        /// A permanent error of the network.
        PERMANENT = 2, "permanent";
        /// A temporary error of the network.
        TEMPORARY = 3, "temporary";
    }
}

open_type! {
    /// Whether more messages to the same destination follow. Source: S34, 5.3.2.34.
    MoreMessages(u8) {
        /// None.
        NONE = 0, "none";
        /// Some. What holds where nothing is said.
        MORE = 1, "more";
    }
}

open_type! {
    /// Whether a delivery pending flag is asked for or set. Source: S34, 5.3.2.28 and 5.3.2.29.
    PendingFlag(u8) {
        /// It is not.
        NO = 0, "no";
        /// It is.
        YES = 1, "yes";
    }
}

open_type! {
    /// Whether a subscriber can be reached. Source: S34, 5.3.2.30.
    MsAvailability(u8) {
        /// Yes.
        AVAILABLE = 0, "available";
        /// No: suspended, or without the service.
        DENIED = 1, "denied";
        /// No.
        UNAVAILABLE = 2, "unavailable";
    }
}
