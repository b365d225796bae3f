//! Sends one message and follows it; the configuration comes from the environment.

use std::time::Duration;

use ecall::{Options, WaitOptions, blocking::Client};

fn main() -> ecall::Result<()> {
    let to = "+41791234501";
    let client = Client::new(Options::new())?;
    let sent = client.send_sms(to, "Pump 3 stopped", None)?;
    let id = sent.message_id.as_deref().unwrap_or_default();
    let state = client.wait(id, &WaitOptions::new().timeout(Duration::from_secs(60)))?;
    let status = state.status.as_ref().map_or("?", |status| status.as_str());
    let time = state.timestamp.as_ref().map_or("", |time| time.as_str());
    println!("Rust|{to}|{id}|{status}|{time}");
    Ok(())
}
