//! Word documents in which texts and tables stand in frames, boxes and marks of changes.

use disclosure_engine::import::Imported;

use super::render::rendered;
use super::sources::{SHAYIBAK, assert_whole, imported, texts};
use super::wrap;

const PARAGRAPH: &str = "<w:p><w:r><w:t xml:space=\"preserve\">";

/// The body of the sample as a Word document.
fn body() -> String {
    let documents = rendered(SHAYIBAK.text);
    let (_, docx) = documents.iter().find(|(format, _)| *format == "docx").unwrap();
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(docx)).unwrap();
    let mut body = String::new();
    std::io::Read::read_to_string(&mut zip.by_name("word/document.xml").unwrap(), &mut body).unwrap();
    body
}

fn read(body: &str) -> Imported {
    imported(&wrap::docx(body.as_bytes()))
}

#[track_caller]
fn assert_same(body: &str) {
    let found = read(body);
    assert_whole(&found, &SHAYIBAK);
    assert_eq!(texts(&found.disclosure), texts(&imported(SHAYIBAK.text.as_bytes()).disclosure));
}

/// The body with `change` made to each piece from a title of a table to the end of that table.
fn by_table(body: &str, change: impl Fn(&str) -> String) -> String {
    let mut changed = String::new();
    let mut rest = body;
    while let Some(end) = rest.find("</w:tbl>").map(|at| at + "</w:tbl>".len()) {
        let (piece, after) = rest.split_at(end);
        let start = piece.find("<w:p><w:r><w:t xml:space=\"preserve\">表 ").unwrap_or(piece.find("<w:tbl>").unwrap());
        changed += &piece[..start];
        changed += &change(&piece[start..]);
        rest = after;
    }
    changed + rest
}

#[test]
fn a_table_that_stands_in_a_frame_of_one_cell_is_read_with_its_title() {
    let framed = by_table(&body(), |piece| format!("<w:tbl><w:tr><w:tc>{piece}<w:p/></w:tc></w:tr></w:tbl>"));
    assert_same(&framed);
    let twice = by_table(&body(), |piece| {
        format!("<w:tbl><w:tr><w:tc><w:tbl><w:tr><w:tc>{piece}</w:tc></w:tr></w:tbl></w:tc></w:tr></w:tbl>")
    });
    assert_same(&twice);
    let rows = by_table(&body(), |piece| {
        let at = piece.find("<w:tbl>").unwrap();
        let (title, table) = piece.split_at(at);
        format!("<w:tbl><w:tr><w:tc>{title}</w:tc></w:tr><w:tr><w:tc>{table}</w:tc></w:tr></w:tbl>")
    });
    assert_same(&rows);
}

#[test]
fn titles_and_texts_in_boxes_are_read_once() {
    let vml = |text: &str| {
        format!("<w:r><w:pict><v:textbox><w:txbxContent>{text}</w:txbxContent></v:textbox></w:pict></w:r>")
    };
    let drawn = |text: &str| {
        format!(
            "<w:r><mc:AlternateContent><mc:Choice><w:drawing><wps:txbx><w:txbxContent>{text}</w:txbxContent></wps:txbx>\
             </w:drawing></mc:Choice><mc:Fallback>{}</mc:Fallback></mc:AlternateContent></w:r>",
            vml(text)
        )
    };
    for boxed in [&vml as &dyn Fn(&str) -> String, &drawn] {
        let text = by_table(&body(), |piece| {
            let at = piece.find("<w:tbl>").unwrap();
            let (title, table) = piece.split_at(at);
            format!("<w:p>{}</w:p>{table}", boxed(title))
        });
        assert_same(&text);
        let tables = by_table(&body(), |piece| format!("<w:p>{}</w:p>", boxed(piece)));
        assert_same(&tables);
    }
}

#[test]
fn contents_under_control_and_changes_that_are_tracked_are_read_as_they_are_shown() {
    let control = |piece: &str| format!("<w:sdt><w:sdtPr/><w:sdtContent>{piece}</w:sdtContent></w:sdt>");
    assert_same(&by_table(&body(), control));
    let rows =
        body().replace("<w:tr>", "<w:sdt><w:sdtContent><w:tr>").replace("</w:tr>", "</w:tr></w:sdtContent></w:sdt>");
    assert_same(&rows);
    // Each text was inserted in the place of another that was struck out.
    let inserted = body()
        .replace("<w:r>", "<w:del><w:r><w:delText>9,999.99</w:delText></w:r></w:del><w:ins><w:r>")
        .replace("</w:r></w:p>", "</w:r></w:ins></w:p>");
    assert_same(&inserted);
    let moved = body().replace("<w:r><w:t", "<w:moveFrom><w:r><w:t>7.77</w:t></w:r></w:moveFrom><w:r><w:t");
    assert_same(&moved);
}

#[test]
fn rows_that_were_struck_out_are_none() {
    let struck = "<w:tr><w:trPr><w:del/></w:trPr><w:tc><w:p><w:del><w:r><w:delText>208</w:delText></w:r></w:del></w:p></w:tc></w:tr></w:tbl>";
    assert_same(&body().replace("</w:tbl>", struck));
}

#[test]
fn a_table_inside_a_cell_among_others_leaves_the_outer_one_as_it_is() {
    let inner = "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>注</w:t></w:r></w:p></w:tc></w:tr></w:tbl>";
    let last = body().replacen(
        "</w:tbl>",
        &format!("<w:tr><w:tc>{PARAGRAPH}注：</w:t></w:r></w:p>{inner}</w:tc></w:tr></w:tbl>"),
        3,
    );
    assert_whole(&read(&last), &SHAYIBAK);
}

#[test]
fn how_something_looked_before_it_was_changed_hides_and_merges_nothing() {
    let before = "<w:rPrChange><w:rPr><w:vanish/></w:rPr></w:rPrChange>";
    assert_same(&body().replace("<w:r>", &format!("<w:r><w:rPr>{before}</w:rPr>")));
    // Each cell reached over others, and down, before.
    let before = "<w:tcPrChange><w:tcPr><w:gridSpan w:val=\"3\"/><w:vMerge/></w:tcPr></w:tcPrChange>";
    assert_same(
        &body().replace("<w:tc>", &format!("<w:tc><w:tcPr>{before}</w:tcPr>")).replace("</w:tcPr><w:tcPr>", ""),
    );
    let before = "<w:pPr><w:pPrChange><w:pPr><w:rPr><w:del/></w:rPr></w:pPr></w:pPrChange></w:pPr>";
    assert_same(&body().replace("<w:p>", &format!("<w:p>{before}")));
}
