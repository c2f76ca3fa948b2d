//! The parts of a document that are text: overview, sections of the third part, glossary, performance tables.

mod continued;
mod performance;

use std::collections::{BTreeMap, HashSet};
use std::ops::Range;
use std::sync::LazyLock;

use regex::Regex;

use super::label::{is_numeral, key};
use super::live::is_form_wording;
use super::report::{FoundText, ImportReport, NotTaken};
use super::titles::Titles;
use crate::disclosure::{Part, PerformanceTable};
use crate::form::template::{ParagraphTemplate, Word, Wording};
use crate::form::{Form, PartContents, SectionForm};
use crate::readers::{Place, Source};
use crate::spelling::{is_date, numeral, one_line};

/// What was read of the texts.
#[derive(Debug, Default)]
pub(super) struct Texts {
    pub parts: BTreeMap<Part, Vec<String>>,
    pub performance: Vec<PerformanceTable>,
    /// The grids that were performance tables or plain text.
    pub used: HashSet<Range<usize>>,
}

/// Longer lines are no headings.
const LONGEST_HEADING: usize = 90;

/// Longer beginnings before a colon are no labels.
const LONGEST_LABEL: usize = 15;

/// Whom and which year the texts are about.
#[derive(Clone, Copy)]
pub(super) struct About<'a> {
    pub body: &'a str,
    pub year: u16,
}

/// Reads the texts; `tables` are the lines that belong to the form's tables, `others` the other grids.
pub(super) fn read(
    source: &Source,
    form: &Form,
    titles: &Titles,
    about: About<'_>,
    tables: &[Range<usize>],
    others: &[Range<usize>],
    report: &mut ImportReport,
) -> Texts {
    let mut texts = Texts::default();
    let mut prose: Vec<Range<usize>> = Vec::new();
    let labels = form.document.as_ref().map(|document| &document.performance);
    for lines in others {
        let is_prose =
            lines.clone().all(|line| source.lines[line].is_blank() || source.lines[line].only_text().is_some());
        let mut is_performance = || {
            labels.is_some_and(|labels| {
                performance::read(source, labels, form.text_unit.yuan, lines.clone(), &mut texts.performance, report)
            })
        };
        if is_prose {
            prose.push(lines.clone());
        }
        if is_prose || is_performance() {
            texts.used.insert(lines.clone());
        }
    }
    let mut is_taken = vec![false; source.lines.len()];
    for line in tables.iter().chain(others).cloned().flatten() {
        is_taken[line] = true;
    }
    // Text that stands in the cells of a sheet is text; what stands in a table by itself is not.
    for line in prose.into_iter().flatten() {
        is_taken[line] = false;
    }
    let lines: Vec<(usize, &str)> = (0..source.lines.len())
        .filter(|line| !is_taken[*line] && !matches!(source.lines[*line].place, Place::Sheet(_, 0)))
        .filter_map(|line| Some((line, source.lines[line].only_text()?)))
        .flat_map(|(line, text)| pieces(source, line, text).map(move |text| (line, text)))
        .filter(|(_, text)| !is_page_number(text) && !labels.is_some_and(|labels| performance::is_title(labels, text)))
        .collect();
    let headings: Vec<(usize, Option<usize>)> = lines
        .iter()
        .enumerate()
        .filter_map(|(at, (_, text))| match titles.parts.find(text) {
            Some(part) => Some((at, Some(part))),
            // Tables may stand without a title over all of them.
            None => titles.find(text).map(|_| (at, None)),
        })
        .collect();
    // The list of contents names the parts too: the last of each is the part itself.
    let region = |part: usize| {
        let at = headings.iter().rev().find(|(_, other)| *other == Some(part))?.0;
        let next = headings.iter().map(|(next, _)| *next).filter(|next| *next > at).min();
        Some(&lines[at + 1..next.unwrap_or(lines.len())])
    };
    for (place, part) in form.document.iter().flat_map(|document| &document.parts).enumerate() {
        let Some(region) = region(place) else { continue };
        match &part.holds {
            PartContents::Tables => {}
            PartContents::Overview => texts.put(source, Part::Overview, region, report),
            PartContents::Sections(numbers) => match whole_section(form, numbers) {
                Some(number) => texts.put(source, Part::Section(number), region, report),
                None => texts.sections(source, form, (numbers, about), region, report),
            },
            PartContents::Glossary => {
                let end = region.iter().rposition(|(_, text)| !is_signature(text, about.body));
                let end = end.map_or(0, |last| last + 1);
                texts.put(source, Part::Glossary, &region[..end], report);
                texts.sign(form, about, &region[end..]);
            }
        }
    }
    // Headings alone, as of a document of which only the tables are filled in, are no sections.
    let has_sections = texts.parts.iter().any(|(part, texts)| matches!(part, Part::Section(_)) && !texts.is_empty());
    texts.parts.retain(|part, _| has_sections || !matches!(part, Part::Section(_)));
    texts
}

/// The paragraphs of a line: people write several into one cell of a sheet, each on a line of its own.
fn pieces<'t>(source: &Source, line: usize, text: &'t str) -> impl Iterator<Item = &'t str> {
    let is_cell = matches!(source.lines[line].place, Place::Sheet(..));
    let breaks: &[char] = if is_cell { &['\n'] } else { &[] };
    text.split(breaks).filter(move |text| !is_cell || !text.trim().is_empty())
}

/// The section that is a part of its own, without a heading.
fn whole_section(form: &Form, numbers: &[u8]) -> Option<u8> {
    let [number] = numbers else { return None };
    let section = form.texts.sections.iter().find(|section| section.number == *number)?;
    (section.heading.as_deref() == Some("")).then_some(*number)
}

impl Texts {
    fn put(&mut self, source: &Source, part: Part, lines: &[(usize, &str)], report: &mut ImportReport) {
        let Some((first, _)) = lines.first() else { return };
        let (mut paragraphs, mut places): (Vec<String>, Vec<usize>) = (Vec::with_capacity(lines.len()), Vec::new());
        let (mut begins, mut last) = (*first, *first);
        for &(line, text) in lines {
            let text = one_line(text);
            // What marks its paragraphs breaks none.
            let is_printed = matches!(source.lines[line].place, Place::Line(_) | Place::Page(..));
            let goes_on = |before: &str| {
                is_printed && is_broken(before, &text) || line > last && continued::goes_on(source, begins, last, line)
            };
            match paragraphs.last_mut().filter(|before| goes_on(before)) {
                Some(before) => before.push_str(&text),
                None => {
                    begins = line;
                    places.push(line);
                    paragraphs.push(text);
                }
            }
            last = line;
        }
        let place = source.lines[*first].place.clone();
        for (text, line) in paragraphs.iter().zip(&places) {
            report.whereabouts.note_paragraph(part, text, source.lines[*line].place.clone());
        }
        report.texts.push(FoundText { part, place, paragraphs: paragraphs.len() });
        self.parts.entry(part).or_default().extend(paragraphs);
    }

    /// Ends the document with the name of its body and the date, each in a paragraph of its own where the form words them so,
    /// and else in a line, where there is a date: what is printed does not tell.
    fn sign(&mut self, form: &Form, about: About<'_>, lines: &[(usize, &str)]) {
        let date = lines.iter().find(|(_, text)| is_date(text));
        let date = date.map(|(_, date)| date.split_whitespace().collect::<String>());
        let is_named = lines.iter().any(|(_, text)| !is_date(text));
        let signed = match (is_signed_apart(form), date) {
            (true, date) => is_named.then(|| about.body.to_owned()).into_iter().chain(date).collect(),
            (false, Some(date)) => vec![format!("{}　{date}", about.body)],
            (false, None) => Vec::new(),
        };
        if !signed.is_empty() {
            self.parts.entry(Part::Glossary).or_default().extend(signed);
        }
    }

    /// The sections, each with the heading that the document prints over it, unless that is the form's.
    fn sections(
        &mut self,
        source: &Source,
        form: &Form,
        (numbers, about): (&[u8], About<'_>),
        lines: &[(usize, &str)],
        report: &mut ImportReport,
    ) {
        let begins: Vec<(usize, u8)> = lines
            .iter()
            .enumerate()
            .filter_map(|(at, (_, text))| Some((at, section_number(form, numbers, text)?)))
            .collect();
        let first = begins.first().map_or(lines.len(), |(at, _)| *at);
        for (line, text) in &lines[..first] {
            let place = source.lines[*line].place.clone();
            report.not_understood.push(NotTaken::new(None, place, *text, "不知道属于情况说明的哪一节"));
        }
        for (place, &(at, number)) in begins.iter().enumerate() {
            let end = begins.get(place + 1).map_or(lines.len(), |(next, _)| *next);
            // A heading with nothing under it is a section that is missing.
            let is_forms = || {
                let section = form.texts.sections.iter().find(|section| section.number == number);
                section.is_some_and(|section| {
                    let heading = |title| heading(form, section, (title, numbers), about);
                    titles(section).any(|title| is_form_wording(lines[at].1, &heading(title)))
                })
            };
            let from = if at + 1 < end && !is_forms() { at } else { at + 1 };
            self.put(source, Part::Section(number), &lines[from..end], report);
            self.parts.entry(Part::Section(number)).or_default();
        }
    }
}

/// The section of `numbers` of which `text` is the heading: by its title, whatever number stands before it.
pub(super) fn section_number(form: &Form, numbers: &[u8], text: &str) -> Option<u8> {
    if text.chars().count() > LONGEST_HEADING || text.contains(['。', '；', '：', '，']) {
        return None;
    }
    let own = core(text);
    let is_numbered = own.starts_with(is_numeral) || own.starts_with("关于");
    let is_whole = |title: &str| own == title || without_number(&own) == title;
    let sections = form.texts.sections.iter().filter(|section| numbers.contains(&section.number));
    let sections = sections.flat_map(|section| titles(section).map(|title| (core(title), section.number)));
    // A form may word its headings with other numbers, or with none.
    let fitting = sections.filter(|(title, _)| is_numbered && own.ends_with(title.as_str()) || is_whole(title));
    fitting.max_by_key(|(title, _)| title.len()).map(|(_, number)| number)
}

/// The titles of a section: its own, and those that it had before.
fn titles(section: &SectionForm) -> impl Iterator<Item = &str> {
    std::iter::once(&section.title).chain(&section.former).map(String::as_str)
}

/// The heading of a section with this title, as the form words it.
fn heading(form: &Form, section: &SectionForm, (title, numbers): (&str, &[u8]), about: About<'_>) -> String {
    let of_all = form.document.as_ref().map_or("", |document| &document.section);
    let wording = section.heading.as_deref().unwrap_or(of_all);
    let numbered = wording
        .replace("{numeral}", &numeral(numbers.iter().position(|own| *own == section.number).map_or(0, |at| at + 1)))
        .replace("{number}", &section.number.to_string())
        .replace("{year}", &about.year.to_string());
    numbered.replace("{title}", title).replace("{body}", about.body)
}

/// The [`core`] of a heading without the number before it: of `1. `, `（2）`, `第三节`.
fn without_number(core: &str) -> &str {
    let is_number = |c: char| c.is_ascii_digit() || is_numeral(c);
    let (is_ordinal, rest) = core.strip_prefix('第').map_or((false, core), |rest| (true, rest));
    let after = rest.trim_start_matches(is_number);
    match (is_ordinal, after.len() < rest.len()) {
        (_, false) => core,
        (false, true) => after,
        (true, true) => ["节", "章", "条", "部分"].iter().find_map(|word| after.strip_prefix(word)).unwrap_or(core),
    }
}

/// A heading without the words that come and go between the contents and the text.
fn core(text: &str) -> String {
    key(text).replace("预算", "").replace('的', "")
}

/// Whether a sentence was broken into two paragraphs, as converters do at the end of a page: the first ends in its middle,
/// and the second ends it and begins with no number and no label.
fn is_broken(before: &str, after: &str) -> bool {
    // A sentence of its own is none's end, though the one before lacks its last mark.
    let is_cut = before.contains('，') && before.ends_with(char::is_alphanumeric) && !is_sentence(after);
    let begins = |after: &str| {
        let is_number = after.starts_with(['（', '(']);
        let is_numeral = after.starts_with(is_numeral) && after.contains('、');
        let label = after.chars().take(LONGEST_LABEL).any(|c| matches!(c, '：' | ':'));
        is_number || is_numeral || label
    };
    is_cut && after.ends_with(['。', '；']) && !begins(after)
}

/// Whether a paragraph is a whole sentence on money: what is budgeted, how much, and what that is compared with.
fn is_sentence(text: &str) -> bool {
    static SENTENCE: LazyLock<Option<Regex>> = LazyLock::new(|| {
        Regex::new(r"^[\p{Han}（）()“”]{2,40}(?:\s*[\d,.]+\s*万?元[，,](?:占|比上年|较上年|与上年|其中)|未安排。$)")
            .ok()
    });
    SENTENCE.as_ref().is_some_and(|sentence| sentence.is_match(text))
}

fn is_page_number(text: &str) -> bool {
    key(text).chars().all(|c| c.is_ascii_digit())
}

/// Whether the sentences of the form end with a paragraph that is the name of the body, and one that a person fills in.
fn is_signed_apart(form: &Form) -> bool {
    let parts = form.sentences.iter().flat_map(|template| &template.parts);
    let glossary = parts.filter(|part| part.part == Part::Glossary).flat_map(|part| &part.groups);
    let paragraphs: Vec<_> = glossary.flat_map(|group| &group.paragraphs).collect();
    let [.., name, date] = paragraphs.as_slice() else { return false };
    let is_all = |paragraph: &ParagraphTemplate, fits: fn(&Wording) -> bool| {
        paragraph.variants.iter().all(|variant| matches!(variant.wording.as_slice(), [only] if fits(only)))
    };
    is_all(name, |piece| matches!(piece, Wording::Word(Word::Body)))
        && is_all(date, |piece| matches!(piece, Wording::Slot { .. }))
}

/// The name of the body and the date that close a document.
fn is_signature(text: &str, body: &str) -> bool {
    is_date(text) || !body.is_empty() && key(text) == key(body)
}
