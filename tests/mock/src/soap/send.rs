//! The operations that send.

use std::sync::Arc;

use super::request::Request;
use super::schema::{CREDENTIALS, SEND_FAX, SEND_FAX_BASIC, SEND_SMS};
use crate::https::{Code, Wanted, accept, address};
use crate::job::Kind;
use crate::state::State;
use crate::{local_time, pages};

const SEPARATOR: char = ';';
const LONGEST_JOB_ID: usize = 50;
const MOST_FILES: usize = 10;
const LARGEST_FILE: usize = 5 * 1024 * 1024;
/// The types of files that can be sent by fax.
const FILE_TYPES: [&str; 17] = [
    "bmp", "pdf", "doc", "docx", "rtf", "ppt", "pptx", "gif", "tif", "tiff", "html", "txt", "jpg", "jpeg",
    "xls", "xlsx", "zip",
];
const LANGUAGES: [&str; 4] = ["DE", "FR", "IT", "EN"];
/// Confirmations tell the last point that can be tracked.
const NOTIFICATION_LEVEL: u8 = 1;

/// Accepts what is to be sent, or says what is wrong with it.
pub(super) fn send(state: &Arc<State>, username: &str, request: &Request) -> Result<(), Code> {
    accept(state, username, read(request)?)
}

/// Reads a request up to the first thing that is wrong.
fn read(request: &Request) -> Result<Wanted<'_>, Code> {
    let kind = match request.operation.name {
        name if name == SEND_SMS.name => Kind::Sms,
        name if name == SEND_FAX.name || name == SEND_FAX_BASIC.name => Kind::Fax,
        _ => Kind::Voice,
    };
    let addresses: Vec<&str> =
        request.given("Address").ok_or(Code::ADDRESS_MISSING)?.split(SEPARATOR).collect();
    let is_right = |address: &&str| match kind {
        Kind::Sms | Kind::Fax => address::is_recipient(address),
        Kind::Voice => address::is_number(address),
    };
    expect(addresses.iter().all(is_right), Code::ADDRESS_INVALID)?;
    let message = request.given("Message");
    expect(message.is_some() || !request.files.is_empty(), Code::NO_CHARACTERS)?;
    expect(kind != Kind::Sms || message.is_none_or(pages::fits), Code::TOO_LONG)?;
    let job_id = request.given("JobID");
    expect(job_id.is_none_or(|id| id.chars().count() <= LONGEST_JOB_ID), Code::ID_INVALID)?;
    let send_date = match request.given("SendDate").map(local_time::read) {
        Some(None) => return Err(Code::SEND_TIME_INVALID),
        date => date.flatten(),
    };
    let sender = request.given("SMSCallback").filter(|_| request.given("Answer").is_none());
    expect(sender.is_none_or(address::is_sender), Code::CALLBACK_FORBIDDEN)?;
    expect(request.given("MsgLanguage").is_none_or(|one| LANGUAGES.contains(&one)), Code::SYNTAX_ERROR)?;
    let notified = |element| request.given(element).map(|all| all.split(SEPARATOR).collect::<Vec<&str>>());
    let notification_addresses = notified("Notification").unwrap_or_default();
    let mut all =
        notification_addresses.iter().copied().chain(notified("AlwaysNotification").into_iter().flatten());
    expect(all.all(address::is_notification_address), Code::NOTIFICATION_ADDRESS_INVALID)?;
    check_files(request)?;
    let parameters = request.texts.iter().filter(|(name, _)| !CREDENTIALS.contains(*name));
    Ok(Wanted {
        kind,
        job_id,
        addresses,
        parameters: parameters.map(|(name, text)| ((*name).to_owned(), text.clone())).collect(),
        files: request.files.clone(),
        send_date,
        notification_addresses,
        notification_level: NOTIFICATION_LEVEL,
    })
}

fn check_files(request: &Request) -> Result<(), Code> {
    let files = &request.files;
    expect(files.len() <= MOST_FILES, Code::TOO_MANY_FILES)?;
    expect(files.iter().all(|file| file.length <= LARGEST_FILE), Code::FILE_TOO_LARGE)?;
    let is_known = |name: &str| {
        let (_, end) = name.rsplit_once('.').unwrap_or_default();
        FILE_TYPES.iter().any(|kind| kind.eq_ignore_ascii_case(end))
    };
    expect(files.iter().all(|file| is_known(&file.file_name)), Code::FILE_TYPE_UNKNOWN)
}

fn expect(is_right: bool, code: Code) -> Result<(), Code> {
    if is_right { Ok(()) } else { Err(code) }
}
