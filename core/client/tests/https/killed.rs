//! What is lost where a process that reads cached messages is killed: nothing. The process is this very test, run again.

use std::io::{BufRead, BufReader, Read};
use std::process::{Child, Command, Stdio};

use ecall::blocking::HttpsClient;
use ecall::{CallOptions, MessagesOptions, Options};
use serde_json::{Value, json};

use crate::mock::Mock;

/// Options of the process's client, as JSON.
const OPTIONS: &str = "ECALL_TEST_READER_OPTIONS";
/// How many messages it asks for.
const ASKS: &str = "ECALL_TEST_READER_ASKS";
/// What it says before the id of each message in hand.
const HAS: &str = "has ";
/// What it says before it asks for one more.
const ASKING: &str = "asking";

#[test]
#[ignore = "a process of its own, which the tests below run and kill"]
fn reader() {
    let of_environment = |name| std::env::var(name).expect("set by the tests below");
    let options = serde_json::from_str(&of_environment(OPTIONS)).unwrap();
    let client = HttpsClient::new(Options::from_json(options).unwrap()).unwrap();
    let mut messages = client.messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
    for _ in 0..of_environment(ASKS).parse().unwrap() {
        eprintln!("{ASKING}");
        let Some(message) = messages.next() else { return };
        eprintln!("{HAS}{}", message.unwrap().message_id.unwrap());
    }
    // Not the end of the process: nothing is to run that an orderly one would. It ends with the test that started it.
    std::io::stdin().read_to_end(&mut Vec::new()).unwrap();
    std::process::abort();
}

/// An account with the messages `m-1` and `m-2`.
struct Account(Mock);

impl Account {
    fn new() -> Self {
        let account = Self(Mock::start());
        for id in ["m-1", "m-2"] {
            let message =
                json!({ "from": "+41791234567", "to": "+41766012999", "message": "a", "messageId": id });
            account.0.post("accounts/u/cache", &message).unwrap();
        }
        account
    }

    fn options(&self) -> Value {
        let (url, ca_file) = (self.0.url("https"), self.0.ca_file());
        json!({ "username": "u", "password": "p", "base_url": url, "ca_file": ca_file })
    }

    fn waiting(&self) -> Value {
        self.0.get("accounts/u/cache").unwrap()["messageIds"].clone()
    }

    /// What the next process reads, to the end.
    fn read_again(&self) -> Vec<String> {
        let client = HttpsClient::new(Options::from_json(self.options()).unwrap()).unwrap();
        let messages = client.messages(MessagesOptions::new(), &CallOptions::new()).unwrap();
        messages.map(|message| message.unwrap().message_id.unwrap()).collect()
    }

    fn reader(&self, asks: usize) -> Reader {
        let mut process = Command::new(std::env::current_exe().unwrap())
            .args(["killed::reader", "--exact", "--ignored", "--nocapture"])
            .env(OPTIONS, self.options().to_string())
            .env(ASKS, asks.to_string())
            .stdin(Stdio::piped())
            .stdout(Stdio::null())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let said = BufReader::new(process.stderr.take().unwrap());
        Reader { process, said: Box::new(said) }
    }
}

struct Reader {
    process: Child,
    said: Box<dyn BufRead>,
}

impl Reader {
    /// Waits until it says this; it ends too early where it never does.
    fn says(&mut self, expected: &str) {
        let mut line = String::new();
        while line.trim_end() != expected {
            line.clear();
            assert!(self.said.read_line(&mut line).unwrap() > 0, "it ended without saying {expected:?}");
        }
    }

    fn kill(mut self) {
        self.process.kill().unwrap();
        assert!(!self.process.wait().unwrap().success());
    }
}

impl Drop for Reader {
    fn drop(&mut self) {
        let _ = self.process.kill();
        let _ = self.process.wait();
    }
}

#[test]
fn a_message_in_hand_is_read_again() {
    let account = Account::new();
    let mut reader = account.reader(1);
    reader.says("has m-1");
    reader.kill();
    assert_eq!(account.waiting(), json!(["m-1", "m-2"]));
    assert_eq!(account.read_again(), ["m-1", "m-2"]);
}

#[test]
fn a_message_beyond_which_was_asked_is_gone() {
    let account = Account::new();
    let mut reader = account.reader(2);
    reader.says("has m-1");
    reader.says("has m-2");
    reader.kill();
    assert_eq!(account.waiting(), json!(["m-2"]));
    assert_eq!(account.read_again(), ["m-2"]);
}

#[test]
fn a_message_whose_deletion_was_under_way_is_read_again() {
    let account = Account::new();
    account.0.post("accounts/u/script", &json!([{ "accept": true }, { "fault": "silence" }])).unwrap();
    let mut reader = account.reader(2);
    reader.says("has m-1");
    reader.says(ASKING);
    while account.0.get("accounts/u/requests").unwrap()["requests"].as_array().unwrap().len() < 2 {
        std::thread::sleep(std::time::Duration::from_millis(5));
    }
    reader.kill();
    assert_eq!(account.waiting(), json!(["m-1", "m-2"]));
    assert_eq!(account.read_again(), ["m-1", "m-2"]);
}

#[test]
fn who_reads_to_the_end_leaves_nothing() {
    let account = Account::new();
    let mut reader = account.reader(3);
    reader.says("has m-2");
    assert!(reader.process.wait().unwrap().success());
    assert_eq!(account.waiting(), json!([]));
    assert_eq!(account.read_again(), [""; 0]);
}
