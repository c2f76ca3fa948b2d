//! What was taken of a user's catalogue.

use std::fmt;

/// How many lines that were not understood are named.
const MOST_NAMED: usize = 20;

/// What was taken of a user's catalogue and what was not. Its text tells it in a sentence.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Taken {
    /// Codes of 支出功能分类.
    pub function: usize,
    /// Codes of 部门预算支出经济分类.
    pub economic: usize,
    /// Codes of 政府预算支出经济分类.
    pub government_economic: usize,
    /// Codes of 收入分类, which no table of a disclosure has: passed over.
    pub revenue: usize,
    /// Entries that say from when or until when they are valid.
    pub with_years: usize,
    /// The first lines that were not understood, at most 20.
    pub not_understood: Vec<NotUnderstood>,
    /// How many lines were not understood, those that are not named included.
    pub not_understood_count: usize,
}

/// A line that was not understood. Its text names it: 第 12 行：…
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotUnderstood {
    /// The sheet in which it stands; empty where the file has only one without a name.
    pub sheet: String,
    /// Its number there, from 1.
    pub line: usize,
    /// What is wrong, in Chinese.
    pub reason: String,
}

impl Taken {
    pub(super) fn refuse(&mut self, sheet: &str, line: usize, reason: String) {
        self.not_understood_count += 1;
        if self.not_understood.len() < MOST_NAMED {
            self.not_understood.push(NotUnderstood { sheet: sheet.to_owned(), line, reason });
        }
    }
}

impl fmt::Display for Taken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "读入功能分类科目 {} 个、支出经济分类科目 {} 个", self.function, self.economic)?;
        if self.government_economic > 0 {
            write!(f, "、政府预算支出经济分类科目 {} 个", self.government_economic)?;
        }
        if self.with_years > 0 {
            write!(f, "，其中 {} 个写明了年度", self.with_years)?;
        }
        if self.revenue > 0 {
            write!(f, "；跳过收入分类科目 {} 个", self.revenue)?;
        }
        match self.not_understood_count {
            0 => Ok(()),
            count => write!(f, "；有 {count} 行没有看懂，未读入"),
        }
    }
}

impl fmt::Display for NotUnderstood {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        if !self.sheet.is_empty() {
            write!(f, "工作表“{}”", self.sheet)?;
        }
        write!(f, "第 {} 行：{}", self.line, self.reason)
    }
}
