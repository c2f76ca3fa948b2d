//! The manual at the side of the window, or over a dialog.

use egui::{Context, Key, Modifiers, RichText, ScrollArea, TextEdit, TextStyle, Ui};

use super::page::{Pictures, chapter_ui};
use super::{ManualPlace, search};
use crate::app::theme::{self, Palette, link_ui};
use crate::manual::CHAPTERS;
use disclosure_engine::audit::RuleText;

/// The manual, and where it is open.
#[derive(Default)]
pub struct Manual {
    is_open: bool,
    query: String,
    chapter: usize,
    /// The section to be brought into sight.
    section: Option<usize>,
    /// All chapters are listed.
    lists: bool,
    wants_keyboard: bool,
    pictures: Pictures,
}

impl Manual {
    pub fn is_open(&self) -> bool {
        self.is_open
    }

    /// Opens it at `place`.
    pub fn open(&mut self, place: ManualPlace) {
        let (chapter, section) = place.find();
        (self.is_open, self.chapter, self.section) = (true, chapter, Some(section));
        (self.lists, self.wants_keyboard) = (false, true);
        self.query.clear();
    }

    pub fn close(&mut self) {
        self.is_open = false;
        // Pictures take memory that nobody needs now.
        self.pictures = Pictures::default();
    }

    /// Draws it; `rules` are found by their numbers.
    pub fn ui(&mut self, ui: &mut Ui, rules: &[RuleText<'_>]) {
        ui.add_space(6.0);
        ui.horizontal(|ui| {
            ui.label(RichText::new("手册").text_style(theme::bold_text()).size(17.0));
            if link_ui(ui, "目录").clicked() {
                (self.lists, self.section) = (true, None);
                self.query.clear();
            }
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Center), |ui| {
                if ui.button("关闭").on_hover_text("F1、Esc").clicked() {
                    self.close();
                }
            });
        });
        let field = TextEdit::singleline(&mut self.query).hint_text("搜索：怎样导出、尾差、B16…");
        let field = ui.add(field.desired_width(f32::INFINITY));
        field.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "搜索手册"));
        if std::mem::take(&mut self.wants_keyboard) {
            field.request_focus();
        }
        let is_left = field.lost_focus() && ui.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape));
        if is_left {
            return self.close();
        }
        ui.separator();
        let salt = (self.chapter, self.query.is_empty(), self.lists);
        ScrollArea::vertical().id_salt(("manual", salt)).auto_shrink(false).show(ui, |ui| {
            if !self.query.trim().is_empty() {
                self.found_ui(ui, rules);
            } else if self.lists {
                self.contents_ui(ui);
            } else {
                chapter_ui(ui, self.chapter, self.section.take(), &mut self.pictures);
                self.next_ui(ui);
                // The last section can be brought to the top too.
                ui.add_space(ui.clip_rect().height() * 0.8);
            }
        });
    }

    fn go_to(&mut self, chapter: usize, section: usize) {
        (self.chapter, self.section, self.lists) = (chapter, Some(section), false);
        self.query.clear();
    }

    /// The chapters, each with what is in it.
    fn contents_ui(&mut self, ui: &mut Ui) {
        let mut chosen = None;
        for (chapter, own) in CHAPTERS.iter().enumerate() {
            ui.add_space(6.0);
            let title = RichText::new(&own.title).text_style(theme::bold_text());
            if ui.add(egui::Button::new(title).frame(false)).clicked() {
                chosen = Some((chapter, 0));
            }
            for (section, under) in own.sections.iter().enumerate().filter(|(_, under)| !under.heading.is_empty()) {
                ui.horizontal(|ui| {
                    ui.add_space(18.0);
                    if link_ui(ui, &under.heading).clicked() {
                        chosen = Some((chapter, section));
                    }
                });
            }
        }
        if let Some((chapter, section)) = chosen {
            self.go_to(chapter, section);
        }
    }

    /// The way to the next chapter.
    fn next_ui(&mut self, ui: &mut Ui) {
        let Some(next) = CHAPTERS.get(self.chapter + 1) else { return };
        if link_ui(ui, &format!("下一章：{}", next.title)).clicked() {
            self.go_to(self.chapter + 1, 0);
        }
    }

    fn found_ui(&mut self, ui: &mut Ui, rules: &[RuleText<'_>]) {
        let palette = Palette::of(ui.visuals());
        let (rules, sections) = (search::rules(&self.query, rules), search::sections(&self.query));
        if rules.is_empty() && sections.is_empty() {
            ui.label("没有找到。换一个说法，或者看目录。");
        }
        for rule in &rules {
            ui.add_space(6.0);
            ui.label(RichText::new(&rule.heading).text_style(theme::bold_text()));
            ui.label(&rule.why);
        }
        let mut chosen = None;
        for found in &sections {
            ui.add_space(6.0);
            if link_ui(ui, &found.heading).clicked() {
                chosen = Some((found.chapter, found.section));
            }
            let excerpt = RichText::new(&found.excerpt).text_style(TextStyle::Small).color(palette.weak_text);
            ui.add(egui::Label::new(excerpt).wrap());
        }
        if let Some((chapter, section)) = chosen {
            self.go_to(chapter, section);
        }
    }

    /// Shows it over the dialog that is open. Returns whether it was closed.
    pub fn over_dialog(&mut self, ctx: &Context, rules: &[RuleText<'_>]) {
        let room = ctx.content_rect();
        let modal = egui::Modal::new(egui::Id::unique("manual over a dialog")).show(ctx, |ui| {
            ui.set_width((room.width() - 60.0).min(720.0));
            ui.set_height((room.height() - 60.0).min(640.0));
            self.ui(ui, rules);
        });
        if modal.should_close() {
            self.close();
        }
    }
}
