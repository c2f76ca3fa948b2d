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

fn plain(number: &str) -> Amount {
    number.parse().unwrap()
}

/// Two things that are bought: counts, amounts, percentages, texts and dates.
fn equip(disclosure: &mut Disclosure) {
    let things = [
        (1, "巡检车", &[(1, "2"), (2, "400000"), (3, "320000"), (5, "12.5"), (6, "30")][..]),
        (2, "服务器", &[(1, "5"), (2, "450000")]),
    ];
    let texts = [&[(7, "车库二层"), (8, "2025年9月30日"), (9, "含保险，一辆备用")][..], &[(7, "机房")]];
    let rows = things.iter().zip(texts).map(|((id, name, amounts), texts)| {
        let code = Some("2080109".parse().unwrap());
        let (code_name, name) = ("社会保险经办机构".to_owned(), (*name).to_owned());
        let project = Project { id: ProjectId(*id), unit: None, code, code_name, name };
        Row {
            amounts: amounts.iter().map(|(column, amount)| (ColumnNumber(*column), plain(amount))).collect(),
            fields: texts.iter().map(|(column, text)| (ColumnNumber(*column), (*text).to_owned())).collect(),
            ..Row::new(Subject::Project(project))
        }
    });
    disclosure.table_mut(TableNumber(4)).rows = rows.collect();
}

/// What stands in the rows of equipment: figures and texts by column.
fn equipment(disclosure: &Disclosure) -> Vec<(String, Vec<(u8, String)>)> {
    let rows = &disclosure.table(TableNumber(4)).unwrap().rows;
    let cells = |row: &Row| {
        let figures = row.amounts.iter().map(|(column, amount)| (column.0, amount.yuan().to_string()));
        figures.chain(row.fields.iter().map(|(column, text)| (column.0, text.clone()))).collect()
    };
    rows.iter().map(|row| (row.subject.project().unwrap().name.clone(), cells(row))).collect()
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
    equip(&mut disclosure);
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
            // Counts, percentages, texts and dates stand where they stood.
            let forms = forms();
            let [own_file, read_file] = [own, &imported].map(|path| file::open(path, &forms).unwrap());
            assert_eq!(equipment(&read_file), equipment(&own_file), "{extension}");
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

#[test]
fn counts_percentages_texts_and_dates_stand_in_every_format() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    made(&at("own.budget"), 30, 20);
    let export = |to: &Path| {
        let run =
            run(["export".as_ref(), at("own.budget").as_os_str(), "-o".as_ref(), to.as_os_str(), "--draft".as_ref()]);
        assert_eq!(run.status, 0, "{}", run.err);
    };
    // A web page and the data.
    export(&at("page.html"));
    let page = fs::read_to_string(at("page.html")).unwrap();
    for text in ["车库二层", "2025年9月30日", "25.00", "30%", "12.5", "93.75"] {
        assert!(page.contains(text), "{text}");
    }
    let all = at("all");
    let run = run([
        "export".as_ref(),
        at("own.budget").as_os_str(),
        "--all".as_ref(),
        "-o".as_ref(),
        all.as_os_str(),
        "--draft".as_ref(),
    ]);
    assert_eq!(run.status, 0, "{}", run.err);
    let read = |end: &str| {
        let files = fs::read_dir(&all).unwrap().chain(fs::read_dir(all.join("附表")).unwrap());
        let mut files = files.map(|file| file.unwrap().path());
        let file = files.find(|file| file.to_string_lossy().ends_with(end)).unwrap_or_else(|| panic!("no {end}"));
        fs::read_to_string(file).unwrap()
    };
    let table = read("单位设备购置表.csv");
    let row = ",巡检车,2,40.00,32.00,25.00,12.5,30%,车库二层,2025年9月30日,含保险，一辆备用\r\n";
    assert!(table.contains(row), "{table}");
    let json: serde_json::Value = serde_json::from_str(&read(".json")).unwrap();
    let figure = |column: u64, row: &str| {
        let figures = json["figures"].as_array().unwrap().iter();
        let mut own = figures.filter(|own| own["table"] == 4 && own["column"] == column && own["row"] == row);
        own.next().map(|own| (own["amount"].as_str().unwrap().to_owned(), own["unit"].as_str().map(str::to_owned)))
    };
    let of = |amount: &str, unit: Option<&str>| Some((amount.to_owned(), unit.map(str::to_owned)));
    assert_eq!(figure(1, "2080109/巡检车"), of("2", Some("台")));
    assert_eq!(figure(2, "2080109/巡检车"), of("40.00", None));
    assert_eq!(figure(4, "2080109/巡检车"), of("25.00", Some("%")));
    assert_eq!(figure(6, "2080109/巡检车"), of("30", Some("%")));
    assert_eq!(figure(1, "total"), of("7", Some("台")));
    assert_eq!(figure(5, "total"), None);
    let texts = json["texts"].as_array().unwrap();
    assert!(
        texts
            .iter()
            .any(|text| text["row"] == "2080109/巡检车" && text["column"] == 8 && text["text"] == "2025年9月30日")
    );
}

#[test]
fn units_are_added_up_with_their_counts() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    made(&at("unit.budget"), 30, 20);
    let made = with_form(&[
        &"new",
        &"--body=某某局",
        &"--year=2025",
        &"--kind=department",
        &"--form",
        &ID,
        &"-o",
        &at("all.budget"),
    ]);
    assert_eq!(made.status, 0, "{}", made.err);
    let forms = forms();
    let mut department = file::open(&at("all.budget"), &forms).unwrap();
    equip(&mut department);
    // The department says 3 of one thing and writes another place.
    let row = &mut department.table_mut(TableNumber(4)).rows[0];
    row.amounts.insert(ColumnNumber(1), plain("3"));
    fs::remove_file(at("all.budget")).unwrap();
    file::save_new(&at("all.budget"), &department).unwrap();
    let summed = with_form(&[&"sum", &at("all.budget"), &at("unit.budget")]);
    assert_eq!(summed.status, 1, "{}", summed.err);
    assert!(summed.out.contains("（1）数量（台）：2 → 3（+1）"), "{}", summed.out);
}

#[test]
fn a_form_brings_the_codes_that_are_its_own() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let forms = forms();
    let checked = |codes: &[(&str, &str)], catalog: Option<&Path>| {
        let path = at("own.budget");
        let mut disclosure =
            forms.get(ID).unwrap().disclosure(disclosure_engine::disclosure::Kind::Unit, "某某站", 2025);
        for (place, (code, name)) in codes.iter().enumerate() {
            let code = Some(code.parse().unwrap());
            let id = ProjectId(u32::try_from(place).unwrap() + 1);
            let project = Project { id, unit: None, code, code_name: (*name).into(), name: format!("项目{place}") };
            put(&mut disclosure, 2, Subject::Project(project), 1, 10);
        }
        let _ = fs::remove_file(&path);
        file::save_new(&path, &disclosure).unwrap();
        let mut arguments = vec!["check".into(), "--format=json".into(), path.into_os_string()];
        arguments.extend(catalog.into_iter().flat_map(|list| ["--catalog".into(), list.as_os_str().to_owned()]));
        // The file carries the form with its codes: nobody need have it.
        let report = json(&run(arguments))[0].clone();
        let findings = report["findings"].as_array().unwrap().clone();
        let of_codes = findings.into_iter().filter(|found| ["F15", "F16"].contains(&found["rule"].as_str().unwrap()));
        of_codes.map(|found| found["message"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    // Added and renamed.
    assert_eq!(
        checked(&[("2080117", "社会保障卡服务"), ("2080110", "劳动关系和维权服务")], None),
        Vec::<String>::new()
    );
    // The national name is another one here; what is gone is told with what took its place; others are as they were.
    let told = checked(
        &[("2080110", "劳动关系和维权"), ("2080114", "资助留学回国人员"), ("2080109", "社会保险经办机构")],
        None,
    );
    assert_eq!(told.len(), 2, "{told:#?}");
    assert!(told.iter().any(|told| told.contains("劳动关系和维权服务")), "{told:#?}");
    assert!(told.iter().any(|told| told.contains("208 01 14") && told.contains("208 01 16")), "{told:#?}");
    // A list that a person takes for the year stands above it.
    fs::write(
        at("2025.csv"),
        "编码,名称\n208,社会保障和就业支出\n20801,人力资源和社会保障管理事务\n2080110,劳动关系和维权\n",
    )
    .unwrap();
    assert_eq!(checked(&[("2080110", "劳动关系和维权")], Some(&at("2025.csv"))), Vec::<String>::new());
    assert_eq!(checked(&[("2080117", "社会保障卡服务")], Some(&at("2025.csv"))).len(), 1);
}

#[test]
fn a_list_of_codes_in_a_form_is_told_where_it_is_wrong() {
    let folder = tempfile::tempdir().unwrap();
    for file in ["form.ron", "narrative.ron", "examples.ron"] {
        fs::copy(folder_of_forms().join(file), folder.path().join(file)).unwrap();
    }
    let told = |codes: &str| {
        fs::write(folder.path().join("codes.csv"), codes).unwrap();
        let checked = run(["forms".as_ref(), "check".as_ref(), folder.path().as_os_str()]);
        assert_ne!(checked.status, 0, "{}", checked.out);
        format!("{}{}", checked.out, checked.err)
    };
    let name = folder.path().file_name().unwrap().to_string_lossy().into_owned();
    let wrong =
        told("科目编码,科目名称,停用年度\n2080117,社会保障卡服务,\n20801170,太长,\n2080118,,\n2080119,某某,明年\n");
    for line in ["第 3 行", "第 4 行", "第 5 行"] {
        assert!(wrong.lines().any(|told| told.contains("codes.csv") && told.contains(line)), "{line}: {wrong}");
    }
    assert!(wrong.contains(&name) && wrong.contains("“明年”不是年度或日期"), "{wrong}");
    assert!(told("项目,金额\n甲,1\n").contains("没有读到功能分类"), "no codes");
    assert!(told("").contains("codes.csv"), "blank");
}

#[test]
fn a_list_without_a_title_is_known_by_codes_though_texts_and_dates_stand_in_it() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    fs::write(
        at("list.csv"),
        "科目编码,科目名称,设备名,数量（台）,金额,去年金额,预付比例,放在哪里,最迟到货,备注\n\
         2080109,社会保险经办机构,巡检车,2,40,32,30%,车库二层,2025-09-30,含保险\n\
         2080109,社会保险经办机构,服务器,5,45,,,机房,,\n",
    )
    .unwrap();
    let (source, imported) = (at("list.csv"), at("list.budget"));
    let said = ["--form", ID, "--year=2025", "--kind=unit", "--unit=wan"];
    let read = with_form(&[&"import", &source, &"-o", &imported, &said[0], &said[1], &said[2], &said[3], &said[4]]);
    assert_eq!(read.status, 0, "{}{}", read.out, read.err);
    let cells =
        |cells: &[(u8, &str)]| cells.iter().map(|(column, text)| (*column, (*text).to_owned())).collect::<Vec<_>>();
    let expected = [
        (
            "巡检车",
            &[(1, "2"), (2, "400000"), (3, "320000"), (6, "30"), (7, "车库二层"), (8, "2025-09-30"), (9, "含保险")][..],
        ),
        ("服务器", &[(1, "5"), (2, "450000"), (7, "机房")]),
    ];
    let expected: Vec<_> = expected.iter().map(|(name, own)| ((*name).to_owned(), cells(own))).collect();
    assert_eq!(equipment(&file::open(&imported, &forms()).unwrap()), expected, "{}", read.out);
}
