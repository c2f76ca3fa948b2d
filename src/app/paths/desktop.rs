//! What shows the desktop's own file dialog on this machine.

use std::ffi::OsStr;

/// What shows the desktop's own file dialog.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
pub(super) enum Desktop {
    /// The system or a portal: something that takes a folder and a name, and answers.
    Dialogs,
    /// The program zenity, which rfd starts where there is no portal. It knows only one path.
    Zenity,
    /// Nothing: rfd would answer as if the user had cancelled.
    Nothing,
}

/// Finds out. On Linux this can take seconds, while a portal is being started.
pub(super) fn find() -> Desktop {
    #[cfg(target_os = "linux")]
    {
        use super::portal::{self, Portal};
        /// A portal that takes longer to start is not waited for.
        const PATIENCE: std::time::Duration = std::time::Duration::from_secs(5);

        match portal::ask(PATIENCE) {
            Portal::Answers => Desktop::Dialogs,
            Portal::Absent if has_zenity(std::env::var_os("PATH").as_deref()) => Desktop::Zenity,
            Portal::Absent | Portal::Silent => Desktop::Nothing,
        }
    }
    #[cfg(not(target_os = "linux"))]
    Desktop::Dialogs
}

#[cfg_attr(not(target_os = "linux"), allow(dead_code))]
fn has_zenity(search: Option<&OsStr>) -> bool {
    search.is_some_and(|search| std::env::split_paths(search).any(|folder| folder.join("zenity").is_file()))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn zenity_is_looked_for_in_the_search_path() {
        let with = tempfile::tempdir().unwrap();
        let without = tempfile::tempdir().unwrap();
        std::fs::write(with.path().join("zenity"), "").unwrap();
        let search = std::env::join_paths([without.path(), with.path()]).unwrap();
        assert!(has_zenity(Some(&search)));
        assert!(!has_zenity(Some(without.path().as_os_str())));
        assert!(!has_zenity(None));
    }
}
