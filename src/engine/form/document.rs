//! The wording of the finished document around tables and texts: cover, titles of the parts, heads of performance
//! tables.
//!
//! In all of it `{body}`, `{district}`, `{year}`, `{numeral}`, `{number}` and `{title}` stand for what they name, where that is known.

use serde::Deserialize;

use super::ByKind;
use crate::disclosure::IndicatorField;

/// The frame of the finished document. A text that is empty is not printed.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct DocumentForm {
    /// The second line of the cover, under the name of the body: `{year}年单位预算公开`.
    pub cover: ByKind,
    /// The line over it, where it is not just the name of the body: `预算单位：{body}`.
    #[serde(default)]
    pub cover_body: Option<ByKind>,
    /// Whether what is disclosed stands above the body.
    #[serde(default)]
    pub body_last: bool,
    /// Head of the list of contents: 目录.
    pub contents: String,
    /// Its parts, in printed order. A form that gives none has four, titled by the next four.
    #[serde(default)]
    pub parts: Vec<PartForm>,
    #[serde(default)]
    overview: ByKind,
    #[serde(default)]
    tables: ByKind,
    #[serde(default)]
    narrative: ByKind,
    #[serde(default)]
    glossary: ByKind,
    /// Whether the list of contents does not name the sections.
    #[serde(default)]
    pub short_contents: bool,
    /// What stands above a table's title: `表 {number}`.
    pub table_label: String,
    /// The line of a table in the list of contents: `{numeral}、{title}`.
    pub table_entry: String,
    /// Heading of a section that does not give its own.
    pub section: String,
    /// The mark on each page of a draft: 草稿.
    pub draft: String,
    /// The performance tables.
    #[serde(default)]
    pub performance: PerformanceForm,
}

/// A part of the finished document. Each begins on a new page.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PartForm {
    /// Blank where none is printed.
    #[serde(default)]
    pub title: ByKind,
    /// Titles under which documents have it, too.
    #[serde(default)]
    pub also: Vec<String>,
    /// Its line in the list of contents, where that is not its title.
    #[serde(default)]
    pub entry: Option<ByKind>,
    pub holds: PartContents,
}

/// What stands in a part.
#[derive(Debug, Clone, PartialEq, Eq, Deserialize)]
pub enum PartContents {
    Overview,
    Tables,
    /// The sections with these numbers. One that is alone and without a heading is the whole part.
    Sections(Vec<u8>),
    Glossary,
}

impl DocumentForm {
    /// The same with its parts: a form may give titles for four of them in place of parts. `sections` are the numbers of
    /// all sections.
    pub(super) fn with_parts(mut self, sections: impl IntoIterator<Item = u8>) -> Self {
        if self.parts.is_empty() {
            let four = [
                (std::mem::take(&mut self.overview), PartContents::Overview),
                (std::mem::take(&mut self.tables), PartContents::Tables),
                (std::mem::take(&mut self.narrative), PartContents::Sections(sections.into_iter().collect())),
                (std::mem::take(&mut self.glossary), PartContents::Glossary),
            ];
            self.parts = four.map(|(title, holds)| PartForm { title, also: Vec::new(), entry: None, holds }).into();
        }
        self
    }

    /// The frame of a form that words none.
    pub fn plain(sections: impl IntoIterator<Item = u8>) -> Self {
        Self::default().with_parts(sections)
    }

    /// The titles of its parts and of the four that it may title in their place, as they are written.
    pub(super) fn titles_written(&self) -> impl Iterator<Item = &ByKind> {
        [&self.overview, &self.tables, &self.narrative, &self.glossary].into_iter().chain(self.titles())
    }

    /// The titles of its parts.
    pub fn titles(&self) -> impl Iterator<Item = &ByKind> {
        self.parts.iter().map(|part| &part.title)
    }
}

/// Heads and labels of the performance tables.
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PerformanceForm {
    /// They follow the paragraphs under the heading with this word; where there is none, all sections.
    #[serde(default)]
    pub after: String,
    /// The line under the title: （`{year}`年）.
    #[serde(default)]
    pub subtitle: String,
    #[serde(default)]
    pub project: ProjectPerformanceForm,
    /// That of the body as a whole.
    #[serde(default)]
    pub whole: WholePerformanceForm,
}

/// What stands in a column of indicators.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
pub enum IndicatorColumn {
    LevelOne,
    LevelTwo,
    LevelThree,
    Value,
    Basis,
    LastYear,
    Weight,
    Scoring,
    Evidence,
}

impl IndicatorColumn {
    /// The columns of a project's table where the form gives nine heads, with their widths: all that there are.
    pub(crate) const OF_PROJECT: [(Self, u8); 9] = [
        (Self::LevelOne, 10),
        (Self::LevelTwo, 10),
        (Self::LevelThree, 17),
        (Self::Value, 10),
        (Self::Basis, 11),
        (Self::LastYear, 10),
        (Self::Weight, 9),
        (Self::Scoring, 11),
        (Self::Evidence, 12),
    ];
    /// Those of the table of the body as a whole where it gives six.
    const OF_WHOLE: [(Self, u8); 6] = [
        (Self::LevelOne, 13),
        (Self::LevelTwo, 15),
        (Self::LevelThree, 27),
        (Self::Value, 16),
        (Self::Basis, 18),
        (Self::Weight, 11),
    ];

    /// The text of an indicator that stands in it; `None` where it is the weight.
    pub fn field(self) -> Option<IndicatorField> {
        Some(match self {
            Self::LevelOne => IndicatorField::LevelOne,
            Self::LevelTwo => IndicatorField::LevelTwo,
            Self::LevelThree => IndicatorField::LevelThree,
            Self::Value => IndicatorField::Value,
            Self::Basis => IndicatorField::Basis,
            Self::LastYear => IndicatorField::LastYear,
            Self::Scoring => IndicatorField::Scoring,
            Self::Evidence => IndicatorField::Evidence,
            Self::Weight => return None,
        })
    }
}

/// A column of indicators: what stands in it, its head, and how wide it is beside the others.
pub type IndicatorHead<'a> = (IndicatorColumn, &'a str, u8);

/// The columns that a form gives, or else those that it gives heads alone for.
fn heads<'a>(
    own: &'a [(IndicatorColumn, String, u8)],
    fixed: &[(IndicatorColumn, u8)],
    heads: &'a [String],
) -> Vec<IndicatorHead<'a>> {
    if own.is_empty() {
        return fixed.iter().zip(heads).map(|((holds, width), head)| (*holds, head.as_str(), *width)).collect();
    }
    own.iter().map(|(holds, head, width)| (*holds, head.as_str(), *width)).collect()
}

/// Labels of the performance table of a project (项目支出绩效目标表).
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ProjectPerformanceForm {
    #[serde(default)]
    pub title: String,
    /// 预算单位.
    #[serde(default)]
    pub body: ByKind,
    /// 项目名称.
    #[serde(default)]
    pub name: String,
    /// 项目负责人.
    #[serde(default)]
    pub contact: String,
    /// 项目资金, with the unit.
    #[serde(default)]
    pub funds: String,
    /// 年度预算总额.
    #[serde(default)]
    pub total: String,
    /// 其中：财政拨款.
    #[serde(default)]
    pub fiscal: String,
    /// 其他资金.
    #[serde(default)]
    pub other: String,
    /// 项目总体目标.
    #[serde(default)]
    pub goal: String,
    /// Heads of the nine columns of indicators, from 一级指标 to 佐证资料; blank where it gives columns of its own.
    #[serde(default)]
    pub indicators: [String; 9],
    /// The columns of indicators, where they are not these nine: what stands in each, its head, and its share of the width.
    #[serde(default)]
    pub columns: Vec<(IndicatorColumn, String, u8)>,
    /// First and second level of the indicators with which a new table begins.
    #[serde(default)]
    pub levels: Vec<(String, String)>,
}

/// Labels of the performance table of a body as a whole (部门整体绩效目标表).
#[derive(Debug, Clone, PartialEq, Eq, Default, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct WholePerformanceForm {
    #[serde(default)]
    pub title: ByKind,
    /// 部门名称.
    #[serde(default)]
    pub body: ByKind,
    /// 部门联系人.
    #[serde(default)]
    pub contact: ByKind,
    /// 联系电话.
    #[serde(default)]
    pub telephone: String,
    /// 年度绩效目标.
    #[serde(default)]
    pub goal: String,
    /// 年度预算, with the unit.
    #[serde(default)]
    pub funds: String,
    /// 资金来源.
    #[serde(default)]
    pub source: String,
    /// 资金总额, with the unit.
    #[serde(default)]
    pub amount: String,
    /// 财政资金, over the next two.
    #[serde(default)]
    pub fiscal_funds: String,
    /// 上级安排.
    #[serde(default)]
    pub superior: String,
    /// 本级安排.
    #[serde(default)]
    pub fiscal: String,
    /// 其他资金, over the next.
    #[serde(default)]
    pub other_funds: String,
    /// 其他.
    #[serde(default)]
    pub other: String,
    /// Heads of the six columns of indicators: three levels, value, basis, weight; blank where it gives columns of its own.
    #[serde(default)]
    pub indicators: [String; 6],
    /// The columns of indicators, where they are not these six.
    #[serde(default)]
    pub columns: Vec<(IndicatorColumn, String, u8)>,
    /// First and second level of the indicators with which a new table begins.
    #[serde(default)]
    pub levels: Vec<(String, String)>,
}

impl ProjectPerformanceForm {
    /// The columns of indicators, from left to right.
    pub fn heads(&self) -> Vec<IndicatorHead<'_>> {
        heads(&self.columns, &IndicatorColumn::OF_PROJECT, &self.indicators)
    }
}

impl WholePerformanceForm {
    /// The columns of indicators, from left to right.
    pub fn heads(&self) -> Vec<IndicatorHead<'_>> {
        heads(&self.columns, &IndicatorColumn::OF_WHOLE, &self.indicators)
    }
}

impl PerformanceForm {
    /// Whether the form has performance tables, and none of the body as a whole.
    pub fn is_of_projects_alone(&self) -> bool {
        !self.project.title.is_empty() && self.whole.title.unit.is_empty() && self.whole.title.department.is_empty()
    }
}
