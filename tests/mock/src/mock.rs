//! A running mock.

use std::error::Error;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::sync::mpsc;
use std::thread::{self, JoinHandle};

use tokio::net::TcpListener;
use tokio::sync::oneshot;

use crate::authority::Authority;
use crate::control;
use crate::interface::Interface;
use crate::listener::{Listener, Wanted};
use crate::state::State;
use crate::temp_dir::TempDir;
use crate::validate;

/// How a mock is started.
#[derive(Clone, Copy, Debug, Default)]
pub struct Options {
    /// Tell on stderr what happens: listener, method, path and status of each request, nothing secret.
    pub verbose: bool,
    /// Speak TLS with ChaCha20-Poly1305 alone: memory checkers cannot follow ring's assembly of AES-GCM.
    pub chacha20: bool,
}

/// A mock server on a thread of its own, which stops, and removes its files, when this is dropped.
///
/// It listens on loopback only, on ports that were free.
pub struct Mock {
    rest_url: String,
    https_url: String,
    soap_url: String,
    smpp_url: String,
    control_url: String,
    ca_file: PathBuf,
    stop: Option<oneshot::Sender<()>>,
    thread: Option<JoinHandle<()>>,
    _directory: TempDir,
}

/// Where a mock listens.
struct Addresses {
    rest_url: String,
    https_url: String,
    soap_url: String,
    smpp_url: String,
    control_url: String,
}

impl Mock {
    /// Starts a mock and returns when it accepts connections.
    ///
    /// # Errors
    /// When no loopback port, certificate, thread or temporary folder can be had.
    pub fn start(options: Options) -> io::Result<Self> {
        validate::prepare();
        let authority = Authority::new(options.chacha20).map_err(io::Error::other)?;
        let directory = TempDir::new()?;
        let ca_file = directory.path().join("ca.pem");
        fs::write(&ca_file, authority.pem())?;
        let state = State::new(authority, options.verbose);
        let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
        let (stop, stopped) = oneshot::channel::<()>();
        let (ready, readiness) = mpsc::sync_channel(1);
        let thread = thread::Builder::new().name("ecall-mock".to_owned()).spawn(move || {
            runtime.block_on(async move {
                let opened = open(&state).await;
                let failed = opened.is_err();
                // The receiver waits for exactly this.
                let _ = ready.send(opened);
                if !failed {
                    // Also when the sender was dropped.
                    let _ = stopped.await;
                }
            });
            runtime.shutdown_background();
        })?;
        let addresses = readiness.recv().map_err(io::Error::other)?.map_err(io::Error::other)?;
        Ok(Self {
            rest_url: addresses.rest_url,
            https_url: addresses.https_url,
            soap_url: addresses.soap_url,
            smpp_url: addresses.smpp_url,
            control_url: addresses.control_url,
            ca_file,
            stop: Some(stop),
            thread: Some(thread),
            _directory: directory,
        })
    }

    /// The base URL of the REST interface, `https://localhost:PORT`.
    pub fn rest_url(&self) -> &str {
        &self.rest_url
    }

    /// The base URL of the HTTPS form interface, `https://localhost:PORT`.
    pub fn https_url(&self) -> &str {
        &self.https_url
    }

    /// The base URL of the SOAP interface, `https://localhost:PORT`; the service is at `/eCall.asmx`.
    pub fn soap_url(&self) -> &str {
        &self.soap_url
    }

    /// The address of the SMPP interface, `smpps://localhost:PORT`.
    pub fn smpp_url(&self) -> &str {
        &self.smpp_url
    }

    /// The base URL of the control interface, `http://127.0.0.1:PORT`.
    pub fn control_url(&self) -> &str {
        &self.control_url
    }

    /// The file with the certificate of the mock's authority, as PEM.
    pub fn ca_file(&self) -> &Path {
        &self.ca_file
    }
}

impl Drop for Mock {
    fn drop(&mut self) {
        drop(self.stop.take());
        if let Some(thread) = self.thread.take() {
            // A panic there was reported there.
            let _ = thread.join();
        }
    }
}

async fn open(state: &Arc<State>) -> Result<Addresses, Box<dyn Error + Send + Sync>> {
    let main = Listener::open(state, "main", Wanted::default()).await?;
    let other = Listener::open(state, "other", Wanted::default()).await?;
    let forms = Wanted { interface: Interface::Https, ..Wanted::default() };
    let https = Listener::open(state, "https", forms).await?;
    let envelopes = Wanted { interface: Interface::Soap, ..Wanted::default() };
    let soap = Listener::open(state, "soap", envelopes).await?;
    let frames = Wanted { interface: Interface::Smpp, ..Wanted::default() };
    let smpp = Listener::open(state, "smpp", frames).await?;
    state.other_origin.get_or_init(|| other.url.clone());
    let socket = TcpListener::bind(("127.0.0.1", 0)).await?;
    let control_url = format!("http://{}", socket.local_addr()?);
    tokio::spawn(control::serve(socket, Arc::clone(state)));
    let [rest_url, https_url, soap_url, smpp_url] =
        [main, https, soap, smpp].map(|listener| listener.url.clone());
    Ok(Addresses { rest_url, https_url, soap_url, smpp_url, control_url })
}
