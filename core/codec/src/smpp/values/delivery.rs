//! Receipts, priority, replacement.

use crate::smpp::open::open_type;

open_type! {
    /// Which receipts are asked for: bits, of which these are the common ones. Source: S34, 5.2.17.
    RegisteredDelivery(u8) {
        /// None.
        NONE = 0x00, "none";
        /// A delivery receipt, of success and of failure.
        RECEIPT = 0x01, "receipt";
        /// A delivery receipt of failure only.
        FAILURE = 0x02, "failure";
    }
}

impl RegisteredDelivery {
    /// The bits of the centre's delivery receipt.
    pub const RECEIPT_MASK: u8 = 0x03;
    /// The bits of what the other side acknowledges.
    pub const ACKNOWLEDGEMENT_MASK: u8 = 0x0c;
    /// The bit of a delivery acknowledgement of the other side.
    pub const DELIVERY_ACKNOWLEDGEMENT: u8 = 0x04;
    /// The bit of a manual or user acknowledgement of the other side.
    pub const USER_ACKNOWLEDGEMENT: u8 = 0x08;
    /// The bit of intermediate notifications.
    pub const INTERMEDIATE: u8 = 0x10;

    /// The delivery receipt alone: [`NONE`](Self::NONE), [`RECEIPT`](Self::RECEIPT), [`FAILURE`](Self::FAILURE) or the
    /// reserved 3.
    pub const fn receipt(self) -> Self {
        Self(self.0 & Self::RECEIPT_MASK)
    }

    /// Whether intermediate notifications are asked for.
    pub const fn intermediate(self) -> bool {
        self.0 & Self::INTERMEDIATE != 0
    }

    /// The same with intermediate notifications.
    #[must_use]
    pub const fn with_intermediate(self) -> Self {
        Self(self.0 | Self::INTERMEDIATE)
    }
}

open_type! {
    /// The priority, 0 to 3: what each means is the network's. Source: S34, 5.2.14.
    PriorityFlag(u8) {
        /// GSM: no priority.
        LOWEST = 0, "lowest";
        /// GSM: with priority, as 2 and 3.
        HIGHEST = 3, "highest";
    }
}

impl PriorityFlag {
    /// The highest there is.
    pub const MOST: u8 = 3;
}

open_type! {
    /// Whether a message replaces one that is not delivered yet. Source: S34, 5.2.18.
    ReplaceFlag(u8) {
        /// It does not.
        KEEP = 0, "keep";
        /// It does.
        REPLACE = 1, "replace";
    }
}

impl ReplaceFlag {
    /// The highest there is.
    pub const MOST: u8 = 1;
}

#[cfg(test)]
mod tests {
    use super::RegisteredDelivery;

    #[test]
    fn the_bits_are_independent() {
        let asked = RegisteredDelivery::FAILURE.with_intermediate();
        assert_eq!(
            (asked.0, asked.receipt(), asked.intermediate()),
            (0x12, RegisteredDelivery::FAILURE, true)
        );
        assert_eq!(RegisteredDelivery(0x0c).receipt(), RegisteredDelivery::NONE);
        assert!(!RegisteredDelivery(0xef).intermediate());
    }
}
