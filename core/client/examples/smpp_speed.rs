//! How fast: submits through one link with so many in flight, beside a bare ping-pong of the same octets.
//!
//! `cargo run --release -p ecall --example smpp_speed`. The responder is trivial and shares the machine.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Instant;

use ecall::Options;
use ecall::smpp::{SmppClient, SmppOptions, SubmitOptions, SubmitRequest};
use tokio::io::{AsyncReadExt, AsyncWriteExt};

const TO: &str = "+41791234567";
const TEXT: &str = "Pump 3 stopped at 14:07, pressure low";

/// Answers every PDU with its response; to submit_sm with an id that counts.
fn responder() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    let address = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || serve(stream));
        }
    });
    address
}

fn serve(mut stream: TcpStream) {
    let _ = stream.set_nodelay(true);
    let (mut input, mut filled) = (vec![0; 256 * 1024], 0);
    let mut out = Vec::new();
    let mut count: u32 = 0;
    while let Ok(read @ 1..) = stream.read(&mut input[filled..]) {
        filled += read;
        let mut at = 0;
        while let Some(header) = input[at..filled].first_chunk::<16>() {
            let number = |from: usize| {
                u32::from_be_bytes([header[from], header[from + 1], header[from + 2], header[from + 3]])
            };
            let length = number(0) as usize;
            if filled - at < length {
                break;
            }
            at += length;
            count += 1;
            let body = if number(4) == 0x15 { Vec::new() } else { format!("{count:010}\0").into_bytes() };
            out.extend(((16 + body.len()) as u32).to_be_bytes());
            out.extend((number(4) | 0x8000_0000).to_be_bytes());
            out.extend([0; 4]);
            out.extend(&header[12..]);
            out.extend(body);
        }
        input.copy_within(at..filled, 0);
        filled -= at;
        if stream.write_all(&out).is_err() {
            return;
        }
        out.clear();
    }
}

fn options(address: SocketAddr) -> Options {
    Options::new().username("u").password("p").base_url(format!("smpp://{address}"))
}

fn rate(count: usize, begun: Instant) -> f64 {
    count as f64 / begun.elapsed().as_secs_f64()
}

fn on_one_thread<T>(what: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime").block_on(what)
}

/// A request and its response, bare.
fn ping_pong(address: SocketAddr, count: usize) -> f64 {
    on_one_thread(async {
        let mut stream = tokio::net::TcpStream::connect(address).await.expect("a connection");
        stream.set_nodelay(true).expect("no delay");
        let mut request = vec![0; 90];
        request[3] = 90;
        request[7] = 4;
        request[15] = 1;
        let mut response = [0; 27];
        let begun = Instant::now();
        for _ in 0..count {
            stream.write_all(&request).await.expect("written");
            stream.read_exact(&mut response).await.expect("read");
        }
        rate(count, begun)
    })
}

fn one_at_a_time(address: SocketAddr, count: usize) -> f64 {
    on_one_thread(async {
        let client = SmppClient::new(options(address), SmppOptions::new()).expect("options");
        client.bind().await.expect("bound");
        let begun = Instant::now();
        for _ in 0..count {
            client.submit(TO, TEXT, None).await.expect("accepted");
        }
        rate(count, begun)
    })
}

fn many(address: SocketAddr, window: u32, count: usize) -> f64 {
    let client = ecall::blocking::SmppClient::new(options(address), SmppOptions::new().window(window))
        .expect("options");
    client.bind().expect("bound");
    let bulk = client.submit_many(SubmitOptions::new()).expect("bound");
    let begun = Instant::now();
    let (mut given, mut taken) = (0, 0);
    while taken < count {
        let room = bulk.room().min(count - given);
        if room > 0 {
            bulk.give((0..room).map(|_| Ok(SubmitRequest::new(TO, TEXT))));
            given += room;
        }
        if let Some(turn) = bulk.blocking_turn(given < count, std::time::Duration::from_secs(10)) {
            taken += turn.done.iter().filter(|done| done.result.is_ok()).count();
        }
    }
    rate(count, begun)
}

fn main() {
    let address = responder();
    for _ in 0..3 {
        let (bare, one) = (ping_pong(address, 50_000), one_at_a_time(address, 50_000));
        println!("one in flight: {one:.0}/s, bare ping-pong {bare:.0}/s, {:.2}", one / bare);
        for window in [10, 50, 500, 2000] {
            println!("{window} in flight: {:.0}/s", many(address, window, 1_000_000));
        }
    }
}
