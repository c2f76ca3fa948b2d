//! The desktop's own file dialog, through rfd.

use std::future::Future;
use std::path::PathBuf;
use std::pin::Pin;
use std::sync::mpsc::{Receiver, TryRecvError, channel};
use std::thread;
use std::time::{Duration, Instant};

use rfd::{AsyncFileDialog, FileHandle};
use winit::raw_window_handle::{HasDisplayHandle, HasWindowHandle};

use super::desktop::{self, Desktop};
use super::target::with_extension;
use super::{PathAnswer, PathChooser, PathKind, PathRequest};

/// Nobody cancels a dialog as fast as this: it was never shown (there is no bus, or zenity has no display). Works around
/// rfd 0.17 (PolyMeilex/rfd#24), which says no more than that nothing was chosen.
#[cfg(all(unix, not(target_os = "macos")))]
const NOBODY_CANCELS_BEFORE: Duration = Duration::from_millis(300);
/// The dialogs of Windows and of Macs are always there.
#[cfg(not(all(unix, not(target_os = "macos"))))]
const NOBODY_CANCELS_BEFORE: Duration = Duration::ZERO;

/// Asks with the desktop's own file dialog.
#[derive(Debug, Default)]
pub struct NativeChooser {
    /// What every dialog begins as.
    blank: AsyncFileDialog,
    answer: Option<Receiver<PathAnswer>>,
}

impl NativeChooser {
    /// Asks in dialogs that belong to the window which is being made. Windows keeps them before it: the window waits for
    /// their answer, and one behind it would not be found.
    pub fn of(window: &(impl HasWindowHandle + HasDisplayHandle)) -> Self {
        let blank = AsyncFileDialog::new();
        let blank = if cfg!(windows) { blank.set_parent(window) } else { blank };
        Self { blank, answer: None }
    }
}

impl PathChooser for NativeChooser {
    fn start(&mut self, request: PathRequest, ctx: &egui::Context) {
        let (sender, receiver) = channel();
        self.answer = Some(receiver);
        let (ctx, blank) = (ctx.clone(), self.blank.clone());
        // On a Mac the panel must be made on the main thread, which is this one.
        #[cfg(target_os = "macos")]
        let shown = show(blank, &request, desktop::find());
        let wait = move || {
            #[cfg(target_os = "macos")]
            let answer = wait_for(&request, shown);
            #[cfg(not(target_os = "macos"))]
            let answer = match desktop::find() {
                Desktop::Nothing => PathAnswer::Unavailable,
                desktop => wait_for(&request, show(blank, &request, desktop)),
            };
            // A later question may have taken this one's place.
            if sender.send(answer).is_ok() {
                ctx.request_repaint();
            }
        };
        // Without a thread the sender is dropped, which `poll` sees.
        if let Err(error) = thread::Builder::new().name("file dialog".to_owned()).spawn(wait) {
            log::warn!("the file dialog cannot be started: {error}");
        }
    }

    fn poll(&mut self) -> Option<PathAnswer> {
        let answer = match self.answer.as_ref()?.try_recv() {
            Ok(answer) => answer,
            Err(TryRecvError::Empty) => return None,
            Err(TryRecvError::Disconnected) => PathAnswer::Unavailable,
        };
        self.answer = None;
        Some(answer)
    }
}

type Shown = Pin<Box<dyn Future<Output = Option<FileHandle>> + Send>>;

fn show(blank: AsyncFileDialog, request: &PathRequest, desktop: Desktop) -> Shown {
    let mut dialog = blank.set_title(&request.title);
    let filters = match request.kind {
        // What is filtered in a dialog for folders is the folders.
        PathKind::Folder => &[],
        PathKind::Open | PathKind::Save => request.filters.as_slice(),
    };
    for filter in filters {
        dialog = dialog.add_filter(&filter.name, &filter.extensions);
    }
    let file_name = request.file_name.clone().unwrap_or_default();
    match (&request.folder, desktop) {
        // Works around rfd 0.17.2 (PolyMeilex/rfd#317), which gives zenity the name and not the folder. A name with a
        // folder before it, or a folder alone, makes zenity begin there.
        (Some(folder), Desktop::Zenity) => {
            dialog = dialog.set_file_name(folder.join(&file_name).to_string_lossy());
        }
        (folder, _) => {
            if let Some(folder) = folder {
                dialog = dialog.set_directory(folder);
            }
            if !file_name.is_empty() {
                dialog = dialog.set_file_name(file_name);
            }
        }
    }
    match request.kind {
        PathKind::Open => Box::pin(dialog.pick_file()),
        PathKind::Save => Box::pin(dialog.save_file()),
        PathKind::Folder => Box::pin(dialog.pick_folder()),
    }
}

fn wait_for(request: &PathRequest, shown: Shown) -> PathAnswer {
    let begun = Instant::now();
    let file = pollster::block_on(shown).map(PathBuf::from);
    answer(request, file, begun.elapsed())
}

fn answer(request: &PathRequest, file: Option<PathBuf>, after: Duration) -> PathAnswer {
    match file {
        None if after < NOBODY_CANCELS_BEFORE => PathAnswer::Unavailable,
        None => PathAnswer::Cancelled,
        Some(file) if request.kind == PathKind::Save => {
            // Portals and zenity leave the extension away if the user did. Whether to replace what then turns out to
            // exist they have not asked: such a file is left alone.
            let whole = with_extension(&file, request);
            PathAnswer::Chosen(if whole.exists() { file } else { whole })
        }
        Some(file) => PathAnswer::Chosen(file),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::path::Path;

    fn save() -> PathRequest {
        PathRequest::save("另存为", "草稿.budget").filter("预算公开文件", &["budget"])
    }

    #[cfg(all(unix, not(target_os = "macos")))]
    #[test]
    fn an_instant_no_comes_from_nobody() {
        assert_eq!(answer(&save(), None, Duration::from_millis(20)), PathAnswer::Unavailable);
        assert_eq!(answer(&save(), None, Duration::from_secs(2)), PathAnswer::Cancelled);
    }

    #[test]
    fn the_extension_is_added_unless_that_replaces_a_file() {
        let folder = tempfile::tempdir().unwrap();
        let chosen = |name: &str| answer(&save(), Some(folder.path().join(name)), Duration::from_secs(2));
        assert_eq!(chosen("2025.v2"), PathAnswer::Chosen(folder.path().join("2025.v2.budget")));
        assert_eq!(chosen("a.BUDGET"), PathAnswer::Chosen(folder.path().join("a.BUDGET")));
        std::fs::write(folder.path().join("b.budget"), "").unwrap();
        assert_eq!(chosen("b.budget"), PathAnswer::Chosen(folder.path().join("b.budget")));
        assert_eq!(chosen("b"), PathAnswer::Chosen(folder.path().join("b")));
        let open = PathRequest::open("打开").filter("预算公开文件", &["budget"]);
        assert_eq!(answer(&open, Some("/x".into()), Duration::ZERO), PathAnswer::Chosen(Path::new("/x").to_owned()));
    }

    #[test]
    fn a_thread_that_ends_without_an_answer_is_noticed() {
        let (sender, receiver) = channel();
        let mut chooser = NativeChooser { answer: Some(receiver), ..NativeChooser::default() };
        assert_eq!(chooser.poll(), None);
        drop(sender);
        assert_eq!(chooser.poll(), Some(PathAnswer::Unavailable));
        assert_eq!(chooser.poll(), None);
    }
}
