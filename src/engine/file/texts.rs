//! The parts of the file that are text: paragraphs, performance tables, accepted findings.

use serde::{Deserialize, Serialize};

use super::decimal::Plain;
use crate::disclosure::{self, Amount};

/// The paragraphs of one part.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Text {
    pub(super) part: Part,
    paragraphs: Vec<String>,
}

#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub(super) enum Part {
    Overview,
    Section(u8),
    Glossary,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Performance {
    /// Name of the project; the table of the body as a whole has none.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    project: Option<String>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    contact: String,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    telephone: String,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    total: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    fiscal: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    superior: Option<Amount>,
    #[serde(default, skip_serializing_if = "Option::is_none")]
    other: Option<Amount>,
    #[serde(default, skip_serializing_if = "String::is_empty")]
    goal: String,
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    indicators: Vec<Indicator>,
}

#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
struct Indicator {
    one: String,
    two: String,
    three: String,
    value: String,
    basis: String,
    last_year: String,
    weight: Option<Plain>,
    scoring: String,
    evidence: String,
}

/// An accepted finding.
#[derive(Clone, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct Acceptance {
    rule: String,
    pub(super) subject: String,
    reason: String,
    author: String,
    written: String,
}

impl Default for Indicator {
    fn default() -> Self {
        Self::from(&disclosure::Indicator::default())
    }
}

impl Text {
    pub(super) fn new(part: disclosure::Part, paragraphs: &[String]) -> Self {
        let part = part.into();
        Self { part, paragraphs: paragraphs.to_vec() }
    }
}

impl From<disclosure::Part> for Part {
    fn from(part: disclosure::Part) -> Self {
        match part {
            disclosure::Part::Overview => Self::Overview,
            disclosure::Part::Section(number) => Self::Section(number),
            disclosure::Part::Glossary => Self::Glossary,
        }
    }
}

impl From<Part> for disclosure::Part {
    fn from(part: Part) -> Self {
        match part {
            Part::Overview => Self::Overview,
            Part::Section(number) => Self::Section(number),
            Part::Glossary => Self::Glossary,
        }
    }
}

impl From<Text> for (disclosure::Part, Vec<String>) {
    fn from(text: Text) -> Self {
        (text.part.into(), text.paragraphs)
    }
}

impl From<&disclosure::PerformanceTable> for Performance {
    fn from(table: &disclosure::PerformanceTable) -> Self {
        let disclosure::PerformanceFunds { total, fiscal, superior, other } = table.funds;
        Self {
            project: match &table.subject {
                disclosure::PerformanceSubject::Project(name) => Some(name.clone()),
                disclosure::PerformanceSubject::Whole => None,
            },
            contact: table.contact.clone(),
            telephone: table.telephone.clone(),
            total,
            fiscal,
            superior,
            other,
            goal: table.goal.clone(),
            indicators: table.indicators.iter().map(Indicator::from).collect(),
        }
    }
}

impl From<Performance> for disclosure::PerformanceTable {
    fn from(table: Performance) -> Self {
        let Performance { total, fiscal, superior, other, .. } = table;
        Self {
            subject: table
                .project
                .map_or(disclosure::PerformanceSubject::Whole, disclosure::PerformanceSubject::Project),
            contact: table.contact,
            telephone: table.telephone,
            funds: disclosure::PerformanceFunds { total, fiscal, superior, other },
            goal: table.goal,
            indicators: table.indicators.into_iter().map(Into::into).collect(),
        }
    }
}

impl From<&disclosure::Indicator> for Indicator {
    fn from(indicator: &disclosure::Indicator) -> Self {
        Self {
            one: indicator.level_one.clone(),
            two: indicator.level_two.clone(),
            three: indicator.level_three.clone(),
            value: indicator.value.clone(),
            basis: indicator.basis.clone(),
            last_year: indicator.last_year.clone(),
            weight: indicator.weight.map(Plain),
            scoring: indicator.scoring.clone(),
            evidence: indicator.evidence.clone(),
        }
    }
}

impl From<Indicator> for disclosure::Indicator {
    fn from(indicator: Indicator) -> Self {
        Self {
            level_one: indicator.one,
            level_two: indicator.two,
            level_three: indicator.three,
            value: indicator.value,
            basis: indicator.basis,
            last_year: indicator.last_year,
            weight: indicator.weight.map(|Plain(weight)| weight),
            scoring: indicator.scoring,
            evidence: indicator.evidence,
        }
    }
}

impl From<&disclosure::Acceptance> for Acceptance {
    fn from(acceptance: &disclosure::Acceptance) -> Self {
        let disclosure::Acceptance { rule, subject, reason, author, written } = acceptance.clone();
        Self { rule, subject, reason, author, written }
    }
}

impl From<Acceptance> for disclosure::Acceptance {
    fn from(acceptance: Acceptance) -> Self {
        let Acceptance { rule, subject, reason, author, written } = acceptance;
        Self { rule, subject, reason, author, written }
    }
}
