//! A bound link as its account knows it.

use std::sync::{Arc, Mutex};

use serde_json::{Value, json};
use tokio::sync::Notify;

use super::bind::{Bind, Role};
use super::step::End;
use super::thing::Thing;
use crate::state::lock;

/// What the control interface wants of a link.
#[derive(Clone, Debug)]
pub(crate) enum Order {
    End(End),
    Write(Vec<Thing>),
}

impl Order {
    pub(super) fn end(self) -> Option<End> {
        match self {
            Self::End(end) => Some(end),
            Self::Write(_) => None,
        }
    }
}

/// A bound link.
pub(super) struct Link {
    pub(super) number: u64,
    pub(super) role: Role,
    system_type: String,
    interface_version: u8,
    listener: String,
    /// Wakes the session, also when there is something to deliver.
    pub(super) wake: Arc<Notify>,
    orders: Mutex<Vec<Order>>,
}

impl Link {
    pub(super) fn new(number: u64, listener: &str, role: Role, bind: &Bind, wake: &Arc<Notify>) -> Arc<Self> {
        Arc::new(Self {
            number,
            role,
            system_type: bind.system_type.clone(),
            interface_version: bind.interface_version,
            listener: listener.to_owned(),
            wake: Arc::clone(wake),
            orders: Mutex::default(),
        })
    }

    pub(super) fn order(&self, order: Order) {
        lock(&self.orders).push(order);
        self.wake.notify_one();
    }

    pub(super) fn take_orders(&self) -> Vec<Order> {
        std::mem::take(&mut lock(&self.orders))
    }

    pub(super) fn to_json(&self) -> Value {
        json!({
            "link": self.number,
            "bind": self.role.name(),
            "system_type": self.system_type,
            "interface_version": self.interface_version,
            "listener": self.listener,
        })
    }
}
