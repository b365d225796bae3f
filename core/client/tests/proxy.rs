//! A proxy, given and from the environment.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::process::Command;
use std::sync::mpsc::{Receiver, channel};

use base64::Engine as _;
use ecall::blocking::Client;
use ecall::{Kind, Options, Outcome};
use mock::Mock;

/// A proxy on loopback that knows CONNECT; the head of every request comes out of the channel.
fn proxy(answer: &'static str) -> (String, Receiver<String>) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let address = listener.local_addr().unwrap().to_string();
    let (tell, heads) = channel();
    std::thread::spawn(move || {
        for connection in listener.incoming() {
            let (mut client, tell) = (connection.unwrap(), tell.clone());
            std::thread::spawn(move || {
                let mut reader = BufReader::new(client.try_clone().unwrap());
                let mut head = String::new();
                while !head.ends_with("\r\n\r\n") && reader.read_line(&mut head).unwrap_or(0) > 0 {}
                let target = head.split(' ').nth(1).unwrap_or_default().to_owned();
                let _ = tell.send(head);
                client.write_all(answer.as_bytes()).unwrap();
                if answer.contains(" 200 ") {
                    let server = TcpStream::connect(target).unwrap();
                    let back = (server.try_clone().unwrap(), client.try_clone().unwrap());
                    std::thread::spawn(move || pump(back.0, back.1));
                    pump(client, server);
                }
            });
        }
    });
    (address, heads)
}

fn pump(mut from: TcpStream, mut to: TcpStream) {
    let mut buffer = [0; 4096];
    while let Ok(length @ 1..) = from.read(&mut buffer) {
        if to.write_all(&buffer[..length]).is_err() {
            break;
        }
    }
    let _ = to.shutdown(Shutdown::Write);
}

#[test]
fn every_request_goes_through_the_proxy_that_was_given_with_its_credentials() {
    let mock = Mock::start();
    let (address, heads) = proxy("HTTP/1.1 200 ok\r\n\r\n");
    let options =
        Options::new().username("proxied").password("p").base_url(mock.rest_url()).ca_file(mock.ca_file());
    let client = Client::new(options.proxy(format!("http://agent:secret@{address}"))).unwrap();
    client.send_sms("+41790000001", "x", Some("Alarm")).unwrap();
    let head = heads.recv().unwrap();
    assert!(head.starts_with("CONNECT localhost:"), "{head}");
    assert!(head.to_lowercase().contains("proxy-authorization: basic ywdlbnq6c2vjcmv0"), "{head}");
    assert!(
        !head.to_lowercase().contains("\r\nauthorization"),
        "the service's credentials are not for the proxy"
    );
}

#[test]
fn a_proxy_that_refuses_is_a_connection_that_failed() {
    let mock = Mock::start();
    let (address, _heads) = proxy("HTTP/1.1 407 no\r\n\r\n");
    let options =
        Options::new().username("refused").password("p").base_url(mock.rest_url()).ca_file(mock.ca_file());
    let client = Client::new(options.proxy(format!("http://agent:secret@{address}")).max_retries(0)).unwrap();
    let error = client.send_sms("+41790000001", "x", Some("Alarm")).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Connect, Outcome::NotAccepted));
    assert!(!format!("{error} {error:?}").contains("secret"));
}

/// A proxy that the HTTP library could not read would be passed by, and nobody would notice.
#[test]
fn a_proxy_with_an_odd_password_is_used_all_the_same() {
    let mock = Mock::start();
    let (address, heads) = proxy("HTTP/1.1 200 ok\r\n\r\n");
    for (password, basic) in [
        ("p{|}", "agent:p{|}"),
        ("p ä", "agent:p ä"),
        ("p@ss", "agent:p@ss"),
        ("p%41", "agent:pA"),
        ("p<^`[", "agent:p<^`["),
    ] {
        let options =
            Options::new().username("odd").password("p").base_url(mock.rest_url()).ca_file(mock.ca_file());
        let client = Client::new(options.proxy(format!(" http://agent:{password}@{address} "))).unwrap();
        client.send_sms("+41790000001", "x", Some("Alarm")).unwrap();
        let head = heads.try_recv().unwrap_or_else(|_| panic!("{password} went by the proxy"));
        let expected = base64::engine::general_purpose::STANDARD.encode(basic);
        let line = head.lines().find(|line| line.to_lowercase().starts_with("proxy-authorization")).unwrap();
        assert!(line.ends_with(&expected), "{password}: {line}");
    }
}

#[test]
fn a_tunnel_for_plain_http_leads_to_its_own_port() {
    let (address, heads) = proxy("HTTP/1.1 502 no\r\n\r\n");
    let options = Options::new().username("plain").password("p").max_retries(0).allow_plain_http(true);
    let client =
        Client::new(options.base_url("http://plain.invalid").proxy(format!("http://{address}"))).unwrap();
    client.send_sms("+41790000001", "x", Some("Alarm")).unwrap_err();
    assert!(heads.recv().unwrap().starts_with("CONNECT plain.invalid:80 "));
}

/// The mock is no proxy, but it speaks TLS with a certificate that the client trusts, and says no to CONNECT.
#[test]
fn a_proxy_may_speak_tls() {
    let mock = Mock::start();
    let options =
        Options::new().username("tls").password("p").base_url(mock.rest_url()).ca_file(mock.ca_file());
    let client = Client::new(options.proxy(mock.rest_url()).max_retries(0)).unwrap();
    let error = client.send_sms("+41790000001", "x", Some("Alarm")).unwrap_err();
    assert_eq!((error.kind(), error.outcome()), (Kind::Connect, Outcome::NotAccepted));
    assert!(error.to_string().contains("tunnel error: unsuccessful"), "{error}");
}

/// Sends with nothing but the environment for a configuration, in a process of its own, because changing the environment
/// of this one is not safe beside other threads. Whether it was sent.
fn send_by_environment(rest_url: &str, mock: &Mock, proxy: &str) -> bool {
    let output = Command::new(std::env::current_exe().unwrap())
        .args(["--exact", "child_that_sends_by_its_environment", "--nocapture"])
        .env_clear()
        .envs([("ECALL_REST_URL", rest_url), ("ECALL_CA_FILE", mock.ca_file()), ("ECALL_FROM", "Alarm")])
        .envs([("ECALL_USERNAME", "environment"), ("ECALL_PASSWORD", "p")])
        .envs([("HTTPS_PROXY", proxy), ("NO_PROXY", "elsewhere.invalid")])
        .output()
        .unwrap();
    String::from_utf8_lossy(&output.stdout).contains("the child sent")
}

/// Does nothing unless `send_by_environment` runs it.
#[test]
fn child_that_sends_by_its_environment() {
    if std::env::var_os("ECALL_REST_URL").is_some() {
        let client = Client::new(Options::new().max_retries(0)).unwrap();
        client.send_sms("+41790000001", "x", None).unwrap();
        println!("the child sent");
    }
}

#[test]
fn the_environment_names_the_proxy_for_the_world_outside() {
    let mock = Mock::start();
    let (address, heads) = proxy("HTTP/1.1 502 no\r\n\r\n");
    assert!(!send_by_environment("https://rest.invalid", &mock, &format!("http://{address}")));
    assert!(heads.recv().unwrap().starts_with("CONNECT rest.invalid:443"));
    // curl's form, without a scheme.
    assert!(!send_by_environment("https://rest.invalid", &mock, &address));
    assert_eq!(heads.try_iter().count(), 1);
}

#[test]
fn the_environment_s_proxy_is_not_asked_for_this_machine_nor_for_its_exceptions() {
    let mock = Mock::start();
    let (address, heads) = proxy("HTTP/1.1 502 no\r\n\r\n");
    assert!(send_by_environment(mock.rest_url(), &mock, &format!("http://{address}")));
    assert!(!send_by_environment("https://elsewhere.invalid", &mock, &format!("http://{address}")));
    assert_eq!(heads.try_iter().count(), 0);
}

#[test]
fn proxies_that_cannot_be_used_are_refused() {
    let refused = |base_url: &str, proxy: &str| {
        let options = Options::new().username("u").password("p").base_url(base_url).proxy(proxy);
        let error = Client::new(options).unwrap_err();
        assert_eq!(error.kind(), Kind::Config);
        error
            .details()
            .fields
            .iter()
            .map(|field| (field.field.clone(), field.rule.clone()))
            .collect::<Vec<_>>()
    };
    for proxy in ["ftp://127.0.0.1:1", "socks5://127.0.0.1:1", "http://", "not a host"] {
        let found = refused("https://localhost", proxy);
        assert_eq!(found, [("proxy".to_owned(), "format".into())], "{proxy}");
    }
    // The password would travel to the proxy as anybody can read it.
    let found = refused("http://127.0.0.1:1", "http://127.0.0.1:2");
    assert_eq!(found, [("proxy".to_owned(), "tls".into())]);
}
