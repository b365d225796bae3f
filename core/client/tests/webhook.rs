//! A receiver mounted in a server as its documentation shows it, called by the mock as the service calls a customer's.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::convert::Infallible;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::{Duration, Instant};

use bytes::Bytes;
use ecall::model::{NotificationAddress, Status};
use ecall::webhook::{Event, IncomingHead, Receiver, ReceiverOptions};
use ecall::{CallOptions, Client, Message, Options, SmsOptions, WaitManyOptions};
use http::{Request, Response};
use http_body_util::{BodyExt, Full, Limited};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use mock::Mock;
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};

/// A server on this machine whose events come out of the channel. A handler fails of a message that says `fail`.
async fn serve(options: ReceiverOptions) -> (SocketAddr, UnboundedReceiver<Event>) {
    let receiver = Arc::new(Receiver::new(options).unwrap());
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let address = listener.local_addr().unwrap();
    let (tell, told) = unbounded_channel();
    tokio::spawn(async move {
        loop {
            let (stream, peer) = listener.accept().await.unwrap();
            let (receiver, tell) = (Arc::clone(&receiver), tell.clone());
            let answer = service_fn(move |request| hook(Arc::clone(&receiver), peer, request, tell.clone()));
            tokio::spawn(http1::Builder::new().serve_connection(TokioIo::new(stream), answer));
        }
    });
    (address, told)
}

async fn hook(
    receiver: Arc<Receiver>,
    peer: SocketAddr,
    request: Request<Incoming>,
    tell: UnboundedSender<Event>,
) -> Result<Response<Full<Bytes>>, Infallible> {
    if let Err(refusal) = receiver.admit(IncomingHead::of(&request, peer.ip())) {
        return Ok(Response::<Bytes>::from(refusal).map(Full::new));
    }
    let (head, body) = request.into_parts();
    let body = Limited::new(body, receiver.max_body()).collect().await.unwrap();
    let request = Request::from_parts(head, body.to_bytes());
    let take = |event: Event| {
        let fails = matches!(&event, Event::Received(message) if message.text() == Some("fail"));
        if fails { Err("as it was asked to") } else { tell.send(event).map_err(|_| "nobody listens") }
    };
    Ok(receiver.respond(request, peer.ip(), take).map(Full::new))
}

fn here() -> ReceiverOptions {
    ReceiverOptions::new().allow(["127.0.0.1"])
}

fn client(mock: &Mock, username: &str) -> Client {
    let options = Options::new()
        .username(username)
        .password("p")
        .base_url(mock.rest_url())
        .ca_file(mock.ca_file())
        .default_from("Alarm");
    Client::new(options).unwrap()
}

async fn next(told: &mut UnboundedReceiver<Event>) -> Event {
    tokio::time::timeout(Duration::from_secs(20), told.recv()).await.expect("an event").unwrap()
}

fn notification(address: NotificationAddress) -> ecall::model::Notification {
    ecall::model::Notification {
        for_event: Some(ecall::model::NotifyOn::All),
        addresses: vec![address],
        ..ecall::model::Notification::default()
    }
}

#[tokio::test]
async fn each_state_of_a_message_is_told_by_get_and_by_post() {
    let mock = Mock::start();
    let (address, mut told) = serve(here()).await;
    let url = format!("http://{address}/hook");
    let client = client(&mock, "webhooks");
    for by in [NotificationAddress::url(url.as_str()), NotificationAddress::url_post(url.as_str())] {
        let mut sms = SmsOptions::new();
        sms.notification = Some(notification(by));
        let to = "+41791234567";
        let sent = client.send_sms_with(to, "x", None, sms, &CallOptions::new()).await.unwrap();
        let mut states = Vec::new();
        while states.last() != Some(&Status::Delivered) {
            let Event::Status(event) = next(&mut told).await else { panic!("a state was told") };
            assert_eq!((&event.message_id, event.to.as_deref()), (&sent.message_id, Some(to)));
            states.push(event.status.status.unwrap());
        }
        assert_eq!(states, [Status::Pending, Status::Sent, Status::Delivered]);
    }
}

#[tokio::test]
async fn what_is_told_of_a_list_ends_the_wait_for_it() {
    let mock = Mock::start();
    mock.put("accounts/webhook-list", &json!({ "webhooks": { "copies": 2 } })).unwrap();
    let (address, mut told) = serve(here()).await;
    let client = client(&mock, "webhook-list");
    let messages = (0..3).map(|index| Message::sms(format!("+4179000000{index}"), "x")).collect();
    let tell = notification(NotificationAddress::url_post(format!("http://{address}/hook")));
    let sent = client.send_list(messages, Some(tell), &CallOptions::new()).await.unwrap();
    let ids: Vec<_> = sent.accepted().map(|(_, sent)| sent.message_id.clone().unwrap()).collect();
    let begun = Instant::now();
    let options =
        WaitManyOptions::new().poll_initial(Duration::from_secs(30)).poll_max(Duration::from_secs(30));
    let mut many = client.wait_many(ids, &options).unwrap();
    let following = many.following().clone();
    let list_id = sent.list_id.clone();
    tokio::spawn(async move {
        while let Event::Status(event) = next(&mut told).await {
            assert_eq!(event.list_id, list_id);
            following.notify(event.status);
        }
    });
    let mut ends = Vec::new();
    while let Some(followed) = many.next().await {
        ends.push(followed.state.unwrap().status);
    }
    assert_eq!(ends, vec![Some(Status::Delivered); 3]);
    assert!(begun.elapsed() < Duration::from_secs(15), "{:?}", begun.elapsed());
}

/// What the mock was answered to a received message.
async fn received(mock: &Arc<Mock>, url: &str, text: &str) -> Value {
    let content = json!({ "type": "Text", "text": text });
    let told = json!({ "url": url, "channel": "Sms", "from": "+41791234567", "to": "+41790000000", "content": content });
    let mock = Arc::clone(mock);
    // Elsewhere, because the server that is called runs on this thread.
    let asked = tokio::task::spawn_blocking(move || mock.post("accounts/webhook-received/receive", &told));
    asked.await.unwrap().unwrap()["status"].clone()
}

#[tokio::test]
async fn a_received_message_is_answered_as_its_handler_ends_and_strangers_are_turned_away() {
    let mock = Arc::new(Mock::start());
    let (address, mut told) = serve(here()).await;
    let url = format!("http://{address}/hook");
    assert_eq!(received(&mock, &url, "Ja").await, 200);
    let Event::Received(message) = next(&mut told).await else { panic!("a message was received") };
    assert_eq!((message.text(), message.from.as_deref()), (Some("Ja"), Some("+41791234567")));
    assert_eq!(received(&mock, &url, "fail").await, 500);
    let (closed, mut nothing) = serve(ReceiverOptions::new()).await;
    assert_eq!(received(&mock, &format!("http://{closed}/hook"), "Ja").await, 403);
    assert!(nothing.try_recv().is_err() && told.try_recv().is_err());
}
