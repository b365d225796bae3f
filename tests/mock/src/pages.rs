//! How many pages an SMS takes: a plain count of its own, not the client's.

use serde_json::Value;

/// GSM 03.38, the characters that take one septet.
const GSM: &str = "@£$¥èéùìòÇ\nØø\rÅåΔ_ΦΓΛΩΠΨΣΘΞÆæßÉ !\"#¤%&'()*+,-./0123456789:;<=>?\
    ¡ABCDEFGHIJKLMNOPQRSTUVWXYZÄÖÑÜ§¿abcdefghijklmnopqrstuvwxyzäöñüà";
/// GSM 03.38, the characters that take two.
const GSM_EXTENSION: &str = "^{}\\[~]|€\u{c}";
/// The second septets of those.
const GSM_EXTENSION_CODES: [u8; 10] = [0x14, 0x28, 0x29, 0x2F, 0x3C, 0x3D, 0x3E, 0x40, 0x65, 0x0A];
const GSM_ESCAPE: u8 = 0x1B;
/// The service cuts what is longer.
const MAX_PAGES: u32 = 10;

/// The pages of a message's content; one for everything that is not text.
pub(crate) fn of_content(content: &Value) -> u32 {
    let limit = content["options"]["pageLimit"].as_u64().and_then(|limit| u32::try_from(limit).ok());
    let text = content["text"].as_str().unwrap_or_default();
    of_text(text, content["options"]["forceGsm"] == true).min(limit.unwrap_or(MAX_PAGES).clamp(1, MAX_PAGES))
}

/// A text in GSM 03.38, a septet in each octet; none when it has other characters.
pub(crate) fn septets(text: &str) -> Option<Vec<u8>> {
    let mut octets = Vec::new();
    for character in text.chars() {
        if let Some(place) = GSM.chars().position(|known| known == character) {
            // The escape has a code and no character.
            octets.push(place as u8 + u8::from(place >= usize::from(GSM_ESCAPE)));
        } else {
            let place = GSM_EXTENSION.chars().position(|known| known == character)?;
            octets.extend([GSM_ESCAPE, GSM_EXTENSION_CODES[place]]);
        }
    }
    Some(octets)
}

/// Whether a text is short enough to be sent.
pub(crate) fn fits(text: &str) -> bool {
    of_text(text, false) <= MAX_PAGES
}

fn of_text(text: &str, force_gsm: bool) -> u32 {
    let septets = |character| match character {
        _ if GSM.contains(character) => Some(1),
        _ if GSM_EXTENSION.contains(character) => Some(2),
        _ => force_gsm.then_some(1),
    };
    let (units, single, part) = match text.chars().map(septets).sum::<Option<usize>>() {
        Some(units) => (units, 160, 153),
        None => (text.encode_utf16().count(), 70, 67),
    };
    let pages = if units <= single { 1 } else { units.div_ceil(part) };
    u32::try_from(pages).unwrap_or(u32::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn septets_follow_the_table() {
        assert_eq!(septets("@Aaà€É"), Some(vec![0, 0x41, 0x61, 0x7F, 0x1B, 0x65, 0x1F]));
        assert_eq!(septets("ж"), None);
    }

    #[test]
    fn pages_follow_the_alphabet() {
        assert_eq!(of_text(&"a".repeat(160), false), 1);
        assert_eq!(of_text(&"a".repeat(161), false), 2);
        assert_eq!(of_text(&"€".repeat(81), false), 2);
        assert_eq!(of_text(&"ж".repeat(70), false), 1);
        assert_eq!(of_text(&"ж".repeat(71), false), 2);
        assert_eq!(of_text(&"ж".repeat(71), true), 1);
    }
}
