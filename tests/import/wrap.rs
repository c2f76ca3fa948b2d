//! Inputs for each reader made of any bytes: formats that are archives get them as the part that says something, so that
//! what is tried is the reader and not the sum with which an archive is checked.

use std::io::{Cursor, Write};

use zip::ZipWriter;
use zip::write::SimpleFileOptions;

/// An archive with these entries.
pub fn archive(entries: &[(&str, &[u8])]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in entries {
        zip.start_file(*name, SimpleFileOptions::default()).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A Word document with this body.
pub fn docx(document: &[u8]) -> Vec<u8> {
    archive(&[("[Content_Types].xml", b"<Types/>"), ("word/document.xml", document)])
}

/// An OpenDocument spreadsheet with these contents.
pub fn ods(content: &[u8]) -> Vec<u8> {
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.spreadsheet"), ("content.xml", content)])
}

/// An OpenDocument text with these contents.
pub fn odt(content: &[u8]) -> Vec<u8> {
    archive(&[("mimetype", b"application/vnd.oasis.opendocument.text"), ("content.xml", content)])
}

/// An OFD of this page, which is its own template, too, and what it shows that pages share.
pub fn ofd(page: &[u8]) -> Vec<u8> {
    let document = br#"<?xml version="1.0"?><ofd:Document xmlns:ofd="http://www.ofdspec.org/2016"><ofd:CommonData><ofd:PageArea><ofd:PhysicalBox>0 0 210 297</ofd:PhysicalBox></ofd:PageArea><ofd:PublicRes>Page.xml</ofd:PublicRes><ofd:TemplatePage ID="1" BaseLoc="Page.xml"/></ofd:CommonData><ofd:Pages><ofd:Page ID="2" BaseLoc="Page.xml"/></ofd:Pages></ofd:Document>"#;
    archive(&[("OFD.xml", OFD), ("Doc_0/Document.xml", document), ("Doc_0/Page.xml", page)])
}

/// What an OFD begins with: where its one document lies.
pub const OFD: &[u8] = br#"<?xml version="1.0"?><ofd:OFD xmlns:ofd="http://www.ofdspec.org/2016" DocType="OFD" Version="1.1"><ofd:DocBody><ofd:DocRoot>Doc_0/Document.xml</ofd:DocRoot></ofd:DocBody></ofd:OFD>"#;

/// An Excel workbook with this sheet.
pub fn xlsx(sheet: &[u8]) -> Vec<u8> {
    let types = br#"<?xml version="1.0"?><Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default Extension="xml" ContentType="application/xml"/></Types>"#;
    let workbook = br#"<?xml version="1.0"?><workbook xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main" xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets></workbook>"#;
    let relations = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/worksheet" Target="worksheets/sheet1.xml"/></Relationships>"#;
    let root = br#"<?xml version="1.0"?><Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships"><Relationship Id="rId1" Type="http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument" Target="xl/workbook.xml"/></Relationships>"#;
    archive(&[
        ("[Content_Types].xml", types),
        ("_rels/.rels", root),
        ("xl/workbook.xml", workbook),
        ("xl/_rels/workbook.xml.rels", relations),
        ("xl/worksheets/sheet1.xml", sheet),
    ])
}
