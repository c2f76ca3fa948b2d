//! The styles of an OpenDocument text, as far as they hide their texts or set them in.

use std::collections::{HashMap, HashSet};

use quick_xml::events::BytesStart;

use super::super::ReadError;
use super::super::ods::tenths;
use super::super::xml::{Handler, attribute};

/// Styles of which something is kept.
const MOST_STYLES: usize = 10_000;

/// Styles while they are read.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// How far styles set the first line of their paragraphs in, in tenths of a character.
    indents: HashMap<String, u16>,
    /// The styles whose texts are not shown.
    hidden: HashSet<String>,
    /// The style that is being read.
    style: String,
}

impl Styles {
    /// How far the style sets the first line of a paragraph in, in tenths of a character.
    pub fn indent(&self, style: &str) -> u16 {
        self.indents.get(style).copied().unwrap_or(0)
    }

    /// Whether the style hides its text.
    pub fn hides(&self, style: &str) -> bool {
        self.hidden.contains(style)
    }

    /// Takes an element that begins.
    pub fn begin(&mut self, element: &BytesStart<'_>) {
        match element.local_name().as_ref() {
            "style" => self.style = attribute(element, "name").unwrap_or_default(),
            "text-properties" => {
                let hides = attribute(element, "display").as_deref() == Some("none");
                if hides && self.hidden.len() < MOST_STYLES {
                    self.hidden.insert(self.style.clone());
                }
            }
            "paragraph-properties" => {
                let length = |name: &str| attribute(element, name).as_deref().and_then(tenths).unwrap_or(0.0);
                let indent = length("margin-left") + length("text-indent");
                if indent >= 1.0 && self.indents.len() < MOST_STYLES {
                    self.indents.insert(self.style.clone(), indent.min(f64::from(u16::MAX)) as u16);
                }
            }
            _ => {}
        }
    }
}

impl Handler for Styles {
    fn start(&mut self, element: &BytesStart<'_>) -> Result<(), ReadError> {
        self.begin(element);
        Ok(())
    }

    fn text(&mut self, _: &str) {}

    fn end(&mut self, _: &str) -> Result<(), ReadError> {
        Ok(())
    }
}
