//! How results are written: the fields of a record once, with what each is made of.

/// A record of a value of core's.
macro_rules! records {
    ($(
        $(#[$doc:meta])*
        $name:ident from $source:ty as $value:ident {
            $( $(#[$field_doc:meta])* $field:ident: $type:ty = $made:expr, )*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, uniffi::Record)]
        pub struct $name {
            $( $(#[$field_doc])* pub $field: $type, )*
        }

        impl From<$source> for $name {
            fn from($value: $source) -> Self {
                Self { $( $field: $made, )* }
            }
        }
    )*};
}

/// A record of an answer: what was read, and how the answer came about.
macro_rules! answers {
    ($(
        $(#[$doc:meta])*
        $name:ident from $source:ty as $value:ident {
            $( $(#[$field_doc:meta])* $field:ident: $type:ty = $made:expr, )*
        }
    )*) => {$(
        $(#[$doc])*
        #[derive(Clone, Debug, uniffi::Record)]
        pub struct $name {
            $( $(#[$field_doc])* pub $field: $type, )*
            /// An attempt before the accepted one may have been accepted too: the message may arrive twice. False of what sends
            /// nothing.
            pub possible_duplicate: bool,
            /// HTTP status.
            pub http_status: i32,
            /// `x-f24-request-id`; the service's support asks for it.
            pub request_id: Option<String>,
            /// The attempts that failed before this answer.
            pub attempts: Vec<crate::failure::Attempt>,
            /// The body as it came.
            pub raw_body: Vec<u8>,
        }

        impl From<ecall::Answer<$source>> for $name {
            fn from(answer: ecall::Answer<$source>) -> Self {
                let ecall::Answer { value: $value, http_status, request_id, raw_body, attempts, possible_duplicate, .. } =
                    answer;
                Self {
                    $( $field: $made, )*
                    possible_duplicate,
                    http_status: i32::from(http_status),
                    request_id,
                    attempts: attempts.iter().map(crate::failure::Attempt::from).collect(),
                    raw_body: raw_body.into(),
                }
            }
        }
    )*};
}

/// Both of one value: alone, and as the answer to a question about it.
macro_rules! alone_and_answered {
    (
        $(#[$doc:meta])*
        $alone:ident and $answered:ident from $source:ty as $value:ident { $($fields:tt)* }
    ) => {
        crate::record::records! { $(#[$doc])* $alone from $source as $value { $($fields)* } }
        crate::record::answers! { $(#[$doc])* $answered from $source as $value { $($fields)* } }
    };
}

pub(crate) use {alone_and_answered, answers, records};
