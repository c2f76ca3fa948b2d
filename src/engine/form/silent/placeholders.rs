//! What stands in braces where nothing is put in its place: it would be printed as it is written.

use super::super::error::{Found, SourceText, suggestion};
use super::super::source::{ByKindSource, FormSource, RowsSource, TableSource, TextsSource};
use super::super::{ByKind, DocumentForm};

/// What may stand in braces somewhere in a form.
const ALL: [&str; 10] = ["body", "year", "district", "numeral", "number", "title", "month", "day", "0month", "0day"];
/// On the cover, in titles of parts and tables.
const OF_FRAME: &[&str] = &["body", "year", "district"];
/// In the sentence of an empty table.
const OF_EMPTY: &[&str] = &["body", "year"];
/// Where a table or a section is named.
const OF_TITLED: &[&str] = &["body", "year", "district", "numeral", "number", "title"];
/// Before the label of a row.
const OF_LABEL: &[&str] = &["numeral"];
/// Elsewhere.
const NONE: &[&str] = &[];

/// Looks for them in what was read as `written`.
pub(super) fn look<'a>(source: SourceText<'a>, written: &FormSource<'a>, found: &mut Found) {
    // Comments may show how something is written.
    for line in source.text.lines().filter(|line| !line.trim_start().starts_with("//")) {
        for (name, rest) in braced(line).filter(|(name, _)| !ALL.contains(name)) {
            found.add(source.error(rest, format!("不认识 {{{name}}}{}", suggestion(name, ALL))));
        }
    }
    let mut look = Look { source, found };
    look.both(&written.preparer, "preparer", NONE);
    look.text(written.unit_note, "unit_note", NONE);
    look.text(written.name, "name", NONE);
    written.tables.iter().for_each(|table| look.table(table));
    for rule in &written.rules {
        look.text(rule.title, "规则的 title", NONE);
        look.text(rule.why, "规则的 why", NONE);
    }
    written.texts.iter().for_each(|texts| look.texts(texts));
    written.document.iter().for_each(|document| look.document(document));
}

/// What stands in braces in `text`, and may stand somewhere, but not where only `known` may: its name, and the text from it on.
fn unknown<'t>(text: &'t str, known: &[&str]) -> impl Iterator<Item = (&'t str, &'t str)> {
    braced(text).filter(move |(name, _)| ALL.contains(name) && !known.contains(name))
}

/// Each `{name}` in `text`, with the text that begins there.
fn braced(text: &str) -> impl Iterator<Item = (&str, &str)> {
    text.match_indices('{').filter_map(|(start, _)| {
        let rest = &text[start..];
        Some((rest[1..].split_once('}')?.0, rest))
    })
}

struct Look<'a, 'f> {
    source: SourceText<'a>,
    found: &'f mut Found,
}

impl<'a> Look<'a, '_> {
    /// Refuses what is not `known` in `text`, which stands at `place`.
    fn text(&mut self, text: &'a str, place: &str, known: &[&str]) {
        for (name, rest) in unknown(text, known) {
            let can: Vec<String> = known.iter().map(|name| format!("{{{name}}}")).collect();
            let can =
                if can.is_empty() { "不能用花括号".to_owned() } else { format!("只能用 {}", can.join("、")) };
            self.found.add(self.source.error(rest, format!("{place}里{can}，{{{name}}} 会照原样印出来")));
        }
    }

    fn both(&mut self, texts: &ByKindSource<'a>, place: &str, known: &[&str]) {
        self.text(texts.unit, place, known);
        if texts.department != texts.unit {
            self.text(texts.department, place, known);
        }
    }

    /// The same for a text that was copied when it was read.
    fn copied(&mut self, text: &str, place: &str, known: &[&str]) {
        // To look for its place in the file costs more than all else here.
        if unknown(text, known).next().is_none() {
            return;
        }
        let near = self.source.place_of(text, "document");
        if near.starts_with(text) {
            self.text(near.get(..text.len()).unwrap_or_default(), place, known);
        }
    }

    fn both_copied(&mut self, texts: &ByKind, place: &str, known: &[&str]) {
        self.copied(&texts.unit, place, known);
        if texts.department != texts.unit {
            self.copied(&texts.department, place, known);
        }
    }

    fn table(&mut self, table: &TableSource<'a>) {
        self.both(&table.title, "表的 title", OF_FRAME);
        self.text(table.empty, "空表的说明", OF_EMPTY);
        self.text(table.outline, "outline", NONE);
        self.text(table.unit_note.unwrap_or_default(), "unit_note", NONE);
        table.also.iter().for_each(|also| self.text(also, "also", OF_FRAME));
        table.head.iter().flatten().for_each(|cell| self.text(cell, "表头", NONE));
        for list in &table.lists {
            match &list.rows {
                RowsSource::Fixed(rows) => {
                    for row in rows {
                        let at = super::super::tables::numbering_of(row.label).0.len();
                        let (numbering, label) = row.label.split_at(at);
                        self.text(numbering, "行的 label", OF_LABEL);
                        self.text(label, "行的 label（开头的 {numeral}、以外）", NONE);
                        row.also.iter().for_each(|also| self.text(also, "行的 also", NONE));
                    }
                }
                RowsSource::Function(footing)
                | RowsSource::Economic(footing)
                | RowsSource::GovernmentEconomic(footing)
                | RowsSource::FunctionProject(footing)
                | RowsSource::UnitProject(footing) => self.text(footing.total, "行的 total", NONE),
            }
        }
    }

    fn texts(&mut self, texts: &TextsSource<'a>) {
        for section in &texts.sections {
            self.text(section.title, "节的 title", NONE);
            self.text(section.heading.unwrap_or_default(), "节的 heading", OF_TITLED);
            section.topics.iter().for_each(|topic| self.text(topic, "topics", NONE));
            section.unplanned.iter().for_each(|unplanned| self.text(unplanned.name, "unplanned 的 name", NONE));
        }
        texts.terms.iter().for_each(|term| self.text(term, "terms", NONE));
    }

    fn document(&mut self, document: &DocumentForm) {
        self.both_copied(&document.cover, "cover", OF_FRAME);
        document.cover_body.iter().for_each(|line| self.both_copied(line, "cover_body", OF_FRAME));
        document.titles_written().for_each(|title| self.both_copied(title, "部分的 title", OF_FRAME));
        for part in &document.parts {
            part.entry.iter().for_each(|entry| self.both_copied(entry, "部分的 entry", OF_FRAME));
        }
        self.copied(&document.contents, "contents", NONE);
        self.copied(&document.draft, "draft", NONE);
        self.copied(&document.table_label, "table_label", OF_TITLED);
        self.copied(&document.table_entry, "table_entry", OF_TITLED);
        self.copied(&document.section, "section", OF_TITLED);
        let performance = &document.performance;
        self.copied(&performance.subtitle, "subtitle", OF_FRAME);
        let (project, whole) = (&performance.project, &performance.whole);
        self.copied(&project.title, "绩效目标表的 title", OF_FRAME);
        self.both_copied(&whole.title, "绩效目标表的 title", OF_FRAME);
        let labels = [
            &project.name,
            &project.contact,
            &project.funds,
            &project.total,
            &project.fiscal,
            &project.other,
            &project.goal,
            &whole.telephone,
            &whole.goal,
            &whole.funds,
            &whole.source,
            &whole.amount,
            &whole.fiscal_funds,
            &whole.superior,
            &whole.fiscal,
            &whole.other_funds,
            &whole.other,
        ];
        labels.into_iter().for_each(|label| self.copied(label, "绩效目标表的栏目", NONE));
        [&project.body, &whole.body, &whole.contact]
            .into_iter()
            .for_each(|label| self.both_copied(label, "绩效目标表的栏目", NONE));
        let heads = project.columns.iter().chain(&whole.columns).map(|(_, head, _)| head);
        heads.for_each(|head| self.copied(head, "绩效目标表的表头", NONE));
    }
}
