//! Files in which disclosures are sent.

use std::io::{Cursor, Write};
use std::path::Path;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;
use disclosure_export::ExportFormat;
use zip::write::SimpleFileOptions;
use zip::{DateTime, ZipWriter};

/// As what a disclosure is sent.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Shape {
    /// A file of the program.
    Own,
    Docx,
    Xlsx,
    Pdf,
}

impl Shape {
    pub fn extension(self) -> &'static str {
        match self {
            Self::Own => "budget",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Pdf => "pdf",
        }
    }
}

/// What is needed to write them.
pub struct Writer {
    forms: FormLibrary,
    catalog: Catalog,
}

impl Writer {
    pub fn new() -> Self {
        Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
    }

    /// `disclosure` as the bytes of a file.
    pub fn written(&self, disclosure: &Disclosure, shape: Shape) -> Vec<u8> {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("x.budget");
        disclosure_engine::file::save(&path, disclosure).unwrap();
        let own = std::fs::read(&path).unwrap();
        let Some(format) = ExportFormat::of(Path::new("x").with_extension(shape.extension()).as_path()) else {
            return own;
        };
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        let evaluated = Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation };
        format.write(evaluated, false).unwrap()
    }
}

/// An archive of files.
pub fn archive(files: &[(String, Vec<u8>)]) -> Vec<u8> {
    let mut zip = ZipWriter::new(Cursor::new(Vec::new()));
    let time = DateTime::from_date_and_time(2026, 2, 3, 4, 5, 6).unwrap();
    for (name, bytes) in files {
        zip.start_file(name.as_str(), SimpleFileOptions::default().last_modified_time(time)).unwrap();
        zip.write_all(bytes).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A page that is nothing but a picture.
pub fn scan() -> Vec<u8> {
    let objects = [
        "<</Type/Catalog/Pages 2 0 R>>".to_owned(),
        "<</Type/Pages/Kids[3 0 R]/Count 1>>".to_owned(),
        "<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Resources<</XObject<</I 4 0 R>>>>/Contents 5 0 R>>".to_owned(),
        "<</Type/XObject/Subtype/Image/Width 1/Height 1/ColorSpace/DeviceGray/BitsPerComponent 8/Length 1>>\nstream\n0\nendstream"
            .to_owned(),
        "<</Length 30>>\nstream\nq 595 0 0 842 0 0 cm /I Do Q  \nendstream".to_owned(),
    ];
    let mut pdf = String::from("%PDF-1.4\n");
    let mut places = Vec::new();
    for (number, object) in (1..).zip(&objects) {
        places.push(pdf.len());
        pdf += &format!("{number} 0 obj\n{object}\nendobj\n");
    }
    let table = pdf.len();
    pdf += &format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1);
    places.iter().for_each(|place| pdf += &format!("{place:010} 00000 n \n"));
    pdf += &format!("trailer\n<</Size {}/Root 1 0 R>>\nstartxref\n{table}\n%%EOF\n", objects.len() + 1);
    pdf.into_bytes()
}
