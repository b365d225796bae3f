use std::sync::Arc;

use ecall::model::wire;
use ecall::{CallOptions, DownloadOptions, Error, Kind, Outcome, UploadOptions, WaitOptions};
use ecall_runtime::{BlockingClient, Session};
use futures_channel::oneshot;
use serde_json::{Value, json};

/// Ends calls early. May be used from any thread and for many calls.
#[derive(Default, uniffi::Object)]
pub struct CancelToken(pub(crate) ecall::CancelToken);

#[uniffi::export]
impl CancelToken {
    /// A token that is not cancelled.
    #[uniffi::constructor]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends every call that was given this token, now and from now on.
    pub fn cancel(&self) {
        self.0.cancel();
    }
}

/// Says whether the thread that makes a blocking call was interrupted.
#[uniffi::export(foreign)]
pub trait Interrupt: Send + Sync {
    /// Asked every 100 ms of a blocking call, on the calling thread; true cancels the call.
    fn requested(&self) -> bool;
}

/// As core asks it.
pub(crate) fn asked(interrupt: Option<Arc<dyn Interrupt>>) -> Option<ecall::blocking::Interrupt> {
    interrupt.map(|asked| Arc::new(move || asked.requested()) as _)
}

/// Options that end a call early by a token.
pub(crate) trait Cancelled: Sized {
    /// Reads the JSON form, in the names of core.
    fn read(json: Value) -> ecall::Result<Self>;

    /// What the token of the call is kept in.
    fn token(&mut self) -> &mut Option<ecall::CancelToken>;

    /// Options as they crossed.
    fn given(options: Option<&str>) -> ecall::Result<Self> {
        Self::read(optional(options)?)
    }

    /// The same with a token that ends the call.
    fn cancelled_by(mut self, token: Option<ecall::CancelToken>) -> Self {
        *self.token() = token;
        self
    }
}

macro_rules! cancelled {
    ($($options:ident)*) => {$(
        impl Cancelled for $options {
            fn read(json: Value) -> ecall::Result<Self> {
                Self::from_json(json)
            }

            fn token(&mut self) -> &mut Option<ecall::CancelToken> {
                &mut self.cancel
            }
        }
    )*};
}

cancelled! { CallOptions WaitOptions UploadOptions DownloadOptions }

/// The two twins of each operation of an interface's client: on the I/O thread, and on the calling thread.
///
/// The options are read before the call is begun, and so is whatever is bound by `let`.
macro_rules! operations {
    ($object:ident: $(
        $(#[$doc:meta])*
        $name:ident, $blocking:ident($($argument:ident: $type:ty),*) -> $result:ty {
            $( let $prepared:pat = $preparation:expr; )*
            |$client:ident, $options:ident: $kind:ident $({ $member:ident: $hook:expr })?| $call:expr
        }
    )*) => {
        #[uniffi::export]
        #[allow(clippy::too_many_arguments, reason = "plain values cross faster than an object of them")]
        #[allow(unused_mut, reason = "of the options of transfers, which get a hook")]
        impl $object {
            $(
                $(#[$doc])*
                ///
                /// On the I/O thread. `options` are those of the call.
                pub async fn $name(
                    &self,
                    $($argument: $type,)*
                    options: Option<String>,
                    cancel: Option<std::sync::Arc<crate::call::CancelToken>>,
                ) -> Result<$result, crate::failure::Failure> {
                    let options = <$kind as crate::call::Cancelled>::given(options.as_deref())?;
                    $( let $prepared = $preparation; )*
                    let made = crate::call::on_io_thread(&self.0, cancel, async move |$client, token| {
                        let mut $options = crate::call::Cancelled::cancelled_by(options, Some(token));
                        $( $options.$member = $hook; )?
                        $call.await
                    });
                    Ok(made.await?.into())
                }

                $(#[$doc])*
                ///
                /// On the calling thread. `options` are those of the call.
                pub fn $blocking(
                    &self,
                    $($argument: $type,)*
                    options: Option<String>,
                    cancel: Option<std::sync::Arc<crate::call::CancelToken>>,
                ) -> Result<$result, crate::failure::Failure> {
                    let options = <$kind as crate::call::Cancelled>::given(options.as_deref())?;
                    let cancel = cancel.map(|cancel| cancel.0.clone());
                    let mut $options = crate::call::Cancelled::cancelled_by(options, cancel);
                    $( $options.$member = $hook; )?
                    $( let $prepared = $preparation; )*
                    Ok(self.0.blocking(|$client| $call)?.into())
                }
            )*
        }
    };
}

pub(crate) use operations;

/// Cancels a call whose future is dropped before its end, so that no call outlives the interest in it.
struct Abandoned(ecall::CancelToken);

impl Drop for Abandoned {
    fn drop(&mut self) {
        self.0.cancel();
    }
}

/// Makes a call on the I/O thread. The future that waits for it may be polled on any thread and needs no runtime.
///
/// With the caller's token a call ends with what became of it; a future that is dropped ends it too, without a word.
pub(crate) async fn on_io_thread<C, T, F>(
    session: &Session<C>,
    cancel: Option<Arc<CancelToken>>,
    call: impl FnOnce(C::Asynchronous, ecall::CancelToken) -> F + Send + 'static,
) -> ecall::Result<T>
where
    C: BlockingClient,
    F: Future<Output = ecall::Result<T>> + Send,
    T: Send + 'static,
{
    awaited(cancel, |token, done| session.spawn(move |client| call(client, token), done)).await
}

/// What is told when something has ended.
pub(crate) type Done<T> = Box<dyn FnOnce(ecall::Result<T>) + Send>;

/// Waits for what `begin` begins, with a token that ends it, and tells at its end.
pub(crate) async fn awaited<T: Send + 'static>(
    cancel: Option<Arc<CancelToken>>,
    begin: impl FnOnce(ecall::CancelToken, Done<T>) -> ecall::Result<()>,
) -> ecall::Result<T> {
    let token = cancel.map_or_else(ecall::CancelToken::new, |cancel| cancel.0.child());
    let _abandoned = Abandoned(token.clone());
    let (done, ended) = oneshot::channel();
    let tell = move |result| {
        // Nobody waits any more: the call was abandoned.
        let _ = done.send(result);
    };
    begin(token, Box::new(tell))?;
    ended.await.unwrap_or_else(|_| {
        Err(Error::new(Kind::Internal, Outcome::Unknown, "the I/O thread ended before the call did"))
    })
}

/// Options with the names of core, none where they are absent.
pub(crate) fn optional(options: Option<&str>) -> ecall::Result<Value> {
    options.map_or_else(|| Ok(json!({})), value)
}

/// A text that the packages write is JSON; one that is none names no option, so it is nobody's argument.
pub(crate) fn value(text: &str) -> ecall::Result<Value> {
    wire::read(text.as_bytes())
        .map_err(|problem| Error::new(Kind::InvalidArgument, Outcome::NotAccepted, problem.to_string()))
}
