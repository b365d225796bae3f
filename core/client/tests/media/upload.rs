//! What goes out.

use std::io::{self, Read};
use std::sync::{Arc, Mutex};

use bytes::Bytes;
use ecall::{MediaEncoding, MediaProgress, MediaSource, ProgressHook, UploadOptions};
use futures_util::stream;

use crate::server::{Seen, Server};
use crate::{Folder, client, options, pattern, run};

/// Gives its bytes in pieces of `piece`.
struct Dripping {
    bytes: Vec<u8>,
    at: usize,
    piece: usize,
}

fn dripping(bytes: Vec<u8>, piece: usize) -> Dripping {
    Dripping { bytes, at: 0, piece }
}

impl Read for Dripping {
    fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
        let length = into.len().min(self.piece).min(self.bytes.len() - self.at);
        into[..length].copy_from_slice(&self.bytes[self.at..self.at + length]);
        self.at += length;
        Ok(length)
    }
}

fn only(server: &Server) -> Seen {
    let seen = server.seen();
    assert_eq!(seen.len(), 1, "{seen:?}");
    assert!(seen[0].complete);
    seen.into_iter().next().unwrap()
}

/// Written by hand: RFC 7578, with names as WHATWG HTML has them.
fn form(seen: &Seen, name: &str, content_type: &str, file: &[u8]) -> Vec<u8> {
    let boundary =
        seen.header("content-type").unwrap().strip_prefix("multipart/form-data; boundary=").unwrap();
    let mut form = format!(
        "--{boundary}\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {content_type}\r\n\r\n"
    )
    .into_bytes();
    form.extend_from_slice(file);
    form.extend_from_slice(format!("\r\n--{boundary}--\r\n").as_bytes());
    form
}

#[test]
fn multipart_is_one_part_with_name_and_type() {
    let server = Server::taking();
    let options = UploadOptions::new().filename("Gr\u{fc}n \"1\"\r\n.png");
    let answer = client(&server).upload_media(MediaSource::bytes(&b"\x89PNG"[..]), &options).unwrap();
    assert_eq!((answer.media_id.as_str(), &answer.extra["size"]), ("m-1", &3.into()));
    assert_eq!(answer.http_status, 200);

    let seen = only(&server);
    assert_eq!(seen.head[0], "POST /api/v2/media HTTP/1.1");
    assert_eq!(seen.header("authorization"), Some("Basic dTpw"));
    assert_eq!(seen.header("accept"), Some("application/json"));
    let wanted = form(&seen, "Gr\u{fc}n %221%22%0D%0A.png", "image/png", b"\x89PNG");
    assert_eq!(seen.body, wanted);
    assert_eq!(seen.header("content-length"), Some(wanted.len().to_string().as_str()));
}

#[test]
fn raw_is_the_file_with_its_type() {
    let (server, folder) = (Server::taking(), Folder::new("raw"));
    let file = pattern(200_000);
    let source = MediaSource::path(folder.file("Plan.PDF", &file));
    client(&server).upload_media(source, &UploadOptions::new().encoding(MediaEncoding::Raw)).unwrap();
    let seen = only(&server);
    assert_eq!(seen.header("content-type"), Some("application/pdf"));
    assert_eq!(seen.header("content-length"), Some("200000"));
    assert_eq!(seen.body, file);
}

#[test]
fn a_path_gives_its_last_component_as_name() {
    let (server, folder) = (Server::taking(), Folder::new("name"));
    let source = MediaSource::path(folder.file("clip.mp4", b"film"));
    client(&server).upload_media(source, &UploadOptions::new()).unwrap();
    let seen = only(&server);
    assert_eq!(seen.body, form(&seen, "clip.mp4", "video/mp4", b"film"));
}

#[test]
fn without_a_name_it_is_called_file_and_its_type_may_be_given() {
    let server = Server::taking();
    let options = UploadOptions::new().content_type("audio/amr; x=1");
    run(async {
        let client = ecall::Client::new(self::options(&server)).unwrap();
        client.upload_media(MediaSource::reader(&b"ring"[..]), &options).await.unwrap();
    });
    let seen = only(&server);
    assert_eq!(seen.body, form(&seen, "file", "audio/amr; x=1", b"ring"));
}

#[test]
fn an_unknown_length_goes_out_in_chunks() {
    for encoding in [MediaEncoding::Multipart, MediaEncoding::Raw] {
        let server = Server::taking();
        let file = pattern(150_001);
        let source = MediaSource::reader(dripping(file.clone(), 10_000));
        client(&server).upload_media(source, &UploadOptions::new().encoding(encoding)).unwrap();
        let seen = only(&server);
        assert_eq!(seen.header("content-length"), None);
        assert_eq!(seen.header("transfer-encoding"), Some("chunked"));
        let wanted = match encoding {
            MediaEncoding::Raw => file,
            MediaEncoding::Multipart => form(&seen, "file", "application/octet-stream", &file),
        };
        assert!(seen.body == wanted, "{encoding:?}");
    }
}

#[test]
fn a_length_that_is_said_is_told_to_the_service() {
    let raw = UploadOptions::new().encoding(MediaEncoding::Raw);
    let server = Server::taking();
    let source = MediaSource::reader(dripping(pattern(100_000), 777)).with_length(100_000);
    client(&server).upload_media(source, &raw).unwrap();
    let seen = only(&server);
    assert_eq!(seen.header("content-length"), Some("100000"));
    assert!(seen.body == pattern(100_000));

    let server = Server::taking();
    let chunks = [&b"one"[..], b"", b" two", b" three"].map(|chunk| Ok(Bytes::from_static(chunk)));
    let source = MediaSource::stream(stream::iter(chunks)).with_length(13);
    run(async {
        ecall::Client::new(options(&server)).unwrap().upload_media(source, &raw).await.unwrap();
    });
    let seen = only(&server);
    assert_eq!((seen.header("content-length"), seen.body.as_slice()), (Some("13"), &b"one two three"[..]));
}

#[test]
fn an_empty_file_is_a_file() {
    for encoding in [MediaEncoding::Multipart, MediaEncoding::Raw] {
        let sources = [
            MediaSource::bytes(Bytes::new()),
            MediaSource::reader(io::empty()),
            MediaSource::reader(io::empty()).with_length(0),
        ];
        for source in sources {
            let (server, named) = (Server::taking(), format!("{encoding:?} of {source:?}"));
            client(&server).upload_media(source, &UploadOptions::new().encoding(encoding)).unwrap();
            let seen = only(&server);
            match encoding {
                MediaEncoding::Raw => assert!(seen.body.is_empty(), "{named}"),
                MediaEncoding::Multipart => {
                    assert_eq!(seen.body, form(&seen, "file", "application/octet-stream", b""), "{named}");
                }
            }
        }
    }
}

#[test]
fn progress_is_told_chunk_by_chunk_to_its_end() {
    let told: Arc<Mutex<Vec<MediaProgress>>> = Arc::default();
    let hook = {
        let told = told.clone();
        ProgressHook::new(move |progress| told.lock().unwrap().push(progress))
    };
    let upload = |source| {
        let server = Server::taking();
        told.lock().unwrap().clear();
        client(&server).upload_media(source, &UploadOptions::new().progress(hook.clone())).unwrap();
        let told = told.lock().unwrap();
        // 300 000 bytes are 4 chunks of 64 KiB and a rest.
        assert!((1..=5).contains(&told.len()), "{told:?}");
        assert!(told.windows(2).all(|pair| pair[0].transferred < pair[1].transferred), "{told:?}");
        let last = told.last().unwrap();
        (last.transferred, last.total)
    };
    assert_eq!(upload(MediaSource::bytes(pattern(300_000))), (300_000, Some(300_000)));
    assert_eq!(upload(MediaSource::reader(io::Cursor::new(pattern(300_000)))), (300_000, None));
}

#[test]
fn a_connection_is_used_again_after_an_upload() {
    let server = Server::taking();
    let client = client(&server);
    for _ in 0..3 {
        client.upload_media(MediaSource::bytes(pattern(100_000)), &UploadOptions::new()).unwrap();
    }
    let connections: Vec<_> = server.seen().iter().map(|seen| seen.connection).collect();
    assert_eq!(connections, [0, 0, 0]);
}
