//! The clients of the core that a session can hold.

use ecall::blocking::Interrupt;
use ecall::{Options, Result, blocking};

/// A blocking client of the core, of whichever interface, and the way to its asynchronous twin.
pub trait BlockingClient: Send + Sync + Sized {
    /// The asynchronous client with the same settings.
    type Asynchronous: Clone + Send + Sync + 'static;

    /// A client with these options, which asks `interrupt` during every call whether to cancel it.
    ///
    /// # Errors
    /// `config`, naming every option that is missing or wrong.
    fn make(options: Options, interrupt: Option<Interrupt>) -> Result<Self>;

    /// A client with the same settings and none of the connections. Touches no lock.
    #[must_use]
    fn fresh(&self) -> Self;

    /// The asynchronous client with the same settings, which has connections of its own.
    fn asynchronous(&self) -> Self::Asynchronous;
}

macro_rules! held {
    ($($client:ident)*) => {$(
        impl BlockingClient for blocking::$client {
            type Asynchronous = ecall::$client;

            fn make(options: Options, interrupt: Option<Interrupt>) -> Result<Self> {
                Self::with_interrupt(options, interrupt)
            }

            fn fresh(&self) -> Self {
                self.fresh()
            }

            fn asynchronous(&self) -> Self::Asynchronous {
                self.asynchronous()
            }
        }
    )*};
}

held! { Client HttpsClient SoapClient }
