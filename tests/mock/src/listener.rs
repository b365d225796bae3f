//! Listeners: where connections are accepted, and the script of what each connection meets.

use std::collections::VecDeque;
use std::error::Error;
use std::io;
use std::net::Ipv4Addr;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use serde::Deserialize;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpSocket, TcpStream};
use tokio::sync::{mpsc, oneshot};
use tokio::task::{JoinHandle, JoinSet};
use tokio::time::sleep;
use tokio_rustls::TlsAcceptor;

use crate::authority::{Certificate, TlsVersion};
use crate::connection;
use crate::interface::Interface;
use crate::state::{State, lock};
use crate::wire::Wire;

/// Connections that wait to be accepted.
const BACKLOG: u32 = 1024;
const GARBAGE: &[u8] = b"220 this is a mail server, or something else that does not speak TLS\r\n";

/// What is wrong with a listener that could not be opened.
pub(crate) type OpenError = Box<dyn Error + Send + Sync>;

/// What the control interface asks of a new listener.
#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(crate) struct Wanted {
    pub(crate) interface: Interface,
    pub(crate) tls: Certificate,
    pub(crate) alpn: Option<Vec<String>>,
    /// The one version of TLS that is spoken; 1.2 and 1.3 unless said.
    pub(crate) tls_version: Option<TlsVersion>,
    pub(crate) connections: VecDeque<Plan>,
    /// Requests that one connection may have in flight over HTTP/2; as many as come unless said.
    pub(crate) streams: Option<u32>,
    /// A port on which nobody listens.
    pub(crate) refuse: bool,
}

/// What one connection meets.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Plan {
    Normal,
    ResetOnAccept,
    ResetInHandshake,
    Silent,
    Garbage,
    ResetBeforeRead,
    CloseAfterHandshake,
}

/// So long nobody listens; whoever asked for it is told when that has begun.
type Pause = (Duration, oneshot::Sender<()>);

/// One open port.
pub(crate) struct Listener {
    pub(crate) id: String,
    /// The origin, without a slash at its end.
    pub(crate) url: String,
    pub(crate) interface: Interface,
    pub(crate) connections: AtomicU64,
    pub(crate) requests: AtomicU64,
    pub(crate) streams: Option<u32>,
    script: Mutex<VecDeque<Plan>>,
    task: Mutex<Option<JoinHandle<()>>>,
    pauses: mpsc::UnboundedSender<Pause>,
    /// A port that refuses is bound, so that nobody else gets it, and never listened on.
    refusing: Mutex<Option<TcpSocket>>,
}

impl Listener {
    /// Opens a listener on a free loopback port and registers it under `id`.
    pub(crate) async fn open(state: &Arc<State>, id: &str, wanted: Wanted) -> Result<Arc<Self>, OpenError> {
        let socket = bind(0, !wanted.refuse)?;
        let port = socket.local_addr()?.port();
        let (pauses, paused) = mpsc::unbounded_channel();
        let listener = Arc::new(Self {
            id: id.to_owned(),
            url: wanted.interface.url(wanted.tls != Certificate::None, port),
            interface: wanted.interface,
            connections: AtomicU64::new(0),
            requests: AtomicU64::new(0),
            streams: wanted.streams,
            script: Mutex::new(wanted.connections),
            task: Mutex::default(),
            pauses,
            refusing: Mutex::default(),
        });
        if wanted.refuse {
            *lock(&listener.refusing) = Some(socket);
        } else {
            let alpn = wanted.alpn.unwrap_or_else(|| wanted.interface.alpn());
            let acceptor =
                state.authority.server_config(wanted.tls, wanted.tls_version, &alpn)?.map(TlsAcceptor::from);
            let accepting =
                accept(socket.listen(BACKLOG)?, paused, acceptor, Arc::clone(&listener), Arc::clone(state));
            *lock(&listener.task) = Some(tokio::spawn(accepting));
        }
        state.add_listener(&listener);
        Ok(listener)
    }

    /// Stops listening, drops every connection and returns when that is done.
    pub(crate) async fn stop(&self, state: &State) {
        drop(lock(&self.refusing).take());
        let task = lock(&self.task).take();
        if let Some(task) = task {
            task.abort();
            // An error is what an aborted task ends in.
            let _ = task.await;
        }
        for connection in state.connections() {
            if connection.listener.id == self.id {
                connection.ended().await;
            }
        }
    }

    /// Refuses new connections for so long, and returns when that has begun; those that are open stay.
    pub(crate) async fn pause(&self, length: Duration) {
        let (begun, beginning) = oneshot::channel();
        // A port that refuses anyway takes no orders.
        if self.pauses.send((length, begun)).is_ok() {
            let _ = beginning.await;
        }
    }

    fn next_plan(&self) -> Plan {
        lock(&self.script).pop_front().unwrap_or(Plan::Normal)
    }
}

/// A socket on a loopback port, where 0 is a free one; `again` lets it be bound anew after a pause.
fn bind(port: u16, again: bool) -> io::Result<TcpSocket> {
    let socket = TcpSocket::new_v4()?;
    // Elsewhere the option is not needed, and would let others take the port.
    if cfg!(unix) && again {
        socket.set_reuseaddr(true)?;
    }
    socket.bind((Ipv4Addr::LOCALHOST, port).into())?;
    Ok(socket)
}

async fn accept(
    mut socket: TcpListener,
    mut pauses: mpsc::UnboundedReceiver<Pause>,
    acceptor: Option<TlsAcceptor>,
    listener: Arc<Listener>,
    state: Arc<State>,
) {
    // Dropped with this task, and every connection with it.
    let mut running = JoinSet::new();
    loop {
        tokio::select! {
            accepted = socket.accept() => {
                let Ok((stream, _)) = accepted else { continue };
                listener.connections.fetch_add(1, Ordering::Relaxed);
                // A small answer has to leave at once; without this it only leaves later.
                let _ = stream.set_nodelay(true);
                let plan = listener.next_plan();
                running.spawn(meet(stream, plan, acceptor.clone(), Arc::clone(&listener), Arc::clone(&state)));
            }
            Some((length, begun)) = pauses.recv() => {
                let Ok(address) = socket.local_addr() else { return };
                drop(socket);
                // Bound and not listened on, so that nobody else gets the port.
                let Ok(held) = bind(address.port(), true) else { return };
                let _ = begun.send(());
                sleep(length).await;
                match held.listen(BACKLOG) {
                    Ok(listening) => socket = listening,
                    Err(_) => return,
                }
            }
            Some(_) = running.join_next(), if !running.is_empty() => {}
        }
    }
}

/// Lets one connection meet what is planned for it.
async fn meet(
    mut stream: TcpStream,
    plan: Plan,
    acceptor: Option<TlsAcceptor>,
    listener: Arc<Listener>,
    state: Arc<State>,
) {
    let number = state.next_number();
    if plan != Plan::Normal {
        state.tell(|| format!("{} #{number} {plan:?}", listener.id));
    }
    match plan {
        Plan::ResetOnAccept => return Wire::plain(stream).reset(),
        Plan::ResetInHandshake => {
            // The client's hello is on its way, then the line is cut.
            let _ = stream.read(&mut [0; 16]).await;
            return Wire::plain(stream).reset();
        }
        Plan::Silent => return Wire::plain(stream).stay_silent().await,
        Plan::Garbage => {
            let _ = stream.write_all(GARBAGE).await;
            return Wire::plain(stream).close_and_drain().await;
        }
        Plan::Normal | Plan::ResetBeforeRead | Plan::CloseAfterHandshake => {}
    }
    let wire = match acceptor {
        None => Wire::plain(stream),
        Some(acceptor) => match acceptor.accept(stream).await {
            Ok(stream) => Wire::tls(stream),
            Err(error) => return state.tell(|| format!("{} #{number} no handshake: {error}", listener.id)),
        },
    };
    match plan {
        Plan::ResetBeforeRead => wire.reset(),
        Plan::CloseAfterHandshake => wire.close_and_drain().await,
        _ => connection::serve(wire, number, listener, state).await,
    }
}
