//! Plain reqwest on a current-thread runtime, doing the JSON work that the client does, or the work on forms: a UUID for each
//! job, and the code read out of the answer with quick-xml.

use std::sync::Arc;

use quick_xml::events::Event;
use quick_xml::reader::Reader;
use reqwest::header::{CONTENT_TYPE, HeaderValue};
use rustls::crypto::SecureRandom;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde::{Deserialize, Serialize};
use url::form_urlencoded::Serializer;

use crate::{
    FROM, Failure, Interface, PASSWORD, Place, TEXT, TO, USERNAME, serve_one_by_one, taken, taken_job,
};

const VERSION: &str = "0.13";

#[derive(Serialize)]
struct Message<'a> {
    channel: &'a str,
    from: &'a str,
    to: &'a str,
    content: Content<'a>,
}

#[derive(Serialize)]
struct Content<'a> {
    r#type: &'a str,
    text: &'a str,
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct MessageResult {
    message_id: Option<String>,
    #[serde(rename = "messageIdList")]
    _message_id_list: Option<Vec<Pair>>,
    #[serde(rename = "timestamp")]
    _timestamp: Option<String>,
}

#[derive(Deserialize)]
struct Pair {
    #[serde(rename = "messageId")]
    _message_id: Option<String>,
    #[serde(rename = "address")]
    _address: Option<String>,
}

/// The worker of this peer.
pub(crate) fn work(place: &Place) -> Result<(), Failure> {
    let client = client(place)?;
    match place.interface {
        Interface::Rest => {
            let url = format!("{}/api/v2/message", place.url);
            serve_one_by_one(VERSION, async || send_message(&client, &url).await)
        }
        Interface::Forms => {
            let url = format!("{}/Api/Sms", place.url);
            let random = rustls::crypto::ring::default_provider().secure_random;
            serve_one_by_one(VERSION, async || send_form(&client, &url, random).await)
        }
        other => Err(other.refused()),
    }
}

fn client(place: &Place) -> Result<reqwest::Client, Failure> {
    let mut roots = rustls::RootCertStore::empty();
    for certificate in CertificateDer::pem_file_iter(&place.ca_file)? {
        roots.add(certificate?)?;
    }
    let tls = rustls::ClientConfig::builder_with_provider(Arc::new(rustls::crypto::ring::default_provider()))
        .with_safe_default_protocol_versions()?
        .with_root_certificates(roots)
        .with_no_client_auth();
    Ok(reqwest::Client::builder().http1_only().tls_backend_preconfigured(tls).build()?)
}

async fn send_message(client: &reqwest::Client, url: &str) -> Result<(), Failure> {
    let content = Content { r#type: "Text", text: TEXT };
    let body = serde_json::to_vec(&Message { channel: "Sms", from: FROM, to: TO, content })?;
    let request = client.post(url).basic_auth(USERNAME, Some(PASSWORD)).body(body);
    let request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let answer = request.send().await?.error_for_status()?.bytes().await?;
    let result: MessageResult = serde_json::from_slice(&answer)?;
    taken(result.message_id.as_deref())
}

async fn send_form(client: &reqwest::Client, url: &str, random: &dyn SecureRandom) -> Result<(), Failure> {
    let job_id = uuid(random)?;
    let body = Serializer::new(String::new())
        .append_pair("UserName", USERNAME)
        .append_pair("Password", PASSWORD)
        .append_pair("Address", TO)
        .append_pair("Message", TEXT)
        .append_pair("JobID", &job_id)
        .append_pair("CallBack", FROM)
        .finish();
    let request = client.post(url).body(body);
    let request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/x-www-form-urlencoded"));
    let answer = request.send().await?.error_for_status()?.bytes().await?;
    taken_job(result_code(std::str::from_utf8(&answer)?)?, &job_id)
}

/// A UUID of version 4 (RFC 9562, section 5.4).
fn uuid(random: &dyn SecureRandom) -> Result<String, Failure> {
    let mut bytes = [0; 16];
    random.fill(&mut bytes).map_err(|_| "the system gives no random numbers")?;
    bytes[6] = bytes[6] & 0x0f | 0x40;
    bytes[8] = bytes[8] & 0x3f | 0x80;
    let mut id = format!("{:032x}", u128::from_be_bytes(bytes));
    for at in [20, 16, 12, 8] {
        id.insert(at, '-');
    }
    Ok(id)
}

/// The code in an answer; the whole document is read, as the client does.
fn result_code(document: &str) -> Result<Option<i64>, Failure> {
    let mut reader = Reader::from_str(document);
    let (mut code, mut is_code) = (None, false);
    loop {
        match reader.read_event()? {
            Event::Start(start) => is_code = start.local_name().as_ref() == "ResultCode",
            Event::Text(text) if is_code => code = Some(text.xml10_content().parse()?),
            Event::End(_) => is_code = false,
            Event::Eof => return Ok(code),
            _ => {}
        }
    }
}
