//! The program as users and suites run it.

use std::io::{BufRead, BufReader, Read};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use serde_json::Value;

fn program() -> Command {
    Command::new(env!("CARGO_BIN_EXE_ecall-mock"))
}

fn serve() -> (Child, Value) {
    let mut child = program()
        .args(["serve", "--exit-with-stdin"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    (child, serde_json::from_str(&line).unwrap())
}

#[test]
fn serve_announces_itself_and_ends_with_stdin() {
    let (mut child, addresses) = serve();
    assert!(addresses["rest_url"].as_str().unwrap().starts_with("https://localhost:"));
    assert!(addresses["https_url"].as_str().unwrap().starts_with("https://localhost:"));
    assert_ne!(addresses["https_url"], addresses["rest_url"]);
    assert!(addresses["soap_url"].as_str().unwrap().starts_with("https://localhost:"));
    assert_ne!(addresses["soap_url"], addresses["https_url"]);
    assert!(addresses["smpp_url"].as_str().unwrap().starts_with("smpps://localhost:"));
    assert!(addresses["control_url"].as_str().unwrap().starts_with("http://127.0.0.1:"));
    assert_eq!(addresses["pid"], child.id());
    assert_eq!(addresses["version"], env!("CARGO_PKG_VERSION"));
    let ca_file = Path::new(addresses["ca_file"].as_str().unwrap());
    assert!(ca_file.is_file());
    drop(child.stdin.take());
    assert!(child.wait().unwrap().success());
    assert!(!ca_file.parent().unwrap().exists());
}

#[cfg(unix)]
#[test]
fn serve_ends_in_good_order_when_it_is_terminated() {
    let (mut child, addresses) = serve();
    let killed = Command::new("kill").args(["-TERM", &child.id().to_string()]).status().unwrap();
    assert!(killed.success());
    assert!(child.wait().unwrap().success());
    assert!(!Path::new(addresses["ca_file"].as_str().unwrap()).exists());
}

#[cfg(unix)]
#[test]
fn run_gives_the_command_its_environment_and_ends_with_its_code() {
    let script = "echo $ECALL_REST_URL $ECALL_HTTPS_URL $ECALL_SOAP_URL $ECALL_MOCK_CONTROL_URL $ECALL_USERNAME $ECALL_PASSWORD $ECALL_FROM \
        $ECALL_SMPP_URL; test -f $ECALL_CA_FILE && exit 7";
    let output = program()
        .args(["run", "--", "sh", "-c", script])
        .env("ECALL_USERNAME", "mine")
        .env("ECALL_REST_URL", "https://elsewhere.example")
        .env("ECALL_HTTPS_URL", "https://elsewhere.example")
        .env("ECALL_SOAP_URL", "https://elsewhere.example")
        .env_remove("ECALL_PASSWORD")
        .env_remove("ECALL_FROM")
        .output()
        .unwrap();
    assert_eq!(output.status.code(), Some(7));
    let words = String::from_utf8(output.stdout).unwrap();
    let words: Vec<&str> = words.split_whitespace().collect();
    assert!(words[0].starts_with("https://localhost:"));
    assert!(words[1].starts_with("https://localhost:"));
    assert!(words[2].starts_with("https://localhost:"));
    assert!(words[3].starts_with("http://127.0.0.1:"));
    assert_eq!(words[4..7], ["mine", "demo", "ecall-demo"]);
    assert!(words[7].starts_with("smpps://localhost:"));
}

#[cfg(unix)]
#[test]
fn run_leads_the_command_past_every_proxy() {
    let output = program()
        .args(["run", "--", "sh", "-c", "echo $NO_PROXY; echo $no_proxy"])
        .env("NO_PROXY", "intranet.example")
        .env_remove("no_proxy")
        .output()
        .unwrap();
    let said = String::from_utf8(output.stdout).unwrap();
    assert_eq!(said, "intranet.example,localhost,127.0.0.1,::1\nlocalhost,127.0.0.1,::1\n");
}

#[cfg(unix)]
#[test]
fn run_says_what_ended_a_command() {
    let status = program().args(["run", "--", "sh", "-c", "kill -KILL $$"]).status().unwrap();
    assert_eq!(status.code(), Some(128 + 9));
    let output = program().args(["run", "--", "/nonexistent/program"]).output().unwrap();
    assert_eq!(output.status.code(), Some(127));
    assert!(String::from_utf8_lossy(&output.stderr).contains("/nonexistent/program"));
}

#[test]
fn help_and_version_and_mistakes() {
    let help = program().arg("--help").output().unwrap();
    assert!(help.status.success());
    assert!(String::from_utf8_lossy(&help.stdout).contains("ecall-mock run"));
    let version = program().arg("--version").output().unwrap();
    assert_eq!(
        String::from_utf8_lossy(&version.stdout).trim(),
        concat!("ecall-mock ", env!("CARGO_PKG_VERSION"))
    );
    assert_eq!(program().arg("serv").output().unwrap().status.code(), Some(2));
}

#[test]
fn verbose_tells_what_happens_and_nothing_secret() {
    let mut child = program()
        .args(["serve", "--exit-with-stdin", "--verbose"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .stderr(Stdio::piped())
        .spawn()
        .unwrap();
    let mut line = String::new();
    BufReader::new(child.stdout.as_mut().unwrap()).read_line(&mut line).unwrap();
    let addresses: Value = serde_json::from_str(&line).unwrap();
    let listen = "POST /_mock/listeners HTTP/1.1\r\nContent-Length: 14\r\n\r\n{\"tls\":\"none\"}";
    let url = exchange(addresses["control_url"].as_str().unwrap(), listen);
    let url = url.rsplit('"').nth(1).unwrap().replace("localhost", "127.0.0.1");
    let body = r#"{"channel":"Sms","from":"m","to":"+4179marker","content":{"type":"Text","text":"marker"}}"#;
    let authorization = "Authorization: Basic bWFya2VyOm1hcmtlcg==";
    let length = body.len();
    let head = format!("POST /api/v2/message?marker HTTP/1.1\r\n{authorization}\r\nContent-Length: {length}");
    let answer = exchange(&url, &format!("{head}\r\nContent-Type: application/json\r\n\r\n{body}"));
    assert!(answer.starts_with("HTTP/1.1 200"), "{answer}");
    drop(child.stdin.take());
    let mut told = String::new();
    child.stderr.take().unwrap().read_to_string(&mut told).unwrap();
    child.wait().unwrap();
    assert!(told.contains("POST /api/v2/message -> 200"), "{told}");
    assert!(!told.contains("marker") && !told.contains("bWFya2Vy"), "{told}");
}

/// One exchange over a plain connection, whose answer comes in one read.
fn exchange(url: &str, request: &str) -> String {
    use std::io::Write;
    let mut socket = std::net::TcpStream::connect(url.strip_prefix("http://").unwrap()).unwrap();
    socket.write_all(request.as_bytes()).unwrap();
    let mut buffer = vec![0; 4096];
    let length = socket.read(&mut buffer).unwrap();
    String::from_utf8_lossy(&buffer[..length]).into_owned()
}
