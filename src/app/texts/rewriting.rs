//! A paragraph that is being rewritten.

use std::collections::BTreeMap;

use egui::text::{LayoutJob, TextFormat};
use egui::{Button, FontId, Key, Modifiers, Rect, RichText, Stroke, TextBuffer, TextEdit, Ui};

use super::TextsRequest;
use crate::app::theme::{self, Palette};
use disclosure_engine::disclosure::{RewordedPiece, Rewording, TextKey};

/// The paragraph that is being rewritten, and those that were left with something written in them.
#[derive(Default)]
pub(super) struct Rewritings {
    pub open: Option<Rewriting>,
    /// Who leaves a paragraph with Escape, or begins with another one, finds the words again while the file is open.
    aside: BTreeMap<TextKey, Rewriting>,
}

impl Rewritings {
    /// Begins with the paragraph `key`, which says `original`; goes on where something was written in it before, also where
    /// its figures are others by now.
    pub fn begin(&mut self, key: &TextKey, original: Option<Rewording>) {
        self.leave();
        let Some(original) = original else { return };
        self.open = Some(match self.aside.remove(key) {
            Some(aside) if aside.original == original => Rewriting { is_fresh: true, ..aside },
            Some(Rewriting { typed, .. }) => {
                Rewriting { rewording: original.edited(&typed), typed, ..Rewriting::new(key.clone(), original) }
            }
            None => Rewriting::new(key.clone(), original),
        });
    }

    /// Leaves the paragraph as it was. What was written is kept aside.
    fn leave(&mut self) {
        if let Some(open) = self.open.take().filter(Rewriting::is_changed) {
            self.aside.insert(open.key.clone(), open);
        }
    }

    /// Whether something was written in the paragraph `key` and not taken.
    pub fn has_aside(&self, key: &TextKey) -> bool {
        self.aside.contains_key(key)
    }

    /// Whether the paragraph `key` is being rewritten.
    pub fn is_open(&self, key: &TextKey) -> bool {
        self.open.as_ref().is_some_and(|open| open.key == *key)
    }

    /// Draws the paragraph that is being rewritten as a text to be changed. Returns what is asked, and where it stands.
    pub fn ui(&mut self, ui: &mut Ui) -> (Option<TextsRequest>, Rect) {
        let Some(open) = &mut self.open else { return (None, Rect::NOTHING) };
        let (end, rect) = open.ui(ui);
        let request = match end {
            None => None,
            Some(End::Taken) => self.open.take().and_then(Rewriting::request),
            Some(End::GivenUp) => {
                self.open = None;
                None
            }
            Some(End::Left) => {
                self.leave();
                None
            }
        };
        (request, rect)
    }
}

/// How a rewriting ends.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Taken,
    GivenUp,
    /// By Escape: what was written may be wanted after all.
    Left,
}

/// The paragraph, with its words.
#[derive(Debug, Clone)]
pub(super) struct Rewriting {
    /// What names it.
    pub key: TextKey,
    /// What it said at first.
    original: Rewording,
    /// What it says by now, the figures in it bound that nobody typed over.
    rewording: Rewording,
    typed: String,
    is_fresh: bool,
}

impl Rewriting {
    /// Begins with what the paragraph says.
    pub fn new(key: TextKey, original: Rewording) -> Self {
        let typed = original.text().to_owned();
        Self { key, typed, rewording: original.clone(), original, is_fresh: true }
    }

    /// Whether it says something else by now. What is blank says nothing.
    pub fn is_changed(&self) -> bool {
        let typed = self.typed.trim();
        !typed.is_empty() && typed != self.original.text().trim()
    }

    /// What takes it, if there is something to take.
    pub fn request(self) -> Option<TextsRequest> {
        self.is_changed().then_some(TextsRequest::Rewrite(self.key, self.rewording))
    }

    /// Takes what was written so far. Who saves in the middle of a sentence goes on writing it.
    pub fn take(&mut self) -> Option<TextsRequest> {
        let request = self.clone().request();
        if request.is_some() {
            self.original.clone_from(&self.rewording);
        }
        request
    }

    /// The paragraph as a text to be changed.
    fn ui(&mut self, ui: &mut Ui) -> (Option<End>, Rect) {
        // It is taken before the text could begin a new line.
        let is_taken = ui.input_mut(|input| input.consume_key(Modifiers::COMMAND, Key::Enter));
        let salt = ("rewrite", self.key.to_string());
        let palette = Palette::of(ui.visuals());
        let shown = self.rewording.clone();
        let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
            // What is typed in this frame is laid out before it is taken.
            let rewording = if shown.text() == text.as_str() { shown.clone() } else { shown.edited(text.as_str()) };
            ui.fonts_mut(|fonts| fonts.layout_job(laid_out(&rewording, palette, width)))
        };
        let edit = TextEdit::multiline(&mut self.typed).desired_width(f32::INFINITY).desired_rows(3).id_salt(salt);
        let response = ui.add(edit.layouter(&mut layouter));
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, "改写段落"));
        if response.changed() {
            self.rewording = self.rewording.edited(&self.typed);
        }
        let is_left = response.lost_focus() && ui.input(|input| input.key_pressed(Key::Escape));
        if std::mem::take(&mut self.is_fresh) {
            response.request_focus();
        }
        let mut done = is_left.then_some(End::Left);
        let row = ui.horizontal_wrapped(|ui| {
            let is_blank = self.typed.trim().is_empty();
            let button = ui.add_enabled(!is_blank, Button::new("采用")).on_hover_text("Ctrl+Enter");
            if button.clicked() || is_taken && !is_blank {
                // What is as it was goes on following the figures.
                done = Some(End::Taken);
            }
            if ui.button("放弃").on_hover_text("按 Esc 先放下：写的话还在，可以接着改写").clicked() {
                done = Some(End::GivenUp);
            }
            let lost = self.original.bound().len().saturating_sub(self.rewording.bound().len());
            let (text, color) = match lost {
                0 => ("绿色带下划线的数和词仍随各表变动，改写旁边的字不影响它们".to_owned(), palette.weak_text),
                lost => (format!("有 {lost} 处改成了固定的字，不再随各表变动；不符时会提示"), palette.warning),
            };
            ui.label(RichText::new(text).color(color));
        });
        ui.add_space(8.0);
        (done, response.rect.union(row.response.rect))
    }
}

/// The text with what is bound in it set off.
fn laid_out(rewording: &Rewording, palette: Palette, width: f32) -> LayoutJob {
    let mut job = LayoutJob::default();
    job.wrap.max_width = width;
    let font = FontId::proportional(theme::BODY_SIZE);
    for piece in rewording.pieces() {
        match piece {
            RewordedPiece::Words(words) => typed_figures(words).into_iter().for_each(|(words, is_figure)| {
                let color = if is_figure { palette.warning } else { palette.text };
                job.append(words, 0.0, TextFormat::simple(font.clone(), color));
            }),
            // Underlined too: who does not tell the colours apart sees what follows the tables.
            RewordedPiece::Bound(_, shown) => {
                let underline = Stroke::new(1.0, palette.accent);
                job.append(shown, 0.0, TextFormat { underline, ..TextFormat::simple(font.clone(), palette.accent) });
            }
        }
    }
    job
}

/// The words in pieces, each with whether it is a figure that a person typed: it does not follow the tables.
pub(super) fn typed_figures(words: &str) -> Vec<(&str, bool)> {
    let is_of_figure = |c: char| c.is_ascii_digit() || matches!(c, '.' | ',');
    let mut pieces = Vec::new();
    let mut rest = words;
    while let Some(first) = rest.chars().next() {
        let is_run = is_of_figure(first);
        let end = rest.find(|c| is_of_figure(c) != is_run).unwrap_or(rest.len());
        let (piece, after) = rest.split_at(end);
        let is_counted = ["万元", "亿元", "%"].iter().any(|unit| after.trim_start().starts_with(unit));
        let is_decimal = piece.trim_matches(['.', ',']).contains('.');
        pieces.push((piece, is_run && (is_counted || is_decimal)));
        rest = after;
    }
    pieces
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn amounts_and_shares_are_figures_and_numbers_and_dates_are_none() {
        let figures = |words: &'static str| -> Vec<&str> {
            let pieces = typed_figures(words);
            assert_eq!(pieces.iter().map(|(piece, _)| *piece).collect::<String>(), words);
            pieces.into_iter().filter(|(_, is_figure)| *is_figure).map(|(piece, _)| piece).collect()
        };
        assert_eq!(figures("2025年支出1,015.00万元，占 3%，共 12 人。"), ["1,015.00", "3"]);
        assert_eq!(figures("约5 万元"), ["5"]);
        assert_eq!(figures("第1.、2条"), [""; 0]);
    }
}
