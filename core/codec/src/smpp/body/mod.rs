//! The bodies: what stands between the header and the optional parameters. Source: S34, 4.

mod bind;
mod message;
mod multi;

use alloc::borrow::Cow;

use super::command::CommandId;
use super::field::Field;
use super::problem::{At, Problems, Rule};
use super::read::{Deviations, Reader, Reason};
use super::status::Status;
use super::write::Writer;

pub use bind::{AlertNotification, Bind, BindResponse, Outbind};
pub use message::{CancelSm, DataSm, Message, MessageId, QueryResult, QuerySm, ReplaceSm};
pub use multi::{Destination, Failed, SubmitMulti, SubmitMultiResult};

macro_rules! bodies {
    (
        with { $($(#[$about:meta])* $name:ident($type:ident) = $id:ident;)* }
        without { $($(#[$about_plain:meta])* $plain:ident = $plain_id:ident;)* }
    ) => {
        /// What a PDU says. Its JSON form is its name as `command` and, where it has fields, `body`.
        #[derive(Clone, Debug, PartialEq, Eq)]
        #[cfg_attr(feature = "serde", derive(serde::Serialize, serde::Deserialize))]
        #[cfg_attr(feature = "serde", serde(tag = "command", content = "body", rename_all = "snake_case"))]
        #[non_exhaustive]
        pub enum Body<'a> {
            $($(#[$about])* $name($type<'a>),)*
            $($(#[$about_plain])* $plain,)*
            /// A command that the standard does not name, with all its octets.
            Other {
                /// Which one it is.
                id: CommandId,
                /// What follows the header.
                #[cfg_attr(feature = "serde", serde(with = "hex"))]
                octets: Cow<'a, [u8]>,
            },
        }

        impl<'a> Body<'a> {
            /// Which PDU it is.
            pub const fn command(&self) -> CommandId {
                match self {
                    $(Self::$name(_) => CommandId::$id,)*
                    $(Self::$plain => CommandId::$plain_id,)*
                    Self::Other { id, .. } => *id,
                }
            }

            /// The body of a response with nothing in it, None where it is none that the standard names.
            fn empty(command: CommandId) -> Option<Self> {
                match command {
                    $(CommandId::$id => Some(Self::$name($type::default())),)*
                    $(CommandId::$plain_id => Some(Self::$plain),)*
                    _ => None,
                }
            }

            /// Reads the fields of a command; an unknown one takes all octets.
            #[inline]
            fn fields(command: CommandId, from: &mut Reader<'a>) -> Result<Self, Reason> {
                Ok(match command {
                    $(CommandId::$id => Self::$name(Field::read(from, "")?),)*
                    $(CommandId::$plain_id => Self::$plain,)*
                    id => Self::Other { id, octets: Cow::Borrowed(core::mem::take(&mut from.rest)) },
                })
            }

            /// Adds what is wrong with its fields, each by itself.
            #[inline]
            pub(super) fn check_fields(&self, found: &mut Problems) {
                match self {
                    $(Self::$name(body) => body.check(At::field(""), found),)*
                    $(Self::$plain => {})*
                    Self::Other { .. } => {}
                }
            }

            /// How many octets it takes.
            #[inline]
            pub(super) fn length(&self) -> usize {
                match self {
                    $(Self::$name(body) => body.length(),)*
                    $(Self::$plain => 0,)*
                    Self::Other { octets, .. } => octets.len(),
                }
            }

            /// Adds its octets.
            #[inline]
            pub(super) fn write(&self, to: &mut Writer<'_>) {
                match self {
                    $(Self::$name(body) => body.write(to),)*
                    $(Self::$plain => {})*
                    Self::Other { octets, .. } => to.put(octets),
                }
            }

            /// The same with octets of its own, which outlives those that it was read from.
            pub fn into_owned(self) -> Body<'static> {
                match self {
                    $(Self::$name(body) => Body::$name(body.into_owned()),)*
                    $(Self::$plain => Body::$plain,)*
                    Self::Other { id, octets } => Body::Other { id, octets: Cow::Owned(octets.into_owned()) },
                }
            }
        }
    };
}

bodies! {
    with {
        /// Opens a session that receives.
        BindReceiver(Bind) = BIND_RECEIVER;
        /// Its response.
        BindReceiverResp(BindResponse) = BIND_RECEIVER_RESP;
        /// Opens a session that sends.
        BindTransmitter(Bind) = BIND_TRANSMITTER;
        /// Its response.
        BindTransmitterResp(BindResponse) = BIND_TRANSMITTER_RESP;
        /// Opens a session that sends and receives.
        BindTransceiver(Bind) = BIND_TRANSCEIVER;
        /// Its response.
        BindTransceiverResp(BindResponse) = BIND_TRANSCEIVER_RESP;
        /// Asks the other side to bind as a receiver.
        Outbind(Outbind) = OUTBIND;
        /// Sends a message.
        SubmitSm(Message) = SUBMIT_SM;
        /// Its response: the message's id.
        SubmitSmResp(MessageId) = SUBMIT_SM_RESP;
        /// Sends a message to many.
        SubmitMulti(SubmitMulti) = SUBMIT_MULTI;
        /// Its response.
        SubmitMultiResp(SubmitMultiResult) = SUBMIT_MULTI_RESP;
        /// Brings a message or a delivery receipt.
        DeliverSm(Message) = DELIVER_SM;
        /// Its response, whose id is empty.
        DeliverSmResp(MessageId) = DELIVER_SM_RESP;
        /// Sends or brings a message in the short form.
        DataSm(DataSm) = DATA_SM;
        /// Its response: the message's id.
        DataSmResp(MessageId) = DATA_SM_RESP;
        /// Asks for a message's state.
        QuerySm(QuerySm) = QUERY_SM;
        /// Its response.
        QuerySmResp(QueryResult) = QUERY_SM_RESP;
        /// Cancels messages that are not delivered yet.
        CancelSm(CancelSm) = CANCEL_SM;
        /// Replaces a message that is not delivered yet.
        ReplaceSm(ReplaceSm) = REPLACE_SM;
        /// Tells that a subscriber can be reached again.
        AlertNotification(AlertNotification) = ALERT_NOTIFICATION;
    }
    without {
        /// The answer to what is no PDU that can be answered otherwise.
        GenericNack = GENERIC_NACK;
        /// Closes the session.
        Unbind = UNBIND;
        /// Its response.
        UnbindResp = UNBIND_RESP;
        /// Asks whether the other side is there.
        EnquireLink = ENQUIRE_LINK;
        /// Its response.
        EnquireLinkResp = ENQUIRE_LINK_RESP;
        /// The response to [`CancelSm`](Self::CancelSm).
        CancelSmResp = CANCEL_SM_RESP;
        /// The response to [`ReplaceSm`](Self::ReplaceSm).
        ReplaceSmResp = REPLACE_SM_RESP;
    }
}

impl<'a> Body<'a> {
    /// What refuses a request: its response without anything in it, or a generic_nack where it has none.
    pub fn refusal_of(request: CommandId) -> Self {
        request.response().and_then(Self::empty).unwrap_or(Self::GenericNack)
    }

    /// Reads the body of a PDU. A response may leave it out, and with an error it may hold anything.
    #[inline]
    pub(super) fn read(command: CommandId, status: Status, from: &mut Reader<'a>) -> Result<Self, Reason> {
        if !command.is_response() {
            return Self::fields(command, from);
        }
        let octets = from.rest;
        if octets.is_empty()
            && let Some(empty) = Self::empty(command)
        {
            from.deviations.add_if(status.is_ok() && empty.length() > 0, Deviations::MISSING_BODY);
            return Ok(empty);
        }
        match (Self::fields(command, from), Self::empty(command)) {
            (Err(_), Some(empty)) if !status.is_ok() => {
                // Nothing of it counts, also nothing that was forgiven.
                *from = Reader::new(octets);
                Ok(empty)
            }
            (read, _) => read,
        }
    }

    /// Whether the standard has no body in this response with an error. Source: S34, 4.1.2, 4.1.4, 4.1.6 and 4.4.2.
    pub(super) const fn is_left_out(&self, status: Status) -> bool {
        !status.is_ok()
            && matches!(
                self,
                Self::BindReceiverResp(_)
                    | Self::BindTransmitterResp(_)
                    | Self::BindTransceiverResp(_)
                    | Self::SubmitSmResp(_)
            )
    }

    /// Adds what is wrong with fields beside others.
    pub(super) fn check_together(&self, status: Status, has_payload: bool, found: &mut Problems) {
        match self {
            Self::SubmitSm(message) => {
                found.in_range(message.priority_flag.0, 0, 3, "priority_flag");
                found.in_range(message.replace_if_present_flag.0, 0, 1, "replace_if_present_flag");
                found.must_be_unset(has_payload && !message.short_message.is_empty(), "short_message");
            }
            Self::DeliverSm(message) => {
                found.in_range(message.priority_flag.0, 0, 3, "priority_flag");
                found.must_be_unset(!message.schedule_delivery_time.is_empty(), "schedule_delivery_time");
                found.must_be_unset(!message.validity_period.is_empty(), "validity_period");
                found.must_be_unset(message.replace_if_present_flag.0 != 0, "replace_if_present_flag");
                found.must_be_unset(message.sm_default_msg_id != 0, "sm_default_msg_id");
                found.must_be_unset(has_payload && !message.short_message.is_empty(), "short_message");
            }
            Self::SubmitMulti(message) => {
                if message.dest_address.is_empty() {
                    found.add(At::field("dest_address"), Rule::Missing);
                }
                found.in_range(message.priority_flag.0, 0, 3, "priority_flag");
                found.in_range(message.replace_if_present_flag.0, 0, 1, "replace_if_present_flag");
                found.must_be_unset(has_payload && !message.short_message.is_empty(), "short_message");
            }
            Self::DeliverSmResp(response) => {
                found.must_be_unset(!response.message_id.is_empty(), "message_id")
            }
            Self::SubmitSmResp(response) if !status.is_ok() => {
                found.must_be_unset(!response.message_id.is_empty(), "message_id");
            }
            Self::BindReceiverResp(response)
            | Self::BindTransmitterResp(response)
            | Self::BindTransceiverResp(response)
                if !status.is_ok() =>
            {
                found.must_be_unset(!response.system_id.is_empty(), "system_id");
            }
            Self::Other { id, .. } => found.must_be_unset(id.name().is_some(), "command_id"),
            _ => {}
        }
    }
}

#[cfg(feature = "serde")]
use super::tlv::hex;
