//! Opening a session: a connection to one of the host's addresses, and the bind on it.

use std::future::poll_fn;
use std::sync::Arc;

use ecall_codec::smpp::{BindResponse, Body, CommandId, Decoded, Pdu, Status, Tag, Tlv};
use tokio::time::Instant;

use super::connect::{Unreachable, addresses, connect};
use super::window::Window;
use super::wire::{Want, Wire};
use crate::error::{Error, Kind, Outcome};
use crate::smpp::client::SmppBound;
use crate::smpp::settings::SmppSettings;
use crate::smpp::shared::Shared;
use crate::smpp::submit::{kind_of, sentence};

/// An open session.
pub(super) struct Opened {
    pub wire: Wire,
    pub window: Window,
    pub bound: SmppBound,
}

/// Why no session was opened.
#[derive(Clone, Debug)]
pub(super) struct Failed {
    pub kind: Kind,
    /// A stable word; see [`LinkEvent`](crate::smpp::LinkEvent).
    pub reason: &'static str,
    pub message: String,
    pub status: Option<Status>,
    /// It will be the same the next time.
    pub lasting: bool,
}

impl Failed {
    fn new(kind: Kind, reason: &'static str, message: impl Into<String>) -> Self {
        Self { kind, reason, message: message.into(), status: None, lasting: false }
    }

    fn refused(status: Status) -> Self {
        let message = format!("the bind was refused: {}", sentence(status));
        Self { status: Some(status), ..Self::new(kind_of(status), "bind_refused", message) }
    }

    /// Whether name or password were refused.
    pub fn is_credentials(&self) -> bool {
        matches!(self.status, Some(Status::RINVPASWD | Status::RINVSYSID))
    }

    /// Whether a first bind gives up at once: what was refused is the caller's, or stays as it is.
    pub fn ends_first_bind(&self) -> bool {
        self.lasting || self.is_credentials() || self.status == Some(Status::RBINDFAIL)
    }

    pub fn into_error(self) -> Error {
        let mut error = Error::new(self.kind, Outcome::NotApplicable, self.message);
        error.details_mut().smpp_status = self.status.map(|status| status.0);
        error
    }
}

impl From<Unreachable> for Failed {
    fn from(problem: Unreachable) -> Self {
        let reason = if problem.kind == Kind::Tls { "tls" } else { "connect" };
        Self { lasting: problem.lasting, ..Self::new(problem.kind, reason, problem.message) }
    }
}

/// Opens a session as [`open`] does, or fails at a time.
pub(super) async fn open_until(
    shared: Arc<Shared>,
    turn: usize,
    end: Option<Instant>,
) -> Result<Opened, Failed> {
    let opening = open(shared, turn);
    match end {
        None => opening.await,
        Some(end) => tokio::time::timeout_at(end, opening).await.unwrap_or_else(|_| Err(too_late())),
    }
}

fn too_late() -> Failed {
    Failed::new(Kind::Connect, "bind_timeout", "the bind was not answered in time")
}

/// Opens a session over the first address that lets it, from another one on with each `turn`.
async fn open(shared: Arc<Shared>, turn: usize) -> Result<Opened, Failed> {
    let settings = &shared.settings;
    let mut failed = None;
    for address in addresses(settings, turn).await? {
        let bound = async {
            let stream = connect(settings, &shared.tls, address).await?;
            bind(Wire::new(stream), settings).await
        };
        let in_time = tokio::time::timeout(settings.bind_timeout, bound).await;
        match in_time {
            Ok(Ok(opened)) => return Ok(opened),
            // Another address of the same centre would say the same.
            Ok(Err(refused)) if refused.is_credentials() => return Err(refused),
            Ok(Err(problem)) => failed = Some(problem),
            Err(_) => failed = Some(too_late()),
        }
    }
    Err(failed.unwrap_or_else(|| Failed::new(Kind::Connect, "connect", "the host has no address")))
}

async fn bind(mut wire: Wire, settings: &SmppSettings) -> Result<Opened, Failed> {
    let mut window = Window::new(settings.window, Instant::now());
    let sequence = window.next_sequence();
    let request = settings.bind(sequence).map_err(|error| Failed {
        lasting: true,
        ..Failed::new(error.kind(), "connect", error.details().message.clone())
    })?;
    wire.push(&request, sequence);
    loop {
        while let Some(range) = wire.next().map_err(|problem| garbage(&problem.to_string()))? {
            let mut answer = None;
            match answer_of(wire.frame(range), sequence, &mut answer) {
                None => {}
                Some(result) => return result.map(|bound| Opened { wire, window, bound }),
            }
            if let Some(pdu) = answer {
                wire.push_pdu(&pdu).map_err(|problem| garbage(&problem.to_string()))?;
            }
        }
        let stirred = poll_fn(|context| wire.poll(context, Want::Nothing)).await;
        stirred.map_err(|problem| {
            let message = format!("the connection ended before the bind was answered: {problem}");
            Failed::new(Kind::Connect, "connect", message)
        })?;
    }
}

fn garbage(problem: &str) -> Failed {
    Failed::new(Kind::UnexpectedResponse, "garbage", problem)
}

/// What a PDU says to the bind, None where it says nothing to it; then `answer` is what it is answered with.
fn answer_of(
    octets: &[u8],
    sequence: u32,
    answer: &mut Option<Pdu<'static>>,
) -> Option<Result<SmppBound, Failed>> {
    let Ok(Decoded { pdu, .. }) = Pdu::decode(octets) else {
        return Some(Err(garbage("the bind was answered with what is no PDU")));
    };
    let response = match &pdu.body {
        Body::BindTransceiverResp(response)
        | Body::BindTransmitterResp(response)
        | Body::BindReceiverResp(response)
            if pdu.sequence == sequence =>
        {
            response
        }
        Body::GenericNack if pdu.sequence == sequence || pdu.sequence == 0 => &BindResponse::default(),
        Body::EnquireLink => {
            *answer = Some(Pdu::new(pdu.sequence, Body::EnquireLinkResp));
            return None;
        }
        Body::Unbind => {
            let message = "the other side unbound before it answered the bind";
            return Some(Err(Failed::new(Kind::Connect, "unbound_by_peer", message)));
        }
        _ => return None,
    };
    if !pdu.status.is_ok() || pdu.body.command() == CommandId::GENERIC_NACK {
        return Some(Err(Failed::refused(pdu.status)));
    }
    let version = match pdu.tlvs.get(Tag::SC_INTERFACE_VERSION) {
        Some(Tlv::ScInterfaceVersion(version)) => Some(version.0),
        _ => None,
    };
    let system_id = String::from_utf8_lossy(response.system_id.as_bytes()).into_owned();
    Some(Ok(SmppBound { system_id, interface_version: version }))
}
