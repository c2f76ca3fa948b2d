use super::*;
use crate::disclosure::{ColumnNumber, Part};
use crate::evaluate::tests::Draft;
use crate::file;
use crate::form::FormLibrary;
use crate::review::compare::{Comparison, RowChange};

fn sample(text: &str) -> Draft {
    let forms = FormLibrary::builtin().unwrap();
    let disclosure = file::read(text, &forms).unwrap();
    let form = (**forms.get(&disclosure.form).unwrap()).clone();
    Draft { disclosure, ..Draft::of_form(form) }
}

fn samples() -> [Draft; 2] {
    [
        sample(include_str!("../../../../assets/samples/urumqi-2025.budget")),
        sample(include_str!("../../../../assets/samples/shayibak-2025.budget")),
    ]
}

fn compared(other: &Draft, current: &Draft) -> Comparison {
    compare(&current.form, &other.with(snapshot), &current.with(snapshot))
}

fn taken(mut current: Draft, other: &Draft, choose: impl Fn(&Comparison) -> Vec<Taken>) -> Draft {
    let comparison = compared(other, &current);
    let chosen = choose(&comparison);
    let step = current.with(|own| other.with(|other| take_over(own, other, &comparison, &chosen))).unwrap();
    let before = current.disclosure.clone();
    step.apply(&mut current.disclosure);
    let mut undone = current.disclosure.clone();
    step.revert(&mut undone);
    assert_eq!(undone, before, "undo leaves no trace");
    current
}

#[test]
fn everything_taken_over_leaves_no_difference() {
    for (from, to) in [(0, 1), (1, 0)] {
        let [first, second] = samples();
        let mut both = [Some(first), Some(second)];
        let (other, current) = (both[from].take().unwrap(), both[to].take().unwrap());
        let current = taken(current, &other, Comparison::takeable);
        let rest = compared(&other, &current);
        assert!(rest.is_empty(), "{rest:#?}");
    }
}

#[test]
fn a_chosen_figure_is_taken_and_nothing_else() {
    let base = || Draft::new().code(3, "2080101", &[(2, "10"), (3, "5")]).code(3, "2080109", &[(2, "20")]);
    let other = Draft::new().code(3, "2080101", &[(2, "11"), (3, "6")]).code(3, "2080109", &[(2, "20")]);
    let first = |comparison: &Comparison| {
        let is_entered = |taken: &&Taken| matches!(taken, Taken::Cell(..));
        comparison.takeable().iter().find(is_entered).copied().into_iter().collect()
    };
    let current = taken(base(), &other, first);
    assert_eq!([2, 3, 1].map(|column| current.shown(3, "2080101", column)), ["11.00", "5.00", "16.00"]);
}

#[test]
fn rows_come_and_go_and_are_called_as_in_the_other() {
    let current = Draft::new().project(7, "", "2080101", "金保工程运维", &[(3, "3")]).project(
        7,
        "",
        "2080101",
        "只在本文件",
        &[(4, "9")],
    );
    let other = Draft::new().project(7, "", "2080199", "另一个完全不同的补助", &[(7, "8")]).project(
        7,
        "",
        "2080101",
        "金保工程运行维护",
        &[(3, "3")],
    );
    let rows = |comparison: &Comparison| {
        comparison.takeable().into_iter().filter(|taken| matches!(taken, Taken::Row(_))).collect()
    };
    let changes: Vec<_> = compared(&other, &current).rows.iter().filter(|r| r.is_changed()).map(|r| r.change).collect();
    assert_eq!(changes.len(), 3, "{changes:?}");
    assert!(changes.iter().any(|change| matches!(change, RowChange::Renamed(_))));
    let current = taken(current, &other, rows);
    assert_eq!(current.rows(7), ["total", "208", "20801", "2080101/金保工程运行维护", "2080199/另一个完全不同的补助"]);
    assert_eq!(current.shown(7, "2080199/另一个完全不同的补助", 7), "8.00");
}

#[test]
fn exact_yuan_are_taken_not_what_is_shown() {
    let current = Draft::new().code(3, "2080101", &[(2, "10")]);
    let other = Draft::new().code(3, "2080101", &[(2, "11.000012")]);
    let current = taken(current, &other, Comparison::takeable);
    let key = CellKey::new(TableNumber(3), RowKey::Code("2080101".parse().unwrap()), ColumnNumber(2));
    assert_eq!(current.disclosure.entered(&key), Some(current.amount("11.000012")));
}

#[test]
fn one_paragraph_of_a_part_is_taken() {
    let with = |paragraphs: &[&str]| {
        let mut draft = Draft::new();
        let paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
        draft.disclosure.texts.insert(Part::Overview, paragraphs);
        draft
    };
    let other = with(&["一、主要职能", "负责辖区退休人员管理服务。", "三、编制人数五十二人。"]);
    let current = with(&["一、主要职能", "负责退休人员管理服务工作。", "", "三、编制人数五十人。"]);
    let first = |_: &Comparison| vec![Taken::Text(0)];
    let current = taken(current, &other, first);
    assert_eq!(
        current.disclosure.texts[&Part::Overview],
        ["一、主要职能", "负责辖区退休人员管理服务。", "", "三、编制人数五十人。"]
    );
}
