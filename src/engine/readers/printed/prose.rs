//! Paragraphs out of printed lines: where a line begins and ends tells whether the next one continues it.

use super::super::Place;

/// A line of text outside tables, with its edges in points.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct ProseLine {
    pub text: String,
    /// What stands between it and the line that it continues: a break, or blanks.
    pub after: String,
    pub top: f64,
    pub bottom: f64,
    pub left: f64,
    pub right: f64,
    /// The size of its type.
    pub size: f64,
    /// Whether it is written from right to left.
    pub is_turned: bool,
}

/// The lines of a page.
#[derive(Debug, Clone, Default)]
pub(super) struct PageLines {
    /// Width and height of the page, in points.
    pub size: (f64, f64),
    pub has_tables: bool,
    pub lines: Vec<ProseLine>,
}

/// Left and right, in points.
type Bounds = (f64, f64);

/// The edges between which the text of a document stands, for each size of its pages.
///
/// A page alone may have short lines only, or lines that are all set in: they tell nothing of the edges.
#[derive(Debug, Default)]
pub(super) struct Edges {
    of_size: Vec<((i64, i64), Bounds)>,
    /// Whether paragraphs begin with a line that is set in: then what is not goes on, whatever the line before ends with.
    pub are_set_in: bool,
}

/// How far apart, in points, ends of lines are that are at one edge.
const NEAR: f64 = 1.5;
/// Fewer lines that end at one place tell no edge.
const FEWEST: usize = 3;
/// A line that ends farther from the edge, in its size, ends its paragraph; one that begins farther begins one.
const ROOM: f64 = 2.5;
const INDENT: f64 = 1.2;
/// How far a bracket may hang out, in the size of its line, and how many of ten lines are nearly all.
const HANGING: f64 = 0.6;
const NEARLY_ALL: usize = 8;
/// Of so many of ten paragraphs the first line is set in where that is the rule.
const SET_IN: usize = 9;

impl Edges {
    /// Those of `pages`, by pages without tables where they tell.
    pub fn of(pages: &[PageLines]) -> Self {
        let mut sizes: Vec<(i64, i64)> = pages.iter().map(rounded).collect();
        sizes.sort_unstable();
        sizes.dedup();
        let of_size = |size: (i64, i64)| {
            let pages = || pages.iter().filter(move |page| rounded(page) == size);
            let plain: Vec<&ProseLine> = pages().filter(|page| !page.has_tables).flat_map(|page| &page.lines).collect();
            let all = || pages().flat_map(|page| &page.lines).collect::<Vec<_>>();
            edges(plain).or_else(|| edges(all())).map(|edges| (size, edges))
        };
        let mut edges = Self { of_size: sizes.into_iter().filter_map(of_size).collect(), are_set_in: false };
        let (mut begins, mut set_in) = (0, 0);
        for page in pages.iter().filter(|page| !page.has_tables) {
            let (left, right) = edges.on(page);
            for pair in page.lines.windows(2) {
                let size = pair[0].size.max(1.0);
                if right - pair[0].right > size * ROOM {
                    begins += 1;
                    set_in += usize::from(pair[1].left - left > size * INDENT);
                }
            }
        }
        edges.are_set_in = begins >= FEWEST && set_in * 10 >= begins * SET_IN;
        edges
    }

    /// Those of a page: the document's where nearly all of its text stands between them, else its own. A word that cannot
    /// be broken runs over them, and a bracket hangs out at times.
    pub fn on(&self, page: &PageLines) -> Bounds {
        let known = self.of_size.iter().find(|(size, _)| *size == rounded(page)).map(|(_, edges)| *edges);
        let stands_between = |edges: &Bounds| {
            let is_inside = |line: &&ProseLine| {
                let spare = line.size * HANGING;
                line.left >= edges.0 - spare && line.right <= edges.1 + spare
            };
            page.lines.iter().filter(is_inside).count() * 10 >= page.lines.len() * NEARLY_ALL
        };
        known.filter(stands_between).unwrap_or_else(|| {
            let left = page.lines.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
            (left, page.lines.iter().map(|line| line.right).fold(0.0, f64::max))
        })
    }
}

fn rounded(page: &PageLines) -> (i64, i64) {
    (page.size.0.round() as i64, page.size.1.round() as i64)
}

/// Where most of `lines` end, and where the first of those begins.
fn edges(mut lines: Vec<&ProseLine>) -> Option<Bounds> {
    lines.sort_by(|one, other| one.right.total_cmp(&other.right));
    let at_one_place = lines.chunk_by(|one, other| other.right - one.right <= NEAR);
    let full = at_one_place.max_by_key(|lines| lines.len()).filter(|lines| lines.len() >= FEWEST)?;
    let left = full.iter().map(|line| line.left).fold(f64::INFINITY, f64::min);
    Some((left, full.last()?.right))
}

/// Joins lines into paragraphs, over pages too.
#[derive(Debug, Default)]
pub(super) struct Prose {
    open: Option<Open>,
    /// The edges between which the present page's text stands.
    left: f64,
    right: f64,
    height: f64,
    /// Whether the first lines of paragraphs are set in.
    are_set_in: bool,
    /// Whether there are tables, with notes and labels around them, on the present page and on the one before.
    has_tables: [bool; 2],
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
    /// Begins a page of this height, whose text stands between these edges; `are_set_in` as [`Edges`] say.
    pub fn begin_page(&mut self, height: f64, (left, right): Bounds, are_set_in: bool, has_tables: bool) {
        (self.left, self.right, self.height) = (left, right, height);
        self.are_set_in = are_set_in;
        self.has_tables = [has_tables, self.has_tables[0]];
        if let Some(open) = &mut self.open {
            open.is_on_other_page = true;
        }
    }

    /// Takes a line, which ends the paragraph before unless it continues it.
    pub fn line(&mut self, line: ProseLine, place: Place) -> Option<(String, Place)> {
        if self.is_page_number(&line) {
            return None;
        }
        let is_short = self.right - line.right >= line.size.max(1.0) * ROOM && !line.is_turned;
        // A note or a label beside a table is not set in either, but none fills its line.
        let are_set_in = self.are_set_in && !(is_short && self.has_tables.contains(&true));
        if let Some(open) = self.open.as_mut().filter(|open| open.goes_on(&line, (self.left, self.right), are_set_in)) {
            open.text.push_str(&line.after);
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

impl Open {
    /// Whether `line` continues it, on a page whose text stands between these edges.
    fn goes_on(&self, line: &ProseLine, (left, right): Bounds, are_set_in: bool) -> bool {
        let last = &self.last;
        let size = last.size.max(1.0);
        let is_same_size = (size - line.size).abs() < size * 0.25;
        // A line that ends well before the edge ends its paragraph; a new one begins indented.
        let (room, indent) = match last.is_turned && line.is_turned {
            true => (last.left - left, right - line.right),
            false => (right - last.right, line.left - left),
        };
        let (is_full, is_indented) = (room < size * ROOM, indent > size * INDENT);
        let gap = line.top - last.bottom;
        let is_near = self.is_on_other_page || gap < size * 2.0;
        let ends_sentence = last.text.trim_end().ends_with(['。', '；', '：', ':', '!', '！']);
        // A title in the middle goes on in the middle.
        let in_the_middle =
            |line: &ProseLine| line.left > left + NEAR && (line.left - left - (right - line.right)).abs() < size;
        let is_title = !self.is_on_other_page && gap < size * 0.6 && in_the_middle(last) && in_the_middle(line);
        let is_over = self.is_on_other_page && ends_sentence && !are_set_in;
        let is_short = right - line.right >= size * ROOM && !line.is_turned;
        let begins_heading = is_short && is_numbered_heading(&line.text);
        let goes_on = is_near && !(is_indented || is_over || begins_heading);
        is_same_size && is_full && (goes_on || is_title && !ends_sentence)
    }
}

/// Whether a line begins with a numeral as headings do, and says no sentence: it begins a paragraph, however full the one
/// before is.
fn is_numbered_heading(text: &str) -> bool {
    let rest = text.trim_start().trim_start_matches(|c: char| "一二三四五六七八九十".contains(c));
    rest.len() < text.trim_start().len() && rest.starts_with('、') && !text.contains(['。', '，', '；', '：', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn line(text: &str, top: f64, left: f64, right: f64) -> ProseLine {
        ProseLine {
            text: text.to_owned(),
            after: "\n".to_owned(),
            top,
            bottom: top + 14.0,
            left,
            right,
            size: 14.0,
            is_turned: false,
        }
    }

    /// The paragraphs of pages with these lines.
    fn paragraphs(pages: Vec<Vec<ProseLine>>) -> Vec<String> {
        paragraphs_beside(pages.into_iter().map(|lines| (false, lines)).collect())
    }

    /// The same of pages of which some have tables.
    fn paragraphs_beside(pages: Vec<(bool, Vec<ProseLine>)>) -> Vec<String> {
        let page = |(has_tables, lines)| PageLines { size: (595.0, 842.0), has_tables, lines };
        let pages: Vec<PageLines> = pages.into_iter().map(page).collect();
        let edges = Edges::of(&pages);
        let mut prose = Prose::default();
        let mut paragraphs: Vec<String> = Vec::new();
        for page in pages {
            prose.begin_page(842.0, edges.on(&page), edges.are_set_in, page.has_tables);
            for line in page.lines {
                paragraphs.extend(prose.line(line, Place::Page(1, 1)).map(|(text, _)| text));
            }
        }
        paragraphs.extend(prose.end().map(|(text, _)| text));
        paragraphs
    }

    #[test]
    fn full_lines_go_on_and_short_or_indented_ones_do_not() {
        let lines = vec![
            line("一、收入", 100.0, 118.0, 200.0),
            line("本年收入共计", 124.0, 118.0, 500.0),
            line("10 万元，其中：", 148.0, 90.0, 220.0),
            line("基本支出", 172.0, 118.0, 180.0),
            line("- 3 -", 800.0, 290.0, 310.0),
        ];
        assert_eq!(paragraphs(vec![lines]), ["一、收入", "本年收入共计10 万元，其中：", "基本支出"]);
    }

    #[test]
    fn a_page_of_short_lines_that_are_set_in_has_the_edges_of_the_others() {
        let long = (0..4).map(|row| line("长", 100.0 + 24.0 * f64::from(row), 90.0, 500.0)).collect();
        let short = ["项目名称：甲", "设立的政策依据：", "预算安排规模：5 万元"];
        let short = short.iter().zip(0..).map(|(text, row)| line(text, 100.0 + 24.0 * f64::from(row), 118.0, 230.0));
        let found = paragraphs(vec![long, short.collect()]);
        assert_eq!(found, ["长长长长", "项目名称：甲", "设立的政策依据：", "预算安排规模：5 万元"]);
    }

    #[test]
    fn a_line_that_is_full_goes_on_over_the_page_though_it_ends_with_a_colon_and_a_label_does_not() {
        let text = |place: usize| {
            let rows = [("甲乙", 118.0, 500.0), ("丙丁", 90.0, 500.0), ("戊己", 90.0, 300.0)];
            let top = move |row: usize| 100.0 + 24.0 * (3 * place + row) as f64;
            rows.into_iter().enumerate().map(move |(row, (text, left, right))| line(text, top(row), left, right))
        };
        let mut first: Vec<ProseLine> = (0..4).flat_map(text).collect();
        first.push(line("共16个，其中：", 720.0, 118.0, 500.0));
        for (has_tables, next, right, expected) in [
            (true, "财政拨款项目涉及预算金额", 500.0, "共16个，其中：财政拨款项目涉及预算金额"),
            (true, "编制单位：某中心", 240.0, "编制单位：某中心"),
            (false, "见附表。", 240.0, "共16个，其中：见附表。"),
        ] {
            let found =
                paragraphs_beside(vec![(false, first.clone()), (has_tables, vec![line(next, 90.0, 90.0, right)])]);
            assert_eq!(found.last().map(String::as_str), Some(expected), "{has_tables}");
        }
    }

    #[test]
    fn lines_from_right_to_left_are_set_in_at_the_right() {
        let turned = |top, left, right| ProseLine { is_turned: true, ..line("ئ", top, left, right) };
        let lines = vec![turned(100.0, 90.0, 472.0), turned(124.0, 300.0, 500.0), turned(148.0, 200.0, 472.0)];
        assert_eq!(paragraphs(vec![lines]), ["ئ ئ", "ئ"]);
    }

    #[test]
    fn a_numbered_heading_begins_a_paragraph_under_a_full_line_without_a_full_stop() {
        let lines = vec![
            line("二、运行经费", 100.0, 95.0, 200.0),
            line("本年运行经费预算为464.64万元", 124.0, 118.0, 500.0),
            line("三、采购预算", 148.0, 100.0, 200.0),
            line("本年按季安排，分第二、", 172.0, 118.0, 500.0),
            line("三、四季度完成。", 196.0, 90.0, 200.0),
        ];
        let found = paragraphs(vec![lines]);
        let own =
            ["二、运行经费", "本年运行经费预算为464.64万元", "三、采购预算", "本年按季安排，分第二、三、四季度完成。"];
        assert_eq!(found, own);
    }

    #[test]
    fn a_title_in_the_middle_is_one_paragraph() {
        let lines = vec![
            line("第三部分 某某中心", 100.0, 95.0, 495.0),
            line("年部门预算情况说明", 120.0, 200.0, 390.0),
            line("一、收支", 200.0, 118.0, 200.0),
            line("长", 224.0, 118.0, 500.0),
            line("长", 248.0, 90.0, 500.0),
            line("长", 272.0, 90.0, 500.0),
        ];
        assert_eq!(paragraphs(vec![lines]), ["第三部分 某某中心年部门预算情况说明", "一、收支", "长长长"]);
    }
}
