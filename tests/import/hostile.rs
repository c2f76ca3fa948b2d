//! Broken, encrypted, enormous and hostile files, given to the program itself: each ends in a sentence, within two
//! gigabytes of address space and a bound of time, and nothing of it is executed or fetched.

use std::ffi::OsStr;
use std::path::Path;
use std::process::{Command, Output};
use std::sync::Mutex;
use std::time::{Duration, Instant};

use disclosure_engine::import::{ImportError, ImportOptions, Progress, ReadError};

use super::documents::{exported, whole};
use super::made::*;
use super::sources::{SHAYIBAK, import};
use super::wrap;

/// Address space that the program may take, in KiB: what is read, unpacked and parsed fits many times over.
#[cfg(target_os = "linux")]
const MOST_MEMORY: usize = 2 << 20;
/// In a build without optimisation, on a machine that is busy.
const LONGEST: Duration = Duration::from_secs(120);

/// Name of the file, what is in it, and what the sentence says.
type Hostile = (&'static str, fn() -> Vec<u8>, &'static str);

const HOSTILE: [Hostile; 73] = [
    // Archives that unpack to a gigabyte.
    ("bomb.docx", || bomb("word/document.xml"), "展开后过大"),
    ("bomb.ods", || bomb("content.xml"), "展开后过大"),
    ("bomb.odt", || bomb_beside("mimetype", b"application/vnd.oasis.opendocument.text", "content.xml"), "展开后过大"),
    ("bomb.ofd", || bomb_beside("OFD.xml", wrap::OFD, "Doc_0/Document.xml"), "展开后过大"),
    ("bomb.xlsx", || bomb("xl/workbook.xml"), "展开后过大"),
    ("strings.xlsx", || bomb_beside("xl/workbook.xml", b"<workbook/>", "xl/sharedStrings.xml"), "展开后过大"),
    // Millions of rows and cells, and what says that it has them.
    ("rows.xlsx", || xlsx_of_rows(10_000_000), "太多"),
    ("rows.txt", || "208\t01\t1.00\n".repeat(4_000_000).into(), "太多"),
    ("rows.csv", || "208,01,1.00\n".repeat(4_000_000).into(), "太多"),
    ("rows.xls", || format!("<table>{}</table>", "<tr><td>1</td></tr>".repeat(800_000)).into(), "太多"),
    ("tabs.txt", || "\t".repeat(5_000_000).into(), "太多"),
    ("lines.txt", || "行\n".repeat(200_000).into(), "太多"),
    ("corners.xlsx", corners, "没有认出"),
    ("corners.xls", corners_of_old_workbook, "太多"),
    ("merged.xlsx", merged_columns, "没有认出"),
    ("rows.ods", || ods("table:number-rows-repeated=\"1000000000\"", ""), "太多"),
    ("rows.odt", || wrap::odt(repeated_row().as_bytes()), "太多"),
    ("cells.odt", || wrap::odt(repeated_cell().as_bytes()), "没有认出"),
    ("pages.ofd", || ofd_pages(401), "400 页"),
    ("characters.ofd", || ofd_text(&"万".repeat(100_000)), "太多"),
    ("lines.ofd", || ofd_path(&"M 0 0 L 9 0 L 9 9 ".repeat(300_000)), "太多"),
    ("grid.ofd", || ofd_path(&crossing_lines(900)), "太多"),
    ("cells.ods", || ods("", REPEATED_CELLS), "没有认出"),
    // Elements, arrays and tables nested a million deep.
    ("deep.docx", || wrap::docx("<a>".repeat(1_000_000).as_bytes()), "太深"),
    ("tables.docx", || wrap::docx("<w:tbl><w:tr><w:tc>".repeat(300_000).as_bytes()), "太深"),
    ("deep.odt", || wrap::odt("<a>".repeat(1_000_000).as_bytes()), "太深"),
    ("tables.odt", || wrap::odt("<body><table><table-row><table-cell>".repeat(300_000).as_bytes()), "太深"),
    ("deep.ofd", || wrap::ofd("<a>".repeat(1_000_000).as_bytes()), "太深"),
    ("deep.ods", || wrap::ods("<a>".repeat(1_000_000).as_bytes()), "太深"),
    ("deep.xlsx", || wrap::xlsx("<a>".repeat(1_000_000).as_bytes()), ""),
    ("deep.html", || "<table><tr><td>".repeat(1_000_000).into(), "太深"),
    ("deep.xml.xls", || format!("{XML_WORKBOOK}{}", "<a>".repeat(1_000_000)).into(), "太深"),
    ("arrays.pdf", || deep_pdf("[", "]"), ""),
    ("dictionaries.pdf", || deep_pdf("<</A ", ">>"), ""),
    ("brackets.pdf", || deep_pdf("(", ")"), ""),
    // References that lead back to themselves.
    ("pages.pdf", || pdf(&[CATALOG, "<</Type/Pages/Kids[2 0 R]/Count 1>>"]), ""),
    ("parents.pdf", || pdf(&[CATALOG, PARENT_OF_ITSELF, "<</Type/Page/Parent 2 0 R>>"]), ""),
    ("reference.pdf", || pdf(&[CATALOG, "3 0 R", "4 0 R", "3 0 R"]), ""),
    ("form.pdf", form_in_itself, ""),
    ("template.ofd", || wrap::ofd(b"<Page><Template TemplateID=\"1\"/></Page>"), "空的"),
    ("unit.ofd", unit_in_itself, "太多"),
    ("count.pdf", || pdf(&[CATALOG, "<</Type/Pages/Kids[]/Count 2000000000>>"]), ""),
    ("directories.xls", circle_of_directories, "已损坏"),
    // Entities that multiply a thousand million times, or fetch a file.
    ("laughs.docx", || wrap::docx(laughs("<p><t>&a11;</t></p>").as_bytes()), ""),
    ("laughs.odt", || wrap::odt(laughs("<body><p>&a11;</p></body>").as_bytes()), "空的"),
    ("laughs.ofd", || wrap::ofd(laughs("<TextObject><TextCode>&a11;</TextCode></TextObject>").as_bytes()), "空的"),
    ("laughs.xlsx", || wrap::xlsx(laughs(LAUGHING_CELL).as_bytes()), ""),
    ("laughs.html", || laughs("<html><body>&a11;</body></html>").replace("<?xml version=\"1.0\"?>", "").into(), ""),
    ("entities.docx", entities_of_a_file, "“信”"),
    // A single line or cell of sixty megabytes.
    ("line.txt", || "预算".repeat(10_000_000).into(), "没有认出"),
    ("digits.txt", || format!("合计\t{}", "9".repeat(60_000_000)).into(), "没有认出"),
    ("quotes.csv", || format!("a,b,\"{}", "c,".repeat(30_000_000)).into(), ""),
    ("attributes.html", || format!("<table {}>", "a=1 ".repeat(3_000_000)).into(), "上百个属性"),
    // Pictures, passwords and other kinds of files.
    ("scan.pdf", || scanned(1), "扫描"),
    ("scans.pdf", || scanned(40), "扫描"),
    ("scan.ofd", || wrap::ofd(b"<Page><ImageObject ResourceID=\"3\"/></Page>"), "扫描的 OFD"),
    ("secret.ofd", || wrap::archive(&[("OFD.xml", wrap::OFD), ("Encryptions.xml", b"<a/>")]), "打开密码"),
    ("password.xlsx", || fixture("encrypted.xlsx"), "打开密码"),
    ("nothing.doc", || COMPOUND.into(), "已损坏"),
    ("word.doc", || [COMPOUND, &wide("WordDocument")].concat(), ".docx"),
    ("word.wps", || [COMPOUND, &wide("WordDocument")].concat(), ".docx"),
    ("a.rtf", || b"{\\rtf1 x}".into(), ".docx"),
    ("sylk.xls", || b"ID;PWXL;N;E\r\nC;Y1;X1;K\"1\"\r\nE\r\n".into(), ".xlsx"),
    ("nothing.pdf", || b"%PDF-1.7\nnothing".into(), "已损坏"),
    ("nothing.zip", || b"PK\x03\x04 nothing".into(), "已损坏"),
    ("talk.pptx", || wrap::archive(&[("ppt/presentation.xml", b"<p/>")]), "演示文稿"),
    ("nothing.ofd", || wrap::archive(&[("OFD.xml", b"<p/>")]), "OFD 文件已损坏"),
    ("some.zip", || wrap::archive(&[("a.txt", b"a")]), "认不出"),
    ("empty.xlsx", Vec::new, "空的"),
    ("empty.html", || b"<html><body></body></html>".into(), "空的"),
    ("page.mht", || b"MIME-Version: 1.0\nX-Document-Type: Workbook\n".into(), ".mht"),
    ("tags.xml", || b"<?xml version=\"1.0\"?><root><a>1</a></root>".into(), "XML"),
    ("frames.html", || b"<html><frameset rows=\"*,39\"><frame src=\"a.htm\"></frameset></html>".into(), "框架"),
];

#[test]
fn hostile_files_end_in_a_sentence() {
    let waiting = Mutex::new(HOSTILE.to_vec());
    let wrong = Mutex::new(Vec::new());
    std::thread::scope(|scope| {
        for _ in 0..2 {
            scope.spawn(|| {
                loop {
                    let Some((name, make, wanted)) = waiting.lock().unwrap().pop() else { return };
                    if let Err(told) = refused(name, &make(), wanted) {
                        wrong.lock().unwrap().push(told);
                    }
                }
            });
        }
    });
    let wrong = wrong.into_inner().unwrap();
    assert!(wrong.is_empty(), "{}", wrong.join("\n"));
}

/// Whether the program refuses these `bytes` in a sentence that says what is `wanted`; else what it did.
fn refused(name: &str, bytes: &[u8], wanted: &str) -> Result<(), String> {
    let (output, took) = run(name, bytes);
    let sentence = String::from_utf8_lossy(&output.stderr);
    let is_told = sentence.contains(wanted) && !sentence.contains("panicked");
    let is_right = output.status.code() == Some(2) && is_told && took < LONGEST;
    if is_right { Ok(()) } else { Err(format!("{name}: {:?}, {took:?}: {sentence}", output.status)) }
}

/// Imports a file of these `bytes` with the program.
fn run(name: &str, bytes: &[u8]) -> (Output, Duration) {
    let folder = tempfile::tempdir().unwrap();
    let (file, out) = (folder.path().join(name), folder.path().join("out.budget"));
    std::fs::write(&file, bytes).unwrap();
    let start = Instant::now();
    let arguments = [OsStr::new("import"), file.as_os_str(), OsStr::new("-o"), out.as_os_str()];
    let output = program().args(arguments).output().unwrap();
    println!("{name}: {} bytes, {:?}", bytes.len(), start.elapsed());
    (output, start.elapsed())
}

/// The program, in a bound of memory where the system can set one.
fn program() -> Command {
    let program = Path::new(env!("CARGO_BIN_EXE_budget-disclosure"));
    #[cfg(target_os = "linux")]
    {
        let mut command = Command::new("sh");
        command.args(["-c", &format!("ulimit -v {MOST_MEMORY}; exec \"$0\" \"$@\"")]).arg(program);
        command
    }
    #[cfg(not(target_os = "linux"))]
    Command::new(program)
}

#[test]
fn prose_of_a_hundred_thousand_paragraphs_under_a_section() {
    let sentence = "本单位 2025 年预算 1,057.99 万元，比上年预算增加 12.34 万元，增长 1.18%，主要原因是人员增加。\n";
    let text = format!(
        "{}\n第三部分 2025年部门预算情况说明\n一、关于收支预算情况的总体说明\n{}",
        SHAYIBAK.text,
        sentence.repeat(90_000)
    );
    let (output, took) = run("prose.txt", text.as_bytes());
    assert!(output.status.code().is_some_and(|code| code != 101), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(took < LONGEST, "{took:?}");
}

#[test]
fn macros_and_links_of_a_workbook_are_left_alone() {
    let mut parts = zip_parts(&exported(&whole(&SHAYIBAK), "xlsx"));
    parts.push(("xl/vbaProject.bin".to_owned(), [COMPOUND, b"Sub Auto_Open()"].concat()));
    parts.push((
        "xl/externalLinks/externalLink1.xml".to_owned(),
        b"<externalLink><externalBook r:id=\"file:///etc/passwd\"/></externalLink>".to_vec(),
    ));
    let parts: Vec<(&str, &[u8])> = parts.iter().map(|(name, bytes)| (name.as_str(), bytes.as_slice())).collect();
    let (output, _) = run("macros.xlsm", &wrap::archive(&parts));
    assert_eq!(output.status.code(), Some(0), "{}", String::from_utf8_lossy(&output.stderr));
    assert!(String::from_utf8_lossy(&output.stdout).contains("203 个数"));
}

#[test]
fn an_import_can_be_stopped() {
    let progress = Progress::default();
    progress.cancel();
    let options = ImportOptions { progress, ..ImportOptions::default() };
    let stopped = import(SHAYIBAK.text.as_bytes(), &options);
    assert!(matches!(stopped, Err(ImportError::Read(ReadError::Cancelled))));
}
