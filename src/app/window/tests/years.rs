//! From one year to the next.

use super::*;
use disclosure_engine::disclosure::Disclosure;

fn disclosure(harness: &Test) -> &Disclosure {
    harness.state().as_ref().unwrap().workspace().unwrap().disclosure()
}

fn menu(harness: &mut Test, menu: &str, item: &str) {
    harness.get_by_label(menu).click();
    harness.run();
    harness.get_by_label_contains(item).click();
    // The menu closes, the file is chosen, and a dialog opens.
    harness.run_steps(8);
}

#[test]
fn next_years_draft_is_made_from_what_is_open_and_is_a_new_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("草稿.budget");
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(path.clone())));
    let last = disclosure(&harness).clone();
    menu(&mut harness, "文件", "新建下一年度草稿…");
    harness.get_by_label_contains("保留：各表的科目和项目");
    assert_eq!(harness.get_by_label("新的年度").value().as_deref(), Some("2026"));
    harness.get_by_label("新建草稿").click();
    harness.run();
    let draft = disclosure(&harness);
    assert_eq!((draft.year, &draft.body), (2026, &last.body));
    assert!(!draft.prior.is_empty());
    assert!(draft.tables.values().all(|table| table.rows.iter().all(|row| row.amounts.is_empty())));
    harness.get_by_label("● 未保存");
    command(&mut harness, Key::S);
    harness.get_by_label("✓ 已保存");
    let forms = disclosure_engine::form::FormLibrary::builtin().unwrap();
    assert_eq!(disclosure_engine::file::open(&path, &forms).unwrap().year, 2026);
    assert_eq!(
        disclosure_engine::file::open(&sample("urumqi-2025.budget"), &forms).unwrap(),
        last,
        "last year's file stays"
    );
}

#[test]
fn the_year_of_a_draft_must_be_the_next_and_what_is_unsaved_is_asked_about() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    menu(&mut harness, "文件", "新建下一年度草稿…");
    harness.get_by_label("新的年度").click();
    harness.run();
    command(&mut harness, Key::A);
    type_text(&mut harness, "2025");
    harness.get_by_label("新建草稿").click();
    harness.run();
    harness.get_by_label_contains("新的年度应是 2026 年");
    harness.get_by_label("新的年度").click();
    harness.run();
    command(&mut harness, Key::A);
    type_text(&mut harness, "2026");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("不保存的话");
    assert_eq!(disclosure(&harness).year, 2025);
    harness.get_by_label("不保存").click();
    harness.run();
    assert_eq!(disclosure(&harness).year, 2026);
}

#[test]
fn a_draft_is_made_from_a_file_while_nothing_is_open() {
    let mut harness = window(None, Some(PathAnswer::Chosen(sample("shayibak-2025.budget"))));
    harness.get_by_label("用上年的文件新建下一年度草稿…").click();
    harness.run_steps(8);
    harness.get_by_label("新建草稿").click();
    harness.run();
    assert_eq!(
        (disclosure(&harness).year, disclosure(&harness).kind),
        (2026, disclosure_engine::disclosure::Kind::Department)
    );
}

/// A draft for 2026 of the first sample in which one of last year's figures is another, saved in `folder`.
fn changed_draft(folder: &std::path::Path) -> PathBuf {
    let forms = disclosure_engine::form::FormLibrary::builtin().unwrap();
    let last = disclosure_engine::file::open(&sample("urumqi-2025.budget"), &forms).unwrap();
    let form = forms.get(&last.form).unwrap();
    let evaluation = disclosure_engine::evaluate::evaluate(form, &last);
    let catalog = disclosure_engine::catalog::Catalog::builtin().unwrap();
    let evaluated =
        disclosure_engine::evaluate::Evaluated { form, catalog: &catalog, disclosure: &last, evaluation: &evaluation };
    let mut draft = disclosure_engine::edit::roll_forward(evaluated, form, 2026).unwrap();
    *draft.prior.values_mut().find(|last| !last.is_zero()).unwrap() = disclosure_engine::disclosure::Amount::ZERO;
    let path = folder.join("2026.budget");
    disclosure_engine::file::save(&path, &draft).unwrap();
    path
}

#[test]
fn last_years_figures_are_compared_with_last_years_file_and_stay_compared() {
    let folder = tempfile::tempdir().unwrap();
    let draft = changed_draft(folder.path());
    let mut harness = window(Some(draft), Some(PathAnswer::Chosen(sample("urumqi-2025.budget"))));
    let found = |harness: &Test| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        workspace.audit().findings.iter().filter(|finding| finding.rule == "D7").count()
    };
    assert_eq!(found(&harness), 0);
    menu(&mut harness, "审核", "与上年文件核对…");
    harness.get_by_label_contains("有 1 处与上年公开的数不一致");
    press(&mut harness, Key::Enter);
    assert_eq!(found(&harness), 1);
    // It is found as long as it is wrong, whatever else is edited.
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1");
    press(&mut harness, Key::Enter);
    assert_eq!(found(&harness), 1);
    menu(&mut harness, "审核", "不再与上年文件核对");
    assert_eq!(found(&harness), 0);
}

#[test]
fn a_file_of_another_year_is_not_compared_with() {
    let mut harness =
        window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(sample("urumqi-2025.budget"))));
    menu(&mut harness, "审核", "与上年文件核对…");
    harness.get_by_label_contains("2025 年的上年是 2024 年");
    assert!(harness.state().as_ref().unwrap().workspace().unwrap().last_year().is_none());
}
