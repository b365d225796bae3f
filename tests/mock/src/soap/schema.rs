//! The operations with their elements, as in the WSDL: optional, in this order.

/// Who asks, in every operation.
pub(super) const CREDENTIALS: [&str; 2] = ["AccountName", "AccountPassword"];
/// The one element that has elements in it.
pub(super) const FILES: &str = "Files";

/// One operation of the service.
#[derive(Debug)]
pub(super) struct Operation {
    pub(super) name: &'static str,
    pub(super) response: &'static str,
    pub(super) result: &'static str,
    /// After the credentials.
    pub(super) elements: &'static [&'static str],
}

pub(super) const SEND_SMS: Operation = Operation {
    name: "SendSMSBasic",
    response: "SendSMSBasicResponse",
    result: "SendSMSBasicResult",
    elements: &[
        "Address",
        "Message",
        "JobID",
        "SMSCallback",
        "Notification",
        "Answer",
        "SendDate",
        "MsgType",
        "NoLog",
        "AlwaysNotification",
    ],
};

pub(super) const SEND_FAX_BASIC: Operation = Operation {
    name: "SendFaxBasic",
    response: "SendFaxBasicResponse",
    result: "SendFaxBasicResult",
    elements: &["Address", "Message", "JobID", "FromText", "Subject", "SendDate"],
};

pub(super) const SEND_FAX: Operation = Operation {
    name: "SendFax",
    response: "SendFaxResponse",
    result: "SendFaxResult",
    elements: &[
        "Address",
        "Message",
        "JobID",
        "FromText",
        "FaxHeaderID",
        "FaxHeaderInfo",
        "Subject",
        "SendDate",
        FILES,
        "Notification",
        "TokenFields",
    ],
};

pub(super) const SEND_VOICE: Operation = Operation {
    name: "SendVoiceBasic",
    response: "SendVoiceBasicResponse",
    result: "SendVoiceBasicResult",
    elements: &["Address", "Message", "JobID", "MsgLanguage", "FromText", "SendDate"],
};

pub(super) const GET_STATE: Operation = Operation {
    name: "GetStateBasic",
    response: "GetStateBasicResponse",
    result: "GetStateBasicResult",
    elements: &["JobID", "Address"],
};

const ALL: [&Operation; 5] = [&SEND_SMS, &SEND_FAX_BASIC, &SEND_FAX, &SEND_VOICE, &GET_STATE];

impl Operation {
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        ALL.into_iter().find(|operation| operation.name == name)
    }

    /// Where an element stands in the sequence.
    pub(super) fn place(&self, element: &str) -> Option<(usize, &'static str)> {
        let mut all = CREDENTIALS.into_iter().chain(self.elements.iter().copied()).enumerate();
        all.find(|(_, known)| *known == element)
    }
}
