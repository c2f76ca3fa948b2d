//! Small documents that the tests write themselves.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::super::{Cell, Progress, ReadError, Source};

/// A document of these styles and of this text.
fn odt(styles: &str, text: &str) -> Vec<u8> {
    let content = format!(
        "<office:document-content><office:automatic-styles>{styles}</office:automatic-styles><office:body>\
         <office:text>{text}</office:text></office:body></office:document-content>"
    );
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in [("mimetype", "application/vnd.oasis.opendocument.text"), ("content.xml", content.as_str())] {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    super::read(bytes, &Progress::default())
}

/// The lines that are read, cells apart by `|`; a cell that another covers is `<` or `^`.
#[track_caller]
fn texts(styles: &str, text: &str) -> Vec<String> {
    let source = read(&odt(styles, text)).unwrap();
    let shown = |row: usize, cell: &Cell| match cell.covered_by {
        Some((line, _)) if line == row => "<".to_owned(),
        Some(_) => "^".to_owned(),
        None => cell.text.clone(),
    };
    let line = |(row, cells): (usize, &[Cell])| cells.iter().map(|cell| shown(row, cell)).collect::<Vec<_>>().join("|");
    source.lines.iter().map(|line| line.cells.as_slice()).enumerate().map(line).collect()
}

fn row(cells: &str) -> String {
    format!("<table:table-row>{cells}</table:table-row>")
}

fn cell(more: &str, text: &str) -> String {
    format!("<table:table-cell {more}><text:p>{text}</text:p></table:table-cell>")
}

const COVERED: &str = "<table:covered-table-cell/>";

#[test]
fn a_mark_ends_a_paragraph_and_blanks_are_those_that_are_said() {
    let text = "<text:sequence-decls/><text:h>一、单位概况</text:h><text:p>收\n  入<text:s text:c=\"2\"/>共计<text:tab/>5\
                <text:line-break/>万<text:soft-page-break/><text:span>元</text:span> <text:bookmark/> 。</text:p>\
                <text:list><text:list-item><text:p>甲</text:p></text:list-item><text:list-item><text:p> 乙</text:p>\
                </text:list-item></text:list><text:section><text:p>R&amp;D</text:p></text:section>";
    assert_eq!(texts("", text), ["一、单位概况", "收 入  共计 5\n万元 。", "甲", "乙", "R&D"]);
}

#[test]
fn notes_are_no_part_of_the_text_and_are_told() {
    let note = |text: &str| {
        format!(
            "<text:note><text:note-citation>1</text:note-citation><text:note-body><text:p>{text}</text:p></text:note-body></text:note>"
        )
    };
    let text = format!("<text:p>收入{}共计{}</text:p>", note("含 上年结转。"), note("见附件"));
    let source = read(&odt("", &text)).unwrap();
    assert_eq!(source.lines[0].cells[0].text, "收入共计");
    assert_eq!(source.remarks, ["文件有 2 条脚注或尾注（“含 上年结转。” 等），没有作为正文导入"]);
}

#[test]
fn what_is_not_printed_is_left_out() {
    let styles = "<style:style style:name=\"T1\"><style:text-properties text:display=\"none\"/></style:style>\
                  <style:style style:name=\"T2\"><style:text-properties/></style:style>";
    let text = "<text:tracked-changes><text:changed-region><text:deletion><text:p>删去</text:p></text:deletion>\
                </text:changed-region></text:tracked-changes><text:p>收入<text:change/><text:note><text:note-citation>1\
                </text:note-citation><text:note-body><text:p>脚注</text:p></text:note-body></text:note><office:annotation>\
                <text:p>批注</text:p></office:annotation><text:span text:style-name=\"T1\">隐藏</text:span>\
                <text:span text:style-name=\"T2\">共计</text:span><text:ruby><text:ruby-base>元</text:ruby-base>\
                <text:ruby-text>yuan</text:ruby-text></text:ruby><draw:frame><draw:image/><svg:title>图</svg:title>\
                <svg:desc>说明</svg:desc></draw:frame></text:p><text:p text:style-name=\"T1\">隐藏的段</text:p>\
                <text:section text:display=\"none\"><text:p>隐藏的节</text:p></text:section>";
    assert_eq!(texts(styles, text), ["收入共计元"]);
}

#[test]
fn cells_fall_into_their_columns_whatever_is_merged_or_repeated() {
    let head = row(&(cell("table:number-rows-spanned=\"2\"", "科目")
        + &cell("table:number-columns-spanned=\"2\"", "金额")
        + COVERED
        + &cell("", "备注")));
    let below = row(&(COVERED.to_owned() + &cell("", "本年") + &cell("", "上年") + &cell("", "")));
    let body = row(&(cell("", "合计") + &cell("table:number-columns-repeated=\"2\"", "1.00") + &cell("", "")));
    let repeated =
        row(&cell("", "空")).replace("<table:table-row>", "<table:table-row table:number-rows-repeated=\"2\">");
    let table = format!(
        "<table:table><table:table-column table:number-columns-repeated=\"4\"/><table:table-header-rows>{head}\
         </table:table-header-rows>{below}{body}{repeated}</table:table>"
    );
    let wanted = ["科目|金额|<|备注", "^|本年|上年|", "合计|1.00|1.00|", "空|||", "空|||"];
    assert_eq!(texts("", &table), wanted);
}

#[test]
fn texts_in_boxes_and_tables_in_cells_are_read() {
    let inner = format!(
        "<table:table>{}{}</table:table>",
        row(&(cell("", "甲") + &cell("", "1"))),
        row(&(cell("", "乙") + &cell("", "2")))
    );
    // A table that only holds another is a frame.
    let frame = format!(
        "<table:table>{}{}</table:table>",
        row(&cell("", "说明")),
        row(&format!("<table:table-cell><text:p>单位：万元</text:p>{inner}<text:p>注</text:p></table:table-cell>"))
    );
    assert_eq!(texts("", &frame), ["说明", "单位：万元", "甲|1", "乙|2", "注"]);
    let boxed =
        "<text:p>正文<draw:frame><draw:text-box><text:p>框里的字</text:p></draw:text-box></draw:frame>完</text:p>";
    assert_eq!(texts("", boxed), ["框里的字", "正文完"]);
    let inner = format!("<table:table-cell>{inner}</table:table-cell>");
    let beside = format!("<table:table>{}</table:table>", row(&(cell("", "科目") + &cell("", "金额") + &inner)));
    assert_eq!(texts("", &beside), ["科目|金额|", "甲|1", "乙|2"]);
}

#[test]
fn cells_are_set_in_as_their_styles_say() {
    let styles = "<style:style style:name=\"P1\"><style:paragraph-properties fo:margin-left=\"0.5cm\" fo:text-indent=\"10.5pt\"/>\
                  </style:style><style:style style:name=\"P2\"><style:paragraph-properties fo:margin-left=\"10pt\" fo:text-indent=\"-10pt\"/></style:style>";
    let of = |style: &str| row(&cell("", "名称").replace("<text:p>", &format!("<text:p text:style-name=\"{style}\">")));
    let table = format!("<table:table>{}{}{}</table:table>", of("P1"), of("P2"), of("P3"));
    let source = read(&odt(styles, &table)).unwrap();
    assert_eq!(source.lines.iter().map(|line| line.cells[0].indent).collect::<Vec<_>>(), [23, 0, 0]);
}

#[test]
fn what_is_encrypted_empty_or_without_an_end_is_told() {
    let told = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    let mut zip = zip::ZipWriter::new_append(Cursor::new(odt("", ""))).unwrap();
    zip.start_file("META-INF/manifest.xml", SimpleFileOptions::default()).unwrap();
    zip.write_all(b"<manifest:encryption-data/>").unwrap();
    assert!(told(&zip.finish().unwrap().into_inner()).contains("打开密码"));
    assert!(told(&odt("", "<text:p> </text:p>")).starts_with("文件是空的"));
    assert!(told(&odt("", "<text:p>")).contains("ODT 文档文件已损坏"));
    let many = "<table:table><table:table-row table:number-rows-repeated=\"1000000000\"><table:table-cell><text:p>1</text:p>\
                </table:table-cell></table:table-row></table:table>";
    assert!(told(&odt("", many)).contains("太多"));
    assert!(told(&odt("", &"<table:table><table:table-row><table:table-cell>".repeat(20))).contains("太深"));
    let wide = "<table:table><table:table-row><table:table-cell table:number-columns-repeated=\"1000000000\" \
                table:number-rows-spanned=\"99999999999\" table:number-columns-spanned=\"99999999999\"><text:p>1</text:p>\
                </table:table-cell></table:table-row></table:table>";
    assert_eq!(read(&odt("", wide)).unwrap().lines[0].cells.len(), 256);
}
