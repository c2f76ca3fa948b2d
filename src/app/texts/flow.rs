//! The lines of one paragraph: words, and the blanks among them, which begin where the words before them end.

use std::ops::Range;
use std::sync::Arc;

use egui::text::{LayoutJob, TextFormat};
use egui::{Color32, FontId, Galley, Rect, Ui, pos2, vec2};

use crate::app::lines;

/// From one line to the next, in points.
pub(super) const LINE: f32 = 26.0;
/// A blank that nobody filled in is at least so wide, or else begins the next line.
const LEAST_BLANK: f32 = 120.0;
/// Within a blank, left and right.
const BLANK_PADDING: f32 = 4.0;

/// Words of one colour.
pub(super) struct Run {
    pub text: String,
    pub color: Color32,
    /// The piece of the paragraph that they are.
    pub piece: usize,
}

/// Words where they stand.
pub(super) struct Words {
    pub galley: Arc<Galley>,
    /// Below the top of the paragraph.
    pub top: f32,
    /// Which characters each piece is, those included at which a line was broken.
    pieces: Vec<(usize, Range<usize>)>,
}

/// Where a blank stands; all of it is relative to the upper left corner of the paragraph.
#[derive(Debug, Clone)]
pub(super) struct Place {
    /// All of its lines.
    pub rect: Rect,
    /// What is written there.
    pub lines: Vec<Rect>,
    /// How far from the left of `rect` the first line begins.
    pub lead: f32,
    /// How far the lines go.
    pub wrap: f32,
}

/// Lays out a paragraph from its beginning to its end.
pub(super) struct Flow {
    font: FontId,
    width: f32,
    x: f32,
    top: f32,
}

impl Flow {
    /// A paragraph that is so wide and begins so far to the right.
    pub fn new(font: FontId, width: f32, indent: f32) -> Self {
        Self { font, width, x: indent, top: 0.0 }
    }

    /// How high it is by now.
    pub fn height(&self) -> f32 {
        self.top + LINE
    }

    /// Adds words. No line ends with an opening bracket.
    pub fn words(&mut self, ui: &Ui, mut runs: Vec<Run>) -> Words {
        let mut galley = self.laid_out(ui, &runs);
        if begins_below(&galley) {
            self.next_line();
            galley = self.laid_out(ui, &runs);
        }
        for _ in 0..runs.iter().flat_map(|run| run.text.chars()).filter(|&c| lines::opens(c)).count() {
            let chars: Vec<char> = runs.iter().flat_map(|run| run.text.chars()).collect();
            let Some(at) = lines::first_to_break(&chars, &lines::ends(&galley)) else { break };
            break_before(&mut runs, at);
            galley = self.laid_out(ui, &runs);
        }
        let mut from = 0;
        let pieces = runs.iter().map(|run| {
            let range = from..from + run.text.chars().count();
            from = range.end;
            (run.piece, range)
        });
        let words = Words { pieces: pieces.collect(), galley, top: self.top };
        self.go_behind(&words.galley);
        words
    }

    fn laid_out(&self, ui: &Ui, runs: &[Run]) -> Arc<Galley> {
        let mut job = LayoutJob::default();
        job.wrap.max_width = self.width;
        for run in runs {
            let lead = if job.text.is_empty() { self.x } else { 0.0 };
            job.append(&run.text, lead, format(&self.font, run.color));
        }
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    }

    /// Goes on behind what is laid out.
    fn go_behind(&mut self, galley: &Galley) {
        let Some(last) = galley.rows.last() else { return };
        let begins = if galley.rows.len() == 1 { self.x } else { 0.0 };
        self.x = last.glyphs.last().map_or(begins, |glyph| glyph.pos.x + glyph.advance_width);
        self.top += line_count(galley) * LINE - LINE;
    }

    /// Adds a blank in which `text` stands, or nothing but a hint that is so wide.
    pub fn blank(&mut self, ui: &Ui, text: &str, hint_width: f32) -> Place {
        // What closes a sentence stays on its line.
        let wrap = self.width - self.font.size;
        if text.is_empty() {
            let room = wrap - self.x;
            let wanted = (hint_width + 2.0 * BLANK_PADDING).clamp(LEAST_BLANK, wrap);
            if room < wanted.min(2.0 * LEAST_BLANK) {
                self.next_line();
            }
            return self.in_line(wanted.min(wrap - self.x), wrap);
        }
        // A line that has room for less than two characters is left as it is.
        if self.x > wrap - 2.0 * self.font.size {
            self.next_line();
        }
        let mut galley = blank_galley(ui, text, &self.font, Color32::BLACK, self.x, wrap);
        if begins_below(&galley) {
            self.next_line();
            galley = blank_galley(ui, text, &self.font, Color32::BLACK, self.x, wrap);
        }
        if let [only] = galley.rows.as_slice() {
            let end = only.glyphs.last().map_or(self.x, |glyph| glyph.pos.x + glyph.advance_width);
            return self.in_line(end - self.x, wrap);
        }
        let rect = Rect::from_min_size(pos2(0.0, self.top), vec2(self.width, line_count(&galley) * LINE));
        let line = |(number, row): (u16, &egui::epaint::text::PlacedRow)| {
            let first = row.glyphs.first()?.pos.x;
            let last = row.glyphs.last().map_or(first, |glyph| glyph.pos.x + glyph.advance_width);
            let top = self.top + f32::from(number) * LINE;
            Some(Rect::from_min_max(pos2(first, top), pos2(last, top + LINE)))
        };
        let place = Place { rect, lines: (0..).zip(&galley.rows).filter_map(line).collect(), lead: self.x, wrap };
        self.go_behind(&galley);
        place
    }

    /// A blank of one line.
    fn in_line(&mut self, width: f32, wrap: f32) -> Place {
        // Room for the cursor behind the last character.
        let rect = Rect::from_min_size(pos2(self.x, self.top), vec2(width + 2.0, LINE));
        let place = Place { rect, lines: vec![rect], lead: 0.0, wrap: wrap - self.x };
        self.x = rect.right();
        place
    }

    fn next_line(&mut self) {
        (self.x, self.top) = (0.0, self.top + LINE);
    }
}

impl Words {
    /// Where the piece stands, line by line, relative to the upper left corner of the paragraph.
    pub fn rects_of(&self, piece: usize) -> Vec<Rect> {
        let own: Vec<_> = self.pieces.iter().filter(|(own, _)| *own == piece).map(|(_, chars)| chars).collect();
        let is_it = |at: usize| own.iter().any(|chars| chars.contains(&at));
        let mut rects = Vec::new();
        let mut at = 0;
        for (number, row) in (0_u16..).zip(&self.galley.rows) {
            let own = row.glyphs.iter().enumerate().filter(|(column, _)| is_it(at + column));
            let extent = own.fold(None, |extent: Option<(f32, f32)>, (_, glyph)| {
                let first = extent.map_or(glyph.pos.x, |(first, _)| first);
                Some((first, glyph.pos.x + glyph.advance_width))
            });
            let top = self.top + f32::from(number) * LINE;
            rects.extend(extent.map(|(first, last)| Rect::from_min_max(pos2(first, top), pos2(last, top + LINE))));
            at += row.glyphs.len() + usize::from(row.ends_with_newline);
        }
        rects
    }
}

/// Whether nothing of it has room on its first line, which then has no height either (epaint 0.37, `text_layout.rs`).
fn begins_below(galley: &Galley) -> bool {
    galley.rows.len() > 1 && galley.rows.first().is_some_and(|row| row.glyphs.is_empty() && !row.ends_with_newline)
}

/// What is written in a blank, its first line beginning so far to the right.
pub(super) fn blank_galley(ui: &Ui, text: &str, font: &FontId, color: Color32, lead: f32, wrap: f32) -> Arc<Galley> {
    let mut job = LayoutJob { keep_trailing_whitespace: true, ..LayoutJob::default() };
    job.wrap.max_width = wrap;
    job.append(text, lead, format(font, color));
    ui.fonts_mut(|fonts| fonts.layout_job(job))
}

/// How words look in a line.
pub(super) fn format(font: &FontId, color: Color32) -> TextFormat {
    TextFormat { line_height: Some(LINE), ..TextFormat::simple(font.clone(), color) }
}

fn line_count(galley: &Galley) -> f32 {
    u16::try_from(galley.rows.len()).map_or(f32::from(u16::MAX), f32::from)
}

/// Begins a new line before the character `at`.
fn break_before(runs: &mut [Run], at: usize) {
    let mut before = at;
    for run in runs {
        let count = run.text.chars().count();
        if before < count {
            let byte = run.text.char_indices().nth(before).map_or(run.text.len(), |(byte, _)| byte);
            return run.text.insert(byte, '\n');
        }
        before -= count;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn words_that_have_no_room_behind_a_blank_begin_the_next_line() {
        let ctx = egui::Context::default();
        let mut tried = 0;
        let mut output = ctx.run_ui(egui::RawInput::default(), |ui| {
            let font = FontId::proportional(15.0);
            let run = |text: &str| vec![Run { text: text.to_owned(), color: Color32::BLACK, piece: 0 }];
            for width in (120_u16..400).map(f32::from) {
                let mut flow = Flow::new(font.clone(), width, 30.0);
                let before = flow.words(ui, run("the unit does"));
                let blank = flow.blank(ui, "what it has to do as it is told", 0.0);
                let behind = flow.words(ui, run("everybody."));
                for words in [&before, &behind] {
                    assert!(words.galley.rows.first().is_some_and(|row| !row.glyphs.is_empty()), "{width}");
                }
                let (last, first) = (blank.lines.last().unwrap(), behind.rects_of(0)[0]);
                let is_beside = first.min.y >= last.min.y && first.min.x >= last.max.x - 2.1;
                assert!(first.min.y >= last.max.y || is_beside, "{width}: {last:?} {first:?}");
                tried += 1;
            }
        });
        output.textures_delta.clear();
        assert!(tried > 0);
    }
}
