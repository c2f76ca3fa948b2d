//! XML, read event by event.

use quick_xml::Reader;
use quick_xml::events::{BytesRef, BytesStart, Event};

use super::{Progress, ReadError};

/// Deeper elements are not followed: nothing that a document says is nested nearly as deep.
const DEEPEST: usize = 512;
/// How often the reader looks whether it is to stop.
const STEP: usize = 4096;

/// What makes something of a document's elements and texts.
pub(super) trait Handler {
    /// An element begins.
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError>;
    /// A piece of text, with what references stand for.
    fn text(&mut self, text: &str);
    /// The element with this name, without its prefix, ends.
    fn end(&mut self, name: &str) -> Result<(), ReadError>;
}

/// Reads `content` into `handler`; `kind` names the format in errors.
pub(super) fn read(
    content: &str,
    kind: &'static str,
    progress: &Progress,
    handler: &mut impl Handler,
) -> Result<(), ReadError> {
    let mut reader = Reader::from_str(content);
    let mut depth: usize = 0;
    for event in 0.. {
        if event % STEP == 0 {
            progress.check()?;
        }
        match reader.read_event().map_err(|_| ReadError::Broken(kind))? {
            Event::Eof => break,
            Event::Start(element) => {
                depth += 1;
                if depth > DEEPEST {
                    return Err(ReadError::TooMuch("嵌套太深"));
                }
                handler.start(&element)?;
            }
            Event::Empty(element) => {
                handler.start(&element)?;
                handler.end(element.local_name().as_ref())?;
            }
            Event::End(element) => {
                depth = depth.saturating_sub(1);
                handler.end(element.local_name().as_ref())?;
            }
            Event::Text(text) => handler.text(&text),
            Event::CData(text) => handler.text(&text),
            Event::GeneralRef(reference) => {
                if let Some(character) = character(&reference) {
                    handler.text(character.encode_utf8(&mut [0; 4]));
                }
            }
            _ => {}
        }
    }
    Ok(())
}

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
fn character(reference: &BytesRef<'_>) -> Option<char> {
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
