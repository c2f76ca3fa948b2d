//! Exporting: what is to be written, that it is being made, and that it is there.

use egui::{Context, RichText, ScrollArea, Ui};

use super::{Answer, body_ui, buttons_ui, default_button, is_confirmed, modal};
use crate::app::theme::{self, Palette};
use disclosure_export::ExportFormat;

#[derive(Debug, Clone)]
pub struct ExportDialog {
    pub stage: ExportStage,
}

/// What is to be written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wanted {
    /// One file.
    File(ExportFormat),
    /// All formats, into a folder.
    All,
}

impl Wanted {
    /// All choices, the one that is meant most often first.
    const CHOICES: [(Self, &'static str); 6] = [
        (Self::All, "全套：PDF、OFD、Word、Excel、网页，各表单列，数据 CSV 和 JSON，放进一个新文件夹"),
        (Self::File(ExportFormat::Pdf), "PDF：公开、打印、存档"),
        (Self::File(ExportFormat::Ofd), "OFD：国家标准的版式文件，报送、归档"),
        (Self::File(ExportFormat::Docx), "Word：接着改文字"),
        (Self::File(ExportFormat::Xlsx), "Excel：合计都是公式"),
        (Self::File(ExportFormat::Html), "网页：贴到网站上"),
    ];
}

/// What an [`ExportDialog`] shows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ExportStage {
    /// The choice of what is to be written.
    Choice {
        wanted: Wanted,
        /// Why it would only be a draft: how many errors there are, and what is left to fill in, a line each.
        errors: usize,
        left: Vec<String>,
        is_draft: bool,
        /// Whether a page of charts ends the document.
        has_charts: bool,
    },
    /// The document is being made.
    Working {
        /// Something is left when it is done: a file, or the program.
        is_leaving: bool,
        /// How far it is; blank where that is not worth telling.
        progress: String,
    },
    /// It is written.
    Done {
        /// Where, and what is to be known of it.
        text: String,
    },
}

/// What is asked in the dialog.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ExportAnswer {
    /// This, with or without charts.
    Export(Wanted, bool),
    /// Show what was written, in the program that the desktop has for it.
    Open,
    /// Show the folder in which it is.
    OpenFolder,
}

impl ExportDialog {
    pub fn show(&mut self, ctx: &Context) -> Option<Answer<ExportAnswer>> {
        modal(ctx, "export", 520.0, |ui| match &mut self.stage {
            ExportStage::Choice { wanted, errors, left, is_draft, has_charts } => {
                choice_ui(ui, (wanted, has_charts), *is_draft, *errors, left)
            }
            ExportStage::Working { is_leaving, progress } => {
                ui.horizontal(|ui| {
                    ui.spinner();
                    ui.label(if *is_leaving { "正在导出，导出完就关闭…" } else { "正在导出…" });
                });
                ui.label(RichText::new(progress.as_str()).color(Palette::of(ui.visuals()).weak_text));
                buttons_ui(ui, |ui| ui.button("取消").clicked()).then_some(Answer::Cancelled)
            }
            ExportStage::Done { text } => done_ui(ui, text),
        })
    }
}

fn choice_ui(
    ui: &mut Ui,
    (wanted, has_charts): (&mut Wanted, &mut bool),
    is_draft: bool,
    errors: usize,
    left: &[String],
) -> Option<Answer<ExportAnswer>> {
    ui.label(RichText::new("导出").text_style(theme::bold_text()));
    ui.add_space(6.0);
    body_ui(ui, |ui| {
        theme::outline_choices(ui);
        theme::radios_ui(ui, wanted, Wanted::CHOICES);
        ui.add_space(6.0);
        let charts = ui.checkbox(has_charts, "在表的后面附一页图表");
        charts.on_hover_text("表里的主要数画成条，与上年并排；带文字说明，看不见图的人也能读");
        if is_draft {
            ui.add_space(8.0);
            ui.label(RichText::new(why_draft(errors, left.len())).text_style(theme::bold_text()));
            ui.label("现在导出的是草稿：每一页都会印上“草稿”。填完全部内容、改正或接受全部错误以后，导出的就是可以公开的文件。");
            left_ui(ui, left);
        }
    });
    let export = if is_draft { "导出草稿…" } else { "导出…" };
    buttons_ui(ui, |ui| {
        let is_wanted = is_confirmed::<()>(&default_button(ui, export), None);
        let is_cancelled = ui.button("取消").clicked();
        let wanted = is_wanted.then_some(Answer::Done(ExportAnswer::Export(*wanted, *has_charts)));
        if is_cancelled { Some(Answer::Cancelled) } else { wanted }
    })
}

fn done_ui(ui: &mut Ui, text: &str) -> Option<Answer<ExportAnswer>> {
    ui.label(RichText::new("导出完成").text_style(theme::bold_text()));
    ui.add_space(6.0);
    body_ui(ui, |ui| ui.add(egui::Label::new(text).wrap()));
    buttons_ui(ui, |ui| {
        let mut answer = None;
        if ui.button("打开").clicked() {
            answer = Some(Answer::Done(ExportAnswer::Open));
        }
        if ui.button("打开文件夹").clicked() {
            answer = Some(Answer::Done(ExportAnswer::OpenFolder));
        }
        if is_confirmed(&default_button(ui, "关闭"), answer.as_ref()) {
            answer = Some(Answer::Cancelled);
        }
        answer
    })
}

/// Why the document is only a draft, in a line.
fn why_draft(errors: usize, left: usize) -> String {
    let errors = (errors > 0).then(|| format!("还有 {errors} 处错误"));
    let left = (left > 0).then(|| format!("还有 {left} 处没有填完"));
    [errors, left].into_iter().flatten().collect::<Vec<_>>().join("，")
}

/// What is left to fill in.
fn left_ui(ui: &mut Ui, left: &[String]) {
    if left.is_empty() {
        return;
    }
    ui.add_space(6.0);
    ScrollArea::vertical().id_salt("left").max_height(220.0).show(ui, |ui| {
        for line in left {
            ui.label(RichText::new(line).color(Palette::of(ui.visuals()).weak_text));
        }
    });
}
