//! `check` of what came in: versions of one disclosure, who is missing, and what became of an earlier check's findings.

use std::fs::{self, File};
use std::path::Path;
use std::time::{Duration, SystemTime};

use crate::command::{Run, json, run};
use crate::sent::{DEPARTMENT, GOOD, text_of};

/// Puts `text` into a file that was changed so many minutes ago.
fn put(folder: &Path, name: &str, text: &str, minutes_ago: u64) {
    let path = folder.join(name);
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(&path, text).unwrap();
    let time = SystemTime::now() - Duration::from_secs(60 * minutes_ago);
    File::options().write(true).open(&path).unwrap().set_modified(time).unwrap();
}

/// The first sample with another amount in its carry-over.
fn with_carry_over(yuan: &str) -> String {
    let right = "Fixed(id: \"carry_over_general\", amounts: {\"total\": \"35982600\"})";
    let text = text_of(GOOD);
    assert!(text.contains(right));
    text.replace(right, &right.replace("35982600", yuan))
}

fn check(options: &[&str], folder: &Path) -> Run {
    run(["check"].iter().chain(options).map(std::ffi::OsStr::new).chain([folder.as_os_str()]))
}

#[test]
fn of_many_versions_a_line_names_the_latest_and_says_how_many_there_are() {
    let folder = tempfile::tempdir().unwrap();
    for place in 0..12 {
        put(folder.path(), &format!("第{place}稿.budget"), &text_of(GOOD), 10 * (12 - place));
    }
    let told = check(&[], folder.path()).out;
    let line = told.lines().find(|line| line.contains("；旧的 ")).unwrap();
    assert!(line.contains("第11稿.budget（2") && line.ends_with(" 等 11 份"), "{line}");
    let named: Vec<usize> = (0..11).filter(|place| line.contains(&format!("/第{place}稿.budget"))).collect();
    assert_eq!(named, [3, 4, 5, 6, 7, 8, 9, 10], "{line}");
}

#[test]
fn of_several_versions_the_newest_says_how_the_check_ended() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "甲/稿.budget", &with_carry_over("35992600"), 90);
    put(folder.path(), "甲/定稿.budget", &text_of(GOOD), 10);
    let mended = check(&[], folder.path());
    assert_eq!(mended.status, 0, "{}", mended.out);
    let count = "共 1 份：有存疑 1；另有旧的 1 份，没有算在内";
    assert!(mended.out.contains("有错误（旧）") && mended.out.contains(count), "{}", mended.out);
    let told =
        mended.out.lines().position(|line| line.starts_with("一个单位交了几份的，以最后改动的为准（1 个）")).unwrap();
    let line = mended.out.lines().nth(told + 1).unwrap();
    assert!(line.contains("定稿.budget（2") && line.contains("；旧的 ") && line.contains("甲/稿.budget（2"), "{line}");
    put(folder.path(), "甲/稿.budget", &with_carry_over("35992600"), 1);
    assert_eq!(check(&[], folder.path()).status, 1, "the newest is wrong");
    // Who names the files has all of them checked.
    let [old, new] = ["甲/稿.budget", "甲/定稿.budget"].map(|name| folder.path().join(name));
    let named = run([Path::new("check").as_os_str(), old.as_os_str(), new.as_os_str()]);
    assert!(named.status == 1 && !named.out.contains("一个单位交了几份的"), "{}", named.out);
}

#[test]
fn errors_and_what_cannot_be_read_are_told_apart_from_both() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "坏.budget", "早上好", 1);
    assert_eq!(check(&[], folder.path()).status, 2);
    put(folder.path(), "错.budget", &with_carry_over("35992600"), 1);
    assert_eq!(check(&[], folder.path()).status, 3);
    fs::remove_file(folder.path().join("坏.budget")).unwrap();
    assert_eq!(check(&[], folder.path()).status, 1);
}

#[test]
fn a_list_of_names_says_who_is_missing_and_who_is_not_on_it() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.budget", &text_of(GOOD), 1);
    put(folder.path(), "b.budget", &text_of(DEPARTMENT), 1);
    let body = json(&check(&["--format=json"], folder.path()))[0]["body"].as_str().unwrap().to_owned();
    let list = tempfile::tempdir().unwrap();
    let path = list.path().join("名单.csv");
    fs::write(&path, format!("单位名称,主管部门\n{body},某局\n某县图书馆,文旅局\n")).unwrap();
    let option = format!("--expected={}", path.display());
    let told = check(&[&option], folder.path()).out;
    let after = |head: &str| {
        let at = told.lines().position(|line| line.starts_with(head)).unwrap_or_else(|| panic!("{told}"));
        told.lines().nth(at + 1).unwrap().trim().to_owned()
    };
    assert_eq!(after("名单上有、没有交的（1 个）"), "某县图书馆（文旅局）");
    assert!(after("交了、名单上没有的（1 个）").ends_with("b.budget）"), "{told}");
    let files = ["a.budget", "b.budget"].map(|name| folder.path().join(name));
    let named = run(["check".as_ref(), option.as_ref(), files[0].as_os_str(), files[1].as_os_str()]);
    assert!(named.out.contains("没有交的（1 个）") && named.out.contains("没有的（1 个）"), "{}", named.out);
    fs::write(&path, "\n").unwrap();
    let refused = check(&[&option], folder.path());
    assert!(refused.status == 2 && refused.err.contains("名单.csv：名单"), "{}", refused.err);
}

#[test]
fn an_earlier_check_tells_what_was_mended_what_is_left_and_what_is_new() {
    let (folder, results) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(folder.path(), "一稿.budget", &with_carry_over("35992600"), 9);
    let first = check(&["--format=json"], folder.path());
    let earlier = results.path().join("上次.json");
    fs::write(&earlier, &first.out).unwrap();
    let option = format!("--since={}", earlier.display());
    // The same again, under another name: all is left. A figure that is still wrong is the same finding.
    fs::remove_file(folder.path().join("一稿.budget")).unwrap();
    put(folder.path(), "二稿/甲.budget", &with_carry_over("36982600"), 5);
    let same = &json(&check(&["--format=json", &option], folder.path()))[0];
    let ids = |report: &serde_json::Value| -> Vec<String> {
        let findings = report["findings"].as_array().unwrap().iter().filter(|finding| finding["grade"] == "error");
        findings.map(|finding| finding["id"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(ids(same), ids(&json(&first)[0]));
    assert_eq!(same["mended"], serde_json::json!([]));
    let errors = same["findings"].as_array().unwrap().iter().filter(|finding| finding["grade"] == "error");
    assert!(errors.into_iter().all(|finding| finding["is_new"] == false), "{same}");
    // Mended, with another fault.
    let other = text_of(GOOD).replacen("职级晋升带动", "职级晋升职级晋升带动", 1);
    assert_ne!(other, text_of(GOOD));
    put(folder.path(), "二稿/甲.budget", &other, 1);
    let told = check(&[&option], folder.path()).out;
    let line =
        told.lines().find(|line| line.starts_with("  与上次核对相比：已改正 1，")).unwrap_or_else(|| panic!("{told}"));
    assert!(!line.ends_with("新出现 0"), "{told}");
    assert!(told.contains("    已改正 ") && told.contains("（新出现）"), "{told}");
    assert!(
        told.lines()
            .any(|line| line.starts_with("与上次核对相比：已改正 1，")
                || line.starts_with("  与上次核对相比：已改正 1，"))
    );
    fs::write(&earlier, "不是结果").unwrap();
    let refused = check(&[&option], folder.path());
    assert!(refused.status == 2 && refused.err.contains("上次.json：第 1 行不是"), "{}", refused.err);
}

#[test]
fn machines_are_told_whose_it_is_and_which_paragraph() {
    let folder = tempfile::tempdir().unwrap();
    put(folder.path(), "a.budget", &text_of(GOOD), 1);
    let report = &json(&check(&["--format=json"], folder.path()))[0];
    assert_eq!((report["year"].as_u64(), report["kind"].as_str()), (Some(2025), Some("unit")));
    assert!(report["checked"].as_u64().unwrap() > 100 && !report["body"].as_str().unwrap().is_empty());
    let findings = report["findings"].as_array().unwrap();
    assert!(findings.iter().all(|finding| !finding["title"].as_str().unwrap().is_empty()), "{report}");
    let mut ids: Vec<&str> = findings.iter().map(|finding| finding["id"].as_str().unwrap()).collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "each finding has a name of its own");
}
