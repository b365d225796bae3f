//! Interactive messages. Source of every limit: REST documentation, message schema; lengths in Unicode code points.

use super::check::{Place, Problems};
use crate::model::{
    InteractiveAction, InteractiveButton, InteractiveContent, InteractiveHeader, InteractiveListAction,
    InteractiveListSection,
};

/// The longest text of a header.
const MAX_HEADER: usize = 60;
/// The longest text of a body.
const MAX_BODY: usize = 1024;
/// The longest text of a footer.
const MAX_FOOTER: usize = 60;
/// The most buttons.
const MAX_BUTTONS: usize = 3;
/// The longest id of a button.
const MAX_BUTTON_ID: usize = 256;
/// The longest title of a button, of those that answer and of the one that opens a list.
const MAX_BUTTON_TITLE: usize = 20;
/// The most sections of a list.
const MAX_SECTIONS: usize = 10;
/// The longest title of a section.
const MAX_SECTION_TITLE: usize = 24;
/// The most rows of a section, and of all sections of a list together.
const MAX_ROWS: usize = 10;
/// The longest id of a row.
const MAX_ROW_ID: usize = 200;
/// The longest title of a row.
const MAX_ROW_TITLE: usize = 24;
/// The longest description of a row.
const MAX_ROW_DESCRIPTION: usize = 72;

pub(super) fn interactive(content: &InteractiveContent, place: &Place<'_>, problems: &mut Problems) {
    if let Some(given) = &content.header {
        header(given, &place.field("header"), problems);
    }
    if let Some(body) = &content.body {
        problems.text(&place.field("body").field("text"), &body.text, MAX_BODY);
    }
    if let Some(footer) = &content.footer {
        problems.text(&place.field("footer").field("text"), &footer.text, MAX_FOOTER);
    }
    action(&content.action, &place.field("action"), problems);
}

fn header(header: &InteractiveHeader, place: &Place<'_>, problems: &mut Problems) {
    problems.tag(place, header.tag());
    match header {
        InteractiveHeader::Text(header) => problems.text(&place.field("text"), &header.text, MAX_HEADER),
        InteractiveHeader::Video(file)
        | InteractiveHeader::Image(file)
        | InteractiveHeader::Document(file) => {
            problems.media(place, file.media_id.as_deref(), file.url.as_deref());
        }
        InteractiveHeader::Unknown(_) => {}
    }
}

fn action(action: &InteractiveAction, place: &Place<'_>, problems: &mut Problems) {
    match action {
        InteractiveAction::Button(action) => buttons(&action.buttons, &place.field("buttons"), problems),
        InteractiveAction::List(action) => list(action, place, problems),
        InteractiveAction::Unknown(object) if object.is_empty() => problems.required(place),
        InteractiveAction::Unknown(_) => problems.tag(place, action.tag()),
    }
}

fn buttons(buttons: &[InteractiveButton], place: &Place<'_>, problems: &mut Problems) {
    problems.items(place, buttons, MAX_BUTTONS);
    for (index, button) in buttons.iter().enumerate() {
        let item = place.item(index);
        problems.tag(&item, button.tag());
        if let InteractiveButton::Reply(button) = button {
            problems.text(&item.field("id"), &button.id, MAX_BUTTON_ID);
            problems.text(&item.field("title"), &button.title, MAX_BUTTON_TITLE);
        }
    }
}

fn list(action: &InteractiveListAction, place: &Place<'_>, problems: &mut Problems) {
    problems.text(&place.field("button"), &action.button, MAX_BUTTON_TITLE);
    let sections = place.field("sections");
    problems.items(&sections, &action.sections, MAX_SECTIONS);
    let title_required = action.sections.len() > 1;
    for (index, given) in action.sections.iter().enumerate() {
        section(given, title_required, &sections.item(index), problems);
    }
    let rows: usize = action.sections.iter().map(|section| section.rows.len()).sum();
    if rows > MAX_ROWS {
        let message = format!("the sections have {rows} rows together, at most {MAX_ROWS} are allowed");
        problems.add_measured(&sections, "max_total_items", message, rows, MAX_ROWS);
    }
}

fn section(
    section: &InteractiveListSection,
    title_required: bool,
    place: &Place<'_>,
    problems: &mut Problems,
) {
    match &section.title {
        Some(title) => problems.text(&place.field("title"), title, MAX_SECTION_TITLE),
        None if title_required => {
            problems.add(
                &place.field("title"),
                "required",
                "is required where there is more than one section",
            );
        }
        None => {}
    }
    let rows = place.field("rows");
    problems.items(&rows, &section.rows, MAX_ROWS);
    for (index, row) in section.rows.iter().enumerate() {
        let item = rows.item(index);
        problems.text(&item.field("id"), &row.id, MAX_ROW_ID);
        problems.text(&item.field("title"), &row.title, MAX_ROW_TITLE);
        if let Some(description) = &row.description {
            problems.text(&item.field("description"), description, MAX_ROW_DESCRIPTION);
        }
    }
}
