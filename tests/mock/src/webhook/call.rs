//! One HTTP/1.1 call to a loopback address, on a connection of its own.

use std::error::Error;
use std::fmt;
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr, SocketAddr};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt as _, Full, Limited};
use hyper::client::conn::http1;
use hyper::header::{CONNECTION, CONTENT_TYPE, HOST};
use hyper::{Request, Uri};
use hyper_util::rt::TokioIo;
use serde_json::Value;
use tokio::net::TcpStream;
use tokio::time::timeout;

use crate::state::State;

/// From the connection to the last byte of the answer.
const TIMEOUT: Duration = Duration::from_secs(5);
const LONGEST_ANSWER: usize = 1024 * 1024;

/// A call as it is to be made.
#[derive(Debug)]
pub(crate) struct Call {
    pub(crate) method: String,
    pub(crate) url: String,
    pub(crate) headers: Vec<(String, String)>,
    pub(crate) body: Bytes,
}

/// An answer to a call.
#[derive(Debug)]
pub(crate) struct Called {
    pub(crate) status: u16,
    pub(crate) body: Bytes,
}

/// Why a call has no answer.
#[derive(Debug)]
pub(crate) enum CallError {
    /// Not plain HTTP to this machine.
    Skipped,
    TimedOut,
    Failed(Box<dyn Error + Send + Sync>),
}

impl fmt::Display for CallError {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Skipped => formatter.write_str("skipped"),
            Self::TimedOut => formatter.write_str("timed out"),
            Self::Failed(error) => write!(formatter, "{error}"),
        }
    }
}

/// Whether the mock calls this URL: plain HTTP to this machine, nothing else.
pub(crate) fn is_reachable(url: &str) -> bool {
    url.parse::<Uri>().is_ok_and(|uri| addresses(&uri).is_some())
}

/// Where a URL points on this machine; none when it points elsewhere.
fn addresses(uri: &Uri) -> Option<Vec<SocketAddr>> {
    if uri.scheme_str() != Some("http") {
        return None;
    }
    let port = uri.port_u16().unwrap_or(80);
    let host = uri.host()?.trim_start_matches('[').trim_end_matches(']');
    let addresses: Vec<IpAddr> = if host.eq_ignore_ascii_case("localhost") {
        vec![Ipv4Addr::LOCALHOST.into(), Ipv6Addr::LOCALHOST.into()]
    } else {
        vec![host.parse().ok().filter(IpAddr::is_loopback)?]
    };
    Some(addresses.into_iter().map(|address| SocketAddr::new(address, port)).collect())
}

/// A URL with a query, after the one that it has.
pub(crate) fn with_query(url: &str, query: &str) -> String {
    let separator = if url.contains('?') { '&' } else { '?' };
    format!("{url}{separator}{query}")
}

impl Call {
    pub(crate) fn get(url: &str, query: &str) -> Self {
        Self {
            method: "GET".to_owned(),
            url: with_query(url, query),
            headers: Vec::new(),
            body: Bytes::new(),
        }
    }

    pub(crate) fn post_json(url: &str, json: &Value) -> Self {
        Self {
            method: "POST".to_owned(),
            url: url.to_owned(),
            headers: vec![(CONTENT_TYPE.as_str().to_owned(), "application/json".to_owned())],
            body: json.to_string().into(),
        }
    }

    /// Makes the call, when its turn comes, and waits for the whole answer.
    pub(crate) async fn make(self, state: &State) -> Result<Called, CallError> {
        // The semaphore is never closed.
        let _turn = state.calls.acquire().await;
        timeout(TIMEOUT, self.exchange()).await.unwrap_or(Err(CallError::TimedOut))
    }

    async fn exchange(self) -> Result<Called, CallError> {
        let uri: Uri = self.url.parse().map_err(failed)?;
        let Some(addresses) = addresses(&uri) else { return Err(CallError::Skipped) };
        let stream = TcpStream::connect(&addresses[..]).await.map_err(failed)?;
        let (mut sender, connection) = http1::handshake(TokioIo::new(stream)).await.map_err(failed)?;
        let driver = tokio::spawn(connection);
        let result = async {
            let request = self.request(&uri).map_err(failed)?;
            let response = sender.send_request(request).await.map_err(failed)?;
            let status = response.status().as_u16();
            let body = Limited::new(response.into_body(), LONGEST_ANSWER)
                .collect()
                .await
                .map_err(CallError::Failed)?;
            Ok(Called { status, body: body.to_bytes() })
        }
        .await;
        driver.abort();
        result
    }

    fn request(self, uri: &Uri) -> Result<Request<Full<Bytes>>, hyper::http::Error> {
        // A URL may have a query and no path, but a request line may not.
        let query = uri.query().map(|query| format!("?{query}")).unwrap_or_default();
        let path = format!("{}{query}", uri.path());
        let host = uri.authority().map_or("", |authority| authority.as_str());
        let mut request = Request::builder().method(self.method.as_str()).uri(path);
        if !self.headers.iter().any(|(name, _)| name.eq_ignore_ascii_case(HOST.as_str())) {
            request = request.header(HOST, host);
        }
        for (name, value) in self.headers {
            request = request.header(name, value);
        }
        request.header(CONNECTION, "close").body(Full::new(self.body))
    }
}

fn failed(error: impl Into<Box<dyn Error + Send + Sync>>) -> CallError {
    CallError::Failed(error.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nothing_leaves_this_machine() {
        for url in ["http://localhost:1/x", "http://127.9.9.9/", "http://[::1]:80/?a=b"] {
            assert!(is_reachable(url), "{url}");
        }
        for url in [
            "https://localhost/",
            "http://example.com/",
            "http://10.0.0.1/",
            "http://localhost.example/",
            "x",
        ] {
            assert!(!is_reachable(url), "{url}");
        }
    }
}
