//! The interface of HTTPS forms, against a server that shows and does everything on the wire. What is expected of a request is
//! written by hand, byte by byte.

mod cache;
mod killed;
#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "../conformance/mock.rs"]
mod mock;
mod outcomes;
mod sends;
#[allow(dead_code, reason = "shared with the tests of files, which use all of it")]
#[path = "../media/server.rs"]
mod server;
mod states;

use std::time::Duration;

use ecall::Options;
use ecall::blocking::HttpsClient;
use server::{Exchange, Seen, Server, Then};

const PASSWORD: &str = "p&s=w+rd %";
/// What every body begins with.
const CREDENTIALS: &str = "UserName=u&Password=p%26s%3Dw%2Brd+%25";
const XML: &str = "content-type: text/xml; charset=utf-8\r\nx-f24-request-id: r-1\r\n";

fn options(server: &Server) -> Options {
    Options::new()
        .username("u")
        .password(PASSWORD)
        .base_url(server.url.clone())
        .backoff_initial(Duration::from_millis(2))
        .backoff_max(Duration::from_millis(10))
}

fn client(server: &Server) -> HttpsClient {
    HttpsClient::new(options(server)).unwrap()
}

/// A server that answers every request with this.
fn answering(status: u16, body: impl Into<String>) -> Server {
    let body = body.into();
    scripted(move |_, exchange| exchange.answer(status, XML, &body))
}

/// A server that reads each request, and is told its number.
fn scripted(answer: impl Fn(usize, &mut Exchange) -> Then + Send + Sync + 'static) -> Server {
    Server::start(move |exchange| {
        exchange.body();
        answer(exchange.number, exchange)
    })
}

fn body(seen: &Seen) -> &str {
    std::str::from_utf8(&seen.body).unwrap()
}

/// The bodies of all requests, without the credentials that each begins with.
fn bodies(server: &Server) -> Vec<String> {
    let seen = server.seen();
    seen.iter().map(|seen| body(seen).strip_prefix(CREDENTIALS).unwrap().to_owned()).collect()
}

fn result(code: i64, text: &str) -> String {
    format!(
        "<?xml version=\"1.0\" encoding=\"utf-8\"?><Response><ResultCode>{code}</ResultCode><ResultText>{text}</ResultText></Response>"
    )
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}
