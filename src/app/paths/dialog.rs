//! The program's own file dialog, for desktops that have none.

mod contents;
mod folder;
mod keys;
mod list;
#[cfg(test)]
mod tests;

use std::path::{Path, PathBuf};

use directories::UserDirs;
use egui::{Context, Frame, Id, Key, Modal, Modifiers, Sides};

use super::listing::{self, Entry, EntryKind};
use super::target::{Target, resolve};
use super::{PathAnswer, PathKind, PathRequest};
use list::List;

/// A file dialog within the window.
///
/// The name field has the focus all the time: ↑ and ↓ go through the list, Enter opens what is marked or takes the
/// name, Alt-↑ (or Backspace in an empty field) goes to the folder above, Esc cancels.
#[derive(Debug)]
pub struct PathDialog {
    request: PathRequest,
    folder: PathBuf,
    entries: Vec<Entry>,
    list: List,
    name: String,
    /// A sentence on what went wrong last.
    problem: Option<String>,
    /// The file that would be replaced, while the user is asked.
    replacing: Option<PathBuf>,
    /// Gives the focus to the name field, in the next frame.
    focus_name: bool,
    composing: bool,
}

/// What the user did in one frame.
#[derive(Debug)]
enum Command {
    /// Marked a row with the mouse.
    Mark(usize),
    /// Went up or down the list.
    Step(isize),
    /// Double-clicked a row.
    Take(usize),
    /// Pressed Enter: the marked folder, or else the name.
    Enter,
    /// Pressed the button: the name.
    Confirm,
    GoTo(PathBuf),
    Up,
    Typed,
    Cancel,
}

impl PathDialog {
    /// Opens the dialog in the request's folder, or where the user's documents are.
    pub fn new(request: PathRequest) -> Self {
        let name = request.file_name.clone().unwrap_or_default();
        let mut dialog = Self {
            folder: PathBuf::from("/"),
            entries: Vec::new(),
            list: List::default(),
            name,
            problem: None,
            replacing: None,
            focus_name: true,
            composing: false,
            request,
        };
        let first = dialog.request.folder.clone();
        let documents = UserDirs::new().and_then(|folders| folders.document_dir().map(Path::to_owned));
        let home = UserDirs::new().map(|folders| folders.home_dir().to_owned());
        // The last one is there on every machine.
        for folder in [first, documents, home, Some(PathBuf::from("/"))].into_iter().flatten() {
            let folder = std::path::absolute(&folder).unwrap_or(folder);
            if dialog.go_to(folder) {
                dialog.problem = None;
                break;
            }
        }
        dialog
    }

    /// Draws the dialog over the window. Gives the answer once, [`PathAnswer::Chosen`] or [`PathAnswer::Cancelled`].
    pub fn show(&mut self, ctx: &Context) -> Option<PathAnswer> {
        let keys = self.take_keys(ctx);
        let mut commands = Vec::new();
        let modal = Modal::new(Id::unique("path dialog"))
            .frame(Frame::window(&ctx.global_style()))
            .show(ctx, |ui| self.contents(ui, &mut commands));
        // What was typed comes before the Enter that follows it.
        commands.extend(keys);
        // A click beside the dialog does not close it: what was typed would be lost.
        if modal.is_top_modal
            && self.replacing.is_none()
            && !self.composing
            && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape))
        {
            commands.push(Command::Cancel);
        }
        if !commands.is_empty() {
            // They change what has just been drawn.
            ctx.request_repaint();
        }
        if let Some(path) = self.replacing.clone() {
            return self.ask_whether_to_replace(ctx, path);
        }
        commands.into_iter().find_map(|command| self.obey(command))
    }

    fn obey(&mut self, command: Command) -> Option<PathAnswer> {
        match command {
            Command::Cancel => return Some(PathAnswer::Cancelled),
            Command::Typed => {
                self.list.marked = None;
                self.problem = None;
            }
            Command::Mark(row) => self.mark(row),
            Command::Step(by) => {
                if let Some(last) = self.choosable().checked_sub(1) {
                    let row = match self.list.marked {
                        Some(row) => row.saturating_add_signed(by).min(last),
                        None if by < 0 => last,
                        None => 0,
                    };
                    self.mark(row);
                    self.list.reveal = true;
                }
            }
            Command::Take(row) => {
                self.mark(row);
                return self.enter();
            }
            Command::Enter => return self.enter(),
            Command::Confirm if self.request.kind == PathKind::Folder => return self.confirm_folder(),
            Command::Confirm => {
                // An empty name and a marked folder: what else could be meant?
                return if self.name.trim().is_empty() { self.enter() } else { self.confirm() };
            }
            Command::GoTo(folder) => {
                self.go_to(folder);
            }
            Command::Up => {
                if let Some(parent) = self.folder.parent().map(Path::to_owned) {
                    self.go_to(parent);
                }
            }
        }
        None
    }

    fn mark(&mut self, row: usize) {
        self.list.marked = Some(row);
        self.problem = None;
        self.focus_name = true;
        if let Some(entry) = self.entries.get(row)
            && entry.kind == EntryKind::File
        {
            self.name.clone_from(&entry.name);
        }
    }

    fn enter(&mut self) -> Option<PathAnswer> {
        let marked = self.list.marked.and_then(|row| self.entries.get(row));
        if let Some(entry) = marked
            && entry.kind != EntryKind::File
        {
            let folder = entry.path.clone();
            self.go_to(folder);
            return None;
        }
        match self.request.kind {
            // A typed folder is shown first.
            PathKind::Folder if self.name.trim().is_empty() => self.confirm_folder(),
            _ => self.confirm(),
        }
    }

    fn confirm(&mut self) -> Option<PathAnswer> {
        self.focus_name = true;
        // A name that is not Unicode cannot be typed, only taken from the list.
        let marked = self.list.marked.and_then(|row| self.entries.get(row));
        let text = match marked {
            Some(entry) if entry.name == self.name && entry.path.to_str().is_none() => {
                let path = entry.path.clone();
                return match self.request.kind {
                    PathKind::Open | PathKind::Folder => Some(PathAnswer::Chosen(path)),
                    PathKind::Save => {
                        self.replacing = Some(path);
                        None
                    }
                };
            }
            _ => self.name.clone(),
        };
        match resolve(&text, &self.folder, &self.request) {
            Ok(Target::File(path)) => return Some(PathAnswer::Chosen(path)),
            Ok(Target::Replace(path)) => self.replacing = Some(path),
            Ok(Target::Folder(folder)) => {
                if self.go_to(folder) {
                    self.name = self.request.file_name.clone().unwrap_or_default();
                }
            }
            Err(problem) => self.problem = Some(problem),
        }
        None
    }

    /// Lists another folder. If that cannot be, says why and stays.
    fn go_to(&mut self, folder: PathBuf) -> bool {
        self.focus_name = true;
        match listing::list(&folder, &self.request) {
            Ok(entries) => {
                // Having come up from a folder, the user finds it marked.
                let came_from =
                    entries.iter().position(|entry| entry.kind == EntryKind::Folder && entry.path == self.folder);
                // Where a folder is chosen, it is the one that was come to.
                self.list = List::new(came_from.filter(|_| self.request.kind != PathKind::Folder));
                self.entries = entries;
                self.folder = folder;
                self.problem = None;
                if self.request.kind != PathKind::Save {
                    self.name.clear();
                }
                true
            }
            Err(problem) => {
                self.problem = Some(problem);
                false
            }
        }
    }

    fn ask_whether_to_replace(&mut self, ctx: &Context, path: PathBuf) -> Option<PathAnswer> {
        let name = path.file_name().unwrap_or_default().to_string_lossy().into_owned();
        let mut replace = None;
        let modal = Modal::new(Id::unique("whether to replace")).frame(Frame::window(&ctx.global_style()));
        let modal = modal.show(ctx, |ui| {
            ui.set_max_width(420.0);
            ui.heading("文件已存在");
            ui.label(format!("“{name}”已在这个文件夹里。覆盖后，原来的内容就没有了。"));
            Sides::new().show(
                ui,
                |_| {},
                |ui| {
                    let keep = ui.button("不覆盖");
                    // Enter, pressed once too often, must not destroy anything.
                    if !keep.has_focus()
                        && ui.memory(|memory| memory.focused()).is_none_or(|id| id == keys::name_field())
                    {
                        keep.request_focus();
                    }
                    if keep.clicked() {
                        replace = Some(false);
                    }
                    if ui.button("覆盖").clicked() {
                        replace = Some(true);
                    }
                },
            );
        });
        if modal.is_top_modal && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            replace = Some(false);
        }
        match replace? {
            true => Some(PathAnswer::Chosen(path)),
            false => {
                self.replacing = None;
                self.focus_name = true;
                ctx.request_repaint();
                None
            }
        }
    }
}
