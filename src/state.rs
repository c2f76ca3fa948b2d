//! Where the program keeps what is the user's: settings, journals, earlier versions, forms.

use std::ffi::OsString;
use std::path::{Path, PathBuf};

use directories::ProjectDirs;

/// Environment variable that names another folder for the state than the desktop's usual one.
pub const VARIABLE: &str = "BUDGET_DISCLOSURE_STATE";

/// A file of this name beside the program makes it portable: it then keeps its state beside itself, too.
pub const PORTABLE: &str = "portable";

/// What the folder beside a portable program is called.
const FOLDER: &str = "data";

/// The folder that state is kept in, if the desktop has one.
pub fn state_folder() -> Option<PathBuf> {
    folder_from(std::env::var_os(VARIABLE), program_folder().as_deref())
}

/// The folder in which the program stands. Where a link leads to it, it is the program itself beside which things stand.
pub fn program_folder() -> Option<PathBuf> {
    let program = std::env::current_exe().ok()?;
    // Windows would put a prefix before it that nobody knows.
    let program = if cfg!(windows) { program } else { std::fs::canonicalize(program).ok()? };
    program.parent().map(Path::to_owned)
}

/// The same for a program that stands in `beside`.
fn folder_from(variable: Option<OsString>, beside: Option<&Path>) -> Option<PathBuf> {
    if let Some(folder) = variable.filter(|folder| !folder.is_empty()) {
        return Some(PathBuf::from(folder));
    }
    if let Some(beside) = beside.filter(|beside| beside.join(PORTABLE).is_file()) {
        return Some(beside.join(FOLDER));
    }
    let folders = ProjectDirs::from("", "", "budget-disclosure")?;
    // Only Linux sets state apart from other data.
    Some(folders.state_dir().unwrap_or_else(|| folders.data_local_dir()).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_variable_names_the_folder() {
        assert_eq!(folder_from(Some("/somewhere".into()), None), Some(PathBuf::from("/somewhere")));
        let usual = folder_from(None, None);
        assert_eq!(folder_from(Some("".into()), None), usual);
        assert!(usual.is_none_or(|folder| folder.to_string_lossy().contains("budget-disclosure")));
    }

    #[test]
    fn a_portable_program_keeps_its_state_beside_itself() {
        let beside = tempfile::tempdir().unwrap();
        let usual = folder_from(None, None);
        assert_eq!(folder_from(None, Some(beside.path())), usual);
        // A folder of that name is somebody's own.
        std::fs::create_dir(beside.path().join(PORTABLE)).unwrap();
        assert_eq!(folder_from(None, Some(beside.path())), usual);
        std::fs::remove_dir(beside.path().join(PORTABLE)).unwrap();

        std::fs::write(beside.path().join(PORTABLE), "").unwrap();
        assert_eq!(folder_from(None, Some(beside.path())), Some(beside.path().join("data")));
        assert_eq!(folder_from(Some("/said".into()), Some(beside.path())), Some(PathBuf::from("/said")));
    }
}
