//! What a file says is data: not a formula, not a link, not an order to a terminal or a printed page.

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use disclosure_engine::disclosure::{Disclosure, Subject, TableNumber};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

/// What spreadsheets take for a formula, what terminals obey, and what turns writing round.
const NAMES: [&str; 6] = [
    "=HYPERLINK(\"http://example.com\",\"点\")",
    "+1+cmd|' /C calc'!A0",
    "-2+3",
    "@SUM(A1)",
    "</w:t><w:instrText>INCLUDETEXT</w:instrText>&amp;#10;",
    "项\u{202e}目\u{1b}]0;x\u{7}\u{2066}\u{9b}2J",
];

fn hostile() -> Disclosure {
    let forms = FormLibrary::builtin().unwrap();
    let mut disclosure = file::open(&crate::command::sample("urumqi-2025.budget"), &forms).unwrap();
    let names = &mut NAMES.iter().cycle();
    for number in [2, 6, 7, 11] {
        for row in &mut disclosure.table_mut(TableNumber(number)).rows {
            match &mut row.subject {
                Subject::Code { name, .. } => *name = names.next().unwrap().to_string(),
                Subject::Project(project) => project.name = names.next().unwrap().to_string(),
                Subject::Fixed(_) => {}
            }
        }
    }
    disclosure.body = NAMES.concat();
    for table in &mut disclosure.performance {
        table.goal = NAMES.concat();
    }
    disclosure
}

fn saved(folder: &Path) -> PathBuf {
    let path = folder.join("hostile.budget");
    file::save(&path, &hostile()).unwrap();
    path
}

/// Characters that nothing may be given.
fn is_obeyed(c: char) -> bool {
    c.is_control() && !matches!(c, '\n' | '\r' | '\t')
        || matches!(c, '\u{61c}' | '\u{200b}'..='\u{200f}' | '\u{2028}'..='\u{202e}' | '\u{2060}'..='\u{206f}' | '\u{feff}')
}

/// The parts of an office document.
fn parts(bytes: Vec<u8>) -> Vec<(String, String)> {
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let names: Vec<String> = archive.file_names().map(|name| name.unwrap().into_owned()).collect();
    let part = |name: String| {
        let mut bytes = Vec::new();
        archive.by_name(&name).unwrap().read_to_end(&mut bytes).unwrap();
        (name, String::from_utf8_lossy(&bytes).into_owned())
    };
    names.into_iter().map(part).collect()
}

fn export(format: &str) -> Vec<u8> {
    let folder = tempfile::tempdir().unwrap();
    let out = folder.path().join(format!("out.{format}"));
    let run =
        crate::command::run(["export".as_ref(), saved(folder.path()).as_os_str(), "-o".as_ref(), out.as_os_str()]);
    assert_eq!(run.status, 0, "{}", run.err);
    std::fs::read(out).unwrap()
}

#[track_caller]
fn harmless(parts: &[(String, String)]) {
    for (name, text) in parts {
        for word in ["vbaProject", "externalLink", "TargetMode=\"External\"", "oleObject", "DDEAUTO"] {
            assert!(!name.contains(word) && !text.contains(word), "{word} in {name}");
        }
        if name.ends_with(".xml") || name.ends_with(".rels") {
            assert!(!text.contains(is_obeyed), "{name}: {:?}", text.chars().find(|c| is_obeyed(*c)));
            let mut reader = quick_xml::Reader::from_str(text);
            while !matches!(
                reader.read_event().unwrap_or_else(|error| panic!("{name}: {error}")),
                quick_xml::events::Event::Eof
            ) {}
        }
    }
}

#[test]
fn a_workbook_has_no_formula_from_text_no_macro_and_no_link() {
    let parts = parts(export("xlsx"));
    harmless(&parts);
    let formulas: Vec<&str> = parts
        .iter()
        .filter(|(name, _)| name.starts_with("xl/worksheets/"))
        .flat_map(|(_, text)| text.split("<f>").skip(1).map(|rest| rest.split("</f>").next().unwrap()))
        .collect();
    assert!(formulas.len() > 100, "the sums are formulas");
    for formula in formulas {
        let harmful = ["HYPERLINK", "cmd", "http", "@", "|", "&quot;http"];
        assert!(!harmful.iter().any(|word| formula.contains(word)), "{formula}");
    }
    let strings = &parts.iter().find(|(name, _)| name == "xl/sharedStrings.xml").unwrap().1;
    for text in ["=HYPERLINK(", "+1+cmd|", "-2+3", "@SUM(A1)", "项[U+202E]目[U+001B]"] {
        assert!(strings.contains(text), "{text} is a text");
    }
}

#[test]
fn a_word_document_has_no_field_from_text_and_no_link() {
    let parts = parts(export("docx"));
    harmless(&parts);
    let document = &parts.iter().find(|(name, _)| name == "word/document.xml").unwrap().1;
    assert!(document.contains("项[U+202E]目[U+001B]"));
    let fields: Vec<&str> =
        document.split("<w:instrText").skip(1).map(|rest| rest.split('<').next().unwrap()).collect();
    assert!(!fields.is_empty() && fields.iter().all(|field| !field.contains("INCLUDE")), "{fields:?}");
}

#[test]
fn a_pdf_has_no_action_and_no_attachment() {
    let bytes = export("pdf");
    for word in ["/JavaScript", "/Launch", "/URI", "/EmbeddedFile", "/OpenAction", "/AA "] {
        assert!(!bytes.windows(word.len()).any(|window| window == word.as_bytes()), "{word}");
    }
}

#[test]
fn a_terminal_is_given_nothing_to_obey() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(folder.path());
    let broken = folder.path().join("broken.budget");
    std::fs::write(
        &broken,
        "Budget(format: 1, form: \"a\u{202e}\u{1b}[2J\", kind: Unit, body: \"\", year: 2025, tables: [])",
    )
    .unwrap();
    for arguments in [vec!["check"], vec!["check", "--format", "json"]] {
        for path in [&path, &broken] {
            let mut arguments: Vec<&std::ffi::OsStr> = arguments.iter().map(|text| text.as_ref()).collect();
            arguments.push(path.as_os_str());
            let run = crate::command::run(arguments);
            assert!(!run.out.contains(is_obeyed) && !run.err.contains(is_obeyed), "{}{}", run.out, run.err);
        }
    }
    let json = crate::command::json(&crate::command::run([
        "check".as_ref(),
        "--format".as_ref(),
        "json".as_ref(),
        path.as_os_str(),
    ]));
    assert_eq!(json.len(), 1, "escaped it is still JSON");
}

/// What a terminal obeys, what turns writing round, what hides.
const OBEYED: [&str; 14] = [
    "\u{1b}[2J",
    "\u{1b}]0;x\u{7}",
    "\u{9b}31m",
    "\u{90}q\u{9c}",
    "\u{7f}",
    "\u{8}",
    "\u{85}",
    "\r",
    "\u{202e}",
    "\u{2066}",
    "\u{61c}",
    "\u{200b}",
    "\u{feff}",
    "\u{2028}",
];

fn hostile_text(rng: &mut fastrand::Rng) -> String {
    let pieces =
        (0..rng.usize(1..5)).map(|_| [OBEYED[rng.usize(..OBEYED.len())], "项目", "\n  错误 0", "100"][rng.usize(..4)]);
    format!("某{}", pieces.collect::<String>())
}

/// A disclosure that says such things wherever it can.
fn random(rng: &mut fastrand::Rng) -> Disclosure {
    let mut disclosure = hostile();
    disclosure.body = hostile_text(rng);
    for table in disclosure.tables.values_mut() {
        table.note = Some(hostile_text(rng));
        for row in &mut table.rows {
            match &mut row.subject {
                Subject::Code { name, .. } => *name = hostile_text(rng),
                Subject::Project(project) => {
                    project.name = hostile_text(rng);
                    project.unit = project.unit.as_ref().map(|_| hostile_text(rng));
                }
                Subject::Fixed(_) => {}
            }
            if rng.u8(..4) == 0 {
                row.amounts.values_mut().for_each(|amount| *amount += "1234.5".parse().unwrap());
            }
        }
    }
    for rewording in disclosure.rewritten.values_mut() {
        *rewording = format!("{}{}", rewording.text(), hostile_text(rng)).into();
    }
    for text in disclosure.texts.values_mut().flatten() {
        text.push_str(&hostile_text(rng));
    }
    for table in &mut disclosure.performance {
        table.goal = hostile_text(rng);
        table.contact = hostile_text(rng);
    }
    let place = disclosure_engine::disclosure::CommentPlace::Table(TableNumber(1));
    let signature =
        || disclosure_engine::disclosure::Signature { author: "甲\u{1b}[1m".into(), written: "2026-01-01".into() };
    let comment = disclosure_engine::edit::write_comment(&disclosure, place, "表1", signature(), &hostile_text(rng));
    comment.unwrap().apply(&mut disclosure);
    disclosure
}

/// Runs the binary, and asserts that nothing of what it prints is obeyed; returns the lines.
#[track_caller]
fn harmless_run(arguments: &[&std::ffi::OsStr]) -> crate::command::Run {
    let run = crate::command::run(arguments);
    for text in [&run.out, &run.err] {
        let obeyed = text.char_indices().find(|(_, c)| is_obeyed(*c) || *c == '\r');
        assert_eq!(obeyed, None, "{arguments:?}: {text:?}");
        assert!(!text.lines().any(|line| line == "  错误 0"), "{arguments:?} prints a line of a name: {text}");
    }
    run
}

#[test]
fn no_command_gives_a_terminal_anything_to_obey() {
    let mut rng = fastrand::Rng::with_seed(15);
    for _ in 0..3 {
        let root = tempfile::tempdir().unwrap();
        let folder = root.path().join("夹\u{1b}[31m\u{202e}\n  错误 0\u{9b}");
        std::fs::create_dir(&folder).unwrap();
        let [old, new] = ["旧\u{7}\u{200b}.budget", "新\u{61c}\r.budget"].map(|name| {
            let path = folder.join(name);
            file::save(&path, &random(&mut rng)).unwrap();
            path
        });
        let [sheet, workbook, missing, wrong] =
            ["表\u{1b}.txt", "出\u{1b}\u{2067}.xlsx", "无\u{1b}.budget", "错\u{1b}.x\u{1b}"]
                .map(|name| folder.join(name));
        let copy = folder.join("入\u{1b}.budget");
        let commands: Vec<Vec<&std::ffi::OsStr>> = vec![
            vec!["check".as_ref(), folder.as_ref()],
            vec!["check".as_ref(), "--format".as_ref(), "json".as_ref(), folder.as_ref(), missing.as_ref()],
            vec!["check".as_ref(), "--against".as_ref(), old.as_ref(), new.as_ref()],
            vec!["check".as_ref(), "--form".as_ref(), "\u{1b}[2J".as_ref(), new.as_ref()],
            vec!["diff".as_ref(), old.as_ref(), new.as_ref()],
            vec!["diff".as_ref(), "--format".as_ref(), "json".as_ref(), old.as_ref(), new.as_ref()],
            vec!["diff".as_ref(), old.as_ref(), missing.as_ref()],
            vec!["sum".as_ref(), old.as_ref(), new.as_ref()],
            vec!["sum".as_ref(), missing.as_ref(), new.as_ref()],
            vec!["review".as_ref(), new.as_ref(), "--against".as_ref(), old.as_ref(), "-o".as_ref(), sheet.as_ref()],
            vec!["review".as_ref(), new.as_ref(), "-o".as_ref(), wrong.as_ref()],
            vec!["export".as_ref(), new.as_ref(), "-o".as_ref(), workbook.as_ref()],
            vec!["export".as_ref(), new.as_ref(), "-o".as_ref(), wrong.as_ref()],
            vec!["import".as_ref(), workbook.as_ref(), "-o".as_ref(), copy.as_ref()],
            vec!["import".as_ref(), workbook.as_ref(), "-o".as_ref(), old.as_ref()],
            vec![
                "new".as_ref(),
                "--from".as_ref(),
                old.as_ref(),
                "--year".as_ref(),
                "2026".as_ref(),
                "-o".as_ref(),
                new.as_ref(),
            ],
            vec![
                "new".as_ref(),
                "--from".as_ref(),
                missing.as_ref(),
                "--year".as_ref(),
                "2026".as_ref(),
                "-o".as_ref(),
                wrong.as_ref(),
            ],
            vec!["--\u{1b}[31m\u{202e}".as_ref()],
            vec!["check".as_ref(), "--format".as_ref(), "\u{9b}\u{2066}".as_ref(), new.as_ref()],
        ];
        for arguments in &commands {
            let run = harmless_run(arguments);
            assert!(!run.out.is_empty() || !run.err.is_empty() || run.status == 0, "{arguments:?} says nothing");
        }
        let written = std::fs::read_to_string(sheet).unwrap();
        assert!(!written.contains(is_obeyed), "{written:?}");
        assert!(written.contains("[U+001B]"), "{written}");
    }
}

#[test]
fn a_review_sheet_obeys_nothing_in_any_format() {
    let folder = tempfile::tempdir().unwrap();
    let path = saved(folder.path());
    for format in ["xlsx", "docx"] {
        let out = folder.path().join(format!("sheet.{format}"));
        let run = crate::command::run(["review".as_ref(), path.as_os_str(), "-o".as_ref(), out.as_os_str()]);
        assert_eq!(run.status, 0, "{}", run.err);
        harmless(&parts(std::fs::read(out).unwrap()));
    }
}

#[cfg(unix)]
#[test]
fn a_file_name_that_is_not_unicode_can_be_used_by_a_script() {
    use std::os::unix::ffi::OsStrExt;

    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join(std::ffi::OsStr::from_bytes(b"\xd4\xc2 \x1b.budget"));
    file::save(&path, &hostile()).unwrap();
    let missing = folder.path().join(std::ffi::OsStr::from_bytes(b"\xff.budget"));
    let run = crate::command::run([
        "check".as_ref(),
        "--format".as_ref(),
        "json".as_ref(),
        path.as_os_str(),
        missing.as_os_str(),
    ]);
    let json = crate::command::json(&run);
    for (value, path) in json.iter().zip([&path, &missing]) {
        let encoded = value["file_bytes"].as_str().unwrap_or_else(|| panic!("{value}"));
        let mut bytes = Vec::new();
        let mut rest = encoded.bytes();
        while let Some(byte) = rest.next() {
            let mut digit = || char::from(rest.next().unwrap()).to_digit(16).unwrap() as u8;
            bytes.push(if byte == b'%' { digit() * 16 + digit() } else { byte });
        }
        assert_eq!(bytes, path.as_os_str().as_bytes(), "{encoded}");
    }
    assert_eq!(json.len(), 2);
}
