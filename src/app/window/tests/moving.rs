//! Moving, selecting and seeing.

use super::*;

fn selected(harness: &Test) -> ((usize, usize), (usize, usize)) {
    let shown = harness.state().as_ref().unwrap().grid.shown().unwrap();
    (shown.cursor, shown.corner)
}

fn go(harness: &mut Test, address: &str) {
    command(harness, Key::G);
    type_text(harness, address);
    press(harness, Key::Enter);
}

fn extend(harness: &mut Test, key: Key) {
    harness.key_press_modifiers(Modifiers::SHIFT, key);
    harness.run();
}

/// 表6: 类 款 名称 合计 人员经费 公用经费; 总计, 301 and its nine rows, 302 and its fourteen, 303 and one.
fn table_6() -> Test {
    let mut harness = urumqi();
    go(&mut harness, "表6 301 01（2）");
    assert_eq!(selected(&harness).0, (2, 4));
    harness
}

#[test]
fn arrows_move_and_stop_at_the_border() {
    let mut harness = table_6();
    for (key, to) in [
        (Key::ArrowRight, (2, 5)),
        (Key::ArrowRight, (2, 5)),
        (Key::ArrowDown, (3, 5)),
        (Key::ArrowLeft, (3, 4)),
        (Key::ArrowUp, (2, 4)),
    ] {
        press(&mut harness, key);
        assert_eq!(selected(&harness), (to, to), "{key:?}");
    }
}

#[test]
fn control_and_arrows_go_to_the_edge_of_the_data() {
    let mut harness = table_6();
    command(&mut harness, Key::ArrowDown);
    assert_eq!(selected(&harness).0, (10, 4), "301 13 is the last that is filled");
    command(&mut harness, Key::ArrowDown);
    assert_eq!(selected(&harness).0, (26, 4), "over the blank cells of 302 to 303");
    command(&mut harness, Key::ArrowUp);
    command(&mut harness, Key::ArrowUp);
    assert_eq!(selected(&harness).0.1, 4);
    command(&mut harness, Key::ArrowLeft);
    assert_eq!(selected(&harness).0.1, 2, "the name of the total is the first that is filled");
}

#[test]
fn home_and_end_go_to_the_ends_of_the_row_and_of_the_table() {
    let mut harness = table_6();
    press(&mut harness, Key::End);
    assert_eq!(selected(&harness).0, (2, 5));
    press(&mut harness, Key::Home);
    assert_eq!(selected(&harness).0, (2, 3), "the first amount");
    press(&mut harness, Key::Home);
    assert_eq!(selected(&harness).0, (2, 0), "then the first column");
    command(&mut harness, Key::End);
    assert_eq!(selected(&harness).0, (27, 5));
    command(&mut harness, Key::Home);
    assert_eq!(selected(&harness).0, (0, 3));
    press(&mut harness, Key::PageDown);
    assert!(selected(&harness).0.0 > 5);
    press(&mut harness, Key::PageUp);
    assert_eq!(selected(&harness).0, (0, 3));
}

#[test]
fn tab_goes_right_and_enter_down_to_the_column_where_it_began() {
    let mut harness = table_6();
    press(&mut harness, Key::Tab);
    assert_eq!(selected(&harness).0, (2, 5));
    press(&mut harness, Key::Enter);
    assert_eq!(selected(&harness).0, (3, 4));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Tab);
    harness.run();
    assert_eq!(selected(&harness).0, (3, 3));
    harness.key_press_modifiers(Modifiers::SHIFT, Key::Enter);
    harness.run();
    assert_eq!(selected(&harness).0.0, 2);
}

#[test]
fn rows_columns_and_all_are_selected() {
    let mut harness = table_6();
    extend(&mut harness, Key::ArrowDown);
    assert_eq!(selected(&harness), ((2, 4), (3, 4)));
    extend(&mut harness, Key::Space);
    assert_eq!(selected(&harness), ((2, 0), (3, 5)));
    go(&mut harness, "表6 301 01（2）");
    command(&mut harness, Key::Space);
    assert_eq!(selected(&harness), ((0, 4), (27, 4)));
    command(&mut harness, Key::A);
    assert_eq!(selected(&harness), ((0, 0), (27, 5)));
    harness.get_by_label("公用经费").click();
    harness.run();
    assert_eq!(selected(&harness), ((0, 5), (27, 5)), "the head selects its column");
}

#[test]
fn a_drag_selects_from_where_the_button_went_down() {
    let mut harness = table_6();
    let center = |harness: &Test, label: &str| harness.get_by_label_contains(label).rect().center();
    let from = center(&harness, "表6 301 02 津贴补贴（2）");
    let to = center(&harness, "表6 301 07 绩效工资（3）");
    let button = |pos, pressed| Event::PointerButton {
        pos,
        button: egui::PointerButton::Primary,
        pressed,
        modifiers: Modifiers::NONE,
    };
    for event in [Event::PointerMoved(from), button(from, true), Event::PointerMoved(to), button(to, false)] {
        harness.event(event);
        harness.step();
    }
    harness.run();
    assert_eq!(selected(&harness), ((3, 4), (5, 5)));
}

#[test]
fn the_sum_the_count_and_the_average_of_the_selection_are_shown() {
    let mut harness = table_6();
    extend(&mut harness, Key::ArrowDown);
    harness.get_by_label("求和 2,409.89　计数 2　平均 1,204.95");
}

#[test]
fn how_a_cell_is_computed_and_where_it_is_used_is_gone_to_by_click_and_by_key() {
    let mut harness = urumqi();
    let table_shown = |harness: &Test| harness.state().as_ref().unwrap().grid.shown().unwrap().table;
    go(&mut harness, "表1 其中：一般财力");
    harness.get_by_label("表2 总计（3）一般公共预算").click();
    harness.run();
    assert_eq!(table_shown(&harness), TableNumber(2));
    command(&mut harness, Key::CloseBracket);
    assert_eq!(table_shown(&harness), TableNumber(1));
    go(&mut harness, "表1 其中：一般财力");
    command(&mut harness, Key::OpenBracket);
    assert_eq!(table_shown(&harness), TableNumber(2));
    go(&mut harness, "表10 公务接待费（2）");
    command(&mut harness, Key::OpenBracket);
    harness.get_by_label_contains("这一格是录入的");
}

#[test]
fn the_unit_of_typed_amounts_can_be_yuan() {
    let mut harness = table_6();
    harness.get_by_label("录入单位：万元").click();
    harness.run();
    type_text(&mut harness, "13086912.34");
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::ArrowUp);
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
    harness.get_by_label_contains("13,086,912.34 元（比表上显示的更细）");
}

#[test]
fn last_years_figures_stand_beside_this_years() {
    let mut harness =
        window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(sample("urumqi-2025.budget"))));
    harness.get_by_label("视图").click();
    harness.run();
    harness.get_by_label_contains("对照上年文件").click();
    harness.run_steps(8);
    super::import::wait(&mut harness);
    // It is not the file of the year before, which is said.
    harness.get_by_label("仍要对照").click();
    harness.run();
    go(&mut harness, "表6 301 01（2）");
    harness.get_by_label_contains("2025 年 1,308.69 持平");
    type_text(&mut harness, "1400");
    press(&mut harness, Key::Enter);
    press(&mut harness, Key::ArrowUp);
    harness.get_by_label_contains("2025 年 1,308.69 ↑6.98%");
}

#[test]
fn a_double_click_on_its_edge_makes_a_column_of_long_names_no_wider_than_half_the_room() {
    let mut harness = urumqi();
    table(&mut harness, "表7 项目支出");
    // The list of findings yields to the table: here it stays.
    harness.get_by_label_contains("▲ 存疑 4").click();
    harness.run();
    let name = |harness: &Test| harness.get_by_role_and_label(egui::accesskit::Role::Cell, "辅助履职人员支出").rect();
    let before = name(&harness);
    let head = harness.get_by_label("项目名称").rect();
    let edge = egui::pos2(head.right(), head.center().y);
    // The click on the outline would make a third of the second.
    harness.run_steps(60);
    for pressed in [true, false, true, false] {
        let (button, modifiers) = (egui::PointerButton::Primary, Modifiers::NONE);
        harness.event(Event::PointerMoved(edge));
        harness.event(Event::PointerButton { pos: edge, button, pressed, modifiers });
    }
    harness.run();
    let after = name(&harness);
    assert!(after.width() > before.width() + 40.0, "{before:?} {after:?}");
    // Outline and findings leave less than 900 points.
    assert!(after.width() < 450.0, "{after:?}");
}

#[test]
fn the_outline_follows_the_keys_for_pages() {
    let mut harness = urumqi();
    harness.set_size(egui::vec2(1440.0, 420.0));
    harness.run();
    let bottom = |harness: &Test, page: &str| {
        harness.get_by_role_and_label(egui::accesskit::Role::ListItem, page).rect().bottom()
    };
    // Each with how many pages it is behind the one before.
    for (page, steps) in [("表10 “三公”经费", 9), ("概况", 2), ("上年预算数", 3)] {
        assert!(bottom(&harness, page) > 420.0, "{page} is out of sight");
        for _ in 0..steps {
            harness.key_press_modifiers(Modifiers::COMMAND, Key::PageDown);
            harness.run();
        }
        assert!(bottom(&harness, page) < 420.0, "{page}");
    }
}

#[test]
fn a_key_is_painted_once_and_the_window_at_rest() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    for pressed in [true, false].repeat(5) {
        let (key, modifiers) = (Key::ArrowDown, Modifiers::NONE);
        harness.event(Event::Key { key, physical_key: None, pressed, repeat: false, modifiers });
        // One frame with the key; the harness itself draws another.
        assert_eq!(harness.run(), 2);
    }
}
