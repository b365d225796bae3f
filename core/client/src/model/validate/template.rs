//! Templates. Source of every rule: REST documentation, message schema.

use super::check::{Place, Problems};
use crate::model::{TemplateComponent, TemplateContent, TemplateParameter};

/// The length of a currency's code, exactly.
const CURRENCY_CODE_LENGTH: usize = 3;

pub(super) fn template(content: &TemplateContent, place: &Place<'_>, problems: &mut Problems) {
    problems.not_empty(&place.field("namespace"), &content.namespace);
    problems.not_empty(&place.field("name"), &content.name);
    if content.language.code.as_str().is_empty() {
        problems.required(&place.field("language").field("code"));
    }
    let components = place.field("components");
    for (index, given) in content.components.iter().flatten().enumerate() {
        component(given, &components.item(index), problems);
    }
}

fn component(component: &TemplateComponent, place: &Place<'_>, problems: &mut Problems) {
    problems.tag(place, component.tag());
    let parameters = match component {
        TemplateComponent::Header(component) | TemplateComponent::Body(component) => &component.parameters,
        TemplateComponent::QuickReplyButton(component) | TemplateComponent::UrlButton(component) => {
            if component.index.is_none() {
                problems.required(&place.field("index"));
            }
            &component.parameters
        }
        TemplateComponent::Unknown(_) => return,
    };
    let list = place.field("parameters");
    for (index, given) in parameters.iter().enumerate() {
        parameter(given, &list.item(index), problems);
    }
}

fn parameter(parameter: &TemplateParameter, place: &Place<'_>, problems: &mut Problems) {
    problems.tag(place, parameter.tag());
    match parameter {
        TemplateParameter::Text(value) => problems.not_empty(&place.field("text"), &value.text),
        TemplateParameter::Image(file) | TemplateParameter::Video(file) => {
            problems.media(place, file.media_id.as_deref(), file.url.as_deref());
        }
        TemplateParameter::Document(file) => {
            problems.media(place, file.media_id.as_deref(), file.url.as_deref());
        }
        TemplateParameter::DateTime(value) => {
            let place = place.field("dateTime");
            if value.date_time.as_str().is_empty() {
                problems.required(&place);
            } else if value.date_time.civil().is_none() {
                problems.add(&place, "format", "is no date and time of ISO 8601");
            }
        }
        TemplateParameter::Currency(value) => {
            let code = place.field("code");
            problems.min_length(&code, &value.code, CURRENCY_CODE_LENGTH);
            problems.max_length(&code, &value.code, CURRENCY_CODE_LENGTH);
            if value.amount.is_none() {
                problems.required(&place.field("amount"));
            }
            problems.not_empty(&place.field("fallbackValue"), &value.fallback_value);
        }
        TemplateParameter::Payload(value) => problems.not_empty(&place.field("payload"), &value.payload),
        TemplateParameter::Unknown(_) => {}
    }
}
