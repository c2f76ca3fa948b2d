//! A fault in the program ends neither the program nor the work: the window says what happened and goes on from what the
//! journal holds.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::path::{Path, PathBuf};

use egui::{CentralPanel, RichText, Ui, ViewportCommand, vec2};

use super::Window;
use crate::app::theme::Palette;
use crate::app::workspace::Workspace;
use disclosure_engine::spelling::visible;

/// A fault that happened.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Crash {
    /// Where the work is on the disk, if it is there.
    journal: Option<PathBuf>,
    /// Whether something was not saved.
    has_work: bool,
}

impl Window {
    /// Draws a frame with `frame`. After a fault in one, the page that says so.
    pub(super) fn guarded(&mut self, ui: &mut Ui, frame: impl FnOnce(&mut Self, &mut Ui)) {
        if self.crash.is_some() {
            return self.crash_ui(ui);
        }
        let drawn = catch_unwind(AssertUnwindSafe(|| frame(self, ui)));
        if drawn.is_err() {
            let kept = self.workspace.as_ref().map(Workspace::safekeeping);
            let has_work = kept.is_some_and(|kept| kept.newest().is_some());
            let is_written = kept.is_some_and(|kept| kept.write_now());
            let journal = kept.and_then(|kept| kept.journal_path()).filter(|_| has_work && is_written);
            self.crash = Some(Crash { journal: journal.map(Path::to_owned), has_work });
            ui.ctx().request_repaint();
        }
    }

    fn crash_ui(&mut self, ui: &mut Ui) {
        let Some(crash) = self.crash.clone() else { return };
        let palette = Palette::of(ui.visuals());
        let (mut goes_on, mut quits) = (false, false);
        CentralPanel::default().show(ui, |ui| {
            ui.vertical_centered(|ui| {
                ui.set_max_width(680.0);
                ui.add_space(96.0);
                ui.heading("程序出错了");
                ui.add_space(12.0);
                match (&crash.journal, crash.has_work) {
                    (Some(path), _) => {
                        ui.label(
                            "没有丢失：出错以前的全部修改已经写入恢复记录，可以从那里接着编辑，或者下次启动时恢复。",
                        );
                        ui.label(RichText::new(visible(&path.display().to_string())).color(palette.weak_text));
                    }
                    (None, true) => {
                        let text =
                            "修改还没有写到磁盘上（恢复记录写不进去）。请不要退出：先继续，然后立即另存到别的磁盘。";
                        ui.label(RichText::new(text).color(palette.error));
                    }
                    (None, false) => {
                        ui.label("没有未保存的修改，没有丢失任何内容。");
                    }
                }
                ui.add_space(20.0);
                ui.horizontal(|ui| {
                    ui.add_space((ui.available_width() - 420.0).max(0.0) / 2.0);
                    let go_on = egui::Button::new(RichText::new("恢复并继续编辑").size(17.0));
                    goes_on = ui.add(go_on.min_size(vec2(220.0, 44.0))).clicked();
                    let quit = egui::Button::new(RichText::new("退出").size(17.0));
                    quits = ui.add(quit.min_size(vec2(180.0, 44.0))).clicked();
                });
            });
        });
        if goes_on {
            self.go_on_after_crash();
        }
        if quits {
            // What is in the journal stays there, to be offered at the next start.
            self.is_closing = true;
            ui.ctx().send_viewport_cmd(ViewportCommand::Close);
        }
    }

    fn go_on_after_crash(&mut self) {
        self.crash = None;
        self.dialog = None;
        self.after = None;
        self.preview = None;
        self.cancel_export();
        let table = self.grid.table();
        self.grid.reset();
        self.texts = Default::default();
        self.workspace = self.workspace.take().map(Workspace::restored);
        if let (Some(_), Some(table)) = (&self.workspace, table) {
            self.grid.show_table(table);
        }
        self.grid.set_notice("已恢复到出错以前的状态，请核对最后一次修改");
    }
}

/// Makes every panic of this process write the journals first. Who catches it says what happened; the log says where.
#[expect(clippy::disallowed_methods, reason = "the window may be about to end, and says where the work is")]
pub fn guard_work() {
    std::panic::set_hook(Box::new(|panic| {
        use std::io::Write;

        let written = disclosure_engine::file::journal::write_all_now();
        crate::fault::note(panic.location());
        let mut out = std::io::stderr().lock();
        for path in written {
            let path = path.display().to_string();
            let _ = writeln!(out, "budget-disclosure: 正在编辑的内容已写入 {}，下次启动时可以恢复", visible(&path));
        }
    }));
}
