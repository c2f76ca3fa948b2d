//! The codes of one classification, of all years or of one.

use std::cell::Cell;
use std::collections::BTreeMap;
use std::sync::{Arc, OnceLock};

use rustc_hash::{FxHashMap, FxHashSet};

use super::search::{Query, SearchIndex};
use super::{CatalogEntry, Entries};
use crate::disclosure::{Code, Fund};

/// The lists of one classification: one for all years, and those of single years.
#[derive(Debug, Clone, Default)]
pub(super) struct Listed {
    /// What the program brings, which knows what became of codes that a list no longer has.
    pub builtin: Arc<Part>,
    /// What holds for a year without a list of its own.
    pub base: Arc<Part>,
    pub of_year: BTreeMap<u16, Arc<Part>>,
    /// What holds in place of `base` from a year on, where the form of that year says that single codes are others.
    pub changed: BTreeMap<u16, Arc<Part>>,
}

/// A list of codes.
#[derive(Debug, Clone, Default)]
pub(super) struct Part {
    pub entries: Entries,
    /// The names of codes that have but one, by code: they are looked up for every row at every check, mostly in this order.
    names: Vec<(Code, String)>,
    /// The codes of the entries and those above them.
    known: FxHashSet<Code>,
    /// Those that are valid in every year, as all is under which they stand.
    ageless: FxHashSet<Code>,
    /// The budgets of functional codes that published documents show.
    funds: FxHashMap<Code, Fund>,
    /// The codes for which the list itself names a budget, in some year.
    with_fund: FxHashSet<Code>,
    /// Whether a user brought it: such a list is whole.
    pub is_users: bool,
    /// Made at the first search: looking up how every name is pronounced would delay the start of the program.
    index: OnceLock<SearchIndex>,
}

impl Listed {
    pub fn builtin(entries: Entries) -> Self {
        let part = Arc::new(Part::new(entries, false));
        Self { builtin: part.clone(), base: part, of_year: BTreeMap::new(), changed: BTreeMap::new() }
    }

    /// The list for `year`: its own, or that of the latest year before it that has one, or the one for all years.
    pub fn part(&self, year: u16) -> &Arc<Part> {
        let [of_year, changed] =
            [&self.of_year, &self.changed].map(|parts| parts.range(..=year).next_back().map(|(_, part)| part));
        of_year.or(changed).unwrap_or(&self.base)
    }

    /// The same where the codes of `changes` are others from their years on. A list that a user took for all years is whole.
    pub fn with_changes<'e>(&self, changes: impl Iterator<Item = (Option<&'e Entries>, u16)>) -> Self {
        let changes: Vec<_> = changes.map(|(own, year)| (own.filter(|own| !own.is_empty()), year)).collect();
        let is_changed = !self.base.is_users && changes.iter().any(|(own, _)| own.is_some());
        let changed = changes.into_iter().filter(|_| is_changed).map(|(own, year)| match own {
            Some(own) => (year, Arc::new(self.base.changed(own))),
            None => (year, self.base.clone()),
        });
        Self { changed: changed.collect(), ..self.clone() }
    }

    /// The same with a user's list, for the year for which it is, or for all.
    pub fn with(&self, entries: &Entries, year: Option<u16>) -> Self {
        if entries.is_empty() {
            return self.clone();
        }
        // An official list gives codes and names; which budget a code belongs to stays known.
        let fund = |code: &Code| self.builtin.entries.get(code).and_then(|all| all.last()).and_then(|entry| entry.fund);
        let own = |code: &Code, all: &Vec<CatalogEntry>| {
            all.iter().map(|entry| CatalogEntry { fund: fund(code), ..entry.clone() }).collect()
        };
        let entries = entries.iter().map(|(code, all)| (*code, own(code, all))).collect();
        let part = Arc::new(Part::new(entries, true));
        let mut listed = self.clone();
        match year {
            Some(year) => {
                listed.of_year.insert(year, part);
            }
            None => listed.base = part,
        }
        listed
    }
}

impl Part {
    fn new(entries: Entries, is_users: bool) -> Self {
        let with_those_above = |&code: &Code| std::iter::successors(Some(code), |code| code.parent());
        let known = entries.keys().flat_map(with_those_above).collect();
        let single = entries.iter().filter_map(|(code, all)| match &all[..] {
            [entry] if entry.span.is_unlimited() => Some((*code, entry.name.clone())),
            _ => None,
        });
        let names: Vec<(Code, String)> = single.collect();
        let with_one: FxHashSet<Code> = names.iter().map(|(code, _)| *code).collect();
        let is_ageless = |code: Code| !entries.contains_key(&code) || with_one.contains(&code);
        let ageless = with_one.iter().copied().filter(|code| with_those_above(code).all(is_ageless)).collect();
        let attested = entries.values().filter_map(|all| all.last()).filter(|entry| entry.attested);
        let funds = attested.filter_map(|entry| Some((entry.code, entry.fund?))).collect();
        let names_fund = |all: &Vec<CatalogEntry>| all.iter().any(|entry| entry.fund.is_some());
        let with_fund = entries.iter().filter(|(_, all)| names_fund(all)).map(|(code, _)| *code).collect();
        Self { entries, names, known, ageless, funds, with_fund, is_users, index: OnceLock::new() }
    }

    /// The same where the codes of `own` are others.
    fn changed(&self, own: &Entries) -> Self {
        let mut all = self.entries.clone();
        for (code, own) in own {
            let fund = all.get(code).and_then(|before| before.last()).and_then(|entry| entry.fund);
            let own = own.iter().map(|entry| CatalogEntry { fund, ..entry.clone() });
            all.insert(*code, own.collect());
        }
        Self::new(all, false)
    }

    /// What `code` is in `year`; where it is not valid then, what it was before, or else what it was to be.
    pub fn nearest(&self, code: Code, year: u16) -> Option<&CatalogEntry> {
        let all = self.entries.get(&code)?;
        let valid = all.iter().find(|entry| entry.is_valid_in(year));
        let before = || all.iter().rev().find(|entry| entry.span.ends_before(year));
        valid.or_else(before).or_else(|| all.first())
    }

    /// What `code` is in `year`, if it is valid then.
    pub fn valid(&self, code: Code, year: u16) -> Option<&CatalogEntry> {
        self.entries.get(&code)?.iter().find(|entry| entry.is_valid_in(year))
    }

    /// Whether `name` is what `code` is called in `year`. Its place among the names that are but one is looked for `near`
    /// first, where it is kept.
    pub fn is_name_of(&self, code: Code, name: &str, year: u16, near: &Cell<usize>) -> bool {
        let is_at = |at: &usize| self.names.get(*at).is_some_and(|(own, _)| *own == code);
        let nearby = [near.get(), near.get() + 1].into_iter().find(is_at);
        match nearby.or_else(|| self.names.binary_search_by_key(&code, |(own, _)| *own).ok()) {
            Some(at) => {
                near.set(at);
                self.names[at].1 == name
            }
            None => self.nearest(code, year).is_some_and(|entry| entry.name == name),
        }
    }

    /// Whether `code` is valid whatever the year is, and so is all under which it stands.
    pub fn is_ageless(&self, code: Code) -> bool {
        self.ageless.contains(&code)
    }

    /// Whether it has `code`, or a code below it, or may have it.
    pub fn knows(&self, code: Code) -> bool {
        let unlisted = || {
            let above = code.parent().and_then(|parent| self.entries.get(&parent));
            above.is_some_and(|all| all.iter().any(|entry| entry.span.has_unlisted))
        };
        self.known.contains(&code) || unlisted()
    }

    /// The budget that the list names for `code` in `year`.
    pub fn fund_named(&self, code: Code, year: u16) -> Option<Fund> {
        // Most codes have none of their own, and it is asked for every row.
        self.with_fund.contains(&code).then(|| self.nearest(code, year)?.fund).flatten()
    }

    /// The budget that published documents show for `code`.
    pub fn fund_shown(&self, code: Code) -> Option<Fund> {
        self.funds.get(&code).copied()
    }

    /// The entries of all years that `typed` may mean, the likeliest first.
    pub fn search(&self, typed: &str) -> impl Iterator<Item = &CatalogEntry> + use<'_> {
        let all = || self.entries.values().flatten();
        let index = self.index.get_or_init(|| SearchIndex::new(all()));
        let places = index.find(&Query::new(typed));
        let entries: Vec<&CatalogEntry> = all().collect();
        places.into_iter().filter_map(move |place| entries.get(place).copied())
    }

    /// The entries that are valid in `year`, by code.
    pub fn of_year(&self, year: u16) -> impl Iterator<Item = &CatalogEntry> {
        self.entries.values().flatten().filter(move |entry| entry.is_valid_in(year))
    }
}
