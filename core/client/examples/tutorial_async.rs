//! The tutorial's program for tokio, and what to do where a send fails.

use ecall::{Client, Kind, Options, Outcome};

#[tokio::main(flavor = "current_thread")]
async fn main() -> ecall::Result<()> {
    let client = Client::new(Options::new())?; // ECALL_USERNAME, ECALL_PASSWORD, …
    match client.send_sms("+41791234567", "Pump 3 stopped", Some("Alarm")).await {
        Ok(sent) => println!("accepted: {:?}", sent.message_id),
        Err(error) if error.outcome() == Outcome::Unknown => println!("it may have gone out"),
        Err(error) if error.kind() == Kind::Rejected => println!("refused: {:?}", error.details().fields),
        Err(error) => println!("certainly not sent: {error}"),
    }
    Ok(())
}
