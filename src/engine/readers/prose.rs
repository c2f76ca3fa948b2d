//! Paragraphs out of printed lines: where a line begins and ends tells whether the next one continues it.

use super::Place;

/// A line of text outside tables, with its edges in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ProseLine {
    pub text: String,
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
}

/// Joins lines into paragraphs, over pages too.
#[derive(Debug, Default)]
pub(super) struct Prose {
    open: Option<Open>,
    /// The edges between which the present page's text stands.
    left: f64,
    right: f64,
    height: f64,
}

#[derive(Debug)]
struct Open {
    text: String,
    place: Place,
    last: ProseLine,
    /// Whether the line before was on another page.
    is_on_other_page: bool,
}

/// What of a page's height at its top and bottom may hold page numbers.
const MARGIN: f64 = 0.12;

impl Prose {
    /// Begins a page of this height with these lines.
    pub fn begin_page(&mut self, height: f64, lines: &[ProseLine]) {
        self.left = lines.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
        self.right = lines.iter().map(|line| line.right).fold(0.0, f64::max);
        self.height = height;
        if let Some(open) = &mut self.open {
            open.is_on_other_page = true;
        }
    }

    /// Takes a line, which ends the paragraph before unless it continues it.
    pub fn line(&mut self, line: ProseLine, place: Place) -> Option<(String, Place)> {
        if self.is_page_number(&line) {
            return None;
        }
        if let Some(open) = self.open.as_mut().filter(|open| continues(open, &line, self.left, self.right)) {
            open.text.push('\n');
            open.text.push_str(&line.text);
            open.last = line;
            open.is_on_other_page = false;
            return None;
        }
        let ended = self.end();
        self.open = Some(Open { text: line.text.clone(), place, last: line, is_on_other_page: false });
        ended
    }

    /// Ends the paragraph that is open.
    pub fn end(&mut self) -> Option<(String, Place)> {
        self.open.take().map(|open| (crate::spelling::one_line(&open.text), open.place))
    }

    fn is_page_number(&self, line: &ProseLine) -> bool {
        let is_at_edge = line.bottom < self.height * MARGIN || line.top > self.height * (1.0 - MARGIN);
        let rest: String = line.text.chars().filter(|c| !c.is_whitespace() && !"-—–－第页共/".contains(*c)).collect();
        is_at_edge && rest.chars().all(|c| c.is_ascii_digit()) && rest.len() <= 6
    }
}

fn continues(open: &Open, line: &ProseLine, left: f64, right: f64) -> bool {
    let size = (open.last.bottom - open.last.top).max(1.0);
    let is_same_size = (size - (line.bottom - line.top)).abs() < size * 0.25;
    // A line that ends well before the edge ends its paragraph; a new one begins indented.
    let is_full = open.last.right > right - size * 2.5;
    let is_indented = line.left > left + size * 1.2;
    let is_near = open.is_on_other_page || line.top - open.last.bottom < size * 2.0;
    let ends_sentence = open.last.text.trim_end().ends_with(['。', '；', '：', ':', '!', '！']);
    is_same_size && is_full && !is_indented && is_near && !(open.is_on_other_page && ends_sentence)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, top: f64, left: f64, right: f64) -> ProseLine {
        ProseLine { text: text.to_owned(), top, bottom: top + 14.0, left, right }
    }

    #[test]
    fn full_lines_go_on_and_short_or_indented_ones_do_not() {
        let lines = [
            line("一、收入", 100.0, 118.0, 200.0),
            line("本年收入共计", 124.0, 118.0, 500.0),
            line("10 万元，其中：", 148.0, 90.0, 220.0),
            line("基本支出", 172.0, 118.0, 180.0),
            line("- 3 -", 800.0, 290.0, 310.0),
        ];
        let mut prose = Prose::default();
        prose.begin_page(842.0, &lines);
        let mut paragraphs: Vec<String> = Vec::new();
        for line in lines {
            paragraphs.extend(prose.line(line, Place::Page(1, 1)).map(|(text, _)| text));
        }
        prose.begin_page(842.0, &[]);
        paragraphs.extend(prose.end().map(|(text, _)| text));
        assert_eq!(paragraphs, ["一、收入", "本年收入共计10 万元，其中：", "基本支出"]);
    }
}
