use napi_derive::napi;

/// Ends the calls that were given it.
#[napi]
#[derive(Default)]
pub struct CancelToken(ecall::CancelToken);

#[napi]
impl CancelToken {
    /// A token that is not cancelled.
    #[napi(constructor)]
    pub fn new() -> Self {
        Self::default()
    }

    /// Ends its calls, those that were made and those that will be.
    #[napi]
    pub fn cancel(&self) {
        self.0.cancel();
    }

    pub(crate) fn token(&self) -> ecall::CancelToken {
        self.0.clone()
    }
}
