//! Where a value stands, and the rules that many fields share.

use std::fmt;

use crate::error::FieldError;

/// The place of a value in the message. Lives on the stack and becomes a text only when there is a problem to report, so
/// that checking a good message allocates nothing.
#[derive(Clone, Copy)]
pub(super) struct Place<'a> {
    above: Option<&'a Place<'a>>,
    step: Step,
}

#[derive(Clone, Copy)]
enum Step {
    Field(&'static str),
    Item(usize),
}

impl Place<'_> {
    /// A field of the message itself.
    pub(super) fn field_of_root(name: &'static str) -> Place<'static> {
        Place { above: None, step: Step::Field(name) }
    }

    /// A field of the object at this place, as it is called on the wire.
    pub(super) fn field(&self, name: &'static str) -> Place<'_> {
        Place { above: Some(self), step: Step::Field(name) }
    }

    /// An item of the list at this place.
    pub(super) fn item(&self, index: usize) -> Place<'_> {
        Place { above: Some(self), step: Step::Item(index) }
    }
}

impl fmt::Display for Place<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if let Some(above) = self.above {
            above.fmt(f)?;
        }
        match self.step {
            Step::Field(name) if self.above.is_some() => write!(f, ".{name}"),
            Step::Field(name) => f.write_str(name),
            Step::Item(index) => write!(f, "[{index}]"),
        }
    }
}

/// The problems found so far.
#[derive(Default)]
pub(super) struct Problems(Vec<FieldError>);

impl Problems {
    pub(super) fn into_vec(self) -> Vec<FieldError> {
        self.0
    }

    pub(super) fn push(&mut self, problem: FieldError) {
        self.0.push(problem);
    }

    /// A problem that is not about a length.
    pub(super) fn add(&mut self, place: &Place<'_>, rule: &'static str, message: impl Into<String>) {
        self.0.push(FieldError::new(place.to_string(), rule, message));
    }

    /// A problem of a length or a count.
    pub(super) fn add_measured(
        &mut self,
        place: &Place<'_>,
        rule: &'static str,
        message: String,
        length: usize,
        limit: usize,
    ) {
        self.0.push(FieldError::new(place.to_string(), rule, message).measured(length, limit));
    }

    pub(super) fn required(&mut self, place: &Place<'_>) {
        self.add(place, "required", "is required");
    }

    /// The tag of a union: an object without `type` cannot be understood by the service either.
    pub(super) fn tag(&mut self, place: &Place<'_>, tag: Option<&str>) {
        if tag.is_none_or(str::is_empty) {
            self.required(&place.field("type"));
        }
    }

    pub(super) fn not_empty(&mut self, place: &Place<'_>, text: &str) {
        self.min_length(place, text, 1);
    }

    /// A text of at least one and at most `max` Unicode code points.
    pub(super) fn text(&mut self, place: &Place<'_>, text: &str, max: usize) {
        self.min_length(place, text, 1);
        self.max_length(place, text, max);
    }

    pub(super) fn min_length(&mut self, place: &Place<'_>, text: &str, min: usize) {
        // Every code point has at least one byte and at most four: most texts need no counting.
        if text.len() >= min * 4 {
            return;
        }
        let length = text.chars().count();
        if length < min {
            let message = format!("has {length} characters, at least {min} are needed");
            self.add_measured(place, "min_length", message, length, min);
        }
    }

    pub(super) fn max_length(&mut self, place: &Place<'_>, text: &str, max: usize) {
        if text.len() <= max {
            return;
        }
        let length = text.chars().count();
        if length > max {
            let message = format!("has {length} characters, at most {max} are allowed");
            self.add_measured(place, "max_length", message, length, max);
        }
    }

    /// A list of at least one and at most `max` items.
    pub(super) fn items<T>(&mut self, place: &Place<'_>, items: &[T], max: usize) {
        self.min_items(place, items);
        let length = items.len();
        if length > max {
            let message = format!("has {length} items, at most {max} are allowed");
            self.add_measured(place, "max_items", message, length, max);
        }
    }

    pub(super) fn min_items<T>(&mut self, place: &Place<'_>, items: &[T]) {
        if items.is_empty() {
            self.add_measured(place, "min_items", "has no items, at least 1 is needed".to_owned(), 0, 1);
        }
    }

    /// A number from `min` to `max`; what is not a number is out of range.
    pub(super) fn range<T: Copy + PartialOrd + fmt::Display>(
        &mut self,
        place: &Place<'_>,
        number: T,
        min: T,
        max: T,
    ) {
        if !(min..=max).contains(&number) {
            self.add(place, "range", format!("must be from {min} to {max}"));
        }
    }

    /// A file, named by the id of an upload or by a URL: exactly one of them.
    pub(super) fn media(&mut self, place: &Place<'_>, media_id: Option<&str>, url: Option<&str>) {
        let given = |value: Option<&str>| value.is_some_and(|text| !text.is_empty());
        let place = &place.field("mediaId");
        match (given(media_id), given(url)) {
            (true, true) => self.add(place, "exclusive", "mediaId and url exclude each other"),
            (false, false) => self.add(place, "one_of", "one of mediaId and url is needed"),
            _ => {}
        }
    }
}
