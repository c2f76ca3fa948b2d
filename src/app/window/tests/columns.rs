//! Cells that hold no money: counts, percentages, texts and dates.

use super::*;
use disclosure_engine::disclosure::ProjectId;

/// The window on a disclosure whose form has such columns, at the table of equipment.
fn equipment() -> Test {
    let path = folder().join("version-3.budget");
    std::fs::copy(PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/version-3.budget"), &path).unwrap();
    let mut harness = window(Some(path), None);
    table(&mut harness, "表4 设备购置");
    harness
}

const SERVER: &str = "表4 208 01 09 服务器";

fn cell(column: u8) -> CellKey {
    CellKey::new(TableNumber(4), RowKey::Project(ProjectId(2)), ColumnNumber(column))
}

fn text(harness: &Test, column: u8) -> Option<String> {
    disclosure(harness).field(&cell(column)).map(str::to_owned)
}

#[test]
fn each_column_takes_what_it_holds_and_gives_it_back() {
    let mut harness = equipment();
    click_cell(&mut harness, &format!("{SERVER}（7）放在哪里"));
    harness.get_by_label_contains("录入的文字，必须填");
    type_text(&mut harness, "二楼，靠窗");
    press(&mut harness, Key::Tab);
    type_text(&mut harness, "2025.12.1");
    press(&mut harness, Key::Tab);
    assert_eq!((text(&harness, 7).as_deref(), text(&harness, 8).as_deref()), (Some("二楼，靠窗"), Some("2025.12.1")));
    // It is printed as the form says, and edited as it was typed.
    click_cell(&mut harness, &format!("{SERVER}（8）最迟到货 2025年12月1日"));
    press(&mut harness, Key::F2);
    type_text(&mut harness, "5");
    press(&mut harness, Key::Enter);
    assert_eq!(text(&harness, 8).as_deref(), Some("2025.12.15"));
    // Two clicks on one cell would open it.
    click_cell(&mut harness, &format!("{SERVER}（7）放在哪里"));
    click_cell(&mut harness, &format!("{SERVER}（8）最迟到货 2025年12月15日"));
    press(&mut harness, Key::Delete);
    assert_eq!(text(&harness, 8), None);
    command(&mut harness, Key::Z);
    assert_eq!(text(&harness, 8).as_deref(), Some("2025.12.15"));

    // A count is no money, and stays to be mended where it is no count.
    press(&mut harness, Key::Home);
    type_text(&mut harness, "7 台");
    press(&mut harness, Key::Enter);
    assert_eq!(disclosure(&harness).entered(&cell(1)).unwrap().yuan(), 7.into());
    press(&mut harness, Key::ArrowUp);
    type_text(&mut harness, "7元");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("“7元”不能作为数量");
    press(&mut harness, Key::Escape);
}

#[test]
fn amounts_are_not_filled_into_counts_nor_added_to_them() {
    let mut harness = equipment();
    click_cell(&mut harness, &format!("{SERVER}（2）金额"));
    command(&mut harness, Key::R);
    harness.get_by_label_contains("填的不是同一种数");
    assert_eq!(disclosure(&harness).entered(&cell(2)), None);
    // A count, an amount and a percentage are counted and not added up.
    click_cell(&mut harness, "表4 208 01 09 巡检车（1）数量（台） 2");
    harness.get_by_label("求和 2　计数 1");
    for _ in 0..3 {
        harness.key_press_modifiers(Modifiers::SHIFT, Key::ArrowRight);
    }
    harness.run();
    harness.get_by_label("计数 4");
}
