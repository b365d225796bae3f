//! Octets as the control interface writes them.

use std::fmt::Write as _;

/// Lower-case digits without anything between them.
pub(super) fn write(octets: &[u8]) -> String {
    let mut text = String::with_capacity(octets.len() * 2);
    for octet in octets {
        // A String takes everything.
        let _ = write!(text, "{octet:02x}");
    }
    text
}

/// Reads digits of either case; white space may stand between them.
pub(super) fn read(text: &str) -> Result<Vec<u8>, String> {
    let digits: Option<Vec<u8>> = text
        .chars()
        .filter(|character| !character.is_ascii_whitespace())
        .map(|character| character.to_digit(16).map(|digit| digit as u8))
        .collect();
    match digits {
        Some(digits) if digits.len() % 2 == 0 => {
            Ok(digits.chunks_exact(2).map(|pair| pair[0] << 4 | pair[1]).collect())
        }
        _ => Err("not pairs of hexadecimal digits".to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn octets_come_back() {
        assert_eq!(read("00 fF\n10"), Ok(vec![0, 255, 16]));
        assert_eq!(write(&[0, 255, 16]), "00ff10");
        assert!(read("123").is_err());
        assert!(read("1g").is_err());
    }
}
