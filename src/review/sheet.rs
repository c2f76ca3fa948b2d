//! The review sheet (问题清单): every finding of a disclosure with what was done about it.

use crate::audit::{Audit, Finding, Grade, part_label, rule_text, text_part};
use crate::disclosure::TextPlace;
use crate::evaluate::Evaluated;

/// The findings of one disclosure, to be read without the program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewSheet {
    /// Body and year.
    pub title: String,
    /// How many findings there are of each grade.
    pub summary: String,
    /// The findings, gravest first.
    pub lines: Vec<SheetLine>,
}

/// One finding of a [`ReviewSheet`], in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SheetLine {
    /// Its grade, or 已接受.
    pub grade: String,
    /// Id and title of the rule.
    pub rule: String,
    /// The table or part that it is about.
    pub place: String,
    /// What was found.
    pub message: String,
    /// What stands there less what was expected, in the form's unit; blank where it is about no figures.
    pub difference: String,
    /// Which cell is probably wrong, and what it should hold.
    pub suggestion: String,
    /// Why it was accepted, by whom and when.
    pub acceptance: String,
}

impl ReviewSheet {
    /// The sheet of a disclosure and what was found in it.
    pub fn new(evaluated: Evaluated<'_>, audit: &Audit) -> Self {
        let disclosure = evaluated.disclosure;
        let counts = Grade::ALL.map(|grade| format!("{} {}", grade.name(), audit.count(grade)));
        Self {
            title: format!("{} {} 年预算公开 问题清单", disclosure.body, disclosure.year),
            summary: format!(
                "{}，已接受 {}；共核对 {} 项；金额单位：{}",
                counts.join("，"),
                audit.accepted(),
                audit.checked,
                evaluated.form.unit.name,
            ),
            lines: audit.findings.iter().map(|finding| SheetLine::new(evaluated, finding)).collect(),
        }
    }

    /// The sheet as plain text.
    pub fn text(&self) -> String {
        let mut lines = vec![self.title.clone(), self.summary.clone()];
        for (number, line) in (1..).zip(&self.lines) {
            lines.push(String::new());
            lines.push(format!("{number}. [{}] {}　{}", line.grade, line.place, line.rule));
            lines.push(format!("   {}", line.message));
            for more in [&line.suggestion, &line.acceptance].into_iter().filter(|more| !more.is_empty()) {
                lines.push(format!("   {more}"));
            }
        }
        lines.push(String::new());
        lines.join("\n")
    }
}

impl SheetLine {
    fn new(evaluated: Evaluated<'_>, finding: &Finding) -> Self {
        let unit = &evaluated.form.unit;
        let title = rule_text(evaluated.form, &finding.rule).map_or("", |rule| rule.title);
        let suggestions = finding.suspects.iter().map(|suspect| {
            let (value, suggested) = (unit.text(suspect.value), unit.text(suspect.suggested));
            let slip = suspect.slip.map(|slip| format!("（{}）", slip.text())).unwrap_or_default();
            format!("很可能错在 {}：{value} 应为 {suggested}{slip}", evaluated.cell_label(suspect.cell))
        });
        let acceptance = finding.accepted.and_then(|place| evaluated.disclosure.acceptances.get(place));
        Self {
            grade: if acceptance.is_some() { "已接受" } else { finding.grade.name() }.to_owned(),
            rule: format!("{} {title}", finding.rule),
            place: place(evaluated, finding),
            message: finding.message.clone(),
            difference: finding.difference.map(|difference| unit.text(difference)).unwrap_or_default(),
            suggestion: suggestions.collect::<Vec<_>>().join("；或者 "),
            acceptance: acceptance.map_or_else(String::new, |acceptance| {
                format!("已接受：{}（{} {}）", acceptance.reason, acceptance.author, acceptance.written)
            }),
        }
    }
}

/// The table, or the part that is text.
fn place(evaluated: Evaluated<'_>, finding: &Finding) -> String {
    if let Some(cell) = finding.cells.first() {
        return format!("表{}", evaluated.form.table_of(cell.list).number);
    }
    let place = finding.text.as_ref().map(|spot| &spot.place);
    match (place.and_then(|place| text_part(evaluated, place)), place) {
        (Some(part), _) => part_label(part),
        (None, Some(TextPlace::Performance(..))) => "绩效目标表".to_owned(),
        _ => "全文".to_owned(),
    }
}
