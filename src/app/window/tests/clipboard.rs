//! Copying, pasting, filling.

use super::*;

#[test]
fn a_pasted_block_is_one_step_and_its_name_is_in_the_menu() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.event(Event::Paste("1.00\n2.00\n3.00".into()));
    harness.run();
    assert_eq!(shown(&harness, 6, "30103", 2), "3.00");
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    assert_eq!(workspace.undo_name(), Some("粘贴 表6 3 格"));
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
}

#[test]
fn a_name_that_a_paste_would_change_is_shown_with_both_names() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    press(&mut harness, Key::ArrowLeft);
    press(&mut harness, Key::ArrowLeft);
    harness.event(Event::Paste("岗位工资\t9\t9".into()));
    harness.run();
    for label in ["1 个名称会改变", "表6 301 01 名称", "基本工资", "岗位工资", "名称会改变"] {
        assert!(harness.get_all_by_label(label).next().is_some(), "{label}");
    }
}

#[test]
fn a_selection_made_backwards_is_copied_whole() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 02 津贴补贴（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowUp);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    harness.run();
    harness.event(Event::Copy);
    harness.step();
    let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.as_deref(), Some("1308.69\t1308.69\r\n1101.20\t1101.20\r\n"));
}

#[test]
fn fills_go_to_entered_cells_and_say_what_they_left() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    command(&mut harness, Key::D);
    assert_eq!(shown(&harness, 6, "30102", 2), "1,308.69");
    type_text(&mut harness, "5");
    command(&mut harness, Key::Enter);
    assert_eq!((shown(&harness, 6, "30101", 2), shown(&harness, 6, "30102", 2)), ("5.00".into(), "5.00".into()));
    press(&mut harness, Key::ArrowLeft);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowDown);
    harness.run();
    command(&mut harness, Key::D);
    harness.get_by_label_contains("1 格由程序计算，没有填充");
}

#[test]
fn a_text_that_is_too_long_is_not_pasted_into_a_field_and_that_is_said() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    press(&mut harness, Key::F2);
    harness.event(Event::Paste("长".repeat(5 << 20)));
    harness.run();
    harness.get_by_label_contains("有 5242880 个字，最多能有 20000 个字");
    press(&mut harness, Key::Enter);
    assert!(harness.query_by_label_contains("最多能有 20000 个字").is_none(), "it is read");
    press(&mut harness, Key::Escape);
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
    // A block of cells is no text.
    harness.event(Event::Paste("1.00\n".repeat(10_000)));
    harness.run();
    assert!(harness.query_by_label_contains("最多能有 20000 个字").is_none());
}

#[test]
fn a_name_that_is_a_formula_is_copied_as_a_text() {
    let mut harness = urumqi();
    let workspace = harness.state_mut().as_mut().unwrap().workspace.as_mut().unwrap();
    let place = disclosure_engine::disclosure::TextPlace::CodeName(
        disclosure_engine::disclosure::TableNumber(6),
        disclosure_engine::disclosure::RowKey::Code("30101".parse().unwrap()),
    );
    let step = disclosure_engine::edit::set_text(workspace.disclosure(), "改名", &place, "=HYPERLINK(\"x\")").unwrap();
    workspace.make(step);
    harness.run();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 =HYPERLINK(\"x\")（2）");
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowLeft);
    harness.run();
    harness.event(Event::Copy);
    harness.step();
    let copied = harness.output().platform_output.commands.iter().find_map(|command| match command {
        egui::OutputCommand::CopyText(text) => Some(text.clone()),
        _ => None,
    });
    assert_eq!(copied.as_deref(), Some("\"'=HYPERLINK(\"\"x\"\")\"\t1308.69\t1308.69"));
}

/// A list of a finance system of whose amounts neither head is the form's.
const LIST: &str = "编码\t名称\t甲口径\t乙口径\n30101\t基本工资\t7\t8\n30103\t奖金\t5\t6";
const ASKED: &str = "认不出各列是什么";

fn paste(harness: &mut Test, text: &str) {
    harness.event(Event::Paste(text.into()));
    harness.run();
}

/// Chooses what the column at `at` of a list that is pasted holds.
fn choose(harness: &mut Test, at: usize, role: &str) {
    harness.get_all_by_role(egui::accesskit::Role::ComboBox).nth(at).unwrap().click();
    harness.run();
    harness.get_all_by_label(role).last().unwrap().click();
    harness.run();
}

#[test]
fn a_person_says_which_columns_of_a_list_are_which_and_is_not_asked_again() {
    let state = tempfile::tempdir().unwrap();
    let mut harness = window_with(Some(sample("urumqi-2025.budget")), None, state.path().to_owned());
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    paste(&mut harness, LIST);
    harness.get_by_label_contains(ASKED);
    // Escape changes nothing, and nothing is remembered.
    press(&mut harness, Key::Escape);
    assert_eq!(shown(&harness, 6, "30103", 2), "789.82");
    paste(&mut harness, LIST);
    harness.get_by_label_contains(ASKED);
    choose(&mut harness, 2, "不取");
    choose(&mut harness, 3, "（2）人员经费");
    assert!(harness.query_by_label_contains(ASKED).is_none(), "it was said");
    harness.get_by_label_contains("2 格的数会改变");
    // Plain numbers may still be yuan, all at once.
    harness.get_by_label("元").click();
    harness.run();
    harness.get_by_label("万元").click();
    harness.run();
    press(&mut harness, Key::Enter);
    let both = |harness: &Test| (shown(harness, 6, "30101", 2), shown(harness, 6, "30103", 2));
    assert_eq!(both(&harness), ("8.00".into(), "6.00".into()));
    command(&mut harness, Key::Z);
    assert_eq!(both(&harness), ("1,308.69".into(), "789.82".into()), "one step");
    // The next list of that shape.
    paste(&mut harness, &LIST.replace("\t8", "\t9"));
    assert!(harness.query_by_label_contains(ASKED).is_none(), "it is remembered");
    press(&mut harness, Key::Enter);
    assert_eq!(both(&harness), ("9.00".into(), "6.00".into()));
    paste(&mut harness, LIST);
    assert!(harness.query_by_label_contains(ASKED).is_none(), "it is remembered");
    // What is remembered is shown, and can be said otherwise.
    choose(&mut harness, 2, "（2）人员经费");
    press(&mut harness, Key::Enter);
    assert_eq!(both(&harness), ("7.00".into(), "5.00".into()));
}

#[test]
fn figures_alone_are_pasted_where_the_selection_is_without_a_question() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    for (text, right) in [("1.5\t\n2.5\t\n3.5\t", "3.50"), ("301\t\n302\t\n303\t", "303.00")] {
        paste(&mut harness, text);
        assert!(harness.query_by_label("取消").is_none(), "{text}");
        assert_eq!(shown(&harness, 6, "30103", 2), right, "{text}");
    }
}
