//! Result codes.

/// A result code; any number can be one.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Code(pub(super) u32);

impl Code {
    pub(crate) const OK: Self = Self(0);
    pub(crate) const SYNTAX_ERROR: Self = Self(11000);
    pub(crate) const PERMISSION_DENIED: Self = Self(11001);
    pub(crate) const ADDRESS_INVALID: Self = Self(11100);
    pub(crate) const NOTIFICATION_ADDRESS_INVALID: Self = Self(11101);
    pub(crate) const ADDRESS_MISSING: Self = Self(11102);
    pub(crate) const TOO_MANY_ADDRESSES: Self = Self(11104);
    pub(crate) const NO_CHARACTERS: Self = Self(11200);
    pub(crate) const INVALID_CHARACTERS: Self = Self(11201);
    pub(crate) const SEND_TIME_INVALID: Self = Self(11202);
    /// For a message that is sent; of the cache it means that nothing is there.
    pub(crate) const TOO_LONG: Self = Self(11204);
    pub(crate) const CACHE_EMPTY: Self = Self(11204);
    pub(crate) const NO_UNITS: Self = Self(11301);
    const NO_FREE_UNITS: Self = Self(11303);
    pub(crate) const ID_MISSING: Self = Self(11500);
    pub(crate) const ID_INVALID: Self = Self(11501);
    pub(crate) const ID_DOES_NOT_EXIST: Self = Self(11502);
    pub(crate) const TOO_MANY_RESULTS: Self = Self(11701);
    pub(crate) const CALLBACK_FORBIDDEN: Self = Self(11800);

    pub(crate) const TOO_MANY_FILES: Self = Self(11905);
    pub(crate) const FILE_TOO_LARGE: Self = Self(11906);
    pub(crate) const FILE_TYPE_UNKNOWN: Self = Self(11907);
    pub(crate) const JOB_NOT_IN_LOG: Self = Self(11910);
    pub(crate) const JOB_ID_REQUIRED: Self = Self(11911);
    pub(crate) const JOB_SCHEDULED: Self = Self(11912);

    pub(crate) fn number(self) -> u32 {
        self.0
    }

    pub(crate) fn is_missing_credit(self) -> bool {
        self == Self::NO_UNITS || self == Self::NO_FREE_UNITS
    }

    pub(crate) fn text(self) -> &'static str {
        match self.0 {
            0 => "OK",
            11000 => "SyntaxError",
            11001 => "PermissionDenied",
            11100 => "AdrAdCInvalid",
            11101 => "AdrNAdInvalid",
            11102 => "AdrAdCMissing",
            11103 => "AdrNAdMissing",
            11104 => "AdrAdCTooMany",
            11105 => "AdrAdCNotAllowed",
            11200 => "MsgNoCharacters",
            11201 => "MsgInvalidCharacters",
            11202 => "MsgSendTimeInvalid",
            11203 => "MsgSendTimeNotAllowed",
            11204 => "MsgTooLong",
            11300 => "AccNoUser",
            11301 => "AccNoUnits",
            11303 => "AccNoFreeUnits",
            11400 => "CallSystemInvalid",
            11401 => "CallSystemInvalidForUser",
            11402 => "CallSystemNotSupported",
            11403 => "CallSystemConfused",
            11500 => "IDMissing",
            11501 => "IDInvalid",
            11502 => "IDDoesNotExist",
            11600 => "StateAlreadyTransmitted",
            11700 => "DataReadError",
            11701 => "TooManyResults",
            11800 => "CBMsgError",
            11905 => "AttachmentsTooMany",
            11906 => "AttachmentTooLarge",
            11907 => "AttachmentNotSupported",
            11910 => "JobNotInLog",
            11911 => "JobIDRequired",
            11912 => "JobScheduled",
            _ => "Refused",
        }
    }
}
