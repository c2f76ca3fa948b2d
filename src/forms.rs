//! Which forms the program uses: those that are built in, those that lie beside it, those of the user, and those that a
//! command names.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use disclosure_engine::file::{FileError, make_private_folder, read_bytes, replace_own};
use disclosure_engine::form::{Form, FormErrors, FormFiles, FormLibrary, KnownForm, Origin};

/// Name of the folder of forms, beside the program and in the user's folder.
pub const FOLDER: &str = "forms";

/// A ZIP file of a form is no larger, in bytes.
const ZIP_LIMIT: u64 = 8 * 1024 * 1024;

/// The folder in which the user keeps forms; `state` is the one in which the program keeps what is the user's.
pub fn user_folder(state: Option<&Path>) -> Option<PathBuf> {
    state.map(|state| state.join(FOLDER))
}

/// The built-in forms, those beside the program, those of the user, and those of the folders `more`.
///
/// # Errors
/// A sentence, when one of `more` holds no form, or a built-in one is broken.
pub fn library(state: Option<&Path>, more: &[PathBuf]) -> Result<FormLibrary, String> {
    let mut forms = FormLibrary::builtin().map_err(|errors| errors.to_string())?;
    let beside = std::env::current_exe().ok().and_then(|program| Some(program.parent()?.join(FOLDER)));
    for folder in beside.into_iter().chain(user_folder(state)).filter(|folder| folder.is_dir()) {
        forms.add_folder(&folder);
    }
    for folder in more {
        if forms.add_folder(folder) == 0 {
            return Err(format!("{}：文件夹里没有表式（要有 form.ron，或者下面的文件夹里有）", folder.display()));
        }
    }
    Ok(forms)
}

/// The files of the form at `path`, a folder or a ZIP file.
///
/// # Errors
/// When they cannot be read.
pub fn read(path: &Path) -> Result<FormFiles, String> {
    if path.is_dir() {
        return FormFiles::read(path).map_err(|errors| errors.to_string());
    }
    let name = path.file_name().unwrap_or(path.as_os_str()).to_string_lossy();
    match read_bytes(path, ZIP_LIMIT) {
        Ok(Some(bytes)) => FormFiles::read_zip(&name, &bytes).map_err(|errors| errors.to_string()),
        Ok(None) => Err("文件太大，不会是表式".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// Why a form was not added to the user's.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// It cannot be read or written.
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    Unsound(#[from] FormErrors),
}

/// Copies the form at `path`, a folder or a ZIP file, into the user's folder.
///
/// # Errors
/// When it is unsound, or there is one of its id, or the system refuses.
pub fn add(path: &Path, forms: &FormLibrary, state: Option<&Path>) -> Result<(Arc<Form>, PathBuf), AddError> {
    let files = read(path).map_err(AddError::Failed)?;
    let form = forms.load(&files)?;
    let state = state.ok_or_else(|| AddError::Failed("系统没有给用户存放表式的文件夹".to_owned()))?;
    let below = Path::new(FOLDER).join(&form.id);
    let folder = state.join(&below);
    if folder.symlink_metadata().is_ok() {
        return Err(AddError::Failed(format!("{} 已经存在，没有覆盖；请先移走", folder.display())));
    }
    // A form that is based on one of the program needs no copy of that.
    let is_built_in = files
        .based_on()
        .is_none_or(|base| library_form(forms, base).is_some_and(|known| known.origin == Origin::BuiltIn));
    let texts = if is_built_in { files.all_texts() } else { form.files().all_texts() };
    for (file, text) in texts {
        write(state, &below.join(file), &text)
            .map_err(|error| AddError::Failed(format!("{}：写不进去（{error}）", folder.display())))?;
    }
    Ok((form, folder))
}

/// Writes a file of the program's own at `below` in the state folder `state`, with the folders that lead there.
fn write(state: &Path, below: &Path, text: &str) -> Result<(), std::io::Error> {
    make_private_folder(state, below.parent().unwrap_or(Path::new("")))?;
    match replace_own(&state.join(below), text.as_bytes(), true) {
        Err(FileError::Write(error)) => Err(error),
        written => written.map_err(std::io::Error::other),
    }
}

fn library_form<'f>(forms: &'f FormLibrary, id: &str) -> Option<&'f KnownForm> {
    forms.known().iter().find(|known| known.form.id == id)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The files of a sound form, in a folder of `folder`.
    fn form_in(folder: &Path, id: &str) -> PathBuf {
        let path = folder.join(id);
        std::fs::create_dir(&path).unwrap();
        let text = format!("Form(id: \"{id}\", based_on: \"xinjiang-2025\")");
        std::fs::write(path.join("form.ron"), text).unwrap();
        path
    }

    #[test]
    fn a_form_is_added_once_and_is_read_from_then_on() {
        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let form = form_in(folder.path(), "county-2031");
        let state = Some(state.path());
        let (added, kept) = add(&form, &library(state, &[]).unwrap(), state).unwrap();
        assert_eq!((added.id.as_str(), kept), ("county-2031", user_folder(state).unwrap().join("county-2031")));
        let forms = library(state, &[]).unwrap();
        assert!(forms.get("county-2031").is_some() && forms.unsound().is_empty());
        assert!(matches!(add(&form, &forms, state), Err(AddError::Unsound(_))));
        // Also where the copy is not known as a form.
        assert!(matches!(add(&form, &library(None, &[]).unwrap(), state), Err(AddError::Failed(_))));
    }

    #[cfg(unix)]
    #[test]
    fn what_is_added_is_its_owners_alone_and_goes_through_no_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (form, other) = (form_in(folder.path(), "county-2031"), form_in(folder.path(), "county-2032"));
        let forms = library(None, &[]).unwrap();
        let (_, kept) = add(&form, &forms, Some(state.path())).unwrap();
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o077;
        assert_eq!((mode(&kept), mode(&kept.join("form.ron"))), (0, 0));
        // A link to nothing, where the copy would come.
        let elsewhere = folder.path().join("elsewhere");
        symlink(&elsewhere, kept.with_file_name("county-2032")).unwrap();
        assert!(matches!(add(&other, &forms, Some(state.path())), Err(AddError::Failed(_))));
        assert!(!elsewhere.exists());
    }
}
