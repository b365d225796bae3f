//! A place as a content.

use super::content::ContentOptions;
use super::define::model;

model! {
    /// A place. Source: REST documentation, message schema.
    pub struct LocationContent {
        /// Degrees east of Greenwich, -180 to 180.
        pub longitude: Option<f64>,
        /// Degrees north of the equator, -90 to 90.
        pub latitude: Option<f64>,
        /// The place's name.
        pub name: Option<String>,
        /// The place's address.
        pub address: Option<String>,
        /// Options of the channel.
        pub options: Option<ContentOptions>,
    }
}
