//! Everything that a script, a setting or a command lets go wrong.

use serde_json::{Value, json};

use super::*;

#[test]
fn a_step_decides_the_status() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    script(
        &bench,
        &json!([{ "command_status": 0x58 }, { "command_status": 0x14, "nack": true }, { "accept": true }]),
    );
    let mut head = |sequence| {
        esme.submit(sequence, "41791112233");
        esme.frame().head()
    };
    assert_eq!(head(2), (SUBMIT_RESP, 0x58, 2));
    assert_eq!(head(3), (NACK, 0x14, 3));
    assert_eq!(head(4), (SUBMIT_RESP, 0, 4));
    assert_eq!((summary(&bench, "submits"), summary(&bench, "accepted")), (3, 1));
}

#[test]
fn responses_are_lost_late_out_of_order_doubled_or_nobodys() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    let mut burst = |steps: Value, count: u32| {
        script(&bench, &steps);
        let all: Vec<u8> =
            (1..=count).flat_map(|sequence| submit(sequence, "41791112233", 0, b"x")).collect();
        esme.connection.write(&all).unwrap();
        esme.write(0x15, 0, 99, b"");
        let frames = std::iter::repeat_with(|| esme.frame());
        let before: Vec<_> =
            frames.take_while(|frame| frame.id != ENQUIRE_RESP).map(|frame| frame.sequence).collect();
        before
    };
    assert_eq!(burst(json!([{ "accept_then": "silence" }]), 2), [2]);
    assert_eq!(burst(json!([{ "fault": "silence" }]), 2), [2]);
    assert_eq!(burst(json!([{ "after_responses": 2 }]), 4), [2, 3, 1, 4]);
    assert_eq!(burst(json!([{ "copies": 2 }]), 2), [1, 1, 2]);
    assert_eq!(burst(json!([{ "after": ["unsolicited_response"] }]), 2), [1, 0x7FFF_FFF0, 2]);
    assert_eq!(burst(json!([{ "sequence": 77 }]), 2), [77, 2]);
    assert_eq!(burst(json!([{ "delay_ms": 50 }]), 2), [2]);
    assert_eq!(esme.frame().sequence, 1);
    assert_eq!((summary(&bench, "submits"), summary(&bench, "accepted")), (16, 15));
}

#[test]
fn links_end_in_every_way_before_and_after_a_submit_counts() {
    let bench = Bench::new();
    let end = |step: Value| {
        script(&bench, &json!([step]));
        let mut esme = Esme::bound(&bench);
        esme.send(SUBMIT);
        let ended = std::iter::repeat_with(|| esme.try_frame()).find(Result::is_err);
        (ended.unwrap().unwrap_err(), std::mem::take(&mut esme.buffer))
    };
    let closed = || (Broken::Closed, Vec::new());
    assert_eq!(end(json!({ "fault": "reset" })), (Broken::Reset, Vec::new()));
    assert_eq!(end(json!({ "fault": "cut" })), (Broken::Reset, Vec::new()));
    assert_eq!(end(json!({ "fault": "close" })), closed());
    assert_eq!(summary(&bench, "accepted"), 0);
    assert_eq!(end(json!({ "accept_then": "reset" })), (Broken::Reset, Vec::new()));
    assert_eq!(end(json!({ "accept_then": "close" })), closed());
    assert_eq!(end(json!({ "then": "close" })), closed());
    assert_eq!(end(json!({ "then": "unbind" })), closed(), "nobody answers the unbind");
    let half = &pdu(SUBMIT_RESP, 0, 2, b"5\0")[..9];
    assert_eq!(end(json!({ "accept_then": "truncate" })), (Broken::NotHttp(half.to_vec()), Vec::new()));
    let (broken, _) = end(json!({ "fault": "close", "before": ["garbage"] }));
    assert!(matches!(broken, Broken::NotHttp(octets) if octets.starts_with(b"220 ")));
    assert_eq!(summary(&bench, "accepted"), 5);
    wait_for(&bench, "links", 0);
}

#[test]
fn a_silent_link_reads_on_or_stalls_until_it_is_cut() {
    let bench = Bench::new();
    for how in ["half_open", "stall"] {
        let mut esme = Esme::bound(&bench);
        control(&bench, "POST", "inbound", &json!({ "from": "1", "to": "2", "text": "x" }));
        esme.frame();
        assert_eq!(control(&bench, "POST", "links/end", &json!({ "how": how })), json!({ "links": 1 }));
        esme.send(SUBMIT);
        esme.write(0x15, 0, 3, b"");
        esme.expect_silence(80);
        let mut next = Esme::bound(&bench);
        assert_eq!(next.frame().id, DELIVER, "what it did not answer goes elsewhere");
        next.write(0x8000_0005, 0, 1, b"\0");
        wait_for(&bench, "waiting", 0);
        control(&bench, "POST", "links/end", &json!({ "how": "reset" }));
        assert_eq!(esme.try_frame(), Err(Broken::Reset));
        assert_eq!(next.try_frame(), Err(Broken::Reset));
        wait_for(&bench, "links", 0);
    }
    assert_eq!(summary(&bench, "submits"), 0);
}

#[test]
fn anything_can_be_written_to_a_link() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    let things = json!(["enquire_link", "unknown_command", "undecodable_deliver_sm", "generic_nack", { "hex": "00000010 80000015 00000000 00000009" }]);
    control(&bench, "POST", "links/write", &json!({ "things": things }));
    let heads: Vec<_> = (0..5).map(|_| esme.frame().head()).collect();
    assert_eq!(heads, [(0x15, 0, 1), (0xFFF, 0, 2), (5, 0, 3), (NACK, 3, 0x7FFF_FFF0), (ENQUIRE_RESP, 0, 9)]);
    for thing in ["garbage", "too_short", "too_long", "half_a_frame"] {
        let mut esme = Esme::bound(&bench);
        let link = control(&bench, "GET", "links", &Value::Null)["links"].as_array().unwrap().last().unwrap()
            ["link"]
            .clone();
        control(&bench, "POST", "links/write", &json!({ "link": link, "things": [thing] }));
        control(&bench, "POST", "links/end", &json!({ "link": link, "how": "close" }));
        assert!(matches!(esme.try_frame(), Err(Broken::NotHttp(_))), "{thing}");
    }
    let path = format!("accounts/{ACCOUNT}/smpp/links/write");
    assert_eq!(bench.control_answer("POST", &path, &json!({ "things": [{ "hex": "0" }] })).status, 400);
}

#[test]
fn a_response_may_come_octet_by_octet_and_several_in_one_piece() {
    let bench = Bench::new();
    let mut esme = Esme::bound(&bench);
    set(&bench, &json!({ "piece": 1, "piece_delay_ms": 1 }));
    esme.send(SUBMIT);
    let mut reads = 0;
    let mut octets = Vec::new();
    while octets.len() < 18 {
        octets.extend(esme.connection.read().unwrap());
        reads += 1;
    }
    assert_eq!(octets, pdu(SUBMIT_RESP, 0, 2, b"1\0"));
    assert!(reads >= 9, "{reads}");
    set(&bench, &json!({ "piece": 0 }));
    script(&bench, &json!([{ "after_responses": 2 }, { "after_responses": 1 }]));
    for sequence in 2..5 {
        esme.submit(sequence, "41791112233");
    }
    assert_eq!(esme.connection.read().unwrap().len(), 3 * 18);
}

#[test]
fn wrong_steps_and_settings_are_refused() {
    let bench = Bench::new();
    let path = format!("accounts/{ACCOUNT}/smpp/script");
    for wrong in [
        json!([{ "accept": true, "fault": "reset" }]),
        json!([{ "fault": "truncate" }]),
        json!([{ "nack": true }]),
        json!([{ "fault": "reset", "then": "close" }]),
        json!([{ "after": [{ "hex": "xyz" }] }]),
        json!([{ "on": "submit" }]),
    ] {
        assert_eq!(bench.control_answer("POST", &path, &wrong).status, 400, "{wrong}");
    }
    for wrong in [
        json!({ "window": 0 }),
        json!({ "unknown": 1 }),
        json!({ "receipt": { "more_tlvs": "1" } }),
        json!({ "faults": [{ "share": 2, "step": {} }] }),
    ] {
        let path = format!("accounts/{ACCOUNT}");
        assert_eq!(bench.control_answer("PUT", &path, &json!({ "smpp": wrong })).status, 400, "{wrong}");
    }
}
