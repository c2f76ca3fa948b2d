use super::*;
use crate::catalog::Catalog;
use crate::disclosure::{Code, Disclosure, Kind, Row};
use crate::evaluate::evaluate;
use crate::form::FormLibrary;

fn replacement(disclosure: &Disclosure, query: &str, by: &str) -> Replacement {
    let (forms, catalog) = (FormLibrary::builtin().unwrap(), Catalog::builtin().unwrap());
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    replace_in_names(Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation }, query, by)
}

#[test]
fn a_name_of_which_nothing_would_be_left_stays() {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.for_year(2025).unwrap();
    let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "某单位", 2025);
    let table = disclosure.table_mut(TableNumber(2));
    let (class, code): (Code, Code) = ("208".parse().unwrap(), "2080109".parse().unwrap());
    table.names.insert(class, "甲乙".to_owned());
    table.rows.push(Row::new(Subject::Code { code, name: "甲乙".to_owned() }));
    assert!(replacement(&disclosure, "甲乙", "").step.changes.is_empty());
    assert!(replacement(&disclosure, "甲乙", " ").step.changes.is_empty());
    let name = || ("甲乙".to_owned(), "乙".to_owned());
    assert_eq!(replacement(&disclosure, "甲", "").names, [name(), name()]);
}

/// The sample, with what it prints of its unit.
fn sample() -> Disclosure {
    let forms = FormLibrary::builtin().unwrap();
    crate::file::read(include_str!("../../../../assets/samples/urumqi-2025.budget"), &forms).unwrap()
}

/// What is printed in the rows of units and their codes.
fn printed(disclosure: &Disclosure) -> Vec<(String, String)> {
    let (forms, catalog) = (FormLibrary::builtin().unwrap(), Catalog::builtin().unwrap());
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    let evaluated = Evaluated { form, catalog: &catalog, disclosure, evaluation: &evaluation };
    let tables = form.tables.iter().map(|table| crate::review::table_snapshot(evaluated, table));
    let rows = tables.flat_map(|table| table.rows);
    let of_units = rows.filter(|row| matches!(row.key, RowKey::Unit(_) | RowKey::UnitCode(..)));
    of_units.map(|row| (format!("{:?}", row.key), format!("{:?} {:?}", row.own, row.following))).collect()
}

#[test]
fn the_name_of_a_unit_is_replaced_with_all_that_is_printed_of_it_and_taken_back() {
    let before = sample();
    let stated = |disclosure: &Disclosure, name: &str| {
        let keys = disclosure.tables.values().flat_map(|table| table.stated.keys());
        let is_of_unit = |row: &RowKey| matches!(row, RowKey::Unit(unit) | RowKey::UnitCode(unit, _) if unit == name);
        keys.filter(|(row, _)| is_of_unit(row)).count()
    };
    let (old, new) = ("乌鲁木齐市社会保险中心", "乌鲁木齐市社会保险服务中心");
    let count = stated(&before, old);
    assert!(count > 0, "the sample states figures in the rows of its unit");
    let found = replacement(&before, old, new);
    assert!(found.names.contains(&(old.to_owned(), new.to_owned())), "{:?}", found.names);
    let mut after = before.clone();
    found.step.apply(&mut after);
    assert_eq!((stated(&after, old), stated(&after, new)), (0, count));
    let expected: Vec<_> = printed(&before).into_iter().map(|(key, row)| (key.replace(old, new), row)).collect();
    assert!(!expected.is_empty());
    assert_eq!(printed(&after), expected);
    found.step.revert(&mut after);
    assert_eq!(after, before);
}

#[test]
fn units_that_become_one_state_nothing_that_was_of_one_of_them() {
    let mut disclosure = sample();
    let table = disclosure.table_mut(TableNumber(11));
    let mut projects = table.rows.iter_mut().filter_map(|row| match &mut row.subject {
        Subject::Project(project) => Some(project),
        _ => None,
    });
    projects.next().unwrap().unit = Some("乙社会保险中心".to_owned());
    let found = replacement(&disclosure, "乙社会", "乌鲁木齐市社会");
    let mut after = disclosure.clone();
    found.step.apply(&mut after);
    let units = |disclosure: &Disclosure| {
        let rows = disclosure.table(TableNumber(11)).unwrap().rows.clone();
        rows.iter().filter_map(|row| row.subject.project()?.unit.clone()).collect::<BTreeSet<_>>().len()
    };
    assert_eq!((units(&disclosure), units(&after)), (2, 1));
    let stated = |disclosure: &Disclosure| {
        let rows = disclosure.table(TableNumber(11)).unwrap().stated.clone();
        rows.keys().filter(|(row, _)| matches!(row, RowKey::Unit(_))).count()
    };
    assert!(stated(&disclosure) > 0);
    assert_eq!(stated(&after), 0, "what was stated was of the other projects alone");
    found.step.revert(&mut after);
    assert_eq!(after, disclosure);
}

#[test]
fn a_project_keeps_its_performance_table_and_the_comments_on_it() {
    use crate::disclosure::{Comment, CommentId, CommentPlace};
    let mut before = sample();
    let name = before.performance[0].text(PerformanceField::Project).unwrap().to_owned();
    before.comments.push(Comment {
        id: CommentId(1),
        place: CommentPlace::Performance(name.clone()),
        about: "绩效目标表".to_owned(),
        author: "审核人".to_owned(),
        written: "2026-01-01 00:00".to_owned(),
        text: "请核对".to_owned(),
        replies: Vec::new(),
        resolved: None,
    });
    let new = format!("{name}（续）");
    let found = replacement(&before, &name, &new);
    let mut after = before.clone();
    found.step.apply(&mut after);
    assert_eq!(after.performance[0].text(PerformanceField::Project), Some(new.as_str()));
    assert_eq!(after.comments[0].place, CommentPlace::Performance(new));
    found.step.revert(&mut after);
    assert_eq!(after, before);
}
