//! `check` of several files: reasons that two bodies give word for word, figures and all.

use std::ffi::OsStr;
use std::fs;
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::command::{json, run};
use crate::sent::{put, unit};
use calamine::{DataType, Reader, Xlsx, open_workbook};

/// A unit that gives `reason` for one item.
fn with_reason(body: &str, reason: &str) -> String {
    let (plain, own) = (unit(body, false), "新增聘用辅助人员的劳动报酬");
    assert!(plain.contains(own));
    plain.replacen(own, reason, 1)
}

/// Two that say the same, one of them twice; one with a figure of its own; one that says what many say.
fn folder() -> tempfile::TempDir {
    let folder = tempfile::tempdir().unwrap();
    let reason = |figure: &str| format!("新增社保卡换发任务，增加印制费用{figure}万元");
    put(folder.path(), "甲.budget", &with_reason("某县甲所", &reason("12.35")));
    put(folder.path(), "乙.budget", &with_reason("某县乙所", &reason("12.35").replace('，', ",")));
    put(folder.path(), "丙.budget", &with_reason("某县丙所", &reason("21.35")));
    put(folder.path(), "丁.budget", &unit("某县丁所", false));
    let older = folder.path().join("甲（旧）.budget");
    fs::copy(folder.path().join("甲.budget"), &older).unwrap();
    let before = SystemTime::now() - Duration::from_secs(600);
    fs::File::options().write(true).open(&older).unwrap().set_modified(before).unwrap();
    folder
}

fn check(folder: &Path, options: &[&str]) -> crate::command::Run {
    let arguments = ["check".as_ref(), folder.as_os_str()];
    run(arguments.into_iter().chain(options.iter().map(OsStr::new)))
}

#[test]
fn who_copied_a_reason_with_its_figures_is_told_once_for_all() {
    let folder = folder();
    let told = check(folder.path(), &[]);
    assert_eq!(told.status, 0, "a doubt is no error: {}", told.err);
    let lines: Vec<&str> = told.out.lines().collect();
    let at = lines.iter().position(|line| line.starts_with("存疑 F30-2 ")).unwrap_or_else(|| panic!("{}", told.out));
    assert!(lines[at].ends_with("（1 条）："), "{}", lines[at]);
    assert!(lines[at + 1].contains("增加印制费用12.35万元"), "{}", lines[at + 1]);
    let named = |line: &str, body: &str| line.contains(body) && line.contains(&format!("{}.budget", &body[6..9]));
    assert!(named(lines[at + 2], "某县乙所") && named(lines[at + 3], "某县甲所"), "{}", lines[at..].join("\n"));
    assert!(!lines[at + 4].starts_with("    "), "neither the older version nor another figure: {}", lines[at + 4]);
}

#[test]
fn machines_and_the_report_get_it_with_the_other_files() {
    let folder = folder();
    let out = tempfile::tempdir().unwrap();
    let report = out.path().join("报告.xlsx");
    let told = check(folder.path(), &["--format=json", &format!("--report={}", report.display())]);
    let objects = json(&told);
    let (alone, together): (Vec<_>, Vec<_>) = objects.iter().partition(|object| object["together"] != true);
    assert_eq!((alone.len(), together.len()), (5, 2), "{}", told.out);
    for (object, body, other) in [(together[0], "某县乙所", "甲.budget"), (together[1], "某县甲所", "乙.budget")]
    {
        assert_eq!((&object["body"], &object["findings"][0]["rule"]), (&body.into(), &"F30-2".into()));
        let with = object["findings"][0]["with"].as_array().unwrap();
        assert!(with.len() == 1 && with[0].as_str().unwrap().ends_with(other), "{object}");
    }
    let mut workbook: Xlsx<_> = open_workbook(&report).unwrap();
    let shown = |sheet: &calamine::Range<calamine::Data>, rule: &str| -> Vec<String> {
        let rows = sheet.rows().map(|row| row.iter().map(ToString::to_string).collect::<Vec<_>>().join("|"));
        rows.filter(|row| row.contains(rule)).collect()
    };
    let findings = shown(&workbook.worksheet_range("问题").unwrap(), "F30-2");
    assert!(findings.len() == 2 && findings[1].contains("同样的在某县乙所。"), "{findings:?}");
    let bodies = workbook.worksheet_range("各单位").unwrap();
    let heads = bodies.rows().find(|row| row[0].get_string() == Some("序号")).unwrap();
    let place = heads.iter().position(|head| head.get_string() == Some("存疑")).unwrap();
    let doubts = |body: &str| {
        let row = bodies.rows().find(|row| row[2].get_string() == Some(body)).unwrap();
        row[place].as_f64().unwrap()
    };
    assert_eq!(doubts("某县甲所"), doubts("某县丙所") + 1.0);
    // What only all files together show is told anew by the next check, and is nothing of the earlier one's.
    let earlier = out.path().join("上次.json");
    fs::write(&earlier, &told.out).unwrap();
    let again = check(folder.path(), &["--format=json", &format!("--since={}", earlier.display())]);
    assert_eq!((again.status, json(&again).len()), (0, 7), "{}", again.err);
    assert!(json(&again).iter().all(|object| object["mended"].as_array().is_none_or(Vec::is_empty)), "{}", again.out);
}
