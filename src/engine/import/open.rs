//! A disclosure, from a file of this program or from whatever can be imported.

use std::ffi::OsStr;
use std::path::Path;

use super::{ImportError, ImportOptions, Imported, SIZE_LIMIT, Understood, Whereabouts, read};
use crate::audit::Printed;
use crate::catalog::Catalog;
use crate::disclosure::Disclosure;
use crate::file::{self, EXTENSION, FileError, read_bytes};
use crate::form::FormLibrary;

/// A disclosure with how many figures and cells of its source are not in it.
#[derive(Debug)]
pub struct Opened {
    pub disclosure: Disclosure,
    /// Figures of a foreign document that have no place in the form, and cells that could not be read.
    pub left_out: usize,
    /// How much of a foreign document was understood.
    pub understood: Option<Understood>,
    /// What whoever relies on its figures must be told of a foreign document, in Chinese.
    pub notices: Vec<String>,
    /// What a foreign document prints around its tables and texts.
    pub printed: Printed,
    /// Where in a foreign document its rows and paragraphs stand.
    pub whereabouts: Whereabouts,
}

/// Whether the name says that it is a file of this program.
fn is_own(path: &Path) -> bool {
    path.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(OsStr::new(EXTENSION)))
}

/// Opens or imports the file at `path`; a form that is wanted is the one by which a foreign document is read, and a file of
/// this program that carries another revision of it.
///
/// # Errors
/// A sentence, when it cannot be read, or a question is open that only a person can answer.
pub fn open_any(
    path: &Path,
    forms: &FormLibrary,
    catalog: &Catalog,
    wanted_form: Option<&str>,
) -> Result<Opened, String> {
    let options = ImportOptions { form: wanted_form.map(str::to_owned), ..ImportOptions::default() };
    open_with(path, forms, catalog, &options)
}

/// Opens the file at `path`, or imports it by `options`.
///
/// # Errors
/// As [`open_any`].
pub fn open_with(
    path: &Path,
    forms: &FormLibrary,
    catalog: &Catalog,
    options: &ImportOptions,
) -> Result<Opened, String> {
    opened(find(path, forms, catalog, options)?)
}

/// Opens the file `name` whose `bytes` these are, as one that came in an archive, or imports it by `options`.
///
/// # Errors
/// As [`open_any`].
pub fn open_bytes(
    name: &Path,
    bytes: &[u8],
    forms: &FormLibrary,
    catalog: &Catalog,
    options: &ImportOptions,
) -> Result<Opened, String> {
    let read = |text| match &options.form {
        Some(form) => file::read_by(text, forms, form),
        None => file::read(text, forms),
    };
    opened(match std::str::from_utf8(bytes).map(read) {
        Ok(Ok(disclosure)) => Found::Own(Box::new(disclosure)),
        Ok(Err(error)) if is_own(name) => return Err(error.to_string()),
        Ok(Err(error)) => imported(bytes.to_vec(), &error, forms, catalog, options)?,
        Err(_) if is_own(name) => return Err("里面不是文字，不是本程序的文件，或者已经损坏".to_owned()),
        Err(_) => imported(bytes.to_vec(), &FileError::Empty, forms, catalog, options)?,
    })
}

/// What was found, where nothing is left to ask.
fn opened(found: Found) -> Result<Opened, String> {
    let imported = match found {
        Found::Own(disclosure) => {
            let whereabouts = Whereabouts::default();
            return Ok(Opened {
                disclosure: *disclosure,
                left_out: 0,
                understood: None,
                notices: Vec::new(),
                printed: Printed::default(),
                whereabouts,
            });
        }
        Found::Imported(_, imported) => imported,
    };
    if let Some(question) = imported.report.questions.first() {
        return Err(format!("{}（先用 import 导入，再核对导入的文件）", question.sentence()));
    }
    let understood = imported.report.understood();
    if understood.is_nothing() {
        return Err(ImportError::NoAmounts { amounts: understood.amounts }.to_string());
    }
    let left_out = imported.report.left_out();
    Ok(Opened {
        disclosure: imported.disclosure,
        left_out,
        understood: Some(understood),
        notices: imported.report.notices,
        printed: imported.report.printed,
        whereabouts: imported.report.whereabouts,
    })
}

/// What a file holds.
#[derive(Debug)]
pub enum Found {
    /// A file of this program.
    Own(Box<Disclosure>),
    /// Something else, with its contents, to be read again with other answers. It may have open questions.
    Imported(Vec<u8>, Box<Imported>),
}

/// Opens the file at `path` where it is one of this program, whatever it is called, else imports it by `options`.
///
/// # Errors
/// A sentence, when it cannot be read.
pub fn find(path: &Path, forms: &FormLibrary, catalog: &Catalog, options: &ImportOptions) -> Result<Found, String> {
    let opened = match &options.form {
        Some(form) => file::open_by(path, forms, form).map(|opened| opened.disclosure),
        None => file::open(path, forms),
    };
    let error = match opened {
        Ok(disclosure) => return Ok(Found::Own(Box::new(disclosure))),
        Err(error) if is_own(path) || matches!(error, FileError::Read(_) | FileError::NotAFile) => {
            return Err(error.to_string());
        }
        Err(error) => error,
    };
    let bytes = read_bytes(path, SIZE_LIMIT).map_err(|error| error.to_string())?;
    let bytes = bytes.ok_or_else(|| ImportError::TooLarge.to_string())?;
    imported(bytes, &error, forms, catalog, options)
}

/// Imports `bytes`, which are no file of this program because of `error`.
fn imported(
    bytes: Vec<u8>,
    error: &FileError,
    forms: &FormLibrary,
    catalog: &Catalog,
    options: &ImportOptions,
) -> Result<Found, String> {
    match read(&bytes, forms, catalog, options) {
        Ok(imported) => Ok(Found::Imported(bytes, Box::new(imported))),
        // What is no document at all may be a file of this program under another name.
        Err(ImportError::NoTables { .. }) if matches!(error, FileError::Newer { .. } | FileError::Unfit { .. }) => {
            Err(error.to_string())
        }
        Err(error) => Err(error.to_string()),
    }
}
