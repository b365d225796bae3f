//! What the service answers to a request it refused.

use super::define::answer;
use super::open_enum::open_enum;

answer! {
    /// The body of a refusal (400, 401, 404, 500). Source: REST documentation, error schema.
    #[schemars(rename = "Error")]
    pub struct ApiError {
        /// The kind of problem.
        pub error_code: Option<ErrorCode>,
        /// The problem in words.
        pub error_message: Option<String>,
        /// The problem in detail.
        pub error_details: Option<ErrorDetails>,
    }

    /// Details of a refusal.
    #[schemars(rename = "ParameterErrorDetails")]
    pub struct ErrorDetails {
        /// What the details are about.
        pub r#type: Option<ErrorDetailsType>,
        /// The parameters that were refused.
        pub errors: Option<Vec<ParameterError>>,
    }

    /// One refused parameter.
    #[schemars(rename = "ParameterErrorDetailsEntry")]
    pub struct ParameterError {
        /// The parameter's name. Was seen in PascalCase (`To`): compare without regard to case (provisional).
        pub parameter: Option<String>,
        /// What is wrong with it.
        pub messages: Option<Vec<String>>,
    }
}

open_enum! {
    /// What the details of a refusal are about.
    pub enum ErrorDetailsType as "ErrorDetailsType" {
        /// Parameters of the request.
        Parameter = "Parameter",
    }

    /// Why a request was refused. Source: REST documentation, error codes.
    pub enum ErrorCode as "ErrorCode" {
        /// Listed without a meaning.
        Error1 = "Error1",
        /// Listed without a meaning.
        Error2 = "Error2",
        /// No body, or an empty one.
        RequestMissing = "RequestMissing",
        /// A media file could not be processed.
        CannotConvertMediaBody = "CannotConvertMediaBody",
        /// `content.type` is not known to the service.
        UnknownContentType = "UnknownContentType",
        /// The sender is not allowed for this account.
        InvalidSenderAccount = "InvalidSenderAccount",
        /// A parameter's value is wrong: see the details.
        InvalidContent = "InvalidContent",
        /// Not enough credit.
        InsufficientPoints = "InsufficientPoints",
        /// An error while charging.
        PointSubstractionError = "PointSubstractionError",
        /// Too many messages to one recipient.
        TooManyMessagesSameReceiver = "TooManyMessagesSameReceiver",
        /// Too many identical messages to one recipient.
        TooManyMessagesSameReceiverAndContent = "TooManyMessagesSameReceiverAndContent",
        /// The recipient's country is not released for this account.
        AdrCountryNotWhitelisted = "AdrCountryNotWhitelisted",
        /// The limit of the list of released countries is exceeded.
        AdrCountryWhitelistLimitExceeded = "AdrCountryWhitelistLimitExceeded",
        /// The limit of the list of released countries is reached; countries are not blocked.
        AdrCountryWhitelistLimitReachedButNotBlockedCountries = "AdrCountryWhitelistLimitReachedButNotBlockedCountries",
    }
}
