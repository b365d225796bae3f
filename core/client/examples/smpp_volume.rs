//! What the SMPP client is for: a million messages while links end in every way there is, and many millions with their receipts.
//!
//! `smpp_volume cuts [MESSAGES]` sends so many (a million) while some 200 links are cut at random, once in each of two ways of
//! delivery, and compares what it was told with the mock's count. `smpp_volume week [MESSAGES]` sends so many (ten million), takes
//! every receipt, and looks at its own memory. Wants the mock in `ECALL_MOCK_BIN`. Fails where something does not agree.

#[allow(dead_code, reason = "shared with the conformance cases, which use all of it")]
#[path = "../tests/conformance/mock.rs"]
mod mock;

use std::error::Error;
use std::time::{Duration, Instant};

use ecall::blocking::SmppClient;
use ecall::smpp::{LinkState, SmppBulk, SmppEvent, SmppOptions, SubmitOptions, SubmitRequest};
use ecall::{Delivery, Options, Outcome};
use mock::Mock;
use serde_json::json;

const TO: &str = "+41790000001";
/// What else is in flight on a link when it is cut draws no further fault: some 200 cuts come of them.
const CUTS: f64 = 215.0;
const TICK: Duration = Duration::from_millis(100);
/// Nothing may be kept for a message that has its receipt: ten million ids alone would take more.
const MOST_GROWTH: usize = 32 << 20;

type Done = Result<(), Box<dyn Error>>;

fn main() -> Done {
    let arguments: Vec<_> = std::env::args().skip(1).collect();
    let count = |otherwise| arguments.get(1).map_or(Ok(otherwise), |count| count.parse());
    let mock = Mock::start();
    match arguments.first().map(String::as_str) {
        Some("cuts") => [Delivery::Standard, Delivery::AtLeastOnce]
            .into_iter()
            .try_for_each(|delivery| cuts(&mock, delivery, count(1_000_000)?)),
        Some("week") => week(&mock, count(10_000_000)?),
        _ => Err("cuts or week?".into()),
    }
}

fn bound(mock: &Mock, user: &str, smpp: SmppOptions) -> ecall::Result<SmppClient> {
    let options = Options::new().username(user).password("p").default_from("Alarm");
    let options = options.base_url(mock.url("smpp")).ca_file(mock.ca_file());
    let client = SmppClient::new(options, smpp)?;
    client.bind()?;
    Ok(client)
}

/// What became of the messages.
#[derive(Debug, Default)]
struct Ends {
    accepted: u64,
    refused: u64,
    unknown: u64,
    doubled: u64,
}

/// Sends so many; a message's text is its number.
fn send(
    bulk: &SmppBulk,
    messages: u64,
    mut meanwhile: impl FnMut(u64) -> Done,
) -> Result<Ends, Box<dyn Error>> {
    let mut waiting = (0..messages).map(|number| Ok(SubmitRequest::new(TO, number.to_string()))).peekable();
    let mut ends = Ends::default();
    // Written to at once, so that it takes no more memory later.
    let mut open = vec![true; usize::try_from(messages)?];
    let mut taken = 0;
    loop {
        bulk.give(waiting.by_ref().take(bulk.room()).collect::<Vec<_>>());
        let giving = waiting.peek().is_some();
        if !giving {
            bulk.end();
        }
        let Some(turn) = bulk.blocking_turn(giving, TICK) else { continue };
        for done in turn.done {
            if !std::mem::take(&mut open[usize::try_from(done.index)?]) {
                return Err(format!("message {} came out twice", done.index).into());
            }
            taken += 1;
            match done.result {
                Ok(sent) => {
                    ends.accepted += 1;
                    ends.doubled += u64::from(sent.possible_duplicate);
                }
                Err(error) if error.outcome() == Outcome::Unknown => ends.unknown += 1,
                Err(_) => ends.refused += 1,
            }
        }
        meanwhile(taken)?;
        if turn.over {
            return Ok(ends);
        }
    }
}

fn cuts(mock: &Mock, delivery: Delivery, messages: u64) -> Done {
    let lost = ["reset", "cut", "close", "truncate"].map(|end| json!({"accept_then": end}));
    let never = ["reset", "cut", "close"].map(|end| json!({"fault": end}));
    let share = CUTS / messages as f64 / (lost.len() + never.len()) as f64;
    let faults: Vec<_> =
        lost.iter().chain(&never).map(|step| json!({"share": share, "step": step})).collect();
    let user = format!("cuts-{delivery:?}");
    let settings = json!({"record": false, "smpp": {"faults": faults, "fault_seed": 20_261_121}});
    mock.put(&format!("accounts/{user}"), &settings)?;
    let soon = Duration::from_millis(2);
    let client =
        bound(mock, &user, SmppOptions::new().window(500).reconnect_initial(soon).reconnect_max(soon))?;

    let begun = Instant::now();
    let options = SubmitOptions::new()
        .delivery(delivery)
        .max_retries(100)
        .registered_delivery(ecall::smpp::Receipts::None);
    let ends = send(&client.submit_many(options)?, messages, |_| Ok(()))?;
    client.unbind()?;
    let found = mock.get(&format!("accounts/{user}/smpp/summary"))?;
    println!("{delivery:?}: {ends:?} of {messages} in {:.0} s; {found}", begun.elapsed().as_secs_f64());
    let number = |name: &str| found[name].as_u64().unwrap_or_default();
    let [distinct, repeated, binds] = ["distinct", "repeated", "binds"].map(number);
    agreed("every message has one end", ends.accepted + ends.refused + ends.unknown == messages)?;
    agreed("links were cut", binds > 150)?;
    match delivery {
        Delivery::AtLeastOnce => {
            agreed("none is missing", (ends.accepted, distinct) == (messages, messages))?;
            agreed("what arrived twice was told", repeated > 0 && repeated <= ends.doubled)
        }
        _ => {
            agreed("some outcomes are unknown", ends.unknown > 0)?;
            agreed("nothing arrived twice", repeated == 0 && ends.doubled == 0)?;
            let arrived = ends.accepted..=ends.accepted + ends.unknown;
            agreed("what was accepted is there, and nothing that was refused", arrived.contains(&distinct))
        }
    }
}

fn week(mock: &Mock, messages: u64) -> Done {
    let settings =
        json!({"record": false, "smpp": {"distinct": false, "progress": [[0, "DELIVRD"]], "window": 500}});
    mock.put("accounts/week", &settings)?;
    let client = bound(mock, "week", SmppOptions::new().window(500))?;
    let mut events = client.asynchronous().events()?;
    let reader = std::thread::spawn(move || receipts(&mut events, messages));
    let begun = Instant::now();
    let mut early = 0;
    let ends = send(&client.submit_many(SubmitOptions::new())?, messages, |taken| {
        if early == 0 && taken > messages / 10 {
            early = resident()?;
        }
        Ok(())
    })?;
    let sent = begun.elapsed();
    let matched = reader.join().map_err(|_| "the reader of receipts ended early")?;
    let late = resident()?;
    client.unbind()?;
    println!(
        "{ends:?} in {:.0} s, {matched} receipts of them after {:.0} s; {} MiB after a tenth, {} MiB at the end",
        sent.as_secs_f64(),
        begun.elapsed().as_secs_f64(),
        early >> 20,
        late >> 20,
    );
    agreed("all were accepted", ends.accepted == messages)?;
    agreed("each has its receipt", matched == messages)?;
    agreed("memory is flat", late < early + MOST_GROWTH)
}

/// Takes receipts until there are as many as messages, or none has come for a while; how many were matched.
fn receipts(events: &mut ecall::smpp::SmppEvents, messages: u64) -> u64 {
    let mut matched = 0;
    while matched < messages {
        let Some(batch) = events.blocking_next_batch(500, Duration::from_secs(30)) else { break };
        for event in batch {
            match event {
                SmppEvent::Receipt(receipt) => matched += u64::from(receipt.matched && receipt.is_final),
                SmppEvent::Link(link) if link.state == LinkState::Closed => return matched,
                _ => {}
            }
        }
    }
    events.acknowledge();
    matched
}

/// What this process holds of the memory, in octets; what the system keeps of files is no part of it.
fn resident() -> Result<usize, Box<dyn Error>> {
    let status = std::fs::read_to_string("/proc/self/status")?;
    let line = status.lines().find_map(|line| line.strip_prefix("RssAnon:")).ok_or("no RssAnon")?;
    Ok(line.trim().trim_end_matches(" kB").parse::<usize>()? << 10)
}

fn agreed(what: &str, holds: bool) -> Done {
    if holds { Ok(()) } else { Err(format!("it does not hold that {what}").into()) }
}
