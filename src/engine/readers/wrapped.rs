//! Text whose lines are those of printed pages, as converters of PDF leave it: a line that is full goes on in the next one.

/// How wide, in characters of half width, the type area of a page is.
const PAGE_WIDTHS: std::ops::RangeInclusive<usize> = 48..=120;
/// How far from the edge, in characters of half width, full lines end: a number or a bracket is not broken.
const ROOM: usize = 10;
/// Of fewer full lines, or where they are fewer than one of so many, nobody knows that lines were broken.
const FEWEST_FULL: usize = 10;
const ONE_FULL_OF: usize = 10;
/// No more than one of so many lines runs over the edge.
const ONE_OVER_OF: usize = 20;
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
        let full = |edge: usize| widths.iter().filter(|&&width| width <= edge && width + ROOM >= edge).count();
        let edge = PAGE_WIDTHS.rev().max_by_key(|&edge| full(edge))?;
        let over = widths.iter().filter(|&&width| width > edge + ROOM).count();
        let is_broken = full(edge) >= FEWEST_FULL && full(edge) * ONE_FULL_OF >= widths.len();
        (is_broken && over * ONE_OVER_OF <= widths.len()).then_some(Self { edge })
    }

    /// Whether the paragraph that stands on `line` last goes on with `next`, before which `blank` lines are empty.
    pub fn goes_on(self, line: &str, blank: usize, next: &str) -> bool {
        let line = line.trim_end();
        let is_full = half_widths(line.trim_start()) + ROOM >= self.edge;
        let ends = line.ends_with(['。', '；', '：', ':', ';', '！', '？']);
        let is_whole_heading = is_numbered(line) && HEADINGS.iter().any(|end| line.ends_with(end));
        let is_set_in = next.chars().take_while(|c| c.is_whitespace()).count() > 1;
        is_full && !ends && !is_whole_heading && blank <= MOST_BLANK && !is_set_in && !next.trim().is_empty()
    }
}

/// How headings end.
const HEADINGS: [&str; 3] = ["说明", "情况", "概况"];

/// Whether a line begins as headings do: `一、`, `（一）`.
fn is_numbered(line: &str) -> bool {
    let line = line.trim_start().trim_start_matches(['（', '(']);
    let number = line.trim_start_matches(|c| "一二三四五六七八九十".contains(c));
    number.len() < line.len() && number.starts_with(['、', '）', ')'])
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
        let heading = "十一、关于某某中心二〇二五年一般公共预算当年财政拨款的情况说明";
        assert!(
            !wrapping.goes_on(heading, 1, "某某中心") && wrapping.goes_on(&heading.replace("况说明", ""), 1, "况说明")
        );
        let ended = FULL.replace("科目和口", "科目编。");
        assert!(!wrapping.goes_on(&ended, 0, "基本支出"));
    }

    #[test]
    fn a_line_each_for_paragraphs_is_not_wrapped() {
        let long = FULL.repeat(3);
        assert!(of(&[&[long.as_str(); 3], &[FULL; 20][..]].concat()).is_none());
        assert!(of(&[&[long.as_str()], &[FULL; 20][..]].concat()).is_some(), "a line that could not be broken");
        assert!(of(&[FULL; 9]).is_none());
        assert!(of(&["基本支出"; 40]).is_none());
        let short = ["基本支出"; 120];
        assert!(of(&[&[FULL; 12][..], &short].concat()).is_none());
    }
}
