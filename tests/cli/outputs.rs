//! What the commands write: to files that were not there, never over what they read, and not in silence where it cannot
//! be written.

use std::fs;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use crate::command::{json, run, sample};

/// A page of a finance system, which can be imported.
const TABLE: &str = "表一 部门收支总体情况表\n单位：某某中心　2025年\t单位：万元\n收入\t预算数\n一、本年收入\t1.00\n";

fn names(folder: &Path) -> Vec<String> {
    let entries = fs::read_dir(folder).unwrap();
    let mut names: Vec<_> = entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
    names.sort();
    names
}

/// A folder with a disclosure and its Word document.
fn folder() -> (tempfile::TempDir, PathBuf, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let (file, document) = (folder.path().join("中心.budget"), folder.path().join("中心.docx"));
    fs::copy(sample("urumqi-2025.budget"), &file).unwrap();
    let exported = run([Path::new("export"), &file, Path::new("-o"), &document]);
    assert_eq!(exported.status, 0, "{}", exported.err);
    (folder, file, document)
}

#[test]
fn what_appears_while_a_command_runs_is_not_replaced() {
    let (folder, _, document) = folder();
    let output = folder.path().join("新.budget");
    let last = sample("urumqi-2025.budget");
    let import = [Path::new("import"), &document, Path::new("-o"), &output];
    let new = [
        Path::new("new"),
        Path::new("--from"),
        &last,
        Path::new("--year"),
        Path::new("2026"),
        Path::new("-o"),
        &output,
    ];
    let mut appeared = 0;
    for round in 0..16 {
        let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
        if round % 2 == 0 {
            command.args(import)
        } else {
            command.args(new)
        };
        let child = command.stdout(Stdio::null()).stderr(Stdio::piped()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(fastrand::u64(0..120)));
        let theirs = fs::File::create_new(&output).map(|mut file| file.write_all(b"theirs").unwrap());
        let output_of = child.wait_with_output().unwrap();
        let told = String::from_utf8(output_of.stderr).unwrap();
        if theirs.is_ok() {
            appeared += 1;
            assert_eq!(fs::read(&output).unwrap(), b"theirs", "round {round}");
            assert!(output_of.status.code() == Some(2) && told.contains("已经存在，没有覆盖"), "round {round}: {told}");
        } else {
            assert_eq!(output_of.status.code(), Some(0), "round {round}: {told}");
        }
        fs::remove_file(&output).unwrap();
        assert_eq!(names(folder.path()), ["中心.budget", "中心.docx"], "round {round}");
    }
    assert!(appeared > 0);
}

#[cfg(unix)]
#[test]
fn an_output_that_is_an_input_is_refused_however_it_is_called() {
    use std::os::unix::fs::symlink;

    let (folder, file, document) = folder();
    let at = |name: &str| folder.path().join(name);
    let text = at("文字.txt");
    fs::write(&text, TABLE).unwrap();
    for (input, extension) in [(&file, "budget"), (&document, "docx"), (&text, "txt")] {
        symlink(input, at("link").with_extension(extension)).unwrap();
        fs::hard_link(input, at("hard").with_extension(extension)).unwrap();
    }
    let round_about = folder.path().join("../").join(folder.path().file_name().unwrap());
    let before: Vec<_> = [&file, &document, &text].map(|path| fs::read(path).unwrap()).into();
    let try_one = |arguments: &[&str], input: &Path, against: Option<&Path>, output: PathBuf| {
        let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
        command.args(arguments).arg(input).arg("-o").arg(&output);
        if let Some(against) = against {
            command.arg("--against").arg(against);
        }
        let ended = command.output().unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2), "{arguments:?} {output:?}: {told}");
        assert!(told.contains("是同一个文件，没有写") || told.contains("已经存在，没有覆盖"), "{arguments:?}: {told}");
        assert_eq!(told.lines().count(), 1, "{told}");
        let after: Vec<_> = [&file, &document, &text].map(|path| fs::read(path).unwrap()).into();
        assert!(before == after, "{arguments:?} {output:?}");
    };
    for name in ["中心", "link", "hard"] {
        let document_named = round_about.join(name).with_extension("docx");
        try_one(&["export"], &document, None, document_named.clone());
        try_one(&["export"], &document_named, None, document.clone());
        try_one(&["review"], &document, None, document_named.clone());
        try_one(&["review"], &file, Some(&document), document_named);
        try_one(&["import"], &file, None, round_about.join(name).with_extension("budget"));
        try_one(&["new", "--year", "2026", "--from"], &file, None, round_about.join(name).with_extension("budget"));
    }
    for name in ["文字", "link", "hard"] {
        try_one(&["review"], &text, None, at(name).with_extension("txt"));
    }
}

#[cfg(unix)]
#[test]
fn a_document_is_not_written_through_a_link() {
    let (folder, file, _) = folder();
    let (theirs, nothing) = (folder.path().join("别人的.txt"), folder.path().join("没有.txt"));
    fs::write(&theirs, "theirs").unwrap();
    for target in [&theirs, &nothing] {
        for (command, extension) in [("export", "pdf"), ("export", "docx"), ("export", "xlsx"), ("review", "txt")] {
            let output = folder.path().join("公开").with_extension(extension);
            std::os::unix::fs::symlink(target, &output).unwrap();
            let ended = run([Path::new(command), &file, Path::new("-o"), &output]);
            assert!(ended.status == 2 && ended.err.contains("这是一个链接，指向"), "{}", ended.err);
            assert_eq!(fs::read_link(&output).unwrap(), *target);
            fs::remove_file(&output).unwrap();
        }
    }
    assert_eq!(fs::read(&theirs).unwrap(), b"theirs");
    assert!(!nothing.exists());
}

#[cfg(unix)]
#[test]
fn a_link_that_leads_nowhere_is_something_too() {
    let (folder, _, document) = folder();
    let (output, nothing) = (folder.path().join("链接.budget"), folder.path().join("没有.budget"));
    std::os::unix::fs::symlink(&nothing, &output).unwrap();
    let imported = run([Path::new("import"), &document, Path::new("-o"), &output]);
    assert!(imported.status == 2 && imported.err.contains("已经存在，没有覆盖"), "{}", imported.err);
    assert_eq!(imported.out, "");
    assert!(!nothing.exists());
}

#[cfg(target_os = "linux")]
#[test]
fn a_result_that_cannot_be_written_is_told_and_exits_2() {
    let (folder, file, document) = folder();
    let output = folder.path().join("新.budget");
    let (file, document) = (file.to_str().unwrap(), document.to_str().unwrap());
    let commands: [&[&str]; 9] = [
        &["check", file],
        &["check", "--format", "json", file],
        &["diff", file, file],
        &["diff", "--format", "json", file, document],
        &["sum", file, file],
        &["import", document, "-o", output.to_str().unwrap()],
        &["--help"],
        &["--version"],
        &["check", "--help"],
    ];
    for arguments in commands {
        let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
        let full = fs::OpenOptions::new().write(true).open("/dev/full").unwrap();
        let ended = command.args(arguments).stdout(full).output().unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert_eq!(ended.status.code(), Some(2), "{arguments:?}: {told}");
        assert_eq!(told.lines().filter(|line| line.contains("无法输出")).count(), 1, "{arguments:?}: {told}");
        assert_eq!(told.contains("文件已写好"), arguments[0] == "import", "{arguments:?}: {told}");
    }
    // The file is wanted all the same.
    let checked = run([Path::new("check"), Path::new("--format"), Path::new("json"), &output]);
    assert!(json(&checked)[0].get("failure").is_none(), "{}", checked.out);
}

#[cfg(unix)]
#[test]
fn a_reader_that_has_seen_enough_is_no_failure() {
    let (_folder, file, document) = folder();
    let (file, document) = (file.to_str().unwrap(), document.to_str().unwrap());
    let commands: [(&[&str], i32); 3] = [(&["diff", file, file], 0), (&["sum", file, document], 0), (&["--help"], 0)];
    for (arguments, status) in commands {
        let (reader, writer) = std::io::pipe().unwrap();
        let mut command = Command::new(env!("CARGO_BIN_EXE_budget-disclosure"));
        command.args(arguments).stdout(writer).stderr(Stdio::piped());
        drop(reader);
        let ended = command.output();
        drop(command);
        let ended = ended.unwrap();
        let told = String::from_utf8(ended.stderr).unwrap();
        assert!(!told.contains("无法输出"), "{arguments:?}: {told}");
        if arguments[0] != "sum" {
            assert_eq!(ended.status.code(), Some(status), "{arguments:?}: {told}");
        }
    }
}
