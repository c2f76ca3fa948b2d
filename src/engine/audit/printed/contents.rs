//! The list of contents against what the document holds, and numbers that go up (F1, F1-2).

use super::{Printed, PrintedLine, PrintedTitle, PrintedWhat};
use crate::audit::finding::Finding;
use crate::audit::rules::{CONTENTS, NUMBERING, grade_in};
use crate::disclosure::{Component, Part, Said};
use crate::evaluate::Evaluated;
use crate::spelling;

/// A title is meant, in other words, where so much of its pairs of characters stands in a line, in percent.
const ALIKE: usize = 60;

pub(super) fn check(evaluated: Evaluated<'_>, printed: &Printed, findings: &mut Vec<Finding>) {
    let contents = Contents { evaluated, printed };
    contents.tables(findings);
    contents.sections(findings);
    numbering(evaluated, printed, findings);
}

struct Contents<'a> {
    evaluated: Evaluated<'a>,
    printed: &'a Printed,
}

impl<'a> Contents<'a> {
    fn entries(&self) -> impl Iterator<Item = (PrintedTitle, &'a PrintedLine)> {
        self.printed.lines.iter().filter_map(|line| match line.what {
            PrintedWhat::Entry(title) => Some((title, line)),
            _ => None,
        })
    }

    fn has(&self, wanted: PrintedTitle) -> bool {
        self.entries().any(|(title, _)| title == wanted)
    }

    fn tables(&self, findings: &mut Vec<Finding>) {
        let Evaluated { form, disclosure, .. } = self.evaluated;
        let listed = form.tables.iter().filter(|table| self.has(PrintedTitle::Table(table.number))).count();
        // Contents that name few tables name none by themselves.
        if listed * 2 < form.tables.len() {
            return;
        }
        for table in &form.tables {
            let component = Component::Table(table.number);
            let is_absent = disclosure.said.get(&component) == Some(&Said::Absent);
            let title = PrintedWhat::Title(PrintedTitle::Table(table.number));
            let has_title = self.printed.lines.iter().any(|line| line.what == title);
            let is_listed = self.has(PrintedTitle::Table(table.number));
            // One whose columns could not be told stands there all the same.
            if is_listed == has_title || is_absent == has_title {
                continue;
            }
            let title = table.plain_title(disclosure.kind);
            let name = format!("表{} {title}", table.number);
            findings.push(self.differs(&name, &title, is_listed, Some(component)));
        }
    }

    fn sections(&self, findings: &mut Vec<Finding>) {
        let form = self.evaluated.form;
        let headings = |number: u8| {
            let wanted = PrintedWhat::Title(PrintedTitle::Section(number));
            self.printed.lines.iter().any(|line| line.what == wanted)
        };
        let numbers = || form.texts.sections.iter().map(|section| section.number);
        let listed = numbers().filter(|number| self.has(PrintedTitle::Section(*number))).count();
        let printed = numbers().filter(|number| headings(*number)).count();
        if listed * 2 < form.texts.sections.len() || printed * 2 < form.texts.sections.len() {
            return;
        }
        for section in &form.texts.sections {
            let (is_listed, is_printed) = (self.has(PrintedTitle::Section(section.number)), headings(section.number));
            if is_listed != is_printed {
                let name = format!("情况说明的一节“{}”", section.title);
                let component = Component::Text(Part::Section(section.number));
                findings.push(self.differs(&name, &section.title, is_listed, Some(component)));
            }
        }
    }

    /// What stands in the contents alone, or in the document alone.
    fn differs(&self, name: &str, title: &str, is_listed: bool, about: Option<Component>) -> Finding {
        let message = match (is_listed, self.alike(title)) {
            (true, _) => format!("目录里有{name}，正文里没有。"),
            (false, Some(line)) => format!("目录（{}）写的是“{}”，正文是{name}。", line.place, line.text),
            (false, None) => format!("目录里没有{name}，正文里有。"),
        };
        Finding { about, ..Finding::new(CONTENTS, grade_in(self.evaluated.form, CONTENTS), message) }
    }

    /// A line of the contents that names nothing else and nearly has this title.
    fn alike(&self, title: &str) -> Option<&'a PrintedLine> {
        let pairs = |text: &str| -> Vec<[char; 2]> {
            let characters: Vec<char> = spelling::plain(text).filter(|c| c.is_alphanumeric()).collect();
            characters.windows(2).map(|pair| [pair[0], pair[1]]).collect()
        };
        let wanted = pairs(title);
        let shared = |line: &PrintedLine| {
            let own = pairs(&line.text);
            wanted.iter().filter(|pair| own.contains(pair)).count() * 100 / wanted.len().max(1)
        };
        let others = self.entries().filter(|(title, _)| *title == PrintedTitle::Other).map(|(_, line)| line);
        others.filter(|line| shared(line) >= ALIKE).max_by_key(|line| shared(line))
    }
}

/// Numbers of tables and sections that do not go up, or stand twice.
fn numbering(evaluated: Evaluated<'_>, printed: &Printed, findings: &mut Vec<Finding>) {
    let of_entries = |line: &PrintedLine| match line.what {
        PrintedWhat::Entry(title) => Some((title, number_before(&line.text))),
        _ => None,
    };
    let of_titles = |line: &PrintedLine| match line.what {
        PrintedWhat::Title(title @ (PrintedTitle::Part(_) | PrintedTitle::Section(_))) => {
            Some((title, number_before(&line.text)))
        }
        _ => None,
    };
    let of_labels = |line: &PrintedLine| match line.what {
        PrintedWhat::Label(table) => Some((PrintedTitle::Table(table), label_number(&line.text))),
        _ => None,
    };
    run(evaluated, printed, of_entries, findings);
    run(evaluated, printed, of_titles, findings);
    run(evaluated, printed, of_labels, findings);
}

/// What of a title is numbered: its kind, which a part begins anew.
fn kind(title: PrintedTitle) -> u8 {
    match title {
        PrintedTitle::Part(_) | PrintedTitle::Other => 0,
        PrintedTitle::Table(_) => 1,
        PrintedTitle::Section(_) => 2,
    }
}

fn run(
    evaluated: Evaluated<'_>,
    printed: &Printed,
    numbered: impl Fn(&PrintedLine) -> Option<(PrintedTitle, Option<usize>)>,
    findings: &mut Vec<Finding>,
) {
    let mut before: Option<(PrintedTitle, usize)> = None;
    for line in &printed.lines {
        let Some((title, number)) = numbered(line) else { continue };
        let Some(number) = number.filter(|_| kind(title) > 0) else {
            // A part begins anew, and of a title without a number nothing is known.
            before = None;
            continue;
        };
        if let Some((_, last_number)) = before.filter(|(last, _)| kind(*last) == kind(title) && *last != title) {
            let message = match number.cmp(&last_number) {
                std::cmp::Ordering::Equal => format!("序号 {number} 用了两次。"),
                std::cmp::Ordering::Less => format!("序号 {number} 排在 {last_number} 后面。"),
                std::cmp::Ordering::Greater => String::new(),
            };
            if !message.is_empty() {
                findings.push(line.finding(evaluated, NUMBERING, &message));
            }
        }
        before = Some((title, number));
    }
}

/// The number with which a title begins: 五、 or 5. or （五）.
pub(super) fn number_before(text: &str) -> Option<usize> {
    let plain: String = spelling::plain(text).skip_while(|c| !c.is_alphanumeric()).collect();
    let end = plain.find(['、', '.', ')', ':', '.'])?;
    number_of(&plain[..end])
}

/// The number of a table: 表5, 附表五, 公开05表.
fn label_number(text: &str) -> Option<usize> {
    let plain: String = spelling::plain(text).collect();
    let mut runs =
        plain.split(|c: char| !(c.is_ascii_digit() || spelling::label::is_numeral(c))).filter(|run| !run.is_empty());
    let number = runs.next()?;
    // 表2-1 is a part of a table, and no twenty-first.
    if runs.next().is_some() { None } else { number_of(number) }
}

fn number_of(text: &str) -> Option<usize> {
    let digits: Option<usize> = text.parse().ok();
    digits.or_else(|| spelling::numeral_value(text))
}
