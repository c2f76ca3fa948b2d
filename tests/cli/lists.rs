//! Names of files from a list, the log, and last year's files of a folder.

use std::fs;
use std::io::Write;
use std::path::Path;
use std::process::{Command, Stdio};

use crate::command::{json, run};
use crate::sent::{GOOD, text_of};

/// What `check --format=json` with `options` says, with `list` on standard input.
fn check_listed(options: &[&str], list: &[u8]) -> (Vec<serde_json::Value>, String) {
    let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
    command.args(["check", "--format=json", "--files-from=-"]).args(options);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(list).unwrap();
    let output = child.wait_with_output().unwrap();
    let out = String::from_utf8(output.stdout).unwrap();
    (out.lines().map(|line| serde_json::from_str(line).unwrap()).collect(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_list_names_files_line_by_line_or_with_zeros_between() {
    let folder = tempfile::tempdir().unwrap();
    let names = ["甲 一.budget", "乙\n二.budget"].map(|name| folder.path().join(name));
    names.iter().for_each(|path| fs::write(path, text_of(GOOD)).unwrap());
    let zeros: Vec<u8> = names.iter().flat_map(|path| [path.as_os_str().as_encoded_bytes(), b"\0"].concat()).collect();
    let (reports, told) = check_listed(&["-0"], &zeros);
    assert!(reports.len() == 2 && reports.iter().all(|report| report["errors"] == 0), "{told}");
    let (reports, _) = check_listed(&[], format!("{}\r\n\n", names[0].display()).as_bytes());
    assert_eq!(reports.len(), 1);
    let (reports, told) = check_listed(&[], b"\n");
    assert!(reports.is_empty() && told.contains("里面没有文件名"), "{told}");
    assert_eq!(run(["check", "-0", "x"]).status, 2, "what is between the names of no list?");
    assert_eq!(run(["check"]).status, 2);
}

#[test]
fn a_log_says_of_each_file_how_it_ended_and_is_added_to() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("好.budget"), text_of(GOOD)).unwrap();
    fs::write(folder.path().join("坏.budget"), "早上好").unwrap();
    let log = folder.path().join("run.log");
    for _ in 0..2 {
        run(["check".as_ref(), folder.path().as_os_str(), "--log".as_ref(), log.as_os_str()]);
    }
    let text = fs::read_to_string(&log).unwrap();
    let lines: Vec<&str> = text.lines().collect();
    assert_eq!(lines.len(), 8, "{text}");
    assert!(lines[0].contains(" begin budget-disclosure ") && lines[3].ends_with(" end with status 2"), "{text}");
    assert!(lines[1].contains(" failed: 第 1 行") && lines[1].ends_with("坏.budget"), "{text}");
    assert!(lines[2].contains(" warning 4") && lines[2].contains(" s; ") && lines[2].ends_with("好.budget"), "{text}");
    let nowhere = run(["check".as_ref(), folder.path().as_os_str(), "--log=/没有/的/run.log".as_ref()]);
    assert!(nowhere.status == 2 && nowhere.err.contains("日志写不了"), "{}", nowhere.err);
}

/// Writes last year's file of `body`: this year's with another year.
fn put(folder: &Path, name: &str, body: &str, year: u16) {
    let text = text_of(GOOD).replacen("year: 2025", &format!("year: {year}"), 1);
    assert!(year == 2025 || text != text_of(GOOD));
    fs::write(folder.join(name), text.replace("乌鲁木齐市社会保险中心", body)).unwrap();
}

#[test]
fn each_file_is_compared_with_last_years_of_its_own_body() {
    let (now, last, lists) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
    put(now.path(), "1.budget", "某县甲所", 2025);
    put(now.path(), "2.budget", "某县乙局", 2025);
    put(now.path(), "3.budget", "某县新所", 2025);
    put(last.path(), "x.budget", "某县甲所", 2024);
    put(last.path(), "y.budget", "某县乙所", 2024);
    put(last.path(), "z.budget", "某县丙所", 2024);
    fs::write(last.path().join("坏.budget"), "早上好").unwrap();
    let renamed = lists.path().join("改名.csv");
    fs::write(&renamed, "上年名称,今年名称\n某县乙所,某县乙局\n").unwrap();
    let against = format!("--against={}", last.path().display());
    let renamed = format!("--renamed={}", renamed.display());
    let told =
        run(["check".as_ref(), "--format=json".as_ref(), now.path().as_os_str(), against.as_ref(), renamed.as_ref()]);
    let reports = json(&told);
    let of = |place: usize| reports[place]["against"]["body"].as_str();
    assert_eq!([of(0), of(1), of(2)], [Some("某县甲所"), Some("某县乙所"), None], "{}", told.out);
    let after = |head: &str| {
        let at =
            told.err.lines().position(|line| line.contains(head)).unwrap_or_else(|| panic!("{head}: {}", told.err));
        told.err.lines().nth(at + 1).unwrap().to_owned()
    };
    assert!(after("上年没有、今年有的（1 个）").ends_with("某县新所"));
    assert!(after("上年有、今年没有的（1 个）").ends_with("某县丙所"));
    assert!(after("上年的文件读不出的（1 个）").contains("坏.budget"));
}
