use super::*;
use crate::disclosure::{FundsField, IndicatorField, PerformanceField, PerformanceSubject};
use crate::edit::paste::Block;
use crate::evaluate::Evaluated;
use crate::evaluate::tests::Draft;
use crate::sheet::{PerformanceSheet, Place};

/// A draft with a table of the project 甲 that has two indicators.
fn draft() -> Draft {
    let mut draft = Draft::new();
    let indicator = |three: &str, weight: u32| Indicator {
        level_one: "产出".into(),
        level_two: "数量".into(),
        level_three: three.into(),
        weight: Some(weight.into()),
        ..Indicator::default()
    };
    draft.disclosure.performance.push(PerformanceTable {
        subject: PerformanceSubject::Project("甲".into()),
        indicators: vec![indicator("一", 40), indicator("二", 50)],
        ..PerformanceTable::default()
    });
    draft
}

fn labels<'a>(evaluated: &Evaluated<'a>) -> &'a crate::form::PerformanceForm {
    &evaluated.form.document.as_ref().unwrap().performance
}

/// Pastes `text` at the field of the draft's table and returns what was refused and added.
fn paste(draft: &mut Draft, at: PerformanceField, to: PerformanceField, text: &str) -> (Vec<(String, String)>, usize) {
    let pasted = draft.with(|evaluated| {
        let table = &evaluated.disclosure.performance[0];
        let sheet = PerformanceSheet::new(labels(&evaluated), evaluated.disclosure.kind, "某", table);
        let block = (sheet.place(at).unwrap(), sheet.place(to).unwrap());
        paste_performance(evaluated, labels(&evaluated), 0, block, &Block::from_text(text)).unwrap()
    });
    pasted.step.apply(&mut draft.disclosure);
    (pasted.refused, pasted.added)
}

const LEVEL_ONE: PerformanceField = PerformanceField::Indicator(0, IndicatorField::LevelOne);

#[test]
fn rows_from_a_spreadsheet_replace_indicators_and_add_those_that_are_missing() {
    let mut draft = draft();
    // Merged cells are copied with their text in the first row; heads come along with the whole block.
    let block = "一级指标\t二级指标\t三级指标\t指标值\t指标值设置依据\t上年完成值\t指标分值权重\r\n\
                 产出指标\t数量指标\t活动场次\t>=4场\t计划标准\t4场\t40\r\n\
                 \t质量指标\t合格率\t>=95%\t计划标准\t95%\t30\r\n\
                 效益指标\t社会效益指标\t满意\t提高\t计划标准\t/\t20分\r\n";
    assert_eq!(paste(&mut draft, LEVEL_ONE, LEVEL_ONE, block), (vec![], 1));
    let table = &draft.disclosure.performance[0];
    let levels: Vec<_> = table.indicators.iter().map(|i| (i.level_one.as_str(), i.level_two.as_str())).collect();
    assert_eq!(levels, [("产出指标", "数量指标"), ("产出指标", "质量指标"), ("效益指标", "社会效益指标")]);
    assert_eq!(table.weight(), Some(90.into()));
    assert_eq!(table.indicators[1].value, ">=95%");
}

#[test]
fn what_cannot_be_pasted_is_told_and_one_cell_fills_the_selection() {
    let mut draft = draft();
    let weights = (PerformanceField::Weight(0), PerformanceField::Weight(1));
    let (refused, _) = paste(&mut draft, weights.0, weights.0, "很多\n30");
    assert_eq!(refused.len(), 1);
    assert_eq!(refused[0].0, "很多");
    assert_eq!(draft.disclosure.performance[0].weight(), Some(70.into()), "the other figure is taken");
    paste(&mut draft, weights.0, weights.1, "45");
    assert_eq!(draft.disclosure.performance[0].weight(), Some(90.into()));
    let name = PerformanceField::Project;
    paste(&mut draft, name, name, "乙\t\t\t\t项目负责人\t\t李四");
    let table = draft.disclosure.performance[0].clone();
    assert_eq!((&table.subject, table.contact.as_str()), (&PerformanceSubject::Project("乙".into()), "李四"));
    // Rows of indicators are not strewn over name and money.
    let error = draft.with(|evaluated| {
        let (first, block) = (Place { row: 1, column: 2 }, Block::from_text("产出\t数量\t次数\t4\t计划\t3\t20"));
        paste_performance(evaluated, labels(&evaluated), 0, (first, first), &block).unwrap_err()
    });
    assert_eq!(error, EditError::OtherLayout);
    let many = "产出\n".repeat(600);
    let error = draft.with(|evaluated| {
        let first = Place { row: 5, column: 0 };
        paste_performance(evaluated, labels(&evaluated), 0, (first, first), &Block::from_text(&many)).unwrap_err()
    });
    assert_eq!(error, EditError::TooManyRows(600));
}

#[test]
fn a_blank_last_row_empties_what_it_is_pasted_over_and_adds_nothing() {
    let mut draft = draft();
    let three = |row| PerformanceField::Indicator(row, IndicatorField::LevelThree);
    let copied = crate::edit::CopiedCells {
        rows: ["三", ""].map(|text| vec![crate::edit::CopiedCell::Text(text.to_owned())]).to_vec(),
    };
    assert_eq!(paste(&mut draft, three(0), three(0), &copied.text()), (vec![], 0));
    let threes = |draft: &Draft| -> Vec<String> {
        draft.disclosure.performance[0].indicators.iter().map(|i| i.level_three.clone()).collect()
    };
    assert_eq!(threes(&draft), ["三", ""]);
    // Below the last indicator there is nothing to empty: whole columns come with blank rows without end.
    assert_eq!(paste(&mut draft, three(1), three(1), "四\r\n五\r\n\r\n\r\n"), (vec![], 1));
    assert_eq!(threes(&draft), ["三", "四", "五"]);
}

#[test]
fn amounts_weights_and_names_are_read_or_refused() {
    let mut draft = draft();
    let enter = |draft: &Draft, field, text: &str| {
        draft.with(|evaluated| enter_performance(evaluated, 0, "录入", &[(field, text.to_owned())]))
    };
    let total = PerformanceField::Funds(FundsField::Total);
    enter(&draft, total, "1,057.99").unwrap().apply(&mut draft.disclosure);
    assert_eq!(draft.disclosure.performance[0].funds.total, Some(draft.amount("1057.99")));
    let shown = draft.with(|e| performance_text(e.form, e.disclosure, 0, total));
    assert_eq!(shown.as_deref(), Some("1057.99"));
    assert!(matches!(enter(&draft, total, "十万"), Err(EditError::NoAmount { .. })));
    for (text, weight) in [("7.5", Some("7.5")), ("１０分", Some("10")), ("", None)] {
        enter(&draft, PerformanceField::Weight(0), text).unwrap().apply(&mut draft.disclosure);
        let expected = weight.map(|weight| weight.parse().unwrap());
        assert_eq!(draft.disclosure.performance[0].indicators[0].weight, expected, "{text}");
    }
    for text in ["-1", "101", "一"] {
        assert!(matches!(enter(&draft, PerformanceField::Weight(0), text), Err(EditError::NoWeight(_))), "{text}");
    }
    assert_eq!(enter(&draft, PerformanceField::Project, " "), Err(EditError::NameMissing));
    assert_eq!(enter(&draft, PerformanceField::Weight(7), "1"), Err(EditError::TextMissing));
}

#[test]
fn an_indicator_that_is_put_in_belongs_to_the_group_above_it() {
    let mut draft = draft();
    let step = insert_indicator(&draft.disclosure, 0, Some(1)).unwrap();
    step.apply(&mut draft.disclosure);
    duplicate_indicators(&draft.disclosure, 0, 0..1).unwrap().apply(&mut draft.disclosure);
    let table = &draft.disclosure.performance[0];
    let threes: Vec<_> = table.indicators.iter().map(|i| i.level_three.as_str()).collect();
    assert_eq!(threes, ["一", "一", "二", ""]);
    assert_eq!(table.printed_together(0, IndicatorField::LevelTwo), 0..4);
    assert!(table.continues(3, IndicatorField::LevelOne) && !table.continues(0, IndicatorField::LevelOne));
    remove_indicators(&draft.disclosure, 0, 1..3).unwrap().apply(&mut draft.disclosure);
    assert_eq!(draft.disclosure.performance[0].indicators.len(), 2);
    assert_eq!(remove_indicators(&draft.disclosure, 0, 1..3), Err(EditError::TextMissing));
}

#[test]
fn a_new_table_has_its_projects_money_and_the_forms_levels() {
    let mut draft = Draft::new().project(7, "", "2080101", "甲", &[(2, "5"), (4, "1")]);
    draft = draft.project(11, "", "", "甲", &[(5, "2")]);
    draft = draft.project(11, "", "", "乙", &[(5, "3")]);
    let subjects = draft.with(subjects_without_table);
    let project = |name: &str| PerformanceSubject::Project(name.to_owned());
    assert_eq!(subjects, [project("甲"), project("乙"), PerformanceSubject::Whole]);
    let table = draft.with(|evaluated| new_performance_table(evaluated, project("甲")));
    assert_eq!(table.funds.total, Some(draft.amount("8")));
    assert_eq!(table.indicators.len(), 6);
    add_performance_table(&draft.disclosure, 0, table).apply(&mut draft.disclosure);
    assert_eq!(draft.with(subjects_without_table), [project("乙"), PerformanceSubject::Whole]);
}

#[test]
fn goal_and_indicators_are_taken_from_another_table_and_last_years_values_are_what_was_reached() {
    let mut draft = draft();
    let mut other = draft.disclosure.performance[0].clone();
    other.goal = "做好工作".into();
    other.indicators[0].value = "≥4场".into();
    let mine = PerformanceTable { subject: PerformanceSubject::Project("乙".into()), ..PerformanceTable::default() };
    add_performance_table(&draft.disclosure, 1, mine).apply(&mut draft.disclosure);
    copy_performance(&draft.disclosure, 1, &other, true).unwrap().apply(&mut draft.disclosure);
    let table = &draft.disclosure.performance[1];
    assert_eq!((&table.subject, table.goal.as_str()), (&PerformanceSubject::Project("乙".into()), "做好工作"));
    assert_eq!(table.indicators[0].last_year, "≥4场");
    copy_performance(&draft.disclosure, 1, &other, false).unwrap().apply(&mut draft.disclosure);
    assert_eq!(draft.disclosure.performance[1].indicators[0].last_year, "");
}

/// The findings about missing tables, with what would mend them.
fn missing(draft: &mut Draft) -> Vec<crate::audit::Repair> {
    let findings = draft.with(crate::audit::audit).findings;
    let missing = findings.into_iter().filter(|finding| matches!(finding.rule.as_str(), "F5" | "F5-2"));
    missing.flat_map(|finding| finding.repairs).collect()
}

#[test]
fn a_missing_table_is_made_by_its_finding_with_its_money_and_undone() {
    use crate::audit::Repair;
    let forms = crate::form::FormLibrary::builtin().unwrap();
    let mut draft = Draft::new();
    draft.disclosure =
        crate::file::read(include_str!("../../../../assets/samples/urumqi-2025.budget"), &forms).unwrap();
    let before = draft.disclosure.clone();
    // The project of the first table has none any more; two carried-over ones never had one.
    let gone = draft.disclosure.performance.remove(0);
    let Some(name) = gone.text(PerformanceField::Project).map(str::to_owned) else { panic!() };
    let wanted = Repair::AddPerformance(vec![name.clone()]);
    let found = missing(&mut draft);
    assert!(found.contains(&wanted) && found.len() >= 3, "{found:?}");
    let step = draft.with(|evaluated| crate::edit::make_repair(evaluated, &wanted)).unwrap();
    let without = draft.disclosure.clone();
    step.apply(&mut draft.disclosure);
    let made = draft.disclosure.performance.last().unwrap();
    assert_eq!((made.text(PerformanceField::Project), made.funds.total), (Some(name.as_str()), gone.funds.total));
    assert!(made.goal.is_empty() && !made.indicators.is_empty());
    assert!(!missing(&mut draft).contains(&wanted));
    step.revert(&mut draft.disclosure);
    assert_eq!(draft.disclosure, without);
    // Where there is no table at all, one step makes them all.
    draft.disclosure.performance.clear();
    let found = missing(&mut draft);
    let Some(all @ Repair::AddPerformance(names)) = found.first() else { panic!("{found:?}") };
    assert!(names.len() > 2 && names.len() <= before.performance.len(), "{names:?}");
    let step = draft.with(|evaluated| crate::edit::make_repair(evaluated, all)).unwrap();
    step.apply(&mut draft.disclosure);
    assert_eq!(draft.disclosure.performance.len(), names.len());
}
