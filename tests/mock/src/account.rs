//! Accounts: one per username, made on first sight.

use std::collections::{BTreeMap, HashMap, VecDeque};
use std::sync::Arc;

use bytes::Bytes;
use serde_json::{Value, json};
use time::OffsetDateTime;

use crate::cache::Cache;
use crate::connection::Head;
use crate::faults::Faults;
use crate::https;
use crate::job::{Jobs, Order};
use crate::media::Media;
use crate::message::{Course, Message, Shown};
use crate::request::Request;
use crate::script::Step;
use crate::settings::{Credit, Refuse, Settings};
use crate::smpp::{self, Center, End};

/// Everything the mock knows of one username.
pub(crate) struct Account {
    password: Option<String>,
    disabled: bool,
    pub(crate) course: Course,
    refuse: BTreeMap<String, Refuse>,
    credit: Credit,
    refuse_media: bool,
    /// How often each event is told to a webhook.
    copies: usize,
    record: bool,
    script: VecDeque<Step>,
    faults: Faults<Step>,
    requests: Vec<Request>,
    request_count: usize,
    messages: HashMap<String, Message>,
    /// The ids in the order of acceptance.
    accepted: Vec<String>,
    /// How many messages each recipient was sent.
    recipients: HashMap<String, usize>,
    repeated: usize,
    /// The ids of the messages of each list.
    lists: HashMap<String, Vec<String>>,
    /// What the form interface and SOAP accepted.
    pub(crate) jobs: Jobs,
    pub(crate) cache: Cache,
    pub(crate) media: Media,
    /// The calls to webhooks that have ended.
    calls: Vec<Value>,
    /// The message centre, made when the account is first used over SMPP.
    center: Option<Arc<Center>>,
}

impl Default for Account {
    fn default() -> Self {
        Self {
            password: None,
            disabled: false,
            course: Course::default(),
            refuse: BTreeMap::new(),
            credit: Credit::Enough,
            refuse_media: false,
            copies: 1,
            record: true,
            script: VecDeque::new(),
            faults: Faults::default(),
            requests: Vec::new(),
            request_count: 0,
            messages: HashMap::new(),
            accepted: Vec::new(),
            recipients: HashMap::new(),
            repeated: 0,
            lists: HashMap::new(),
            jobs: Jobs::default(),
            cache: Cache::default(),
            media: Media::default(),
            calls: Vec::new(),
            center: None,
        }
    }
}

impl Account {
    pub(crate) fn configure(&mut self, settings: Settings) {
        if let Some(password) = settings.password {
            self.password = Some(password);
        }
        self.disabled = settings.disabled.unwrap_or(self.disabled);
        if let Some(refuse) = settings.refuse {
            self.refuse = refuse;
        }
        self.credit = settings.credit.unwrap_or(self.credit);
        self.refuse_media = settings.refuse_media.unwrap_or(self.refuse_media);
        self.copies = settings.webhooks.map_or(self.copies, |webhooks| webhooks.copies);
        self.record = settings.record.unwrap_or(self.record);
        self.course.change(settings.progress, settings.reason_code);
        self.jobs.change(settings.job_progress, settings.error_state, settings.state_limit);
        self.faults.change(settings.faults, settings.fault_seed);
        if self.center.is_some() || settings.smpp.is_some() {
            self.smpp().configure(settings.smpp.as_ref(), self.has_credit(), self.record);
        }
    }

    /// Closes its links: whoever comes again finds a new account.
    pub(crate) fn close_links(&self) {
        if let Some(center) = &self.center {
            center.order(None, &smpp::Order::End(End::Close));
        }
    }

    /// The account's message centre.
    pub(crate) fn smpp(&mut self) -> Arc<Center> {
        let (has_credit, record) = (self.has_credit(), self.record);
        Arc::clone(self.center.get_or_insert_with(|| Center::new(has_credit, record)))
    }

    /// Whether `password` opens the account: any does until one is set.
    pub(crate) fn opens_with(&self, password: &str) -> bool {
        self.password.as_deref().is_none_or(|expected| expected == password)
    }

    pub(crate) fn is_disabled(&self) -> bool {
        self.disabled
    }

    /// The error code with which a message to `address` is refused over REST.
    pub(crate) fn refusal_of(&self, address: &str) -> Option<&str> {
        match self.refuse.get(address)? {
            Refuse::Name(name) => Some(name),
            Refuse::Number(_) => None,
        }
    }

    /// The result code with which a job to `address` is refused over HTTPS and SOAP, in whichever way the number is written.
    pub(crate) fn code_for(&self, address: &str) -> Option<u32> {
        let address = https::canonical(address);
        self.refuse.iter().find_map(|(refused, code)| match code {
            Refuse::Number(number) if https::canonical(refused) == address => Some(*number),
            _ => None,
        })
    }

    pub(crate) fn has_credit(&self) -> bool {
        self.credit == Credit::Enough
    }

    pub(crate) fn refuses_media(&self) -> bool {
        self.refuse_media
    }

    pub(crate) fn copies(&self) -> usize {
        self.copies
    }

    pub(crate) fn append_script(&mut self, steps: Vec<Step>) {
        self.script.extend(steps);
    }

    /// The step that waits for the next request, or else one by chance.
    pub(crate) fn next_step(&mut self) -> Step {
        self.script.pop_front().or_else(|| self.faults.draw()).unwrap_or_default()
    }

    /// Records a request whose head was read; its body follows with [`Account::complete`].
    pub(crate) fn record(&mut self, number: u64, head: &Arc<Head>, listener: &str, connection: u64) {
        self.request_count += 1;
        if self.record {
            self.requests.push(Request::new(number, head, listener, connection));
        }
    }

    pub(crate) fn complete(&mut self, number: u64, body: &Bytes, complete: bool) {
        // Numbers grow with time, and so do places.
        if let Ok(place) = self.requests.binary_search_by_key(&number, |request| request.number) {
            self.requests[place].set_body(body, complete);
        }
    }

    pub(crate) fn add_message(&mut self, id: &str, message: Message) {
        self.count_recipient(message.to.clone());
        self.accepted.push(id.to_owned());
        self.messages.insert(id.to_owned(), message);
    }

    pub(crate) fn add_job(&mut self, number: u64, order: Order) {
        self.count_recipient(https::canonical(&order.address));
        self.jobs.accept(number, order);
    }

    fn count_recipient(&mut self, address: String) {
        let count = self.recipients.entry(address).or_default();
        *count += 1;
        self.repeated += usize::from(*count == 2);
    }

    pub(crate) fn message(&self, id: &str) -> Option<&Message> {
        self.messages.get(id)
    }

    pub(crate) fn message_mut(&mut self, id: &str) -> Option<&mut Message> {
        self.messages.get_mut(id)
    }

    pub(crate) fn add_list(&mut self, id: &str, messages: Vec<String>) {
        self.lists.insert(id.to_owned(), messages);
    }

    /// The messages of a list with their ids, in order.
    pub(crate) fn list(&self, id: &str) -> Option<Vec<(&str, &Message)>> {
        let ids = self.lists.get(id)?;
        Some(ids.iter().map(|id| (id.as_str(), &self.messages[id])).collect())
    }

    pub(crate) fn add_call(&mut self, call: Value) {
        self.calls.push(call);
    }

    /// The calls to webhooks that have ended, as the control interface shows them.
    pub(crate) fn calls_json(&self) -> Value {
        json!(self.calls)
    }

    /// Everything that was accepted, in order, as the control interface shows it.
    pub(crate) fn messages(&self) -> Vec<Shown<'_>> {
        let now = OffsetDateTime::now_utc();
        self.accepted.iter().map(|id| self.messages[id].shown(id, now)).collect()
    }

    /// Everything that arrived, in order, as the control interface shows it.
    pub(crate) fn requests(&self) -> Value {
        self.requests.iter().map(Request::to_json).collect()
    }

    /// Counts, whatever the volume.
    pub(crate) fn summary(&self) -> Value {
        json!({
            "requests": self.request_count,
            "messages": self.accepted.len() + self.jobs.len(),
            "recipients": self.recipients.len(),
            "repeated": self.repeated,
        })
    }
}
