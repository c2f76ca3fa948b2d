//! What the catalogue says of codes in one year.

use std::cell::Cell;

use super::{Catalog, CatalogEntry, CodeChange, FormerName, Part, Span};
use crate::disclosure::{Classification, Code, Fund};
use crate::spelling;

/// The codes of one year.
#[derive(Debug, Clone, Copy)]
pub struct CodesOfYear<'c> {
    pub(super) catalog: &'c Catalog,
    pub year: u16,
}

/// Why a code is not to be used in a year.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Unfit<'c> {
    /// The catalogue does not have it.
    Unknown,
    /// It came later, as a public source says.
    NotYet(&'c Span),
    /// It is no longer valid.
    Gone(&'c Span),
}

/// What the codes of one classification are called in a year. Codes are found the fastest in their order.
#[derive(Debug, Clone)]
pub struct NamesOfYear<'c> {
    part: &'c Part,
    year: u16,
    /// Where the last one was found.
    last: Cell<usize>,
}

impl NamesOfYear<'_> {
    /// Whether `name` is, letter by letter, what the catalogue calls `code`.
    pub fn is_name_of(&self, code: Code, name: &str) -> bool {
        self.part.is_name_of(code, name, self.year, &self.last)
    }
}

/// The budgets of functional codes in a year. Codes are found the fastest in their order.
#[derive(Debug, Clone)]
pub struct FundsOfYear<'c> {
    part: &'c Part,
    year: u16,
    /// What the last code stood under, with the budget that is shown for that, and the one that the catalogue names.
    above: Cell<Option<(Code, Shown)>>,
}

/// The budget that published documents show, and the one that the catalogue names.
type Shown = (Option<Fund>, Option<Fund>);

impl FundsOfYear<'_> {
    /// The budget to which `code` belongs, as published documents show for it or for what it stands under, unless the
    /// catalogue names another: then it is not known.
    pub fn of(&self, code: Code) -> Option<Fund> {
        let own = self.own(code);
        let above = || code.parent().map_or_else(Shown::default, |parent| self.above(parent));
        let (shown, named) = if own.0.is_some() && own.1.is_some() { own } else { own_or(own, above()) };
        shown.filter(|shown| named.is_none_or(|named| named == *shown))
    }

    fn own(&self, code: Code) -> Shown {
        (self.part.fund_shown(code), self.part.fund_named(code, self.year))
    }

    /// What holds for all under `code` for which nothing else is said.
    fn above(&self, code: Code) -> Shown {
        if let Some((known, shown)) = self.above.get()
            && known == code
        {
            return shown;
        }
        let lines = std::iter::successors(Some(code), |code| code.parent());
        let shown = lines.map(|code| self.own(code)).fold(Shown::default(), own_or);
        self.above.set(Some((code, shown)));
        shown
    }
}

/// What is said of a code itself, else what is said of those above.
fn own_or(own: Shown, above: Shown) -> Shown {
    (own.0.or(above.0), own.1.or(above.1))
}

impl<'c> CodesOfYear<'c> {
    pub(super) fn part(&self, classification: Classification) -> &'c Part {
        self.catalog.listed(classification).part(self.year)
    }

    /// What `code` is; where it is not valid in the year, what it was before, or else what it is to be.
    pub fn get(&self, classification: Classification, code: Code) -> Option<&'c CatalogEntry> {
        self.part(classification).nearest(code, self.year)
    }

    /// What `code` is, if it is valid in the year.
    pub fn valid(&self, classification: Classification, code: Code) -> Option<&'c CatalogEntry> {
        self.part(classification).valid(code, self.year)
    }

    /// Whether the catalogue holds any code of `classification`.
    pub fn covers(&self, classification: Classification) -> bool {
        !self.part(classification).entries.is_empty()
    }

    /// Whether the catalogue has `code`, or a code below it, and no public source says that it is not valid in the year.
    pub fn is_known(&self, classification: Classification, code: Code) -> bool {
        self.unfit(classification, code).is_none()
    }

    /// Why `code` is not to be used, if it is not.
    pub fn unfit(&self, classification: Classification, code: Code) -> Option<Unfit<'c>> {
        let part = self.part(classification);
        if part.is_ageless(code) {
            return None;
        }
        if let Some(ended) = self.ended(classification, code) {
            return Some(Unfit::Gone(&ended.span));
        }
        if !part.knows(code) {
            return Some(Unfit::Unknown);
        }
        // What stands above and came later is not there yet either.
        let lines = std::iter::successors(Some(code), |code| code.parent());
        let nearest = lines.filter_map(|code| part.nearest(code, self.year));
        let spans = nearest.map(|entry| &entry.span).filter(|span| span.attested);
        spans.into_iter().find(|span| !span.begins_by(self.year)).map(Unfit::NotYet)
    }

    /// What became of `code`, where it was one and is none in the year.
    pub fn gone(&self, classification: Classification, code: Code) -> Option<CodeChange> {
        let ended = self.ended(classification, code)?;
        self.catalog.change(classification, (code, &ended.name), self.year.saturating_sub(1), self.year)
    }

    /// What `code` was, where it is no longer valid, as the list or the program's own says.
    pub fn ended(&self, classification: Classification, code: Code) -> Option<&'c CatalogEntry> {
        let listed = self.catalog.listed(classification);
        let nearest = |part: &'c Part| part.nearest(code, self.year);
        [&**listed.part(self.year), &*listed.builtin]
            .into_iter()
            .filter_map(nearest)
            .find(|entry| entry.span.ends_before(self.year))
            .filter(|_| self.valid(classification, code).is_none())
    }

    /// What is now called what was once called `name`.
    pub fn current_name(&self, name: &str) -> Option<&'c str> {
        self.catalog.current_name(name)
    }

    /// The former names in `text`, but for those that are part of a name of the year there.
    pub fn former_names_in(&self, text: &str) -> Vec<FormerName<'c>> {
        let mut found = self.catalog.former.find(text);
        found.retain(|found| !self.is_within_present_name(text, found));
        found
    }

    /// Whether the former name stands in `text` within the name of a code: 环境保护管理事务 is called so, though 环境保护 no
    /// longer is.
    fn is_within_present_name(&self, text: &str, FormerName { at, former, .. }: &FormerName<'_>) -> bool {
        let parts = Classification::ALL.into_iter().map(|of| self.part(of));
        let names = parts.flat_map(|part| part.of_year(self.year)).map(|entry| &entry.name);
        names.filter(|name| name.contains(former)).any(|name| {
            let name: String = spelling::plain(name).collect();
            let starts = name.match_indices(former).filter_map(|(before, _)| text.get(at.checked_sub(before)?..));
            starts.into_iter().any(|rest| rest.starts_with(name.as_str()))
        })
    }

    /// The budget to which `code` belongs, as published documents show for it or for what it stands under, unless the
    /// catalogue names another: then it is not known.
    pub fn fund(&self, code: Code) -> Option<Fund> {
        self.funds().of(code)
    }

    /// The budgets of codes, to ask for those of many.
    pub fn funds(&self) -> FundsOfYear<'c> {
        FundsOfYear { part: self.part(Classification::Function), year: self.year, above: Cell::new(None) }
    }

    /// The codes that are called `name`, whatever its blanks and brackets.
    pub fn codes_called(&self, classification: Classification, name: &str) -> Vec<Code> {
        let entries = self.part(classification).of_year(self.year);
        entries.filter(|entry| spelling::is_same(&entry.name, name)).map(|entry| entry.code).collect()
    }

    /// All codes of the year, with what they are called.
    pub fn named(&self, classification: Classification) -> impl Iterator<Item = (Code, &'c str)> + use<'c> {
        self.part(classification).of_year(self.year).map(|entry| (entry.code, entry.name.as_str()))
    }

    /// Whether `name` is, letter by letter, what the catalogue calls `code`.
    pub fn is_name_of(&self, classification: Classification, code: Code, name: &str) -> bool {
        self.names_of(classification).is_name_of(code, name)
    }

    /// The names of `classification`, to ask for those of many codes.
    pub fn names_of(&self, classification: Classification) -> NamesOfYear<'c> {
        NamesOfYear { part: self.part(classification), year: self.year, last: Cell::new(0) }
    }

    /// The attested name of `code` where `name` is another one. Blanks, the width of characters and the kind of
    /// brackets make no difference; no name at all is not another name.
    pub fn name_differs(&self, classification: Classification, code: Code, name: &str) -> Option<&'c str> {
        let entry = self.valid(classification, code).filter(|entry| entry.attested)?;
        let is_other = !spelling::is_blank(name) && !spelling::is_same(&entry.name, name);
        is_other.then_some(entry.name.as_str())
    }

    /// The entries of the year that `typed` may mean, the likeliest first; all of them where nothing is typed.
    ///
    /// Each word of `typed` must be the beginning of the code, a part of the name or initials of its characters'
    /// pinyin: `jbgz` is 基本工资. In this order: the code itself, codes that begin so, names that begin so, names that
    /// contain it, initials; then by code.
    pub fn search(
        &self,
        classification: Classification,
        typed: &str,
    ) -> impl Iterator<Item = &'c CatalogEntry> + use<'c> {
        let year = self.year;
        self.part(classification).search(typed).filter(move |entry| entry.is_valid_in(year))
    }
}
