//! Contents: what all of them share, files, places and contacts.

use ecall_codec::text::{Estimate, PAGE_LIMIT};

use super::check::{Place, Problems};
use super::{interactive, template, text};
use crate::model::{ContactContent, Content, ContentOptions, LocationContent, Message};

/// The bounds of a latitude and of a longitude in degrees. They are those of the earth.
const LATITUDE: (f64, f64) = (-90.0, 90.0);
const LONGITUDE: (f64, f64) = (-180.0, 180.0);

pub(super) fn content(
    message: &Message,
    estimate: Option<&Estimate>,
    place: &Place<'_>,
    problems: &mut Problems,
) {
    match &message.content {
        Content::Text(content) => text::text(content, estimate, place, problems),
        Content::Image(file) => problems.media(place, file.media_id.as_deref(), file.url.as_deref()),
        Content::Document(file) => problems.media(place, file.media_id.as_deref(), file.url.as_deref()),
        Content::Audio(file) => problems.media(place, file.media_id.as_deref(), file.url.as_deref()),
        Content::Video(file) => problems.media(place, file.media_id.as_deref(), file.url.as_deref()),
        Content::Sticker(file) => {
            // Source: REST documentation, message schema, `StickerContent`.
            if message.channel.is("Whatsapp") {
                problems.add(&place.field("type"), "not_supported", "stickers are not supported on WhatsApp");
            }
            problems.media(place, file.media_id.as_deref(), file.url.as_deref());
        }
        Content::Location(content) => location(content, place, problems),
        Content::Contacts(content) => contacts(content, place, problems),
        Content::Interactive(content) => interactive::interactive(content, place, problems),
        Content::InteractiveReply(content) => {
            if let Some(reply) = &content.reply {
                problems.tag(&place.field("reply"), reply.tag());
            }
        }
        Content::Template(content) => template::template(content, place, problems),
        Content::Unknown(object) if object.is_empty() => problems.required(place),
        Content::Unknown(_) => problems.tag(place, message.content.tag()),
    }
    if let Some(given) = message.content.options() {
        options(given, &place.field("options"), problems);
    }
}

fn options(given: &ContentOptions, place: &Place<'_>, problems: &mut Problems) {
    problems.tag(place, given.tag());
    if let ContentOptions::SmsContentOptions(sms) = given
        && let Some(limit) = sms.page_limit
    {
        let pages = usize::try_from(limit).unwrap_or(0);
        problems.range(&place.field("pageLimit"), pages, *PAGE_LIMIT.start(), *PAGE_LIMIT.end());
    }
}

fn location(content: &LocationContent, place: &Place<'_>, problems: &mut Problems) {
    if let Some(latitude) = content.latitude {
        problems.range(&place.field("latitude"), latitude, LATITUDE.0, LATITUDE.1);
    }
    if let Some(longitude) = content.longitude {
        problems.range(&place.field("longitude"), longitude, LONGITUDE.0, LONGITUDE.1);
    }
}

fn contacts(content: &ContactContent, place: &Place<'_>, problems: &mut Problems) {
    let contacts = place.field("contacts");
    for (index, contact) in content.contacts.iter().flatten().enumerate() {
        problems.not_empty(
            &contacts.item(index).field("name").field("formattedName"),
            &contact.name.formatted_name,
        );
    }
}
