//! Whether everything is there that must be published (C8, F3 to F7 and F28), and what could not be checked.

use std::cell::OnceCell;
use std::collections::HashSet;
use std::ops::Range;

use aho_corasick::{AhoCorasick, AhoCorasickKind};

use super::finding::Finding;
use super::places::part_label;
use super::repair::Repair;
use super::rules::{EMPTY_TABLE, ITEM_TEXT, OTHER_PARTS, PERFORMANCE, PROJECT_TEXT, SECTIONS, UNPLANNED, grade_of};
use super::{Grade, RuleText, rule_text};
use crate::disclosure::{Amount, Component, Part, PerformanceSubject, Said, TextPlace};
use crate::evaluate::{CellIndex, Evaluated, RowContext, RowOrigin};
use crate::form::{ListIndex, SectionForm, TableForm, Unplanned};
use crate::narrative::{Paragraph, Piece, narrate};
use crate::spelling;
use crate::states::State;

/// What is missing, said against the tables, or was not there to be checked.
pub(super) fn findings(evaluated: Evaluated<'_>) -> Vec<Finding> {
    let parts = Parts { evaluated };
    let mut findings = Vec::new();
    parts.notes(&mut findings);
    parts.sections(&mut findings);
    parts.other_parts(&mut findings);
    parts.performance(&mut findings);
    findings
}

struct Parts<'a> {
    evaluated: Evaluated<'a>,
}

impl Parts<'_> {
    fn error(&self, rule: &str, message: String) -> Finding {
        Finding::new(rule, grade_of(rule), message)
    }

    fn unchecked(&self, rule: &str, what: &str) -> Finding {
        let title = rule_text(self.evaluated.form, rule).map_or("", |RuleText { title, .. }| title);
        let said = &self.evaluated.disclosure.said;
        let is_absent = self.evaluated.states().is_whole() || said.values().any(|said| *said == Said::Absent);
        let why = if is_absent { "不在文件里" } else { "还没有填" };
        Finding::new(rule, Grade::Unchecked, format!("{what}{why}，没有核对：{title}。"))
    }

    /// The same of a part of the text; somebody may have said that it is complete without a word.
    fn unchecked_part(&self, rule: &str, part: Part) -> Finding {
        let component = Component::Text(part);
        let is_said = self.evaluated.disclosure.said.get(&component) == Some(&Said::Complete);
        let finding = match is_said {
            true => {
                let message = format!("{}标了已填，里面没有文字，没有核对。", part_label(part));
                Finding::new(rule, Grade::Unchecked, message)
            }
            false => self.unchecked(rule, &part_label(part)),
        };
        Finding { about: Some(component), ..finding }
    }

    /// Whether the program words what is not there as a text.
    fn is_narrated(&self) -> bool {
        self.evaluated.form.sentences.is_some() && self.evaluated.disclosure.is_narrated()
    }

    /// Whether all that the form has to say in `part` are its own words.
    fn is_fixed(&self, part: Part, told: &[Paragraph]) -> bool {
        let is_absent = self.evaluated.disclosure.said.get(&Component::Text(part)) == Some(&Said::Absent);
        let mut own = told.iter().filter(|told| told.part == part).flat_map(|told| &told.pieces).peekable();
        !is_absent && own.peek().is_some() && own.all(|piece| matches!(piece, Piece::Fixed(_) | Piece::Word { .. }))
    }

    /// Whether what is not in the table does not belong there.
    fn is_finished(&self, table: &TableForm) -> bool {
        matches!(self.evaluated.states().of_table(self.evaluated.form, table.number), State::Complete | State::Empty)
    }

    fn is_empty(&self, table: &TableForm) -> bool {
        self.evaluated.evaluation.is_empty(table.list_indices())
    }

    /// The sentence that a source printed under a table. Where it prints none, the program writes the form's.
    fn notes(&self, findings: &mut Vec<Finding>) {
        for table in &self.evaluated.form.tables {
            let stored = self.evaluated.disclosure.table(table.number);
            let Some(note) = stored.and_then(|table| table.note.as_deref()) else { continue };
            let says_empty = note.contains("空表");
            let message = match (self.is_empty(table), says_empty) {
                (true, false) => format!("表{} 是空表，下面没有空表说明。", table.number),
                (false, true) => format!("表{} 有数，下面却说是空表：“{note}”", table.number),
                _ => continue,
            };
            let finding = self.error(EMPTY_TABLE, message).with_repair(Some(Repair::FormNote(table.number)));
            let place = TextPlace::Note(table.number);
            let cells = table.list_indices().take(1).map(|list| CellIndex { list, row: 0, column: 0 }).collect();
            let finding = finding.in_text(self.evaluated, place, 0..note.chars().count());
            findings.push(Finding { cells, first_side: 1, ..finding });
        }
    }

    fn sections(&self, findings: &mut Vec<Finding>) {
        let forms = &self.evaluated.form.texts.sections;
        let text = |section: &SectionForm| self.evaluated.disclosure.texts.get(&Part::Section(section.number));
        if forms.is_empty() {
            return;
        }
        let is_narrated = self.is_narrated();
        if forms.iter().all(|section| text(section).is_none()) {
            if is_narrated {
                return;
            }
            let first = forms.first().map(|section| Component::Text(Part::Section(section.number)));
            findings.push(Finding { about: first, ..self.unchecked(SECTIONS, "情况说明") });
            return;
        }
        for section in forms {
            match text(section) {
                Some(paragraphs) if !paragraphs.iter().all(|paragraph| spelling::is_blank(paragraph)) => {
                    self.section(section, paragraphs, findings);
                }
                None if is_narrated => {}
                _ => {
                    let label = part_label(Part::Section(section.number));
                    findings.push(self.error(SECTIONS, format!("{label}“{}”缺失。", section.title)));
                }
            }
        }
    }

    fn section(&self, section: &SectionForm, paragraphs: &[String], findings: &mut Vec<Finding>) {
        let whole: String = paragraphs.iter().flat_map(|paragraph| spelling::plain(paragraph)).collect();
        let says = |words: &str| whole.contains(&spelling::plain(words).collect::<String>());
        let label = part_label(Part::Section(section.number));
        for topic in section.topics.iter().filter(|topic| !says(topic)) {
            findings.push(self.error(SECTIONS, format!("{label}没有说明{topic}情况。")));
        }
        if let Some(list) = section.names_rows_of.filter(|list| self.is_finished(self.evaluated.form.table_of(*list))) {
            self.named_rows(section, list, &whole, findings);
        }
        let table = section.says_empty.and_then(|number| self.evaluated.form.table(number));
        if let Some(table) = table.filter(|table| self.is_finished(table)) {
            let message = match (self.is_empty(table), says("空表")) {
                (true, false) => format!("表{} 是空表，{label}没有说明它是空表。", table.number),
                (false, true) => format!("表{} 有数，{label}却说它是空表。", table.number),
                _ => String::new(),
            };
            if !message.is_empty() {
                let finding = self.error(EMPTY_TABLE, message);
                findings.push(finding.in_text(
                    self.evaluated,
                    TextPlace::Paragraph(Part::Section(section.number), 0),
                    0..0,
                ));
            }
        }
        for (place, paragraph) in paragraphs.iter().enumerate() {
            self.unplanned(section, place, paragraph, findings);
        }
    }

    /// Each item or project of `list` is named in the section.
    fn named_rows(&self, section: &SectionForm, list: ListIndex, whole: &str, findings: &mut Vec<Finding>) {
        let label = part_label(Part::Section(section.number));
        let mut unnamed: Vec<(usize, bool, String)> = Vec::new();
        for (row, laid_out) in self.evaluated.evaluation.layout(list).rows.iter().enumerate() {
            let is_project = laid_out.origin == RowOrigin::Project;
            if !is_project && laid_out.origin != RowOrigin::Code {
                continue;
            }
            let project = self.evaluated.stored(list, row).and_then(|row| row.subject.project());
            let name = match project {
                Some(project) => project.name.as_str(),
                None => self.evaluated.code_name(list, row),
            };
            unnamed.push((row, is_project, spelling::plain(name).collect()));
        }
        drop_named(whole, &mut unnamed);
        for (row, is_project, _) in unnamed {
            let (rule, what) = if is_project { (PROJECT_TEXT, "这个项目") } else { (ITEM_TEXT, "这个项") };
            let table = self.evaluated.form.table_of(list).number;
            let row_label = self.evaluated.row_label(list, row);
            let message = format!("表{table} {row_label}：{label}没有说明{what}。");
            findings.push(self.error(rule, message).at_row(list, row));
        }
    }

    /// A source that is said to be 未安排 has no money.
    fn unplanned(&self, section: &SectionForm, place: usize, paragraph: &str, findings: &mut Vec<Finding>) {
        let unit = &self.evaluated.form.text_unit;
        for (end, clause) in clauses(paragraph) {
            let Some(at) = clause.find("未安排") else { continue };
            let before: String = spelling::plain(&clause[..at]).collect();
            // The longest name that ends there is meant: 上级… ends like the shorter ones.
            let is_meant = |source: &&Unplanned| before.ends_with(&spelling::plain(&source.name).collect::<String>());
            let Some(source) = section.unplanned.iter().find(is_meant) else { continue };
            let (cells, amount) = self.amount(source);
            if amount.is_zero() {
                continue;
            }
            let start = end - clause.chars().count();
            let part = Part::Section(section.number);
            let message = format!(
                "{} 第 {} 段说{}未安排，表里却有 {} {}。",
                part_label(part),
                place + 1,
                source.name,
                unit.text(amount),
                unit.name,
            );
            let finding = self.error(UNPLANNED, message);
            let finding = finding.in_text(self.evaluated, TextPlace::Paragraph(part, place), start..end);
            let first_side = cells.len();
            findings.push(Finding { cells, first_side, stated: Some(Amount::ZERO), expected: Some(amount), ..finding });
        }
    }

    fn amount(&self, source: &Unplanned) -> (Vec<CellIndex>, Amount) {
        let context = RowContext { row: None, subject: crate::evaluate::ContextSubject::None };
        let mut cells = Vec::new();
        for cell in source.cells() {
            let (list, column) = (cell.list, cell.column.unwrap_or_default());
            let rows = self.evaluated.evaluation.rows_of(cell, context).iter();
            cells.extend(rows.map(|&row| CellIndex { list, row, column }));
        }
        let sum = cells.iter().map(|&cell| self.evaluated.value(cell)).sum();
        (cells, sum)
    }

    fn other_parts(&self, findings: &mut Vec<Finding>) {
        let form = &self.evaluated.form.texts;
        if form.sections.is_empty() {
            return;
        }
        let texts = &self.evaluated.disclosure.texts;
        let has_text = !texts.is_empty();
        let told = OnceCell::new();
        for part in [Part::Overview, Part::Glossary] {
            let is_blank = |texts: &[String]| texts.iter().all(|text| spelling::is_blank(text));
            match (texts.get(&part), has_text) {
                (Some(texts), _) if !is_blank(texts) => {}
                (None, _) if self.is_narrated() => {}
                // Words of the form alone are printed as they are.
                (None, false) if self.is_fixed(part, told.get_or_init(|| narrate(self.evaluated))) => {}
                (None, false) => findings.push(self.unchecked_part(OTHER_PARTS, part)),
                (_, _) => findings.push(self.error(OTHER_PARTS, format!("缺少{}。", part_label(part)))),
            }
        }
        let Some(glossary) = texts.get(&Part::Glossary).filter(|texts| !texts.is_empty()) else { return };
        let whole: String = glossary.iter().flat_map(|paragraph| spelling::plain(paragraph)).collect();
        for term in form.terms.iter().filter(|term| !whole.contains(&spelling::plain(term).collect::<String>())) {
            findings.push(self.error(OTHER_PARTS, format!("名词解释里没有“{term}”。")));
        }
    }

    /// Each project has a performance table of its name.
    fn performance(&self, findings: &mut Vec<Finding>) {
        let tables = &self.evaluated.disclosure.performance;
        let plain = |name: &str| -> String { spelling::plain(name).collect() };
        let named: HashSet<String> = tables
            .iter()
            .filter_map(|table| match &table.subject {
                PerformanceSubject::Project(project) => Some(plain(project)),
                PerformanceSubject::Whole => None,
            })
            .collect();
        for &list in &self.evaluated.form.texts.performance_of {
            let projects = self.evaluated.evaluation.layout(list).rows.iter().enumerate();
            let projects = projects.filter(|(_, laid_out)| laid_out.origin == RowOrigin::Project);
            let projects: Vec<usize> = projects.map(|(row, _)| row).collect();
            let name = |row: usize| Some(&self.evaluated.stored(list, row)?.subject.project()?.name);
            if tables.is_empty() && !projects.is_empty() {
                let mut known: HashSet<String> = HashSet::new();
                let names = projects.iter().filter_map(|&row| name(row)).filter(|name| !spelling::is_blank(name));
                let names: Vec<String> = names.filter(|name| known.insert(plain(name))).cloned().collect();
                let repair = (!names.is_empty()).then_some(Repair::AddPerformance(names));
                let finding = self.unchecked(PERFORMANCE, "绩效目标表").with_repair(repair);
                findings.push(Finding { about: Some(Component::Performance), ..finding });
                continue;
            }
            for row in projects {
                let Some(name) = name(row).filter(|name| !named.contains(&plain(name))) else { continue };
                let table = self.evaluated.form.table_of(list).number;
                let message = format!("表{table} 的项目“{name}”没有绩效目标表。");
                let repair = (!spelling::is_blank(name)).then(|| Repair::AddPerformance(vec![name.clone()]));
                findings.push(self.error(PERFORMANCE, message).at_row(list, row).with_repair(repair));
            }
        }
    }
}

/// The clauses of a paragraph with where each ends, in characters.
fn clauses(paragraph: &str) -> impl Iterator<Item = (usize, &str)> {
    let mut end = 0;
    paragraph.split_inclusive(['。', '；', '，', ';', ',']).map(move |clause| {
        end += clause.chars().count();
        (end, clause)
    })
}

/// Leaves out of `rows`, each with its name, those that `text` names. A name within a longer one that `text` names is not
/// named by that.
fn drop_named(text: &str, rows: &mut Vec<(usize, bool, String)>) {
    rows.retain(|(.., name)| !name.is_empty());
    let mut names: Vec<&String> = rows.iter().map(|(.., name)| name).collect();
    names.sort_unstable_by(|a, b| b.len().cmp(&a.len()).then(a.cmp(b)));
    names.dedup();
    // One text is looked through: what would make it faster takes longer to make.
    let kind = Some(AhoCorasickKind::ContiguousNFA);
    let Ok(finder) = AhoCorasick::builder().kind(kind).prefilter(false).build(&names) else { return };
    let mut found: Vec<(usize, Range<usize>)> =
        finder.find_overlapping_iter(text).map(|found| (found.pattern().as_usize(), found.range())).collect();
    // The longest names first, each from the beginning of the text.
    found.sort_unstable_by_key(|(name, range)| (*name, range.start));
    let mut is_taken = vec![false; text.len()];
    let mut named: HashSet<usize> = HashSet::new();
    for (name, range) in found {
        if !is_taken[range.clone()].contains(&true) {
            is_taken[range].fill(true);
            named.insert(name);
        }
    }
    let named: HashSet<String> = named.into_iter().map(|name| names[name].clone()).collect();
    rows.retain(|(.., name)| !named.contains(name));
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Which of `names` the `text` does not name.
    fn unnamed(text: &str, names: &[&str]) -> Vec<String> {
        let mut rows = names.iter().map(|name| (0, true, (*name).to_owned())).collect();
        drop_named(text, &mut rows);
        rows.into_iter().map(|(.., name)| name).collect()
    }

    #[test]
    fn a_name_within_a_longer_one_is_named_only_where_it_stands_by_itself() {
        assert_eq!(unnamed("道路养护项目", &["道路", "道路养护", "护项目"]), ["道路", "护项目"]);
        assert_eq!(unnamed("道路养护和道路", &["道路", "道路养护"]), [""; 0]);
        assert_eq!(unnamed("道路养护", &["道路养护", "", "道路养护", "桥"]), ["桥"]);
    }
}
