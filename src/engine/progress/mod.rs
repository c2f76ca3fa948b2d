//! How far a disclosure is, part by part, and what is left to do before it can be published.
//!
//! [`progress`] is one pure function of a disclosure and of what was found in it. What is left is one list in the order of
//! the work, from what the body is to the last page; it is empty exactly when the finished document may be published.

mod performance;
#[cfg(test)]
mod tests;
mod texts;

use std::collections::{BTreeSet, HashSet};

use crate::audit::{Audit, Finding, Grade, begun_parts, part_label};
use crate::disclosure::{CellKey, Component, Part, Said, TableNumber, TextPlace};
use crate::evaluate::{CellIndex, Evaluated};
use crate::narrative::{Paragraph, Piece, narrate, narrate_offered};
use crate::proposal::{Proposals, proposals};
use crate::states::{State, components, lacking_fields};

/// How far a disclosure is.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Progress {
    /// Its tables and parts in the order of the work, each with how far it is.
    pub states: Vec<(Component, State)>,
    /// What is left, in the order of the work.
    pub left: Vec<Left>,
    /// What follows for cells that are blank.
    pub proposals: Proposals,
}

/// Something that is left to do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Left {
    /// The table or part in which it is; `None` where it is in none.
    pub component: Option<Component>,
    /// Where it is done.
    pub place: LeftPlace,
    /// What it is: `表5 一般公共预算支出`.
    pub what: String,
    /// Why it is left: `还差 41.68 万元：…`.
    pub why: String,
}

/// Where something is done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum LeftPlace {
    /// Where the name of the body is set.
    Heading,
    /// In a table, at this cell where there is one.
    Table(TableNumber, Option<CellIndex>),
    /// In a text.
    Text(TextPlace),
    /// In a part that is text, as a whole.
    Part(Part),
    /// Where performance tables are made.
    Performance,
    /// Where last year's figures stand.
    Prior,
    /// In the list of findings.
    Findings,
}

impl Progress {
    /// How far `component` is.
    pub fn state(&self, component: Component) -> Option<State> {
        self.states.iter().find(|(of, _)| *of == component).map(|(_, state)| *state)
    }

    /// How many tables and parts are done, of how many.
    pub fn done(&self) -> (usize, usize) {
        let is_done = |state: &State| matches!(state, State::Complete | State::Empty);
        (self.states.iter().filter(|(_, state)| is_done(state)).count(), self.states.len())
    }

    /// Whether nothing is left: what is exported is final.
    pub fn is_publishable(&self) -> bool {
        self.left.is_empty()
    }
}

/// How far `evaluated` is, in which `audit` found something.
pub fn progress(evaluated: Evaluated<'_>, audit: &Audit) -> Progress {
    let progress = Progress { proposals: proposals(evaluated), ..Progress::default() };
    let (told, offered) = (narrate(evaluated), narrate_offered(evaluated));
    let mut survey = Survey { evaluated, audit, told, offered, begun: begun_parts(evaluated), progress };
    survey.heading();
    for component in components(evaluated.form) {
        let state = match component {
            Component::Table(number) => survey.table(number),
            Component::Text(part) => survey.text(part),
            Component::Performance => survey.performance(),
            Component::Prior => survey.prior(),
        };
        survey.progress.states.push((component, state));
    }
    survey.errors();
    survey.progress
}

struct Survey<'a> {
    evaluated: Evaluated<'a>,
    audit: &'a Audit,
    told: Vec<Paragraph>,
    /// What is printed once it is filled in.
    offered: Vec<Paragraph>,
    /// The parts of which somebody wrote something.
    begun: HashSet<Part>,
    progress: Progress,
}

impl Survey<'_> {
    fn leave(
        &mut self,
        component: Option<Component>,
        place: LeftPlace,
        what: impl Into<String>,
        why: impl Into<String>,
    ) {
        self.progress.left.push(Left { component, place, what: what.into(), why: why.into() });
    }

    fn said(&self, component: Component) -> Option<Said> {
        self.evaluated.disclosure.said.get(&component).copied()
    }

    /// The notes on what is still to come in `component`.
    fn notes(&self, component: Component) -> impl Iterator<Item = &Finding> {
        let notes = self.audit.findings.iter();
        notes.filter(move |finding| finding.grade == Grade::ToCome && finding.about == Some(component))
    }

    fn heading(&mut self) {
        if self.evaluated.disclosure.body.trim().is_empty() {
            self.leave(None, LeftPlace::Heading, "单位名称", "没有填写");
        }
    }

    fn table(&mut self, number: TableNumber) -> State {
        let Evaluated { form, .. } = self.evaluated;
        let states = self.evaluated.states();
        let state = states.of_table(form, number);
        let is_left = state == State::Absent || states.waits_for_entry(form, number);
        if !is_left || matches!(state, State::Complete | State::Empty) {
            return state;
        }
        let component = Component::Table(number);
        let note = self.notes(component).next();
        let cell =
            note.and_then(|note| note.cells.iter().copied().find(|cell| form.table_of(cell.list).number == number));
        let prefix = format!("表{number} ");
        let proposed = self.progress.proposals.summary(number);
        let to_come = self.progress.proposals.still_to_come(self.evaluated, number).map(|(whole, rest)| {
            let unit = form.unit_of_table(number);
            format!("按别的表，合计应为 {}，还差 {} {}", unit.text(whole), unit.text(rest), unit.name)
        });
        let lacking = self.evaluated.disclosure.table(number);
        let lacking = lacking.map(|table| lacking_fields(form, number, table)).unwrap_or_default();
        let lacking: Vec<String> =
            lacking.into_iter().map(|(field, rows)| format!("“{}”还有 {rows} 行没有填", field.title)).collect();
        let why = match (state, note) {
            _ if proposed.is_some() => format!("有 {}可以从别的表带入", proposed.unwrap_or_default()),
            (_, Some(note)) => note.message.strip_prefix(&prefix).unwrap_or(&note.message).to_owned(),
            (State::Absent, None) => "导入的文件里没有这张表".to_owned(),
            (_, None) if !lacking.is_empty() => lacking.join("，"),
            (_, None) if to_come.is_some() => to_come.unwrap_or_default(),
            (State::Untouched, None) => "还没有录入；没有数的话，说它是空表".to_owned(),
            (_, None) if self.evaluated.disclosure.table(number).is_none() => {
                "别的表算来的数已经有了，这张表自己要录的还没有；没有的话，说填完了".to_owned()
            }
            (_, None) => "录完了就说填完了".to_owned(),
        };
        let outline = form.table(number).map_or("", |table| &table.outline);
        let mut first_proposed = self.progress.proposals.amounts.keys().filter(|cell| cell.table == number);
        let proposed = first_proposed.find_map(|key| self.evaluated.find(key));
        let place = LeftPlace::Table(number, proposed.or(cell).or_else(|| states.first_blank(self.evaluated, number)));
        self.leave(Some(component), place, format!("表{number} {outline}"), why);
        state
    }

    fn prior(&mut self) -> State {
        let component = Component::Prior;
        let is_missing = |piece: &Piece| matches!(piece, Piece::Figure(figure) if figure.lacks_last_year());
        let texts = &self.evaluated.disclosure.texts;
        let free = self.told.iter().filter(|told| told.rewritten.is_none() && !texts.contains_key(&told.part));
        let missing = free.into_iter().flat_map(|told| &told.pieces).filter(|piece| is_missing(piece));
        let missing: BTreeSet<&[CellKey]> = missing.map(Piece::cells).collect();
        let is_needed = !missing.is_empty();
        let note = self.notes(component).next();
        let note = note.map(|note| note.message.strip_prefix("上年预算数：").unwrap_or(&note.message).to_owned());
        let is_absent = self.said(component) == Some(Said::Absent);
        let (state, why) = match (self.evaluated.disclosure.prior.is_empty(), note) {
            _ if self.evaluated.states().is_firm(self.evaluated, component) && !is_needed => (State::Complete, None),
            (true, _) if !is_needed => (State::Complete, None),
            (true, _) => {
                let state = if is_absent { State::Absent } else { State::Untouched };
                (state, Some("没有上年预算数，写不出比上年预算的增减".to_owned()))
            }
            (false, _) if is_needed => {
                let why = format!("句子里要比较的上年数还有 {} 处没有填；上年没有的填 0", missing.len());
                (State::InProgress, Some(why))
            }
            (false, Some(note)) => (State::InProgress, Some(note)),
            (false, None) => (State::Complete, None),
        };
        if let Some(why) = why {
            self.leave(Some(component), LeftPlace::Prior, "上年预算数", why);
        }
        state
    }

    fn errors(&mut self) {
        let errors = self.audit.count(Grade::Error);
        if errors > 0 {
            self.leave(None, LeftPlace::Findings, "核对", format!("还有 {errors} 处错误没有改正，也没有接受"));
        }
    }
}

/// What a text part is called in the list of what is left.
fn part_name(part: Part) -> String {
    part_label(part)
}
