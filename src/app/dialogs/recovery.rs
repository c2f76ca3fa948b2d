//! What a crash or a power cut left behind, offered at the next start.

use egui::{Context, RichText, Ui};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal, texts_ui};
use crate::app::theme::{self, Palette};

#[derive(Debug, Clone)]
pub struct RecoveryDialog {
    /// What was left behind, newest first.
    pub entries: Vec<RecoveryEntry>,
    /// The one that was asked to be thrown away, and must be confirmed.
    doubtful: Option<usize>,
}

/// One of what was left behind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecoveryEntry {
    /// The body and the year.
    pub title: String,
    /// The file, or that there was none yet.
    pub file: String,
    pub when: String,
    /// What it says otherwise than the file, a line each; `Err` is why it cannot be restored.
    pub differences: Result<Vec<String>, String>,
}

/// What to do, by the place of the entry.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum RecoveryAnswer {
    Restore(usize),
    /// It is not wanted.
    Discard(usize),
}

impl RecoveryDialog {
    /// Offers `entries`.
    pub fn new(entries: Vec<RecoveryEntry>) -> Self {
        Self { entries, doubtful: None }
    }

    pub fn show(&mut self, ctx: &Context) -> Option<Answer<RecoveryAnswer>> {
        let mut doubtful = self.doubtful;
        let answer = modal(ctx, "recovery", 640.0, |ui| {
            ui.label(RichText::new("上次没有正常结束，有未保存的修改").text_style(theme::bold_text()));
            ui.label("程序或计算机上次意外停止。当时正在编辑的内容已经自动记录下来，可以恢复；恢复后请核对、保存。");
            ui.add_space(8.0);
            let mut answer = None;
            body_ui(ui, |ui| {
                for (place, entry) in self.entries.iter().enumerate() {
                    let asked = entry_ui(ui, place, entry, &mut doubtful);
                    answer = asked.map(Answer::Done).or(answer.take());
                }
            });
            buttons_ui(ui, |ui| {
                let later = default_button(ui, "以后再说").on_hover_text("什么都不删除，下次启动时再问");
                if is_confirmed(&later, answer.as_ref()) {
                    answer = Some(Answer::Cancelled);
                }
            });
            answer
        });
        self.doubtful = doubtful;
        answer
    }
}

fn entry_ui(ui: &mut Ui, place: usize, entry: &RecoveryEntry, doubtful: &mut Option<usize>) -> Option<RecoveryAnswer> {
    let palette = Palette::of(ui.visuals());
    let mut answer = None;
    ui.separator();
    ui.label(RichText::new(&entry.title).text_style(theme::bold_text()));
    ui.label(RichText::new(format!("{}　记录于 {}", entry.file, entry.when)).color(palette.weak_text));
    match &entry.differences {
        Ok(differences) if differences.is_empty() => {}
        Ok(differences) => {
            ui.push_id(place, |ui| texts_ui(ui, differences));
        }
        Err(why) => {
            ui.colored_label(palette.error, why);
        }
    }
    ui.add_space(4.0);
    ui.horizontal(|ui| {
        let restore = ui.add_enabled(entry.differences.is_ok(), egui::Button::new("恢复"));
        if restore.clicked() {
            answer = Some(RecoveryAnswer::Restore(place));
        }
        if *doubtful == Some(place) {
            if ui.button(RichText::new("确定丢弃").color(palette.error)).clicked() {
                answer = Some(RecoveryAnswer::Discard(place));
            }
            if ui.button("不丢弃").clicked() {
                *doubtful = None;
            }
        } else if ui.button("丢弃…").clicked() {
            *doubtful = Some(place);
        }
    });
    ui.add_space(4.0);
    answer
}
