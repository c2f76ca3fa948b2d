//! Small documents that the tests write themselves.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::super::{Cell, Progress, Source};

/// A document of this body, and of these other parts.
fn docx(body: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let document = format!("<w:document><w:body>{body}</w:body></w:document>");
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("word/document.xml", document.as_str())].iter().chain(others) {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(body: &str, others: &[(&str, &str)]) -> Source {
    super::read(&docx(body, others), &Progress::default()).unwrap()
}

/// The lines that are read, cells apart by `|`.
fn texts(body: &str) -> Vec<String> {
    let line = |cells: &[Cell]| cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
    read(body, &[]).lines.iter().map(|found| line(&found.cells)).collect()
}

fn paragraph(text: &str) -> String {
    format!("<w:p>{}</w:p>", run(text))
}

fn run(text: &str) -> String {
    format!("<w:r><w:t>{text}</w:t></w:r>")
}

/// A paragraph whose mark was struck out, so that the next one goes on with it.
fn joined(text: &str) -> String {
    format!("<w:p><w:pPr><w:rPr><w:del w:id=\"1\"/></w:rPr></w:pPr>{}</w:p>", run(text))
}

fn table(rows: &[&[&str]]) -> String {
    let cell = |text: &&str| {
        format!("<w:tc>{}</w:tc>", if text.starts_with('<') { (*text).to_owned() } else { paragraph(text) })
    };
    let row = |cells: &&[&str]| format!("<w:tr>{}</w:tr>", cells.iter().map(cell).collect::<String>());
    format!("<w:tbl>{}</w:tbl>", rows.iter().map(row).collect::<String>())
}

#[test]
fn changes_that_are_tracked_are_read_as_if_they_were_taken() {
    let struck = "<w:del><w:r><w:delText>30.00</w:delText></w:r></w:del>";
    let inserted = format!("<w:ins>{}</w:ins>", run("29.91"));
    let moved = format!("<w:moveFrom>{}</w:moveFrom><w:moveTo>{}</w:moveTo>", run("甲"), run("乙"));
    let old = "<w:r><w:rPr><w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange></w:rPr><w:t>万元</w:t></w:r>";
    let body = format!("<w:p>{}{struck}{inserted}{old}{moved}</w:p>", run("奖金"));
    assert_eq!(texts(&body), ["奖金29.91万元乙"]);
    // Paragraphs that became one, and one that ends what holds it.
    let body = [joined("本年收入"), joined("1.00 万元，"), paragraph("支出 1.00 万元。"), paragraph("二")].concat();
    assert_eq!(texts(&body), ["本年收入1.00 万元，支出 1.00 万元。", "二"]);
    assert_eq!(texts(&[joined("一"), table(&[&["1", "2"]]), joined("三")].concat()), ["一", "1|2", "三"]);
    let in_cell = joined("甲") + &paragraph("乙");
    assert_eq!(texts(&table(&[&[&in_cell, &joined("丙")], &["1", "2"]])), ["甲乙|丙", "1|2"]);
    // Cells that were struck out, and what a cell was before.
    let gone = format!("<w:tc><w:tcPr><w:cellDel/></w:tcPr>{}</w:tc>", paragraph("旧"));
    let was =
        "<w:tc><w:tcPr><w:tcPrChange><w:tcPr><w:gridSpan w:val=\"2\"/><w:vMerge/></w:tcPr></w:tcPrChange></w:tcPr>";
    let row =
        format!("<w:tbl><w:tr>{gone}{was}{}</w:tc><w:tc>{}</w:tc></w:tr></w:tbl>", paragraph("301"), paragraph("1.00"));
    assert_eq!(texts(&row), ["301|1.00"]);
}

#[test]
fn rows_that_were_struck_out_are_dropped_with_all_that_they_hold() {
    let struck =
        |before: &str, cells: &str| format!("<w:tr><w:trPr>{before}<w:del w:id=\"1\"/></w:trPr>{cells}</w:tr>");
    let cell = |inner: &str| format!("<w:tc>{inner}</w:tc>");
    let kept = |texts: [&str; 2]| format!("<w:tr>{}</w:tr>", texts.map(|text| cell(&paragraph(text))).concat());
    let in_table = |rows: &[String]| format!("<w:tbl>{}</w:tbl>", rows.concat());
    let old = struck("", &(cell(&paragraph("302")) + &cell(&paragraph("9.00"))));
    let (first, last) = (kept(["301", "1.00"]), kept(["303", "3.00"]));
    assert_eq!(texts(&in_table(&[old.clone(), first.clone(), old.clone(), last.clone()])), ["301|1.00", "303|3.00"]);
    // One that leaves columns out, one that holds a table, and one that begins a cell that reaches down.
    let indented = struck("<w:gridBefore w:val=\"1\"/>", &cell(&paragraph("9.00")));
    let nested = struck("", &cell(&(table(&[&["甲", "乙"], &["丙", "丁"]]) + &paragraph("戊"))));
    let reaching =
        struck("", &format!("<w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr>{}</w:tc>", paragraph("旧")));
    for row in [indented, nested, reaching] {
        let rows = [first.clone(), row.clone(), last.clone()];
        assert_eq!(texts(&(in_table(&rows) + &paragraph("后"))), ["301|1.00", "303|3.00", "后"], "{row}");
    }
    // What the properties of a row were before, and a row that was put in, are no rows that were struck out.
    let changed =
        "<w:trPr><w:ins w:id=\"1\"/><w:trPrChange><w:trPr><w:del w:id=\"2\"/></w:trPr></w:trPrChange></w:trPr>";
    assert_eq!(
        texts(&in_table(&[first.replace("<w:tr>", &format!("<w:tr>{changed}")), last])),
        ["301|1.00", "303|3.00"]
    );
}

#[test]
fn a_paragraph_that_goes_on_with_the_next_does_so_past_the_boxes_that_it_holds() {
    let boxed = format!("<w:r><w:txbxContent>{}</w:txbxContent></w:r>", paragraph("框"));
    let outer = joined("前").replace("</w:p>", &format!("{boxed}</w:p>"));
    assert_eq!(texts(&(outer + &paragraph("后"))), ["框", "前后"]);
}

#[test]
fn notes_and_comments_are_no_part_of_the_text_and_notes_are_told() {
    let mark = "<w:r><w:footnoteReference w:id=\"2\"/></w:r><w:r><w:endnoteReference w:id=\"2\"/></w:r>";
    let comment =
        "<w:commentRangeStart w:id=\"0\"/><w:commentRangeEnd w:id=\"0\"/><w:r><w:commentReference w:id=\"0\"/></w:r>";
    let body = format!("<w:p>{}{mark}{comment}{}</w:p>", run("收入 1.00 万元"), run("，支出"))
        + &table(&[&["301", &format!("<w:p>{}{mark}</w:p>", run("12.34"))]]);
    let line = "<w:footnote w:type=\"separator\" w:id=\"0\"><w:p><w:r><w:t>线</w:t></w:r></w:p></w:footnote>";
    let note = |kind: &str, text: &str| format!("<w:{kind} w:id=\"2\">{}</w:{kind}>", paragraph(text));
    let foot =
        format!("<w:footnotes>{line}{}{}</w:footnotes>", note("footnote", "含 上年结转。"), note("footnote", ""));
    let end = format!("<w:endnotes>{}</w:endnotes>", note("endnote", "见附件"));
    let comments = "<w:comments><w:comment><w:p><w:r><w:t>请核对</w:t></w:r></w:p></w:comment></w:comments>";
    let parts = [("word/footnotes.xml", foot.as_str()), ("word/endnotes.xml", &end), ("word/comments.xml", comments)];
    let source = read(&body, &parts);
    let texts: Vec<Vec<&str>> = source.lines.iter().map(|line| line.texts().map(|(_, text)| text).collect()).collect();
    assert_eq!(texts, [vec!["收入 1.00 万元，支出"], vec!["301", "12.34"]]);
    assert_eq!(source.remarks, ["文件有 2 条脚注或尾注（“含 上年结转。” 等），没有作为正文导入"]);
    // Lines alone are no notes.
    let lines = format!("<w:footnotes>{line}</w:footnotes>");
    assert!(read(&body, &[("word/footnotes.xml", &lines)]).remarks.is_empty());
    // A note may say that it is one as others are.
    let usual =
        "<w:footnotes><w:footnote w:type=\"normal\"><w:p><w:r><w:t>注</w:t></w:r></w:p></w:footnote></w:footnotes>";
    let told = ["文件有 1 条脚注或尾注（“注”），没有作为正文导入"];
    assert_eq!(read(&body, &[("word/footnotes.xml", usual)]).remarks, told);
}

#[test]
fn notes_that_cannot_be_read_are_told_and_the_text_is_read_without_them() {
    let deep = "<w:x>".repeat(600);
    for broken in ["<w:footnotes><w:footnote></w:p>", "<w:footnotes><w:footnote a=\"", &deep] {
        for (part, name) in [("word/footnotes.xml", "脚注"), ("word/endnotes.xml", "尾注")] {
            let source = read(&paragraph("正文"), &[(part, broken)]);
            assert_eq!(source.lines.len(), 1);
            assert_eq!(source.remarks, [format!("文件的{name}已损坏，没有读；正文不受影响")], "{broken}");
        }
    }
}

#[test]
fn boxes_are_read_once_after_or_before_what_they_are_tied_to_and_in_cells() {
    let boxed = |text: &str| format!("<w:txbxContent>{}</w:txbxContent>", paragraph(text));
    let drawn = |text: &str| {
        format!(
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx>{0}</wps:txbx></w:drawing></mc:Choice>\
             <mc:Fallback><w:pict><v:textbox>{0}</v:textbox></w:pict></mc:Fallback></mc:AlternateContent></w:r>",
            boxed(text)
        )
    };
    let body = format!("<w:p>{}{}{}</w:p>", run("前"), drawn("某单位"), run("后"));
    assert_eq!(texts(&body), ["某单位", "前后"]);
    // A box that a hidden or struck run holds is not printed.
    let struck = format!("<w:p><w:del>{}</w:del>{}</w:p>", drawn("旧"), run("新"));
    assert_eq!(texts(&struck), ["新"]);
    let two = format!("<w:p>{}{}</w:p>", drawn("甲"), drawn("乙"));
    assert_eq!(texts(&two), ["甲", "乙"]);
    // One whose paragraphs became one.
    let kept = format!(
        "<w:p><w:r><w:txbxContent>{}{}</w:txbxContent></w:r>{}</w:p>",
        joined("甲"),
        paragraph("乙"),
        run("丙")
    );
    assert_eq!(texts(&kept), ["甲乙", "丙"]);
}
