//! What an imported document prints around its tables and texts: cover, contents, titles, who prepared it (F1, F35, F37-2,
//! F37-3, F39-2 and F57). The disclosure has nothing of it, and what the program exports says it anew.

mod contents;
mod heading;

use super::finding::Finding;
use super::rules::{RESIDUE, THOUSANDS, grade_in};
use super::text::figures::regrouped;
use crate::disclosure::{Amount, Component, TableNumber};
use crate::evaluate::Evaluated;

/// What a document prints around its tables and texts, in its order.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Printed {
    pub lines: Vec<PrintedLine>,
    /// Whether the document says for which year it is, more often than for any other.
    pub says_year: bool,
    /// Whether it says whether it is of a unit or a department.
    pub says_kind: bool,
    /// Figures of its tables that have no place in the form, and what those of one line come to, in yuan.
    pub unplaced: Vec<(TableNumber, Amount)>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PrintedLine {
    pub what: PrintedWhat,
    pub text: String,
    /// Where it stands in the document, in words.
    pub place: String,
}

/// What a line around tables and texts is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintedWhat {
    Cover,
    /// A line of the list of contents.
    Entry(PrintedTitle),
    /// A title over what it names.
    Title(PrintedTitle),
    /// The number above a table: 表 5.
    Label(TableNumber),
    /// The name of the body above a table.
    Preparer,
    /// A figure of a table whose commas part no thousands.
    Figure(TableNumber),
    /// What a field of a word processor left behind.
    Field,
}

/// Of what a title is, or a line of the contents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PrintedTitle {
    /// Place of the part in the form.
    Part(usize),
    Table(TableNumber),
    Section(u8),
    /// Of nothing that the form has.
    Other,
}

impl PrintedLine {
    /// A finding about it: `message` follows on where it stands and what it says.
    fn finding(&self, evaluated: Evaluated<'_>, rule: &str, message: &str) -> Finding {
        let what = match self.what {
            PrintedWhat::Cover => "封面",
            PrintedWhat::Entry(_) => "目录",
            PrintedWhat::Title(PrintedTitle::Table(_)) | PrintedWhat::Label(_) => "表的标题",
            PrintedWhat::Title(_) => "标题",
            PrintedWhat::Preparer => "表上方的编制单位",
            PrintedWhat::Figure(_) => "表里",
            PrintedWhat::Field => "原文件",
        };
        let table = match self.what {
            PrintedWhat::Title(PrintedTitle::Table(number))
            | PrintedWhat::Label(number)
            | PrintedWhat::Figure(number) => Some(number),
            _ => None,
        };
        let message = format!("{what}（{}）“{}”：{message}", self.place, self.text);
        let finding = Finding::new(rule, grade_in(evaluated.form, rule), message);
        Finding { about: table.map(Component::Table), ..finding }
    }
}

/// What is wrong with what `printed` says around the tables and texts of the disclosure.
pub(super) fn findings(evaluated: Evaluated<'_>, printed: &Printed) -> Vec<Finding> {
    let mut findings = Vec::new();
    contents::check(evaluated, printed, &mut findings);
    heading::check(evaluated, printed, &mut findings);
    for line in &printed.lines {
        match line.what {
            PrintedWhat::Figure(_) => {
                let message = format!("千分位的逗号放错了地方，应写成 {}。", regrouped(&line.text));
                findings.push(line.finding(evaluated, THOUSANDS, &message));
            }
            PrintedWhat::Field => {
                let message = "是 Word 的域（目录、页码、引用）留下的，请更新域或者删去。";
                findings.push(line.finding(evaluated, RESIDUE, message));
            }
            _ => {}
        }
    }
    findings
}
