//! What a screen reader is told: names, roles, and what changed.

use egui::accesskit::{Live, Role};
use egui_kittest::kittest::NodeT;

use super::*;

#[test]
fn a_cell_is_read_with_its_place_and_its_figure() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    let cells: Vec<String> =
        harness.get_all_by_role(Role::Cell).filter_map(|cell| cell.accesskit_node().label()).collect();
    assert!(cells.iter().any(|label| label == "表6 301 01 基本工资（2）人员经费 1,308.69"), "{cells:?}");
    let heads: Vec<String> =
        harness.get_all_by_role(Role::ColumnHeader).filter_map(|head| head.accesskit_node().label()).collect();
    assert!(["合计", "人员经费", "公用经费"].iter().all(|head| heads.iter().any(|own| own == head)), "{heads:?}");
    // Walking over the table says each cell that becomes the active one.
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    for (key, expected) in [
        (None, "表6 301 01 基本工资（2）人员经费 1,308.69"),
        (Some(Key::ArrowRight), "表6 301 01 基本工资（3）公用经费"),
    ] {
        key.into_iter().for_each(|key| press(&mut harness, key));
        let said: Vec<String> = harness
            .get_all_by_role(Role::Label)
            .filter(|node| node.accesskit_node().live() == Live::Polite)
            .filter_map(|node| node.value().or_else(|| node.accesskit_node().label()))
            .collect();
        assert!(said.len() == 1 && said[0].starts_with(expected), "{said:?}");
    }
}

#[test]
fn the_outline_and_the_findings_say_in_words_what_marks_and_colours_show() {
    let mut harness = urumqi();
    let described = |harness: &Test, label: &str| {
        let mut items = harness.get_all_by_role(Role::ListItem);
        let item = items.find(|item| item.accesskit_node().label().as_deref() == Some(label));
        item.and_then(|item| item.accesskit_node().description()).unwrap_or_default()
    };
    for (part, expected) in [
        ("表1 收支总体", "已填"),
        ("表2 收入", "已填，尾差 3 处"),
        ("表8 政府性基金", "空表"),
        ("表11 结转结余", "已填，存疑 2 处"),
    ] {
        assert_eq!(described(&harness, part), expected, "{part}");
    }
    let findings: Vec<(String, String)> = harness
        .get_all_by_role(Role::ListItem)
        .map(|item| {
            (item.accesskit_node().label().unwrap_or_default(), item.accesskit_node().description().unwrap_or_default())
        })
        .filter(|(label, _)| label.contains("没有绩效目标表"))
        .collect();
    assert!(!findings.is_empty() && findings.iter().all(|(_, said)| said == "存疑 F5-2"), "{findings:?}");
    // What is shown is said to be, and only that.
    let selected = |harness: &Test| -> Vec<String> {
        let items =
            harness.get_all_by_role(Role::ListItem).filter(|item| item.accesskit_node().is_selected() == Some(true));
        items.filter_map(|item| item.accesskit_node().label()).collect()
    };
    table(&mut harness, "情况说明");
    assert_eq!(selected(&harness), ["情况说明"]);
}

#[test]
fn everything_that_can_be_pressed_or_typed_into_has_a_name() {
    let mut harness = urumqi();
    for page in ["表1 收支总体", "表7 项目支出", "概况", "情况说明", "名词解释", "上年预算数", "图表"]
    {
        table(&mut harness, page);
        press(&mut harness, Key::F1);
        let roles =
            [Role::Button, Role::Link, Role::TextInput, Role::CheckBox, Role::RadioButton, Role::ListItem, Role::Cell];
        let mut count = 0;
        for role in roles {
            for node in harness.query_all_by_role(role) {
                count += 1;
                let own = node.accesskit_node();
                // A cell in which nothing stands has the name of its place.
                let has_name = own.label().is_some_and(|label| !label.trim().is_empty());
                assert!(has_name || role == Role::Cell, "{page}: {node:?}");
            }
        }
        assert!(count > 20, "{page}: {count}");
        press(&mut harness, Key::F1);
    }
}
