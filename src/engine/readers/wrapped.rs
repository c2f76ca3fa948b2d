//! Text whose lines are those of printed pages, as converters of PDF leave it: a line that is full goes on in the next one.

/// How wide, in full-width characters, the type area of a page is.
const PAGE_WIDTHS: std::ops::RangeInclusive<usize> = 24..=60;
/// A line that ends farther from the edge, in full-width characters, had room for the next word.
const ROOM: usize = 3;
/// Of fewer full lines, or of fewer of a hundred, nobody knows that they were broken.
const FEWEST_FULL: usize = 10;
const FULL_OF_HUNDRED: usize = 15;
/// Blank lines between two lines of a paragraph, where they are set apart.
const MOST_BLANK: usize = 1;

/// The width at which the lines of a text were broken.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wrapping {
    /// In characters of half width.
    edge: usize,
}

impl Wrapping {
    /// That of a text with these lines; `None` where each line is a paragraph.
    pub fn of<'a>(lines: impl Iterator<Item = &'a str>) -> Option<Self> {
        let written = lines.filter(|line| !line.contains('\t')).map(str::trim).filter(|line| !line.is_empty());
        let widths: Vec<usize> = written.map(half_widths).collect();
        let edge = widths.iter().copied().max()?;
        let full = widths.iter().filter(|width| **width + 2 * ROOM >= edge).count();
        let is_page = PAGE_WIDTHS.contains(&(edge / 2)) && full >= FEWEST_FULL;
        (is_page && full * 100 >= widths.len() * FULL_OF_HUNDRED).then_some(Self { edge })
    }

    /// Whether the paragraph that stands on `line` last goes on with `next`, before which `blank` lines are empty.
    pub fn goes_on(self, line: &str, blank: usize, next: &str) -> bool {
        let line = line.trim_end();
        let is_full = half_widths(line.trim_start()) + 2 * ROOM >= self.edge;
        let ends = line.ends_with(['。', '；', '：', ':', ';', '！', '？']);
        let is_set_in = next.chars().take_while(|c| c.is_whitespace()).count() > 1;
        is_full && !ends && blank <= MOST_BLANK && !is_set_in && !next.trim().is_empty()
    }
}

fn half_widths(text: &str) -> usize {
    text.chars().map(|c| if c.is_ascii() { 1 } else { 2 }).sum()
}

#[cfg(test)]
mod tests {
    use super::*;

    const FULL: &str = "某某中心二〇二五年的收入和支出全部纳入预算管理并按规定的科目和口";

    fn of(lines: &[&str]) -> Option<Wrapping> {
        Wrapping::of(lines.iter().copied())
    }

    #[test]
    fn full_lines_that_end_no_sentence_go_on() {
        let mut lines = vec![FULL; 12];
        lines.extend(["径编列。", "一、收入", "", "基本支出"]);
        let wrapping = of(&lines).unwrap();
        assert!(wrapping.goes_on(FULL, 0, "径编列。") && wrapping.goes_on(FULL, 1, "径编列。"));
        assert!(!wrapping.goes_on(FULL, 2, "径编列。"));
        assert!(!wrapping.goes_on(FULL, 1, "　　另起一段"));
        assert!(!wrapping.goes_on("一、收入", 1, FULL));
        let ended = FULL.replace("科目和口", "科目编。");
        assert!(!wrapping.goes_on(&ended, 0, "基本支出"));
    }

    #[test]
    fn a_line_each_for_paragraphs_is_not_wrapped() {
        let long = FULL.repeat(3);
        assert!(of(&[&[long.as_str()], &[FULL; 20][..]].concat()).is_none());
        assert!(of(&[FULL; 9]).is_none());
        assert!(of(&["基本支出"; 40]).is_none());
        let short = ["基本支出"; 100];
        assert!(of(&[&[FULL; 12][..], &short].concat()).is_none());
    }
}
