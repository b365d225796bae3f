//! Many submits: counted and not kept, with links cut by chance.

use std::collections::HashSet;

use serde_json::json;

use super::*;

#[test]
fn the_account_counts_what_it_does_not_keep() {
    let bench = Bench::new();
    bench.control(
        "PUT",
        &format!("accounts/{ACCOUNT}"),
        &json!({ "record": false, "smpp": { "progress": [[1, "DELIVRD"]] } }),
    );
    let mut esme = Esme::bound(&bench);
    let count = 2000;
    let all: Vec<u8> =
        (1..=count).flat_map(|number| submit(number, &format!("4179{number:07}"), 1, b"x")).collect();
    esme.connection.write(&all).unwrap();
    let (mut answered, mut told) = (0, 0);
    while answered < count || told < count {
        let frame = esme.frame();
        if frame.id == DELIVER {
            told += 1;
            esme.write(0x8000_0005, 0, frame.sequence, b"\0");
        } else {
            assert_eq!((frame.id, frame.status), (SUBMIT_RESP, 0));
            answered += 1;
        }
    }
    wait_for(&bench, "delivered", u64::from(count));
    let shown =
        |what: &str| control(&bench, "GET", what, &serde_json::Value::Null)[what].as_array().unwrap().len();
    assert_eq!((shown("requests"), shown("messages"), shown("deliveries")), (0, 0, 0));
    assert_eq!((summary(&bench, "accepted"), summary(&bench, "agenda")), (u64::from(count), 0));
    assert_eq!((summary(&bench, "distinct"), summary(&bench, "repeated")), (u64::from(count), 0));
}

#[test]
fn links_cut_by_chance_lose_nothing_that_was_answered() {
    let bench = Bench::new();
    let faults = json!([
        { "share": 0.01, "step": { "fault": "cut" } },
        { "share": 0.01, "step": { "accept_then": "reset" } },
        { "share": 0.01, "step": { "accept_then": "silence" } },
    ]);
    set(&bench, &json!({ "faults": faults, "fault_seed": 4 }));
    let mut answered = HashSet::new();
    let mut links = 0;
    while answered.len() < 1000 {
        links += 1;
        assert!(links < 200);
        let mut esme = Esme::bound(&bench);
        let open: Vec<u32> = (1..=1000).filter(|number| !answered.contains(number)).take(100).collect();
        for part in open.chunks(10) {
            let all: Vec<u8> = part
                .iter()
                .flat_map(|number| submit(*number, &format!("4179{number:07}"), 0, b"x"))
                .collect();
            if esme.connection.write(&all).is_err() {
                break;
            }
            if esme.connection.write(&pdu(0x15, 0, 0, b"")).is_err() {
                break;
            }
            let mut ended = false;
            loop {
                match esme.try_frame() {
                    Ok(frame) if frame.id == ENQUIRE_RESP => break,
                    Ok(frame) => assert!(answered.insert(frame.sequence) && frame.status == 0),
                    Err(_) => {
                        ended = true;
                        break;
                    }
                }
            }
            if ended {
                break;
            }
        }
    }
    assert!(links > 10, "{links}");
    assert_eq!(summary(&bench, "distinct"), 1000);
    assert!(summary(&bench, "repeated") > 0);
    assert_eq!(summary(&bench, "binds"), links);
}
