//! From one year to the next.

use egui::accesskit::Role;
use egui_kittest::kittest::NodeT;

use super::import::wait;
use super::*;
use disclosure_engine::audit::{LAST_YEAR_RULE, Repair};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, Disclosure};
use disclosure_engine::edit::roll_forward;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_export::ExportFormat;

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
    menu(&mut harness, "文件", "从上年文件新建…");
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
    menu(&mut harness, "文件", "从上年文件新建…");
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
    harness.get_by_label("从上年文件新建…").click();
    harness.run_steps(8);
    wait(&mut harness);
    harness.get_by_label("新建草稿").click();
    harness.run();
    assert_eq!(
        (disclosure(&harness).year, disclosure(&harness).kind),
        (2026, disclosure_engine::disclosure::Kind::Department)
    );
}

/// Calls `look` with a disclosure and its values.
fn with<T>(disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let forms = FormLibrary::builtin().unwrap();
    let (form, catalog) = (forms.get(&disclosure.form).unwrap(), Catalog::builtin().unwrap());
    let evaluation = evaluate(form, disclosure);
    look(Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation })
}

/// The first sample, after `change`.
fn last(change: impl FnOnce(&mut Disclosure)) -> Disclosure {
    let mut last = file::open(&sample("urumqi-2025.budget"), &FormLibrary::builtin().unwrap()).unwrap();
    change(&mut last);
    last
}

/// The draft for 2026 that follows on `last`.
fn rolled(last: &Disclosure) -> Disclosure {
    with(last, |last| roll_forward(last, last.form, 2026).unwrap())
}

/// `disclosure` as a document that a body publishes.
fn document(disclosure: &Disclosure, extension: &str) -> PathBuf {
    let path = folder().join(format!("2025 年预算公开.{extension}"));
    let bytes = with(disclosure, |evaluated| ExportFormat::of(&path).unwrap().write(evaluated, false).unwrap());
    std::fs::write(&path, bytes).unwrap();
    path
}

/// `disclosure` as a file of this program.
fn saved(name: &str, disclosure: &Disclosure) -> PathBuf {
    let path = folder().join(name);
    file::save(&path, disclosure).unwrap();
    path
}

/// What differs from last year's file.
fn others(harness: &Test) -> Vec<Repair> {
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let findings = workspace.audit().findings.iter().filter(|finding| finding.rule == LAST_YEAR_RULE);
    findings.flat_map(|finding| finding.repairs.clone()).collect()
}

/// Makes one of last year's figures nothing and another blank; returns both as they were.
fn spoil(draft: &mut Disclosure) -> [(CellKey, Amount); 2] {
    let figures = draft.prior.iter().filter(|(_, amount)| !amount.is_zero());
    let figures: Vec<_> = figures.map(|(cell, amount)| (cell.clone(), *amount)).take(2).collect();
    let [other, blank] = figures.try_into().unwrap();
    draft.prior.insert(other.0.clone(), Amount::ZERO);
    draft.prior.remove(&blank.0);
    [other, blank]
}

#[test]
fn last_years_word_pdf_or_excel_makes_the_same_draft_as_its_file() {
    let own = last(|_| {});
    let expected = rolled(&own);
    for extension in ["docx", "pdf", "xlsx"] {
        let mut harness = window(None, Some(PathAnswer::Chosen(document(&own, extension))));
        harness.get_by_label("从上年文件新建…").click();
        harness.run_steps(8);
        wait(&mut harness);
        harness.get_by_label_contains("认出 11 张表");
        harness.get_by_label_contains("段，都随数字生成");
        harness.get_by_label("新建 2026 年草稿").click();
        harness.run();
        let draft = disclosure(&harness);
        assert_eq!((draft.year, &draft.body), (2026, &own.body), "{extension}");
        assert_eq!(draft.prior, expected.prior, "{extension}");
        assert_eq!(draft.last_reasons, expected.last_reasons, "{extension}");
        assert_eq!(draft.slots.len(), expected.slots.len(), "{extension}");
        assert!(draft.texts.is_empty() && draft.rewritten.is_empty(), "{extension}: every sentence follows");
        let rows = |draft: &Disclosure| draft.tables.values().map(|table| table.rows.len()).collect::<Vec<_>>();
        assert_eq!(rows(draft), rows(&expected), "{extension}");
        harness.get_by_label("● 未保存");
        harness.get_by_label_contains("2026 年草稿，从上年带来");
    }
}

#[test]
fn a_last_year_that_does_not_add_up_is_said_and_makes_a_draft() {
    let wrong = last(|last| {
        let cell = (RowKey::Total, ColumnNumber(1));
        last.table_mut(TableNumber(5)).stated.insert(cell, "1234500".parse().unwrap());
    });
    for (path, adopt) in [(document(&wrong, "xlsx"), "新建 2026 年草稿"), (saved("2025.budget", &wrong), "新建草稿")]
    {
        let mut harness = window(None, Some(PathAnswer::Chosen(path)));
        harness.key_press_modifiers(Modifiers::COMMAND | Modifiers::SHIFT, Key::N);
        harness.run_steps(8);
        wait(&mut harness);
        harness.get_by_label_contains("上年的文件自己有");
        harness.get_by_label(adopt).click();
        harness.run();
        assert_eq!(disclosure(&harness).year, 2026);
    }
}

#[test]
fn a_new_disclosure_can_be_started_from_last_years_file_instead() {
    let mut harness = window(None, Some(PathAnswer::Chosen(sample("shayibak-2025.budget"))));
    command(&mut harness, Key::N);
    harness.get_by_label_contains("有上年的文件？").click();
    harness.run_steps(8);
    wait(&mut harness);
    harness.get_by_label("新建草稿").click();
    harness.run();
    assert_eq!(disclosure(&harness).year, 2026);
}

#[test]
fn last_years_reasons_are_offered_after_the_draft_was_saved_and_opened_again() {
    let draft = rolled(&last(|_| {}));
    let reason = draft.last_reasons.values().next().unwrap().clone();
    let mut harness = window(Some(saved("2026.budget", &draft)), None);
    assert_eq!(*disclosure(&harness), draft);
    table(&mut harness, "情况说明");
    assert!(harness.query_all_by_label("采用上年的").count() > 3, "{reason}");
    harness.get_all_by_role_and_label(Role::TextInput, "主要原因").next().unwrap().click();
    harness.run();
    press(&mut harness, Key::ArrowDown);
    press(&mut harness, Key::Enter);
    let taken: Vec<_> = disclosure(&harness).slots.iter().filter(|(key, _)| key.id.ends_with("reason")).collect();
    let [(key, value)] = taken.as_slice() else { panic!("{taken:?}") };
    assert_eq!(value.text(), draft.last_reasons.get(*key).map(String::as_str), "it is taken by a key only");
}

#[test]
fn what_last_years_word_says_otherwise_is_taken_one_by_one_or_all_at_once() {
    let own = last(|_| {});
    let mut draft = rolled(&own);
    let right = draft.clone();
    let [other, blank] = spoil(&mut draft);
    let answer = Some(PathAnswer::Chosen(document(&own, "docx")));
    let mut harness = window(Some(saved("2026.budget", &draft)), answer);
    menu(&mut harness, "审核", "与上年文件核对…");
    wait(&mut harness);
    harness.get_by_label("核对").click();
    harness.run();
    harness.get_by_label_contains("有 2 处与上年公开的数不一致");
    press(&mut harness, Key::Enter);
    assert_eq!(others(&harness).len(), 2);
    let unit = with(&draft, |draft| draft.form.text_unit.clone());
    let take = format!("采用 {}", unit.text(other.1));
    harness.get_by_label(&take).scroll_to_me();
    harness.run();
    harness.get_by_label(&take).click();
    harness.run();
    assert_eq!((disclosure(&harness).prior.get(&other.0), others(&harness).len()), (Some(&other.1), 1));
    assert!(!disclosure(&harness).prior.contains_key(&blank.0));
    assert_eq!(harness.state().as_ref().unwrap().texts.shown(), Some(crate::app::texts::TextPage::Prior));
    command(&mut harness, Key::Z);
    assert_eq!(*disclosure(&harness), draft, "one step");
    harness.get_by_label("全部采用").scroll_to_me();
    harness.run();
    harness.get_by_label("全部采用").click();
    harness.run();
    assert_eq!(*disclosure(&harness), right);
    harness.get_by_label_contains("上年预算数全部一致");
    command(&mut harness, Key::Z);
    assert_eq!(*disclosure(&harness), draft, "all is one step too");
    harness.get_by_label("不再核对").scroll_to_me();
    harness.run();
    harness.get_by_label("不再核对").click();
    harness.run();
    assert_eq!(others(&harness), []);
}

#[test]
fn a_finding_about_last_year_leads_to_where_its_figure_is_entered() {
    let own = last(|_| {});
    let mut draft = rolled(&own);
    let [_, blank] = spoil(&mut draft);
    let (cell, label) =
        with(&draft, |draft| (draft.find(&blank.0).unwrap(), draft.cell_label(draft.find(&blank.0).unwrap())));
    let answer = Some(PathAnswer::Chosen(saved("2025.budget", &own)));
    let mut harness = window(Some(saved("2026.budget", &draft)), answer);
    menu(&mut harness, "审核", "与上年文件核对…");
    wait(&mut harness);
    press(&mut harness, Key::Enter);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    let is_it =
        |finding: &&disclosure_engine::audit::Finding| finding.rule == LAST_YEAR_RULE && finding.cells == [cell];
    let message = workspace.audit().findings.iter().find(is_it).unwrap().message.clone();
    assert!(message.contains("没有填"), "{message}");
    harness.get_by_role_and_label(Role::ListItem, &message).scroll_to_me();
    harness.run_steps(4);
    harness.get_by_role_and_label(Role::ListItem, &message).click();
    harness.run_steps(4);
    let boxes = harness.get_all_by_role(Role::TextInput);
    let focused = boxes.into_iter().find(|field| field.is_focused()).and_then(|field| field.accesskit_node().label());
    assert_eq!(focused, Some(format!("上年 {label}")));
}

#[test]
fn blank_figures_of_last_year_are_filled_from_its_file_and_no_other_is_touched() {
    let own = last(|_| {});
    let mut draft = rolled(&own);
    draft.last_reasons.clear();
    let [other, blank] = spoil(&mut draft);
    let answer = Some(PathAnswer::Chosen(document(&own, "xlsx")));
    let mut harness = window(Some(saved("2026.budget", &draft)), answer);
    table(&mut harness, "上年预算数");
    harness.get_by_label("从上年文件取…").click();
    harness.run_steps(8);
    wait(&mut harness);
    harness.get_by_label("取上年预算数").click();
    harness.run();
    harness.get_by_label_contains("填了 1 个空白的上年预算数");
    harness.get_by_label_contains("有 1 处与上年公开的数不一致，都没有改");
    press(&mut harness, Key::Enter);
    let prior = &disclosure(&harness).prior;
    assert_eq!((prior.get(&blank.0), prior.get(&other.0)), (Some(&blank.1), Some(&Amount::ZERO)));
    assert_eq!(disclosure(&harness).last_reasons, rolled(&own).last_reasons, "its reasons are offered from now on");
    assert_eq!(others(&harness).len(), 1);
    harness.get_by_label("上年文件里");
    command(&mut harness, Key::Z);
    assert_eq!(*disclosure(&harness), draft, "one step");
}

#[test]
fn a_file_of_another_body_is_doubted_and_of_another_year_refused() {
    let own = last(|_| {});
    let draft = rolled(&own);
    let foreign = last(|last| last.body = "乌鲁木齐市某某中心".to_owned());
    let earlier = last(|last| last.year = 2024);
    let cases = [
        (document(&foreign, "xlsx"), "乌鲁木齐市某某中心", Some("仍要核对")),
        (saved("别人的.budget", &foreign), "乌鲁木齐市某某中心", Some("仍要核对")),
        (document(&earlier, "xlsx"), "2026 年的上年是 2025 年", None),
        (saved("前年的.budget", &earlier), "2026 年的上年是 2025 年", None),
    ];
    for (path, told, goes_on) in cases {
        let mut harness = window(Some(saved("2026.budget", &draft)), Some(PathAnswer::Chosen(path.clone())));
        menu(&mut harness, "审核", "与上年文件核对…");
        wait(&mut harness);
        assert!(harness.query_all_by_label_contains(told).count() > 0, "{}: {told}", path.display());
        press(&mut harness, Key::Enter);
        let is_compared = |harness: &Test| harness.state().as_ref().unwrap().workspace().unwrap().last_year().is_some();
        assert!(!is_compared(&harness), "{}: a doubt is not passed over by Enter", path.display());
        if let Some(button) = goes_on {
            menu(&mut harness, "审核", "与上年文件核对…");
            wait(&mut harness);
            harness.get_by_label(button).click();
            harness.run();
            assert!(is_compared(&harness), "{}", path.display());
        }
        assert_eq!(*disclosure(&harness), draft, "nothing is changed");
    }
}

#[test]
fn what_is_no_last_year_is_refused_with_a_sentence_and_nothing_is_lost() {
    let own = last(|_| {});
    let docx = document(&own, "docx");
    let damaged = folder().join("损坏的.docx");
    let bytes = std::fs::read(&docx).unwrap();
    std::fs::write(&damaged, &bytes[..bytes.len() / 2]).unwrap();
    let letter = folder().join("信.txt");
    std::fs::write(&letter, "各位同事：\n请按时报送。\n").unwrap();
    let newer = folder().join("坏的.budget");
    std::fs::write(&newer, "Budget(format: 99)").unwrap();
    for (path, told) in [(damaged, "已损坏"), (letter, "没有认出"), (newer, "版本")] {
        let mut harness = urumqi();
        let before = disclosure(&harness).clone();
        harness.state_mut().as_mut().unwrap().open_to_roll(&egui::Context::default(), &path);
        wait(&mut harness);
        harness.get_by_label("不能从这个文件新建");
        assert!(harness.query_by_label_contains(told).is_some(), "{}", path.display());
        press(&mut harness, Key::Enter);
        assert_eq!(*disclosure(&harness), before, "{}", path.display());
    }
}

#[test]
fn what_was_searched_for_in_one_disclosure_is_not_searched_for_in_the_next() {
    let mut harness = urumqi();
    harness.get_by_label("搜索问题").click();
    harness.run();
    type_text(&mut harness, "没有这样的问题");
    harness.get_by_label_contains("没有符合筛选的问题");
    harness.state_mut().as_mut().unwrap().ask_to_open(sample("shayibak-2025.budget"));
    harness.run_steps(4);
    assert!(harness.query_by_label_contains("没有符合筛选的问题").is_none());
    assert_eq!(harness.get_by_label("搜索问题").value().as_deref(), Some(""));
}

/// A draft for 2026 of the first sample in which one of last year's figures is another, saved in `folder`.
fn changed_draft(folder: &std::path::Path) -> PathBuf {
    let mut draft = rolled(&last(|_| {}));
    *draft.prior.values_mut().find(|last| !last.is_zero()).unwrap() = Amount::ZERO;
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
    wait(&mut harness);
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
    wait(&mut harness);
    harness.get_by_label_contains("2025 年的上年是 2024 年");
    assert!(harness.state().as_ref().unwrap().workspace().unwrap().last_year().is_none());
}

/// A list of codes in which a code of the first sample ends with 2025, written into a folder of the test.
fn list_of_codes() -> (PathBuf, String) {
    use disclosure_engine::disclosure::{Classification, TableNumber};
    let catalog = Catalog::builtin().unwrap();
    let of_sample = last(|_| {});
    let rows = &of_sample.table(TableNumber(5)).unwrap().rows;
    let old = rows.iter().find_map(|row| row.subject.code()).unwrap().to_string();
    let mut lines = vec!["科目编码,科目名称,启用年度,停用年度,接替科目,文号".to_owned()];
    for classification in [Classification::Function, Classification::Economic] {
        let entries = catalog.in_year(2025).search(classification, "");
        let entries = entries.map(|entry| (entry.code.to_string(), entry.name.clone()));
        let kept = entries.filter(|(code, _)| *code != old && !code.starts_with('5'));
        lines.extend(kept.map(|(code, name)| format!("{code},{name},,,,")));
    }
    lines.push(format!("{old},旧的,,2026,2089998,甲文"));
    lines.push("2089998,接替的,2026,,,甲文".to_owned());
    let path = folder().join("科目.csv");
    std::fs::write(&path, lines.join("\n")).unwrap();
    (path, old)
}

#[test]
fn what_changed_in_the_list_of_codes_is_shown_with_a_draft_and_rows_follow_it() {
    use disclosure_engine::disclosure::{RowKey, TableNumber};
    let (list, old) = list_of_codes();
    let mut harness = window(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(list)));
    menu(&mut harness, "文件", "科目表…");
    harness.get_by_label("载入科目表…").click();
    harness.run_steps(8);
    harness.get_by_label_contains("2025 年的科目表已载入");
    press(&mut harness, Key::Escape);
    menu(&mut harness, "文件", "从上年文件新建…");
    harness.get_by_label("新建草稿").click();
    harness.run();
    harness.get_by_label("2026 年的科目变动");
    harness.get_by_label_contains("2026 年起停用，由 208 99 98 接替的 接替（甲文）");
    harness.get_by_label("改打了勾的").click();
    harness.run();
    let codes = |harness: &Test, table: u8| {
        let table = disclosure(harness).table(TableNumber(table)).unwrap().clone();
        table.rows.iter().filter_map(|row| row.subject.code()).map(|code| code.to_string()).collect::<Vec<_>>()
    };
    for table in [2, 3, 5] {
        let codes = codes(&harness, table);
        assert!(codes.contains(&"2089998".to_owned()) && !codes.contains(&old), "表{table}: {codes:?}");
    }
    let of_new = RowKey::Code("2089998".parse().unwrap());
    assert!(disclosure(&harness).prior.keys().any(|cell| cell.row == of_new));
    command(&mut harness, Key::Z);
    assert!(codes(&harness, 5).contains(&old), "one step");
    // It can be asked for at any time.
    menu(&mut harness, "表格", "科目变动…");
    harness.get_by_label("2026 年的科目变动");
    harness.get_by_label("都不改").click();
    harness.run();
    assert!(codes(&harness, 5).contains(&old));
}

#[test]
fn lists_of_codes_are_remembered_for_their_years_and_put_away() {
    let (list, _) = list_of_codes();
    let state = folder();
    let mut harness = window_with(Some(sample("urumqi-2025.budget")), Some(PathAnswer::Chosen(list)), state.clone());
    menu(&mut harness, "文件", "科目表…");
    harness.get_by_label("载入科目表…").click();
    harness.run_steps(8);
    drop(harness);
    let mut harness = window_with(Some(sample("urumqi-2025.budget")), None, state.clone());
    menu(&mut harness, "文件", "科目表…");
    harness.get_by_label_contains("用的是 2025 年的科目表");
    harness.get_by_label("不再用").click();
    harness.run_steps(4);
    harness.get_by_label_contains("用的是程序自带的科目表");
    drop(harness);
    let mut harness = window_with(Some(sample("urumqi-2025.budget")), None, state);
    menu(&mut harness, "文件", "科目表…");
    harness.get_by_label_contains("用的是程序自带的科目表");
}
