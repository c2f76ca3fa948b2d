//! Performance tables (绩效目标表), by the labels that the form gives them.

use std::ops::Range;

use rust_decimal::Decimal;

use super::super::facts::unit_of_head;
use super::super::figure::{self, Figure};
use super::super::label::key;
use super::super::report::{ImportReport, NotTaken};
use crate::disclosure::{
    Amount, Indicator, IndicatorField, Kind, PerformanceFunds, PerformanceSubject, PerformanceTable,
};
use crate::form::{IndicatorHead, PerformanceForm};
use crate::readers::Source;
use crate::spelling::one_line;

/// Longer names of levels, in bytes, are not those of the rows below, too.
const LONGEST_LEVELS: usize = 1000;

/// Whether a line is the title of a performance table, or the year under it.
pub(super) fn is_title(forms: &PerformanceForm, text: &str) -> bool {
    let own = key(text);
    let titles = [&forms.project.title, &forms.whole.title.unit, &forms.whole.title.department];
    let (digits, rest): (String, String) = own.chars().partition(char::is_ascii_digit);
    let subtitle = key(&forms.subtitle.replace("{year}", ""));
    let is_year = digits.len() == 4 && (rest == "年" || !subtitle.is_empty() && rest == subtitle);
    // A web page puts the name of the project behind it, in one caption.
    let has_name = |title: &str| {
        let behind = text.trim().strip_prefix(title.trim());
        !title.trim().is_empty() && behind.is_some_and(|behind| behind.starts_with(char::is_whitespace))
    };
    let is_named = titles.iter().any(|title| has_name(title));
    is_year
        || is_named
        || titles.iter().any(|title| !key(title).is_empty() && own.ends_with(&key(title)) && own.len() < 90)
}

/// Reads the grid on `lines`, whose amounts are in units of `yuan` where it does not say so, into `tables`; returns whether it is a performance table, or continues one.
pub(super) fn read(
    source: &Source,
    labels: &PerformanceForm,
    yuan: Decimal,
    lines: Range<usize>,
    tables: &mut Vec<PerformanceTable>,
    report: &mut ImportReport,
) -> bool {
    let grid = Grid { source, labels, yuan, lines };
    let Some(head) = grid.head() else { return false };
    let is_new = grid.value(&[&labels.project.name]).is_some() || grid.goal().is_some();
    if is_new || tables.is_empty() {
        let table = grid.table(report);
        let name = match &table.subject {
            PerformanceSubject::Project(name) => name.clone(),
            PerformanceSubject::Whole => "整体".to_owned(),
        };
        report.performance.push((name, source.lines[grid.lines.start].place.clone()));
        tables.push(table);
    }
    if let Some(table) = tables.last_mut() {
        grid.indicators(&head, &mut table.indicators);
    }
    true
}

struct Grid<'a> {
    source: &'a Source,
    labels: &'a PerformanceForm,
    yuan: Decimal,
    lines: Range<usize>,
}

/// The row of heads over the indicators.
struct Head {
    line: usize,
    /// The column of each field.
    fields: Vec<(usize, IndicatorField)>,
    weight: Option<usize>,
}

impl Head {
    /// Whether it has those of `columns` by which a table is known: the first and the last level, or all where the form has
    /// not both.
    fn is_of(&self, columns: &[IndicatorHead<'_>]) -> bool {
        let fields: Vec<IndicatorField> = columns.iter().filter_map(|(holds, ..)| holds.field()).collect();
        let ends = [IndicatorField::LevelOne, IndicatorField::LevelThree];
        let wanted = if ends.iter().all(|end| fields.contains(end)) { &ends[..] } else { &fields[..] };
        let has = |field: &IndicatorField| self.fields.iter().any(|(_, other)| other == field);
        !wanted.is_empty() && wanted.iter().all(has)
    }
}

impl Grid<'_> {
    /// The row that names the levels of the indicators.
    fn head(&self) -> Option<Head> {
        let kinds = [self.labels.project.heads(), self.labels.whole.heads()];
        let labels: Vec<(String, Option<IndicatorField>)> = kinds
            .iter()
            .flatten()
            .map(|(holds, head, _)| (key(head), holds.field()))
            .filter(|(head, _)| !head.is_empty())
            .collect();
        self.lines.clone().find_map(|line| {
            let mut head = Head { line, fields: Vec::new(), weight: None };
            for (column, text) in self.source.lines[line].texts() {
                let own = key(text);
                match labels.iter().find(|(label, _)| *label == own) {
                    Some((_, Some(field))) if !head.fields.iter().any(|(_, other)| other == field) => {
                        head.fields.push((column, *field));
                    }
                    Some((_, None)) => head.weight = Some(column),
                    _ => {}
                }
            }
            kinds.iter().any(|columns| head.is_of(columns)).then_some(head)
        })
    }

    fn table(&self, report: &mut ImportReport) -> PerformanceTable {
        let (project, whole) = (&self.labels.project, &self.labels.whole);
        let name = self.value(&[&project.name]);
        let text = |labels: &[&String]| self.value(labels).map(|(_, text)| one_line(&text)).unwrap_or_default();
        let contact = text(&[&project.contact, &whole.contact.unit, &whole.contact.department]);
        let mut table = PerformanceTable {
            subject: name.map_or(PerformanceSubject::Whole, |(_, name)| PerformanceSubject::Project(one_line(&name))),
            contact,
            telephone: text(&[&whole.telephone]),
            goal: self.goal().map(|text| one_line(&text)).unwrap_or_default(),
            ..PerformanceTable::default()
        };
        let yuan = self.unit();
        let mut amount = |labels: &[&String]| labels.iter().find_map(|label| self.amount(label, yuan, report));
        table.funds = PerformanceFunds {
            total: amount(&[&project.total]),
            fiscal: amount(&[&project.fiscal, &whole.fiscal]),
            superior: amount(&[&whole.superior]),
            other: amount(&[&project.other, &whole.other]),
        };
        table
    }

    /// What plain numbers are, in yuan, by the label over them.
    fn unit(&self) -> Decimal {
        let cells = self.lines.clone().flat_map(|line| self.source.lines[line].texts());
        cells.into_iter().find_map(|(_, text)| unit_of_head(text)).map_or(self.yuan, |unit| unit.yuan)
    }

    fn amount(&self, label: &String, yuan: Decimal, report: &mut ImportReport) -> Option<Amount> {
        let (line, text) = self.value(&[label])?;
        match figure::read(&text, yuan) {
            Figure::Amount(amount) => Some(amount),
            Figure::Blank => None,
            Figure::Unread(reason) => {
                let place = self.source.lines[line].place.clone();
                report.unread.push(NotTaken::new(None, place, format!("绩效目标表 {label}：{text}"), reason));
                None
            }
        }
    }

    fn goal(&self) -> Option<String> {
        self.value(&[&self.labels.project.goal, &self.labels.whole.goal]).map(|(_, text)| text)
    }

    /// What stands at the right of one of `labels`, with its line; blank where the next label follows.
    fn value(&self, labels: &[&String]) -> Option<(usize, String)> {
        let wanted: Vec<String> = labels.iter().map(|label| key(label)).filter(|label| !label.is_empty()).collect();
        self.lines.clone().find_map(|line| {
            let mut texts = self.source.lines[line].texts();
            texts.find(|(_, text)| wanted.contains(&key(text)))?;
            let value = texts.next().map(|(_, text)| text).filter(|text| !self.is_label(text));
            Some((line, value.unwrap_or_default().to_owned()))
        })
    }

    fn is_label(&self, text: &str) -> bool {
        let (project, whole) = (&self.labels.project, &self.labels.whole);
        let contacts = [Kind::Unit, Kind::Department].map(|kind| whole.contact.get(kind));
        let others =
            [&project.name, &project.contact, &project.total, &project.fiscal, &project.other, &whole.telephone];
        let own = key(text);
        contacts.into_iter().chain(others.into_iter().map(String::as_str)).any(|label| key(label) == own)
    }

    /// The rows under the heads. What a merged cell or a blank below a text leaves out is that of the row above.
    fn indicators(&self, head: &Head, indicators: &mut Vec<Indicator>) {
        let head_texts: Vec<String> = self.source.lines[head.line].texts().map(|(_, text)| key(text)).collect();
        for line in head.line + 1..self.lines.end {
            let is_head = self.source.lines[line].texts().all(|(_, text)| head_texts.contains(&key(text)));
            if is_head || self.source.lines[line].only_text().is_some() {
                continue;
            }
            let mut indicator = Indicator::default();
            for &(column, field) in &head.fields {
                *indicator.text_mut(field) = self.cell(line, column, field);
            }
            indicator.weight = head.weight.and_then(|column| weight(self.source.text(line, column)));
            let above = indicators.last();
            let is_name = |above: &&Indicator| above.level_one.len() + above.level_two.len() <= LONGEST_LEVELS;
            if let Some(above) = above.filter(is_name).filter(|_| indicator.level_one.is_empty()) {
                indicator.level_one.clone_from(&above.level_one);
                if indicator.level_two.is_empty() {
                    indicator.level_two.clone_from(&above.level_two);
                }
            }
            indicators.push(indicator);
        }
    }

    fn cell(&self, line: usize, column: usize, field: IndicatorField) -> String {
        let text = one_line(self.source.text(line, column));
        // Narrow columns break the names of the levels.
        let is_level = matches!(field, IndicatorField::LevelOne | IndicatorField::LevelTwo);
        if is_level { text.split_whitespace().collect() } else { text }
    }
}

fn weight(text: &str) -> Option<Decimal> {
    let plain: String = text.trim().chars().map(crate::spelling::half_width).collect();
    Decimal::from_str_exact(plain.trim_end_matches(['分', '%'])).ok()
}
