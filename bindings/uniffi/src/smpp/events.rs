use std::sync::Arc;

use ecall::smpp as core;
use ecall_runtime::Stream;
use futures_util::FutureExt;
use serde_json::json;

use crate::call::{CancelToken, awaited};
use crate::failure::Failure;
use crate::numbers::signed;
use crate::record::records;
use crate::words::ErrorKind;

records! {
    /// A delivery receipt or an intermediate notification.
    SmppReceipt from core::SmppReceipt as receipt {
        /// The id of the message: where it was matched, as the response to its submit had it.
        message_id: Option<String> = receipt.message_id,
        /// The id as the receipt has it.
        receipted_id: Option<String> = receipt.receipted_id,
        /// Whether it is about a message that this client sent and remembers.
        matched: bool = receipt.matched,
        /// The `tag` of that message.
        tag: Option<String> = receipt.tag,
        /// Which part of that message it is about, from 1; 0 where it was not matched.
        part: i32 = receipt.part.into(),
        /// How many parts that message has; 0 where it was not matched.
        parts: i32 = receipt.parts.into(),
        /// What has become of it: `delivered`, `expired`; none where the receipt does not say it in a way that is known.
        state: Option<String> = receipt.state.map(str::to_owned),
        /// The number of the state, as the standard has it.
        state_number: Option<i32> = receipt.state_number.map(i32::from),
        /// The word of the state as it was written.
        word: Option<String> = receipt.word,
        /// Whether it is the last word.
        is_final: bool = receipt.is_final,
        /// Whether it is an intermediate notification.
        is_intermediate: bool = receipt.is_intermediate,
        /// The error as it was written.
        error: Option<String> = receipt.error,
        /// The error as a number.
        error_code: Option<i64> = receipt.error_code.map(signed),
        /// The network's error, as core's JSON has it.
        network_error: Option<String> = receipt.network_error.map(|value| json!(value).to_string()),
        /// How many messages were sent.
        submitted: Option<i64> = receipt.submitted.map(signed),
        /// How many were delivered.
        delivered: Option<i64> = receipt.delivered.map(signed),
        /// When it was sent, by the centre's clock, as core's JSON has it.
        submit_date: Option<String> = receipt.submit_date.map(|value| json!(value).to_string()),
        /// When it came to its state, by the centre's clock, as core's JSON has it.
        done_date: Option<String> = receipt.done_date.map(|value| json!(value).to_string()),
        /// The beginning of the message.
        text: Option<String> = receipt.text,
        /// The address that the message was sent to.
        from: String = receipt.from,
        /// The sender of the message.
        to: String = receipt.to,
        /// The optional parameters, a JSON array as core has it.
        tlvs: String = json!(receipt.tlvs).to_string(),
    }

    /// A message that came in.
    SmppMessage from core::SmppMessage as message {
        /// The sender, digits of international numbers without `+`.
        from: String = message.from,
        /// Type of number of the sender.
        from_ton: i32 = message.from_ton.into(),
        /// The number that it was sent to.
        to: String = message.to,
        /// The text; none where the octets are none that can be read.
        text: Option<String> = message.text,
        /// The octets without headers, those of all parts together.
        octets: Vec<u8> = message.octets,
        /// How they are coded.
        data_coding: i32 = message.data_coding.into(),
        /// The esm_class of the last part.
        esm_class: i32 = message.esm_class.into(),
        /// How many parts it came in.
        parts: i32 = message.parts.into(),
        /// The optional parameters of the last part, a JSON array as core has it.
        tlvs: String = json!(message.tlvs).to_string(),
    }

    /// What there is of a message whose other parts did not come.
    SmppIncomplete from core::SmppIncomplete as message {
        /// The sender.
        from: String = message.from,
        /// The number that it was sent to.
        to: String = message.to,
        /// How many parts there should be.
        total: i32 = message.total.into(),
        /// The numbers of those that did not come.
        missing: Vec<i32> = message.missing.into_iter().map(i32::from).collect(),
        /// Those that came.
        parts: Vec<IncompletePart> = message
            .parts
            .into_iter()
            .map(|(number, text)| IncompletePart { number: number.into(), text })
            .collect(),
    }

    /// That the link came into a state, and why.
    LinkEvent from core::LinkEvent as event {
        /// The state: `connecting`, `bound`, `refused`, `throttled`, `resumed`, `down`, `closed`.
        state: String = event.state.as_str().to_owned(),
        /// Why, a stable word: `connect`, `tls`, `bind_refused`, `broken`; none where nothing went wrong.
        reason: Option<String> = event.reason.map(str::to_owned),
        /// Why, in a sentence.
        message: Option<String> = event.message,
        /// The kind of the error, where there is one.
        kind: Option<ErrorKind> = event.kind.map(ErrorKind::from),
        /// The command_status that came, where one did.
        smpp_status: Option<i64> = event.smpp_status.map(signed),
        /// How long the pause is that follows, in milliseconds.
        pause_ms: Option<i64> = event.pause_ms.map(signed),
        /// Requests that were written and whose outcome nobody knows, where a link went down.
        unknown: i64 = signed(event.unknown),
    }

    /// A response without a request that waits.
    StrayResponse from core::StrayResponse as response {
        /// Why nobody waits: `late`, `duplicate` or `unsolicited`.
        reason: String = response.reason.to_owned(),
        /// The command_id.
        command: i64 = signed(response.command),
        /// The sequence number.
        sequence: i64 = signed(response.sequence),
        /// The command_status.
        smpp_status: i64 = signed(response.smpp_status),
        /// The id that it gives a message, where it does.
        message_id: Option<String> = response.message_id,
    }

    /// Octets that are no PDU, or one that is of no use to a client.
    RawPdu from core::RawPdu as pdu {
        /// Why it is not read, a stable word: `no_header`, `length`, `truncated`, `unsupported`.
        reason: String = pdu.reason.to_owned(),
        /// What is wrong, in a sentence.
        message: String = pdu.message,
        /// The octets, the header included.
        octets: Vec<u8> = pdu.octets,
    }
}

/// A part of a message that is not whole.
#[derive(Clone, Debug, uniffi::Record)]
pub struct IncompletePart {
    /// Which part, from 1.
    pub number: i32,
    /// Its text, where it can be read.
    pub text: Option<String>,
}

/// Something that happened on the link.
#[derive(Clone, Debug, uniffi::Enum)]
pub enum SmppEvent {
    /// What has become of a message that was sent.
    Receipt {
        /// The receipt.
        receipt: Box<SmppReceipt>,
    },
    /// A message that came in, all parts of it.
    Message {
        /// The message.
        message: Box<SmppMessage>,
    },
    /// Parts of a message whose others did not come in time.
    Incomplete {
        /// What there is of it.
        message: SmppIncomplete,
    },
    /// The state of the link changed.
    Link {
        /// The state.
        event: LinkEvent,
    },
    /// A response that nobody waits for any more, or that nobody ever waited for.
    Response {
        /// The response.
        response: StrayResponse,
    },
    /// A PDU that could not be read, or is of no use to a client. It was answered.
    Raw {
        /// The PDU.
        pdu: RawPdu,
    },
    /// What this version of the package does not know.
    Unknown {
        /// All of it as a JSON object.
        json: String,
    },
}

impl From<core::SmppEvent> for SmppEvent {
    fn from(event: core::SmppEvent) -> Self {
        match event {
            core::SmppEvent::Receipt(receipt) => Self::Receipt { receipt: Box::new((*receipt).into()) },
            core::SmppEvent::Message(message) => Self::Message { message: Box::new((*message).into()) },
            core::SmppEvent::Incomplete(message) => Self::Incomplete { message: (*message).into() },
            core::SmppEvent::Link(event) => Self::Link { event: event.into() },
            core::SmppEvent::Response(response) => Self::Response { response: response.into() },
            core::SmppEvent::Raw(pdu) => Self::Raw { pdu: pdu.into() },
            other => Self::Unknown { json: json!(other).to_string() },
        }
    }
}

/// A reader of what happens on the link. Questions follow one another.
#[derive(uniffi::Object)]
pub struct SmppEvents(Arc<Stream<core::SmppEvents>>);

impl SmppEvents {
    pub(super) fn of(events: Stream<core::SmppEvents>) -> Self {
        Self(Arc::new(events))
    }
}

#[uniffi::export]
impl SmppEvents {
    /// The next event, none at the end; the one before is taken with that. A call that is cancelled loses none.
    pub async fn next(&self, cancel: Option<Arc<CancelToken>>) -> Result<Option<SmppEvent>, Failure> {
        let stream = Arc::clone(&self.0);
        let next = awaited(cancel, |token, done| {
            ecall_runtime::spawn(async move {
                done(stream.run(&token, |events| async { Ok(events.next().await) }.boxed()).await);
            })
        });
        Ok(next.await?.map(SmppEvent::from))
    }

    /// Says that the last event is taken.
    pub fn acknowledge(&self) -> Result<(), Failure> {
        let acknowledged = ecall_runtime::guarded(|| {
            self.0.blocking(|events| {
                events.acknowledge();
                Ok(())
            })
        });
        Ok(acknowledged?)
    }
}
