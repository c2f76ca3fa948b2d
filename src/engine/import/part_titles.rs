//! The titles of the parts of a document: `第三部分 …`, or as the form words them.

use super::label::{is_numeral, key};
use crate::disclosure::Kind;
use crate::form::{ByKind, Form};

/// Longer lines are no headings.
const LONGEST: usize = 90;
/// A title of fewer letters may be a word of any sentence.
const SHORTEST: usize = 3;

/// What the form calls its parts.
#[derive(Debug, Clone, Default)]
pub(super) struct PartTitles(Vec<(String, u8)>);

impl PartTitles {
    pub fn new(form: &Form) -> Self {
        let Some(document) = &form.document else { return Self::default() };
        let parts = [&document.overview, &document.tables, &document.narrative, &document.glossary];
        let titles = parts.into_iter().zip(1..).flat_map(|(title, number)| {
            [Kind::Unit, Kind::Department].map(|kind| (core(&without_braces(title, kind)), number))
        });
        Self(titles.filter(|(title, _)| title.chars().count() >= SHORTEST).collect())
    }

    /// The number of the part that a heading begins.
    pub fn number(&self, text: &str) -> Option<u8> {
        if key(text).chars().count() > LONGEST || text.contains(['。', '；', '，']) {
            return by_numeral(text);
        }
        let own = core(text);
        let named = self.0.iter().find(|(title, _)| *title == own).map(|(_, number)| *number);
        named.or_else(|| by_numeral(text))
    }
}

/// `第三部分 …`.
fn by_numeral(text: &str) -> Option<u8> {
    let key = key(text);
    let rest = key.strip_prefix('第')?;
    let (numeral, rest) = rest.split_once("部分")?;
    let is_heading = key.chars().count() <= LONGEST && !text.contains(['。', '；']) && rest.chars().count() < 60;
    let numbers = ["一", "二", "三", "四"].iter().zip(1..);
    let number = numbers.into_iter().find(|(own, _)| **own == numeral).map(|(_, number)| number);
    number.filter(|_| is_heading)
}

fn without_braces(title: &ByKind, kind: Kind) -> String {
    title.get(kind).replace("{year}", "").replace("{body}", "")
}

/// A title without the year, the page and its number.
fn core(text: &str) -> String {
    let key: String = key(text).chars().filter(|c| !c.is_ascii_digit()).collect();
    key.trim_start_matches(is_numeral).to_owned()
}
