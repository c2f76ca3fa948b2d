//! Reading a file.

use std::path::Path;

use super::document::{self, Document, FORMAT};
use super::words::Words;
use super::{Digest, FileError, fit, kept, own, placing, read_bytes};
use crate::disclosure::Disclosure;
use crate::form::{Form, FormFiles, FormLibrary};

/// The largest file that is read, in bytes: many times the largest disclosure.
pub const SIZE_LIMIT: u64 = 64 * 1024 * 1024;

/// Opens the file at `path`.
///
/// # Errors
/// When it cannot be read, or not understood, or does not fit its form. Nothing on the disk is changed.
pub fn open(path: &Path, forms: &FormLibrary) -> Result<Disclosure, FileError> {
    open_to_edit(path, forms).map(|opened| opened.disclosure)
}

/// A file that was opened to be saved again.
#[derive(Debug, Clone, PartialEq)]
pub struct Opened {
    pub disclosure: Disclosure,
    /// Tells when saving whether it is still the same file.
    pub digest: Digest,
    /// What is to be said where its form changed after it was written.
    pub form_changed: Option<String>,
}

/// Opens the file at `path` by the form of this id, where it is another revision of the one that the file carries.
///
/// # Errors
/// As [`open()`].
pub fn open_by(path: &Path, forms: &FormLibrary, form: &str) -> Result<Opened, FileError> {
    opened(read_bytes(path, SIZE_LIMIT)?.ok_or(FileError::TooLarge)?, forms, Some(form))
}

/// Opens the file at `path` to be saved again.
///
/// # Errors
/// As [`open()`].
pub fn open_to_edit(path: &Path, forms: &FormLibrary) -> Result<Opened, FileError> {
    opened(read_bytes(path, SIZE_LIMIT)?.ok_or(FileError::TooLarge)?, forms, None)
}

/// Opens an earlier version, a file of the program's own: no link is followed.
///
/// # Errors
/// As [`open()`].
pub fn open_version(path: &Path, forms: &FormLibrary) -> Result<Opened, FileError> {
    opened(own::read(path, SIZE_LIMIT).map_err(FileError::Read)?, forms, None)
}

fn opened(bytes: Vec<u8>, forms: &FormLibrary, by: Option<&str>) -> Result<Opened, FileError> {
    let text = std::str::from_utf8(&bytes).map_err(|error| FileError::NotText {
        line: bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1,
    })?;
    let (disclosure, form_changed) = read_told(text, forms, by)?;
    Ok(Opened { disclosure, digest: Digest::of(&bytes), form_changed })
}

/// Reads what a file holds; a byte order mark before it is passed over.
///
/// # Errors
/// When it is not understood or does not fit its form.
pub fn read(text: &str, forms: &FormLibrary) -> Result<Disclosure, FileError> {
    read_told(text, forms, None).map(|(disclosure, _)| disclosure)
}

/// The same by the form of this id, where it is another revision of the one that the file carries.
///
/// # Errors
/// As [`read`].
pub fn read_by(text: &str, forms: &FormLibrary, form: &str) -> Result<Disclosure, FileError> {
    read_told(text, forms, Some(form)).map(|(disclosure, _)| disclosure)
}

/// Reads `disclosure` again by the form of the id `form`, another revision of the one that it follows. What has no place
/// there is kept, and told.
///
/// # Errors
/// When what it says cannot stand in that form.
pub fn follow(
    disclosure: &Disclosure,
    forms: &FormLibrary,
    form: &str,
) -> Result<(Disclosure, Option<String>), FileError> {
    read_told(&super::write(disclosure), forms, Some(form))
}

/// The same, with what is to be said where its form changed after it was written; `by` the form of this id, where that is the
/// file's in another revision.
fn read_told(text: &str, forms: &FormLibrary, by: Option<&str>) -> Result<(Disclosure, Option<String>), FileError> {
    if text.len() as u64 > SIZE_LIMIT {
        return Err(FileError::TooLarge);
    }
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if text.trim().is_empty() {
        return Err(FileError::Empty);
    }
    let document = document::parse(text);
    let is_of_known_format = document.as_ref().is_ok_and(|document| (1..=FORMAT).contains(&document.format));
    // Of any other the version goes first: to a newer file, "unknown field" would be the wrong complaint. Where even the
    // version cannot be read, the strict reader complains better.
    match (!is_of_known_format).then(|| document::header_of(text)) {
        Some(Ok(header)) if header.format == 0 => return Err(FileError::NoSuchFormat { found: 0 }),
        Some(Ok(header)) if header.format > FORMAT => {
            return Err(FileError::Newer { found: header.format, program: header.program });
        }
        _ => {}
    }
    let mut document = document.map_err(|error| FileError::syntax(&error))?;
    let by = by.filter(|id| **id == *document.form && forms.get(id).is_some());
    let mut other = None;
    if let Some(carried) = &document.carries {
        let files: FormFiles = carried.into();
        match by.and_then(|id| forms.get(id)) {
            Some(form) => other = (!form.files().same_texts(&files)).then_some(files),
            None => document.form = forms.carry(&files).map_err(FileError::UnsoundForm)?,
        }
    }
    let Some(form) = forms.get(&document.form) else {
        let known = forms.all().map(|form| form.id.clone()).collect();
        return Err(FileError::UnknownForm { found: document.form, known });
    };
    let own = form.region.as_ref().map(|region| region.code.as_str());
    if let (Some(found), Some(own)) = (document.region.as_deref(), own)
        && found != own
    {
        return Err(FileError::OtherRegion { form: form.id.clone(), found: found.to_owned(), own: own.to_owned() });
    }
    placed(document, form, other.as_ref())
}

/// What `document` says by the places of `form`; `other` is the form of this id that it carries, where it is another one.
fn placed(
    mut document: Document,
    form: &Form,
    other: Option<&FormFiles>,
) -> Result<(Disclosure, Option<String>), FileError> {
    let (keys, is_other) = (form.form_keys(), other.is_some());
    let other_revision = document.revision.filter(|revision| *revision != form.revision);
    // A form that changed since the file was written may compute what was entered, or enter what was computed.
    let is_changed = is_other || other_revision.is_some() || !document.kept.is_empty();
    let in_file: Vec<_> = document.kept.iter().map(kept::Piece::stood).collect();
    let crowded_out = if document.format == 1 {
        placing::bring_forward(&mut document, keys)?;
        Vec::new()
    } else {
        placing::to_numbers(&mut document, keys)
    };
    let mut pieces = std::mem::take(&mut document.kept);
    let is_changed = is_changed || !pieces.is_empty();
    fit::refuse_repetitions(&document, form)?;
    kept::refuse_repetitions(&pieces)?;
    kept::refuse_repetitions(&crowded_out)?;
    let mut disclosure: Disclosure = document.into();
    disclosure.carried = form.carried();
    disclosure.keys = form.keys();
    if is_changed {
        let taken = fit::take_misfits(&mut disclosure, form);
        let taken = taken.iter().map(|(number, table)| document::Table::new(*number, table));
        pieces.extend(taken.map(|table| placing::kept_piece(table, keys)));
    }
    // What was crowded out comes last, also when the file is read again.
    pieces.extend(crowded_out);
    kept::put_in_order(&mut pieces, &in_file);
    // What is gone is named as the form names it by which it was filled in.
    let before = other.filter(|_| !pieces.is_empty()).and_then(|files| Form::load_carried(files, &[]).ok());
    let forms: Vec<&Form> = std::iter::once(form).chain(before.as_ref()).collect();
    let words = Words { forms: &forms, kind: Some(disclosure.kind) };
    disclosure.kept = pieces.iter().map(|piece| piece.kept(words)).collect();
    super::length::refuse_too_long(&disclosure, form)?;
    fit::refuse_misfits(&disclosure, form)?;
    let told = told(form, other_revision.or(is_other.then_some(form.revision)), disclosure.kept.len());
    Ok((disclosure, told))
}

/// What is to be said of the form by which a file was read: it was filled in by another `revision`, and so many pieces have no
/// place; or the file brings one that is not that of this machine.
fn told(form: &Form, revision: Option<u32>, kept: usize) -> Option<String> {
    let Some(revision) = revision else {
        let standing = form.standing()?;
        let id = form.given_id();
        return Some(format!(
            "表式 {id} 是{standing}。现在照文件自带的打开；要改用这里的：文件 › 表式…，或者 forms follow。"
        ));
    };
    let kept = match kept {
        0 => "填过的都还有位置".to_owned(),
        count => format!("{count} 处内容已经没有位置，原样留在文件里，见问题列表（F54）"),
    };
    let (id, own) = (form.given_id(), form.revision);
    let now = if revision == own { "也是" } else { "是" };
    let other = if revision == own { "，内容不同" } else { "" };
    Some(format!("文件是按表式 {id} 的第 {revision} 版填的，现在用的{now}第 {own} 版{other}；{kept}。"))
}
