//! The titles of the parts of a document: `第三部分 …`, or as the form words them.

use super::label::{is_numeral, key};
use crate::disclosure::Kind;
use crate::form::Form;

/// Longer lines are no headings.
const LONGEST: usize = 90;
/// A title of fewer letters may be a word of any sentence.
const SHORTEST: usize = 3;

/// The longest name of a body before a title, in characters.
const LONGEST_BODY: usize = 40;

/// What the form calls its parts.
#[derive(Debug, Clone, Default)]
pub(super) struct PartTitles {
    titles: Vec<PartTitle>,
    /// What the document calls its body.
    bodies: Vec<String>,
    /// Whether the form has the four parts that documents number: 第一部分.
    are_numbered: bool,
}

#[derive(Debug, Clone)]
struct PartTitle {
    title: String,
    /// Whether the name of the body stands before it.
    follows_body: bool,
    /// Place of the part.
    part: usize,
}

impl PartTitles {
    pub fn new<'a>(form: &Form, bodies: impl IntoIterator<Item = &'a str>) -> Self {
        let Some(document) = &form.document else { return Self::default() };
        let titles = document.parts.iter().enumerate().flat_map(|(part, form)| {
            let own = [Kind::Unit, Kind::Department].map(|kind| form.title.get(kind));
            own.into_iter().chain(form.also.iter().map(String::as_str)).map(move |title| PartTitle {
                title: core(&without_braces(title)),
                follows_body: title.starts_with("{body}"),
                part,
            })
        });
        let titles =
            titles.filter(|title| !title.title.is_empty() && (title.follows_body || !title.is_short())).collect();
        let bodies = bodies.into_iter().map(core).filter(|body| !body.is_empty()).collect();
        Self { titles, bodies, are_numbered: document.parts.len() == NUMERALS.len() }
    }

    /// Place of the part that a heading begins.
    pub fn find(&self, text: &str) -> Option<usize> {
        let by_numeral = || by_numeral(text).filter(|_| self.are_numbered);
        if key(text).chars().count() > LONGEST || text.contains(['。', '；', '，', '：']) {
            return by_numeral();
        }
        let own = core(text);
        let named = self.titles.iter().find(|title| title.fits(&own, &self.bodies)).map(|title| title.part);
        named.or_else(by_numeral)
    }
}

impl PartTitle {
    fn fits(&self, own: &str, bodies: &[String]) -> bool {
        let Some(before) = own.strip_suffix(self.title.as_str()) else { return false };
        let is_body = || before.chars().count() <= LONGEST_BODY;
        match self.is_short() {
            // 职责 ends many a line: only behind the name of the body is it a title.
            true => bodies.iter().any(|body| body == before),
            false => before.is_empty() || self.follows_body && is_body(),
        }
    }

    fn is_short(&self) -> bool {
        self.title.chars().count() < SHORTEST
    }
}

/// How the four parts are numbered.
const NUMERALS: [&str; 4] = ["一", "二", "三", "四"];

/// `第三部分 …`.
fn by_numeral(text: &str) -> Option<usize> {
    let key = key(text);
    let rest = key.strip_prefix('第')?;
    let (numeral, rest) = rest.split_once("部分")?;
    let is_heading = key.chars().count() <= LONGEST && !text.contains(['。', '；']) && rest.chars().count() < 60;
    NUMERALS.iter().position(|own| *own == numeral).filter(|_| is_heading)
}

fn without_braces(title: &str) -> String {
    title.replace("{year}", "").replace("{body}", "")
}

/// A title without the year, the page and its number.
fn core(text: &str) -> String {
    let key: String = key(text).chars().filter(|c| !c.is_ascii_digit()).collect();
    key.trim_start_matches(is_numeral).to_owned()
}
