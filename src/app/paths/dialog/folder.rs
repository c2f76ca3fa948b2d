//! Choosing a folder: the one that is marked, or else the one that is shown.

use super::listing::{self, Entry, EntryKind};
use super::{PathDialog, Target, resolve};
use crate::app::paths::{PathAnswer, PathKind};

impl PathDialog {
    /// How many of the entries, from the first on, can be marked: where a folder is chosen, files cannot.
    pub(super) fn choosable(&self) -> usize {
        match self.request.kind {
            PathKind::Folder => self.entries.partition_point(|entry| entry.kind != EntryKind::File),
            PathKind::Open | PathKind::Save => self.entries.len(),
        }
    }

    /// The folder that is marked in the list.
    fn marked_folder(&self) -> Option<&Entry> {
        let marked = self.list.marked.and_then(|row| self.entries.get(row));
        marked.filter(|entry| entry.kind == EntryKind::Folder)
    }

    /// The button says which folder it takes.
    pub(super) fn verb_of_folder(&self) -> String {
        match self.marked_folder() {
            Some(entry) if self.name.trim().is_empty() => format!("选择“{}”", entry.name),
            _ if self.name.trim().is_empty() => "选择这个文件夹".to_owned(),
            _ => "选择".to_owned(),
        }
    }

    /// Takes the folder that is typed, else the one that is marked, else the one that is shown.
    pub(super) fn confirm_folder(&mut self) -> Option<PathAnswer> {
        self.focus_name = true;
        let folder = match (self.name.trim().is_empty(), self.marked_folder()) {
            (true, Some(entry)) => Ok(entry.path.clone()),
            (true, None) => Ok(self.folder.clone()),
            (false, _) => resolve(&self.name, &self.folder, &self.request).map(|target| match target {
                Target::Folder(path) | Target::File(path) | Target::Replace(path) => path,
            }),
        };
        // One that cannot be read is of no use.
        match folder.and_then(|folder| listing::list(&folder, &self.request).map(|_| folder)) {
            Ok(folder) => Some(PathAnswer::Chosen(folder)),
            Err(problem) => {
                self.problem = Some(problem);
                None
            }
        }
    }
}
