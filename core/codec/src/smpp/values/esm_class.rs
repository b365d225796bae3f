//! The esm_class: mode, type and features of a message.

use crate::smpp::open::open_type;

open_type! {
    /// Mode, type and features of a message: bits, of which these are the common ones. Source: S34, 5.2.12.
    EsmClass(u8) {
        /// A message of the centre's default mode, with no header.
        DEFAULT = 0x00, "default";
        /// A delivery receipt (in deliver_sm and data_sm).
        RECEIPT = 0x04, "receipt";
        /// An intermediate notification (in deliver_sm and data_sm).
        INTERMEDIATE = 0x20, "intermediate";
        /// A message whose user data begins with a header.
        UDH = 0x40, "udh";
    }
}

open_type! {
    /// How a message is handed on. Source: S34, 5.2.12, bits 1 and 0.
    MessageMode(u8) {
        /// As the centre does it by default.
        DEFAULT = 0x00, "default";
        /// One attempt, without waiting for its end.
        DATAGRAM = 0x01, "datagram";
        /// One attempt, whose end the response tells.
        FORWARD = 0x02, "forward";
        /// Stored and tried again.
        STORE_AND_FORWARD = 0x03, "store_and_forward";
    }
}

open_type! {
    /// What a message is. Source: S34, 5.2.12, bits 5 to 2.
    MessageType(u8) {
        /// A message.
        DEFAULT = 0x00, "default";
        /// The centre's delivery receipt.
        RECEIPT = 0x04, "receipt";
        /// The other side's delivery acknowledgement.
        DELIVERY_ACKNOWLEDGEMENT = 0x08, "delivery_acknowledgement";
        /// The other side's manual or user acknowledgement.
        USER_ACKNOWLEDGEMENT = 0x10, "user_acknowledgement";
        /// Conversation abort (Korean CDMA).
        CONVERSATION_ABORT = 0x18, "conversation_abort";
        /// The centre's intermediate notification: not the last word.
        INTERMEDIATE = 0x20, "intermediate";
    }
}

impl EsmClass {
    /// The bits of the mode.
    pub const MODE_MASK: u8 = 0x03;
    /// The bits of the type.
    pub const TYPE_MASK: u8 = 0x3c;
    /// The bit of a user data header.
    pub const UDH_BIT: u8 = 0x40;
    /// The bit of a reply path.
    pub const REPLY_PATH_BIT: u8 = 0x80;

    /// How it is handed on.
    pub const fn mode(self) -> MessageMode {
        MessageMode(self.0 & Self::MODE_MASK)
    }

    /// What it is.
    pub const fn message_type(self) -> MessageType {
        MessageType(self.0 & Self::TYPE_MASK)
    }

    /// Whether the user data begins with a header, which [`Udh`](crate::text::udh::Udh) reads.
    pub const fn has_udh(self) -> bool {
        self.0 & Self::UDH_BIT != 0
    }

    /// Whether a reply path is set.
    pub const fn has_reply_path(self) -> bool {
        self.0 & Self::REPLY_PATH_BIT != 0
    }

    /// The same with the bit of a user data header.
    #[must_use]
    pub const fn with_udh(self) -> Self {
        Self(self.0 | Self::UDH_BIT)
    }

    /// The same with another mode.
    #[must_use]
    pub const fn with_mode(self, mode: MessageMode) -> Self {
        Self(self.0 & !Self::MODE_MASK | mode.0 & Self::MODE_MASK)
    }
}

#[cfg(test)]
mod tests {
    use super::{EsmClass, MessageMode, MessageType};

    #[test]
    fn a_type_is_its_four_bits_alone() {
        // With every other bit set.
        for (bits, expected) in [
            (0x04, MessageType::RECEIPT),
            (0x08, MessageType::DELIVERY_ACKNOWLEDGEMENT),
            (0x10, MessageType::USER_ACKNOWLEDGEMENT),
            (0x18, MessageType::CONVERSATION_ABORT),
            (0x20, MessageType::INTERMEDIATE),
            (0x24, MessageType(0x24)),
        ] {
            assert_eq!(EsmClass(bits).message_type(), expected);
            assert_eq!(EsmClass(bits | 0xc3).message_type(), expected);
        }
    }

    #[test]
    fn the_bits_are_independent() {
        let class = EsmClass::RECEIPT.with_udh().with_mode(MessageMode::STORE_AND_FORWARD);
        assert_eq!((class.0, class.has_udh(), class.has_reply_path()), (0x47, true, false));
        assert_eq!(class.with_mode(MessageMode::DATAGRAM).0, 0x45);
        assert_eq!(class.mode(), MessageMode::STORE_AND_FORWARD);
        assert!(EsmClass(0x80).has_reply_path() && !EsmClass(0x80).has_udh());
    }
}
