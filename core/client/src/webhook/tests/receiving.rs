use std::cell::Cell;
use std::net::IpAddr;

use bytes::Bytes;
use http::{HeaderValue, Request, Response};

use crate::webhook::{Event, Incoming, IncomingHead, Receiver, ReceiverOptions};

const ECALL: &str = "193.93.208.149";
const STATUS: &[u8] = b"{\"messageId\":\"a\",\"status\":\"Read\"}";

fn receiver(options: ReceiverOptions) -> Receiver {
    Receiver::new(options).unwrap()
}

fn head<'a>(peer: &str, method: &'a str) -> IncomingHead<'a> {
    IncomingHead { peer: peer.to_owned().into(), method, ..IncomingHead::default() }
}

fn post<'a>(peer: &str, body: &'a [u8]) -> Incoming<'a> {
    Incoming { head: head(peer, "POST"), query: None, body }
}

/// The status of the refusal; 200 where there is none.
fn opened(receiver: &Receiver, request: Incoming<'_>) -> u16 {
    receiver.open(request).map_or_else(|refusal| refusal.status, |_| 200)
}

#[test]
fn a_request_of_ecalls_is_opened() {
    let receiver = receiver(ReceiverOptions::new());
    let Event::Status(event) = receiver.open(post(ECALL, STATUS)).unwrap() else { panic!("no status") };
    assert_eq!(event.message_id.as_deref(), Some("a"));
    let get = Incoming { head: head("::ffff:193.93.208.200", "GET"), query: Some("messageId=b"), body: b"" };
    let Event::Status(event) = receiver.open(get).unwrap() else { panic!("no status") };
    assert_eq!(event.message_id.as_deref(), Some("b"));
    let body = br#"{"content":{"type":"Text","text":"hi"}}"#;
    let Event::Received(message) = receiver.open(post(ECALL, body)).unwrap() else { panic!("no message") };
    assert_eq!(message.text(), Some("hi"));
}

#[test]
fn every_refusal_has_its_status() {
    let strict = receiver(ReceiverOptions::new().max_body(1024));
    for peer in ["192.0.2.1", "127.0.0.1", "::1", "", "unix:"] {
        assert_eq!(opened(&strict, post(peer, STATUS)), 403, "{peer}");
    }
    for method in ["HEAD", "PUT", "DELETE", "OPTIONS", "get", ""] {
        let refusal = strict.admit(head(ECALL, method)).unwrap_err();
        assert_eq!((refusal.status, refusal.allow()), (405, Some("GET, POST")), "{method}");
    }
    for body in [&b""[..], b"{", b"[]", b"{\"from\":\"4711\"}", b"{\"4711\":", b"4711"] {
        let refusal = strict.open(post(ECALL, body)).unwrap_err();
        assert_eq!((refusal.status, refusal.allow()), (400, None));
        assert!(!refusal.to_string().contains("4711"), "{refusal}");
    }
    // A stranger learns nothing but that.
    let stranger = Incoming { head: head("192.0.2.1", "PUT"), query: None, body: &[b'4'; 2000] };
    assert_eq!(opened(&strict, stranger), 403);
}

#[test]
fn a_length_is_refused_before_and_after_reading() {
    let receiver = receiver(ReceiverOptions::new().max_body(1024));
    for (length, expected) in
        [(None, Ok(())), (Some(1024), Ok(())), (Some(1025), Err(413)), (Some(u64::MAX), Err(413))]
    {
        let head = IncomingHead { content_length: length, ..head(ECALL, "POST") };
        assert_eq!(receiver.admit(head).map_err(|refusal| refusal.status), expected, "{length:?}");
    }
    let body = |length: usize| format!("{{\"messageId\":\"a\"{}}}", " ".repeat(length - 17)).into_bytes();
    assert_eq!(body(1024).len(), 1024);
    assert_eq!(opened(&receiver, post(ECALL, &body(1024))), 200);
    assert_eq!(opened(&receiver, post(ECALL, &body(1025))), 413);
    let query = |length: usize| format!("messageId={}", "a".repeat(length - 10));
    for (length, expected) in [(1024, 200), (1025, 413)] {
        let query = query(length);
        let get = Incoming { head: head(ECALL, "GET"), query: Some(&query), body: b"" };
        assert_eq!(opened(&receiver, get), expected);
    }
}

#[test]
fn who_may_send_can_be_said() {
    let other = receiver(ReceiverOptions::new().allow(["127.0.0.1", "192.0.2.0/24"]));
    assert_eq!(opened(&other, post("127.0.0.1", STATUS)), 200);
    assert_eq!(opened(&other, post("192.0.2.99:4000", STATUS)), 200);
    // Instead of eCall's, not besides them.
    assert_eq!(opened(&other, post(ECALL, STATUS)), 403);
    let any = receiver(ReceiverOptions::new().any_source());
    for peer in ["8.8.8.8", "", "unix:"] {
        assert_eq!(opened(&any, post(peer, STATUS)), 200);
    }
    let mut put = post("8.8.8.8", STATUS);
    put.head.method = "PUT";
    assert_eq!(opened(&any, put), 405);
}

#[test]
fn a_header_is_believed_of_trusted_proxies_alone() {
    let direct = receiver(ReceiverOptions::new());
    let proxied = receiver(ReceiverOptions::new().trusted_proxies(["10.0.0.0/8"]));
    for (receiver, peer, lines, expected) in [
        (&direct, "10.0.0.1", &[ECALL][..], 403),
        (&direct, ECALL, &["8.8.8.8"], 200),
        (&proxied, "10.0.0.1", &[ECALL], 200),
        (&proxied, "10.0.0.1", &["8.8.8.8", "193.93.208.149, 10.0.0.2"], 200),
        (&proxied, "10.0.0.1", &["193.93.208.149, 8.8.8.8"], 403),
        (&proxied, "10.0.0.1", &["193.93.208.149, unknown"], 403),
        (&proxied, "10.0.0.1", &[], 403),
        (&proxied, "8.8.8.8", &[ECALL], 403),
    ] {
        let mut request = post(peer, STATUS);
        request.head.forwarded_for = lines.to_vec();
        assert_eq!(opened(receiver, request), expected, "{peer} {lines:?}");
    }
}

fn request(method: &str, uri: &str, body: &[u8]) -> Request<Bytes> {
    Request::builder().method(method).uri(uri).body(Bytes::copy_from_slice(body)).unwrap()
}

fn peer() -> IpAddr {
    ECALL.parse().unwrap()
}

fn shown(response: &Response<Bytes>) -> (u16, &str) {
    (response.status().as_u16(), std::str::from_utf8(response.body()).unwrap())
}

#[test]
fn the_answer_is_200_once_the_handler_returned() {
    let receiver = receiver(ReceiverOptions::new());
    for request in
        [request("POST", "/hook?token=x", STATUS), request("GET", "/hook?messageId=a&status=Read", b"")]
    {
        let taken = Cell::new(0);
        let response = receiver.respond(request, peer(), |event| {
            assert!(matches!(event, Event::Status(event) if event.message_id.as_deref() == Some("a")));
            taken.set(taken.get() + 1);
            Ok::<_, String>(())
        });
        assert_eq!((shown(&response), taken.get()), ((200, ""), 1));
    }
}

#[test]
fn the_answer_is_500_where_the_handler_failed_and_does_not_say_why() {
    let receiver = receiver(ReceiverOptions::new());
    let response = receiver.respond(request("POST", "/", STATUS), peer(), |_| Err("the database of 4711"));
    assert_eq!(response.status(), 500);
    assert!(!shown(&response).1.contains("4711"));
}

#[test]
fn the_handler_does_not_see_what_is_refused() {
    let receiver = receiver(ReceiverOptions::new().max_body(1024));
    let never = |_| -> Result<(), String> { panic!("was called") };
    let stranger = receiver.respond(request("POST", "/", STATUS), "192.0.2.1".parse().unwrap(), never);
    assert_eq!(stranger.status(), 403);
    assert_eq!(stranger.headers()["content-type"], "text/plain; charset=utf-8");
    let method = receiver.respond(request("HEAD", "/?messageId=a", b""), peer(), never);
    assert_eq!(
        (method.status().as_u16(), &method.headers()["allow"]),
        (405, &HeaderValue::from_static("GET, POST"))
    );
    let long = receiver.respond(request("POST", "/", &[b' '; 1025]), peer(), never);
    assert_eq!(long.status(), 413);
    assert!(!long.headers().contains_key("allow"));
    let unreadable = receiver.respond(request("POST", "/", b"{\"4711"), peer(), never);
    assert_eq!(unreadable.status(), 400);
    assert!(!shown(&unreadable).1.contains("4711"));
}

#[test]
fn the_head_of_a_request_is_taken_over() {
    let mut request = request("POST", "/", STATUS);
    let headers = request.headers_mut();
    headers.append("X-Forwarded-For", HeaderValue::from_static("193.93.208.149"));
    headers.append("X-FORWARDED-FOR", HeaderValue::from_static("10.0.0.2"));
    headers.insert("Content-Length", HeaderValue::from_static("34"));
    let proxy: IpAddr = "10.0.0.1".parse().unwrap();
    let head = IncomingHead::of(&request, proxy);
    assert_eq!((head.peer.as_ref(), head.method, head.content_length), ("10.0.0.1", "POST", Some(34)));
    assert_eq!(head.forwarded_for, ["193.93.208.149", "10.0.0.2"]);

    let receiver = receiver(ReceiverOptions::new().trusted_proxies(["10.0.0.0/8"]));
    assert!(receiver.admit(head).is_ok());
    // A line that is no text ends the way to the source, it is not passed over.
    request.headers_mut().append("X-Forwarded-For", HeaderValue::from_bytes(b"\xff").unwrap());
    let response = receiver.respond(request, proxy, |_| Ok::<_, String>(()));
    assert_eq!(response.status(), 403);
}

/// Servers move what they await between threads.
fn movable<T: Send>(future: T) -> T {
    future
}

#[tokio::test]
async fn a_handler_may_be_awaited() {
    let receiver = receiver(ReceiverOptions::new());
    let taken = async |_: Event| {
        tokio::task::yield_now().await;
        Ok::<_, String>(())
    };
    let answered = movable(receiver.respond_async(request("POST", "/", STATUS), peer(), taken));
    assert_eq!(shown(&answered.await), (200, ""));
    let failed = async |_: Event| Err("4711");
    let answered = receiver.respond_async(request("POST", "/", STATUS), peer(), failed).await;
    assert_eq!(answered.status(), 500);
    assert!(!shown(&answered).1.contains("4711"));
    let refused = receiver.respond_async(request("PUT", "/", STATUS), peer(), taken).await;
    assert_eq!(refused.status(), 405);
}
