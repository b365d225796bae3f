//! A fax of 5 MB and a gigabyte of an answer go through a process that holds neither. In a process of its own, whose memory
//! nobody else uses.
#![cfg(target_os = "linux")]

#[allow(dead_code, reason = "shared with the other tests of files, which use all of it")]
#[path = "media/server.rs"]
mod server;

use ecall::blocking::SoapClient;
use ecall::{Attachment, CallOptions, Kind, Options, Outcome, SoapFaxOptions};
use server::{Server, Then};

const FILE: usize = 5 << 20;
const FILES: usize = 10;
/// What fifty megabytes of files may take, in KiB: less than one of them.
const ROOM: u64 = 5 << 10;
/// What an answer may take: the 16 MiB that are read, twice that while they grow, and those that the error before still holds.
const ANSWER_ROOM: u64 = 64 << 10;

/// The most memory that this process ever held, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

#[test]
fn long_files_and_long_answers_are_never_in_memory() {
    let server = Server::start(|exchange| {
        if exchange.seen.header("soapaction") == Some("\"eCallWebservice/SendFax\"") {
            exchange.swallow();
            assert!(exchange.seen.complete);
            let answer = "<Envelope><Body><R><ResponseCode>0</ResponseCode></R></Body></Envelope>";
            return exchange.answer(200, "", answer);
        }
        exchange.body();
        exchange.send("HTTP/1.1 200 OK\r\ncontent-length: 1073741824\r\n\r\n<Envelope><Body>");
        while exchange.send([b' '; 64 << 10]) {}
        Then::Close
    });
    let options = Options::new().username("u").password("p").base_url(server.url.clone());
    let client = SoapClient::new(options).unwrap();
    let folder = std::env::temp_dir().join(format!("ecall-soap-memory-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("plan.pdf");
    std::fs::write(&path, vec![7; FILE]).unwrap();

    let call = CallOptions::new().max_retries(0);
    let send = |files| client.send_fax("1", "a", files, SoapFaxOptions::new(), &call).unwrap();
    send(vec![Attachment::bytes("a.pdf", "warm")]);
    let held = bytes::Bytes::from(vec![7; FILE]);
    let before = peak();
    send((0..FILES).map(|_| Attachment::path(&path)).collect());
    send((0..FILES).map(|_| Attachment::bytes("a.pdf", held.clone())).collect());
    std::fs::remove_dir_all(folder).unwrap();
    let grown = peak() - before;
    assert!(grown < ROOM, "{grown} KiB for files of {} KiB", (FILES * FILE) >> 10);

    let before = peak();
    let error = client.send_sms("1", "a", None).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::OutcomeUnknown, Outcome::Unknown));
    assert_eq!(error.details().attempts[0].kind, Kind::UnexpectedResponse);
    let error = client.state("j", None, &call).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::UnexpectedResponse, Outcome::NotApplicable));
    let grown = peak() - before;
    assert!(grown < ANSWER_ROOM, "{grown} KiB for an answer of a gigabyte");
}
