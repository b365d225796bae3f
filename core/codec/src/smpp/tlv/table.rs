//! Every optional parameter that the standard names, with its type and where it may stand.

use alloc::borrow::Cow;

use super::{CallbackNumber, CallbackTag, Data, ItsSession, NetworkError, Subaddress};
use crate::smpp::command::CommandId;
use crate::smpp::field::Field;
use crate::smpp::octets::{Octets, Str};
use crate::smpp::open::open_type;
use crate::smpp::problem::{At, Problems, Rule};
use crate::smpp::values::{
    AddrSubunit, BearerType, CallbackPresentation, DeliveryFailureReason, DisplayTime, InterfaceVersion,
    ItsReplyType, Language, MessageState, MoreMessages, MsAvailability, MsValidity, MsWaiting, NetworkType,
    PayloadType, PendingFlag, PrivacyIndicator, UssdOperation,
};
use crate::smpp::write::Writer;

// The PDUs with optional parameters. Source: S34, 4.1, 4.4 to 4.7 and 4.12.
const S: u8 = 1;
const M: u8 = 1 << 1;
const D: u8 = 1 << 2;
const T: u8 = 1 << 3;
const R: u8 = 1 << 4;
const B: u8 = 1 << 5;
const A: u8 = 1 << 6;

/// The bit of a PDU with optional parameters, 0 of one that has none.
pub(super) const fn bit_of(command: CommandId) -> u8 {
    match command {
        CommandId::SUBMIT_SM => S,
        CommandId::SUBMIT_MULTI => M,
        CommandId::DELIVER_SM => D,
        CommandId::DATA_SM => T,
        CommandId::DATA_SM_RESP => R,
        CommandId::BIND_RECEIVER_RESP
        | CommandId::BIND_TRANSMITTER_RESP
        | CommandId::BIND_TRANSCEIVER_RESP => B,
        CommandId::ALERT_NOTIFICATION => A,
        _ => 0,
    }
}

macro_rules! tlvs {
    ($($(#[$about:meta])* $name:ident($type:ty) $tag:ident = $number:literal, $called:literal, $may:expr;)*) => {
        open_type! {
            /// Which optional parameter it is. From 0x1400 to 0x3fff they are each centre's own. Source: S34, 5.3.2.
            Tag(u16) {
                $($(#[$about])* $tag = $number, $called;)*
            }
        }

        impl Tag {
            /// The PDUs in which it may stand, as bits; None where the standard does not name it.
            pub(super) const fn may(self) -> Option<u8> {
                match self {
                    $(Self::$tag => Some($may),)*
                    _ => None,
                }
            }
        }

        /// An optional parameter. Its JSON form is its name as `tag` and its value as `value`.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(tag = "tag", content = "value", rename_all = "snake_case"))]
        #[non_exhaustive]
        pub enum Tlv<'a> {
            $($(#[$about])* $name($type),)*
            /// One that the standard does not name, or whose value has none of the lengths that can be read.
            Other {
                /// Which one it is.
                tag: Tag,
                /// Its value.
                #[cfg_attr(feature = "serde", serde(with = "super::hex"))]
                octets: Cow<'a, [u8]>,
            },
        }

        impl<'a> Tlv<'a> {
            /// Reads a value leniently.
            pub fn read(tag: Tag, octets: &'a [u8]) -> Self {
                let read = match tag {
                    $(Tag::$tag => Data::from_octets(octets).map(Self::$name),)*
                    _ => None,
                };
                read.unwrap_or(Self::Other { tag, octets: Cow::Borrowed(octets) })
            }

            /// Which one it is.
            pub const fn tag(&self) -> Tag {
                match self {
                    $(Self::$name(_) => Tag::$tag,)*
                    Self::Other { tag, .. } => *tag,
                }
            }

            /// How many octets its value takes.
            pub(super) fn length(&self) -> usize {
                match self {
                    $(Self::$name(value) => value.length(),)*
                    Self::Other { octets, .. } => octets.len(),
                }
            }

            /// Adds the octets of its value.
            pub(super) fn write(&self, to: &mut Writer<'_>) {
                match self {
                    $(Self::$name(value) => value.write(to),)*
                    Self::Other { octets, .. } => to.put(octets),
                }
            }

            /// Adds what is wrong with its value.
            pub(super) fn check(&self, at: At, found: &mut Problems) {
                match self {
                    $(Self::$name(value) => value.check(at, found),)*
                    Self::Other { tag, octets } => {
                        let (least, most) = match *tag {
                            $(Tag::$tag => (<$type as Data>::LEAST, <$type as Data>::MOST),)*
                            _ => (0, usize::MAX),
                        };
                        found.length(octets.len(), least, most, at);
                    }
                }
                match self {
                    Self::NumberOfMessages(100..) => found.add(at, Rule::OutOfRange { least: 0, most: 99 }),
                    Self::SarTotalSegments(0) | Self::SarSegmentSeqnum(0) => {
                        found.add(at, Rule::OutOfRange { least: 1, most: 255 });
                    }
                    _ => {}
                }
            }

            /// The same with octets of its own.
            pub fn into_owned(self) -> Tlv<'static> {
                match self {
                    $(Self::$name(value) => Tlv::$name(Field::into_owned(value)),)*
                    Self::Other { tag, octets } => Tlv::Other { tag, octets: Cow::Owned(octets.into_owned()) },
                }
            }
        }
    };
}

tlvs! {
    /// Which part of the destination's device the message is for. Source: S34, 5.3.2.1.
    DestAddrSubunit(AddrSubunit) DEST_ADDR_SUBUNIT = 0x0005, "dest_addr_subunit", S | M | T;
    /// The destination's network. Source: S34, 5.3.2.3.
    DestNetworkType(NetworkType) DEST_NETWORK_TYPE = 0x0006, "dest_network_type", T;
    /// What carries the message to the destination. Source: S34, 5.3.2.5.
    DestBearerType(BearerType) DEST_BEARER_TYPE = 0x0007, "dest_bearer_type", T;
    /// The destination's telematics identifier. Source: S34, 5.3.2.7.
    DestTelematicsId(u16) DEST_TELEMATICS_ID = 0x0008, "dest_telematics_id", T;
    /// Which part of the sender's device the message comes from. Source: S34, 5.3.2.2.
    SourceAddrSubunit(AddrSubunit) SOURCE_ADDR_SUBUNIT = 0x000d, "source_addr_subunit", S | M | T;
    /// The sender's network. Source: S34, 5.3.2.4.
    SourceNetworkType(NetworkType) SOURCE_NETWORK_TYPE = 0x000e, "source_network_type", T;
    /// What carried the message from the sender. Source: S34, 5.3.2.6.
    SourceBearerType(BearerType) SOURCE_BEARER_TYPE = 0x000f, "source_bearer_type", T;
    /// The sender's telematics identifier. Source: S34, 5.3.2.8.
    SourceTelematicsId(u8) SOURCE_TELEMATICS_ID = 0x0010, "source_telematics_id", T;
    /// How long the message is kept, in seconds. Source: S34, 5.3.2.9.
    QosTimeToLive(u32) QOS_TIME_TO_LIVE = 0x0017, "qos_time_to_live", T;
    /// What the payload holds. Source: S34, 5.3.2.10.
    PayloadType(PayloadType) PAYLOAD_TYPE = 0x0019, "payload_type", S | M | D | T;
    /// What a status means, in words. Source: S34, 5.3.2.11.
    AdditionalStatusInfoText(Str<'a, 256>) ADDITIONAL_STATUS_INFO_TEXT = 0x001d, "additional_status_info_text", R;
    /// The id of the message that a receipt is about. Source: S34, 5.3.2.12.
    ReceiptedMessageId(Str<'a, 65>) RECEIPTED_MESSAGE_ID = 0x001e, "receipted_message_id", D | T;
    /// Which messages wait. Source: S34, 5.3.2.13.
    MsMsgWaitFacilities(MsWaiting) MS_MSG_WAIT_FACILITIES = 0x0030, "ms_msg_wait_facilities", S | M | T;
    /// How private the message is. Source: S34, 5.3.2.14.
    PrivacyIndicator(PrivacyIndicator) PRIVACY_INDICATOR = 0x0201, "privacy_indicator", S | M | D | T;
    /// The sender's subaddress. Source: S34, 5.3.2.15.
    SourceSubaddress(Subaddress<'a>) SOURCE_SUBADDRESS = 0x0202, "source_subaddress", S | M | D | T;
    /// The destination's subaddress. Source: S34, 5.3.2.16.
    DestSubaddress(Subaddress<'a>) DEST_SUBADDRESS = 0x0203, "dest_subaddress", S | M | D | T;
    /// The sender's own number of the message. Source: S34, 5.3.2.17.
    UserMessageReference(u16) USER_MESSAGE_REFERENCE = 0x0204, "user_message_reference", S | M | D | T;
    /// What a user answered. Source: S34, 5.3.2.18.
    UserResponseCode(u8) USER_RESPONSE_CODE = 0x0205, "user_response_code", S | D | T;
    /// The sender's port. Source: S34, 5.3.2.20.
    SourcePort(u16) SOURCE_PORT = 0x020a, "source_port", S | M | D | T;
    /// The destination's port. Source: S34, 5.3.2.21.
    DestinationPort(u16) DESTINATION_PORT = 0x020b, "destination_port", S | M | D | T;
    /// What the parts of a text share. Source: S34, 5.3.2.22.
    SarMsgRefNum(u16) SAR_MSG_REF_NUM = 0x020c, "sar_msg_ref_num", S | M | D | T;
    /// The language of the text. Source: S34, 5.3.2.19.
    LanguageIndicator(Language) LANGUAGE_INDICATOR = 0x020d, "language_indicator", S | M | D | T;
    /// How many parts a text has, 1 at least. Source: S34, 5.3.2.23.
    SarTotalSegments(u8) SAR_TOTAL_SEGMENTS = 0x020e, "sar_total_segments", S | M | D | T;
    /// Which part it is, counted from 1. Source: S34, 5.3.2.24.
    SarSegmentSeqnum(u8) SAR_SEGMENT_SEQNUM = 0x020f, "sar_segment_seqnum", S | M | D | T;
    /// The centre's version of the protocol. Source: S34, 5.3.2.25.
    ScInterfaceVersion(InterfaceVersion) SC_INTERFACE_VERSION = 0x0210, "sc_interface_version", B;
    /// How a call-back number is shown. May be repeated. Source: S34, 5.3.2.37.
    CallbackNumPresInd(CallbackPresentation) CALLBACK_NUM_PRES_IND = 0x0302, "callback_num_pres_ind", S | M | T;
    /// The name of a call-back number. May be repeated. Source: S34, 5.3.2.38.
    CallbackNumAtag(CallbackTag<'a>) CALLBACK_NUM_ATAG = 0x0303, "callback_num_atag", S | M | T;
    /// How many messages wait, 0 to 99. Source: S34, 5.3.2.39.
    NumberOfMessages(u8) NUMBER_OF_MESSAGES = 0x0304, "number_of_messages", S | T;
    /// A call-back number. May be repeated. Source: S34, 5.3.2.36.
    CallbackNum(CallbackNumber<'a>) CALLBACK_NUM = 0x0381, "callback_num", S | M | D | T;
    /// Whether the delivery pending flag was set. Source: S34, 5.3.2.28.
    DpfResult(PendingFlag) DPF_RESULT = 0x0420, "dpf_result", R;
    /// Whether the delivery pending flag is to be set. Source: S34, 5.3.2.29.
    SetDpf(PendingFlag) SET_DPF = 0x0421, "set_dpf", T;
    /// Whether the subscriber can be reached. Source: S34, 5.3.2.30.
    MsAvailabilityStatus(MsAvailability) MS_AVAILABILITY_STATUS = 0x0422, "ms_availability_status", A;
    /// The network's error. Source: S34, 5.3.2.31.
    NetworkErrorCode(NetworkError) NETWORK_ERROR_CODE = 0x0423, "network_error_code", D | T | R;
    /// The user data, in place of the short message. Source: S34, 5.3.2.32.
    MessagePayload(Octets<'a, 0, 65535>) MESSAGE_PAYLOAD = 0x0424, "message_payload", S | M | D | T;
    /// Why the message was not delivered. Source: S34, 5.3.2.33.
    DeliveryFailureReason(DeliveryFailureReason) DELIVERY_FAILURE_REASON = 0x0425, "delivery_failure_reason", R;
    /// Whether more messages follow. Source: S34, 5.3.2.34.
    MoreMessagesToSend(MoreMessages) MORE_MESSAGES_TO_SEND = 0x0426, "more_messages_to_send", S | T;
    /// What has become of the message. Source: S34, 5.3.2.35.
    MessageState(MessageState) MESSAGE_STATE = 0x0427, "message_state", D | T;
    /// The operation of USSD. Source: S34, 5.3.2.44.
    UssdServiceOp(UssdOperation) USSD_SERVICE_OP = 0x0501, "ussd_service_op", S;
    /// How long the message is shown. Source: S34, 5.3.2.26.
    DisplayTime(DisplayTime) DISPLAY_TIME = 0x1201, "display_time", S | M | T;
    /// How the device alerts its user. Source: S34, 5.3.2.40.
    SmsSignal(u16) SMS_SIGNAL = 0x1203, "sms_signal", S | M | T;
    /// How long the device keeps the message. Source: S34, 5.3.2.27.
    MsValidity(MsValidity) MS_VALIDITY = 0x1204, "ms_validity", S | M | T;
    /// That the device alerts its user. Source: S34, 5.3.2.41.
    AlertOnMessageDelivery(()) ALERT_ON_MESSAGE_DELIVERY = 0x130c, "alert_on_message_delivery", S | M | T;
    /// How the subscriber replies. Source: S34, 5.3.2.42.
    ItsReplyType(ItsReplyType) ITS_REPLY_TYPE = 0x1380, "its_reply_type", S | T;
    /// Which session of an interactive service it is. Source: S34, 5.3.2.43.
    ItsSessionInfo(ItsSession) ITS_SESSION_INFO = 0x1383, "its_session_info", S | D | T;
}
