//! The lines of an example that stand beside the disclosure: what its document prints around tables and texts, what was
//! approved, and which reasons another body gives.

use jiff::civil::Date;

use super::super::narrative::words_of_reason;
use super::super::{Approved, ApprovedRow, Printed, PrintedLine, PrintedTitle, PrintedWhat};
use crate::disclosure::TableNumber;
use crate::form::Form;

const PRINTED: &str = "printed ";
const APPROVED: &str = "approved ";
const ELSEWHERE: &str = "elsewhere ";
const UNPLACED: &str = "unplaced ";

/// Whether the line is no part of the disclosure.
pub(super) fn is_one(line: &str) -> bool {
    [PRINTED, APPROVED, ELSEWHERE, UNPLACED].iter().any(|first| line.starts_with(first))
}

/// What the lines `printed cover …`, `printed entry T5 …` (a line of the contents), `printed title 3 …`, `printed label T5 …`,
/// `printed preparer …` and `printed figure T5 …` say, and `unplaced T5 5.00` of a figure of a table that has no place in the
/// form; `None` where one cannot be understood.
pub(super) fn printed(form: &Form, lines: &[String]) -> Option<Printed> {
    let unplaced = lines.iter().filter_map(|line| line.strip_prefix(UNPLACED)).map(|line| {
        let (number, amount) = line.split_once(' ')?;
        Some((table(number)?, form.text_unit.amount(amount.parse().ok()?).ok()?))
    });
    let unplaced = unplaced.collect::<Option<_>>()?;
    let lines = lines.iter().filter_map(|line| line.strip_prefix(PRINTED)).zip(1..);
    let line = |(line, at): (&str, usize)| {
        let (first, rest) = line.split_once(' ')?;
        let (second, text) = rest.split_once(' ').unwrap_or((rest, ""));
        let (what, text) = match first {
            "cover" => (PrintedWhat::Cover, rest),
            "preparer" => (PrintedWhat::Preparer, rest),
            "entry" => (PrintedWhat::Entry(title(second)?), text),
            "title" => (PrintedWhat::Title(title(second)?), text),
            "label" => (PrintedWhat::Label(table(second)?), text),
            "figure" => (PrintedWhat::Figure(table(second)?), text),
            _ => return None,
        };
        Some(PrintedLine { what, text: text.to_owned(), place: format!("第 {at} 行") })
    };
    Some(Printed { lines: lines.map(line).collect::<Option<_>>()?, says_year: true, says_kind: true, unplaced })
}

fn table(text: &str) -> Option<TableNumber> {
    text.strip_prefix('T')?.parse().ok().map(TableNumber)
}

/// `T5`, the number of a section, `p1` for the place of a part, `-` for nothing of the form.
fn title(text: &str) -> Option<PrintedTitle> {
    match text.strip_prefix('p') {
        Some(part) => part.parse().ok().map(PrintedTitle::Part),
        None if text == "-" => Some(PrintedTitle::Other),
        None => match table(text) {
            Some(table) => Some(PrintedTitle::Table(table)),
            None => text.parse().ok().map(PrintedTitle::Section),
        },
    }
}

/// What the lines `approved 2080101 5.00`, `approved 2080101/甲 5.00` and `approved on 2025-01-25` say.
pub(super) fn approved(form: &Form, lines: &[String]) -> Option<Approved> {
    let mut approved = Approved::default();
    for line in lines.iter().filter_map(|line| line.strip_prefix(APPROVED)) {
        let (what, value) = line.rsplit_once(' ')?;
        if what == "on" {
            approved.on = Some(value.parse::<Date>().ok()?);
            continue;
        }
        let (code, project) = what.split_once('/').map_or((what, None), |(code, name)| (code, Some(name.to_owned())));
        let amount = form.text_unit.amount(value.parse().ok()?).ok()?;
        approved.rows.push(ApprovedRow { code: code.parse().ok(), project, amount });
    }
    Some(approved)
}

/// The words of the reasons that the lines `elsewhere 本年新增…` say another body gives.
pub(super) fn elsewhere(lines: &[String]) -> Vec<String> {
    lines.iter().filter_map(|line| line.strip_prefix(ELSEWHERE)).map(words_of_reason).collect()
}
