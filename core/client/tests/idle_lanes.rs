//! Idle lanes close their connections, although nobody drives them. Alone in its process, because it counts descriptors.
#![cfg(target_os = "linux")]

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "conformance/mock.rs"]
mod mock;

use std::time::Duration;

use ecall::Options;
use ecall::blocking::Client;
use mock::Mock;
use serde_json::{Value, json};

/// Eight threads at once, then one alone after longer than connections are kept: seven lanes are of no use any more.
#[test]
fn lanes_that_nobody_takes_are_let_go() {
    let mock = Mock::start();
    let options =
        Options::new().username("many").password("p").base_url(mock.rest_url()).ca_file(mock.ca_file());
    let client = Client::new(options).unwrap();
    let open = || std::fs::read_dir("/proc/self/fd").unwrap().count();
    let send = || drop(client.send_sms("+41790000001", "x", Some("Alarm")).unwrap());
    mock.post("accounts/many/script", &Value::from(vec![json!({"accept": true, "delay_ms": 500}); 8]))
        .unwrap();
    let before = open();
    std::thread::scope(|scope| (0..8).for_each(|_| drop(scope.spawn(send))));
    let many = open();
    // A lane has at least a socket, an epoll instance and a descriptor to wake it.
    assert!(many >= before + 8 * 3, "{before} descriptors before the calls, {many} after");
    std::thread::sleep(Duration::from_secs(21));
    send();
    let left = open();
    assert!(left + 7 * 3 <= many, "{many} descriptors before the pause, {left} after");
}
