//! Files of every version of the format are opened for ever: each has a fixture, which is never changed.

use std::path::{Path, PathBuf};

use disclosure_engine::disclosure::{
    CellKey, ColumnNumber, CommentId, CommentPlace, Disclosure, Kind, Part, PerformanceSubject, ProjectId, RowKey,
    SignOffScope, SlotValue, TableNumber, TextKey,
};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

/// The newest format; a fixture must be there for each up to it.
const NEWEST: u32 = 3;
/// The format in which files are written whose form has no columns beside amounts.
const PLAIN: u32 = 2;

/// Files of each version, oldest first. What a version got after its first file stands in one more.
const FIXTURES: [(u32, &str); 6] = [
    (1, "version-1"),
    (1, "version-1-reviewed"),
    (2, "version-2"),
    (2, "version-2-reviewed"),
    (2, "version-2-kept"),
    (3, "version-3"),
];

fn fixture(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(format!("tests/fixtures/{name}.budget"))
}

fn open(name: &str) -> Disclosure {
    let forms = FormLibrary::builtin().unwrap();
    file::open(&fixture(name), &forms).unwrap_or_else(|error| panic!("{name}: {error}"))
}

#[test]
fn every_version_has_a_fixture_that_is_opened_and_saved_in_the_newest() {
    let forms = FormLibrary::builtin().unwrap();
    assert!((1..=NEWEST).eq(FIXTURES.iter().map(|(version, _)| *version).collect::<std::collections::BTreeSet<_>>()));
    for (version, name) in FIXTURES {
        let opened = open(name);
        let written = file::write(&opened);
        let format = version.max(PLAIN);
        assert!(written.starts_with(&format!("Budget(\n    format: {format},\n")), "a new format needs a new fixture");
        assert_eq!(file::read(&written, &forms).unwrap(), opened);
    }
}

#[test]
fn version_1_says_what_it_always_said() {
    let file = open("version-1");
    assert_eq!((file.form.as_str(), file.kind, file.year), ("xinjiang-2025", Kind::Department, 2025));
    assert_eq!(file.body, "某某“局”");
    let tables: Vec<_> = file.tables.iter().map(|(number, table)| (number.0, table.rows.len())).collect();
    assert_eq!(tables, [(2, 2), (7, 1), (9, 0), (10, 1), (11, 1)]);

    let amount = |table: u8, row: RowKey, column: u8| {
        let cell = CellKey::new(TableNumber(table), row, ColumnNumber(column));
        file.entered(&cell).or(file.stated(&cell)).map(|amount| amount.to_string())
    };
    let code = |code: &str| RowKey::Code(code.parse().unwrap());
    for (table, row, column, wanted) in [
        (2, code("2080109"), 3, "36,677,900.00"),
        (2, code("2080109"), 11, "-0.05"),
        (2, RowKey::Total, 1, "36,677,899.95"),
        (2, code("20801"), 1, "36,677,900.00"),
        (7, RowKey::Project(ProjectId(7)), 3, "49,700.00"),
        (7, RowKey::Unit("某某中心".into()), 1, "49,700.00"),
        (7, RowKey::UnitCode("某某中心".into(), "20801".parse().unwrap()), 1, "49,700.00"),
        (10, RowKey::Fixed("abroad".into()), 2, "1.00"),
        (10, RowKey::Fixed("total".into()), 2, "1.00"),
    ] {
        assert_eq!(amount(table, row.clone(), column).as_deref(), Some(wanted), "表{table} {row:?}");
    }
    let two = file.table(TableNumber(2)).unwrap();
    assert_eq!(two.names.values().collect::<Vec<_>>(), ["社会保障和就业"]);
    assert_eq!(two.note.as_deref(), Some("备注：一句说明。"));
    let project = file.table(TableNumber(7)).unwrap().rows[0].subject.project().unwrap();
    assert_eq!((project.name.as_str(), project.code_name.as_str()), ("一个（项目）", "其他"));

    let comment = &file.comments[0];
    assert_eq!((comment.id, comment.author.as_str()), (CommentId(4), "审核人"));
    assert_eq!((comment.text.as_str(), comment.written.as_str()), ("请核对\n“依据”", "2025-01-31 16:05"));
    let prior = CellKey::new(TableNumber(6), code("30101"), ColumnNumber(2));
    assert_eq!(file.prior[&prior].to_string(), "12,900,000.00");
    let slot = |id: &str| &file.slots[&TextKey::new(id)];
    let carried = TextKey::of_row("carried.purpose", RowKey::Project(ProjectId(1)));
    assert_eq!(file.slots[&carried], SlotValue::Text("用于某事".into()));
    assert_eq!(*slot("cars.general_cars"), SlotValue::Count(2));
    assert_eq!(*slot("cars.general_value"), SlotValue::Amount("350000".parse().unwrap()));
    assert_eq!(*slot("houses.house_area"), SlotValue::Area("1234.5".parse().unwrap()));
    assert_eq!(file.rewritten[&TextKey::new("general_basic")], "改写的一段。".into());
    assert_eq!(file.texts[&Part::Overview], ["第一段。", "第二段。"]);
    assert_eq!((file.texts[&Part::Section(3)].len(), file.texts[&Part::Glossary].len()), (0, 1));
    assert_eq!(file.performance[0].subject, PerformanceSubject::Whole);
    let table = &file.performance[1];
    assert_eq!(table.subject, PerformanceSubject::Project("一个（项目）".into()));
    assert_eq!((table.funds.total.unwrap().to_string(), table.funds.superior.is_some()), ("49,700.00".into(), true));
    assert_eq!(table.indicators[0].weight.unwrap().to_string(), "10.5");
    let accepted = &file.acceptances[0];
    assert_eq!((accepted.rule.as_str(), accepted.reason.as_str()), ("B16", "上级批复如此"));
}

#[test]
fn version_1_says_what_was_reviewed() {
    let file = open("version-1-reviewed");

    let code = || RowKey::Code("2080109".parse().unwrap());
    let places: Vec<&CommentPlace> = file.comments.iter().map(|comment| &comment.place).collect();
    let wanted = [
        CommentPlace::Row(TableNumber(3), code()),
        CommentPlace::Table(TableNumber(7)),
        CommentPlace::Part(Part::Section(3)),
        CommentPlace::Sentence(TextKey::of_row("carried.purpose", RowKey::Project(ProjectId(2)))),
        CommentPlace::Sentence(TextKey::new("general_basic")),
        CommentPlace::Paragraph(Part::Overview, "第一段。".into()),
        CommentPlace::Performance("一个项目".into()),
    ];
    assert_eq!(places, wanted.iter().collect::<Vec<_>>());
    let comment = &file.comments[0];
    assert_eq!((comment.about.as_str(), comment.replies[0].text.as_str()), ("社会保险经办机构", "已核对。"));
    assert_eq!(comment.resolved.as_ref().unwrap().written, "2025-02-01 09:00");

    let [of_table, of_whole] = &file.sign_offs[..] else { panic!("{:?}", file.sign_offs) };
    assert_eq!((of_table.scope, of_whole.scope), (SignOffScope::Table(TableNumber(3)), SignOffScope::Whole));
    assert_eq!((of_table.signature.author.as_str(), of_whole.signature.author.as_str()), ("审核人", "分管领导"));
}

#[test]
fn a_file_of_version_2_is_written_as_it_was_read() {
    for (_, name) in FIXTURES.iter().filter(|(version, _)| *version == 2) {
        let text = std::fs::read_to_string(fixture(name)).unwrap();
        assert_eq!(file::write(&open(name)), text, "{name}: all of it was read");
    }
}

#[test]
fn what_version_1_said_by_numbers_version_2_says_by_ids() {
    for (numbers, ids) in [("version-1", "version-2"), ("version-1-reviewed", "version-2-reviewed")] {
        assert_eq!(open(numbers), open(ids));
        // Saved again, a file of version 1 is one of version 2.
        assert_eq!(file::write(&open(numbers)), std::fs::read_to_string(fixture(ids)).unwrap());
    }
}

#[test]
fn what_version_2_has_no_place_for_is_kept_with_its_words() {
    let file = open("version-2-kept");
    let told: Vec<_> = file.kept.iter().map(|kept| (kept.place.as_str(), kept.figures.len())).collect();
    assert_eq!(told, [("表2 里填的内容", 2), ("表“debt”", 2), ("表“debt”的上年数", 1), ("批注“请核对”", 0)]);
    let (name, amount) = &file.kept[0].figures[0];
    assert_eq!((name.as_str(), amount.to_string().as_str()), ("208 01 09 社会保险经办机构 tuition", "1,200.00"));
    // What has a place stays there.
    let general = CellKey::new(TableNumber(2), RowKey::Code("2080109".parse().unwrap()), ColumnNumber(3));
    assert_eq!(file.entered(&general).unwrap().to_string(), "36,677,900.00");
}

#[test]
fn a_newer_file_is_refused_with_the_version_of_the_program_that_it_needs() {
    let forms = FormLibrary::builtin().unwrap();
    let newer = format!("Budget(format: {}, program: \"3.1.0\", whatever: {{1: [()]}})", NEWEST + 1);
    let told = file::read(&newer, &forms).unwrap_err().to_string();
    assert!(told.contains("请升级到程序 3.1.0 或更新的版本后再打开"), "{told}");
    // What claims to be an old one must be one.
    let told = file::read(&newer.replace("format: 4", "format: 2"), &forms).unwrap_err().to_string();
    assert!(told.starts_with("第 1 行第 ") && told.contains("不认识的字段“whatever”"), "{told}");
}

#[test]
fn an_amount_never_defaults() {
    let forms = FormLibrary::builtin().unwrap();
    let text = std::fs::read_to_string(fixture("version-1")).unwrap();
    for (whole, broken) in [
        ("amounts: {2: \"1\"}),\n            ],\n            stated", "),\n            ],\n            stated"),
        ("amounts: {3: \"49700\"}", "amounts: {3: \"\"}"),
        ("amounts: {3: \"49700\"}", "amounts: {3: ()}"),
        ("amounts: {3: \"49700\"}", "amounts: {3: 49700}"),
        ("value: Amount(\"350000\")", "value: Amount()"),
        ("total: \"49700\"", "total: \"四万\""),
    ] {
        assert!(text.contains(whole), "{whole}");
        let told = file::read(&text.replacen(whole, broken, 1), &forms).expect_err(broken).to_string();
        assert!(told.starts_with("第 "), "{broken}: {told}");
    }
}
