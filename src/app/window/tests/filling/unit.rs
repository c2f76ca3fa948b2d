//! A unit fills in what its draft from last year's file leaves blank, and publishes it.

use super::last_year::money_of_performance;
use super::*;
use crate::app::grid::entry::EntryLines;
use disclosure_engine::edit::roll_forward;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{FormLibrary, ListIndex};
use disclosure_engine::sheet::Sheet;
use disclosure_engine::states::components;

/// This year's draft from the disclosure of the year before, which had the same rows and projects, and of which last
/// year's figures are those that `published` names.
fn draft(published: &Disclosure, forms: &FormLibrary) -> Disclosure {
    let form = forms.get(&published.form).unwrap();
    let catalog = disclosure_engine::catalog::Catalog::builtin().unwrap();
    let mut last = Disclosure { year: published.year - 1, ..published.clone() };
    // Each year has reasons of its own.
    last.slots.retain(|key, _| !key.id.ends_with("reason"));
    let evaluation = evaluate(form, &last);
    let last = Evaluated { form, catalog: &catalog, disclosure: &last, evaluation: &evaluation };
    let mut draft = roll_forward(last, form, published.year).unwrap();
    draft.prior.clone_from(&published.prior);
    draft
}

/// Every figure that is printed in the tables.
fn figures(disclosure: &Disclosure, forms: &FormLibrary) -> Vec<String> {
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let values = (0..form.lists.len()).map(ListIndex).map(|list| (list, evaluation.values(list)));
    let lines = values.flat_map(|(list, values)| {
        let unit = form.unit_of(list);
        let texts = values.all().iter().map(move |value| format!("{list:?} {}", unit.table_text(*value)));
        texts.collect::<Vec<_>>()
    });
    lines.collect()
}

impl Keyboard {
    /// Shows `table` by the keys that turn the pages.
    pub(super) fn turn_to(&mut self, table: TableNumber) {
        for _ in 0..30 {
            let key = match self.shown() {
                Some(shown) if shown == table => return,
                Some(shown) if shown < table => Key::PageDown,
                _ => Key::PageUp,
            };
            self.chord(Modifiers::COMMAND, key);
        }
        panic!("表{table} is not reached");
    }

    /// Where a figure of the published table is not yet what is shown, and what is to be typed there: first what is entered,
    /// then the totals that were printed otherwise than they add up.
    fn next_amount(&self, published: &Disclosure, table: TableNumber) -> Option<(Place, String)> {
        let workspace = self.harness.state().as_ref().unwrap().workspace().unwrap();
        let (evaluated, form) = (workspace.evaluated(), workspace.form());
        let unit = form.unit_of_table(table);
        let own = |key: &RowKey, column| Some(*workspace.disclosure().table(table)?.find(key)?.1.amounts.get(&column)?);
        let rows = published.table(table).into_iter().flat_map(|table| &table.rows);
        let amounts =
            rows.flat_map(|row| row.amounts.iter().map(|(column, amount)| (row.subject.key(), *column, *amount)));
        let open = amounts.filter(|(key, column, amount)| own(key, *column).unwrap_or_default() != *amount);
        let stated = published.table(table).into_iter().flat_map(|table| &table.stated);
        let stated =
            stated.map(|((key, column), amount)| (key.clone(), *column, *amount)).filter(|(key, column, amount)| {
                let cell = evaluated.find(&CellKey::new(table, key.clone(), *column)).unwrap();
                unit.shown(evaluated.value(cell)) != unit.shown(*amount)
            });
        let sheet = Sheet::new(evaluated, form.table(table).unwrap());
        let placed = |(key, column, amount)| {
            let cell = evaluated.find(&CellKey::new(table, key, column)).unwrap();
            (sheet.place(cell).unwrap(), unit.plain(amount))
        };
        let mut open = open.map(placed);
        // Totals from the bottom up: each is held against what stands below it.
        open.next().or_else(|| stated.map(placed).max_by_key(|(place, _)| place.row))
    }

    /// Types the codes that are not there yet into the blank line below the table.
    fn add_rows(&mut self, published: &Disclosure, table: TableNumber) {
        let rows = published.table(table).into_iter().flat_map(|table| &table.rows);
        for row in rows.filter(|row| matches!(row.subject, Subject::Code { .. })) {
            let is_there =
                disclosure(&self.harness).table(table).is_some_and(|own| own.find(&row.subject.key()).is_some());
            if !is_there {
                let blank = self.blank_line(table);
                self.walk(blank, |window| window.grid.selection().cursor);
                self.line(&row.subject.code().unwrap().to_string());
            }
        }
    }

    /// Where the blank line of `table` begins.
    fn blank_line(&self, table: TableNumber) -> Place {
        let workspace = self.harness.state().as_ref().unwrap().workspace().unwrap();
        let form = workspace.form().table(table).unwrap();
        let mut sheet = Sheet::new(workspace.evaluated(), form);
        let lines = EntryLines::below(workspace, form, &mut sheet, None).unwrap();
        Place { row: lines.blank_row(), column: 0 }
    }

    /// Takes what follows for the table, enters what does not, and says that it is complete where that is not known.
    pub(super) fn fill_table(&mut self, published: &Disclosure, table: TableNumber) {
        self.turn_to(table);
        self.key(Key::F4);
        self.add_rows(published, table);
        while let Some((place, text)) = self.next_amount(published, table) {
            self.walk(place, |window| window.grid.selection().cursor);
            type_text(&mut self.harness, &text);
            self.pressed(&text);
            self.key(Key::Enter);
        }
        if !matches!(self.state(table.0), State::Complete | State::Empty) {
            self.key(Key::F7);
        }
    }
}

#[test]
fn a_unit_publishes_what_it_filled_in_with_last_years_file() {
    let forms = FormLibrary::builtin().unwrap();
    let published = file::open(&sample("urumqi-2025.budget"), &forms).unwrap();
    let path = folder().join("draft.budget");
    file::save_new(&path, &draft(&published, &forms)).unwrap();
    let known = wrong(&window(Some(sample("urumqi-2025.budget")), None));
    // What was published are rounded figures: until its totals are typed as they were printed, some differ in the last place.
    let allowed = |message: &str| message.ends_with("相差 0.01 万元。");
    let mut keyboard = Keyboard { harness: window(Some(path), None), count: 0, known: known.clone(), allowed };

    for component in components(forms.get(&published.form).unwrap()) {
        if let Component::Table(table) = component {
            keyboard.fill_table(&published, table);
        }
    }
    assert_eq!(entered(&disclosure(&keyboard.harness)), entered(&published));
    assert_eq!(figures(&disclosure(&keyboard.harness), &forms), figures(&published, &forms));
    money_of_performance(&mut keyboard, &published);
    keyboard.key(Key::F6);
    keyboard.fill_blanks(&published);
    let filled = disclosure(&keyboard.harness);
    assert_eq!(said(&filled), said(&published));
    let funds = |disclosure: &Disclosure| disclosure.performance.iter().map(|of| of.funds).collect::<Vec<_>>();
    assert_eq!(funds(&filled), funds(&published));
    assert_eq!(wrong(&keyboard.harness), known);
    let left = keyboard.harness.state().as_ref().unwrap().workspace().unwrap().progress().left.clone();
    assert!(left.is_empty(), "{left:#?}");
}
