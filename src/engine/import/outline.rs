//! What a document prints around its tables and texts: cover, contents, titles, numbers of tables, who prepared them.

use std::collections::BTreeMap;
use std::sync::LazyLock;

use regex::Regex;

use super::facts::{body_in, is_beside_title};
use super::label;
use super::tables::Segments;
use super::texts::section_number;
use super::titles::Titles;
use crate::audit::{Printed, PrintedLine, PrintedTitle, PrintedWhat, has_wrong_groups};
use crate::disclosure::TableNumber;
use crate::form::{Form, PartContents};
use crate::readers::{Line, Source};
use crate::spelling::{fields, half_width, one_line};

/// A cover has no more lines.
const MOST_OF_COVER: usize = 30;
/// So many lines before a title the number of its table may stand.
const BEFORE_TITLE: usize = 2;
/// So many figures and fields are told; others are as many.
const MOST_TOLD: usize = 20;

/// Reads it of `source`, whose tables are `segments`.
pub(super) fn of(source: &Source, form: &Form, titles: &Titles, segments: &Segments) -> Printed {
    let outline = Outline { source, form, titles };
    let lines: Vec<(usize, &str)> =
        source.lines.iter().enumerate().filter_map(|(at, line)| Some((at, line.only_text()?))).collect();
    let parts = lines.iter().filter_map(|(at, text)| Some((*at, titles.parts.find(text)?)));
    // The contents name the parts too: the last of each is the part itself.
    let last: BTreeMap<usize, usize> = parts.map(|(at, part)| (part, at)).collect();
    let begin = last.into_values().min();
    let contents_title = form.document.as_ref().map(|document| label::key(&document.contents)).unwrap_or_default();
    let is_contents = |text: &str| !contents_title.is_empty() && label::key(text) == contents_title;
    let contents = lines.iter().find(|(_, text)| is_contents(text)).map(|(at, _)| *at);
    let contents = contents.filter(|contents| begin.is_some_and(|begin| begin > *contents));
    let mut printed = Vec::new();
    let mut listed = Vec::new();
    for &(at, text) in &lines {
        let what = match (contents, begin) {
            (Some(contents), _) if at < contents => PrintedWhat::Cover,
            (Some(contents), Some(begin)) if at > contents && at < begin => {
                listed.extend(entries(text).into_iter().map(|text| (at, text)));
                continue;
            }
            (None, Some(begin)) if at < begin && at < MOST_OF_COVER => PrintedWhat::Cover,
            (_, Some(begin)) if at >= begin => match outline.title(at, text) {
                Some(title) => PrintedWhat::Title(title),
                None => continue,
            },
            _ => continue,
        };
        printed.push((at, what, one_line(text)));
    }
    let listed = whole(&listed, |text| outline.entry(text) != PrintedTitle::Other).into_iter();
    printed.extend(listed.map(|(at, text)| (at, PrintedWhat::Entry(outline.entry(&text)), one_line(&text))));
    outline.labels(begin.unwrap_or(0), &mut printed);
    outline.preparers(&mut printed);
    outline.figures(segments, &mut printed);
    outline.fields(&mut printed);
    printed.sort_by_key(|(at, ..)| *at);
    let line = |(at, what, text): (usize, PrintedWhat, String)| PrintedLine {
        what,
        text,
        place: source.lines[at].place.to_string(),
    };
    Printed { lines: printed.into_iter().map(line).collect(), ..Printed::default() }
}

struct Outline<'a> {
    source: &'a Source,
    form: &'a Form,
    titles: &'a Titles,
}

/// Into so many more lines an entry may go on.
const MOST_LINES: usize = 2;

type Found = Vec<(usize, PrintedWhat, String)>;

impl Outline<'_> {
    /// All sections of the form.
    fn sections(&self) -> Vec<u8> {
        self.form.texts.sections.iter().map(|section| section.number).collect()
    }

    /// Of what a line of the contents speaks: what leads to the page number is no part of it.
    fn entry(&self, text: &str) -> PrintedTitle {
        let is_leader = |c: char| c.is_whitespace() || half_width(c).is_ascii_digit() || ".．…·-—_、".contains(c);
        // What a field left behind is told of by itself.
        let plain: String = text.chars().map(half_width).collect();
        let field = fields::found(&plain).next().map(|field| plain[..field.start].chars().count());
        let own: String = text.chars().take(field.unwrap_or(usize::MAX)).collect();
        let bare = own.trim_end_matches(is_leader);
        let section = || section_number(self.form, &self.sections(), bare);
        match (self.titles.parts.find(bare), self.titles.find(bare)) {
            (Some(part), _) => PrintedTitle::Part(part),
            (None, Some(title)) => PrintedTitle::Table(title.number),
            (None, None) => section().map_or(PrintedTitle::Other, PrintedTitle::Section),
        }
    }

    /// Of what a line is the title.
    fn title(&self, at: usize, text: &str) -> Option<PrintedTitle> {
        if let Some(part) = self.titles.parts.find(text) {
            return Some(PrintedTitle::Part(part));
        }
        let texts = || self.source.lines[at].texts().map(|(_, text)| text);
        if let Some(title) = self.titles.of_line(texts()) {
            return Some(PrintedTitle::Table(title.number));
        }
        let is_of_sections = |part: &PartContents| matches!(part, PartContents::Sections(_));
        let document = self.form.document.as_ref()?;
        let has_sections = document.parts.iter().any(|part| is_of_sections(&part.holds));
        let is_paragraph = self.source.lines[at].grid.is_none();
        let section = has_sections.then(|| section_number(self.form, &self.sections(), text)).flatten();
        section.filter(|_| is_paragraph).map(PrintedTitle::Section)
    }

    /// The numbers right above the titles of tables, or in them.
    fn labels(&self, begin: usize, printed: &mut Found) {
        let mut found = Vec::new();
        for at in begin..self.source.lines.len() {
            let line = &self.source.lines[at];
            let Some(title) = self.titles.of_line(line.texts().map(|(_, text)| text)) else { continue };
            let above = (at.saturating_sub(BEFORE_TITLE)..=at).rev().map(|at| (at, &self.source.lines[at]));
            let label = above.flat_map(|(at, line)| line.texts().map(move |(_, text)| (at, text)));
            let mut label = label.filter(|(_, text)| is_table_number(text));
            if let Some((place, text)) = label.next() {
                found.push((place, PrintedWhat::Label(title.number), one_line(text)));
            }
        }
        printed.extend(found);
    }

    fn preparers(&self, printed: &mut Found) {
        for (at, line) in self.source.lines.iter().enumerate() {
            let bodies = line.texts().filter_map(|(column, text)| body_in(self.source, self.form, at, column, text));
            printed.extend(bodies.map(|body| (at, PrintedWhat::Preparer, body)));
        }
    }

    fn figures(&self, segments: &Segments, printed: &mut Found) {
        let parts = segments.tables.iter().flat_map(|table| table.parts.iter().map(move |part| (table.number, part)));
        let of_line = |(number, at): (TableNumber, usize)| {
            self.source.lines[at].texts().filter_map(move |(_, text)| {
                let figure: String = text.chars().map(half_width).filter(|c| !c.is_whitespace()).collect();
                let is_figure = figure.contains(',')
                    && figure.chars().all(|c| c.is_ascii_digit() || ",.-".contains(c))
                    && figure.contains('.');
                (is_figure && has_wrong_groups(&figure)).then_some((at, PrintedWhat::Figure(number), figure))
            })
        };
        let lines = parts.flat_map(|(number, part)| part.rows.clone().map(move |at| (number, at)));
        printed.extend(lines.flat_map(of_line).take(MOST_TOLD));
    }

    fn fields(&self, printed: &mut Found) {
        let has_field = |text: &str| {
            let plain: String = text.chars().map(half_width).collect();
            fields::found(&plain).next().is_some()
        };
        let text = |line: &Line| line.texts().find(|(_, text)| has_field(text)).map(|(_, text)| one_line(text));
        let lines = self.source.lines.iter().enumerate().filter_map(|(at, line)| Some((at, text(line)?)));
        printed.extend(lines.take(MOST_TOLD).map(|(at, text)| (at, PrintedWhat::Field, text)));
    }
}

/// The entries that a line of the contents holds: a page number behind dots ends one, and what a PDF prints closely below it
/// may be read as the same line.
fn entries(line: &str) -> Vec<&str> {
    static ENDS: LazyLock<Option<Regex>> = LazyLock::new(|| Regex::new(r"([.．·…\s]+)(\d+)").ok());
    let mut entries = Vec::new();
    let mut begin = 0;
    for found in ENDS.iter().flat_map(|ends| ends.captures_iter(line)) {
        let (Some(leader), Some(number)) = (found.get(1), found.get(2)) else { continue };
        let is_led =
            leader.as_str().contains('…') || leader.as_str().chars().filter(|c| !c.is_whitespace()).count() > 2;
        // A long entry has no room for dots.
        if !is_led && !begins_entry(&line[number.end()..]) {
            continue;
        }
        // The next entry may begin with its year.
        let digits = number.as_str().chars().count();
        let own = number.as_str().chars().take(if digits > 4 { digits - 4 } else { digits });
        let own: usize = own.map(char::len_utf8).sum();
        let end = number.start() + own;
        if !line[end..].trim().is_empty() {
            entries.push(&line[begin..end]);
            begin = end;
        }
    }
    entries.push(&line[begin..]);
    entries
}

/// Whether a text begins as an entry does that has a number: 二、 or 第三部分.
fn begins_entry(text: &str) -> bool {
    let text = text.trim_start();
    let number = text.strip_prefix('第').unwrap_or(text);
    let rest = number.trim_start_matches(label::is_numeral);
    rest.len() < number.len() && rest.starts_with(if number.len() < text.len() { "部分" } else { "、" })
}

/// `entries`, each in one piece: a long one goes on in the next line, and names what `is_known` only with that.
fn whole(entries: &[(usize, &str)], is_known: impl Fn(&str) -> bool) -> Vec<(usize, String)> {
    let has_page = |text: &str| text.trim_end().ends_with(|c: char| half_width(c).is_ascii_digit());
    let mut found = Vec::new();
    let mut rest = entries;
    while let [(at, first), others @ ..] = rest {
        let mut text = (*first).to_owned();
        rest = others;
        if !is_known(&text) && !has_page(&text) {
            let mut longer = text.clone();
            for (place, (_, next)) in
                others.iter().take(MOST_LINES).enumerate().take_while(|(_, (_, next))| !is_known(next))
            {
                longer.push_str(next.trim());
                if is_known(&longer) {
                    (text, rest) = (longer, &others[place + 1..]);
                    break;
                }
                if has_page(next) {
                    break;
                }
            }
        }
        found.push((*at, text));
    }
    found
}

/// Whether a text says which table it is: 表 5, 附表五, 公开05表.
fn is_table_number(text: &str) -> bool {
    let key = label::key(text);
    let has_number = key.contains(|c: char| c.is_ascii_digit() || label::is_numeral(c));
    has_number && key.contains('表') && key.chars().count() <= 8 && is_beside_title(text)
}

#[cfg(test)]
mod tests {
    use super::{entries, whole};

    #[test]
    fn an_entry_that_goes_on_in_the_next_line_is_one() {
        let is_known = |text: &str| {
            ["关于某中心收支情况的总体说明", "关于某中心收入情况说明"].iter().any(|own| text.contains(own))
        };
        let told = |lines: &[&str]| {
            let lines: Vec<(usize, &str)> = lines.iter().copied().enumerate().collect();
            whole(&lines, is_known).into_iter().map(|(_, text)| text).collect::<Vec<_>>()
        };
        let (broken, rest) = ("一、关于某中心收支情况的总体说", "明 ...... 5");
        assert_eq!(
            told(&[broken, rest, "二、关于某中心收入情况说明 ...... 6"]),
            ["一、关于某中心收支情况的总体说明 ...... 5", "二、关于某中心收入情况说明 ...... 6",]
        );
        assert_eq!(told(&["一、关于某中心", "收支情况的总", rest]), ["一、关于某中心", "收支情况的总", rest]);
        assert_eq!(told(&["一、关于某中心", "收支情况的总体说", rest]).len(), 1);
        // What names nothing stays as it is, and takes nothing of what follows.
        for other in ["前言", "前言 ...... 3"] {
            assert_eq!(told(&[other, "二、关于某中心收入情况说明 ...... 6"]).len(), 2, "{other}");
        }
        assert_eq!(told(&["另一节 ...... 4", "别的 ...... 5"]).len(), 2);
    }

    #[test]
    fn a_line_of_the_contents_may_hold_several_entries() {
        for (line, expected) in [
            ("一、收支总表", vec!["一、收支总表"]),
            ("一、收支总表 ............ 5", vec!["一、收支总表 ............ 5"]),
            (
                "十一、明细表 ...... 12第三部分　情况说明 ...... 13",
                vec!["十一、明细表 ...... 12", "第三部分　情况说明 ...... 13"],
            ),
            ("一、总表……92025年说明……12", vec!["一、总表……9", "2025年说明……12"]),
            ("一、总表 5", vec!["一、总表 5"]),
            ("一、总体说明 .. 13二、收入说明 ...... 13", vec!["一、总体说明 .. 13", "二、收入说明 ...... 13"]),
            (
                "一、总体说明 13 二、收入说明 14第三部分　情况 15",
                vec!["一、总体说明 13", " 二、收入说明 14", "第三部分　情况 15"],
            ),
            ("一、关于第 101 中学的说明 .. 13", vec!["一、关于第 101 中学的说明 .. 13"]),
            ("一、总表……１２二、明细表……１３", vec!["一、总表……１２", "二、明细表……１３"]),
            ("一、收支总表……１２", vec!["一、收支总表……１２"]),
        ] {
            assert_eq!(entries(line), expected, "{line}");
        }
    }
}
