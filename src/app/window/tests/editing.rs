//! Typing, undoing, commenting.

use super::*;

#[test]
fn text_and_enter_in_one_frame_are_taken_in_order() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.event(Event::Text("1".into()));
    harness.key_press(Key::Enter);
    harness.event(Event::Text("2".into()));
    harness.key_press(Key::Enter);
    harness.run();
    assert_eq!(shown(&harness, 6, "30101", 2), "1.00");
    assert_eq!(shown(&harness, 6, "30102", 2), "2.00");
}

#[test]
fn what_is_no_amount_stays_to_be_mended_and_escape_restores() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "13o8");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("不能作为金额");
    assert!(harness.state().as_ref().unwrap().grid.is_editing());
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
    press(&mut harness, Key::Escape);
    assert!(!harness.state().as_ref().unwrap().grid.is_editing());
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
}

#[test]
fn f2_amends_and_tab_moves_right_and_enter_returns_to_where_tab_began() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 302 01 办公费（2）");
    press(&mut harness, Key::F2);
    type_text(&mut harness, "5");
    press(&mut harness, Key::Tab);
    press(&mut harness, Key::F2);
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30201", 2), "5.00");
    assert_eq!(shown(&harness, 6, "30201", 3), "243.94");
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let exact = workspace.evaluated().find(&CellKey::new(
        TableNumber(6),
        RowKey::Code("30201".parse().unwrap()),
        ColumnNumber(3),
    ));
    assert_eq!(workspace.evaluated().value(exact.unwrap()).to_string(), "2,439,410.00");
    press(&mut harness, Key::Delete);
    assert_eq!(shown(&harness, 6, "30202", 2), "");
}

#[test]
fn tab_behind_the_last_column_goes_to_the_next_row() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 302 01 办公费（2）");
    let typed = [("5", Key::Tab), ("7", Key::Tab), ("8", Key::Tab), ("9", Key::Enter)];
    for (text, key) in typed {
        type_text(&mut harness, text);
        press(&mut harness, key);
    }
    let of = |code, column| shown(&harness, 6, code, column);
    assert_eq!([of("30201", 2), of("30201", 3), of("30202", 2), of("30202", 3)], ["5.00", "7.00", "8.00", "9.00"]);
}

#[test]
fn undoing_in_a_cell_goes_back_to_what_stood_in_it() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    let before = shown(&harness, 6, "30202", 3);
    click_cell(&mut harness, "表6 302 01 办公费（3）");
    type_text(&mut harness, "7");
    press(&mut harness, Key::Enter);
    // At once, so that the field has noted nothing in between.
    press(&mut harness, Key::F2);
    type_text(&mut harness, "5");
    command(&mut harness, Key::Z);
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30202", 3), before);
    // What is typed over a cell has nothing before it: the cell stays as it is.
    click_cell(&mut harness, "表6 302 02 印刷费（3）");
    type_text(&mut harness, "5");
    command(&mut harness, Key::Z);
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30202", 3), before);
}

/// Presses `key` with `modifiers` that are released again before the frame is drawn, as by a fast hand on a slow machine.
fn press_and_release(harness: &mut Test, modifiers: Modifiers, key: Key) {
    let stroke = |pressed| Event::Key { key, physical_key: None, pressed, repeat: false, modifiers };
    let released = Event::ModifiersChanged(Modifiers::NONE);
    harness.input_mut().events.extend([Event::ModifiersChanged(modifiers), stroke(true), stroke(false), released]);
    harness.run();
}

#[test]
fn undoing_what_was_typed_over_a_cell_leaves_it_whatever_the_frame_takes() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    let before = shown(&harness, 6, "30202", 3);
    click_cell(&mut harness, "表6 302 02 印刷费（3）");
    for digit in ["2", "2", ".", "5"] {
        type_text(&mut harness, digit);
    }
    press_and_release(&mut harness, Modifiers::COMMAND, Key::Z);
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30202", 3), before);
}

#[test]
fn an_input_method_composes_in_the_cell_and_its_last_key_does_not_commit_it() {
    let mut harness = urumqi();
    table(&mut harness, "表7 项目支出");
    harness.get_by_label("辅助履职人员支出").click();
    harness.run();
    harness.event(Event::Ime(ImeEvent::Preedit { text: "xiang mu".into(), active_range_chars: None }));
    harness.run();
    harness.event(Event::Ime(ImeEvent::Commit("项目甲".into())));
    harness.key_press(Key::Enter);
    harness.run();
    assert!(harness.state().as_ref().unwrap().grid.is_editing());
    press(&mut harness, Key::Enter);
    assert!(!harness.state().as_ref().unwrap().grid.is_editing());
    harness.get_by_label("项目甲");
}

#[test]
fn a_computed_cell_takes_a_stated_amount_and_delete_gives_the_computed_one_back() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 总计（3）");
    type_text(&mut harness, "498.14");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "total", 3), "498.14");
    // The sum of the classes and what 公用经费 consists of say the same; the shorter one tells it.
    assert_eq!(rules_broken(&harness), ["B25"]);
    press(&mut harness, Key::ArrowUp);
    press(&mut harness, Key::Delete);
    assert_eq!(shown(&harness, 6, "total", 3), "498.13");
}

#[test]
fn a_comment_is_written_marked_in_its_cell_and_undone() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::F2);
    harness.run();
    type_text(&mut harness, "请核对标准");
    harness.get_by_label("保存批注").click();
    harness.run();
    harness.get_by_label("请填写批注人");
    harness.get_by_label("批注人").click();
    harness.run();
    type_text(&mut harness, "审核人");
    assert!(harness.query_by_label("请填写批注人").is_none(), "it is filled in");
    command(&mut harness, Key::Enter);
    harness.get_by_label_contains("请核对标准");
    let comments = |harness: &Test| harness.state().as_ref().unwrap().workspace().unwrap().disclosure().comments.len();
    assert_eq!(comments(&harness), 1);
    command(&mut harness, Key::Z);
    assert_eq!(comments(&harness), 0);
}

#[test]
fn undo_shows_again_what_was_selected() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    let selected = |harness: &Test| harness.state().as_ref().unwrap().grid.shown();
    table(&mut harness, "表2 收入");
    command(&mut harness, Key::Z);
    let shown = selected(&harness).unwrap();
    assert_eq!((shown.table, shown.cursor), (TableNumber(6), (2, 4)));
}

#[test]
fn what_is_being_typed_is_taken_before_anything_else_is_done() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("urumqi.budget");
    std::fs::copy(sample("urumqi-2025.budget"), &path).unwrap();
    let mut harness = window(Some(path.clone()), None);
    let type_into = |harness: &mut Test, text: &str| {
        command(harness, Key::G);
        type_text(harness, "表6 301 01（2）");
        press(harness, Key::Enter);
        type_text(harness, text);
    };
    type_into(&mut harness, "777");
    command(&mut harness, Key::PageDown);
    assert_eq!(shown(&harness, 6, "30101", 2), "777.00");
    type_into(&mut harness, "778");
    command(&mut harness, Key::S);
    harness.get_by_label("✓ 已保存");
    let forms = disclosure_engine::form::FormLibrary::builtin().unwrap();
    let saved = disclosure_engine::file::open(&path, &forms).unwrap();
    let key = CellKey::new(TableNumber(6), RowKey::Code("30101".parse().unwrap()), ColumnNumber(2));
    assert_eq!(saved.entered(&key).unwrap().to_string(), "7,780,000.00");
    type_into(&mut harness, "abc");
    table(&mut harness, "表2 收入");
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)), "it stays to be mended");
    harness.get_by_label_contains("不能作为金额");
}

#[test]
fn a_double_click_edits_the_cell() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    let cell = harness.get_by_label_contains("表6 301 01 基本工资（2）").rect().center();
    for pressed in [true, false, true, false] {
        harness.event(Event::PointerMoved(cell));
        harness.event(Event::PointerButton {
            pos: cell,
            button: egui::PointerButton::Primary,
            pressed,
            modifiers: Modifiers::NONE,
        });
    }
    harness.run();
    assert!(harness.state().as_ref().unwrap().grid.is_editing());
}

#[test]
fn typing_goes_to_the_cell_where_the_selection_began() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    type_text(&mut harness, "7");
    press(&mut harness, Key::Enter);
    assert_eq!((shown(&harness, 6, "30101", 2), shown(&harness, 6, "30103", 2)), ("7.00".into(), "789.82".into()));
}

#[test]
fn a_stated_figure_that_falls_away_with_an_edit_is_told_and_comes_back() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 工资福利支出（2）");
    type_text(&mut harness, "5000");
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label_contains("撤销可以找回").is_none(), "that is what was wanted");
    // In the row below.
    type_text(&mut harness, "1300");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("公布数 表6 301 工资福利支出（2）人员经费 5,000.00随着去掉了");
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 6, "301", 2), "5,000.00");
    assert!(harness.query_by_label_contains("撤销可以找回").is_none());
}
