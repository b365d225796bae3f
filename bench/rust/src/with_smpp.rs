//! SMPP over one link: the client itself, one submit after the other and many; and what a link can do at best, the same octets
//! written and read by nobody who looks at them.

use std::sync::Arc;
use std::time::Duration;

use ecall::smpp::{SmppBulk, SmppOptions, SubmitOptions, SubmitRequest, Submitted};
use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, ServerName};
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::with_ecall::{VERSION, options};
use crate::{FROM, Failure, Place, TEXT, TO, current_thread, serve};

/// Submits that wait for their response at a time.
const WINDOW: u32 = 500;
/// Longer than any turn takes.
const LIMIT: Duration = Duration::from_secs(30);

fn taken(submitted: &Submitted) -> Result<(), Failure> {
    let id = submitted.message_id();
    if id.is_some_and(|id| id.len() == 10) { Ok(()) } else { Err("not a message id".into()) }
}

/// The worker that awaits each response, on one thread with its link.
pub(crate) fn work(place: &Place) -> Result<(), Failure> {
    let runtime = current_thread()?;
    let client = ecall::SmppClient::new(options(place), SmppOptions::new())?;
    runtime.block_on(client.bind())?;
    serve(VERSION, |count| {
        runtime.block_on(async {
            for _ in 0..count {
                taken(&client.submit(TO, TEXT, Some(FROM)).await?)?;
            }
            Ok(())
        })
    })
}

/// The worker that gives messages in batches, beside the thread of the link.
pub(crate) fn work_many(place: &Place) -> Result<(), Failure> {
    let client = ecall::blocking::SmppClient::new(options(place), SmppOptions::new().window(WINDOW))?;
    client.bind()?;
    serve(VERSION, |count| {
        let bulk = client.submit_many(SubmitOptions::new())?;
        let mut left = usize::try_from(count)?;
        give(&bulk, &mut left);
        loop {
            let turn = bulk.blocking_turn(left > 0, LIMIT).ok_or("no answer")?;
            give(&bulk, &mut left);
            for done in turn.done {
                taken(&done.result?)?;
            }
            if turn.over {
                return Ok(());
            }
        }
    })
}

/// Gives as many as there is room for.
fn give(bulk: &SmppBulk, left: &mut usize) {
    let now = bulk.room().min(*left);
    if now > 0 {
        bulk.give((0..now).map(|_| {
            let mut request = SubmitRequest::new(TO, TEXT);
            request.from = Some(FROM.to_owned());
            Ok(request)
        }));
        *left -= now;
        if *left == 0 {
            bulk.end();
        }
    }
}

/// The worker that writes a submit_sm and reads so many octets, and no more.
pub(crate) fn ping_pong(place: &Place) -> Result<(), Failure> {
    let runtime = current_thread()?;
    let (scheme, host) = place.url.split_once("://").ok_or("not an address")?;
    if scheme == "smpp" {
        let stream = runtime.block_on(connect(host))?;
        return bounce(&runtime, stream);
    }
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(&place.ca_file)? {
        roots.add(certificate?)?;
    }
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    let stream = runtime.block_on(async {
        let stream = connect(host).await?;
        let name = ServerName::try_from("localhost")?;
        Ok::<_, Failure>(TlsConnector::from(Arc::new(tls)).connect(name, stream).await?)
    })?;
    bounce(&runtime, stream)
}

async fn connect(host: &str) -> std::io::Result<TcpStream> {
    let stream = TcpStream::connect(host).await?;
    stream.set_nodelay(true)?;
    Ok(stream)
}

fn bounce(
    runtime: &tokio::runtime::Runtime,
    mut stream: impl AsyncRead + AsyncWrite + Unpin,
) -> Result<(), Failure> {
    let mut ask = async |request: &[u8], response: &mut [u8]| {
        stream.write_all(request).await?;
        stream.flush().await?;
        stream.read_exact(response).await?;
        Ok::<_, Failure>(())
    };
    let bind = frame(0x09, b"bench\0bench-pw\0\0\x34\0\0\0");
    let mut response = [0; 16 + 6];
    runtime.block_on(ask(&bind, &mut response))?;

    let mut submit =
        frame(0x04, b"\0\x05\0Alarm\0\x01\x0141791234567\0\0\0\0\0\0\x01\0\0\0\x0ePump 3 stopped");
    let mut response = [0; 16 + 11];
    let mut sequence = 1_u32;
    serve("", |count| {
        runtime.block_on(async {
            for _ in 0..count {
                sequence += 1;
                submit[12..16].copy_from_slice(&sequence.to_be_bytes());
                ask(&submit, &mut response).await?;
            }
            // Were the last one refused, so would be the others; it is also told to the driver by the server.
            if response[8..12] == [0; 4] { Ok(()) } else { Err("refused".into()) }
        })
    })
}

fn frame(command: u32, body: &[u8]) -> Vec<u8> {
    let length = (16 + body.len()) as u32;
    let mut frame = [length, command, 0, 1].map(u32::to_be_bytes).concat();
    frame.extend_from_slice(body);
    frame
}
