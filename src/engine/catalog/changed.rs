//! What became of codes from one year to another.

use super::{Catalog, CatalogEntry, Part, Since};
use crate::disclosure::{Classification, Code};
use crate::spelling;

/// What became of a code from one year to another.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeChange {
    pub code: Code,
    /// What it was called.
    pub name: String,
    pub became: Became,
    /// Whether a public source says so, or a list that the user brought.
    pub attested: bool,
    /// Who says so, in brackets; empty where there is nothing to say.
    said: String,
}

/// What a code became.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Became {
    /// It is called otherwise.
    Renamed(String),
    /// It is no longer valid; `last` is the last year, where that is known. Of several successors nobody can say which is
    /// meant; there may be none.
    Gone { last: Option<u16>, successors: Vec<(Code, String)>, by_name: bool },
}

/// A code that is new.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCode {
    pub code: Code,
    pub name: String,
    pub from: Option<Since>,
    said: String,
}

impl Catalog {
    /// What became of `code`, which was called `name` in the year `before`, until `year`; nothing where it is valid still,
    /// under this name, or nobody knows better.
    pub fn change(
        &self,
        classification: Classification,
        (code, name): (Code, &str),
        before: u16,
        year: u16,
    ) -> Option<CodeChange> {
        let (then, now) = (self.in_year(before), self.in_year(year));
        let list = now.part(classification);
        let change = |became, attested, said| Some(CodeChange { code, name: name.to_owned(), became, attested, said });
        if let Some(entry) = now.valid(classification, code) {
            let is_other = !spelling::is_blank(name) && !spelling::is_same(&entry.name, name);
            let was_called = then.valid(classification, code).is_some_and(|was| spelling::is_same(&was.name, name));
            let said = entry.span.said();
            let is_users = list.is_users;
            return (is_other && was_called)
                .then(|| change(Became::Renamed(entry.name.clone()), is_users || entry.span.attested, said))?;
        }
        let ended = now.ended(classification, code);
        let was_known = then.part(classification).knows(code) || then.valid(classification, code).is_some();
        // A list that is whole lacks it, and so does a form that does not say again what the one before it had added; of what
        // the program's own lacks nobody knows.
        let was_added =
            || then.valid(classification, code).is_some() && !self.listed(classification).builtin.knows(code);
        let is_whole = list.is_users || was_added();
        if ended.is_none() && (list.knows(code) || !is_whole || !was_known) {
            return None;
        }
        let span = ended.map(|entry| &entry.span);
        let named = |code: &Code| {
            let name = now.get(classification, *code).map(|entry| entry.name.clone());
            (*code, name.unwrap_or_default())
        };
        let mut successors: Vec<(Code, String)> =
            span.into_iter().flat_map(|span| &span.successors).filter(|next| **next != code).map(named).collect();
        let by_name = successors.is_empty();
        if by_name {
            let mut called = now.codes_called(classification, name);
            called.retain(|other| other.level() == code.level() && *other != code);
            if let [only] = called[..] {
                successors = vec![named(&only)];
            }
        }
        let by_name = by_name && !successors.is_empty();
        let attested = is_whole || span.is_some_and(|span| span.attested);
        let said = match span {
            Some(span) if !list.is_users || span.attested => span.said(),
            _ => String::new(),
        };
        change(Became::Gone { last: span.and_then(|span| span.until), successors, by_name }, attested, said)
    }

    /// The codes that came since the budget of the year `before`, for that of `year`; of 类 for which `is_wanted` only.
    pub fn new_codes(
        &self,
        classification: Classification,
        before: u16,
        year: u16,
        is_wanted: impl Fn(Code) -> bool,
    ) -> Vec<NewCode> {
        let (then, now) = (self.in_year(before), self.in_year(year));
        let (old, list) = (then.part(classification), now.part(classification));
        let both_whole = old.is_users && list.is_users && !std::ptr::eq(old, list);
        let is_new = |entry: &&CatalogEntry| {
            // What came within a year is in the budget of the next one first.
            let came = entry.span.from.is_some_and(|from| match from.day {
                Some(_) => before <= from.year && from.year <= year,
                None => before < from.year && from.year <= year,
            });
            let is_renamed = || is_listed_before(old, entry, before);
            is_wanted(entry.code.class())
                && (came && !is_renamed() || both_whole && old.valid(entry.code, before).is_none())
        };
        let new = list.of_year(year).filter(is_new);
        let new = new.map(|entry| NewCode {
            code: entry.code,
            name: entry.name.clone(),
            from: entry.span.from,
            said: if entry.span.from.is_some() { entry.span.said() } else { String::new() },
        });
        new.collect()
    }
}

/// Whether the code was there in `before` under another name.
fn is_listed_before(old: &Part, entry: &CatalogEntry, before: u16) -> bool {
    old.valid(entry.code, before).is_some_and(|was| was.span != entry.span)
}

impl CodeChange {
    /// The one code that took its place.
    pub fn successor(&self) -> Option<(Code, &str)> {
        match &self.became {
            Became::Gone { successors, .. } => match &successors[..] {
                [(code, name)] => Some((*code, name)),
                _ => None,
            },
            Became::Renamed(_) => None,
        }
    }

    /// In words.
    pub fn text(&self) -> String {
        let what = format!("{} {}", self.code.spaced(), self.name);
        let what = what.trim_end();
        match &self.became {
            Became::Renamed(name) => format!("{what}：改名为“{name}”{}", self.said),
            Became::Gone { last, successors, by_name } => {
                let gone = match last {
                    Some(year) => format!("{} 年起停用", year + 1),
                    None => "今年的科目表里没有了".to_owned(),
                };
                let listed: Vec<String> =
                    successors.iter().map(|(code, name)| format!("{} {name}", code.spaced())).collect();
                let instead = match (listed.is_empty(), by_name) {
                    (true, _) => "，没有说由哪个科目接替".to_owned(),
                    (false, true) => format!("，同名的是 {}", listed.join("、")),
                    (false, false) => format!("，由 {} 接替", listed.join("、")),
                };
                format!("{what}：{gone}{instead}{}", self.said)
            }
        }
    }
}

impl NewCode {
    /// In words.
    pub fn text(&self) -> String {
        let when = self.from.map_or_else(|| "新增".to_owned(), |from| format!("{from}增设"));
        format!("{} {}：{when}{}", self.code.spaced(), self.name, self.said)
    }
}
