//! A file of 100 MB goes through a process that never holds it. In a process of its own, whose memory nobody else uses.
#![cfg(target_os = "linux")]

#[allow(dead_code, reason = "shared with the other tests of files, which use all of it")]
#[path = "media/server.rs"]
mod server;

use std::io::{self, Read};

use bytes::Bytes;
use ecall::blocking::Client;
use ecall::{DownloadOptions, MediaEncoding, MediaSource, MediaTarget, Options, UploadOptions};
use server::{Server, Then};

const FILE: u64 = 100 << 20;
/// What a transfer may take at most, its server's side with it.
const ROOM_KB: u64 = 16 << 10;

/// The most memory that this process ever held, in KiB.
fn peak() -> u64 {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:")).unwrap();
    line.trim().trim_end_matches(" kB").parse().unwrap()
}

/// A file of which every page is there.
fn file() -> impl Read + Send + 'static {
    io::repeat(7).take(FILE)
}

#[test]
fn a_long_file_is_never_in_memory() {
    let server = Server::start(|exchange| {
        if exchange.seen.head[0].starts_with("POST") {
            exchange.swallow();
            assert!(exchange.seen.complete);
            return exchange.uploaded();
        }
        exchange.send(format!("HTTP/1.1 200 OK\r\ncontent-length: {FILE}\r\n\r\n"));
        let chunk = [7; 64 << 10];
        for _ in 0..FILE / chunk.len() as u64 {
            exchange.send(chunk);
        }
        Then::Keep
    });
    let client =
        Client::new(Options::new().username("u").password("p").base_url(server.url.clone())).unwrap();
    let folder = std::env::temp_dir().join(format!("ecall-memory-{}", std::process::id()));
    std::fs::create_dir_all(&folder).unwrap();
    let path = folder.join("film.mp4");
    io::copy(&mut file(), &mut std::fs::File::create(&path).unwrap()).unwrap();

    let raw = UploadOptions::new().encoding(MediaEncoding::Raw);
    client.upload_media(MediaSource::bytes("warm"), &raw).unwrap();
    let before = peak();
    client.upload_media(MediaSource::path(&path), &UploadOptions::new()).unwrap();
    client.upload_media(MediaSource::reader(file()).with_length(FILE), &raw).unwrap();
    let chunks = futures_util::stream::iter((0..FILE >> 16).map(|_| Ok(Bytes::from(vec![7; 64 << 10]))));
    client.upload_media(MediaSource::stream(chunks).with_length(FILE), &raw).unwrap();

    client.download_media("m", MediaTarget::path(&path), &DownloadOptions::new()).unwrap();
    assert_eq!(std::fs::metadata(&path).unwrap().len(), FILE);
    let mut taken = 0;
    let (tell, told) = std::sync::mpsc::channel();
    let sink = MediaTarget::sink(move |chunk| {
        taken += chunk.len() as u64;
        tell.send(taken).unwrap();
        Box::pin(async { Ok(()) })
    });
    client.download_media("m", sink, &DownloadOptions::new()).unwrap();
    assert_eq!(told.iter().last(), Some(FILE));
    client.download_media("m", MediaTarget::writer(io::sink()), &DownloadOptions::new()).unwrap();
    std::fs::remove_dir_all(folder).unwrap();

    let grown = peak() - before;
    assert!(grown < ROOM_KB, "{grown} KiB for files of {} KiB", FILE >> 10);
}
