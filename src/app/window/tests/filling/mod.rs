//! Disclosures are filled in through the window, by keys alone, and each key is counted: after none of them anything may be
//! called wrong that is not.

mod last_year;
mod region;
mod tables;
mod unit;

use std::cmp::Ordering;
use std::collections::BTreeMap;

use super::*;
use crate::app::texts::TextPage;
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::{
    Amount, Component, FundsField, Kind, PerformanceField, Project, ProjectId, Row, SlotValue, Subject, TextKey,
    TextPlace,
};
use disclosure_engine::progress::LeftPlace;
use disclosure_engine::sheet::{PerformanceSheet, Place};
use disclosure_engine::states::State;

/// The keyboard of a window, which counts its keys: a chord is one, and so is each character. After each of them nothing
/// may be called wrong or doubtful that is not so in the published document.
struct Keyboard {
    harness: Test,
    count: usize,
    known: Vec<String>,
    /// What else may be said on the way.
    allowed: fn(&str) -> bool,
}

impl Keyboard {
    fn new(kind: Kind, body: &str, sample: &str) -> Self {
        let harness = window(Some(self::sample(sample)), None);
        let known = wrong(&harness);
        let path = folder().join("new.budget");
        disclosure_engine::file::save_new(&path, &Disclosure::new("xinjiang-2025", kind, body, 2025)).unwrap();
        Self { harness: window(Some(path), None), count: 0, known, allowed: |_| false }
    }

    fn pressed(&mut self, what: &str) {
        self.count += 1;
        let mut wrong = wrong(&self.harness);
        wrong.retain(|message| !self.known.contains(message) && !(self.allowed)(message));
        assert!(wrong.is_empty(), "after key {} ({what}): {wrong:#?}", self.count);
    }

    fn key(&mut self, key: Key) {
        press(&mut self.harness, key);
        self.pressed(key.name());
    }

    fn keys(&mut self, key: Key, count: usize) {
        (0..count).for_each(|_| self.key(key));
    }

    fn chord(&mut self, modifiers: Modifiers, key: Key) {
        self.harness.key_press_modifiers(modifiers, key);
        self.harness.run();
        self.pressed(key.name());
    }

    fn text(&mut self, text: &str) {
        for character in text.chars() {
            if character == '\n' {
                self.key(Key::Enter);
                continue;
            }
            type_text(&mut self.harness, &character.to_string());
            self.pressed(text);
        }
    }

    /// Types `text` and Enter.
    fn line(&mut self, text: &str) {
        self.text(text);
        self.key(Key::Enter);
    }

    /// Adds a row by its code, and its amount.
    fn row(&mut self, code: &str, amount: &str) {
        self.line(code);
        self.line(amount);
    }

    /// Adds the row that is offered as the next one, and its amount.
    fn next_row(&mut self, amount: &str) {
        self.key(Key::Tab);
        self.line(amount);
    }

    /// Moves with the arrows from where `cursor` says to `there`.
    fn walk(&mut self, there: Place, cursor: impl Fn(&Window) -> Place) {
        loop {
            let here = cursor(self.harness.state().as_ref().unwrap());
            let key = match (here.row.cmp(&there.row), here.column.cmp(&there.column)) {
                (Ordering::Less, _) => Key::ArrowDown,
                (Ordering::Greater, _) => Key::ArrowUp,
                (Ordering::Equal, Ordering::Less) => Key::ArrowRight,
                (Ordering::Equal, Ordering::Greater) => Key::ArrowLeft,
                (Ordering::Equal, Ordering::Equal) => return,
            };
            let before = here;
            self.key(key);
            let after = cursor(self.harness.state().as_ref().unwrap());
            assert_ne!(before, after, "{there:?} is not reached");
        }
    }

    fn shown(&self) -> Option<TableNumber> {
        self.harness.state().as_ref().unwrap().grid.table()
    }

    fn state(&self, table: u8) -> State {
        let workspace = self.harness.state().as_ref().unwrap().workspace().unwrap();
        workspace.progress().state(Component::Table(TableNumber(table))).unwrap()
    }
}

/// What is called wrong or doubtful.
fn wrong(harness: &Test) -> Vec<String> {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let findings = workspace.audit().findings.iter();
    let wrong = findings.filter(|finding| matches!(finding.grade, Grade::Error | Grade::Warning));
    wrong.map(|finding| finding.message.clone()).collect()
}

/// What is entered in each table, in order, without the identities of projects.
fn entered(disclosure: &Disclosure) -> Vec<(TableNumber, Vec<Row>)> {
    let anonymous = |row: &Row| {
        let subject = match &row.subject {
            Subject::Project(project) => Subject::Project(Project { id: ProjectId(0), ..project.clone() }),
            other => other.clone(),
        };
        let amounts = row.amounts.iter().filter(|(_, amount)| **amount != Amount::ZERO);
        Row { amounts: amounts.map(|(column, amount)| (*column, *amount)).collect(), ..Row::new(subject) }
    };
    let tables = disclosure.tables.iter().map(|(number, table)| (*number, table.rows.iter().map(anonymous).collect()));
    tables.filter(|(_, rows): &(_, Vec<Row>)| !rows.is_empty()).collect()
}

/// What was filled in in the sentences.
fn said(disclosure: &Disclosure) -> BTreeMap<TextKey, SlotValue> {
    let mut slots = disclosure.slots.clone();
    // The day on which it is signed is nobody's blank.
    slots.retain(|key, _| key.id != "signature.date");
    slots
}
