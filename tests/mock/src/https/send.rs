//! `Api/Sms`, `Api/Fax` and `Api/Voice`; and accepting a job, however it came.

use std::collections::BTreeMap;
use std::sync::Arc;

use time::OffsetDateTime;

use super::code::Code;
use super::form::Form;
use super::{address, refused, result};
use crate::answer::Answer;
use crate::identifier::uuid;
use crate::job::{Kind, Order, SentFile};
use crate::state::State;
use crate::webhook::{self, Subscription};
use crate::{local_time, pages};

/// Between the addresses of a list.
const SEPARATOR: char = ';';
const LONGEST_JOB_ID: usize = 50;
const LANGUAGES: [&str; 4] = ["DE", "FR", "IT", "EN"];

/// What of a request was read, because it is right.
pub(crate) struct Wanted<'a> {
    pub(crate) kind: Kind,
    pub(crate) job_id: Option<&'a str>,
    pub(crate) addresses: Vec<&'a str>,
    /// As they came, without the credentials.
    pub(crate) parameters: BTreeMap<String, String>,
    pub(crate) files: Vec<SentFile>,
    pub(crate) send_date: Option<OffsetDateTime>,
    pub(crate) notification_addresses: Vec<&'a str>,
    pub(crate) notification_level: u8,
}

/// Accepts what is to be sent, or says what is wrong with it.
pub(super) fn answer(state: &Arc<State>, username: &str, kind: Kind, form: &Form) -> Answer {
    match read(kind, form).and_then(|wanted| accept(state, username, wanted)) {
        Ok(()) => result(200, Code::OK),
        Err(code) => refused(code),
    }
}

/// Reads a request up to the first thing that is wrong.
fn read(kind: Kind, form: &Form) -> Result<Wanted<'_>, Code> {
    let addresses = addresses(kind, form)?;
    check_message(kind, form)?;
    if form.given("JobID").is_some_and(|id| id.chars().count() > LONGEST_JOB_ID) {
        return Err(Code::ID_INVALID);
    }
    let send_date = match form.given("SendDate").map(local_time::read) {
        Some(None) => return Err(Code::SEND_TIME_INVALID),
        date => date.flatten(),
    };
    let mut wanted = Wanted {
        kind,
        job_id: form.given("JobID"),
        addresses,
        parameters: form.without_credentials(),
        files: Vec::new(),
        send_date,
        notification_addresses: Vec::new(),
        notification_level: 0,
    };
    match kind {
        Kind::Sms => read_sms(form, &mut wanted)?,
        Kind::Fax => {
            let is_count = |name| form.given(name).is_none_or(|count| count.parse::<u32>().is_ok());
            expect(is_count("NumberOfRetries") && is_count("RetryIntervalInMinutes"), Code::SYNTAX_ERROR)?;
        }
        Kind::Voice => expect(is_one_of(form, "Language", &LANGUAGES), Code::SYNTAX_ERROR)?,
    }
    Ok(wanted)
}

fn addresses(kind: Kind, form: &Form) -> Result<Vec<&str>, Code> {
    let addresses: Vec<&str> = form.given("Address").ok_or(Code::ADDRESS_MISSING)?.split(SEPARATOR).collect();
    expect(kind != Kind::Voice || addresses.len() == 1, Code::TOO_MANY_ADDRESSES)?;
    let is_right = |address: &&str| match kind {
        Kind::Sms | Kind::Fax => address::is_recipient(address),
        Kind::Voice => address::is_number(address),
    };
    expect(addresses.iter().all(is_right), Code::ADDRESS_INVALID)?;
    Ok(addresses)
}

fn check_message(kind: Kind, form: &Form) -> Result<(), Code> {
    let message = form.given("Message").ok_or(Code::NO_CHARACTERS)?;
    expect(!form.is_garbled(), Code::INVALID_CHARACTERS)?;
    expect(kind != Kind::Sms || pages::fits(message), Code::TOO_LONG)
}

fn read_sms<'a>(form: &'a Form, wanted: &mut Wanted<'a>) -> Result<(), Code> {
    // Where replies go elsewhere the service does not look at the sender.
    let sender = form.given("CallBack").filter(|_| form.given("Answer").is_none());
    expect(sender.is_none_or(address::is_sender), Code::CALLBACK_FORBIDDEN)?;
    expect(is_one_of(form, "MsgType", &["Normal", "Flash"]), Code::SYNTAX_ERROR)?;
    if let Some(addresses) = form.given("NotificationAddress") {
        wanted.notification_addresses = addresses.split(SEPARATOR).collect();
    }
    let are_right = wanted.notification_addresses.iter().all(|one| address::is_notification_address(one));
    expect(are_right, Code::NOTIFICATION_ADDRESS_INVALID)?;
    let level = form.given("NotificationLevel").map_or(Ok(0), str::parse);
    wanted.notification_level = level.ok().filter(|level| *level <= 3).ok_or(Code::SYNTAX_ERROR)?;
    Ok(())
}

fn expect(is_right: bool, code: Code) -> Result<(), Code> {
    if is_right { Ok(()) } else { Err(code) }
}

/// Whether a parameter is one of these, if it is given at all.
fn is_one_of(form: &Form, name: &str, values: &[&str]) -> bool {
    form.given(name).is_none_or(|given| values.iter().any(|value| value.eq_ignore_ascii_case(given)))
}

/// Makes a job for every address, or none when the account refuses one of them.
pub(crate) fn accept(state: &Arc<State>, username: &str, wanted: Wanted<'_>) -> Result<(), Code> {
    let Wanted { kind, job_id, .. } = wanted;
    let subscription = Subscription::new(&wanted.notification_addresses, wanted.notification_level, job_id);
    let job_id = job_id.map_or_else(uuid, str::to_owned);
    let (parameters, files) = (Arc::new(wanted.parameters), Arc::new(wanted.files));
    let numbers: Vec<u64> = wanted.addresses.iter().map(|_| state.next_number()).collect();
    state.with_account(username, |account| {
        expect(account.has_credit(), Code::NO_UNITS)?;
        if let Some(code) = wanted.addresses.iter().find_map(|address| account.code_for(address)) {
            return Err(Code(code));
        }
        for (number, address) in numbers.iter().zip(&wanted.addresses) {
            let order = Order {
                kind,
                job_id: job_id.clone(),
                address: (*address).to_owned(),
                parameters: Arc::clone(&parameters),
                files: Arc::clone(&files),
                subscription: subscription.clone(),
                accepted: OffsetDateTime::now_utc(),
                send_date: wanted.send_date,
            };
            account.add_job(*number, order);
        }
        Ok(())
    })?;
    if subscription.is_some() {
        numbers.iter().for_each(|number| webhook::follow_job(state, username, *number));
    }
    Ok(())
}
