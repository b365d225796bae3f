//! Uploads, downloads, and what is kept of large bodies.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD;
use serde_json::{Value, json};

use crate::client::{Answer, Bench};

const MEDIA: &str = "/api/v2/media";

fn upload(bench: &Bench, content_type: &str, body: &[u8]) -> Answer {
    bench.connect().request("POST", MEDIA, &[("content-type", content_type)], body).unwrap()
}

fn form(parts: &[(&str, &str)]) -> Vec<u8> {
    let parts = parts.iter().map(|(head, body)| format!("--XX\r\n{head}\r\n\r\n{body}\r\n"));
    format!("{}--XX--\r\n", parts.collect::<String>()).into_bytes()
}

fn file(content_type: &str, body: &str) -> Vec<u8> {
    let head = format!(
        "Content-Disposition: form-data; name=\"file\"; filename=\"a b.png\"\r\nContent-Type: {content_type}"
    );
    form(&[(&head, body)])
}

fn kept(bench: &Bench) -> Vec<Value> {
    bench.account("GET", "/media", &Value::Null)["media"].as_array().unwrap().clone()
}

#[test]
fn a_file_comes_back_as_it_went() {
    let bench = Bench::new();
    let multipart = upload(&bench, "multipart/form-data; boundary=XX", &file("image/png", "\r\n--X\u{0}"));
    let raw = upload(&bench, "image/jpeg", b"abc");
    for (answer, content_type, body) in
        [(multipart, "image/png", &b"\r\n--X\0"[..]), (raw, "image/jpeg", b"abc")]
    {
        assert_eq!(answer.status, 200);
        let path = format!("{MEDIA}/{}", answer.json()["mediaId"].as_str().unwrap());
        let back = bench.connect().get(&path).unwrap();
        assert_eq!((back.status, back.header("content-type")), (200, Some(content_type)));
        assert_eq!(back.body, body);
    }
    let [multipart, raw] = &kept(&bench)[..] else { panic!() };
    assert_eq!((&multipart["encoding"], &multipart["filename"]), (&json!("multipart"), &json!("a b.png")));
    assert_eq!(
        (&raw["encoding"], &raw["filename"], &raw["length"]),
        (&json!("raw"), &Value::Null, &json!(3))
    );
    assert_eq!(raw["sha256"], "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
    assert_eq!(bench.connect().get(&format!("{MEDIA}/x")).unwrap().status, 404);
}

#[test]
fn what_is_no_file_is_refused() {
    let bench = Bench::new();
    let code = |content_type: &str, body: &[u8]| {
        let answer = upload(&bench, content_type, body);
        assert_eq!(answer.status, 400);
        answer.json()["errorCode"].as_str().unwrap().to_owned()
    };
    let multipart = "multipart/form-data; boundary=XX";
    assert_eq!(code("image/png", b""), "RequestMissing");
    assert_eq!(code(multipart, &file("image/png", "")), "CannotConvertMediaBody");
    assert_eq!(code(multipart, &file("application/x-msdownload", "MZ")), "CannotConvertMediaBody");
    assert_eq!(code("application/x-msdownload", b"MZ"), "CannotConvertMediaBody");
    let (named, other) =
        ("Content-Disposition: form-data; name=file", "Content-Disposition: form-data; name=other");
    assert_eq!(code(multipart, &form(&[(other, "x")])), "InvalidContent");
    assert_eq!(code(multipart, &form(&[(named, "x"), (other, "x")])), "InvalidContent");
    assert_eq!(code(multipart, b"no form"), "InvalidContent");
    bench.account("PUT", "", &json!({ "refuse_media": true }));
    assert_eq!(code("image/png", b"abc"), "CannotConvertMediaBody");
    assert!(kept(&bench).is_empty());
    bench.account("PUT", "", &json!({ "refuse_media": false }));
    assert_eq!(upload(&bench, multipart, &form(&[(named, "x")])).status, 200);
}

#[test]
fn media_are_made_by_command() {
    let bench = Bench::new();
    let body = json!({ "contentType": "text/x", "body_base64": STANDARD.encode("hello") });
    let id = bench.account("POST", "/media", &body)["mediaId"].as_str().unwrap().to_owned();
    assert_eq!(bench.connect().get(&format!("{MEDIA}/{id}")).unwrap().body, b"hello");
    let body = json!({ "contentType": "video/mp4", "pattern_mib": 3 });
    let id = bench.account("POST", "/media", &body)["mediaId"].as_str().unwrap().to_owned();
    let answer = bench.connect().get(&format!("/api/v1/media/{id}")).unwrap();
    assert_eq!(answer.header("content-length"), Some("3145728"));
    assert!(
        answer
            .body
            .iter()
            .enumerate()
            .all(|(offset, byte)| usize::from(*byte) == (offset * 31 + offset / 256) % 256)
    );
    assert_eq!(kept(&bench)[1]["encoding"], Value::Null);
    for wrong in [json!({ "contentType": "a" }), json!({ "contentType": "a\nb", "pattern_mib": 1 })] {
        let path = format!("accounts/{}/media", bench.user);
        assert_eq!(bench.control_answer("POST", &path, &wrong).status, 400, "{wrong}");
    }
}

#[test]
fn a_large_body_is_not_kept_but_its_digest_is() {
    let bench = Bench::new();
    const MIB: usize = 1024 * 1024;
    assert_eq!(upload(&bench, "image/png", &vec![b'a'; MIB]).status, 200);
    assert_eq!(upload(&bench, "image/png", &vec![b'a'; MIB + 1]).status, 200);
    let [kept, large] = &bench.requests()[..] else { panic!() };
    assert_eq!(STANDARD.decode(kept["body_base64"].as_str().unwrap()).unwrap(), vec![b'a'; MIB]);
    // sha256sum of a million and some letters, by coreutils.
    assert_eq!(kept["body_sha256"], "9bc1b2a288b26af7257a36277ae3816a7d4f16e89c1e7e77d0a5c48bad62b360");
    assert_eq!((&large["body_base64"], &large["json"]), (&Value::Null, &Value::Null));
    assert_eq!(large["body_length"], MIB + 1);
    assert_eq!(large["body_sha256"], "4a3f0c0c213adea174f9a3d4c13177315b588bdb2e9c1012d3d0bf0453ca0f6a");
    assert_eq!(large["complete"], true);
}
