//! HTTP/2, for listeners that offer it by ALPN. The frames are hyper's; faults end the connection around it.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use bytes::Bytes;
use http_body::Body as _;
use http_body_util::BodyExt as _;
use hyper::body::Incoming;
use hyper::server::conn::http2;
use hyper::service::service_fn;
use hyper::{Request, Response};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::sync::Notify;
use tokio::time::sleep;

use super::paced::PacedBody;
use super::{Connection, Head};
use crate::answer::{Afterwards, Answer, Ending, Reply};
use crate::exchange::Exchange;
use crate::state::State;
use crate::wire::{ResetSwitch, Wire};

/// What is set aside at once for a body that announces its length.
const LARGEST_RESERVED: u64 = 256 * 1024 * 1024;

type Failure = Box<dyn Error + Send + Sync>;

/// What the streams of one connection share.
struct Streams {
    state: Arc<State>,
    connection: Arc<Connection>,
    reset: ResetSwitch,
    /// Ends the connection at once.
    end: Notify,
    /// Ends the connection when the streams that are open have ended.
    last: Notify,
}

/// Serves requests until the connection ends.
pub(super) async fn serve(wire: Wire, connection: &Arc<Connection>, state: &Arc<State>) {
    let streams = Arc::new(Streams {
        state: Arc::clone(state),
        connection: Arc::clone(connection),
        reset: wire.reset_switch(),
        end: Notify::new(),
        last: Notify::new(),
    });
    let service = {
        let streams = Arc::clone(&streams);
        service_fn(move |request| handle(Arc::clone(&streams), request))
    };
    let mut builder = http2::Builder::new(TokioExecutor::new());
    builder.max_concurrent_streams(connection.listener.streams);
    let serving = builder.serve_connection(TokioIo::new(wire), service);
    let mut serving = std::pin::pin!(serving);
    loop {
        tokio::select! {
            biased;
            () = connection.close.notified() => return,
            () = streams.end.notified() => return,
            () = streams.last.notified() => serving.as_mut().graceful_shutdown(),
            // How it ended is the client's business.
            _ = &mut serving => return,
        }
    }
}

async fn handle(streams: Arc<Streams>, request: Request<Incoming>) -> Result<Response<PacedBody>, Failure> {
    let (parts, body) = request.into_parts();
    let head = Head {
        method: parts.method.as_str().to_owned(),
        path: parts.uri.path().to_owned(),
        query: parts.uri.query().map(str::to_owned),
        headers: parts
            .headers
            .iter()
            .map(|(name, value)| {
                (name.as_str().to_owned(), String::from_utf8_lossy(value.as_bytes()).into_owned())
            })
            .collect(),
        version: "2",
    };
    let exchange = Exchange::begin(&streams.state, &streams.connection, Arc::new(head));
    if exchange.resets_after_head() {
        streams.reset.arm();
        return streams.end_all().await;
    }
    let (bytes, complete) = read(body).await;
    if !complete {
        exchange.broke_off(bytes.into());
        streams.connection.end_request();
        return Err("the request broke off".into());
    }
    let reply = exchange.finish(bytes.into());
    sleep(reply.delay).await;
    match &reply.ending {
        Ending::Answer(answer) => streams.respond(answer, &reply, false),
        Ending::Truncate(answer) => streams.respond(answer, &reply, true),
        Ending::Reset => {
            streams.reset.arm();
            streams.end_all().await
        }
        // Garbage cannot be written below hyper; what the client sees is a broken connection too.
        Ending::Close | Ending::Garbage => streams.end_all().await,
        Ending::Silence => std::future::pending().await,
        Ending::RefuseStream => {
            streams.connection.end_request();
            Err(h2::Error::from(h2::Reason::REFUSED_STREAM).into())
        }
    }
}

impl Streams {
    /// Ends the connection; never comes back.
    async fn end_all(&self) -> Result<Response<PacedBody>, Failure> {
        self.end.notify_one();
        std::future::pending().await
    }

    fn respond(
        self: &Arc<Self>,
        answer: &Answer,
        reply: &Reply,
        truncated: bool,
    ) -> Result<Response<PacedBody>, Failure> {
        let mut response = Response::builder().status(answer.status);
        for (name, value) in &answer.headers {
            // A connection has its own words in HTTP/2.
            if !name.eq_ignore_ascii_case("connection") {
                response = response.header(name, value);
            }
        }
        let streams = Arc::clone(self);
        let afterwards = reply.afterwards;
        let body = PacedBody::new(answer, reply, truncated, move || streams.answered(afterwards));
        if truncated && answer.header("content-length").is_none() {
            response = response.header("content-length", answer.body.len());
        }
        Ok(response.body(body)?)
    }

    /// Called when the last piece of an answer is about to be written.
    fn answered(self: &Arc<Self>, afterwards: Afterwards) {
        self.connection.end_request();
        match afterwards {
            Afterwards::KeepOpen => {}
            Afterwards::Close => self.last.notify_one(),
            Afterwards::CloseIdleAfter(idle) => self.close_idle_after(idle),
        }
    }

    fn close_idle_after(self: &Arc<Self>, idle: Duration) {
        let streams = Arc::downgrade(self);
        tokio::spawn(async move {
            sleep(idle).await;
            if let Some(streams) = streams.upgrade()
                && streams.connection.is_idle()
            {
                streams.end.notify_one();
            }
        });
    }
}

/// Reads a body, or what arrives of it.
async fn read(mut body: Incoming) -> (Vec<u8>, bool) {
    // A length that is a lie costs address space alone.
    let announced = body.size_hint().exact().unwrap_or(0).min(LARGEST_RESERVED);
    let mut bytes = Vec::with_capacity(usize::try_from(announced).unwrap_or(0));
    while !body.is_end_stream() {
        match body.frame().await {
            None => break,
            Some(Err(_)) => return (bytes, false),
            Some(Ok(frame)) => {
                let data: Bytes = frame.into_data().unwrap_or_default();
                bytes.extend_from_slice(&data);
            }
        }
    }
    (bytes, true)
}
