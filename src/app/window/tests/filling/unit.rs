//! A unit fills in what its draft from last year's file leaves blank, and publishes it.

use super::last_year::money_of_performance;
use super::*;
use disclosure_engine::edit::roll_forward;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::sheet::{Place, Sheet};
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

impl Keyboard {
    /// Shows `table` by the keys that turn the pages.
    fn turn_to(&mut self, table: TableNumber) {
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

    /// Where an amount of the published table is not yet what is entered, and what is to be typed there.
    fn next_amount(&self, published: &Disclosure, table: TableNumber) -> Option<(Place, String)> {
        let workspace = self.harness.state().as_ref().unwrap().workspace().unwrap();
        let (evaluated, form) = (workspace.evaluated(), workspace.form());
        let own = |key: &RowKey, column| Some(*workspace.disclosure().table(table)?.find(key)?.1.amounts.get(&column)?);
        let rows = published.table(table).into_iter().flat_map(|table| &table.rows);
        let amounts =
            rows.flat_map(|row| row.amounts.iter().map(|(column, amount)| (row.subject.key(), *column, *amount)));
        let mut open = amounts.filter(|(key, column, amount)| own(key, *column).unwrap_or_default() != *amount);
        let (key, column, amount) = open.next()?;
        let cell = evaluated.find(&CellKey::new(table, key, column)).unwrap();
        let place = Sheet::new(evaluated, form.table(table).unwrap()).place(cell).unwrap();
        Some((place, form.unit.plain(amount)))
    }

    /// Moves to `place` with the arrows.
    fn walk_to(&mut self, place: Place) {
        loop {
            let cursor = self.harness.state().as_ref().unwrap().grid.selection().cursor;
            let key = match (cursor.row.cmp(&place.row), cursor.column.cmp(&place.column)) {
                (Ordering::Less, _) => Key::ArrowDown,
                (Ordering::Greater, _) => Key::ArrowUp,
                (Ordering::Equal, Ordering::Less) => Key::ArrowRight,
                (Ordering::Equal, Ordering::Greater) => Key::ArrowLeft,
                (Ordering::Equal, Ordering::Equal) => return,
            };
            self.key(key);
        }
    }

    /// Takes what follows for the table, enters what does not, and says that it is complete where that is not known.
    fn fill_table(&mut self, published: &Disclosure, table: TableNumber) {
        self.turn_to(table);
        self.key(Key::F4);
        while let Some((place, text)) = self.next_amount(published, table) {
            self.walk_to(place);
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
    let mut keyboard = Keyboard { harness: window(Some(path), None), count: 0, known };

    for component in components(forms.get(&published.form).unwrap()) {
        if let Component::Table(table) = component {
            keyboard.fill_table(&published, table);
        }
    }
    assert_eq!(entered(&disclosure(&keyboard.harness)), entered(&published));
    money_of_performance(&mut keyboard, &published);
    keyboard.key(Key::F6);
    keyboard.fill_blanks(&published);
    let filled = disclosure(&keyboard.harness);
    assert_eq!(filled.slots, published.slots);
    let funds = |disclosure: &Disclosure| disclosure.performance.iter().map(|of| of.funds).collect::<Vec<_>>();
    assert_eq!(funds(&filled), funds(&published));
    let left = keyboard.harness.state().as_ref().unwrap().workspace().unwrap().progress().left.clone();
    assert!(left.is_empty(), "{left:#?}");
}
