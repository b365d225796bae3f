//! Timestamps as the two versions of the interface write them.

use time::OffsetDateTime;

use crate::rest::Version;

/// Writes `moment` as `version` does: UTC with milliseconds, with `Z` in version 2 and without a zone in version 1.
pub(crate) fn write(moment: OffsetDateTime, version: Version) -> String {
    let zone = match version {
        Version::V1 => "",
        Version::V2 => "Z",
    };
    format!(
        "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}{zone}",
        moment.year(),
        u8::from(moment.month()),
        moment.day(),
        moment.hour(),
        moment.minute(),
        moment.second(),
        moment.millisecond(),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_version_2_names_the_zone() {
        let moment = OffsetDateTime::from_unix_timestamp_nanos(1_795_255_200_123_000_000).unwrap();
        assert_eq!(write(moment, Version::V2), "2026-11-21T10:00:00.123Z");
        assert_eq!(write(moment, Version::V1), "2026-11-21T10:00:00.123");
    }
}
