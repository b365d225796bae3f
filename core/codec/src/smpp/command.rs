//! The commands. Source: S34, 5.1.2.1.

use super::open::open_type;

open_type! {
    /// Which PDU it is. Source: S34, 5.1.2.1.
    CommandId(u32) {
        /// The answer to what is no PDU that can be answered otherwise.
        GENERIC_NACK = 0x8000_0000, "generic_nack";
        /// Opens a session that receives.
        BIND_RECEIVER = 0x0000_0001, "bind_receiver";
        /// Its response.
        BIND_RECEIVER_RESP = 0x8000_0001, "bind_receiver_resp";
        /// Opens a session that sends.
        BIND_TRANSMITTER = 0x0000_0002, "bind_transmitter";
        /// Its response.
        BIND_TRANSMITTER_RESP = 0x8000_0002, "bind_transmitter_resp";
        /// Asks for a message's state.
        QUERY_SM = 0x0000_0003, "query_sm";
        /// Its response.
        QUERY_SM_RESP = 0x8000_0003, "query_sm_resp";
        /// Sends a message.
        SUBMIT_SM = 0x0000_0004, "submit_sm";
        /// Its response.
        SUBMIT_SM_RESP = 0x8000_0004, "submit_sm_resp";
        /// Brings a message or a delivery receipt.
        DELIVER_SM = 0x0000_0005, "deliver_sm";
        /// Its response.
        DELIVER_SM_RESP = 0x8000_0005, "deliver_sm_resp";
        /// Closes the session.
        UNBIND = 0x0000_0006, "unbind";
        /// Its response.
        UNBIND_RESP = 0x8000_0006, "unbind_resp";
        /// Replaces a message that is not delivered yet.
        REPLACE_SM = 0x0000_0007, "replace_sm";
        /// Its response.
        REPLACE_SM_RESP = 0x8000_0007, "replace_sm_resp";
        /// Cancels messages that are not delivered yet.
        CANCEL_SM = 0x0000_0008, "cancel_sm";
        /// Its response.
        CANCEL_SM_RESP = 0x8000_0008, "cancel_sm_resp";
        /// Opens a session that sends and receives.
        BIND_TRANSCEIVER = 0x0000_0009, "bind_transceiver";
        /// Its response.
        BIND_TRANSCEIVER_RESP = 0x8000_0009, "bind_transceiver_resp";
        /// Asks the other side to bind as a receiver. Has no response.
        OUTBIND = 0x0000_000b, "outbind";
        /// Asks whether the other side is there.
        ENQUIRE_LINK = 0x0000_0015, "enquire_link";
        /// Its response.
        ENQUIRE_LINK_RESP = 0x8000_0015, "enquire_link_resp";
        /// Sends a message to many.
        SUBMIT_MULTI = 0x0000_0021, "submit_multi";
        /// Its response.
        SUBMIT_MULTI_RESP = 0x8000_0021, "submit_multi_resp";
        /// Tells that a subscriber can be reached again. Has no response.
        ALERT_NOTIFICATION = 0x0000_0102, "alert_notification";
        /// Sends or brings a message in the short form.
        DATA_SM = 0x0000_0103, "data_sm";
        /// Its response.
        DATA_SM_RESP = 0x8000_0103, "data_sm_resp";
    }
}

impl CommandId {
    /// What a response has and a request has not. Source: S34, 5.1.2.1.
    const RESPONSE: u32 = 0x8000_0000;

    /// Whether it answers a request.
    pub const fn is_response(self) -> bool {
        self.0 & Self::RESPONSE != 0
    }

    /// The response to this request, None where the standard has none: for responses, `outbind`, `alert_notification` and
    /// what the standard does not name.
    pub const fn response(self) -> Option<Self> {
        if self.is_response() {
            return None;
        }
        let response = Self(self.0 | Self::RESPONSE);
        // Zero would become generic_nack, which answers no request of its own.
        match response.name() {
            Some(_) if self.0 != 0 => Some(response),
            _ => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::CommandId;

    #[test]
    fn requests_have_responses() {
        assert_eq!(CommandId::SUBMIT_SM.response(), Some(CommandId::SUBMIT_SM_RESP));
        assert_eq!(CommandId::DATA_SM.response(), Some(CommandId::DATA_SM_RESP));
        let none = [
            CommandId::OUTBIND,
            CommandId::ALERT_NOTIFICATION,
            CommandId::SUBMIT_SM_RESP,
            CommandId(0),
            CommandId(0x111),
            CommandId::GENERIC_NACK,
        ];
        for command in none {
            assert_eq!(command.response(), None, "{command:?}");
        }
        assert!(CommandId::GENERIC_NACK.is_response() && !CommandId::DATA_SM.is_response());
    }
}
