//! Everything that a site may want of a disclosure, in files named as sites expect: by body, year and kind.
//!
//! Beside the document in each format these are the figures for other programs, and each table by itself.

mod csv;
mod figures;

use std::fs;
use std::path::{Path, PathBuf};

use super::document::PrintedTable;
use super::file_name::proposed_name;
use super::guard::guarded;
use super::pdf::{FontSource, Pages};
use super::watch::{Stage, Watch};
use super::{ExportError, Imprint, docx, html, ofd, xlsx};
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::file::{FileError, write_atomically};

/// The folder with a file for each table.
const TABLES: &str = "附表";
/// What is added to the names of drafts, so that none is published.
const DRAFT: &str = "（草稿）";

/// The files of a disclosure.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Bundle {
    /// What they are called together: the name of a folder for them.
    pub name: String,
    pub files: Vec<BundleFile>,
    /// The characters that no font has, each once. Signs stand in their place on the pages, which are marked as a draft's.
    pub missing: String,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BundleFile {
    /// Where it goes, from the folder of the bundle.
    pub path: PathBuf,
    pub bytes: Vec<u8>,
}

impl Bundle {
    /// The files of `evaluated`, each with this `imprint`; those of a draft are called so.
    ///
    /// # Errors
    /// When something does not fit into a format, a library fails over it, or `watch` gave it up.
    pub fn make(evaluated: Evaluated<'_>, imprint: Imprint, watch: &Watch) -> Result<Self, ExportError> {
        guarded(|| Self::unguarded(evaluated, imprint, watch))?
    }

    /// Writes the files into `folder`, which is made where it is missing. Files that are there already are replaced.
    ///
    /// # Errors
    /// When one cannot be written; those before it are written then.
    pub fn write_into(&self, folder: &Path) -> Result<(), FileError> {
        for BundleFile { path, bytes } in &self.files {
            let path = folder.join(path);
            if let Some(folder) = path.parent() {
                fs::create_dir_all(folder).map_err(FileError::Write)?;
            }
            write_atomically(&path, bytes)?;
        }
        Ok(())
    }

    fn unguarded(evaluated: Evaluated<'_>, imprint: Imprint, watch: &Watch) -> Result<Self, ExportError> {
        let document = imprint.document(evaluated);
        watch.enter(Stage::Setting);
        let pages = Pages::new(&document, FontSource::Installed, || watch.is_cancelled())?;
        watch.enter(Stage::Writing);
        let missing = pages.missing_characters().to_owned();
        let disclosure = evaluated.disclosure;
        let what = format!("{}预算公开", disclosure.kind.name());
        let mark = if imprint.is_draft || !missing.is_empty() { DRAFT } else { "" };
        let name = |rest: &str| proposed_name(disclosure, &format!("{what}{mark}{rest}"));
        let mut files = Vec::new();
        let mut put = |path: PathBuf, bytes: Vec<u8>| files.push(BundleFile { path, bytes });
        put(name(".pdf").into(), pages.pdf()?);
        put(name(".ofd").into(), ofd::write(&pages, watch)?);
        put(name(".docx").into(), docx::write(&document, pages.contents(&document).as_deref())?);
        if watch.is_cancelled() {
            return Err(ExportError::Cancelled);
        }
        put(name(".xlsx").into(), xlsx::write(&document, evaluated)?);
        put(name(".html").into(), html::page(&document));
        put(name("（网页片段）.html").into(), html::fragment(&document));
        put(name(".csv").into(), figures::csv(&document, evaluated));
        put(name(".json").into(), figures::json(&document, evaluated)?);
        for table in document.tables().filter(|table| table.number.is_some()) {
            put(Path::new(TABLES).join(table_name(table)), csv::table(table));
        }
        if watch.is_cancelled() { Err(ExportError::Cancelled) } else { Ok(Self { name: name(""), files, missing }) }
    }
}

/// What the file of a table is called: 表2 单位收入总体情况表.csv.
fn table_name(table: &PrintedTable) -> String {
    let label: String = table.label.split_whitespace().collect();
    let name = format!("{label} {}", table.title);
    let allowed = |c: &char| !"/\\:*?\"<>|".contains(*c) && !c.is_control();
    format!("{}.csv", name.trim().chars().filter(allowed).take(60).collect::<String>())
}
