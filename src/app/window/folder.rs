//! The list of a folder's disclosures.

use std::path::{Path, PathBuf};

use egui::Context;

use super::Window;
use super::documents::{After, FILTER, Picking};
use crate::app::folder::{Folder, FolderRequest};
use crate::app::paths::PathRequest;
use disclosure_engine::file;

impl Window {
    /// Shows the folder that was listed last again, or asks for one.
    pub(in crate::app) fn begin_folder(&mut self, ctx: &Context) {
        if self.folder.is_some() && !self.shows_folder {
            self.shows_folder = true;
            return;
        }
        self.ask_for_folder(ctx);
    }

    /// Asks which folder is to be listed, beginning in the one that was.
    fn ask_for_folder(&mut self, ctx: &Context) {
        self.picking = Some(Picking::Folder);
        let request =
            PathRequest::choose_folder("选择文件夹：核对其中和下面各级的预算公开文件、Word、Excel、PDF 和压缩包")
                .filter(FILTER, &[file::EXTENSION]);
        let request = match &self.folder {
            Some(folder) => request.folder(folder.path()),
            None => self.beginning_at_hand(request),
        };
        self.picker.start(request, ctx);
    }

    /// Lists the folder at `path`, or in which the file at `path` is.
    pub(super) fn list_folder(&mut self, ctx: &Context, path: &Path) {
        let folder = if path.is_dir() { path } else { path.parent().unwrap_or(path) };
        self.read_folder(ctx, folder, None);
    }

    /// Lists the folder that is listed anew, beside what an earlier check printed into the file at `earlier`.
    pub(super) fn compare_folder(&mut self, ctx: &Context, earlier: &Path) {
        if let Some(path) = self.folder.as_ref().map(|folder| folder.path().to_owned()) {
            self.read_folder(ctx, &path, Some(earlier.to_owned()));
        }
    }

    fn read_folder(&mut self, ctx: &Context, path: &Path, earlier: Option<PathBuf>) {
        match Folder::open(ctx, &self.forms, &self.catalog, path, earlier) {
            Ok(folder) => {
                let folder = match self.folder.take() {
                    Some(shown) if shown.path() == path => folder.shown_as(shown),
                    _ => folder,
                };
                (self.folder, self.shows_folder) = (Some(folder), true);
            }
            Err(error) => self.complain("没有列出文件夹", error),
        }
    }

    pub(super) fn carry_out_folder(&mut self, ctx: &Context, request: FolderRequest) {
        if matches!(request, FolderRequest::Another) {
            return self.ask_for_folder(ctx);
        }
        if matches!(request, FolderRequest::Earlier) {
            self.picking = Some(Picking::EarlierCheck);
            let request =
                PathRequest::open("与上次核对比：选 check --format json 存下的文件").filter("核对结果", &["json"]);
            let request = match &self.folder {
                Some(folder) => request.folder(folder.path()),
                None => request,
            };
            return self.picker.start(request, ctx);
        }
        self.shows_folder = false;
        match request {
            FolderRequest::Open(path) => self.leave_for(ctx, After::Open(path)),
            FolderRequest::OpenSum(disclosure) => self.leave_for(ctx, After::Draft(disclosure)),
            FolderRequest::Another | FolderRequest::Earlier | FolderRequest::Close => {}
        }
    }
}
