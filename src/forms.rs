//! Which forms the program uses: those that are built in, those that lie beside it, those of the user, and those that a
//! command names.

use std::fs;
use std::path::{Path, PathBuf};
use std::sync::Arc;

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
    match disclosure_engine::file::read_bytes(path, ZIP_LIMIT) {
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
    let folder = user_folder(state).ok_or_else(|| AddError::Failed("系统没有给用户存放表式的文件夹".to_owned()))?;
    let folder = folder.join(&form.id);
    let told = |error: std::io::Error| AddError::Failed(format!("{}：写不进去（{error}）", folder.display()));
    if folder.exists() {
        return Err(AddError::Failed(format!("{} 已经存在，没有覆盖；请先移走", folder.display())));
    }
    // A form that is based on one of the program needs no copy of that.
    let is_built_in = files
        .based_on()
        .is_none_or(|base| library_form(forms, base).is_some_and(|known| known.origin == Origin::BuiltIn));
    let texts = if is_built_in { files.all_texts() } else { form.files().all_texts() };
    for (file, text) in texts {
        let path = folder.join(file);
        fs::create_dir_all(path.parent().unwrap_or(&folder)).map_err(told)?;
        fs::write(path, text).map_err(told)?;
    }
    Ok((form, folder))
}

fn library_form<'f>(forms: &'f FormLibrary, id: &str) -> Option<&'f KnownForm> {
    forms.known().iter().find(|known| known.form.id == id)
}
