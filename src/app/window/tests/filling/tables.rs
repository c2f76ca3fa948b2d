//! The tables alone: from nothing, with what follows from them proposed.

use super::*;

const BODY: &str = "乌鲁木齐市沙依巴克区退休人员社会化管理服务中心";
/// Most keys that all tables of the sample may take.
const MOST_KEYS: usize = 350;

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
        include_str!("../../../../../assets/samples/shayibak-2025.budget"),
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

#[test]
fn a_name_that_is_pasted_where_a_row_begins_is_what_is_typed_there_and_an_amount_is_no_name() {
    let mut keyboard = Keyboard::new(Kind::Unit, "某某中心", "shayibak-2025.budget");
    let paste = |keyboard: &mut Keyboard, text: &str| {
        keyboard.harness.event(Event::Paste(text.into()));
        keyboard.harness.run();
    };
    let rows = |keyboard: &Keyboard, table| {
        let disclosure = disclosure(&keyboard.harness);
        disclosure.tables.get(&TableNumber(table)).map_or_else(Vec::new, |table| table.rows.clone())
    };
    table(&mut keyboard.harness, "表6 基本支出");
    paste(&mut keyboard, "水费\r\n");
    assert_eq!(
        rows(&keyboard, 6).iter().map(|row| row.subject.code().unwrap().to_string()).collect::<Vec<_>>(),
        ["30205"]
    );
    table(&mut keyboard.harness, "表11 结转结余");
    keyboard.text("1.5");
    press(&mut keyboard.harness, Key::Enter);
    keyboard.harness.get_by_label_contains("“1.5”是数，不是项目名称");
    assert_eq!(rows(&keyboard, 11), []);
    press(&mut keyboard.harness, Key::Escape);
    paste(&mut keyboard, "安可替代");
    let names: Vec<_> = rows(&keyboard, 11).iter().map(|row| row.subject.project().unwrap().name.clone()).collect();
    assert_eq!(names, ["安可替代"]);
}
