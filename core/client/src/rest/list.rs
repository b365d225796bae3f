//! Several messages in one call, and what became of each.

use std::sync::Arc;

use ::http::Method;
use ecall_codec::text::Estimate;
use serde::Serialize;
use serde_json::{Map, Value};

use super::{Rest, Sent, check_id};
use crate::answer::Answer;
use crate::call::{Mode, refusal};
use crate::error::{Error, FieldError, Kind, Outcome, Result};
use crate::model::{LIST_ID, Message, MessageListItem, MessageStatusData, Notification, wire};
use crate::options::CallOptions;
use crate::transport::HttpResponse;

/// Path of both operations below the version. Provisional: `message/list` and `message-list` are other guesses. A send is
/// never repeated on another one.
const LIST_PATH: &str = "messagelist";
/// An item of the answer to a send has one of these; an item of the answer to a query one of those. Provisional.
const ITEM_KEYS: &[&str] = &["messageId", "messageIdList", "error"];
const STATE_KEYS: &[&str] = &["status", "messageId"];

/// A list of messages that the service looked at: what became of each, in the order in which they were given. Some may have
/// been accepted and others not: see [`failed`](Self::failed) and [`raise_for_failed`](Self::raise_for_failed).
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct SentList {
    /// What [`Client::list_status`](crate::Client::list_status) asks for; the service answers for seven days.
    pub list_id: Option<String>,
    /// For each message what the service answered, or why it did not accept it.
    pub items: Vec<Result<Sent>>,
    /// Fields of the answer that this version does not know.
    pub extra: Map<String, Value>,
}

impl SentList {
    /// The messages that were not accepted, or of which that is not known, each with its index.
    pub fn failed(&self) -> impl Iterator<Item = (usize, &Error)> {
        let items = self.items.iter().enumerate();
        items.filter_map(|(index, item)| item.as_ref().err().map(|error| (index, error)))
    }

    /// The messages that were accepted, each with its index.
    pub fn accepted(&self) -> impl Iterator<Item = (usize, &Sent)> {
        let items = self.items.iter().enumerate();
        items.filter_map(|(index, item)| item.as_ref().ok().map(|sent| (index, sent)))
    }

    /// An error where not every message was accepted.
    ///
    /// # Errors
    /// Of the kind of the failures where they are all of one kind, else `rejected`; `outcome_unknown` where that holds for one
    /// of them. Its fields name each message (`messages[3]`) and what was wrong with it.
    pub fn raise_for_failed(&self) -> Result<()> {
        let Some((_, first)) = self.failed().next() else { return Ok(()) };
        let unknown = self.failed().any(|(_, error)| error.outcome() == Outcome::Unknown);
        let kind = match first.kind() {
            _ if unknown => Kind::OutcomeUnknown,
            kind if self.failed().all(|(_, error)| error.kind() == kind) => kind,
            _ => Kind::Rejected,
        };
        let outcome = if unknown { Outcome::Unknown } else { Outcome::NotAccepted };
        let all = self.items.len();
        let told = [(false, "were refused"), (true, "may have been accepted")].map(|(unknown, what)| {
            let failed = self.failed().filter(|(_, error)| (error.outcome() == Outcome::Unknown) == unknown);
            let indices: Vec<_> = failed.map(|(index, _)| index).collect();
            (!indices.is_empty())
                .then(|| format!("{} of {all} messages {what} ({})", indices.len(), named(&indices)))
        });
        let message = told.into_iter().flatten().collect::<Vec<_>>().join("; ");
        let mut error = Error::new(kind, outcome, message);
        let details = error.details_mut();
        details.request_id.clone_from(&first.details().request_id);
        details.http_status = first.details().http_status;
        details.fields = self.failed().flat_map(|(index, error)| fields_of(index, error)).collect();
        Err(error)
    }
}

/// Failed messages whose index stands in the text of an error.
const NAMED: usize = 10;

fn named(indices: &[usize]) -> String {
    let first: Vec<_> = indices.iter().take(NAMED).map(usize::to_string).collect();
    let more = if indices.len() > NAMED { ", …" } else { "" };
    format!("{}{more}", first.join(", "))
}

/// What was wrong with the message at `index`, its fields named as those of the list.
fn fields_of(index: usize, error: &Error) -> Vec<FieldError> {
    let details = error.details();
    if details.fields.is_empty() {
        let code = details.ecall_code.clone().unwrap_or_else(|| details.kind.to_string());
        return vec![FieldError::new(format!("messages[{index}]"), "service", code)];
    }
    details.fields.iter().map(|problem| below(index, problem.clone())).collect()
}

fn below(index: usize, problem: FieldError) -> FieldError {
    FieldError { field: format!("messages[{index}].{}", problem.field), ..problem }
}

/// What has become of the messages of a list.
#[derive(Clone, Debug, PartialEq)]
#[non_exhaustive]
pub struct ListStatus {
    /// The list's id, where the answer has it.
    pub list_id: Option<String>,
    /// The state of each message, one per recipient, in the service's order.
    pub messages: Vec<MessageStatusData>,
    /// Fields of the answer that this version does not know.
    pub extra: Map<String, Value>,
}

impl ListStatus {
    /// Whether no other state will follow for any of the messages. False of a list without messages.
    pub fn is_final(&self) -> bool {
        !self.messages.is_empty() && self.messages.iter().all(MessageStatusData::is_final)
    }
}

/// The body of a list.
#[derive(Serialize)]
struct MessageListRequest<'a> {
    messages: &'a [Message],
    /// Provisional: that it is given for the list is documented, its name is inferred.
    #[serde(skip_serializing_if = "Option::is_none")]
    notification: Option<&'a Notification>,
}

impl Rest<'_> {
    pub async fn send_list(
        &self,
        mut messages: Vec<Message>,
        notification: Option<Notification>,
        options: &CallOptions,
    ) -> Result<Answer<SentList>> {
        let (estimates, problems) = self.prepare_list(&mut messages, notification.as_ref(), options);
        if !problems.is_empty() {
            return Err(Error::fields(Kind::InvalidArgument, Outcome::NotAccepted, problems));
        }
        let list = MessageListRequest { messages: &messages, notification: notification.as_ref() };
        let body = serde_json::to_vec(&list)
            .map_err(|problem| Error::new(Kind::Internal, Outcome::NotAccepted, problem.to_string()))?;
        let url = self.endpoint.url(&[LIST_PATH]);
        let request = self.endpoint.request(Method::POST, Arc::new(url), Some(body));
        let read = |response: &HttpResponse| read_list(response, estimates.len());
        let answer = self.call("send_list", Mode::Send, options)?.run(request, read).await?;
        let (http_status, request_id) = (answer.http_status, answer.request_id.clone());
        Ok(answer.map(|(items, list_id, extra)| {
            let items = items.into_iter().zip(estimates).map(|(item, estimate)| {
                sent(item, estimate).map_err(|mut error| {
                    error.details_mut().http_status = Some(http_status);
                    error.details_mut().request_id.clone_from(&request_id);
                    error
                })
            });
            SentList { list_id, items: items.collect(), extra }
        }))
    }

    /// Fills in what the messages leave out; what each text costs, and everything that is wrong with the list.
    fn prepare_list(
        &self,
        messages: &mut [Message],
        notification: Option<&Notification>,
        options: &CallOptions,
    ) -> (Vec<Option<Estimate>>, Vec<FieldError>) {
        let mut problems = Vec::new();
        if messages.is_empty() {
            problems.push(FieldError::new("messages", "min_items", "must not be empty").measured(0, 1));
        }
        let mut estimates = Vec::with_capacity(messages.len());
        for (index, message) in messages.iter_mut().enumerate() {
            let (estimate, found) = self.prepare(message, options);
            problems.extend(found.into_iter().map(|problem| below(index, problem)));
            if message.notification.is_some() {
                let field = format!("messages[{index}].notification");
                problems.push(FieldError::new(field, "not_supported", "is given once, for the whole list"));
            }
            estimates.push(estimate);
        }
        problems.extend(notification.into_iter().flat_map(Notification::problems));
        (estimates, problems)
    }

    pub async fn list_status(&self, list_id: &str, options: &CallOptions) -> Result<Answer<ListStatus>> {
        check_id("list_id", list_id)?;
        let url = self.endpoint.url(&[LIST_PATH, list_id]);
        let request = self.endpoint.request(Method::GET, Arc::new(url), None);
        self.call("list_status", Mode::Read, options)?.run(request, read_list_status).await
    }
}

/// One item's end. Where it both names a message and gives an error, or does neither, nobody knows.
fn sent(item: MessageListItem, estimate: Option<Estimate>) -> Result<Sent> {
    let (result, error) = item.into_parts();
    match (result.names_a_message(), error) {
        (true, None) => Ok(Sent { result, estimate, replacements: Vec::new() }),
        (false, Some(error)) => Err(refusal(error)),
        (named, _) => {
            let what = if named {
                "names a message and gives an error"
            } else {
                "names no message and gives no error"
            };
            let mut error = Error::new(
                Kind::OutcomeUnknown,
                Outcome::Unknown,
                format!("the message may have been accepted: its part of the answer {what}"),
            );
            error.details_mut().message_id = result.message_id.filter(|id| !id.is_empty());
            Err(error)
        }
    }
}

type ListAnswer = (Vec<MessageListItem>, Option<String>, Map<String, Value>);

/// The answer to a list of `count` messages: an array of that many objects which say what became of each. Provisional: the
/// array's name is not documented.
fn read_list(response: &HttpResponse, count: usize) -> std::result::Result<ListAnswer, String> {
    let mut answer: Map<String, Value> =
        serde_json::from_slice(&response.body).map_err(|_| "the answer is no JSON object".to_owned())?;
    let items = take_array(&mut answer, ITEM_KEYS, Some(count));
    let items = items.ok_or_else(|| {
        format!("the answer does not say of each of the {count} messages what became of it")
    })?;
    Ok((read_items(items)?, take_list_id(&mut answer), answer))
}

/// The answer to a query: an object with an array of states, or that array alone. Provisional.
fn read_list_status(response: &HttpResponse) -> std::result::Result<ListStatus, String> {
    let missing = || "the answer holds no list of states".to_owned();
    let (messages, list_id, extra) = match serde_json::from_slice(&response.body) {
        Ok(Value::Array(states)) => (states, None, Map::new()),
        Ok(Value::Object(mut answer)) => {
            let states = take_array(&mut answer, STATE_KEYS, None).ok_or_else(missing)?;
            (states, take_list_id(&mut answer), answer)
        }
        _ => return Err(missing()),
    };
    if !messages.is_empty() && !fits(&messages, STATE_KEYS) {
        return Err(missing());
    }
    Ok(ListStatus { list_id, messages: read_items(messages)?, extra })
}

fn read_items<T: serde::de::DeserializeOwned>(items: Vec<Value>) -> std::result::Result<Vec<T>, String> {
    let items = items.into_iter().map(wire::read_value);
    items.collect::<std::result::Result<_, _>>().map_err(|problem| problem.to_string())
}

/// Takes the first array of objects of which one has one of these keys; of `count` items where that is known, else an empty
/// one where there is no other.
fn take_array(answer: &mut Map<String, Value>, keys: &[&str], count: Option<usize>) -> Option<Vec<Value>> {
    let arrays: Vec<_> = answer
        .iter()
        .filter_map(|(name, value)| Some((name, value.as_array()?)))
        .filter(|(_, items)| count.is_none_or(|count| items.len() == count))
        .collect();
    let full = arrays.iter().find(|(_, items)| fits(items, keys));
    let (name, _) = full.or_else(|| arrays.iter().find(|(_, items)| items.is_empty()))?;
    let name = (*name).clone();
    match answer.remove(&name) {
        Some(Value::Array(items)) => Some(items),
        _ => None,
    }
}

/// Whether these are what an array of the answer holds: one odd item does not spoil the others.
fn fits(items: &[Value], keys: &[&str]) -> bool {
    let known = |item: &Value| {
        item.as_object().is_some_and(|item| {
            item.keys().any(|found| keys.iter().any(|key| key.eq_ignore_ascii_case(found)))
        })
    };
    items.iter().all(Value::is_object) && items.iter().any(known)
}

fn take_list_id(answer: &mut Map<String, Value>) -> Option<String> {
    let name =
        answer.iter().find(|(key, value)| key.eq_ignore_ascii_case(LIST_ID) && value.is_string())?.0.clone();
    match answer.remove(&name) {
        Some(Value::String(id)) if !id.is_empty() => Some(id),
        _ => None,
    }
}
