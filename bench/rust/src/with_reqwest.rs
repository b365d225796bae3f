//! Plain reqwest on a current-thread runtime, doing the JSON work that the client does.

use std::sync::Arc;

use reqwest::header::{CONTENT_TYPE, HeaderValue};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use serde::{Deserialize, Serialize};

use crate::{FROM, Failure, PASSWORD, Place, TEXT, TO, USERNAME, current_thread, serve, taken};

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
    let runtime = current_thread()?;
    let client = client(place)?;
    let url = format!("{}/api/v2/message", place.url);
    serve("0.13", |count| {
        runtime.block_on(async {
            for _ in 0..count {
                send(&client, &url).await?;
            }
            Ok(())
        })
    })
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

async fn send(client: &reqwest::Client, url: &str) -> Result<(), Failure> {
    let content = Content { r#type: "Text", text: TEXT };
    let body = serde_json::to_vec(&Message { channel: "Sms", from: FROM, to: TO, content })?;
    let request = client.post(url).basic_auth(USERNAME, Some(PASSWORD)).body(body);
    let request = request.header(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    let answer = request.send().await?.error_for_status()?.bytes().await?;
    let result: MessageResult = serde_json::from_slice(&answer)?;
    taken(result.message_id.as_deref())
}
