//! A form of a made-up region that says of itself what other forms do not need: limits, its own performance tables, codes of
//! the government's economic classification. Everything is done with it from its folder, without code.

use std::fs;
use std::path::{Path, PathBuf};

use crate::command::{Run, json, run};
use disclosure_engine::disclosure::{
    Amount, Code, ColumnNumber, Disclosure, Indicator, PerformanceFunds, PerformanceSubject, PerformanceTable, Project,
    ProjectId, Row, RowKey, Said, SlotValue, Subject, TableNumber, TextKey,
};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::states::components;

const ID: &str = "haiyu-2025";

fn folder_of_forms() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms").join(ID)
}

/// Runs the binary with the form of that folder.
fn with_form(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Run {
    let arguments = arguments.iter().map(|argument| argument.as_ref().to_owned());
    run(arguments.chain(["--forms".into(), folder_of_forms().into_os_string()]))
}

fn forms() -> FormLibrary {
    let mut forms = FormLibrary::builtin().unwrap();
    assert_eq!(forms.add_folder(&folder_of_forms()), 1);
    assert!(forms.unsound().is_empty(), "{:?}", forms.unsound());
    forms
}

fn wan(amount: i64) -> Amount {
    Amount::from_yuan((amount * 10_000).into()).unwrap()
}

fn put(disclosure: &mut Disclosure, table: u8, subject: Subject, column: u8, amount: i64) {
    let table = disclosure.table_mut(TableNumber(table));
    let key = subject.key();
    let place = table.rows.iter().position(|row| row.subject.key() == key).unwrap_or(table.rows.len());
    if place == table.rows.len() {
        table.rows.push(Row::new(subject));
    }
    table.rows[place].amounts.insert(ColumnNumber(column), wan(amount));
}

fn slot(disclosure: &mut Disclosure, id: &str, value: SlotValue) {
    disclosure.slots.insert(TextKey { id: id.into(), row: None }, value);
}

/// Fills in what `new` made at `path`; `small` is kept for small firms of purchases of 100, and the last indicator weighs
/// `weight_of_last` of the 20 that it should.
fn fill(path: &Path, small: i64, weight_of_last: u32) -> Disclosure {
    let forms = forms();
    let mut disclosure = file::open(path, &forms).unwrap();
    for (id, amount) in [("granted", 300), ("earned", 20), ("running", 200), ("guests", 3)] {
        put(&mut disclosure, 1, Subject::Fixed(id.into()), 1, amount);
    }
    let code: Code = "2080109".parse().unwrap();
    let code_name = "社会保险经办机构".to_owned();
    let project =
        Project { id: ProjectId(1), unit: None, code: Some(code), code_name, name: "信息系统维护".to_owned() };
    put(&mut disclosure, 2, Subject::Project(project), 1, 90);
    for (code, name, column, amount) in [
        ("50101", "工资奖金津补贴", 2, 120),
        ("50201", "办公经费", 2, 150),
        ("50202", "会议费", 2, 50),
        ("50306", "设备购置", 3, 90),
    ] {
        let subject = Subject::Code { code: code.parse().unwrap(), name: name.into() };
        put(&mut disclosure, 3, subject, column, amount);
    }
    for (id, text) in [("duties.duties", "办理社会保险"), ("meaning.meaning", "财政部门拨付的资金")] {
        slot(&mut disclosure, id, SlotValue::Text(text.into()));
    }
    for (id, count) in [("people.posts", 20), ("people.people", 22), ("visits.visits", 20)] {
        slot(&mut disclosure, id, SlotValue::Count(count));
    }
    for (id, amount) in [("goods", 60), ("works", 30), ("services", 10), ("small", small)] {
        slot(&mut disclosure, &format!("buying.{id}"), SlotValue::Amount(wan(amount)));
    }
    let indicator = |level_one: &str, level_three: &str, value: &str, weight: u32| Indicator {
        level_one: level_one.into(),
        level_three: level_three.into(),
        value: value.into(),
        evidence: "运行记录".into(),
        weight: Some(weight.into()),
        ..Indicator::default()
    };
    disclosure.performance = vec![PerformanceTable {
        subject: PerformanceSubject::Project("信息系统维护".into()),
        funds: PerformanceFunds { total: Some(wan(90)), ..PerformanceFunds::default() },
        goal: "系统全年不停".into(),
        indicators: vec![
            indicator("数量", "巡检次数", "≥12次", 30),
            indicator("效果", "停机时间", "≤4小时", weight_of_last),
        ],
        ..PerformanceTable::default()
    }];
    let all = components(forms.get(ID).unwrap());
    disclosure.said = all.into_iter().map(|component| (component, Said::Complete)).collect();
    fs::remove_file(path).unwrap();
    file::save_new(path, &disclosure).unwrap();
    disclosure
}

fn made(path: &Path, small: i64, weight_of_last: u32) -> Disclosure {
    let made = with_form(&[&"new", &"--body=某某站", &"--year=2025", &"--kind=unit", &"--form", &ID, &"-o", &path]);
    assert_eq!((made.status, made.err.as_str()), (0, ""), "{}", made.err);
    fill(path, small, weight_of_last)
}

/// Rules of the errors and doubts that `check` tells of the file at `path`, where nobody has the form.
fn found(path: &Path) -> Vec<String> {
    let checked = run(["check".as_ref(), "--format=json".as_ref(), path.as_os_str()]);
    assert_ne!(checked.status, 2, "{}", checked.err);
    let report = &json(&checked)[0];
    assert_eq!(report["form"].as_str(), Some(ID), "{report}");
    let findings = report["findings"].as_array().unwrap().iter();
    let grave = findings.filter(|finding| ["error", "warning"].contains(&finding["grade"].as_str().unwrap()));
    grave.map(|finding| finding["rule"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn limits_and_performance_tables_of_a_form_hold_through_exports_and_imports() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (kept, broken) = (at("kept.budget"), at("broken.budget"));
    made(&kept, 30, 20);
    made(&broken, 29, 25);
    let told: Vec<String> = vec!["H5".into(), "F48".into()];
    assert_eq!((found(&kept), found(&broken)), (vec![], told.clone()));
    for extension in ["pdf", "docx", "xlsx"] {
        for (own, rules) in [(&kept, vec![]), (&broken, told.clone())] {
            let document = own.with_extension(extension);
            let exported =
                run(["export".as_ref(), own.as_os_str(), "-o".as_ref(), document.as_os_str(), "--draft".as_ref()]);
            assert_eq!(exported.status, 0, "{extension}: {}", exported.err);
            let imported = own.with_extension(format!("{extension}.budget"));
            let read = with_form(&[&"import", &document, &"-o", &imported]);
            assert_eq!(read.status, 0, "{extension}: {}{}", read.out, read.err);
            assert_eq!(found(&imported), rules, "{extension}: {}", read.out);
            // What is read says the same.
            let differences = with_form(&[&"diff", &own, &imported]);
            assert_eq!(differences.status, 0, "{extension}: {}", differences.out);
        }
    }
}

#[test]
fn what_a_form_limits_is_asked_again_the_year_after() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let own = made(&at("own.budget"), 30, 20);
    let (last, next) = (at("own.budget"), at("next.budget"));
    let rolled = run([
        "new".as_ref(),
        "--from".as_ref(),
        last.as_os_str(),
        "--year=2026".as_ref(),
        "-o".as_ref(),
        next.as_os_str(),
    ]);
    assert_eq!(rolled.status, 0, "{}", rolled.err);
    let draft = file::open(&next, &forms()).unwrap();
    let has = |id: &str| draft.slots.contains_key(&TextKey { id: id.into(), row: None });
    assert!(has("people.posts") && !has("visits.visits"), "{:?}", draft.slots);
    // So do the rows by code, without their amounts.
    let codes: Vec<String> = draft
        .table(TableNumber(3))
        .unwrap()
        .rows
        .iter()
        .filter_map(|row| Some(row.subject.code()?.to_string()))
        .collect();
    assert_eq!(codes, ["50101", "50201", "50202", "50306"]);
    // The goals go along, the money does not.
    let [table] = &draft.performance[..] else { panic!("{:?}", draft.performance) };
    assert_eq!((table.indicators.len(), table.funds.total), (2, None));
    assert_eq!(own.table(TableNumber(1)).unwrap().find(&RowKey::Fixed("granted".into())).map(|(at, _)| at), Some(0));
}

#[test]
fn a_list_of_codes_for_the_year_is_taken_for_a_table_of_the_governments_classification() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    made(&at("own.budget"), 30, 20);
    // The list of a user lacks one of the codes and calls another otherwise.
    fs::write(
        at("codes.csv"),
        "编码,名称,政府预算支出经济分类\n50101,工资奖金津补贴,\n50201,办公和印刷经费,\n50306,设备购置,\n",
    )
    .unwrap();
    let list = at("codes.csv");
    let checked = run([
        "check".as_ref(),
        "--format=json".as_ref(),
        "--catalog".as_ref(),
        list.as_os_str(),
        at("own.budget").as_os_str(),
    ]);
    let report = &json(&checked)[0];
    let rules = |row: &str| -> Vec<&str> {
        let findings = report["findings"].as_array().unwrap().iter();
        findings.filter(|found| found["row"] == row).map(|found| found["rule"].as_str().unwrap()).collect()
    };
    assert!(rules("50202").contains(&"F15"), "{report}");
    assert!(rules("50201").contains(&"F16"), "{report}");
    assert!(rules("50101").is_empty(), "{report}");
}

#[test]
fn a_list_without_the_title_of_its_table_is_known_by_codes_of_the_governments_classification() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(
        at("list.csv"),
        "科目编码,科目名称,用了多少,平时,专门\n50101,工资奖金津补贴,120,120,\n50201,办公经费,150,150,\n50306,设备购置,90,,90\n",
    )
    .unwrap();
    let (source, imported) = (at("list.csv"), at("list.budget"));
    let said = ["--form", ID, "--year=2025", "--kind=unit", "--unit=wan"];
    let read = with_form(&[&"import", &source, &"-o", &imported, &said[0], &said[1], &said[2], &said[3], &said[4]]);
    assert_eq!(read.status, 0, "{}{}", read.out, read.err);
    let disclosure = file::open(&at("list.budget"), &forms()).unwrap();
    let table = disclosure.table(TableNumber(3)).unwrap_or_else(|| panic!("{}{}", read.out, read.err));
    let amounts: Vec<(String, u8, Amount)> = table
        .rows
        .iter()
        .flat_map(|row| {
            row.amounts.iter().map(|(column, amount)| (row.subject.code().unwrap().to_string(), column.0, *amount))
        })
        .collect();
    let expected = [("50101", 2, 120), ("50201", 2, 150), ("50306", 3, 90)];
    assert_eq!(amounts, expected.map(|(code, column, amount)| (code.to_owned(), column, wan(amount))));
}
