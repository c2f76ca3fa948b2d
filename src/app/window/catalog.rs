//! The year's own catalogue of codes.

use std::path::Path;
use std::sync::Arc;

use egui::Context;

use super::Window;
use super::documents::Picking;
use crate::app::paths::PathRequest;
use disclosure_engine::catalog::Catalog;

impl Window {
    /// Asks for the file of the year's official list.
    pub(in crate::app) fn ask_for_catalog(&mut self, ctx: &Context) {
        self.picking = Some(Picking::Catalog);
        let request = PathRequest::open("载入当年的政府收支分类科目表")
            .filter("科目表", &["xlsx", "xls", "et", "ods", "csv", "txt"]);
        self.picker.start(request, ctx);
    }

    /// Loads the catalogue that the user chose, says what was taken of it, and remembers it.
    pub(super) fn load_catalog(&mut self, path: &Path) {
        match self.use_catalog(path) {
            Ok(report) => {
                self.settings.set_catalog(Some(path.to_owned()));
                self.complain("科目表已载入", report);
            }
            Err(refusal) => self.complain("科目表没有载入", format!("{}\n\n{refusal}", path.display())),
        }
    }

    /// Loads the catalogue that was chosen in an earlier run.
    pub(super) fn load_remembered_catalog(&mut self) {
        let Some(path) = self.settings.catalog().map(Path::to_owned) else { return };
        if let Err(refusal) = self.use_catalog(&path) {
            self.settings.set_catalog(None);
            let text = format!("{}\n\n{refusal}\n\n现在用的是程序自带的科目表。", path.display());
            self.complain("上次载入的科目表打不开", text);
        }
    }

    fn use_catalog(&mut self, path: &Path) -> Result<String, String> {
        let user = Catalog::read_file(path).map_err(|error| error.to_string())?;
        let builtin = Catalog::builtin().map_err(|error| error.to_string())?;
        self.catalog = Arc::new(builtin.with_user(&user));
        if let Some(workspace) = &mut self.workspace {
            workspace.set_catalog(self.catalog.clone());
        }
        let mut lines = vec![format!("{}。", user.taken)];
        lines.extend(user.taken.not_understood.iter().map(ToString::to_string));
        Ok(lines.join("\n"))
    }
}
