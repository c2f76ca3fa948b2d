//! Lists of codes on the command line: `--catalog`, and what changed from one year's list to the next.

use std::path::{Path, PathBuf};

use crate::command::{Run, json, run, sample};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{CellKey, Classification, ColumnNumber, Disclosure, RowKey, TableNumber};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

const SAMPLE: &str = "urumqi-2025.budget";

fn on(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Run {
    run(arguments.iter().map(|argument| argument.as_ref().to_owned()))
}

/// The built-in list as a user's, with `changed` in place of the lines of the codes with which those begin.
fn list(path: &Path, title: &str, changed: &[&str]) {
    let catalog = Catalog::builtin().unwrap();
    let mut lines = vec![title.to_owned(), "科目编码,科目名称,启用年度,停用年度,接替科目,文号".to_owned()];
    for classification in [Classification::Function, Classification::Economic] {
        for entry in catalog.in_year(2025).search(classification, "") {
            let code = entry.code.to_string();
            if !code.starts_with('5') && !changed.iter().any(|line| line.split(',').next() == Some(&code)) {
                lines.push(format!("{code},{},,,,", entry.name));
            }
        }
    }
    lines.extend(changed.iter().map(|line| (*line).to_owned()));
    std::fs::write(path, lines.join("\n")).unwrap();
}

fn open(path: &Path) -> Disclosure {
    file::open(path, &FormLibrary::builtin().unwrap()).unwrap()
}

fn codes(disclosure: &Disclosure, table: u8) -> Vec<String> {
    let rows = &disclosure.table(TableNumber(table)).unwrap().rows;
    rows.iter().filter_map(|row| row.subject.code()).map(|code| code.to_string()).collect()
}

fn doubted(run: &Run) -> Vec<String> {
    let findings = json(run)[0]["findings"].as_array().unwrap().clone();
    let of_codes = findings.iter().filter(|finding| finding["rule"] == "F15");
    of_codes.map(|finding| finding["message"].as_str().unwrap().to_owned()).collect()
}

#[test]
fn a_list_of_codes_is_taken_by_every_command_and_one_that_is_none_is_refused() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (good, bad) = (at("科目.csv"), at("不是.csv"));
    list(&good, "", &[]);
    std::fs::write(&bad, "甲,乙\n").unwrap();
    let file = sample(SAMPLE);
    let out: [PathBuf; 5] = ["a.budget", "b.xlsx", "c.txt", "d.budget", "e.budget"].map(at);
    let xlsx = at("in.xlsx");
    assert_eq!(on(&[&"export", &file, &"-o", &xlsx]).status, 0);
    let commands: [Vec<&dyn AsRef<std::ffi::OsStr>>; 8] = [
        vec![&"check", &file],
        vec![&"import", &xlsx, &"-o", &out[0]],
        vec![&"export", &file, &"-o", &out[1]],
        vec![&"diff", &file, &file],
        vec![&"sum", &file, &file],
        vec![&"review", &file, &"-o", &out[2]],
        vec![&"new", &"--from", &file, &"--year=2026", &"-o", &out[3]],
        vec![&"forms", &"list"],
    ];
    for command in commands {
        let with = |list: &PathBuf| {
            let arguments = command.iter().map(|argument| argument.as_ref().to_owned());
            run(arguments.chain(["--catalog".into(), list.clone().into_os_string()]))
        };
        let refused = with(&bad);
        assert_eq!((refused.status, refused.out.as_str()), (2, ""), "{}", refused.err);
        assert!(refused.err.contains("不是.csv：没有读到功能分类"), "{}", refused.err);
        let done = with(&good);
        assert!(done.status < 2, "{}", done.err);
    }
}

#[test]
fn a_code_is_doubted_by_the_list_of_its_year_and_no_other() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let code = codes(&open(&sample(SAMPLE)), 5)[0].clone();
    let check = |lists: &[&PathBuf]| {
        let mut arguments = vec!["check".into(), "--format=json".into(), sample(SAMPLE).into_os_string()];
        lists.iter().for_each(|list| arguments.extend(["--catalog".into(), list.as_os_str().to_owned()]));
        run(arguments)
    };
    assert_eq!(doubted(&check(&[])), [""; 0]);
    let (ended, later) = (at("止.csv"), at("科目2026.csv"));
    list(&ended, "", &[&format!("{code},停了的,,2024,2080150,"), "2080150,接替的,,,,"]);
    let told = doubted(&check(&[&ended]));
    assert!(told[0].contains("科目表里没有这个编码了，现在用 208 01 50 接替的"), "{told:?}");
    // A list of 2026, as its name says, is none of 2025; one of 2025 goes before one for all years.
    list(&later, "", &[&format!("{code},停了的,,2024,2080150,")]);
    assert_eq!(doubted(&check(&[&later])), [""; 0]);
    let own = at("2025年科目.csv");
    list(&own, "", &[]);
    assert_eq!(doubted(&check(&[&ended, &own])), [""; 0]);
    list(&own, "", &[&format!("{code},以后才有,2026-05-23,,,某文")]);
    let told = doubted(&check(&[&own]));
    assert!(told[0].contains("这个科目 2026 年 5 月 23 日增设（某文），2025 年的预算里还没有"), "{told:?}");
}

/// Next year's draft of the sample in the file `to`, made with the list `catalog`, and what was told of it.
fn rolled(to: &Path, catalog: &Path, more: &[&str]) -> (Disclosure, String) {
    let mut arguments: Vec<std::ffi::OsString> = vec!["new".into(), "--year=2026".into(), "--from".into()];
    arguments.extend([sample(SAMPLE).into_os_string(), "-o".into(), to.into()]);
    arguments.extend(["--catalog".into(), catalog.into()]);
    arguments.extend(more.iter().map(Into::into));
    let done = run(arguments);
    assert_eq!(done.status, 0, "{}", done.err);
    (open(to), done.err)
}

#[test]
fn new_tells_what_changed_and_follows_where_that_is_wanted() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let last = open(&sample(SAMPLE));
    let used = codes(&last, 5);
    // What has last year's figure of its own in 表5.
    let old = used[0].clone();
    let catalog = at("科目.csv");
    list(
        &catalog,
        "",
        &[&format!("{old},旧的,,2026,2089998,甲文"), "2089998,接替的,2026,,,甲文", "2089997,没用过的,2026,,,"],
    );
    let (draft, told) = rolled(&at("还是.budget"), &catalog, &[]);
    assert!(told.contains("科目变动：") && told.contains("2026 年起停用，由 208 99 98 接替的 接替（甲文）"), "{told}");
    assert!(told.contains("新科目 208 99 97 没用过的：2026 年增设") && told.contains("加上 --follow-codes"), "{told}");
    assert_eq!(codes(&draft, 5), used);

    let (followed, told) = rolled(&at("改了.budget"), &catalog, &["--follow-codes"]);
    assert!(!told.contains("--follow-codes"), "{told}");
    for table in [2, 3, 5] {
        let codes = codes(&followed, table);
        assert!(!codes.contains(&old) && codes.contains(&"2089998".to_owned()), "表{table}: {codes:?}");
    }
    let prior = |disclosure: &Disclosure, code: &str| {
        let key = RowKey::Code(code.parse().unwrap());
        let own = disclosure.prior.iter().filter(|(cell, _)| cell.row == key);
        own.map(|(cell, amount)| (cell.table, cell.column, *amount)).collect::<Vec<_>>()
    };
    assert!(!prior(&draft, &old).is_empty());
    assert_eq!((prior(&followed, "2089998"), prior(&followed, &old)), (prior(&draft, &old), Vec::new()));
    assert_eq!(followed.prior.len(), draft.prior.len());
    // Last year's file says the same under the old code: no finding, with the list and without it.
    for list in [Some(&catalog), None] {
        let mut arguments: Vec<std::ffi::OsString> = vec!["check".into(), "--format=json".into(), "--against".into()];
        arguments.extend([sample(SAMPLE).into_os_string(), at("改了.budget").into_os_string()]);
        list.iter().for_each(|list| arguments.extend(["--catalog".into(), list.as_os_str().to_owned()]));
        let checked = json(&run(arguments));
        let findings = checked[0]["findings"].as_array().unwrap();
        let differing: Vec<_> = findings.iter().filter(|finding| finding["rule"] == "D7").collect();
        assert!(differing.is_empty(), "{differing:?}");
    }
    let refused = run(["new", "--body=某局", "--year=2026", "--follow-codes", "-o", "x.budget"]);
    assert_eq!(refused.status, 2);
}

#[test]
fn two_codes_that_go_into_one_bring_last_years_figures_together() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let used = codes(&open(&sample(SAMPLE)), 5);
    let catalog = at("科目.csv");
    let ended = |code: &str| format!("{code},旧的,,2026,2089998,甲文");
    list(&catalog, "", &[&ended(&used[0]), &ended(&used[1]), "2089998,接替的,2026,,,甲文"]);
    let (draft, _) = rolled(&at("还是.budget"), &catalog, &[]);
    let (followed, _) = rolled(&at("改了.budget"), &catalog, &["--follow-codes"]);
    let prior = |disclosure: &Disclosure, code: &str, column: u8| {
        let cell = CellKey::new(TableNumber(5), RowKey::Code(code.parse().unwrap()), ColumnNumber(column));
        disclosure.prior.get(&cell).copied()
    };
    let each = [&used[0], &used[1]].map(|code| prior(&draft, code, 1).unwrap());
    assert!(each.iter().all(|amount| !amount.is_zero()), "{each:?}");
    assert_eq!(prior(&followed, "2089998", 1), Some(each[0] + each[1]));
    assert_eq!([&used[0], &used[1]].map(|code| prior(&followed, code, 1)), [None, None]);
    assert_eq!(codes(&followed, 5).iter().filter(|code| *code == "2089998").count(), 1);

    let differing = |file: &Path, list: Option<&PathBuf>| {
        let mut arguments: Vec<std::ffi::OsString> = vec!["check".into(), "--format=json".into(), "--against".into()];
        arguments.extend([sample(SAMPLE).into_os_string(), file.into()]);
        list.iter().for_each(|list| arguments.extend(["--catalog".into(), list.as_os_str().to_owned()]));
        let checked = json(&run(arguments));
        let findings = checked[0]["findings"].as_array().unwrap().clone();
        findings.into_iter().filter(|finding| finding["rule"] == "D7").collect::<Vec<_>>()
    };
    // Last year's file has both: their sum is what is said now, with the list and without it.
    for list in [Some(&catalog), None] {
        assert!(differing(&at("改了.budget"), list).is_empty(), "{:?}", differing(&at("改了.budget"), list));
    }
    // A sum that is not theirs is told.
    let mut wrong = followed.clone();
    let cell = CellKey::new(TableNumber(5), RowKey::Code("2089998".parse().unwrap()), ColumnNumber(1));
    wrong.prior.insert(cell, each[0]);
    file::save_new(&at("错了.budget"), &wrong).unwrap();
    for list in [Some(&catalog), None] {
        assert!(!differing(&at("错了.budget"), list).is_empty());
    }
}
