//! Choosing a path to open or to save to.
//!
//! A [`PathChooser`] asks the desktop, on its own thread, so that the window never waits. Where the desktop has no file
//! dialog it says so, and [`PathDialog`], drawn by the program itself, takes its place. [`PathPicker`] does both, and is
//! all that the window needs; tests give it a chooser that answers by itself.

mod desktop;
mod dialog;
mod listing;
mod native;
pub mod opening;
mod picker;
#[cfg(target_os = "linux")]
mod portal;
mod target;

use std::path::PathBuf;

pub use dialog::PathDialog;
pub use native::NativeChooser;
pub use picker::PathPicker;

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PathKind {
    /// To read a file that exists.
    Open,
    /// To write a file, which may be new.
    Save,
    /// A folder that exists. The files of the filters are shown so that it is recognised, and cannot be chosen.
    Folder,
}

/// Files of one kind, by their extensions.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathFilter {
    /// What files of this kind are called, as `预算公开文件`.
    pub name: String,
    /// Their extensions, without a dot.
    pub extensions: Vec<String>,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathRequest {
    pub kind: PathKind,
    pub title: String,
    /// The name that is proposed.
    pub file_name: Option<String>,
    /// The folder to begin with.
    pub folder: Option<PathBuf>,
    /// The files to choose among; all if there is no filter. A file that is saved gets the first extension if it has
    /// none of them.
    pub filters: Vec<PathFilter>,
}

impl PathRequest {
    /// A question for a file to read.
    pub fn open(title: impl Into<String>) -> Self {
        Self { kind: PathKind::Open, title: title.into(), file_name: None, folder: None, filters: Vec::new() }
    }

    /// A question for a folder that exists.
    pub fn choose_folder(title: impl Into<String>) -> Self {
        Self { kind: PathKind::Folder, ..Self::open(title) }
    }

    /// A question for a file to write, with a proposed name.
    pub fn save(title: impl Into<String>, file_name: impl Into<String>) -> Self {
        Self { kind: PathKind::Save, file_name: Some(file_name.into()), ..Self::open(title) }
    }

    /// Begins with this folder.
    #[must_use]
    pub fn folder(mut self, folder: impl Into<PathBuf>) -> Self {
        self.folder = Some(folder.into());
        self
    }

    /// Adds files of one more kind.
    #[must_use]
    pub fn filter(mut self, name: impl Into<String>, extensions: &[&str]) -> Self {
        let extensions = extensions.iter().map(|&extension| extension.to_owned()).collect();
        self.filters.push(PathFilter { name: name.into(), extensions });
        self
    }

    /// The extensions of all filters, in their order.
    fn extensions(&self) -> impl Iterator<Item = &str> {
        self.filters.iter().flat_map(|filter| filter.extensions.iter().map(String::as_str))
    }
}

/// The answer to a [`PathRequest`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PathAnswer {
    /// This path. If it was to save to and exists, the user has agreed to replace it.
    Chosen(PathBuf),
    /// The user wants none after all.
    Cancelled,
    /// The desktop has no file dialog: nobody was asked.
    Unavailable,
}

/// Something that asks for a path and takes its time.
pub trait PathChooser {
    /// Begins to ask. An earlier question is dropped. When the answer is there, `ctx` is repainted once.
    fn start(&mut self, request: PathRequest, ctx: &egui::Context);

    /// The answer, once, when it is there.
    fn poll(&mut self) -> Option<PathAnswer>;
}
