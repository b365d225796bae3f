//! The tutorial's program: sends one message and follows it.

use ecall::WaitOptions;

fn main() -> ecall::Result<()> {
    let client = ecall::blocking::Client::new(ecall::Options::new().username("u").password("p"))?;
    let sent = client.send_sms("+41791234567", "Pump 3 stopped", Some("Alarm"))?;
    let id = sent.message_id.as_deref().unwrap_or_default();
    let state = client.wait(id, &WaitOptions::new())?;
    println!("{id} {}", state.status.as_ref().map_or("?", |status| status.as_str()));
    Ok(())
}
