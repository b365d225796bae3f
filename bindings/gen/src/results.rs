//! The classes of results that are written by hand, in Python's stubs and in the C++ wrapper: none may lack a field of the core.

use std::fs;
use std::path::Path;

use ecall::model::{InboundSms, JobNotification, JobState, JobStatus};
use ecall::smpp::{LinkEvent, RawPdu, SmppIncomplete, SmppMessage, SmppReceipt, StrayResponse};
use ecall::{MessageResult, MessageStatusData};

use crate::Result;
use crate::header::properties;

/// A language's file of results, and how a class and its fields are written there.
struct Place {
    path: &'static str,
    /// What begins a class of this name.
    class: fn(&str) -> String,
    /// What ends it.
    end: &'static str,
    /// The ways in which a field of this name may be written.
    field: fn(&str) -> Vec<String>,
    /// The classes in it, each with the fields of the core's type.
    classes: fn() -> Vec<(&'static str, Vec<String>)>,
}

/// Names that Python keeps for itself have an underscore behind them.
fn getter(name: &str) -> Vec<String> {
    vec![format!("    def {name}(self) ->"), format!("    def {name}_(self) ->")]
}

fn of_rest() -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("MessageResult", properties::<MessageResult>()),
        ("MessageStatus", properties::<MessageStatusData>()),
    ]
}

/// What happens on a link.
fn of_events() -> Vec<(&'static str, Vec<String>)> {
    vec![
        ("SmppReceipt", properties::<SmppReceipt>()),
        ("SmppMessage", properties::<SmppMessage>()),
        ("SmppIncomplete", properties::<SmppIncomplete>()),
        ("LinkEvent", properties::<LinkEvent>()),
        ("StrayResponse", properties::<StrayResponse>()),
        ("RawPdu", properties::<RawPdu>()),
    ]
}

const PLACES: &[Place] = &[
    Place {
        path: "python/ecall/_ecall.pyi",
        class: |name| format!("\nclass {name}(Answer):\n"),
        end: "\n\n@final\n",
        field: getter,
        classes: of_rest,
    },
    Place {
        path: "python/ecall/_jobs.pyi",
        class: |name| format!("\nclass {name}:\n"),
        end: "\n\n@",
        field: getter,
        classes: || {
            vec![("JobStatus", properties::<JobStatus>()), ("InboundSms", properties::<InboundSms>())]
        },
    },
    Place {
        path: "python/ecall/_jobs.pyi",
        class: |name| format!("\nclass {name}(Answer):\n"),
        end: "\n\n@",
        field: getter,
        classes: || vec![("JobState", properties::<JobState>())],
    },
    Place {
        path: "python/ecall/_events.py",
        class: |name| format!("\nclass {name}(Record):\n"),
        end: "\n    def __init__(",
        field: |name| {
            let name = name.strip_suffix("_ms").unwrap_or(name);
            vec![format!("\n    {name}: "), format!("\n    {name}_: ")]
        },
        classes: of_events,
    },
    Place {
        path: "python/ecall/_callback.pyi",
        class: |name| format!("\nclass {name}:\n"),
        end: "\n\n@",
        field: getter,
        classes: || vec![("CallbackNotification", properties::<JobNotification>())],
    },
    Place {
        path: "include/ecall/values.hpp",
        class: |name| format!("\nstruct {name} {{\n"),
        end: "\n    static ",
        field: |name| vec![format!("> {name};\n")],
        classes: of_rest,
    },
    Place {
        path: "include/ecall/jobs.hpp",
        class: |name| format!("\nstruct {name} {{\n"),
        end: "\n    static ",
        field: |name| vec![format!("> {name};\n")],
        classes: || {
            vec![
                ("JobStatus", properties::<JobStatus>()),
                ("JobState", properties::<JobState>()),
                ("InboundSms", properties::<InboundSms>()),
                ("JobNotification", properties::<JobNotification>()),
            ]
        },
    },
];

/// Fails where a class lacks a field that the core's type has.
pub fn check(root: &Path) -> Result<()> {
    for place in PLACES {
        let file = root.join(place.path);
        let text = fs::read_to_string(&file).map_err(|error| format!("{}: {error}", file.display()))?;
        complete(place, &text)?;
    }
    Ok(())
}

fn complete(place: &Place, text: &str) -> Result<()> {
    let mut missing = Vec::new();
    for (class, fields) in (place.classes)() {
        let start = (place.class)(class);
        let body = text.split_once(&start).map_or("", |(_, after)| after);
        let body = body.split_once(place.end).map_or(body, |(before, _)| before);
        for field in fields {
            // A list is named for what is in it.
            let name = if field == "message_id_list" { "message_ids" } else { &field };
            if !(place.field)(name).iter().any(|written| body.contains(written)) {
                missing.push(format!("{class}.{name}"));
            }
        }
    }
    if missing.is_empty() {
        return Ok(());
    }
    Err(format!("{} lacks what the core has: {}", place.path, missing.join(", ")))
}

#[cfg(test)]
mod tests {
    use super::{PLACES, complete};

    #[test]
    fn a_class_without_a_field_is_refused() {
        let fields = [
            ["MessageResult.message_ids", "MessageStatus.page_total"],
            ["JobStatus.status_code", "InboundSms.address_from"],
            ["JobState.send_state", "JobState.finish_date"],
            ["SmppReceipt.submit_date", "LinkEvent.pause_ms"],
            ["CallbackNotification.result_code", "CallbackNotification.number"],
            ["MessageResult.message_ids", "MessageStatus.page_total"],
            ["JobState.points_used", "JobNotification.result_code"],
        ];
        for (place, missing) in PLACES.iter().zip(fields) {
            let problem = complete(place, "").unwrap_err();
            assert!(missing.iter().all(|field| problem.contains(field)), "{problem}");
        }
    }

    #[test]
    fn a_field_of_another_class_does_not_count() {
        let python = &PLACES[0];
        let stub = "\nclass MessageResult(Answer):\n    def message_id(self) -> x\n\n@final\nclass MessageStatus(Answer):\n";
        let problem = complete(python, stub).unwrap_err();
        assert!(!problem.contains("MessageResult.message_id,"), "{problem}");
        assert!(problem.contains("MessageStatus.message_id,"), "{problem}");
    }
}
