//! The command line, as a finance bureau uses it: the built binary, its output and its exit status.
//!
//! What must break when one amount is changed is worked out here again from `assets/forms/README.md` and the printed figures
//! (`fixtures/*-amounts.tsv`), without the form and without the code that is tested.

use std::collections::{BTreeMap, BTreeSet};
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use crate::command::{Run, json, run, sample};
use disclosure_engine::audit::{Finding, Grade, every_finding};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, ColumnNumber, Disclosure, Subject, TableNumber};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use serde_json::Value;

const SAMPLES: [(&str, &str); 2] = [
    ("urumqi-2025.budget", include_str!("../fixtures/urumqi-2025-amounts.tsv")),
    ("shayibak-2025.budget", include_str!("../fixtures/shayibak-2025-amounts.tsv")),
];

/// A copy of the first sample in which one amount is one 万元 too much.
fn wrong_sample(folder: &Path) -> PathBuf {
    let path = folder.join("wrong.budget");
    let wrong = changed_by_one(&open(SAMPLES[0].0), &(5, "2080505".into(), 2));
    file::save(&path, &wrong).unwrap();
    path
}

#[test]
fn the_samples_pass_and_their_counts_are_printed() {
    for ((name, _), counts) in SAMPLES.iter().zip(["错误 0，存疑 4，尾差 8，未核 0", "错误 0，存疑 3，尾差 17，未核 0"])
    {
        let run = run(["check".as_ref(), sample(name).as_os_str()]);
        assert_eq!((run.status, run.err.as_str()), (0, ""), "{}", run.out);
        let last = run.out.lines().last().unwrap();
        assert!(last.contains(counts) && last.contains("共核对"), "{last}");
        assert!(run.out.lines().next().unwrap().contains("2025 年"), "{}", run.out);
    }
}

#[test]
fn a_file_with_errors_exits_1_and_names_the_rule_and_both_figures() {
    let folder = tempfile::tempdir().unwrap();
    let run = run(["check".as_ref(), wrong_sample(folder.path()).as_os_str()]);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    let place = run.out.lines().position(|line| line.starts_with("  错误 B22 ")).expect(&run.out);
    let message = run.out.lines().nth(place + 1).unwrap();
    assert!(message.contains("543.70") && message.contains("542.70") && message.contains("1.00"), "{message}");
}

fn keys(value: &Value) -> Vec<&str> {
    let mut keys: Vec<_> = value.as_object().unwrap().keys().map(String::as_str).collect();
    keys.sort_unstable();
    keys
}

#[test]
fn json_is_one_object_a_line_with_the_fields_that_are_promised() {
    let folder = tempfile::tempdir().unwrap();
    let (wrong, right) = (wrong_sample(folder.path()), sample(SAMPLES[1].0));
    let run = run(["check".as_ref(), "--format".as_ref(), "json".as_ref(), wrong.as_os_str(), right.as_os_str()]);
    assert_eq!((run.status, run.err.as_str()), (1, ""));
    let reports = json(&run);
    assert_eq!(reports.len(), 2);
    for (report, path) in reports.iter().zip([&wrong, &right]) {
        assert_eq!(
            keys(report),
            [
                "accepted",
                "body",
                "checked",
                "errors",
                "file",
                "findings",
                "form",
                "kind",
                "rounding",
                "unchecked",
                "warnings",
                "year"
            ]
        );
        assert_eq!(report["file"], path.to_str().unwrap());
        let findings = report["findings"].as_array().unwrap();
        for (field, grade) in
            [("errors", "error"), ("warnings", "warning"), ("rounding", "rounding"), ("unchecked", "unchecked")]
        {
            let count = findings.iter().filter(|finding| finding["grade"] == grade).count();
            assert_eq!(report[field], count, "{field}");
        }
        for finding in findings {
            let fields = [
                "accepted",
                "column",
                "difference",
                "expected",
                "grade",
                "id",
                "message",
                "paragraph",
                "row",
                "rule",
                "section",
                "stated",
                "suspects",
                "table",
                "title",
            ];
            assert_eq!(keys(finding), fields);
            assert!(finding["suspects"].is_array() && finding["message"].as_str().unwrap().ends_with('。'));
        }
    }
    assert_eq!(reports[1]["rounding"], 17);
}

#[test]
fn json_amounts_are_plain_decimals_in_the_unit_of_the_form() {
    let run = run(["check".as_ref(), "--format=json".as_ref(), sample(SAMPLES[0].0).as_os_str()]);
    let report = &json(&run)[0];
    let findings = report["findings"].as_array().unwrap();
    let finding = findings.iter().find(|finding| finding["rule"] == "A19").unwrap();
    assert_eq!((&finding["rule"], &finding["table"], &finding["row"]), (&"A19".into(), &2.into(), &"208".into()));
    assert_eq!(finding["column"], 1);
    assert_eq!(finding["stated"], "18627.14");
    assert_eq!(finding["expected"], "18627.13");
    assert_eq!(finding["difference"], "0.01");
}

#[test]
fn an_unreadable_file_beside_a_wrong_one_exits_3_and_is_named_and_the_others_are_checked() {
    let folder = tempfile::tempdir().unwrap();
    let (garbage, missing) = (folder.path().join("乱码.budget"), folder.path().join("不存在.budget"));
    fs::write(&garbage, "早上好").unwrap();
    let wrong = wrong_sample(folder.path());
    let good = sample(SAMPLES[0].0);
    let run = run(["check".as_ref(), garbage.as_os_str(), wrong.as_os_str(), missing.as_os_str(), good.as_os_str()]);
    assert_eq!(run.status, 3);
    let complaints: Vec<_> = run.err.lines().collect();
    assert_eq!(complaints.len(), 2, "{}", run.err);
    assert!(complaints[0].contains("乱码.budget：第 1 行"), "{}", run.err);
    assert!(complaints[1].contains("不存在.budget：没有这个文件"), "{}", run.err);
    let summaries = run.out.lines().filter(|line| line.contains("共核对")).count();
    assert_eq!(summaries, 2, "{}", run.out);
}

#[test]
fn a_reader_that_stops_early_changes_nothing_but_the_output() {
    let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
    let (reader, writer) = std::io::pipe().unwrap();
    command.arg("check").arg(sample("urumqi-2025.budget")).stdout(writer.try_clone().unwrap()).stderr(writer);
    drop(reader);
    assert_eq!(command.status().unwrap().code(), Some(0));
}

#[test]
fn a_form_that_is_not_known_exits_2_with_those_that_are() {
    let good = sample(SAMPLES[0].0);
    let asked = run(["check".as_ref(), "--form".as_ref(), "xinjiang-2031".as_ref(), good.as_os_str()]);
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other.budget");
    fs::write(&other, fs::read_to_string(&good).unwrap().replace("xinjiang-2025", "xinjiang-2031")).unwrap();
    let followed = run(["check".as_ref(), other.as_os_str()]);
    assert!(asked.err.contains("没有表式 xinjiang-2031，可用的有 shanghai-2025、"), "{}", asked.err);
    assert!(followed.err.contains("other.budget：没有表式“xinjiang-2031”"), "{}", followed.err);
    assert!(followed.err.contains("xinjiang-2025"), "{}", followed.err);
    for run in [asked, followed] {
        assert_eq!((run.status, run.out.as_str()), (2, ""));
    }
}

#[test]
fn the_form_that_is_asked_for_is_accepted() {
    let run = run(["check".as_ref(), "--form=xinjiang-2025".as_ref(), sample(SAMPLES[0].0).as_os_str()]);
    assert_eq!(run.status, 0, "{}", run.err);
}

#[test]
fn check_without_a_file_exits_2_with_the_usage() {
    let run = run(["check"]);
    assert_eq!((run.status, run.out.as_str()), (2, ""));
    assert!(run.err.contains("Usage:") && run.err.contains("FILE"), "{}", run.err);
}

#[test]
fn new_writes_a_disclosure_that_check_accepts() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("新.budget");
    let made = run([
        "new".as_ref(),
        "--body".as_ref(),
        "某某中心".as_ref(),
        "--year=2025".as_ref(),
        "--kind=department".as_ref(),
        "-o".as_ref(),
        path.as_os_str(),
    ]);
    assert_eq!(made.status, 0);
    assert!(made.err.contains("按 新疆维吾尔自治区 2025 年（xinjiang-2025）"), "{}", made.err);
    let disclosure = file::open(&path, &FormLibrary::builtin().unwrap()).unwrap();
    assert_eq!((disclosure.body.as_str(), disclosure.year), ("某某中心", 2025));
    assert_eq!(disclosure.kind, disclosure_engine::disclosure::Kind::Department);
    let checked = run(["check".as_ref(), path.as_os_str()]);
    assert_eq!((checked.status, checked.err.as_str()), (0, ""));
    assert!(checked.out.contains("错误 0，存疑 0，尾差 0，未核 2（共核对 0 项）"), "{}", checked.out);
}

fn new(path: &Path, body: &str, year: &str) -> Run {
    let options = ["new", "--body", body, "--year", year, "-o"].map(std::ffi::OsStr::new);
    run(options.into_iter().chain([path.as_os_str()]))
}

#[test]
fn new_does_not_replace_a_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("old.budget");
    fs::write(&path, "还在").unwrap();
    let run = new(&path, "某某中心", "2025");
    assert_eq!((run.status, fs::read_to_string(&path).unwrap().as_str()), (2, "还在"));
    assert!(run.err.contains("old.budget 已经存在"), "{}", run.err);
}

#[test]
fn new_refuses_an_empty_name_and_a_year_without_budgets_in_a_sentence() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("none.budget");
    for (body, year, sentence) in [
        ("", "2025", "请填写单位名称"),
        (" 　", "2025", "请填写单位名称"),
        ("某某中心", "1890", "年度应在 2000 到 2100 之间"),
        ("某某中心", "2101", "年度应在 2000 到 2100 之间"),
    ] {
        let run = new(&path, body, year);
        assert_eq!((run.status, run.out.as_str()), (2, ""), "{body} {year}");
        assert!(run.err.contains(sentence), "{}", run.err);
        assert!(!path.exists());
    }
}

/// Whether `c` is Chinese.
fn is_chinese(c: char) -> bool {
    ('\u{2e80}'..='\u{9fff}').contains(&c) || ('\u{ff00}'..='\u{ffef}').contains(&c)
}

#[test]
fn help_is_english_and_names_the_commands() {
    let help = run(["--help"]);
    assert_eq!((help.status, help.err.as_str()), (0, ""));
    let commands: Vec<_> =
        help.out.lines().filter_map(|line| line.strip_prefix("  ")?.split_whitespace().next()).collect();
    assert!(commands.contains(&"check") && commands.contains(&"new"), "{}", help.out);
    for help in [help, run(["check", "--help"]), run(["new", "--help"])] {
        assert_eq!(help.status, 0);
        for line in help.out.lines().filter(|line| line.contains(is_chinese)) {
            // A Chinese term may stand in brackets behind what it translates.
            let (english, rest) = line.split_once('(').unwrap_or((line, ""));
            let after = rest.rsplit_once(')').map_or("", |(_, after)| after);
            assert!(!english.contains(is_chinese) && !after.contains(is_chinese), "{line}");
            assert!(english.split_whitespace().count() >= 2, "{line}");
        }
    }
}

// What one wrong amount must break.

/// Table, row and column of a figure.
type Place = (u8, String, u8);

/// A rule and the place where it is broken.
type Fault = (String, Place);

fn open(name: &str) -> Disclosure {
    file::open(&sample(name), &FormLibrary::builtin().unwrap()).unwrap()
}

fn row_id(subject: &Subject) -> String {
    match subject {
        Subject::Fixed(id) => id.clone(),
        Subject::Code { code, .. } => code.to_string(),
        Subject::Project(project) => match project.code {
            Some(code) => format!("{code}/{}", project.name),
            None => project.name.clone(),
        },
    }
}

/// The places of all amounts that are entered in `disclosure`.
fn entered(disclosure: &Disclosure) -> Vec<Place> {
    let mut places = Vec::new();
    for (number, table) in &disclosure.tables {
        for row in &table.rows {
            places.extend(row.amounts.keys().map(|column| (number.0, row_id(&row.subject), column.0)));
        }
    }
    places
}

/// `disclosure` with one 万元 more in one entered cell, and everything that is printed elsewhere as it was.
fn changed_by_one(disclosure: &Disclosure, (table, row, column): &Place) -> Disclosure {
    let mut changed = disclosure.clone();
    let rows = &mut changed.table_mut(TableNumber(*table)).rows;
    let row = rows.iter_mut().find(|other| row_id(&other.subject) == *row).unwrap();
    *row.amounts.get_mut(&ColumnNumber(*column)).unwrap() += "10000".parse::<Amount>().unwrap();
    changed
}

/// The figures of a document as it prints them, in hundredths.
struct Printed(BTreeMap<Place, i64>);

/// The figure in `row` and `column` of `table`.
fn at(table: u8, row: &str, column: u8) -> Place {
    (table, row.to_owned(), column)
}

impl Printed {
    fn read(fixture: &str) -> Self {
        let figures = fixture.lines().map(|line| {
            let [table, row, column, figure] = line.split('\t').collect::<Vec<_>>()[..] else { panic!("{line}") };
            let hundredths = figure.replace([',', '.'], "").parse().unwrap();
            ((table.parse().unwrap(), row.to_owned(), column.parse().unwrap()), hundredths)
        });
        Self(figures.collect())
    }

    fn value(&self, place: &Place) -> i64 {
        self.0.get(place).copied().unwrap_or(0)
    }

    /// The rows of `table` in which a figure is printed.
    fn rows(&self, table: u8) -> BTreeSet<String> {
        self.0.keys().filter(|place| place.0 == table).map(|place| place.1.clone()).collect()
    }

    /// The rows directly below `row` of `table`.
    fn children(&self, table: u8, row: &str) -> Vec<String> {
        let rows = self.rows(table);
        let is_code = |row: &str| row.bytes().all(|b| b.is_ascii_digit());
        let is_unit = |row: &String| row != "total" && !is_code(row) && !row.contains('/');
        let is_class = |row: &String| row.len() == 3 && is_code(row);
        let unit = rows.iter().find(|row| is_unit(row)).filter(|_| table == 7);
        let below = |other: &String| match (table, row) {
            (11, "total") => other == &self.unit_of_carry_over(),
            (11, _) => row == self.unit_of_carry_over() && other != row && other != "total",
            (7, "total") if unit.is_some() => Some(other) == unit,
            (_, "total") => is_class(other),
            (7, _) if Some(row) == unit.map(String::as_str) => is_class(other),
            (7, _) if is_code(row) && row.len() == 5 => other.starts_with(row) && other.contains('/'),
            _ => is_code(row) && is_code(other) && other.len() == row.len() + 2 && other.starts_with(row),
        };
        rows.iter().filter(|other| below(other)).cloned().collect()
    }

    /// The unit of T11: the row that says as much as the total and is not a project.
    fn unit_of_carry_over(&self) -> String {
        let rows = self.rows(11);
        rows.into_iter().find(|row| row.starts_with("乌鲁木齐市")).unwrap()
    }

    /// The printed rows of a table of codes; a project counts for its 项 no more than a unit does.
    fn codes(&self, tables: &[u8]) -> BTreeSet<String> {
        let rows = tables.iter().flat_map(|&table| self.rows(table));
        rows.filter(|row| row == "total" || row.bytes().all(|b| b.is_ascii_digit())).collect()
    }

    /// Every identity of `assets/forms/README.md` that these figures break by more than rounding explains, and every one
    /// that rounding does explain.
    fn faults(&self) -> (BTreeSet<Fault>, BTreeSet<Fault>) {
        let mut compared = Compared { printed: self, broken: BTreeSet::new(), rounded: BTreeSet::new() };
        compared.inside_tables();
        compared.between_totals();
        compared.between_rows();
        (compared.broken, compared.rounded)
    }
}

struct Compared<'a> {
    printed: &'a Printed,
    broken: BTreeSet<Fault>,
    rounded: BTreeSet<Fault>,
}

impl Compared<'_> {
    /// A figure and what it must be the sum of: off by at most half as many hundredths as it has parts.
    fn sum(&mut self, rule: &str, total: Place, parts: impl IntoIterator<Item = Place>) {
        let parts: Vec<_> = parts.into_iter().map(|part| self.printed.value(&part)).filter(|part| *part != 0).collect();
        let difference = (self.printed.value(&total) - parts.iter().sum::<i64>()).unsigned_abs();
        let found = match difference {
            0 => return,
            _ if difference <= parts.len() as u64 / 2 => &mut self.rounded,
            _ => &mut self.broken,
        };
        found.insert((rule.to_owned(), total));
    }

    /// A figure that is printed twice.
    fn copy(&mut self, rule: &str, one: Place, other: Place) {
        if self.printed.value(&one) != self.printed.value(&other) {
            self.broken.insert((rule.to_owned(), one));
        }
    }

    fn at_least(&mut self, rule: &str, one: Place, other: Place) {
        if self.printed.value(&one) < self.printed.value(&other) {
            self.broken.insert((rule.to_owned(), one));
        }
    }

    /// A1 to A35.
    fn inside_tables(&mut self) {
        let t1 = |row: &str| at(1, row, 1);
        let classes = |table: u8, column: u8| (201..=233).map(move |code| at(table, &code.to_string(), column));
        for (rule, total, parts) in [
            ("A2", "income_total", "income carry_over"),
            ("A3", "income", "general government_fund state_capital special_account own_funds"),
            ("A4", "general", "general_local general_transfer"),
            ("A5", "government_fund", "government_fund_local government_fund_transfer"),
            ("A6", "state_capital", "state_capital_local state_capital_transfer"),
            ("A7", "own_funds", "own_operations own_superior_grants own_affiliates own_business own_other"),
            ("A8", "carry_over", "fiscal_carry_over other_carry_over"),
            ("A9", "fiscal_carry_over", "carry_over_general carry_over_government_fund carry_over_state_capital"),
            ("A10", "other_carry_over", "carry_over_special_account carry_over_own_funds"),
        ] {
            self.sum(rule, t1(total), parts.split(' ').map(t1));
        }
        self.copy("A1", t1("income_total"), t1("spending_total"));
        self.sum("A11", t1("spending_total"), classes(1, 1));
        for column in 1..=4 {
            self.sum("A28", at(4, "spending_total", column), classes(4, column));
        }
        let grants = ["general", "government_fund", "state_capital"];
        self.sum("A25", at(4, "grants", 1), grants.map(|row| at(4, row, 1)));
        self.copy("A25", at(4, "income_total", 1), at(4, "grants", 1));
        self.copy("A26", at(4, "income_total", 1), at(4, "spending_total", 1));
        for (row, column) in grants.into_iter().zip(2..) {
            self.copy("A29", at(4, row, 1), at(4, "spending_total", column));
        }
        for column in 1..=4 {
            self.sum(
                "A30",
                at(10, "total", column),
                ["abroad", "reception", "vehicles"].map(|row| at(10, row, column)),
            );
            let vehicles = ["vehicle_purchase", "vehicle_running"].map(|row| at(10, row, column));
            self.sum("A31", at(10, "vehicles", column), vehicles);
        }
        let across: [(&str, u8, u8, &[u8]); 13] = [
            ("A12", 2, 1, &[2, 9, 10, 11, 12]),
            ("A13", 2, 2, &[3, 4, 5, 6, 7, 8]),
            ("A14", 3, 1, &[2, 3]),
            ("A15", 5, 1, &[2, 3]),
            ("A16", 6, 1, &[2, 3]),
            ("A17", 7, 1, &[2, 3, 4, 5, 6, 7, 8, 9, 10, 11]),
            ("A18", 8, 1, &[2, 3, 4]),
            ("A18", 9, 1, &[2, 3, 4]),
            ("A27", 4, 1, &[2, 3, 4]),
            ("A32", 10, 1, &[2, 3, 4]),
            ("A33", 11, 1, &[2, 6]),
            ("A34", 11, 2, &[3, 4, 5]),
            ("A34", 11, 6, &[7, 8, 9]),
        ];
        for (rule, table, total, parts) in across {
            for row in self.printed.rows(table) {
                let is_income = table == 4 && (row == "income_total" || !self.printed.codes(&[4]).contains(&row));
                if !is_income || row == "spending_total" {
                    self.sum(rule, at(table, &row, total), parts.iter().map(|&column| at(table, &row, column)));
                }
            }
        }
        for (rule, table, columns) in [
            ("A19", 2, 12),
            ("A20", 3, 3),
            ("A21", 5, 3),
            ("A22", 6, 3),
            ("A23", 7, 11),
            ("A24", 8, 4),
            ("A24", 9, 4),
            ("A35", 11, 9),
        ] {
            for row in self.printed.rows(table) {
                let children = self.printed.children(table, &row);
                for column in (1..=columns).filter(|_| !children.is_empty()) {
                    self.sum(rule, at(table, &row, column), children.iter().map(|child| at(table, child, column)));
                }
            }
        }
    }

    /// The identities of part B that bind totals.
    fn between_totals(&mut self) {
        let (t1, total) = (|row: &str| at(1, row, 1), |table, column| at(table, "total", column));
        for (rule, one, other) in [
            ("B1", t1("income_total"), total(2, 1)),
            ("B2", t1("spending_total"), total(3, 1)),
            ("B3", t1("general_local"), total(2, 3)),
            ("B3", t1("general_transfer"), total(2, 4)),
            ("B3", t1("government_fund_local"), total(2, 5)),
            ("B3", t1("government_fund_transfer"), total(2, 6)),
            ("B3", t1("state_capital_local"), total(2, 7)),
            ("B3", t1("state_capital_transfer"), total(2, 8)),
            ("B3", t1("special_account"), total(2, 9)),
            ("B3", t1("own_funds"), total(2, 10)),
            ("B4", t1("fiscal_carry_over"), total(2, 11)),
            ("B4", t1("other_carry_over"), total(2, 12)),
            ("B8", total(2, 2), at(4, "grants", 1)),
            ("B8", total(2, 2), at(4, "income_total", 1)),
            ("B9", at(4, "general", 1), t1("general")),
            ("B9", at(4, "government_fund", 1), t1("government_fund")),
            ("B9", at(4, "state_capital", 1), t1("state_capital")),
            ("B10", at(4, "spending_total", 2), total(5, 1)),
            ("B10", at(4, "spending_total", 3), total(8, 1)),
            ("B10", at(4, "spending_total", 4), total(9, 1)),
            ("B16", total(5, 2), total(6, 1)),
            ("B17", total(5, 3), total(7, 1)),
            ("B19", total(11, 1), t1("carry_over")),
            ("B20", total(11, 2), t1("fiscal_carry_over")),
            ("B20", total(11, 2), total(2, 11)),
            ("B20", total(11, 6), t1("other_carry_over")),
            ("B20", total(11, 6), total(2, 12)),
            ("B22", at(5, "2080505", 2), at(6, "30108", 1)),
            ("B23", at(5, "2080506", 2), at(6, "30109", 1)),
            // Of the cells of B24, the documents have at most these two.
            ("B24", at(5, "2080501", 2), at(6, "30302", 1)),
            ("B28", t1("carry_over_state_capital"), at(2, "223", 11)),
        ] {
            self.copy(rule, one, other);
        }
        self.sum("B5", t1("income"), [2, 9, 10].map(|column| total(2, column)));
        self.sum("B19", t1("carry_over"), [11, 12].map(|column| total(2, column)));
        // Neither document has special-account money or own funds.
        let basic = [(5, 2), (8, 2), (8, 3), (9, 2), (9, 3), (11, 3), (11, 4), (11, 7), (11, 8)];
        self.sum("B14", total(3, 2), basic.map(|(table, column)| total(table, column)));
        let project = [(5, 3), (8, 4), (9, 4), (11, 5), (11, 9)];
        self.sum("B15", total(3, 3), project.map(|(table, column)| total(table, column)));
        for (one, other) in
            [("vehicle_running", "30231"), ("reception", "30217"), ("abroad", "30212"), ("vehicle_purchase", "31013")]
        {
            let rule = if one == "vehicle_running" { "B21" } else { "B21-2" };
            self.at_least(rule, at(10, one, 2), at(6, other, 1));
        }
        self.sum("B25", total(6, 2), ["301", "303"].map(|row| at(6, row, 1)));
        self.sum("B25", total(6, 3), ["302", "310"].map(|row| at(6, row, 1)));
    }

    /// The identities of part B that bind the rows of a code.
    fn between_rows(&mut self) {
        for row in self.printed.codes(&[2, 3, 5, 8, 9]) {
            let at = |table, column| at(table, &row, column);
            self.copy("B7", at(2, 1), at(3, 1));
            self.sum("B12", at(5, 1), [at(2, 3), at(2, 4)]);
            self.sum("B12", at(8, 1), [at(2, 5), at(2, 6)]);
            self.sum("B12", at(9, 1), [at(2, 7), at(2, 8)]);
            let funds = [at(5, 1), at(8, 1), at(9, 1)];
            self.sum("B13", at(3, 1), funds.into_iter().chain((9..=12).map(|column| at(2, column))));
            // Both documents spend their whole carry-over on projects.
            self.sum("B27", at(3, 3), [at(5, 3), at(8, 4), at(9, 4), at(2, 11), at(2, 12)]);
            let projects = self.printed.rows(7).into_iter().filter(|other| other.starts_with(&format!("{row}/")));
            let projects: Vec<_> = projects.map(|project| (7, project, 1)).collect();
            match projects.len() {
                0 => self.copy("B18", at(5, 3), at(7, 1)),
                _ => self.sum("B18", at(5, 3), projects),
            }
        }
        for class in (201..=233).map(|code| code.to_string()) {
            let at = |table, column| at(table, &class, column);
            self.copy("B6", at(1, 1), at(2, 1));
            self.copy("B6", at(1, 1), at(3, 1));
            self.sum("B26", at(1, 1), [at(4, 1), at(2, 9), at(2, 10), at(2, 11), at(2, 12)]);
            self.copy("B11", at(4, 2), at(5, 1));
            self.copy("B11", at(4, 3), at(8, 1));
            self.copy("B11", at(4, 4), at(9, 1));
        }
    }
}

/// What the program finds: faults that rounding does not explain, and those that it does.
fn found(disclosure: &Disclosure, forms: &FormLibrary, catalog: &Catalog) -> (BTreeSet<Fault>, BTreeSet<Fault>, usize) {
    let disclosure = file::read(&file::write(disclosure), forms).unwrap();
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, &disclosure);
    let evaluated = Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation };
    let audit = every_finding(evaluated);
    let faults = |is_wanted: fn(Grade) -> bool| {
        // Of the rules of the tables; what sentences and performance tables say is another matter.
        let is_of_tables = |finding: &&Finding| finding.rule.starts_with(['A', 'B']) && finding.difference.is_some();
        let findings = audit.findings.iter().filter(is_of_tables).filter(|finding| is_wanted(finding.grade));
        let faults = findings.map(|finding| {
            let cell = finding.cells[0];
            let column = form.list(cell.list).amounts[cell.column].number.0;
            let place = (form.table_of(cell.list).number.0, evaluated.row_id(cell.list, cell.row), column);
            (finding.rule.clone(), place)
        });
        faults.collect()
    };
    (faults(|grade| grade != Grade::Rounding), faults(|grade| grade == Grade::Rounding), audit.count(Grade::Error))
}

#[test]
fn any_one_amount_changed_by_one_breaks_exactly_the_identities_that_it_is_in() {
    let (forms, catalog) = (FormLibrary::builtin().unwrap(), Catalog::builtin().unwrap());
    let mut tried = 0;
    for (name, fixture) in SAMPLES {
        let disclosure = open(name);
        for place in entered(&disclosure) {
            let (broken, rounded, errors) = found(&changed_by_one(&disclosure, &place), &forms, &catalog);
            let mut printed = Printed::read(fixture);
            *printed.0.get_mut(&place).unwrap() += 100;
            let (expected_broken, expected_rounded) = printed.faults();
            assert_eq!(broken, expected_broken, "{name} {place:?}");
            assert_eq!(rounded, expected_rounded, "{name} {place:?}");
            assert!(errors > 0, "{name} {place:?}");
            tried += 1;
        }
    }
    assert_eq!(tried, 64 + 39, "amounts were left out");
}

#[test]
fn the_binary_names_the_identities_that_one_changed_amount_breaks() {
    let folder = tempfile::tempdir().unwrap();
    for (sample, place) in [
        (0, at(1, "carry_over_general", 1)),
        (0, at(2, "2080109", 4)),
        (0, at(5, "2080505", 2)),
        (1, at(2, "2230105", 11)),
        (1, at(7, "2080199/安可替代", 7)),
        (1, at(10, "vehicle_running", 2)),
    ] {
        let (name, fixture) = SAMPLES[sample];
        let path = folder.path().join("changed.budget");
        file::save(&path, &changed_by_one(&open(name), &place)).unwrap();
        let run = run(["check".as_ref(), "--format=json".as_ref(), path.as_os_str()]);
        assert_eq!((run.status, run.err.as_str()), (1, ""), "{name} {place:?}");
        let report = &json(&run)[0];
        let errors = report["findings"].as_array().unwrap().iter().filter(|finding| finding["grade"] == "error");
        let errors: Vec<_> = errors.collect();
        // What only follows from the changed amount is folded under the finding that names it.
        let suspects = errors.iter().flat_map(|finding| finding["suspects"].as_array().unwrap());
        let named = suspects.map(|suspect| {
            let row = suspect["row"].as_str().unwrap();
            at(suspect["table"].as_u64().unwrap() as u8, row, suspect["column"].as_u64().unwrap() as u8)
        });
        assert!(named.collect::<Vec<_>>().contains(&place) && errors.len() <= 2, "{name} {place:?}: {errors:#?}");
        let faults = errors.iter().map(|finding| {
            let place = (&finding["table"], &finding["row"], &finding["column"]);
            let (Some(table), Some(row), Some(column)) = (place.0.as_u64(), place.1.as_str(), place.2.as_u64()) else {
                panic!("{finding}")
            };
            assert_eq!(finding["difference"].as_str().unwrap().trim_start_matches('-'), "1.00", "{finding}");
            (finding["rule"].as_str().unwrap().to_owned(), at(table as u8, row, column as u8))
        });
        let mut printed = Printed::read(fixture);
        *printed.0.get_mut(&place).unwrap() += 100;
        let (faults, all) = (faults.collect::<BTreeSet<_>>(), printed.faults().0);
        assert!(!faults.is_empty() && faults.is_subset(&all), "{name} {place:?}: {faults:?} of {all:?}");
    }
}
