//! The client itself: async on a current-thread runtime, blocking, and sending many.

use crate::{FROM, Failure, Interface, PASSWORD, Place, TEXT, TO, USERNAME};
use crate::{current_thread, serve, serve_one_by_one, taken, taken_job};

const VERSION: &str = env!("CARGO_PKG_VERSION");

fn options(place: &Place) -> ecall::Options {
    ecall::Options::new()
        .username(USERNAME)
        .password(PASSWORD)
        .base_url(place.url.as_str())
        .ca_file(place.ca_file.as_str())
}

/// The worker that awaits on a runtime of its own.
pub(crate) fn work(place: &Place) -> Result<(), Failure> {
    match place.interface {
        Interface::Rest => {
            let client = ecall::Client::new(options(place))?;
            serve_one_by_one(VERSION, async || {
                taken(client.send_sms(TO, TEXT, Some(FROM)).await?.message_id.as_deref())
            })
        }
        Interface::Forms => {
            let client = ecall::HttpsClient::new(options(place))?;
            serve_one_by_one(VERSION, async || {
                let sent = client.send_sms(TO, TEXT, Some(FROM)).await?;
                taken_job(sent.result_code.map(|code| code.0), &sent.job_id)
            })
        }
    }
}

/// The worker that sends many, fifty at a time.
pub(crate) fn work_many(place: &Place) -> Result<(), Failure> {
    let runtime = current_thread()?;
    let client = ecall::Client::new(options(place))?;
    let options = ecall::BulkOptions::new().concurrency(50);
    serve(VERSION, |count| {
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
    match place.interface {
        Interface::Rest => {
            let client = ecall::blocking::Client::new(options(place))?;
            serve(VERSION, |count| {
                (0..count)
                    .try_for_each(|_| taken(client.send_sms(TO, TEXT, Some(FROM))?.message_id.as_deref()))
            })
        }
        Interface::Forms => {
            let client = ecall::blocking::HttpsClient::new(options(place))?;
            serve(VERSION, |count| {
                (0..count).try_for_each(|_| {
                    let sent = client.send_sms(TO, TEXT, Some(FROM))?;
                    taken_job(sent.result_code.map(|code| code.0), &sent.job_id)
                })
            })
        }
    }
}
