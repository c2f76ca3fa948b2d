//! From one year's form to the next on the command line: what has no counterpart is said, whatever the command.

use std::path::{Path, PathBuf};

use crate::command::{Run, run};
use disclosure_engine::disclosure::{Amount, ColumnNumber, Disclosure, Row, Subject, TableNumber};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

fn folder_of_forms() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms")
}

fn with_forms(arguments: &[&dyn AsRef<std::ffi::OsStr>]) -> Run {
    let arguments = arguments.iter().map(|argument| argument.as_ref().to_owned());
    run(arguments.chain(["--forms".into(), folder_of_forms().into_os_string()]))
}

fn add(disclosure: &mut Disclosure, table: u8, subject: Subject, amounts: &[(u8, i64)]) {
    let mut row = Row::new(subject);
    let wan = |amount: i64| (amount * 10_000).to_string().parse::<Amount>().unwrap();
    row.amounts.extend(amounts.iter().map(|(column, amount)| (ColumnNumber(*column), wan(*amount))));
    disclosure.table_mut(TableNumber(table)).rows.push(row);
}

/// A file of 2025 with a few figures.
fn of_2025(path: &Path) {
    let made = with_forms(&[&"new", &"--body=某某站", &"--year=2025", &"--form=lianghe-2025", &"-o", &path]);
    assert_eq!((made.status, made.err.as_str()), (0, ""));
    let mut forms = FormLibrary::builtin().unwrap();
    forms.add_folder(&folder_of_forms());
    let mut disclosure = file::open(path, &forms).unwrap();
    let code = |code: &str| Subject::Code { code: code.parse().unwrap(), name: String::new() };
    add(&mut disclosure, 1, Subject::Fixed("grant".into()), &[(1, 100)]);
    add(&mut disclosure, 1, Subject::Fixed("gifts".into()), &[(1, 7)]);
    add(&mut disclosure, 2, code("2080101"), &[(2, 60), (3, 47)]);
    add(&mut disclosure, 3, code("30101"), &[(2, 60)]);
    file::save(path, &disclosure).unwrap();
}

#[test]
fn what_has_no_counterpart_is_said_by_new_diff_check_and_sum() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let (last, next) = (at("2025.budget"), at("2026.budget"));
    of_2025(&last);
    let rolled = with_forms(&[&"new", &"--from", &last, &"--year=2026", &"-o", &next]);
    assert_eq!(rolled.status, 0, "{}", rolled.err);
    for told in ["专项：拆成了（3）每年都有的、（4）一次性的", "捐赠：没有对应的"] {
        assert!(rolled.err.contains(told), "{told}: {}", rolled.err);
    }

    let differences = with_forms(&[&"diff", &last, &next]);
    assert_eq!(differences.status, 1, "{}", differences.err);
    assert!(
        differences.out.contains("捐赠 7.00") && differences.out.contains("没有对应的，没有比较"),
        "{}",
        differences.out
    );
    let json = with_forms(&[&"diff", &"--format=json", &last, &next]);
    let json: serde_json::Value = serde_json::from_str(&json.out).unwrap();
    let apart = json["apart"].as_array().unwrap();
    assert!(apart.iter().any(|apart| apart["figures"][0]["amount"] == "7.00"), "{json}");

    // What the draft has of last year is what last year's file says.
    let checked = with_forms(&[&"check", &"--format=json", &"--against", &last, &next]);
    let report: serde_json::Value = serde_json::from_str(&checked.out).unwrap();
    let findings = report["findings"].as_array().unwrap();
    assert!(!findings.iter().any(|finding| finding["rule"] == "D7"), "{report}");

    let sum = with_forms(&[&"sum", &next, &last]);
    assert!(sum.err.contains("2025.budget：表2 支出分项（3）专项：拆成了"), "{}", sum.err);
    assert!(sum.out.contains("与 1 个单位的合计相比"), "{}", sum.out);
    assert!(sum.err.contains("某某站 是 2025 年的，部门是 2026 年的：不是同一年的预算，不该相加"), "{}", sum.err);
    assert_eq!(sum.status, 1);

    // What was split comes together again a year later: it is carried, and said to be.
    let mut forms = FormLibrary::builtin().unwrap();
    forms.add_folder(&folder_of_forms());
    let mut disclosure = file::open(&next, &forms).unwrap();
    let rows = &mut disclosure.table_mut(TableNumber(3)).rows;
    let [recurring, single] = ["300000", "90000"].map(|amount| amount.parse::<Amount>().unwrap());
    rows[0].amounts.extend([(ColumnNumber(3), recurring), (ColumnNumber(4), single)]);
    file::save(&next, &disclosure).unwrap();
    let last_but_one = with_forms(&[&"new", &"--from", &next, &"--year=2027", &"-o", &at("2027.budget")]);
    let [merged] = last_but_one.err.lines().filter(|line| line.contains("并入")).collect::<Vec<_>>()[..] else {
        panic!("{}", last_but_one.err)
    };
    for told in ["里并到了一起，上年数相加以后带过来", "每年都有的：并入（2）专项", "一次性的：并入（2）专项"]
    {
        assert!(merged.contains(told) && !merged.contains("没有对应的"), "{told}: {merged}");
    }
}

#[test]
fn a_form_written_as_changes_is_checked_and_shown_as_a_whole() {
    let shown = with_forms(&[&"forms", &"show", &"lianghe-2027"]);
    assert_eq!(shown.status, 0, "{}", shown.err);
    for told in ["在 lianghe-2026 上改", "接着 lianghe-2026", "表4 单位支出分项表（outlays）", "(2 special) 专项"]
    {
        assert!(shown.out.contains(told), "{told}: {}", shown.out);
    }
    let checked = with_forms(&[&"forms", &"check", &folder_of_forms().join("lianghe-2026")]);
    assert!(checked.out.contains("在 lianghe-2025 上改") && checked.out.contains("没有发现问题"), "{}", checked.out);
    // Without the form that it changes it cannot be used, and that is said.
    let alone = run(["forms".into(), "check".into(), folder_of_forms().join("lianghe-2026")]);
    assert_eq!(alone.status, 1);
    assert!(
        alone.out.contains("lianghe-2026/form.ron 第 5 行") && alone.out.contains("没有表式 lianghe-2025"),
        "{}",
        alone.out
    );
}
