//! Indicators that are not those of their project and year, or that nobody filled in (F49).

use std::cell::LazyCell;
use std::collections::HashMap;

use rustc_hash::{FxHashMap, FxHashSet};

use super::Checker;
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::rules::{COPIED_INDICATORS, INDICATORS_EMPTY, INDICATORS_OF_LAST_YEAR, grade_of};
use crate::audit::text::Text;
use crate::disclosure::{
    Disclosure, Indicator, IndicatorField, PerformanceField, PerformanceSubject, PerformanceTable, RowKey, TextPlace,
};
use crate::evaluate::Evaluated;
use crate::form::template::PerformanceAccounts;
use crate::form::{Form, IndicatorColumn};
use crate::spelling;

/// Tables with fewer indicators than this may be alike by chance.
const FEWEST_ALIKE: usize = 3;
/// A name of another project is recognised by so many of its characters in a row.
const SHARED_CHARACTERS: usize = 5;
/// So many characters in a row.
type Piece = [char; SHARED_CHARACTERS];

/// Which of a performance table's texts the form asks for.
struct Asked {
    goal: bool,
    level_three: bool,
    value: bool,
}

impl Asked {
    fn of(form: &Form, subject: &PerformanceSubject) -> Self {
        let Some(labels) = form.document.as_ref().map(|document| &document.performance) else {
            return Self { goal: true, level_three: true, value: true };
        };
        let (title, goal, heads) = match subject {
            PerformanceSubject::Project(_) => (&labels.project.title, &labels.project.goal, labels.project.heads()),
            PerformanceSubject::Whole => (&labels.whole.title.unit, &labels.whole.goal, labels.whole.heads()),
        };
        let has = |column: IndicatorColumn| heads.iter().any(|(holds, ..)| *holds == column);
        // A form that prints none asks for what others do.
        let goal = title.is_empty() || !goal.is_empty();
        Self { goal, level_three: has(IndicatorColumn::LevelThree), value: has(IndicatorColumn::Value) }
    }
}

impl Checker<'_> {
    pub(super) fn indicators(self, findings: &mut Vec<Finding>) {
        let Some(form) = &self.template.performance else { return };
        self.empty_indicators(findings);
        self.copied_tables(findings);
        self.foreign_indicators(form, findings);
    }

    /// Goals and indicators that are blank, each table once.
    fn empty_indicators(self, findings: &mut Vec<Finding>) {
        for (place, table) in self.evaluated.disclosure.performance.iter().enumerate() {
            let asked = Asked::of(self.evaluated.form, &table.subject);
            let is_unnamed = |indicator: &Indicator| asked.level_three && spelling::is_blank(&indicator.level_three);
            let is_blank =
                |indicator: &Indicator| is_unnamed(indicator) || asked.value && spelling::is_blank(&indicator.value);
            let blank: Vec<usize> =
                (0..table.indicators.len()).filter(|&row| is_blank(&table.indicators[row])).collect();
            let (field, message) = match blank.first() {
                _ if asked.goal && spelling::is_blank(&table.goal) => {
                    (PerformanceField::Goal, "没有填写目标。".to_owned())
                }
                _ if table.indicators.is_empty() => (PerformanceField::Goal, "没有指标。".to_owned()),
                Some(&first) => {
                    let field = if is_unnamed(&table.indicators[first]) {
                        IndicatorField::LevelThree
                    } else {
                        IndicatorField::Value
                    };
                    let rows: Vec<String> = blank.iter().take(5).map(|row| (row + 1).to_string()).collect();
                    let more = if blank.len() > rows.len() { "等" } else { "" };
                    let message = format!("第 {}{more} 行的指标没有写全。", rows.join("、"));
                    (PerformanceField::Indicator(first, field), message)
                }
                None => continue,
            };
            findings.push(self.of_performance(INDICATORS_EMPTY, place, field, &message));
        }
    }

    /// Tables of projects whose indicators are those of another, word for word.
    fn copied_tables(self, findings: &mut Vec<Finding>) {
        let mut first: HashMap<Vec<(String, String)>, &str> = HashMap::new();
        for (place, name, table) in projects(self.evaluated.disclosure) {
            let said = |indicator: &Indicator| (plain(&indicator.level_three), plain(&indicator.value));
            let filled: Vec<_> = table.indicators.iter().map(said).filter(|(three, _)| !three.is_empty()).collect();
            if filled.len() < FEWEST_ALIKE {
                continue;
            }
            let known = *first.entry(filled).or_insert(name);
            if known != name {
                let message = format!("指标和指标值与“{known}”的一字不差，像是抄来的。");
                let field = PerformanceField::Indicator(0, IndicatorField::LevelThree);
                findings.push(self.of_performance(COPIED_INDICATORS, place, field, &message));
            }
        }
    }

    /// Indicators that speak of something else than their project.
    fn foreign_indicators(self, form: &PerformanceAccounts, findings: &mut Vec<Finding>) {
        let disclosure = self.evaluated.disclosure;
        // By their pieces, the projects that have them in their names; more than two are no sign of any.
        let mut named: FxHashMap<Piece, Vec<&str>> = FxHashMap::default();
        for (_, name, _) in projects(disclosure) {
            for piece in pieces(name) {
                let names = named.entry(piece).or_default();
                if names.len() < 2 && names.last() != Some(&name) {
                    names.push(name);
                }
            }
        }
        let told = self.told_of_projects();
        for (place, name, table) in projects(disclosure) {
            let told = told.get(&plain(name)).map_or("", String::as_str);
            let own = format!("{}{}{told}", plain(name), plain(&table.goal));
            // Hardly any indicator shares words with another project.
            let own_pieces: LazyCell<FxHashSet<Piece>, _> = LazyCell::new(|| pieces(&own).collect());
            for (row, indicator) in table.indicators.iter().enumerate() {
                let said = plain(&indicator.level_three);
                let foreign = form.subjects.iter().find_map(|words| {
                    let word = words.iter().find(|word| said.contains(word.as_str()))?;
                    (!words.iter().any(|word| own.contains(word.as_str()))).then_some(word)
                });
                let other = pieces(&said).find_map(|piece| {
                    let other = named.get(&piece)?.iter().find(|other| **other != name)?;
                    (!own_pieces.contains(&piece)).then_some(other)
                });
                let message = match (other, foreign) {
                    (Some(other), _) => format!("像是项目“{other}”的指标，不是这个项目的。"),
                    (None, Some(word)) => format!("这个项目的名称、目标和说明里都没有“{word}”，像是从别的项目抄来的。"),
                    (None, None) => continue,
                };
                let at = TextPlace::Performance(place, PerformanceField::Indicator(row, IndicatorField::LevelThree));
                let text = Text::new(at, &indicator.level_three);
                let range = 0..indicator.level_three.chars().count();
                findings.push(text.finding(self.evaluated, COPIED_INDICATORS, range, &message, None));
            }
        }
    }

    /// What a person filled in about each project, by its name.
    fn told_of_projects(self) -> HashMap<String, String> {
        let mut told = HashMap::new();
        for (key, value) in &self.evaluated.disclosure.slots {
            let (Some(RowKey::Project(id)), Some(text)) = (&key.row, value.text()) else { continue };
            let mut lists = self.template.lists_of(&key.id).into_iter();
            let Some(project) = lists.find_map(|list| self.evaluated.project(list, *id)) else { continue };
            told.entry(plain(&project.name)).or_insert_with(String::new).extend(spelling::plain(text));
        }
        told
    }

    fn of_performance(self, rule: &str, place: usize, field: PerformanceField, message: &str) -> Finding {
        of_performance(self.evaluated, rule, place, field, message)
    }
}

/// Tables that are last year's word for word, what was reached among them.
pub(super) fn against_last_year(evaluated: Evaluated<'_>, last: &Disclosure) -> Vec<Finding> {
    let before: HashMap<String, &PerformanceTable> =
        projects(last).map(|(_, name, table)| (plain(name), table)).collect();
    let mut findings = Vec::new();
    for (place, name, table) in projects(evaluated.disclosure) {
        let Some(old) = before.get(&plain(name)) else { continue };
        // Without a result nothing says that it was not brought up to date.
        let has_results = table.indicators.iter().any(|indicator| indicator.last_year.chars().any(char::is_numeric));
        if has_results && table.goal == old.goal && table.indicators == old.indicators {
            let row = table.indicators.iter().position(|indicator| !indicator.last_year.is_empty()).unwrap_or_default();
            let field = PerformanceField::Indicator(row, IndicatorField::LastYear);
            let message = format!("与 {} 年公开的一字不差，上年完成多少也没有更新。", last.year);
            findings.push(of_performance(evaluated, INDICATORS_OF_LAST_YEAR, place, field, &message));
        }
    }
    findings
}

fn of_performance(
    evaluated: Evaluated<'_>,
    rule: &str,
    place: usize,
    field: PerformanceField,
    message: &str,
) -> Finding {
    let place = TextPlace::Performance(place, field);
    let message = format!("{}：{message}", text_label(evaluated, &place));
    Finding::new(rule, grade_of(rule), message).in_text(evaluated, place, 0..0)
}

/// The tables of projects, each with its place and the project's name.
fn projects(disclosure: &Disclosure) -> impl Iterator<Item = (usize, &str, &PerformanceTable)> {
    disclosure.performance.iter().enumerate().filter_map(|(place, table)| match &table.subject {
        PerformanceSubject::Project(name) => Some((place, name.as_str(), table)),
        PerformanceSubject::Whole => None,
    })
}

fn plain(text: &str) -> String {
    spelling::plain_text(text)
}

/// All runs of [`SHARED_CHARACTERS`] characters of Chinese script.
fn pieces(text: &str) -> impl Iterator<Item = Piece> {
    let mut characters = spelling::plain(text);
    let mut run = ['\0'; SHARED_CHARACTERS];
    let runs = std::iter::from_fn(move || {
        run.rotate_left(1);
        run[SHARED_CHARACTERS - 1] = characters.next()?;
        Some(run)
    });
    runs.filter(|run| run.iter().all(|c| crate::spelling::is_han(*c)))
}
