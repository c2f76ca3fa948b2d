//! A paragraph that is being rewritten.

use egui::{Button, Key, Response, RichText, TextEdit, Ui};

use super::TextsRequest;
use crate::app::theme::Palette;
use disclosure_engine::disclosure::TextKey;

/// The paragraph, with its words.
#[derive(Debug, Clone)]
pub(super) struct Rewriting {
    /// What names it.
    pub key: TextKey,
    /// What it said at first.
    original: String,
    typed: String,
    /// It was to be given up with something written: asks whether that is meant.
    asks: bool,
    is_fresh: bool,
}

impl Rewriting {
    /// Begins with what the paragraph says.
    pub fn new(key: TextKey, original: String) -> Self {
        Self { key, typed: original.clone(), original, asks: false, is_fresh: true }
    }

    /// Whether it says something else by now. What is blank says nothing.
    pub fn is_changed(&self) -> bool {
        let typed = self.typed.trim();
        !typed.is_empty() && typed != self.original.trim()
    }

    /// What takes it, if there is something to take.
    pub fn request(self) -> Option<TextsRequest> {
        self.is_changed().then_some(TextsRequest::Rewrite(self.key, self.typed))
    }

    /// Takes what was written so far. Who saves in the middle of a sentence goes on writing it.
    pub fn take(&mut self) -> Option<TextsRequest> {
        let request = self.clone().request();
        if request.is_some() {
            self.original.clone_from(&self.typed);
            self.asks = false;
        }
        request
    }

    /// The paragraph as a text to be changed. `Some(None)` gives it up.
    pub fn ui(&mut self, ui: &mut Ui) -> Option<Option<TextsRequest>> {
        let salt = ("rewrite", self.key.to_string());
        let edit = TextEdit::multiline(&mut self.typed).desired_width(f32::INFINITY).desired_rows(3).id_salt(salt);
        let response = ui.add(edit);
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "改写段落"));
        if response.changed() {
            self.asks = false;
        }
        let is_left = self.is_left(ui, &response);
        if std::mem::take(&mut self.is_fresh) {
            response.request_focus();
        }
        let mut done = is_left.then_some(None);
        ui.horizontal(|ui| {
            let is_blank = self.typed.trim().is_empty();
            if ui.add_enabled(!is_blank, Button::new("采用")).clicked() {
                // What is as it was goes on following the figures.
                done = Some(self.clone().request());
            }
            if ui.button("放弃").clicked() {
                done = Some(None);
            }
            let palette = Palette::of(ui.visuals());
            let (text, color) = match self.asks {
                true => ("写的内容还没有采用：采用，还是放弃？再按 Esc 继续写", palette.error),
                false => ("改写以后不再随数字变动，数字不符会提示", palette.weak_text),
            };
            ui.label(RichText::new(text).color(color));
        });
        ui.add_space(8.0);
        done
    }

    /// Whether Escape was pressed and there is nothing to ask about.
    fn is_left(&mut self, ui: &Ui, response: &Response) -> bool {
        if !(response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape))) {
            return false;
        }
        if self.is_changed() {
            self.asks = !self.asks;
            self.is_fresh = true;
        }
        !self.is_changed()
    }
}
