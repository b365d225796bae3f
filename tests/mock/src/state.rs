//! What all listeners and connections of one mock share.

use std::collections::{BTreeMap, HashMap};
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, OnceLock, PoisonError};

use tokio::sync::Semaphore;

use crate::account::Account;
use crate::authority::Authority;
use crate::connection::Connection;
use crate::listener::Listener;

/// Calls to webhooks in flight at a time; the rest wait, so that a volume test does not run out of sockets.
const MAX_CALLS: usize = 256;

/// The whole state of one mock.
pub(crate) struct State {
    pub(crate) authority: Authority,
    pub(crate) verbose: bool,
    /// The origin that stands for `{{other_origin}}` in scripted headers.
    pub(crate) other_origin: OnceLock<String>,
    pub(crate) calls: Semaphore,
    accounts: Mutex<HashMap<String, Account>>,
    connections: Mutex<BTreeMap<u64, Arc<Connection>>>,
    listeners: Mutex<BTreeMap<String, Arc<Listener>>>,
    numbers: AtomicU64,
}

impl State {
    pub(crate) fn new(authority: Authority, verbose: bool) -> Arc<Self> {
        Arc::new(Self {
            authority,
            verbose,
            other_origin: OnceLock::new(),
            calls: Semaphore::new(MAX_CALLS),
            accounts: Mutex::default(),
            connections: Mutex::default(),
            listeners: Mutex::default(),
            numbers: AtomicU64::new(0),
        })
    }

    /// A number that no connection, request or listener had before.
    pub(crate) fn next_number(&self) -> u64 {
        self.numbers.fetch_add(1, Ordering::Relaxed) + 1
    }

    /// Works on the account of `username`, which is made when it is new.
    pub(crate) fn with_account<T>(&self, username: &str, work: impl FnOnce(&mut Account) -> T) -> T {
        work(lock(&self.accounts).entry(username.to_owned()).or_default())
    }

    /// Works on the account of `username` only if there is one.
    pub(crate) fn with_existing<T>(&self, username: &str, work: impl FnOnce(&mut Account) -> T) -> Option<T> {
        lock(&self.accounts).get_mut(username).map(work)
    }

    pub(crate) fn forget_account(&self, username: &str) {
        let account = lock(&self.accounts).remove(username);
        if let Some(account) = account {
            account.close_links();
        }
    }

    pub(crate) fn add_connection(&self, connection: &Arc<Connection>) {
        lock(&self.connections).insert(connection.number, Arc::clone(connection));
    }

    pub(crate) fn remove_connection(&self, number: u64) {
        lock(&self.connections).remove(&number);
    }

    pub(crate) fn connections(&self) -> Vec<Arc<Connection>> {
        lock(&self.connections).values().cloned().collect()
    }

    pub(crate) fn add_listener(&self, listener: &Arc<Listener>) {
        lock(&self.listeners).insert(listener.id.clone(), Arc::clone(listener));
    }

    pub(crate) fn listener(&self, id: &str) -> Option<Arc<Listener>> {
        lock(&self.listeners).get(id).cloned()
    }

    pub(crate) fn remove_listener(&self, id: &str) -> Option<Arc<Listener>> {
        lock(&self.listeners).remove(id)
    }

    /// Tells whoever asked for it with `--verbose` what happens. Never called with a header, a query or a body.
    pub(crate) fn tell(&self, what: impl FnOnce() -> String) {
        if self.verbose {
            eprintln!("ecall-mock: {}", what());
        }
    }
}

/// Locks, also after a panic of another thread: the state is plain data and a test wants to see the first failure.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
