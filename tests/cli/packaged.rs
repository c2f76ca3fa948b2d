//! What matters once the program is given away: which version it is, where it keeps things, what it says of files of a later
//! one, and what it brings for packages.

use std::fs;
use std::path::Path;
use std::process::Command;

use crate::command::{json, run, sample};

const PROGRAM: &str = env!("CARGO_BIN_EXE_budget-disclosure");

#[test]
fn the_version_is_told_in_a_line() {
    let told = run(["--version"]).out;
    assert!(told.starts_with(concat!("budget-disclosure ", env!("CARGO_PKG_VERSION"))), "{told}");
    assert_eq!(told.lines().count(), 1);
}

#[test]
fn a_file_of_a_later_format_is_refused_in_a_sentence_and_stays_as_it_is() {
    let folder = tempfile::tempdir().unwrap();
    let later = folder.path().join("later.budget");
    let text = fs::read_to_string(sample("urumqi-2025.budget")).unwrap();
    let text = text.replace("    format: 2,\n    program: \"0.2.0\",\n", "    format: 99,\n    program: \"7.1.0\",\n");
    // What a later format holds beside that is not known.
    let text = text.replace("    revision: 1,\n", "    revision: 1,\n    invented: Later(\"…\"),\n");
    fs::write(&later, &text).unwrap();
    let output = folder.path().join("out.pdf");
    let (later, output) = (later.to_str().unwrap(), output.to_str().unwrap());
    let sample = sample("urumqi-2025.budget");
    let sample = sample.to_str().unwrap();
    let commands: [&[&str]; 5] = [
        &["check", later],
        &["export", later, "-o", output],
        &["diff", sample, later],
        &["sum", sample, later],
        &["new", "--from", later, "--year", "2026", "-o", output],
    ];
    for arguments in commands {
        let told = run(arguments.iter());
        assert_eq!(told.status, 2, "{arguments:?}: {}", told.err);
        for said in ["文件由更新版本的程序保存", "文件格式 99", env!("CARGO_PKG_VERSION"), "7.1.0", "请升级"]
        {
            assert!(told.err.contains(said), "{arguments:?}: {said}: {}", told.err);
        }
        assert!(!Path::new(output).exists(), "{arguments:?}");
    }
    let told = json(&run(["check", "--format", "json", later]));
    assert!(told[0]["failure"].as_str().unwrap().contains("更新版本"), "{told:?}");
    assert_eq!(fs::read_to_string(later).unwrap(), text);
}

#[test]
fn a_portable_program_keeps_its_state_beside_itself() {
    let folder = tempfile::tempdir().unwrap();
    let program = folder.path().join("budget-disclosure");
    if fs::hard_link(PROGRAM, &program).is_err() {
        fs::copy(PROGRAM, &program).unwrap();
    }
    let home = folder.path().join("home");
    let form = Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms/yunhan-2025");
    let add = || {
        let mut command = Command::new(&program);
        command.args(["forms", "add"]).arg(&form).env("HOME", &home).env("LOCALAPPDATA", &home);
        command.env_remove("BUDGET_DISCLOSURE_STATE").env_remove("XDG_STATE_HOME");
        let ended = command.output().unwrap();
        assert!(ended.status.success(), "{}", String::from_utf8_lossy(&ended.stderr));
    };
    let beside = folder.path().join("data");
    fs::write(folder.path().join("portable"), "").unwrap();
    add();
    assert!(beside.join("forms/yunhan-2025/form.ron").is_file());
    assert!(!home.exists(), "nothing is left on the machine");

    // Without the file it is the user's folder, as ever, and what stands beside the program stays.
    fs::remove_file(folder.path().join("portable")).unwrap();
    if cfg!(target_os = "linux") {
        add();
        assert!(home.join(".local/state/budget-disclosure/forms/yunhan-2025/form.ron").is_file());
        assert!(beside.join("forms/yunhan-2025/form.ron").is_file());
    }
}

#[test]
fn packages_get_a_man_page_for_each_command_and_completions() {
    let folder = tempfile::tempdir().unwrap();
    let shell = folder.path().join("shell");
    assert_eq!(run([Path::new("shell-files"), &shell]).status, 0);
    let help = run(["--help"]).out;
    let commands: Vec<&str> = help
        .lines()
        .skip_while(|line| !line.starts_with("Commands:"))
        .skip(1)
        .map_while(|line| line.split_whitespace().next())
        .filter(|&command| command != "help")
        .collect();
    assert!(commands.contains(&"check") && commands.contains(&"licences"), "{commands:?}");
    assert!(!commands.contains(&"shell-files"));
    let read = |name: &str| fs::read_to_string(shell.join(name)).unwrap();
    assert!(read("budget-disclosure.1").contains(".TH budget-disclosure 1"));
    let completions = ["budget-disclosure.bash", "_budget-disclosure", "budget-disclosure.fish"].map(read);
    for command in commands {
        assert!(read(&format!("budget-disclosure-{command}.1")).contains(".SH OPTIONS"), "{command}");
        assert!(completions.iter().all(|completion| completion.contains(command)), "{command}");
    }
}

#[test]
fn the_manual_is_written_as_pages_and_as_a_web_page_with_its_pictures() {
    let folder = tempfile::tempdir().unwrap();
    let write = |name: &str| {
        let path = folder.path().join(name);
        let told = run([Path::new("manual"), Path::new("-o"), &path]);
        (told, path)
    };
    let (told, pages) = write("手册.pdf");
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    let bytes = fs::read(&pages).unwrap();
    assert!(bytes.starts_with(b"%PDF-") && bytes.len() > 100_000 && bytes.len() < 3_000_000, "{}", bytes.len());
    // The standards that it says it keeps are those of disclosures.
    let holds = |words: &str| bytes.windows(words.len()).any(|window| window == words.as_bytes());
    assert!(holds("<pdfaid:conformance>A</pdfaid:conformance>") && holds("<pdfuaid:part>1</pdfuaid:part>"));
    assert_eq!(fs::read(write("again.PDF").1).unwrap(), bytes, "the same bytes each time");

    let (told, page) = write("手册.html");
    assert_eq!((told.status, told.err.as_str()), (0, ""));
    let page = fs::read_to_string(page).unwrap();
    for chapter in ["从这里开始", "财政局：检查一个文件夹", "问答"] {
        assert!(page.contains(&format!(">{chapter}</h2>")), "{chapter}");
    }
    assert!(page.matches("src=\"data:image/png;base64,").count() > 5);

    let (told, path) = write("手册.docx");
    assert_eq!(told.status, 2);
    assert!(told.err.contains(".pdf 或 .html"), "{}", told.err);
    assert!(!path.exists());
}

#[test]
fn the_licences_of_all_that_is_inside_are_printed() {
    let told = run(["licences"]);
    assert_eq!(told.status, 0);
    for part in ["· egui ", "· typst ", "SIL OPEN FONT LICENSE", "MIT License"] {
        assert!(told.out.contains(part), "{part}");
    }
}
