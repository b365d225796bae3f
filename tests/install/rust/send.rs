//! Sends a message and follows it; the configuration comes from the environment.

use ecall::{Options, WaitOptions, blocking::Client};

fn main() -> ecall::Result<()> {
    let client = Client::new(Options::new())?;
    let sent = client.send_sms("+41791234567", "Pump 3 stopped", Some("Alarm"))?;
    let state = client.wait(sent.message_id.as_deref().unwrap_or_default(), &WaitOptions::new())?;
    println!("{}", state.status.as_ref().map_or("no status", |status| status.as_str()));
    Ok(())
}
