//! What a file says is data: not a formula, not a link, not an order to a terminal or a printed page.

mod command;

use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

use budget_disclosure::disclosure::{Disclosure, Subject, TableNumber};
use budget_disclosure::file;
use budget_disclosure::form::FormLibrary;

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
    let mut disclosure = file::open(&command::sample("urumqi-2025.budget"), &forms).unwrap();
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
    c.is_control() && !matches!(c, '\n' | '\r' | '\t') || matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}')
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
    let run = command::run(["export".as_ref(), saved(folder.path()).as_os_str(), "-o".as_ref(), out.as_os_str()]);
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
            let run = command::run(arguments);
            assert!(!run.out.contains(is_obeyed) && !run.err.contains(is_obeyed), "{}{}", run.out, run.err);
        }
    }
    let json = command::json(&command::run(["check".as_ref(), "--format".as_ref(), "json".as_ref(), path.as_os_str()]));
    assert_eq!(json.len(), 1, "escaped it is still JSON");
}
