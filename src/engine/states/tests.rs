//! How far the tables are in small disclosures that somebody fills in.

use super::*;
use crate::audit::{Finding, Grade, audit};
use crate::disclosure::Said;
use crate::evaluate::tests::Draft;

/// A disclosure of which nobody said anything.
fn draft() -> Draft {
    let mut draft = Draft::new();
    draft.disclosure.said.clear();
    draft
}

fn said(mut draft: Draft, table: u8, said: Said) -> Draft {
    draft.disclosure.said.insert(Component::Table(TableNumber(table)), said);
    draft
}

fn state(draft: &Draft, table: u8) -> State {
    draft.with(|evaluated| evaluated.states().of_table(evaluated.form, TableNumber(table)))
}

fn messages(draft: &Draft, grade: Grade) -> Vec<String> {
    let findings = draft.with(|evaluated| audit(evaluated).findings);
    // The names of these drafts are not those of the catalogue.
    let is_meant = |finding: &Finding| finding.grade == grade && finding.rule != "F16";
    findings.into_iter().filter(is_meant).map(|finding| finding.message).collect()
}

#[track_caller]
fn assert_quiet(draft: &Draft) {
    for grade in [Grade::Error, Grade::Warning] {
        assert_eq!(messages(draft, grade), [""; 0]);
    }
}

#[test]
fn nothing_is_wrong_or_empty_before_anybody_entered_anything() {
    let draft = draft();
    assert_quiet(&draft);
    assert_eq!(
        messages(&draft, Grade::Unchecked).iter().filter(|message| message.contains("还没有填，与它")).count(),
        0
    );
    for table in 1..=11 {
        assert_eq!(state(&draft, table), State::Untouched, "表{table}");
    }
}

#[test]
fn two_amounts_in_one_table_are_in_progress_and_not_wrong() {
    let draft = draft().code(2, "2080199", &[(3, "142.70")]).code(2, "2080505", &[(3, "12.65")]);
    assert_quiet(&draft);
    assert_eq!(
        (state(&draft, 2), state(&draft, 3), state(&draft, 8)),
        (State::InProgress, State::Untouched, State::Untouched)
    );
    // What they could be compared with is not there: that is told, and not counted as passed.
    assert!(messages(&draft, Grade::Unchecked).iter().any(|message| message.starts_with("表3 还没有填，与它有关的")));
    draft.with(|evaluated| assert!(audit(evaluated).findings.iter().all(|finding| finding.suspects.is_empty())));
}

#[test]
fn what_is_missing_beside_a_complete_table_is_told_with_its_amount_and_nothing_is_proposed() {
    let income = draft().code(2, "2080199", &[(3, "142.70")]).code(2, "2080505", &[(3, "12.65")]);
    let draft = said(income, 2, Said::Complete).code(5, "2080199", &[(2, "101.02")]);
    assert_quiet(&draft);
    let notes = messages(&draft, Grade::ToCome);
    assert!(notes.iter().any(|note| note.starts_with("表5 还差 54.33 万元")), "{notes:?}");
    draft.with(|evaluated| {
        let findings = audit(evaluated).findings;
        let mut notes = findings.iter().filter(|finding| finding.grade == Grade::ToCome);
        assert!(notes.all(|note| note.repairs.is_empty() && note.suspects.is_empty()));
    });
}

#[test]
fn a_table_that_agrees_with_complete_ones_is_complete_by_itself() {
    let income = || said(draft().code(2, "2080199", &[(3, "142.70")]), 2, Said::Complete);
    assert_eq!(state(&income().code(3, "2080199", &[(2, "142.70")]), 3), State::Complete);
    assert_eq!(state(&income().code(3, "2080199", &[(2, "142.69")]), 3), State::InProgress);
    // Income says that there is nothing of the other funds, and nothing carried over; it does not say it of 三公.
    for (table, expected) in [(8, State::Empty), (9, State::Empty), (11, State::Empty), (10, State::Untouched)] {
        assert_eq!(state(&income(), table), expected, "表{table}");
    }
    // Without anybody who says so, one table is no witness for another.
    let unsaid = draft().code(2, "2080199", &[(3, "142.70")]).code(3, "2080199", &[(2, "142.70")]);
    assert_eq!((state(&unsaid, 2), state(&unsaid, 3)), (State::InProgress, State::InProgress));
}

/// Tables that agree in everything, of which one amount may be another.
fn whole(basic: &str) -> Draft {
    draft()
        .code(2, "2080199", &[(3, "142.70")])
        .code(3, "2080199", &[(2, "142.70")])
        .code(5, "2080199", &[(2, basic)])
        .code(6, "30101", &[(2, "142.70")])
}

#[test]
fn tables_that_all_agree_are_complete_together() {
    for table in [1, 2, 3, 4, 5, 6] {
        assert_eq!(state(&whole("142.70"), table), State::Complete, "表{table}");
    }
    for table in [2, 3, 5, 6] {
        assert_eq!(state(&whole("142.60"), table), State::InProgress, "表{table}");
    }
    assert_quiet(&whole("142.60"));
}

#[test]
fn between_tables_that_are_said_to_be_complete_a_difference_is_an_error() {
    let draft = said(whole("142.60"), 2, Said::Complete);
    assert_quiet(&draft);
    let draft = said(said(draft, 5, Said::Complete), 7, Said::Empty);
    let errors = messages(&draft, Grade::Error);
    assert!(errors.iter().any(|error| error.contains("表5") && error.contains("0.10")), "{errors:?}");
}

#[test]
fn what_is_wrong_inside_a_table_in_progress_is_wrong() {
    let draft = draft().code(2, "2080199", &[(3, "142.70")]).stated(2, "total", 3, "150.00");
    assert!(messages(&draft, Grade::Error).iter().any(|message| message.contains("150.00")));
}

#[test]
fn an_entry_takes_back_that_a_table_is_empty_or_absent() {
    for word in [Said::Empty, Said::Absent] {
        let draft = said(draft().code(2, "2080199", &[(3, "142.70")]), 8, word);
        let before = if word == Said::Empty { State::Empty } else { State::Absent };
        assert_eq!(state(&draft, 8), before);
        let draft = draft.code(8, "2080801", &[(2, "1.00")]);
        assert_eq!(state(&draft, 8), State::InProgress);
    }
}

#[test]
fn what_an_import_did_not_find_is_missing_once_and_not_nothing() {
    let mut draft = draft().code(3, "2080199", &[(2, "142.70")]).code(5, "2080199", &[(2, "142.70")]);
    for table in [1, 2, 4, 6, 7, 8, 9, 10, 11] {
        draft = said(draft, table, Said::Absent);
    }
    assert_quiet(&draft);
    let unchecked = messages(&draft, Grade::Unchecked);
    assert_eq!(
        (state(&draft, 3), state(&draft, 5), state(&draft, 2)),
        (State::Complete, State::Complete, State::Absent)
    );
    let of_income: Vec<_> = unchecked.iter().filter(|message| message.starts_with("表2 不在文件里")).collect();
    assert_eq!(of_income.len(), 1, "{unchecked:?}");
}

#[test]
fn the_order_of_the_work_begins_with_what_others_are_computed_from() {
    draft().with(|evaluated| {
        let order = components(evaluated.form);
        let place = |table: u8| order.iter().position(|of| *of == Component::Table(TableNumber(table))).unwrap();
        assert_eq!(order[0], Component::Text(Part::Overview));
        assert!(place(7) < place(5) && place(2) < place(1) && place(3) < place(1) && place(5) < place(4));
        assert_eq!(order.iter().filter(|of| matches!(of, Component::Table(_))).count(), 11);
    });
}

#[test]
fn a_project_without_an_amount_keeps_its_table_open_until_somebody_says_that_it_is_complete() {
    // By 表2 nothing was carried over; last year's project still stands in 表11.
    let income = || said(draft().code(2, "2080101", &[(3, "5")]), 2, Said::Complete);
    assert_eq!(state(&income(), 11), State::Empty);
    let rolled = income().project(11, "", "", "去年的项目", &[]);
    assert!(matches!(state(&rolled, 11), State::Untouched | State::InProgress), "{:?}", state(&rolled, 11));
    assert_quiet(&rolled);
    assert_eq!(state(&said(rolled, 11, Said::Complete), 11), State::Complete);
}

/// A prescribed row may be computed from another table while the next is entered: what is known of one is not of the other.
#[test]
fn a_class_that_is_computed_says_nothing_of_where_another_is_entered() {
    use crate::form::{FORM_FILE, Form, builtin_form};
    let files = builtin_form("xinjiang-2025").unwrap();
    let text = files.text(FORM_FILE).unwrap();
    let column = r#"Computed(column: 1, id: "total", is: "T3[class](1)", rule: "B6")"#;
    let row = r#"(id: "201", label: "201 一般公共服务支出", code: "201"#;
    let start = text.find(column).unwrap();
    let end = start + text[start..].find(row).unwrap() + row.len();
    let block = &text[start..end];
    let changed = block.replace(column, r#"Entered(1, "total")"#) + r#"", is: "T3[201](1)", rule: "B6"#;
    let form = Form::load(&files.replaced(FORM_FILE, block, &changed)).unwrap();
    let mut draft = Draft::of_form(form);
    draft.disclosure.said.clear();
    let draft = draft.code(2, "2010101", &[(3, "5")]).code(2, "2080101", &[(3, "12")]).fixed(1, "208", &[(1, "10")]);
    // 208 is entered: it does not wait for 表3, as 201 does.
    let unchecked = messages(&draft, Grade::Unchecked);
    assert!(unchecked.contains(&"表3 还没有填，与它有关的 10 项没有核对。".to_owned()), "{unchecked:?}");
}
