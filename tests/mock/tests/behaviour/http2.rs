//! A listener that offers HTTP/2, asked by hyper's client.

use std::error::Error;
use std::sync::Arc;
use std::time::Duration;

use http_body_util::{BodyExt as _, Full};
use hyper::client::conn::http2::{self, SendRequest};
use hyper::{Request, Response, body::Incoming};
use hyper_util::rt::{TokioExecutor, TokioIo};
use rustls::pki_types::ServerName;
use serde_json::{Value, json};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;

use crate::client::{Bench, SEND, message};

type Body = Full<bytes::Bytes>;

/// Opens a listener with HTTP/2 and a connection to it.
async fn connect(bench: &Bench) -> SendRequest<Body> {
    let listener = bench.control("POST", "listeners", &json!({ "alpn": ["h2", "http/1.1"] }));
    let authority = listener["url"].as_str().unwrap().replace("https://localhost", "127.0.0.1");
    let mut config = bench.tls_config();
    config.alpn_protocols = vec![b"h2".to_vec()];
    let socket = TcpStream::connect(authority).await.unwrap();
    let name = ServerName::try_from("localhost").unwrap();
    let stream = TlsConnector::from(Arc::new(config)).connect(name, socket).await.unwrap();
    let (sender, connection) = http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    sender
}

async fn send(sender: &mut SendRequest<Body>) -> Result<Response<Incoming>, hyper::Error> {
    sender.ready().await?;
    let request = Request::post(format!("https://localhost{SEND}"))
        .header("authorization", "Basic c29tZW9uZTp4")
        .header("content-type", "application/json")
        .body(Full::from(message().to_string()))
        .unwrap();
    sender.send_request(request).await
}

fn run(test: impl Future<Output = ()>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async { tokio::time::timeout(Duration::from_secs(10), test).await.unwrap() });
}

/// The reason of the stream's end, somewhere in the chain of causes.
fn h2_reason(error: &hyper::Error) -> Option<h2::Reason> {
    let mut cause: Option<&(dyn Error + 'static)> = Some(error);
    while let Some(error) = cause {
        if let Some(error) = error.downcast_ref::<h2::Error>() {
            return error.reason();
        }
        cause = error.source();
    }
    None
}

#[test]
fn a_message_is_accepted_over_http2() {
    run(async {
        let bench = Bench::new();
        let mut sender = connect(&bench).await;
        let response = send(&mut sender).await.unwrap();
        assert_eq!(response.status(), 200);
        assert!(response.headers().contains_key("x-f24-request-id"));
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let result: Value = serde_json::from_slice(&body).unwrap();
        assert!(result["messageId"].is_string());
        let request = &bench.requests()[0];
        assert_eq!((&request["http_version"], &request["path"]), (&json!("2"), &json!(SEND)));
        assert_eq!(request["json"], message());
    });
}

#[test]
fn faults_break_the_stream_or_the_connection() {
    run(async {
        let bench = Bench::new();
        bench.script(&json!([
            { "fault": "refuse_stream" },
            { "accept_then": "truncate" },
            { "accept": true, "delay_ms": 50, "body_delay_ms": 50, "chunks": 3, "chunk_delay_ms": 20 },
            { "accept_then": "reset" },
        ]));
        let mut sender = connect(&bench).await;
        let refused = send(&mut sender).await.unwrap_err();
        assert_eq!(h2_reason(&refused), Some(h2::Reason::REFUSED_STREAM));
        let cut = send(&mut sender).await.unwrap();
        assert!(cut.into_body().collect().await.is_err());
        let slow = send(&mut sender).await.unwrap();
        assert!(slow.into_body().collect().await.is_ok());
        assert!(send(&mut sender).await.is_err());
        assert!(send(&mut sender).await.is_err(), "the connection is gone");
        assert_eq!((bench.requests().len(), bench.accepted()), (4, 3));
    });
}

#[test]
fn idle_connections_are_closed_by_command_too() {
    run(async {
        let bench = Bench::new();
        let mut sender = connect(&bench).await;
        send(&mut sender).await.unwrap().into_body().collect().await.unwrap();
        let closed = bench.account("POST", "/close_idle", &Value::Null);
        assert_eq!(closed, json!({ "closed": 1 }));
        assert!(send(&mut sender).await.is_err());
    });
}

#[test]
fn a_file_comes_back_as_it_went_over_http2() {
    run(async {
        let bench = Bench::new();
        let mut sender = connect(&bench).await;
        let file: Vec<u8> = (0..300_000_u32).flat_map(u32::to_le_bytes).collect();
        let request = |method: &str, path: &str, body: Vec<u8>| {
            Request::builder()
                .method(method)
                .uri(format!("https://localhost/api/v2/media{path}"))
                .header("authorization", "Basic c29tZW9uZTp4")
                .header("content-type", "video/mp4")
                .body(Full::from(body))
                .unwrap()
        };
        let response = sender.send_request(request("POST", "", file.clone())).await.unwrap();
        let body = response.into_body().collect().await.unwrap().to_bytes();
        let result: Value = serde_json::from_slice(&body).unwrap();
        let path = format!("/{}", result["mediaId"].as_str().unwrap());
        let response = sender.send_request(request("GET", &path, Vec::new())).await.unwrap();
        assert_eq!(response.headers()["content-type"], "video/mp4");
        assert!(response.into_body().collect().await.unwrap().to_bytes() == file);
        assert_eq!(bench.requests()[0]["body_length"], 1_200_000);
    });
}
