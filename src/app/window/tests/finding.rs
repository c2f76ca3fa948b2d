//! Findings, finding and going to cells.

use super::*;

#[test]
fn a_change_is_seen_in_totals_and_findings_and_undo_takes_both_back() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1318.69");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness, 6, "30101", 2), "1,318.69");
    assert_eq!(shown(&harness, 6, "301", 1), "4,712.11");
    assert_eq!(shown(&harness, 6, "total", 1), "5,344.82");
    assert_eq!(rules_broken(&harness), ["B16"]);

    harness.get_all_by_label("去 表5 总计").next().unwrap().click();
    harness.run();
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(5)));
    harness.get_by_label("去 表6 总计").click();
    harness.run();
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)));

    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 6, "total", 1), "5,334.82");
    assert_eq!(rules_broken(&harness), [""; 0]);
    assert!(!harness.state().as_ref().unwrap().workspace().unwrap().is_dirty());
    command(&mut harness, Key::Y);
    assert_eq!(shown(&harness, 6, "total", 1), "5,344.82");
}

#[test]
fn replacing_by_nothing_says_that_it_takes_words_out_of_names() {
    let mut harness = urumqi();
    command(&mut harness, Key::H);
    type_text(&mut harness, "津贴");
    harness.get_by_label_contains("个名称里删去“津贴”");
    assert!(harness.query_by_label_contains("全部替换（").is_none());
}

#[test]
fn finding_steps_through_all_tables_and_names_are_replaced_as_one_step() {
    let mut harness = urumqi();
    command(&mut harness, Key::H);
    type_text(&mut harness, "基本工资");
    harness.get_by_label("共 2 处");
    press(&mut harness, Key::Enter);
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(6)));
    harness.get_by_label("替换为").click();
    harness.run();
    type_text(&mut harness, "岗位");
    let cursor = |harness: &Test| harness.state().as_ref().unwrap().grid.shown().unwrap().cursor;
    let before = cursor(&harness);
    // Enter leaves the keyboard in the field, and the table as it is.
    press(&mut harness, Key::Enter);
    type_text(&mut harness, "工资");
    assert_eq!(cursor(&harness), before);
    harness.get_by_label("全部替换（1 个名称）").click();
    harness.run();
    let name = |harness: &Test| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        format!("{:?}", workspace.disclosure().table(TableNumber(6)).unwrap().rows[0].subject)
    };
    assert!(name(&harness).contains("岗位工资"));
}

#[test]
fn a_cell_is_gone_to_by_table_and_code() {
    let mut harness = urumqi();
    command(&mut harness, Key::G);
    type_text(&mut harness, "表6 302 31（3）");
    press(&mut harness, Key::Enter);
    let grid = |harness: &Test| harness.state().as_ref().unwrap().grid.shown().unwrap().table;
    assert_eq!(grid(&harness), TableNumber(6));
    harness.get_by_label_contains("27.30 万元 = 273");
    command(&mut harness, Key::G);
    type_text(&mut harness, "表6 999");
    press(&mut harness, Key::Enter);
    harness.get_by_label_contains("没有“");
}

#[test]
fn the_wrong_cell_is_named_and_its_repair_taken_and_undone() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("urumqi.budget");
    let text = std::fs::read_to_string(sample("urumqi-2025.budget")).unwrap();
    std::fs::write(&path, text.replacen("{\"general\": \"22568400\"", "{\"general\": \"22658400\"", 1)).unwrap();
    let mut harness = window(Some(path), None);
    assert!(!rules_broken(&harness).is_empty());
    harness.get_all_by_label("采用").next().unwrap().click();
    harness.run();
    assert_eq!(shown(&harness, 2, "2080109", 3), "2,256.84");
    assert_eq!(rules_broken(&harness), [""; 0]);
    let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
    assert_eq!(
        workspace.audit().count(disclosure_engine::audit::Grade::Rounding),
        8,
        "the printed totals are still there"
    );
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 2, "2080109", 3), "2,265.84");
}

/// The window on a disclosure in which 表2 208 01 09 (3) is 90,000 yuan too much, and what `change` makes of it.
fn wrong(change: impl Fn(String) -> String, answer: Option<PathAnswer>) -> (Test, tempfile::TempDir) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("urumqi.budget");
    let text = std::fs::read_to_string(sample("urumqi-2025.budget")).unwrap();
    std::fs::write(&path, change(text.replacen("{\"general\": \"22568400\"", "{\"general\": \"22658400\"", 1)))
        .unwrap();
    (window(Some(path), answer), folder)
}

fn errors(harness: &Test) -> usize {
    harness.state().as_ref().unwrap().workspace().unwrap().audit().count(disclosure_engine::audit::Grade::Error)
}

/// Lists only what `text` is found in, which brings it into sight.
fn search(harness: &mut Test, text: &str) {
    harness.get_by_label("搜索问题").click();
    harness.run();
    command(harness, Key::A);
    type_text(harness, text);
}

#[test]
fn a_finding_is_accepted_with_a_reason_until_its_figure_changes() {
    let (mut harness, _folder) = wrong(|text| text, None);
    let before = errors(&harness);
    harness.get_all_by_label("接受…").next().unwrap().click();
    harness.run();
    harness.get_by_label("接受").click();
    harness.run();
    harness.get_by_label("请填写接受的理由");
    type_text(&mut harness, "等财政批复");
    harness.get_by_label("接受").click();
    harness.run();
    harness.get_by_label("请填写接受人");
    type_text(&mut harness, "复核");
    harness.get_by_label("接受").click();
    harness.run();
    assert!(harness.query_by_label_contains("请填写").is_none());
    assert_eq!(errors(&harness), before - 1);
    harness.get_by_label("✓ 已接受 1").click();
    harness.run();
    harness.get_by_label_contains("✓ 已接受：等财政批复（复核 ");

    // The acceptance speaks of a figure that is there no more.
    table(&mut harness, "表2 收入");
    command(&mut harness, Key::G);
    type_text(&mut harness, "表2 208 01 09（3）");
    press(&mut harness, Key::Enter);
    type_text(&mut harness, "2270");
    press(&mut harness, Key::Enter);
    harness.get_by_label("1 条接受已经失效：所说的数字或文字改了");
    command(&mut harness, Key::Z);
    assert_eq!(errors(&harness), before - 1);
    harness.get_by_label("撤回接受").click();
    harness.run();
    assert_eq!(errors(&harness), before);
}

#[test]
fn a_repair_is_made_and_undone() {
    let (mut harness, _folder) =
        wrong(|text| text.replacen("综合业务运行费", "综合业务（电话：13000000000）", 1), None);
    search(&mut harness, "F50");
    harness.get_by_label("遮去").click();
    harness.run();
    let name = |harness: &Test| {
        let table = harness.state().as_ref().unwrap().workspace().unwrap().disclosure().table(TableNumber(7)).unwrap();
        table
            .rows
            .iter()
            .any(|row| row.subject.project().is_some_and(|project| project.name == "综合业务（电话：（略））"))
    };
    assert!(name(&harness));
    command(&mut harness, Key::Z);
    assert!(!name(&harness));

    // Beside the figure that is probably wrong, what would only make two figures agree is folded.
    search(&mut harness, "A19");
    assert!(harness.query_by_label_contains("采用计算数").is_none());
    harness.get_all_by_label("其他办法").next().unwrap().click();
    harness.run();
    harness.get_all_by_label_contains("采用计算数").next().unwrap().click();
    harness.run();
    assert_eq!(shown(&harness, 2, "20801", 3), "6,967.84");
    command(&mut harness, Key::Z);
    assert_eq!(shown(&harness, 2, "20801", 3), "6,958.84");
}

#[test]
fn findings_are_searched_and_grouped_by_table() {
    let (mut harness, _folder) = wrong(|text| text, None);
    let listed = |harness: &Test| harness.query_all_by_label("为什么").count();
    let all = listed(&harness);
    search(&mut harness, "由它引起的另外");
    assert_eq!(listed(&harness), 1);
    assert!(all > 10, "{all}");
    assert!(harness.query_all_by_label_contains("去 表2 208 01 人力资源").count() > 0);
    search(&mut harness, "没有这条规则");
    harness.get_by_label("没有符合筛选的问题");
}

#[test]
fn the_list_of_findings_is_written_as_a_workbook_and_as_text() {
    use calamine::Reader;
    for name in ["清单.xlsx", "清单.txt"] {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join(name);
        let (mut harness, _folder) = wrong(|text| text, Some(PathAnswer::Chosen(path.clone())));
        harness.get_by_label("审核").click();
        harness.run();
        harness.get_by_label_contains("导出审阅表…").click();
        harness.run();
        harness.run();
        let findings = harness.state().as_ref().unwrap().workspace().unwrap().audit().findings.len();
        if name.ends_with("txt") {
            let text = std::fs::read_to_string(&path).unwrap();
            assert!(
                text.contains("2,265.84 应为 2,256.84") && text.contains(&format!("\n{findings}. 交给：")),
                "{text}"
            );
        } else {
            let mut workbook = calamine::open_workbook_auto(&path).unwrap();
            let range = workbook.worksheet_range_at(0).unwrap().unwrap();
            let numbered = range.rows().filter(|row| matches!(row[0], calamine::Data::Float(_)));
            assert_eq!(numbered.count(), findings);
        }
    }
}

#[test]
fn every_rule_is_listed_with_an_example() {
    let mut harness = urumqi();
    harness.get_by_label("帮助").click();
    harness.run();
    harness.get_by_label_contains("核对规则").click();
    harness.run();
    type_text(&mut harness, "B16");
    harness.get_by_label("表5 基本支出等于表6 总计");
    harness.get_by_label_contains("例：表5 总计（2）基本支出 5.00，应等于 ");
    press(&mut harness, Key::Escape);
    assert!(harness.query_by_label_contains("核对规则（").is_none());
}

#[test]
fn a_request_about_a_finding_is_not_carried_out_on_another_that_typing_brought() {
    let mut harness = urumqi();
    table(&mut harness, "表6 基本支出");
    // The last digits of a figure are swapped: the list names what it should hold.
    click_cell(&mut harness, "表6 301 01 基本工资（2）");
    type_text(&mut harness, "1308.96");
    press(&mut harness, Key::Enter);
    assert_eq!(rules_broken(&harness), ["B16"]);
    // While the right figure is being typed, what was found about the wrong one is accepted.
    press(&mut harness, Key::ArrowUp);
    type_text(&mut harness, "1308.69");
    harness.get_all_by_label("接受…").next().unwrap().click();
    harness.run();
    assert_eq!(shown(&harness, 6, "30101", 2), "1,308.69");
    assert_eq!(rules_broken(&harness), [""; 0]);
    assert!(harness.state().as_ref().unwrap().dialog.is_none(), "another finding is not offered for it");
    harness.get_by_label_contains("这个问题随之变了");
}

#[test]
fn finding_goes_to_sentences_and_to_indicators() {
    let mut harness = urumqi();
    let shown = |harness: &Test| harness.state().as_ref().unwrap().texts.shown();
    command(&mut harness, Key::F);
    type_text(&mut harness, "部分项目完成后");
    harness.get_by_label("共 1 处");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness), Some(crate::app::texts::TextPage::Narrative));
    harness.get_by_label("情况说明 第二节");
    harness.get_by_label("第 1 处，共 1 处");
    // The sentence is there to be seen, and typing goes on in the bar.
    harness.get_by_label_contains("一般公共预算8,198.13万元");
    command(&mut harness, Key::A);
    type_text(&mut harness, "13万人次");
    press(&mut harness, Key::Enter);
    let place = |harness: &Test| {
        let window = harness.state().as_ref().unwrap();
        window.performance.active(window.workspace().unwrap())
    };
    let field = disclosure_engine::disclosure::PerformanceField::Indicator(
        0,
        disclosure_engine::disclosure::IndicatorField::LastYear,
    );
    assert_eq!(shown(&harness), Some(crate::app::texts::TextPage::Performance(1)));
    assert_eq!(place(&harness), Some(disclosure_engine::disclosure::TextPlace::Performance(1, field)));
    command(&mut harness, Key::A);
    type_text(&mut harness, "基本工资");
    press(&mut harness, Key::Enter);
    assert_eq!(shown(&harness), None, "a table again");
}

#[test]
fn a_missing_performance_table_is_made_from_its_finding_and_opened() {
    let mut harness = urumqi();
    let tables = |harness: &Test| harness.state().as_ref().unwrap().workspace().unwrap().disclosure().performance.len();
    let before = tables(&harness);
    table(&mut harness, "表11 结转结余");
    // Beside the wide table the list is folded.
    press(&mut harness, Key::F9);
    search(&mut harness, "F5-2");
    let button = harness.get_all_by_label("新建绩效目标表").next().unwrap();
    button.click();
    harness.run();
    assert_eq!(tables(&harness), before + 1);
    let shown = |harness: &Test| harness.state().as_ref().unwrap().texts.shown();
    assert_eq!(shown(&harness), Some(crate::app::texts::TextPage::Performance(before)));
    type_text(&mut harness, "补助按月发放到位");
    press(&mut harness, Key::Enter);
    let goal = |harness: &Test| {
        let workspace = harness.state().as_ref().unwrap().workspace().unwrap();
        workspace.disclosure().performance.get(before).map(|table| table.goal.clone())
    };
    assert_eq!(goal(&harness).as_deref(), Some("补助按月发放到位"), "what is typed is its goal");
    command(&mut harness, Key::Z);
    command(&mut harness, Key::Z);
    assert_eq!(tables(&harness), before);
    assert_eq!(shown(&harness), None, "the table with the project is shown again");
    assert_eq!(harness.state().as_ref().unwrap().grid.table(), Some(TableNumber(11)));
}
