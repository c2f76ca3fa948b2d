//! XML, read event by event.

use quick_xml::events::{BytesRef, BytesStart};

/// Deeper elements are not followed: nothing that a document says is nested nearly as deep.
pub(super) const DEEPEST: usize = 512;

/// The value of the attribute whose name without its prefix is `name`.
pub(super) fn attribute(element: &BytesStart<'_>, name: &str) -> Option<String> {
    let mut all = element.attributes();
    let mut attributes = all.with_checks(false).flatten();
    let found = attributes.find(|attribute| attribute.key.local_name().as_ref() == name)?;
    let value = quick_xml::escape::unescape(&found.value).ok()?;
    Some(value.into_owned())
}

/// The same as a number, from 1; anything else is 1.
pub(super) fn count(element: &BytesStart<'_>, name: &str) -> usize {
    attribute(element, name).and_then(|value| value.trim().parse().ok()).filter(|count| *count > 0).unwrap_or(1)
}

/// The character that a reference such as `&amp;` or `&#20803;` stands for. Entities that a document defines itself stand
/// for nothing: they are not expanded.
pub(super) fn character(reference: &BytesRef<'_>) -> Option<char> {
    if let Ok(Some(character)) = reference.resolve_char_ref() {
        return Some(character);
    }
    match &**reference {
        "amp" => Some('&'),
        "lt" => Some('<'),
        "gt" => Some('>'),
        "quot" => Some('"'),
        "apos" => Some('\''),
        _ => None,
    }
}
