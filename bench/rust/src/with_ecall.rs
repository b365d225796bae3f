//! The client itself: async on a current-thread runtime, blocking, and sending many.

use crate::{FROM, Failure, PASSWORD, Place, TEXT, TO, USERNAME, current_thread, serve, taken};

fn options(place: &Place) -> ecall::Options {
    ecall::Options::new()
        .username(USERNAME)
        .password(PASSWORD)
        .base_url(place.url.as_str())
        .ca_file(place.ca_file.as_str())
}

/// The worker that awaits on a runtime of its own.
pub(crate) fn work(place: &Place) -> Result<(), Failure> {
    let runtime = current_thread()?;
    let client = ecall::Client::new(options(place))?;
    serve(env!("CARGO_PKG_VERSION"), |count| {
        runtime.block_on(async {
            for _ in 0..count {
                taken(client.send_sms(TO, TEXT, Some(FROM)).await?.message_id.as_deref())?;
            }
            Ok(())
        })
    })
}

/// The worker that sends many, fifty at a time.
pub(crate) fn work_many(place: &Place) -> Result<(), Failure> {
    let runtime = current_thread()?;
    let client = ecall::Client::new(options(place))?;
    let options = ecall::BulkOptions::new().concurrency(50);
    serve(env!("CARGO_PKG_VERSION"), |count| {
        runtime.block_on(async {
            let messages = (0..count).map(|_| {
                let mut message = ecall::Message::sms(TO, TEXT);
                message.from = FROM.to_owned();
                message
            });
            let mut many = client.send_many(messages, &options)?;
            while let Some(done) = many.next().await {
                taken(done.result?.message_id.as_deref())?;
            }
            Ok(())
        })
    })
}

/// The worker that blocks its thread.
pub(crate) fn work_blocking(place: &Place) -> Result<(), Failure> {
    let client = ecall::blocking::Client::new(options(place))?;
    serve(env!("CARGO_PKG_VERSION"), |count| {
        for _ in 0..count {
            taken(client.send_sms(TO, TEXT, Some(FROM))?.message_id.as_deref())?;
        }
        Ok(())
    })
}
