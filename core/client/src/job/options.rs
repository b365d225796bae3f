//! How the options of a send are written: their fields once, with their documentation.

/// Defines structs whose fields all may be left away, with their JSON form.
macro_rules! options {
    ($($(#[doc = $doc:literal])* pub struct $name:ident {
        $( $(#[doc = $field_doc:literal])* pub $field:ident: $type:ty, )*
    })*) => {$(
        $(#[doc = $doc])*
        #[derive(Clone, Debug, Default, serde::Deserialize, schemars::JsonSchema)]
        #[serde(default, deny_unknown_fields)]
        #[non_exhaustive]
        pub struct $name {
            $( $(#[doc = $field_doc])* pub $field: $type, )*
        }

        impl $name {
            /// Nothing set.
            #[must_use]
            pub fn new() -> Self {
                Self::default()
            }

            /// Reads the JSON form.
            ///
            /// # Errors
            /// `invalid_argument`, naming an option that does not exist or has the wrong type.
            pub fn from_json(value: serde_json::Value) -> crate::Result<Self> {
                crate::options::read(value, crate::Kind::InvalidArgument, crate::Outcome::NotAccepted)
            }
        }
    )*};
}

pub(crate) use options;
