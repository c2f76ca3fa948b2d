//! Findings as `check` prints them.

use std::path::Path;

use serde::Serialize;

use super::file_name::JsonFile;
use crate::received::{Compared, EarlierFinding, Examined, Source, kind_id};
use disclosure_engine::audit::{Audit, Finding, Grade, LAST_YEAR_RULE, Slip, part_label, rule_text, text_part};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Amount, Component, Disclosure, TextPlace};
use disclosure_engine::edit::component_label;
use disclosure_engine::evaluate::Evaluated;
use disclosure_engine::import::Understood;
use disclosure_engine::progress::{Left, LeftPlace, Progress};
use disclosure_engine::spelling::visible;
use disclosure_engine::states::State;

/// Notices that are printed; others are counted.
const MOST_NOTICES: usize = 20;

/// What is told of one file.
#[derive(Clone, Copy)]
pub(super) struct Report<'a> {
    pub path: &'a Path,
    pub evaluated: Evaluated<'a>,
    pub audit: &'a Audit,
    /// By which names its findings are known again, in their order.
    pub ids: &'a [String],
    /// How far it is, and what is left.
    pub progress: &'a Progress,
    /// The foreign document from which it was imported.
    pub source: Option<&'a Source>,
    /// Last year's disclosure with which it was compared.
    pub against: Option<&'a Disclosure>,
    /// The same beside an earlier check.
    pub since: Option<&'a Compared>,
}

impl<'a> Report<'a> {
    /// What is told of what was `examined` at `path`, with its form's own `codes`.
    pub fn of(examined: &'a Examined<'_>, codes: &'a Catalog, path: &'a Path) -> Self {
        Self {
            path,
            evaluated: examined.evaluated(codes),
            audit: &examined.audit,
            ids: &examined.ids,
            progress: &examined.progress,
            source: examined.source.as_ref(),
            against: examined.last.as_ref().map(|last| &last.disclosure),
            since: examined.since.as_ref(),
        }
    }
}

/// The findings of one file for a person.
pub(super) fn text_report(report: Report<'_>) -> String {
    let Report { path, evaluated, audit, progress, source, against, since, .. } = report;
    let disclosure = evaluated.disclosure;
    let mut lines = vec![format!("{}：{} {} 年", path.display(), disclosure.body, disclosure.year)];
    let form = evaluated.form;
    let other_year = form.other_year(disclosure.year).map(|told| format!("；{told}")).unwrap_or_default();
    let way_over = if form.standing().is_some() { "；改用这里的：forms follow" } else { "" };
    lines.push(format!("  表式 {}{way_over}{other_year}", form.full_name()));
    if let Some(source) = source {
        lines.extend(source_lines(source));
    }
    if let Some(last) = against {
        let told = match audit.findings.iter().filter(|finding| finding.rule == LAST_YEAR_RULE).count() {
            0 => "全部一致".to_owned(),
            count => format!("{count} 处不一致"),
        };
        let other = if last.body == disclosure.body { "" } else { "（单位名称不同）" };
        lines.push(format!("  上年预算数与上年文件核对：{} {} 年{other}，{told}", last.body, last.year));
    }
    // What is still to come is told once, below.
    let findings = audit.findings.iter().enumerate().filter(|(_, finding)| finding.grade != Grade::ToCome);
    for (place, finding) in findings {
        let is_new = since.is_some_and(|since| since.is_new.get(place) == Some(&Some(true)));
        let new = if is_new { "（新出现）" } else { "" };
        let title = rule_text(evaluated.form, &finding.rule).map_or("", |rule| rule.title);
        lines.push(format!("  {} {} {title}{new}", finding.grade.name(), finding.rule));
        lines.push(format!("       {}", finding.message));
        if let Some(acceptance) = finding.accepted.and_then(|place| disclosure.acceptances.get(place)) {
            lines.push(format!("       已接受（{} {}）：{}", acceptance.author, acceptance.written, acceptance.reason));
        }
        for suspect in &finding.suspects {
            let unit = evaluated.unit_of_cell(suspect.cell);
            let is_exact = unit.hides_difference(suspect.value, suspect.suggested);
            let [value, suggested] = [suspect.value, suspect.suggested].map(|amount| unit.text_of(amount, is_exact));
            let slip = suspect.slip.map(|slip| format!("（{}）", slip.text())).unwrap_or_default();
            let label = evaluated.cell_label(suspect.cell);
            let likelihood = finding.likelihood(suspect);
            lines.push(format!("       → {likelihood} {label}：{value} 应为 {suggested}{slip}"));
        }
    }
    lines.extend(progress_lines(progress));
    // What is still to come is counted only where something is.
    let is_told = |grade: &Grade| *grade != Grade::ToCome || audit.count(*grade) > 0;
    let counts = Grade::ALL.into_iter().filter(is_told);
    let counts: Vec<_> = counts.map(|grade| format!("{} {}", grade.name(), audit.count(grade))).collect();
    let accepted = Some(audit.accepted()).filter(|accepted| *accepted > 0);
    let accepted = accepted.map_or_else(String::new, |accepted| format!("，已接受 {accepted}"));
    lines.push(format!("  {}{accepted}（共核对 {} 项）", counts.join("，"), audit.checked));
    lines.extend(since.map(since_lines).unwrap_or_default());
    let lines: Vec<_> = lines.iter().map(|line| visible(line)).collect();
    lines.join("\n")
}

/// What became of what an earlier check found.
fn since_lines(since: &Compared) -> Vec<String> {
    let mut lines = vec![format!("  与上次核对相比：{}", Compared::told(since.counts()))];
    lines.extend(since.mended.iter().map(|mended| format!("    已改正 {}：{}", mended.rule, mended.message)));
    lines
}

/// How much of the document was understood, and what is to be told of it.
fn source_lines(Source { understood, left_out, notices, .. }: &Source) -> Vec<String> {
    let mut lines = vec![format!("  导入：{}", understood.sentence())];
    if *left_out > 0 {
        lines.push(format!("  导入时有 {left_out} 处的数没有放进表里或者读不出来，没有核对；用 import 命令逐一列出"));
    }
    lines.extend(notices.iter().take(MOST_NOTICES).map(|notice| format!("  注意：{notice}")));
    if notices.len() > MOST_NOTICES {
        lines.push(format!("  注意：另有 {} 项，用 import 命令逐一列出", notices.len() - MOST_NOTICES));
    }
    lines
}

/// The findings of one file for machines.
#[derive(Debug, Serialize)]
pub(super) struct JsonReport {
    #[serde(flatten)]
    file: JsonFile,
    body: String,
    year: u16,
    kind: &'static str,
    /// Id of the form that it follows.
    form: String,
    /// How many sums and tie-outs were compared.
    checked: usize,
    errors: usize,
    warnings: usize,
    rounding: usize,
    unchecked: usize,
    /// How many blanks and notes tell of what is still to be filled in; left out where there are none.
    #[serde(skip_serializing_if = "is_zero")]
    to_come: usize,
    /// Findings that were accepted; they are in none of the other counts.
    accepted: usize,
    /// Figures and cells of an imported document that have no place in the form or could not be read; left out where
    /// there are none.
    #[serde(skip_serializing_if = "is_zero")]
    left_out: usize,
    /// How much of an imported document was understood.
    #[serde(skip_serializing_if = "Option::is_none")]
    import: Option<JsonImport>,
    /// Last year's disclosure with which last year's figures were compared; left out where there is none.
    #[serde(skip_serializing_if = "Option::is_none")]
    against: Option<JsonLast>,
    findings: Vec<JsonFinding>,
    /// What an earlier check found and this one does not; left out where there is no earlier one of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    mended: Option<Vec<EarlierFinding>>,
    /// How far its tables and parts are, in the order of the work; left out where all is filled in.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    states: Vec<JsonState>,
    /// What is left to fill in, in the order of the work; left out where nothing is.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    left: Vec<JsonLeft>,
}

#[derive(Debug, Serialize)]
struct JsonState {
    of: String,
    table: Option<u8>,
    state: &'static str,
}

#[derive(Debug, Serialize)]
struct JsonLeft {
    of: Option<String>,
    table: Option<u8>,
    what: String,
    why: String,
}

#[derive(Debug, Serialize)]
struct JsonImport {
    tables: usize,
    of_tables: usize,
    amounts: usize,
    placed: usize,
    paragraphs: usize,
    live: usize,
    notices: Vec<String>,
}

#[derive(Debug, Serialize)]
struct JsonLast {
    body: String,
    year: u16,
}

#[derive(Debug, Serialize)]
pub(super) struct JsonFinding {
    /// By which it is known again at the next check.
    id: String,
    rule: String,
    /// What the rule is called.
    title: String,
    grade: &'static str,
    table: Option<u8>,
    row: Option<String>,
    column: Option<u8>,
    stated: Option<String>,
    expected: Option<String>,
    difference: Option<String>,
    message: String,
    /// The part in which the text stands that it speaks of.
    section: Option<String>,
    /// Which paragraph of it, from 1.
    paragraph: Option<usize>,
    /// Whether an earlier check did not find it; left out where there is no earlier one of it.
    #[serde(skip_serializing_if = "Option::is_none")]
    is_new: Option<bool>,
    suspects: Vec<JsonSuspect>,
    /// Why it was accepted.
    accepted: Option<String>,
}

#[derive(Debug, Serialize)]
struct JsonSuspect {
    table: u8,
    row: String,
    column: u8,
    value: String,
    suggested: String,
    slip: Option<String>,
}

impl JsonReport {
    pub fn new(report: Report<'_>) -> Self {
        let Report { path, evaluated, audit, ids, progress, source, against, since } = report;
        let states = progress.states.iter().map(|&(component, state)| JsonState::new(component, state));
        let left = progress.left.iter().filter(|left| left.place != LeftPlace::Findings);
        let left: Vec<JsonLeft> = left.map(JsonLeft::new).collect();
        let is_new = |place: usize| since.and_then(|since| since.is_new.get(place).copied().flatten());
        let findings = audit.findings.iter().zip(ids).enumerate();
        let findings =
            findings.map(|(place, (finding, id))| JsonFinding::new(evaluated, finding, (id.clone(), is_new(place))));
        Self {
            file: JsonFile::new(path),
            body: evaluated.disclosure.body.clone(),
            year: evaluated.disclosure.year,
            kind: kind_id(evaluated.disclosure.kind),
            form: evaluated.form.given_id().to_owned(),
            checked: audit.checked,
            errors: audit.count(Grade::Error),
            warnings: audit.count(Grade::Warning),
            rounding: audit.count(Grade::Rounding),
            unchecked: audit.count(Grade::Unchecked),
            to_come: audit.count(Grade::ToCome),
            accepted: audit.accepted(),
            left_out: source.map_or(0, |source| source.left_out),
            import: source.map(JsonImport::new),
            against: against.map(|last| JsonLast { body: last.body.clone(), year: last.year }),
            findings: findings.collect(),
            mended: since.map(|since| since.mended.clone()),
            states: if left.is_empty() { Vec::new() } else { states.collect() },
            left,
        }
    }
}

/// How far the tables and parts are, and what is left; nothing where all is done.
fn progress_lines(progress: &Progress) -> Vec<String> {
    let left = progress.left.iter().filter(|left| left.place != LeftPlace::Findings);
    let left: Vec<String> = left.map(|left| format!("    {}：{}", left.what, left.why)).collect();
    if left.is_empty() {
        return left;
    }
    let of_state = |wanted: State| {
        let of = progress.states.iter().filter(|(_, state)| *state == wanted);
        let of: Vec<String> = of.map(|(component, _)| component_label(*component)).collect();
        (!of.is_empty()).then(|| format!("  {} {}：{}", wanted.mark(), wanted.name(), of.join("、")))
    };
    let states = [State::Untouched, State::InProgress, State::Complete, State::Empty, State::Absent];
    let mut lines: Vec<String> = states.into_iter().filter_map(of_state).collect();
    lines.push(format!("  还要填 {} 处：", left.len()));
    lines.extend(left);
    lines
}

impl JsonImport {
    fn new(Source { understood, notices, .. }: &Source) -> Self {
        let Understood { tables, of_tables, placed, amounts, live, paragraphs } = *understood;
        Self { tables, of_tables, amounts, placed, paragraphs, live, notices: notices.clone() }
    }
}

impl JsonState {
    fn new(component: Component, state: State) -> Self {
        Self { of: component_label(component), table: table_of(component), state: state.id() }
    }
}

impl JsonLeft {
    fn new(left: &Left) -> Self {
        let (what, why) = (left.what.clone(), left.why.clone());
        Self { of: left.component.map(component_label), table: left.component.and_then(table_of), what, why }
    }
}

fn table_of(component: Component) -> Option<u8> {
    match component {
        Component::Table(number) => Some(number.0),
        _ => None,
    }
}

impl JsonFinding {
    /// `finding`, which is known by `id`, and whether it is new.
    pub fn new(evaluated: Evaluated<'_>, finding: &Finding, (id, is_new): (String, Option<bool>)) -> Self {
        let acceptance = finding.accepted.and_then(|place| evaluated.disclosure.acceptances.get(place));
        let unit = finding.unit(evaluated.form);
        let sides = finding.stated.zip(finding.expected);
        let is_exact = sides.is_some_and(|(stated, expected)| unit.hides_difference(stated, expected));
        let plain = |amount| if is_exact { unit.exact_text(amount) } else { unit.plain(amount) };
        let amount = |amount: Option<Amount>| amount.map(plain);
        let cell = finding.cells.first().map(|&cell| place(evaluated, cell));
        let suspects = finding.suspects.iter().map(|suspect| {
            let (table, row, column) = place(evaluated, suspect.cell);
            let unit = evaluated.unit_of_cell(suspect.cell);
            let is_exact = unit.hides_difference(suspect.value, suspect.suggested);
            let plain = |amount| if is_exact { unit.exact_text(amount) } else { unit.plain(amount) };
            let (value, suggested) = (plain(suspect.value), plain(suspect.suggested));
            JsonSuspect { table, row, column, value, suggested, slip: suspect.slip.map(Slip::text) }
        });
        let text = finding.text.as_ref().map(|spot| &spot.place);
        Self {
            id,
            rule: finding.rule.clone(),
            title: rule_text(evaluated.form, &finding.rule).map_or_else(String::new, |rule| rule.title.to_owned()),
            grade: finding.grade.id(),
            table: cell.as_ref().map(|cell| cell.0),
            row: cell.as_ref().map(|cell| cell.1.clone()),
            column: cell.as_ref().map(|cell| cell.2),
            stated: amount(finding.stated),
            expected: amount(finding.expected),
            difference: amount(finding.difference),
            message: finding.message.clone(),
            section: text.and_then(|place| text_part(evaluated, place)).map(part_label),
            paragraph: text.and_then(|place| match place {
                TextPlace::Paragraph(_, paragraph) => Some(paragraph + 1),
                _ => None,
            }),
            is_new,
            suspects: suspects.collect(),
            accepted: acceptance.map(|acceptance| acceptance.reason.clone()),
        }
    }
}

fn is_zero(count: &usize) -> bool {
    *count == 0
}

fn place(evaluated: Evaluated<'_>, cell: disclosure_engine::evaluate::CellIndex) -> (u8, String, u8) {
    let table = evaluated.form.table_of(cell.list).number.0;
    let column = evaluated.form.list(cell.list).amounts[cell.column].number.0;
    (table, evaluated.row_id(cell.list, cell.row), column)
}
