//! Sending, delivering, querying, cancelling and replacing a message. Source: S34, 4.4 and 4.6 to 4.10.

use crate::smpp::field::body;
use crate::smpp::octets::{ShortMessage, Str, TimeStr};
use crate::smpp::values::{
    DataCoding, EsmClass, MessageState, Npi, PriorityFlag, RegisteredDelivery, ReplaceFlag, Ton,
};

body! {
    /// The body of submit_sm and deliver_sm. Source: S34, 4.4.1 and 4.6.1.
    Message {
        /// Which service it is, empty for the centre's default. Source: S34, 5.2.11.
        service_type: Str<'a, 6>,
        /// Type of number of the sender.
        source_addr_ton: Ton,
        /// Numbering plan of the sender.
        source_addr_npi: Npi,
        /// The sender. Source: S34, 5.2.8.
        source_addr: Str<'a, 21>,
        /// Type of number of the destination.
        dest_addr_ton: Ton,
        /// Numbering plan of the destination.
        dest_addr_npi: Npi,
        /// The destination. Source: S34, 5.2.9.
        destination_addr: Str<'a, 21>,
        /// Mode, type and features.
        esm_class: EsmClass,
        /// The network's protocol identifier. Source: S34, 5.2.13.
        protocol_id: u8,
        /// The priority.
        priority_flag: PriorityFlag,
        /// When it is to be delivered, empty for at once and in deliver_sm. Source: S34, 5.2.15.
        schedule_delivery_time: TimeStr<'a>,
        /// How long it is tried, empty for the centre's default and in deliver_sm. Source: S34, 5.2.16.
        validity_period: TimeStr<'a>,
        /// Which receipts are asked for.
        registered_delivery: RegisteredDelivery,
        /// Whether it replaces another; 0 in deliver_sm.
        replace_if_present_flag: ReplaceFlag,
        /// How the user data is coded.
        data_coding: DataCoding,
        /// A message that the centre has predefined, 1 to 254; 0 for none and in deliver_sm. Source: S34, 5.2.20.
        sm_default_msg_id: u8,
        /// The user data, empty where the optional parameter message_payload has it.
        short_message: ShortMessage<'a>,
    }
}

body! {
    /// The body of the responses to submit_sm (left out with an error), deliver_sm (always empty) and data_sm.
    /// Source: S34, 4.4.2, 4.6.2 and 4.7.2.
    MessageId {
        /// The centre's id of the message. Source: S34, 5.2.23.
        message_id: Str<'a, 65>,
    }
}

body! {
    /// The body of data_sm. Source: S34, 4.7.1.
    DataSm {
        /// Which service it is, empty for the centre's default.
        service_type: Str<'a, 6>,
        /// Type of number of the sender.
        source_addr_ton: Ton,
        /// Numbering plan of the sender.
        source_addr_npi: Npi,
        /// The sender.
        source_addr: Str<'a, 65>,
        /// Type of number of the destination.
        dest_addr_ton: Ton,
        /// Numbering plan of the destination.
        dest_addr_npi: Npi,
        /// The destination.
        destination_addr: Str<'a, 65>,
        /// Mode, type and features.
        esm_class: EsmClass,
        /// Which receipts are asked for.
        registered_delivery: RegisteredDelivery,
        /// How the user data is coded.
        data_coding: DataCoding,
    }
}

body! {
    /// The body of query_sm. Source: S34, 4.8.1.
    QuerySm {
        /// The centre's id of the message.
        message_id: Str<'a, 65>,
        /// Type of number of the sender.
        source_addr_ton: Ton,
        /// Numbering plan of the sender.
        source_addr_npi: Npi,
        /// The sender of the message.
        source_addr: Str<'a, 21>,
    }
}

body! {
    /// The body of query_sm_resp. Source: S34, 4.8.2.
    QueryResult {
        /// The centre's id of the message.
        message_id: Str<'a, 65>,
        /// When the message came to its final state, empty before.
        final_date: TimeStr<'a>,
        /// What has become of it.
        message_state: MessageState,
        /// The network's error, where delivery failed.
        error_code: u8,
    }
}

body! {
    /// The body of cancel_sm. Source: S34, 4.9.1.
    CancelSm {
        /// Which service it is, where a group of messages is cancelled.
        service_type: Str<'a, 6>,
        /// The centre's id of the message, empty for a group.
        message_id: Str<'a, 65>,
        /// Type of number of the sender.
        source_addr_ton: Ton,
        /// Numbering plan of the sender.
        source_addr_npi: Npi,
        /// The sender of the message.
        source_addr: Str<'a, 21>,
        /// Type of number of the destination.
        dest_addr_ton: Ton,
        /// Numbering plan of the destination.
        dest_addr_npi: Npi,
        /// The destination, where a group of messages is cancelled.
        destination_addr: Str<'a, 21>,
    }
}

body! {
    /// The body of replace_sm. Source: S34, 4.10.1.
    ReplaceSm {
        /// The centre's id of the message.
        message_id: Str<'a, 65>,
        /// Type of number of the sender.
        source_addr_ton: Ton,
        /// Numbering plan of the sender.
        source_addr_npi: Npi,
        /// The sender of the message.
        source_addr: Str<'a, 21>,
        /// When it is to be delivered, empty to leave it as it is.
        schedule_delivery_time: TimeStr<'a>,
        /// How long it is tried, empty to leave it as it is.
        validity_period: TimeStr<'a>,
        /// Which receipts are asked for.
        registered_delivery: RegisteredDelivery,
        /// A message that the centre has predefined; 0 for none.
        sm_default_msg_id: u8,
        /// The new user data.
        short_message: ShortMessage<'a>,
    }
}
