//! Opening a session, and what a centre tells in one. Source: S34, 4.1 and 4.12.

use crate::smpp::field::body;
use crate::smpp::octets::{Password, Str};
use crate::smpp::values::{InterfaceVersion, Npi, Ton};

body! {
    /// The body of bind_receiver, bind_transmitter and bind_transceiver. Source: S34, 4.1.1, 4.1.3 and 4.1.5.
    Bind {
        /// Who it is: at eCall the user's name. Source: S34, 5.2.1.
        system_id: Str<'a, 16>,
        /// The password. Source: S34, 5.2.2.
        password: Password<'a>,
        /// What kind of system it is. Source: S34, 5.2.3.
        system_type: Str<'a, 13>,
        /// The version of the protocol.
        interface_version: InterfaceVersion,
        /// Type of number of the addresses that are served.
        addr_ton: Ton,
        /// Numbering plan of the addresses that are served.
        addr_npi: Npi,
        /// The addresses that are served. Source: S34, 5.2.7.
        address_range: Str<'a, 41>,
    }
}

impl<'a> Bind<'a> {
    /// A bind of version 3.4 with nothing but the credentials.
    pub fn new(system_id: impl Into<Str<'a, 16>>, password: impl Into<Password<'a>>) -> Self {
        Self {
            system_id: system_id.into(),
            password: password.into(),
            interface_version: InterfaceVersion::V34,
            ..Self::default()
        }
    }
}

body! {
    /// The body of the responses to binds, left out with an error. Source: S34, 4.1.2, 4.1.4 and 4.1.6.
    BindResponse {
        /// Which centre it is.
        system_id: Str<'a, 16>,
    }
}

body! {
    /// The body of outbind. Source: S34, 4.1.7.
    Outbind {
        /// Which centre it is.
        system_id: Str<'a, 16>,
        /// The centre's password.
        password: Password<'a>,
    }
}

body! {
    /// The body of alert_notification. Source: S34, 4.12.1.
    AlertNotification {
        /// Type of number of the subscriber's address.
        source_addr_ton: Ton,
        /// Numbering plan of the subscriber's address.
        source_addr_npi: Npi,
        /// The address of the subscriber that can be reached again.
        source_addr: Str<'a, 65>,
        /// Type of number of the address that asked for the alert.
        esme_addr_ton: Ton,
        /// Numbering plan of the address that asked for the alert.
        esme_addr_npi: Npi,
        /// The address that asked for the alert.
        esme_addr: Str<'a, 65>,
    }
}
