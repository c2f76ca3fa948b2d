//! All of a document with last year's file at hand.

use super::*;

/// Most keys that all of it may take with last year's file.
const MOST_KEYS_OF_ALL: usize = 900;

/// A disclosure of the year before the sample's, made so that the sample's figures of last year are its own: the same rows,
/// projects and texts, and other amounts.
fn last_year(published: &Disclosure) -> Disclosure {
    let mut last = Disclosure { year: published.year - 1, ..published.clone() };
    last.said.clear();
    // Each year has reasons of its own.
    last.slots.retain(|key, _| !key.id.ends_with("reason"));
    for table in last.tables.values_mut() {
        table.stated.clear();
        table.rows.iter_mut().for_each(|row| row.amounts.clear());
    }
    /// A table, the code of a row, and amounts in yuan by column.
    type RowAmounts<'a> = (u8, &'a str, &'a [(u8, &'a str)]);
    let amounts: [RowAmounts<'_>; 13] = [
        (2, "2080199", &[(3, "1412000")]),
        (2, "2080505", &[(3, "145600")]),
        (2, "2230105", &[(8, "6252400"), (11, "12769500")]),
        (3, "2080199", &[(2, "1412000")]),
        (3, "2080505", &[(2, "145600")]),
        (3, "2230105", &[(3, "19021900")]),
        (5, "2080199", &[(2, "1412000")]),
        (5, "2080505", &[(2, "145600")]),
        (6, "30101", &[(2, "1221600")]),
        (6, "30108", &[(2, "145600")]),
        (6, "30201", &[(3, "171400")]),
        (6, "30231", &[(3, "19000")]),
        (9, "2230105", &[(4, "6252400")]),
    ];
    for (table, code, cells) in amounts {
        let rows = &mut last.table_mut(TableNumber(table)).rows;
        let row = rows.iter_mut().find(|row| row.subject.code().is_some_and(|own| own.to_string() == code)).unwrap();
        row.amounts = cells.iter().map(|(column, amount)| (ColumnNumber(*column), amount.parse().unwrap())).collect();
    }
    // Its money of the autonomous region is new this year.
    last.table_mut(TableNumber(2))
        .rows
        .retain(|row| row.subject.code().is_none_or(|code| code.to_string() != "2080699"));
    for (table, row, column, amount) in [(1, 0, 1, "12769500"), (10, 0, 2, "19000"), (11, 0, 5, "12769500")] {
        last.table_mut(TableNumber(table)).rows[row].amounts = [(ColumnNumber(column), amount.parse().unwrap())].into();
    }
    last
}

impl Keyboard {
    /// The text in the box that has the keyboard.
    fn in_focus(&self) -> Option<String> {
        let boxes = self.harness.get_all_by_role(egui::accesskit::Role::TextInput);
        boxes.into_iter().find(|field| field.is_focused()).and_then(|field| field.value())
    }

    /// Fills the blanks one after the other with what the published document says, each reached with F6, until something
    /// else is to be done.
    pub(super) fn fill_blanks(&mut self, published: &Disclosure) {
        let at = |keyboard: &Self| keyboard.harness.state().as_ref().unwrap().last_left.clone().map(|(_, place)| place);
        for _ in 0..100 {
            let before = at(self);
            let Some(LeftPlace::Text(TextPlace::Slot(key))) = before.clone() else { return };
            self.fill_blank(&published.slots[&key]);
            self.key(Key::F6);
            if at(self) == before {
                return;
            }
        }
    }

    /// Types what is not in the box that has the keyboard yet; a text that is offered is taken with one key.
    fn fill_blank(&mut self, value: &SlotValue) {
        let unit = self.harness.state().as_ref().unwrap().workspace().unwrap().form().text_unit.clone();
        let text = match value {
            SlotValue::Text(text) => text.clone(),
            SlotValue::Amount(amount) => unit.plain(*amount),
            SlotValue::Count(count) => count.to_string(),
            SlotValue::Area(area) => area.to_string(),
        };
        let is_offered =
            |keyboard: &Self| keyboard.harness.query_all_by_label_contains(&format!("：{text}")).count() > 0;
        if matches!(value, SlotValue::Text(_)) && is_offered(self) {
            for _ in 0..3 {
                self.key(Key::ArrowDown);
                if self.in_focus().as_deref() == Some(&text) {
                    return;
                }
            }
            self.keys(Key::ArrowUp, 3);
        }
        self.text(&text);
    }
}

/// The money of the performance tables, typed into their cells.
pub(super) fn money_of_performance(keyboard: &mut Keyboard, published: &Disclosure) {
    while !matches!(keyboard.harness.state().as_ref().unwrap().texts.shown(), Some(TextPage::Performance(0))) {
        let before = keyboard.harness.state().as_ref().unwrap().texts.shown();
        keyboard.chord(Modifiers::COMMAND, Key::PageDown);
        let after = keyboard.harness.state().as_ref().unwrap().texts.shown();
        assert!(before.is_none() || after != before, "there is no performance table");
    }
    for (place, table) in published.performance.iter().enumerate() {
        if place > 0 {
            keyboard.chord(Modifiers::COMMAND, Key::PageDown);
        }
        let funds = &table.funds;
        for (field, amount) in [
            (FundsField::Total, funds.total),
            (FundsField::Fiscal, funds.fiscal),
            (FundsField::Superior, funds.superior),
            (FundsField::Other, funds.other),
        ] {
            let Some(amount) = amount else { continue };
            keyboard.go_to_funds(place, field);
            let unit = keyboard.harness.state().as_ref().unwrap().workspace().unwrap().form().text_unit.clone();
            keyboard.line(&unit.plain(amount));
        }
    }
}

impl Keyboard {
    /// Moves to a field of the performance table that is shown, with the arrows.
    fn go_to_funds(&mut self, table: usize, field: FundsField) {
        let sheet = |window: &Window| {
            let workspace = window.workspace().unwrap();
            let disclosure = workspace.disclosure();
            let labels = &workspace.form().document.as_ref().unwrap().performance;
            PerformanceSheet::new(labels, disclosure.kind, &disclosure.body, &disclosure.performance[table])
        };
        let window = self.harness.state().as_ref().unwrap();
        let there = sheet(window).place(PerformanceField::Funds(field)).unwrap();
        self.walk(there, |window| sheet(window).cell(window.performance.cursor()).unwrap().place);
    }
}

/// The tables of the sample with last year's rows at hand.
fn tables_with_rows(keyboard: &mut Keyboard) {
    assert_eq!(keyboard.shown(), Some(TableNumber(2)));
    for amount in ["142.7", "12.65"] {
        keyboard.line(amount);
    }
    keyboard.keys(Key::Tab, 5);
    keyboard.text("625.24");
    keyboard.keys(Key::Tab, 3);
    keyboard.line("242.19");
    keyboard.line("2080699");
    keyboard.key(Key::Tab);
    keyboard.text("35.21");
    keyboard.key(Key::F7);
    keyboard.keys(Key::F6, 2);
    assert_eq!(keyboard.shown(), Some(TableNumber(6)));
    for amount in ["28.66", "8.54", "29.91", "24.5", "12.65", "5.68", "1.25", ".71", "10.79"] {
        keyboard.line(amount);
    }
    keyboard.key(Key::ArrowRight);
    for amount in [".96", ".42", "1.26", "1.09", "13.53", "1.1", ".16", ".62", "5.7", "1.35"] {
        keyboard.line(amount);
    }
    keyboard.key(Key::F6);
    assert_eq!(keyboard.shown(), Some(TableNumber(7)));
    keyboard.keys(Key::Tab, 5);
    keyboard.line("1.5");
    keyboard.key(Key::Tab);
    keyboard.line("4.97");
    keyboard.keys(Key::Tab, 5);
    keyboard.text("1.5");
    keyboard.keys(Key::Tab, 2);
    keyboard.line("33.71");
    keyboard.key(Key::F7);
    // Twice: what follows from the carry-over follows once that is there.
    for _ in 0..2 {
        keyboard.chord(Modifiers::SHIFT, Key::F4);
    }
}

#[test]
#[expect(clippy::print_stdout, reason = "the number of keys is what the test is asked for")]
fn all_of_a_document_is_filled_in_with_last_years_file_at_hand() {
    let published = disclosure_engine::file::read(
        include_str!("../../../../../assets/samples/shayibak-2025.budget"),
        &disclosure_engine::form::FormLibrary::builtin().unwrap(),
    )
    .unwrap();
    let path = folder().join("last.budget");
    disclosure_engine::file::save_new(&path, &last_year(&published)).unwrap();
    let mut harness = window(Some(path), None);
    harness.get_by_label("文件").click();
    harness.run();
    harness.get_by_label_contains("从上年文件新建…").click();
    harness.run_steps(8);
    harness.get_by_label("新建草稿").click();
    harness.run();
    let known = wrong(&window(Some(sample("shayibak-2025.budget")), None));
    let mut keyboard = Keyboard { harness, count: 0, known, allowed: |_| false };
    assert_eq!(disclosure(&keyboard.harness).prior.len().min(published.prior.len()), published.prior.len());

    keyboard.key(Key::F6);
    keyboard.fill_blanks(&published);
    tables_with_rows(&mut keyboard);
    money_of_performance(&mut keyboard, &published);
    // Back to what is left: the sections of the text.
    keyboard.key(Key::F6);
    keyboard.fill_blanks(&published);
    let filled = disclosure(&keyboard.harness);
    let left = keyboard.harness.state().as_ref().unwrap().workspace().unwrap().progress().left.clone();
    assert!(left.is_empty(), "{left:#?}");
    assert_eq!(entered(&filled), entered(&published));
    assert_eq!(said(&filled), said(&published));
    let funds = |disclosure: &Disclosure| disclosure.performance.iter().map(|of| of.funds).collect::<Vec<_>>();
    assert_eq!(funds(&filled), funds(&published));
    println!("all of a disclosure was filled in with last year's file and {} keys", keyboard.count);
    assert!(keyboard.count <= MOST_KEYS_OF_ALL, "{}", keyboard.count);
}
