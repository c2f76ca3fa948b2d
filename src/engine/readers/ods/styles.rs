//! The styles of an OpenDocument spreadsheet, as far as they say what is shown otherwise than it is stored.

use std::collections::HashMap;

use quick_xml::events::BytesStart;

use super::super::ReadError;
use super::super::number_format::Shown;
use super::super::xml::{Handler, attribute};

/// Styles of which something is kept.
const MOST_STYLES: usize = 10_000;

/// Styles while they are read.
#[derive(Debug, Default)]
pub(super) struct Styles {
    /// How far styles set their texts in, in tenths of a character.
    indents: HashMap<String, u16>,
    /// The formats of numbers that show them otherwise than they are, and the styles of cells that use one.
    numbers: HashMap<String, Shown>,
    cells: HashMap<String, Shown>,
    /// The style that is being read.
    style: String,
    number: Option<Number>,
}

/// The format of a number while it is read.
#[derive(Debug, Default)]
struct Number {
    name: String,
    has_digits: bool,
    is_smaller: bool,
    /// Inside a text among the digits, or in one before or behind them.
    is_embedded: bool,
    is_written: bool,
    written: String,
}

impl Styles {
    /// How far the style sets its text in, in tenths of a character.
    pub fn indent(&self, style: &str) -> u16 {
        self.indents.get(style).copied().unwrap_or(0)
    }

    /// What the style shows of a number, where it is another.
    pub fn shown(&self, style: &str) -> Option<Shown> {
        self.cells.get(style).copied()
    }

    /// Takes an element that begins.
    pub fn begin(&mut self, element: &BytesStart<'_>) {
        let name = |name| attribute(element, name).unwrap_or_default();
        match (element.local_name().as_ref(), &mut self.number) {
            ("number-style" | "currency-style", _) => {
                self.number = Some(Number { name: name("name"), ..Number::default() });
            }
            ("number", Some(number)) => {
                number.has_digits = true;
                let factor = attribute(element, "display-factor").and_then(|factor| factor.trim().parse::<f64>().ok());
                number.is_smaller |= factor.is_some_and(|factor| factor > 1.0);
            }
            ("embedded-text", Some(number)) => number.is_embedded = true,
            ("text", Some(number)) => number.is_written = true,
            ("style", _) => {
                self.style = name("name");
                let shown = self.numbers.get(&name("data-style-name")).filter(|_| self.cells.len() < MOST_STYLES);
                self.cells.extend(shown.map(|shown| (self.style.clone(), *shown)));
            }
            ("paragraph-properties", _) => {
                let margin = attribute(element, "margin-left").as_deref().and_then(tenths);
                let margin = margin.filter(|tenths| (0.0..10_000.0).contains(tenths));
                if let Some(tenths) = margin.filter(|_| self.indents.len() < MOST_STYLES) {
                    self.indents.insert(self.style.clone(), tenths as u16);
                }
            }
            _ => {}
        }
    }

    /// Takes a text.
    pub fn take(&mut self, text: &str) {
        match &mut self.number {
            // A point that is only written parts off what is not shown as a fraction.
            Some(number) if number.is_embedded => number.is_smaller |= text.contains('.'),
            Some(number) if number.is_written && number.has_digits => number.written.push_str(text),
            _ => {}
        }
    }

    /// Takes the end of an element.
    pub fn finish(&mut self, name: &str) {
        match (name, &mut self.number) {
            ("embedded-text", Some(number)) => number.is_embedded = false,
            ("text", Some(number)) => number.is_written = false,
            ("number-style" | "currency-style", number) => {
                let Some(number) = number.take() else { return };
                let shown = Shown::of(number.is_smaller, &number.written).filter(|_| self.numbers.len() < MOST_STYLES);
                self.numbers.extend(shown.map(|shown| (number.name, shown)));
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

    fn text(&mut self, text: &str) {
        self.take(text);
    }

    fn end(&mut self, name: &str) -> Result<(), ReadError> {
        self.finish(name);
        Ok(())
    }
}

/// A length as tenths of a character of a table's text, which is about 10.5 points wide.
pub(in super::super) fn tenths(length: &str) -> Option<f64> {
    let units = [("pt", 1.0), ("cm", 28.35), ("mm", 2.835), ("in", 72.0), ("pc", 12.0)];
    let in_points = units
        .iter()
        .find_map(|(unit, points)| Some(length.trim().strip_suffix(unit)?.trim().parse::<f64>().ok()? * points))?;
    Some(in_points / 10.5 * 10.0)
}
