//! What a receiver of webhooks tells to `tracing`: that a handler failed at every level, why at debug level alone.

use std::io::Write;
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ecall::webhook::{Receiver, ReceiverOptions};
use tracing_subscriber::filter::LevelFilter;

#[derive(Clone, Default)]
struct Caught(Arc<Mutex<Vec<u8>>>);

impl Write for Caught {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

const PHONE: &str = "+41790009911";
const CAUSE: &str = "marker-cause-91bc";

/// What is told of a request that is refused, one whose handler returns and one whose handler fails.
fn told(level: LevelFilter) -> String {
    let caught = Caught::default();
    let writer = caught.clone();
    let subscriber =
        tracing_subscriber::fmt().with_max_level(level).with_writer(move || writer.clone()).finish();
    tracing::subscriber::with_default(subscriber, || {
        let receiver = Receiver::new(ReceiverOptions::new().any_source()).unwrap();
        for body in [format!("{{\"messageId\":\"a\",\"to\":\"{PHONE}\"}}"), format!("{{\"to\":\"{PHONE}\"}}")]
        {
            for result in [Ok(()), Err(CAUSE)] {
                let request = http::Request::post("/").body(Bytes::from(body.clone())).unwrap();
                receiver.respond(request, "192.0.2.1".parse().unwrap(), |_| result);
            }
        }
    });
    let bytes = caught.0.lock().unwrap().clone();
    String::from_utf8(bytes).unwrap()
}

#[test]
fn a_failed_handler_is_told_and_its_words_at_debug_level_alone() {
    let (info, debug) = (told(LevelFilter::INFO), told(LevelFilter::DEBUG));
    for text in [&info, &debug] {
        assert_eq!(text.matches("WARN").count(), 1, "{text}");
        assert!(!text.contains(PHONE), "{text}");
    }
    assert!(!info.contains(CAUSE), "{info}");
    assert_eq!(debug.matches(CAUSE).count(), 1, "{debug}");
}
