//! A whole set of tables is filled in through the window, from nothing, and each key is counted.

use std::cmp::Ordering;

use super::*;
use crate::app::texts::TextPage;
use disclosure_engine::audit::Grade;
use disclosure_engine::disclosure::{
    Amount, Component, FundsField, Kind, PerformanceField, Project, ProjectId, Row, SlotValue, Subject, TextPlace,
};
use disclosure_engine::progress::LeftPlace;
use disclosure_engine::sheet::PerformanceSheet;
use disclosure_engine::states::State;

const BODY: &str = "乌鲁木齐市沙依巴克区退休人员社会化管理服务中心";
/// Most keys that all tables of the sample may take.
const MOST_KEYS: usize = 350;
/// Most keys that all of it may take with last year's file.
const MOST_KEYS_OF_ALL: usize = 900;

/// The keyboard of a window, which counts its keys: a chord is one, and so is each character. After each of them nothing
/// may be called wrong or doubtful that is not so in the published document.
struct Keyboard {
    harness: Test,
    count: usize,
    known: Vec<String>,
}

impl Keyboard {
    fn new(kind: Kind, body: &str, sample: &str) -> Self {
        let harness = window(Some(self::sample(sample)), None);
        let known = wrong(&harness);
        let path = folder().join("new.budget");
        disclosure_engine::file::save_new(&path, &Disclosure::new("xinjiang-2025", kind, body, 2025)).unwrap();
        Self { harness: window(Some(path), None), count: 0, known }
    }

    fn pressed(&mut self, what: &str) {
        self.count += 1;
        let mut wrong = wrong(&self.harness);
        wrong.retain(|message| !self.known.contains(message));
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
        Row { subject, amounts: amounts.map(|(column, amount)| (*column, *amount)).collect() }
    };
    let tables = disclosure.tables.iter().map(|(number, table)| (*number, table.rows.iter().map(anonymous).collect()));
    tables.filter(|(_, rows): &(_, Vec<Row>)| !rows.is_empty()).collect()
}

fn income(keyboard: &mut Keyboard) {
    keyboard.row("2080199", "142.7");
    keyboard.row("0505", "12.65");
    keyboard.line("0699");
    keyboard.key(Key::Tab);
    keyboard.line("35.21");
    keyboard.line("2230105");
    keyboard.key(Key::Tab);
    keyboard.text("625.24");
    keyboard.keys(Key::Tab, 3);
    keyboard.line("242.19");
    keyboard.key(Key::F7);
}

fn projects(keyboard: &mut Keyboard) {
    keyboard.key(Key::Tab);
    keyboard.line("安可替代");
    keyboard.keys(Key::Tab, 5);
    keyboard.line("1.5");
    keyboard.line("后勤服务经费（物业管理）");
    keyboard.key(Key::Tab);
    keyboard.line("4.97");
    keyboard.line("0699");
    keyboard.line("2025 年国有企业退休人员社会化管理补助资金（自治区）");
    keyboard.keys(Key::Tab, 5);
    keyboard.text("1.5");
    keyboard.keys(Key::Tab, 2);
    keyboard.line("33.71");
    keyboard.key(Key::F7);
}

fn basic(keyboard: &mut Keyboard) {
    // 养老保险 follows from 表2.
    keyboard.key(Key::F4);
    keyboard.row("30101", "28.66");
    keyboard.next_row("8.54");
    keyboard.next_row("29.91");
    keyboard.row("07", "24.5");
    keyboard.row("10", "5.68");
    keyboard.next_row("1.25");
    keyboard.next_row(".71");
    keyboard.next_row("10.79");
    keyboard.row("30201", ".96");
    keyboard.row("05", ".42");
    keyboard.next_row("1.26");
    keyboard.next_row("1.09");
    keyboard.next_row("13.53");
    keyboard.row("11", "1.1");
    keyboard.row("16", ".16");
    keyboard.row("28", ".62");
    keyboard.next_row("5.7");
    keyboard.next_row("1.35");
}

#[test]
#[expect(clippy::print_stdout, reason = "the number of keys is what the test is asked for")]
fn all_tables_are_filled_in_from_nothing_in_few_keys_and_nothing_is_called_wrong_on_the_way() {
    let mut keyboard = Keyboard::new(Kind::Department, BODY, "shayibak-2025.budget");
    keyboard.keys(Key::F6, 2);
    assert_eq!(keyboard.shown(), Some(TableNumber(2)));
    income(&mut keyboard);
    keyboard.keys(Key::F6, 3);
    assert_eq!(keyboard.shown(), Some(TableNumber(7)));
    projects(&mut keyboard);
    keyboard.chord(Modifiers::COMMAND, Key::PageUp);
    assert_eq!(keyboard.shown(), Some(TableNumber(6)));
    basic(&mut keyboard);
    keyboard.keys(Key::F6, 3);
    assert_eq!(keyboard.shown(), Some(TableNumber(11)));
    keyboard.line("乌财企【2023】90 号-提前下达中央财政 2024 年国有企业退休人员社会化管理补助资金");
    keyboard.key(Key::F4);
    // All others follow.
    keyboard.chord(Modifiers::SHIFT, Key::F4);

    let published = disclosure_engine::file::read(
        include_str!("../../../../assets/samples/shayibak-2025.budget"),
        &disclosure_engine::form::FormLibrary::builtin().unwrap(),
    )
    .unwrap();
    assert_eq!(entered(&disclosure(&keyboard.harness)), entered(&published));
    let states: Vec<State> = (1..=11).map(|table| keyboard.state(table)).collect();
    assert!(states.iter().all(|state| matches!(state, State::Complete | State::Empty)), "{states:?}");
    println!("all tables of a disclosure were filled in with {} keys", keyboard.count);
    assert!(keyboard.count <= MOST_KEYS, "{}", keyboard.count);
}

#[test]
fn what_is_proposed_is_seen_but_not_there_and_one_key_takes_it_and_one_takes_it_back() {
    let mut keyboard = Keyboard::new(Kind::Unit, "某某中心", "shayibak-2025.budget");
    keyboard.keys(Key::F6, 2);
    keyboard.row("2080199", "142.7");
    keyboard.row("0505", "12.65");
    keyboard.key(Key::F7);
    table(&mut keyboard.harness, "表7 项目支出");
    keyboard.chord(Modifiers::SHIFT, Key::F7);
    table(&mut keyboard.harness, "表5 一般公共预算支出");
    let stored =
        |keyboard: &Keyboard| disclosure(&keyboard.harness).table(TableNumber(5)).map_or(0, |table| table.rows.len());
    keyboard.harness.get_by_label_contains("表5 有 2 行科目、2 个数可以带入：F4");
    assert!(keyboard.harness.get_all_by_label_contains("可以带入 142.70").count() > 0);
    assert_eq!((stored(&keyboard), keyboard.state(5)), (0, State::Untouched));
    keyboard.key(Key::F4);
    assert_eq!(super::shown(&keyboard.harness, 5, "2080199", 2), "142.70");
    assert_eq!(super::shown(&keyboard.harness, 5, "total", 1), "155.35");
    assert!(keyboard.harness.query_by_label_contains("可以带入：F4").is_none());
    command(&mut keyboard.harness, Key::Z);
    assert_eq!(stored(&keyboard), 0, "one step");
    // What is typed goes before what is proposed.
    keyboard.harness.get_all_by_label_contains("可以带入 12.65").last().unwrap().click();
    keyboard.harness.run();
    type_text(&mut keyboard.harness, "10");
    press(&mut keyboard.harness, Key::Enter);
    assert_eq!(super::shown(&keyboard.harness, 5, "2080505", 2), "10.00");
    press(&mut keyboard.harness, Key::F4);
    assert_eq!(super::shown(&keyboard.harness, 5, "2080505", 2), "10.00");
}

#[test]
fn what_is_typed_below_the_rows_is_a_code_a_part_of_one_or_a_name() {
    let mut keyboard = Keyboard::new(Kind::Unit, "某某中心", "shayibak-2025.budget");
    table(&mut keyboard.harness, "表6 基本支出");
    for (typed, code) in [("301 01", "30101"), ("07", "30107"), ("水费", "30205"), ("gwjdf", "30217"), ("31", "30231")]
    {
        keyboard.row(typed, "1");
        let rows = disclosure(&keyboard.harness).tables[&TableNumber(6)].rows.clone();
        assert!(
            rows.iter().any(|row| row.subject.code().is_some_and(|of| of.to_string() == code)),
            "{typed}: {rows:#?}"
        );
    }
    let count = |keyboard: &Keyboard| disclosure(&keyboard.harness).tables[&TableNumber(6)].rows.len();
    for typed in ["1234", "没有这样的科目", "31"] {
        keyboard.text(typed);
        press(&mut keyboard.harness, Key::Enter);
        assert_eq!(count(&keyboard), 5, "{typed}");
        press(&mut keyboard.harness, Key::Escape);
    }
    // An empty line adds nothing, and figures without a code are not put there.
    press(&mut keyboard.harness, Key::Enter);
    keyboard.harness.event(Event::Paste("1.5".into()));
    keyboard.harness.run();
    assert_eq!(count(&keyboard), 5);
    keyboard.harness.get_by_label_contains("空白行里放不下没有科目的数");
    // Nothing is begun in a table that is complete.
    keyboard.key(Key::F7);
    assert!(keyboard.harness.query_by_label_contains("Enter 增加一行").is_none());
}

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
    fn fill_blanks(&mut self, published: &Disclosure) {
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
        let unit = self.harness.state().as_ref().unwrap().workspace().unwrap().form().unit.clone();
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
fn money_of_performance(keyboard: &mut Keyboard, published: &Disclosure) {
    while !matches!(keyboard.harness.state().as_ref().unwrap().texts.shown(), Some(TextPage::Performance(0))) {
        keyboard.chord(Modifiers::COMMAND, Key::PageDown);
        assert!(keyboard.count < MOST_KEYS_OF_ALL);
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
            let unit = keyboard.harness.state().as_ref().unwrap().workspace().unwrap().form().unit.clone();
            keyboard.line(&unit.plain(amount));
        }
    }
}

impl Keyboard {
    /// Moves to a field of the performance table that is shown, with the arrows.
    fn go_to_funds(&mut self, table: usize, field: FundsField) {
        for _ in 0..20 {
            let (here, there) = {
                let window = self.harness.state().as_ref().unwrap();
                let workspace = window.workspace().unwrap();
                let disclosure = workspace.disclosure();
                let labels = &workspace.form().document.as_ref().unwrap().performance;
                let of = &disclosure.performance[table];
                let sheet = PerformanceSheet::new(labels, disclosure.kind, &disclosure.body, of);
                let there = sheet.place(PerformanceField::Funds(field)).unwrap();
                (sheet.cell(window.performance.cursor()).unwrap().place, there)
            };
            let key = match (here.row.cmp(&there.row), here.column.cmp(&there.column)) {
                (Ordering::Less, _) => Key::ArrowDown,
                (Ordering::Greater, _) => Key::ArrowUp,
                (Ordering::Equal, Ordering::Less) => Key::ArrowRight,
                (Ordering::Equal, Ordering::Greater) => Key::ArrowLeft,
                (Ordering::Equal, Ordering::Equal) => return,
            };
            self.key(key);
        }
        panic!("{field:?} of table {table} is not reached");
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
        include_str!("../../../../assets/samples/shayibak-2025.budget"),
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
    let mut keyboard = Keyboard { harness, count: 0, known };
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
    let said = |disclosure: &Disclosure| {
        let mut slots = disclosure.slots.clone();
        // The day on which it is signed is nobody's blank.
        slots.retain(|key, _| key.id != "signature.date");
        slots
    };
    assert_eq!(said(&filled), said(&published));
    let funds = |disclosure: &Disclosure| disclosure.performance.iter().map(|of| of.funds).collect::<Vec<_>>();
    assert_eq!(funds(&filled), funds(&published));
    println!("all of a disclosure was filled in with last year's file and {} keys", keyboard.count);
    assert!(keyboard.count <= MOST_KEYS_OF_ALL, "{}", keyboard.count);
}
