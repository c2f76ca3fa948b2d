//! The page of charts, and writing its picture.

use std::path::Path;

use egui::Context;

use super::Window;
use super::documents::Picking;
use crate::app::charts::{ChartsRequest, drawing};
use crate::app::command::Command;
use crate::app::outline::OutlineRequest;
use crate::app::paths::PathRequest;
use crate::app::texts::TextPage;
use disclosure_engine::file;
use disclosure_export::file_name::proposed_name;

/// So many pixels of a picture to a point: sharp on paper too.
const PIXELS: f32 = 3.0;

impl Window {
    pub(super) fn carry_out_charts(&mut self, request: ChartsRequest, commands: &mut Vec<Command>) {
        match request {
            ChartsRequest::GoTo(key) => {
                self.show_key(&key);
            }
            ChartsRequest::Save => commands.push(Command::SaveCharts),
        }
    }

    /// Shows the page of charts.
    pub(in crate::app) fn show_charts(&mut self) {
        self.show_page(OutlineRequest::Text(TextPage::Charts));
    }

    /// Asks where to write the picture.
    pub(in crate::app) fn ask_to_save_charts(&mut self, ctx: &Context) {
        let Some(workspace) = &self.workspace else { return };
        let proposed = proposed_name(workspace.disclosure(), "图表.svg");
        self.picking = Some(Picking::Charts);
        let request = PathRequest::save("图表存为图片", proposed)
            .filter("SVG：放大不失真", &["svg"])
            .filter("PNG：哪里都能看", &["png"]);
        self.picker.start(self.beginning_at_hand(request), ctx);
    }

    /// Writes the picture in the format that the path says.
    pub(super) fn write_charts(&mut self, path: &Path) {
        let Some(workspace) = &self.workspace else { return };
        let drawing = drawing(workspace);
        let extension = path.extension().map(|extension| extension.to_string_lossy().to_lowercase());
        let bytes = match extension.as_deref() {
            Some("svg") => Ok(drawing.svg().into_bytes()),
            Some("png") => drawing.png(PIXELS).map_err(|error| error.to_string()),
            _ => Err("文件名要以 .svg 或 .png 结尾，程序由此知道写成什么。".to_owned()),
        };
        let written = bytes.and_then(|bytes| file::write_atomically(path, &bytes).map_err(|error| error.to_string()));
        match written {
            Ok(()) => self.grid.set_notice(format!("图表已写到 {}", path.display())),
            Err(error) => self.complain("图表没有写成", format!("{}\n\n{error}", path.display())),
        }
    }
}
