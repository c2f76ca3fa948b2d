//! Which forms the program uses: those that are built in, those that lie beside it, those of the user, and those that a
//! command names.

mod keeping;

use std::path::{Path, PathBuf};

pub use keeping::{AddError, Added, Aside, add, is_read_from, may_add, remove};

use crate::state::program_folder;
use disclosure_engine::file::read_bytes;
use disclosure_engine::form::{FormFiles, FormLibrary};

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
    let beside = program_folder().map(|program| program.join(FOLDER));
    for folder in beside.into_iter().chain(user_folder(state)).filter(|folder| folder.is_dir()) {
        forms.add_folder(&folder);
    }
    for folder in more {
        read_also(&mut forms, folder)?;
    }
    Ok(forms)
}

/// Reads the forms in `folder` beside `forms`.
///
/// # Errors
/// A sentence, when there are none.
pub fn read_also(forms: &mut FormLibrary, folder: &Path) -> Result<(), String> {
    match forms.add_folder(folder) {
        0 => Err(format!("{}：文件夹里没有表式（要有 form.ron，或者下面的文件夹里有）", folder.display())),
        _ => Ok(()),
    }
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
    if FormFiles::is_one(&name) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        return Err(format!("这是表式里的一个文件；一套表式是一个文件夹，请写文件夹：{}", folder.display()));
    }
    match read_bytes(path, ZIP_LIMIT) {
        Ok(Some(bytes)) => FormFiles::read_zip(&name, &bytes).map_err(|errors| errors.to_string()),
        Ok(None) => Err("文件太大，不会是表式".to_owned()),
        Err(error) => Err(error.to_string()),
    }
}

/// That there is no form of this id.
pub fn unknown(forms: &FormLibrary, id: &str) -> String {
    let known: Vec<_> = forms.all().map(|form| form.id.as_str()).collect();
    format!("没有表式 {id}，可用的有 {}", known.join("、"))
}
