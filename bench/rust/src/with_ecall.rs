//! The client itself: async on a current-thread runtime, one after the other and fifty at a time, blocking, and sending many.

use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use tokio::task::JoinSet;

use crate::{FROM, Failure, Interface, PASSWORD, Place, TEXT, TO, USERNAME};
use crate::{current_thread, serve, serve_one_by_one, taken, taken_job};

pub(crate) const VERSION: &str = env!("CARGO_PKG_VERSION");

pub(crate) fn options(place: &Place) -> ecall::Options {
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
            serve_one_by_one(VERSION, async || taken_sent(&client.send_sms(TO, TEXT, Some(FROM)).await?))
        }
        Interface::Soap => {
            let client = ecall::SoapClient::new(options(place))?;
            serve_one_by_one(VERSION, async || taken_sent(&client.send_sms(TO, TEXT, Some(FROM)).await?))
        }
        Interface::Smpp => Err(place.interface.refused()),
    }
}

fn taken_sent(sent: &ecall::Answer<ecall::SentJob>) -> Result<(), Failure> {
    taken_job(sent.result_code.map(|code| code.0), &sent.job_id)
}

/// The worker that has fifty sends under way, each in a task of its own; over SOAP alone.
pub(crate) fn work_fifty(place: &Place) -> Result<(), Failure> {
    let Interface::Soap = place.interface else { return Err(place.interface.refused()) };
    let runtime = current_thread()?;
    let client = ecall::SoapClient::new(options(place))?;
    serve(VERSION, |count| {
        runtime.block_on(async {
            let begun = Arc::new(AtomicU64::new(0));
            let mut tasks = JoinSet::new();
            for _ in 0..50 {
                let (client, begun) = (client.clone(), Arc::clone(&begun));
                tasks.spawn(async move {
                    while begun.fetch_add(1, Ordering::Relaxed) < count {
                        taken_sent(&client.send_sms(TO, TEXT, Some(FROM)).await?)?;
                    }
                    Ok::<_, Failure>(())
                });
            }
            while let Some(done) = tasks.join_next().await {
                done??;
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
                (0..count).try_for_each(|_| taken_sent(&client.send_sms(TO, TEXT, Some(FROM))?))
            })
        }
        Interface::Soap => {
            let client = ecall::blocking::SoapClient::new(options(place))?;
            serve(VERSION, |count| {
                (0..count).try_for_each(|_| taken_sent(&client.send_sms(TO, TEXT, Some(FROM))?))
            })
        }
        Interface::Smpp => Err(place.interface.refused()),
    }
}
