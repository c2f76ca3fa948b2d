//! `check` of folders and of many files, as a finance bureau does it: the built binary, its output and its exit status.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::command::{Run, json, run};
use crate::not_run::not_run;
use crate::sent::{DEPARTMENT, GOOD, text_of};
use serde_json::Value;
use tempfile::TempDir;

/// A folder in which names and contents are written as given.
fn folder(files: &[(&str, &str)]) -> TempDir {
    let folder = tempfile::tempdir().unwrap();
    for (name, content) in files {
        let path = folder.path().join(name);
        fs::create_dir_all(path.parent().unwrap()).unwrap();
        fs::write(path, content).unwrap();
    }
    folder
}

/// The first sample with one 万元 too much, of another body.
fn wrong() -> String {
    let right = "Fixed(id: \"carry_over_general\", amounts: {\"total\": \"35982600\"})";
    let text = text_of(GOOD);
    assert!(text.contains(right));
    let text = text.replacen("body: \"乌鲁木齐市", "body: \"某市", 1);
    text.replace(right, &right.replace("35982600", "35992600"))
}

/// What a bureau's folder may hold: `10.budget` wrong, `2.budget` good, `下级/部门.budget` good, `下级/坏.budget` not to
/// be read, and other things.
fn bureau() -> TempDir {
    folder(&[
        ("2.budget", &text_of(GOOD)),
        ("10.budget", &wrong()),
        ("下级/坏.budget", "早上好"),
        ("下级/部门.budget", &text_of(DEPARTMENT)),
        ("下级/说明.txt", "x"),
        ("2.budget.bak", "x"),
        (".budget-a1b2c3.tmp", "x"),
        (".budget", "x"),
        (".2.budget", "x"),
        (".旧/2.budget", "x"),
    ])
}

fn check(options: &[&str], paths: &[&Path]) -> Run {
    let options = ["check"].iter().chain(options).map(std::ffi::OsStr::new);
    run(options.chain(paths.iter().map(|path| path.as_os_str())))
}

/// The names of the files that a run in JSON speaks of, below `folder`.
fn names(run: &Run, folder: &Path) -> Vec<String> {
    let name = |report: &Value| {
        let path = PathBuf::from(report["file"].as_str().unwrap());
        path.strip_prefix(folder).unwrap_or(&path).to_str().unwrap().replace('\\', "/")
    };
    json(run).iter().map(name).collect()
}

/// The cells of each line of the summary, from its heads to its totals, and the line that counts the files.
fn summary(run: &Run) -> (Vec<Vec<&str>>, &str) {
    let lines: Vec<_> = run.out.lines().collect();
    let head = lines.iter().position(|line| line.starts_with("单位 ")).expect(&run.out);
    assert_eq!(lines[head - 1], "", "{}", run.out);
    let count = lines.iter().rposition(|line| line.starts_with("共 ")).expect(&run.out);
    let (last, table) = lines[head..=count].split_last().unwrap();
    let cells = table.iter().filter(|line| !line.starts_with('-')).map(|line| line.split_whitespace().collect());
    (cells.collect(), last)
}

#[test]
fn a_folder_is_searched_with_those_below_it_and_reported_by_path() {
    let bureau = bureau();
    let run = check(&["--format=json"], &[bureau.path()]);
    assert_eq!(names(&run, bureau.path()), ["10.budget", "2.budget", "下级/坏.budget", "下级/部门.budget"]);
    assert_eq!(run.status, 3);
    assert_eq!(run.err.lines().count(), 2, "{}", run.err);
    assert!(run.err.contains("坏.budget：第 1 行第 1 列") && run.err.contains("（.bak 1，.txt 1）"), "{}", run.err);
}

#[test]
fn what_is_unreadable_is_an_object_with_its_failure_in_json() {
    let bureau = bureau();
    let run = check(&["--format=json"], &[bureau.path()]);
    let reports = json(&run);
    let failed = &reports[2].as_object().unwrap();
    assert_eq!(failed.keys().collect::<Vec<_>>(), ["failure", "file"]);
    let sentence = failed["failure"].as_str().unwrap();
    assert!(sentence.starts_with("第 1 行第 1 列"), "{sentence}");
    let told = format!("budget-disclosure: {}：{sentence}", failed["file"].as_str().unwrap());
    assert_eq!(run.err.lines().next(), Some(told.as_str()));
    assert_eq!(reports.iter().filter(|report| report["findings"].is_array()).count(), 3);
}

#[test]
fn the_summary_has_a_line_for_each_file_and_the_totals() {
    let bureau = bureau();
    let run = check(&[], &[bureau.path()]);
    let (table, last) = summary(&run);
    assert_eq!(table[0], ["单位", "年度", "类别", "错误", "存疑", "尾差", "未核", "核对", "结果", "文件"]);
    assert_eq!(table.len(), 1 + 4 + 1, "{}", run.out);
    let [wrong, good, broken, department] = [1, 2, 3, 4].map(|line| &table[line]);
    assert_eq!(wrong[..3], ["某市社会保险中心", "2025", "单位"]);
    assert!(wrong[3] != "0" && wrong[8] == "有错误" && wrong[9].ends_with("10.budget"), "{wrong:?}");
    assert_eq!(good[3..9], ["0", "4", "8", "0", "343", "有存疑"]);
    assert!(broken.len() == 2 && broken[0] == "读不出" && broken[1].ends_with("坏.budget"), "{broken:?}");
    assert_eq!((department[2], &department[3..9]), ("部门", &["0", "3", "17", "0", "292", "有存疑"][..]));
    assert_eq!(table[5][0], "全部");
    for column in 1..6 {
        let figure = |row: &[&str], column: usize| row[column].parse::<usize>().unwrap();
        let sum: usize = [wrong, good, department].iter().map(|row| figure(row, column + 2)).sum();
        assert_eq!(figure(&table[5], column), sum, "{}", run.out);
    }
    assert_eq!(last, "共 4 份：有存疑 2；有错误 1；读不出 1");
}

/// How many columns of a terminal `text` takes.
fn columns(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[test]
fn the_summary_is_aligned_where_a_chinese_character_is_two_columns_wide() {
    let bureau = bureau();
    let run = check(&[], &[bureau.path()]);
    let lines: Vec<_> = run.out.lines().skip_while(|line| !line.starts_with("单位 ")).collect();
    let ends = |word: &str, line: &str| columns(&line[..line.find(word).expect(line) + word.len()]);
    let begins = |word: &str, line: &str| columns(&line[..line.find(word).expect(line)]);
    // Heads, rule, 10.budget, 2.budget, 坏.budget, 部门.budget, totals.
    for line in [lines[2], lines[3], lines[5]] {
        assert_eq!(ends("2025", line), ends("年度", lines[0]), "{}", run.out);
    }
    assert_eq!(ends("343", lines[3]), ends("核对", lines[0]), "{}", run.out);
    assert_eq!(begins("读不出", lines[4]), begins("结果", lines[0]), "{}", run.out);
    let path = bureau.path().to_str().unwrap();
    for line in &lines[2..6] {
        assert_eq!(begins(path, line), begins("文件", lines[0]), "{}", run.out);
    }
}

#[test]
fn one_file_has_no_summary() {
    let folder = folder(&[("一.budget", &text_of(GOOD))]);
    let run = check(&[], &[folder.path()]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert!(run.out.trim_end().ends_with("（共核对 343 项）"), "{}", run.out);
}

#[test]
fn a_disclosure_without_figures_is_not_called_right() {
    let folder = folder(&[("b.budget", &text_of(GOOD))]);
    let empty = folder.path().join("a.budget");
    let made = run(["new", "--body=某某中心", "--year=2026", "-o"].map(Into::into).iter().chain([&empty]));
    assert_eq!(made.status, 0, "{}", made.err);
    let run = check(&[], &[folder.path()]);
    assert_eq!(run.status, 0);
    assert_eq!(summary(&run).0[1][8], "无可核对");
    assert_eq!(summary(&run).1, "共 2 份：无可核对 1；有存疑 1");
}

#[test]
fn the_status_tells_errors_from_what_cannot_be_read() {
    let (good, wrong, broken) = (text_of(GOOD), wrong(), "早上好");
    for (first, second, status) in [
        (good.as_str(), good.as_str(), 0),
        (&wrong, &good, 1),
        (&good, &wrong, 1),
        (broken, &good, 2),
        (broken, &wrong, 3),
        (&wrong, broken, 3),
    ] {
        let folder = folder(&[("a.budget", first), ("b.budget", second)]);
        for format in ["--format=text", "--format=json"] {
            assert_eq!(check(&[format], &[folder.path()]).status, status);
        }
    }
}

#[test]
fn reports_come_in_order_whichever_file_takes_longer() {
    let slow = format!("{}{}", "// a long comment\n".repeat(200_000), text_of(GOOD));
    let quick = text_of(DEPARTMENT);
    let expected: Vec<_> = (10..40).map(|number| format!("{number}.budget")).collect();
    let files: Vec<_> = expected
        .iter()
        .enumerate()
        .map(|(index, name)| (name.as_str(), if index % 10 == 0 { slow.as_str() } else { quick.as_str() }))
        .collect();
    let folder = folder(&files);
    assert_eq!(names(&check(&["--format=json"], &[folder.path()]), folder.path()), expected);
    let text = check(&[], &[folder.path()]);
    let heads = text.out.lines().filter(|line| line.ends_with(" 2025 年"));
    let heads: Vec<_> =
        heads.map(|head| head.split_once('：').unwrap().0.rsplit(['/', '\\']).next().unwrap()).collect();
    assert_eq!(heads, expected);
}

#[test]
fn arguments_keep_their_order_and_no_file_is_checked_twice() {
    let bureau = bureau();
    let [good, wrong, below] = ["2.budget", "10.budget", "下级"].map(|name| bureau.path().join(name));
    let roundabout = below.join("../2.budget");
    let run = check(&["--format=json"], &[&good, &below, &roundabout, &good, bureau.path(), &wrong, bureau.path()]);
    assert_eq!(names(&run, bureau.path()), ["2.budget", "下级/坏.budget", "下级/部门.budget", "10.budget"]);
}

#[test]
fn a_file_that_is_named_is_checked_whatever_its_name() {
    let folder = folder(&[(".隐藏/甲.txt", &text_of(GOOD)), (".隐藏/乙.BUDGET", &text_of(GOOD))]);
    let hidden = folder.path().join(".隐藏");
    let run = check(&["--format=json"], &[&hidden.join("甲.txt"), &hidden]);
    assert_eq!((run.status, run.err.as_str()), (0, ""));
    assert_eq!(names(&run, &hidden), ["甲.txt", "乙.BUDGET"]);
}

#[test]
fn a_folder_without_disclosures_is_told_and_exits_2() {
    let folder = folder(&[("空/说明.txt", "x"), ("空/下级.budget/说明.txt", "x"), ("好.budget", &text_of(GOOD))]);
    let empty = folder.path().join("空");
    let alone = check(&[], &[&empty]);
    assert_eq!(alone.status, 2);
    assert!(alone.out.starts_with("另有 2 个文件没有核对") && alone.out.lines().count() == 1, "{}", alone.out);
    assert!(alone.err.contains("空：文件夹里没有预算公开文件"), "{}", alone.err);
    let with_others = check(&["--format=json"], &[&empty, &folder.path().join("好.budget")]);
    assert_eq!(with_others.status, 2);
    assert_eq!(names(&with_others, folder.path()), ["空", "好.budget"]);
    assert!(json(&with_others)[0]["failure"].as_str().unwrap().starts_with("文件夹里没有"), "{}", with_others.out);
    assert_eq!(check(&[], &[folder.path()]).status, 0, "an empty folder below is no failure");
}

#[test]
fn a_file_of_another_form_than_asked_for_is_told_by_its_name() {
    let other = text_of(GOOD).replace("xinjiang-2025", "xinjiang-2031");
    let folder = folder(&[("a.budget", &other), ("b.budget", &text_of(GOOD))]);
    let run = check(&["--form=xinjiang-2025", "--format=json"], &[folder.path()]);
    assert_eq!(run.status, 2);
    assert!(json(&run)[0]["failure"].as_str().unwrap().contains("xinjiang-2031"), "{}", run.out);
    assert_eq!(json(&run)[1]["errors"], 0);
}

/// The command line of Windows leaves that to the program.
#[cfg(windows)]
#[test]
fn a_name_with_wildcards_is_the_files_that_it_stands_for() {
    use std::os::windows::process::CommandExt;

    let folder = folder(&[("2.budget", &text_of(GOOD)), ("10.budget", &wrong()), ("说明.txt", "x")]);
    let output = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"))
        .args(["check", "--format", "json"])
        .raw_arg(folder.path().join("*.budget"))
        .output()
        .unwrap();
    let run = Run {
        status: output.status.code().unwrap(),
        out: String::from_utf8(output.stdout).unwrap(),
        err: String::from_utf8(output.stderr).unwrap(),
    };
    assert_eq!(run.status, 1, "{}", run.err);
    assert_eq!(names(&run, folder.path()), ["10.budget", "2.budget"]);
}

#[cfg(unix)]
#[test]
fn links_are_followed_and_loops_end() {
    use std::os::unix::fs::symlink;
    let elsewhere = folder(&[("外/丙.budget", &text_of(GOOD))]);
    let folder = folder(&[("甲/1.budget", &text_of(GOOD)), ("乙/2.budget", &text_of(GOOD))]);
    let root = folder.path();
    symlink("..", root.join("甲/回")).unwrap();
    symlink("../乙", root.join("甲/去")).unwrap();
    symlink("../甲", root.join("乙/来")).unwrap();
    symlink("圈.budget", root.join("圈.budget")).unwrap();
    symlink("没有", root.join("断")).unwrap();
    symlink("没有", root.join("断.budget")).unwrap();
    symlink("甲/1.budget", root.join("别名.budget")).unwrap();
    symlink(elsewhere.path().join("外"), root.join("外")).unwrap();
    let run = check(&["--format=json"], &[root]);
    // By path: a file counts by the first of its names, and 乙 comes before 甲 and leads there.
    let expected = ["乙/2.budget", "乙/来/1.budget", "圈.budget", "外/丙.budget", "断.budget"];
    assert_eq!(names(&run, root), expected);
    let reports = json(&run);
    assert!(reports[2]["failure"].is_string() && reports[4]["failure"].is_string(), "{}", run.out);
    assert_eq!(run.status, 2);
}

#[cfg(unix)]
#[test]
fn what_is_no_file_is_told_and_not_waited_for() {
    let folder = folder(&[("b.budget", &text_of(GOOD))]);
    let made = Command::new("mkfifo").arg(folder.path().join("a.budget")).status().unwrap();
    assert!(made.success());
    let run = check(&[], &[folder.path()]);
    assert_eq!((run.status, summary(&run).1), (2, "共 2 份：有存疑 1；读不出 1"));
    assert!(run.err.contains("a.budget：这不是普通文件"), "{}", run.err);
}

#[cfg(unix)]
#[test]
fn what_may_not_be_read_is_told_and_the_others_are_checked() {
    use std::os::unix::fs::PermissionsExt;
    let bureau = bureau();
    let [file, closed] = ["2.budget", "下级"].map(|name| bureau.path().join(name));
    let permit = |path: &Path, mode| fs::set_permissions(path, fs::Permissions::from_mode(mode)).unwrap();
    permit(&file, 0o000);
    permit(&closed, 0o000);
    let is_refused = fs::File::open(&file).is_err();
    let run = check(&["--format=json"], &[bureau.path()]);
    permit(&closed, 0o755);
    if !is_refused {
        return not_run("this user may read everything");
    }
    assert_eq!(names(&run, bureau.path()), ["10.budget", "2.budget", "下级"]);
    let failure = |index: usize| json(&run)[index]["failure"].as_str().unwrap().to_owned();
    assert!(failure(1).contains("没有读取这个文件的权限"), "{}", run.out);
    assert!(failure(2).contains("没有读取这个文件夹的权限"), "{}", run.out);
    assert_eq!(run.status, 3);
}

#[test]
fn a_reader_that_stops_early_changes_nothing_but_the_output() {
    let bureau = bureau();
    fs::remove_file(bureau.path().join("下级/坏.budget")).unwrap();
    for format in ["--format=text", "--format=json"] {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
        command.arg("check").arg(format).arg(bureau.path()).stdout(writer).stderr(Stdio::piped());
        drop(reader);
        let output = command.spawn().unwrap();
        // The command holds the other end of the pipe.
        drop(command);
        let output = output.wait_with_output().unwrap();
        let told = String::from_utf8(output.stderr).unwrap();
        assert_eq!((output.status.code(), told.lines().count()), (Some(1), usize::from(format.ends_with("json"))));
    }
}

#[cfg(target_os = "linux")]
#[test]
fn results_that_cannot_be_written_are_told_once_and_exit_2() {
    let bureau = bureau();
    let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
    command.arg("check").arg(bureau.path()).stdout(fs::File::create("/dev/full").unwrap());
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    let told = String::from_utf8(output.stderr).unwrap();
    assert!(told.lines().count() == 1 && told.contains("无法输出结果"), "{told}");
}

/// What comes in is Word, Excel and PDF for the most part, and other things lie among it.
#[test]
fn documents_in_a_folder_are_checked_and_what_is_not_is_told_in_the_last_line() {
    let folder = folder(&[
        ("甲.budget", &text_of(GOOD)),
        ("乙/错.budget", &wrong()),
        ("乙/图.JPG", "x"),
        ("乙/附件.rar", "x"),
        ("乙/另一个.rar", "x"),
        ("乙/~$打开着.docx", "x"),
    ]);
    let document = folder.path().join("乙/报来的.docx");
    let source = folder.path().join("甲.budget");
    let made = run(["export".as_ref(), source.as_os_str(), "-o".as_ref(), document.as_os_str()]);
    assert_eq!(made.status, 0, "{}", made.err);
    let told = check(&[], &[folder.path()]);
    let lines: Vec<&str> = told.out.trim_end().lines().collect();
    let [.., last] = lines.as_slice() else { panic!("{}", told.out) };
    assert!(
        lines.iter().any(|line| line.starts_with("共 2 份：") && line.ends_with("；另有旧的 1 份，没有算在内")),
        "{}",
        told.out
    );
    assert!(last.contains("另有 3 个文件没有核对") && last.contains(".rar 2，.jpg 1"), "{last}");
    assert_eq!((told.status, told.err.as_str()), (1, ""), "what cannot be read is no failure of what can");
    let machine = check(&["--format=json"], &[folder.path()]);
    assert_eq!(names(&machine, folder.path()), ["乙/报来的.docx", "乙/错.budget", "甲.budget"]);
    assert!(machine.err.contains(".rar 2"), "{}", machine.err);
}
