//! A document that is written as text with tab-separated tables, in the other formats in which colleagues send it.

use rust_xlsxwriter::Workbook;

use super::ofd::{Way, ofd};
use super::sources::{import, imported};
use super::wrap;
use disclosure_engine::import::{ImportOptions, Imported};

/// A paragraph, or the rows of a table.
pub enum Block<'a> {
    Paragraph(&'a str),
    Table(Vec<Vec<&'a str>>),
}

/// The paragraphs and tables of `text`.
pub fn blocks(text: &str) -> Vec<Block<'_>> {
    let mut blocks = Vec::new();
    for line in text.lines() {
        match (line.contains('\t'), blocks.last_mut()) {
            (true, Some(Block::Table(rows))) => rows.push(line.split('\t').collect()),
            (true, _) => blocks.push(Block::Table(vec![line.split('\t').collect()])),
            (false, _) => blocks.push(Block::Paragraph(line)),
        }
    }
    blocks.retain(|block| !matches!(block, Block::Paragraph(text) if text.trim().is_empty()));
    blocks
}

/// `text` in every format, with what the format is.
pub fn rendered(text: &str) -> [(&'static str, Vec<u8>); 9] {
    [
        ("text", text.as_bytes().to_vec()),
        ("xlsx, all in one sheet", xlsx(text, false)),
        ("xlsx, a sheet a table", xlsx(text, true)),
        ("docx", docx(text)),
        ("odt", odt(text)),
        ("ofd", ofd(text, Way::Repeated)),
        ("web page", page(text).into_bytes()),
        ("XML workbook", xml_workbook(text).into_bytes()),
        ("csv", csv(text).into_bytes()),
    ]
}

/// What comes of `text` in every format.
pub fn in_every_format(text: &str) -> Vec<Imported> {
    let import = |(format, bytes): &(&str, Vec<u8>)| {
        println!("{format}");
        imported(bytes)
    };
    rendered(text).iter().map(import).collect()
}

/// The same with answers.
pub fn in_every_format_with(text: &str, options: &ImportOptions) -> Vec<Imported> {
    let import = |(format, bytes): &(&str, Vec<u8>)| {
        println!("{format}");
        import(bytes, options).unwrap()
    };
    rendered(text).iter().map(import).collect()
}

/// `text` in XML.
pub fn escaped(text: &str) -> String {
    text.replace('&', "&amp;").replace('<', "&lt;").replace('>', "&gt;").replace('"', "&quot;")
}

fn number(text: &str) -> Option<f64> {
    let is_figure = text.contains('.') && text.chars().all(|c| c.is_ascii_digit() || c == ',' || c == '.');
    is_figure.then(|| text.replace(',', "").parse().ok()).flatten()
}

/// A workbook, all tables in one sheet or each in its own.
fn xlsx(text: &str, is_split: bool) -> Vec<u8> {
    let mut workbook = Workbook::new();
    let mut sheet = workbook.add_worksheet();
    let mut row = 0;
    let mut has_table = false;
    for block in blocks(text) {
        match block {
            Block::Paragraph(paragraph) => {
                if is_split && has_table {
                    sheet = workbook.add_worksheet();
                    (row, has_table) = (0, false);
                }
                sheet.write_string(row, 0, paragraph).unwrap();
                row += 1;
            }
            Block::Table(rows) => {
                has_table = true;
                for cells in rows {
                    for (text, column) in cells.into_iter().zip(0..).filter(|(text, _)| !text.is_empty()) {
                        match number(text) {
                            Some(number) => sheet.write_number(row, column, number).unwrap(),
                            None => sheet.write_string(row, column, text).unwrap(),
                        };
                    }
                    row += 1;
                }
            }
        }
    }
    workbook.save_to_buffer().unwrap()
}

fn docx(text: &str) -> Vec<u8> {
    let paragraph = |text: &str| format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(text));
    let mut body = String::new();
    for block in blocks(text) {
        match block {
            Block::Paragraph(text) => body.push_str(&paragraph(text)),
            Block::Table(rows) => {
                body.push_str("<w:tbl>");
                for row in rows {
                    let cells: String = row.iter().map(|cell| format!("<w:tc>{}</w:tc>", paragraph(cell))).collect();
                    body.push_str(&format!("<w:tr>{cells}</w:tr>"));
                }
                body.push_str("</w:tbl>");
            }
        }
    }
    let document = format!(
        "<?xml version=\"1.0\"?><w:document xmlns:w=\"http://schemas.openxmlformats.org/wordprocessingml/2006/main\">\
         <w:body>{body}</w:body></w:document>"
    );
    wrap::docx(document.as_bytes())
}

fn odt(text: &str) -> Vec<u8> {
    let paragraph = |text: &str| format!("<text:p>{}</text:p>", escaped(text).replace("  ", " <text:s/>"));
    let mut body = String::new();
    for block in blocks(text) {
        match block {
            Block::Paragraph(text) => body.push_str(&paragraph(text)),
            Block::Table(rows) => {
                body.push_str("<table:table>");
                for row in rows {
                    let cell = |cell: &&str| format!("<table:table-cell>{}</table:table-cell>", paragraph(cell));
                    body.push_str(&format!(
                        "<table:table-row>{}</table:table-row>",
                        row.iter().map(cell).collect::<String>()
                    ));
                }
                body.push_str("</table:table>");
            }
        }
    }
    wrap::odt(format!("{ODT}{body}</office:text></office:body></office:document-content>").as_bytes())
}

/// What the contents of an OpenDocument text begin with.
const ODT: &str = "<?xml version=\"1.0\"?><office:document-content xmlns:office=\"urn:oasis:names:tc:opendocument:xmlns:office:1.0\" \
    xmlns:table=\"urn:oasis:names:tc:opendocument:xmlns:table:1.0\" xmlns:text=\"urn:oasis:names:tc:opendocument:xmlns:text:1.0\">\
    <office:body><office:text>";

/// A web page as finance systems write one: tags in capitals, nothing closed that need not be, a table for the layout.
pub fn page(text: &str) -> String {
    let mut page = "<HTML><HEAD><META http-equiv=Content-Type content=\"text/html; charset=gb2312\">\
                    <STYLE>td{mso-number-format:\\@}</STYLE></HEAD><BODY><TABLE><TR><TD>\n"
        .to_owned();
    for block in blocks(text) {
        match block {
            Block::Paragraph(text) => page.push_str(&format!("<P>{}\n", escaped(text))),
            Block::Table(rows) => {
                page.push_str("<TABLE border=1>");
                for row in rows {
                    let cells: Vec<String> =
                        row.iter().map(|cell| format!("<TD class=xl65>{}", escaped(cell))).collect();
                    page.push_str(&format!("<TR>{}\n", cells.concat()));
                }
                page.push_str("</TABLE>");
            }
        }
    }
    page + "</TABLE></BODY></HTML>"
}

/// A workbook as a single XML file, all in one sheet.
pub fn xml_workbook(text: &str) -> String {
    let mut rows = String::new();
    let mut push = |cells: &[&str]| {
        let cell = |(place, text): (usize, &&str)| {
            let (kind, text) = match number(text) {
                Some(number) => ("Number", number.to_string()),
                None => ("String", escaped(text)),
            };
            format!("<Cell ss:Index=\"{}\"><Data ss:Type=\"{kind}\">{text}</Data></Cell>", place + 1)
        };
        let filled = cells.iter().enumerate().filter(|(_, text)| !text.is_empty());
        rows.push_str(&format!("<Row>{}</Row>", filled.map(cell).collect::<String>()));
    };
    for block in blocks(text) {
        match block {
            Block::Paragraph(text) => push(&[text]),
            Block::Table(lines) => lines.iter().for_each(|line| push(line)),
        }
    }
    format!(
        "<?xml version=\"1.0\"?><?mso-application progid=\"Excel.Sheet\"?>\
         <Workbook xmlns=\"urn:schemas-microsoft-com:office:spreadsheet\" xmlns:ss=\"urn:schemas-microsoft-com:office:spreadsheet\">\
         <Worksheet ss:Name=\"公开\"><Table>{rows}</Table></Worksheet></Workbook>"
    )
}

/// Comma-separated values, all in one.
pub fn csv(text: &str) -> String {
    let quoted = |cell: &str| {
        let is_plain = !cell.contains([',', '"', '\n']);
        if is_plain { cell.to_owned() } else { format!("\"{}\"", cell.replace('"', "\"\"")) }
    };
    let mut csv = String::new();
    for block in blocks(text) {
        match block {
            Block::Paragraph(line) => csv.push_str(&format!("{},,,\r\n", quoted(line))),
            Block::Table(rows) => {
                for row in rows {
                    csv.push_str(&row.iter().map(|cell| quoted(cell)).collect::<Vec<_>>().join(","));
                    csv.push_str("\r\n");
                }
            }
        }
    }
    csv
}
