//! Reading the approved budget (批复): codes, projects and amounts of a spreadsheet or a text.

use jiff::civil::Date;
use rust_decimal::Decimal;

use crate::audit::{Approved, ApprovedRow};
use crate::disclosure::{Amount, Code};
use crate::readers::{self, Place, Progress, ReadError, Wanted};
use crate::spelling::{self, half_width};

/// The largest file that is read, in bytes.
pub const APPROVED_SIZE_LIMIT: usize = 16 * 1024 * 1024;
/// The longest name of a project, in characters.
const LONGEST_NAME: usize = 500;
/// Heads, by what stands under them; the first that fits counts.
const CODE_HEADS: [&str; 4] = ["科目编码", "科目代码", "编码", "代码"];
const PROJECT_HEADS: [&str; 3] = ["项目名称", "项目", "事项"];
const AMOUNT_HEADS: [&str; 8] = ["批复数", "批复金额", "批复预算", "批准数", "金额", "预算数", "预算金额", "年初预算"];

/// Why there is no approved budget.
#[derive(Debug, thiserror::Error)]
pub enum ApprovedError {
    #[error("批复文件太大，超过 16 MB")]
    TooLarge,
    #[error("批复文件读不出来：{0}")]
    Unreadable(#[from] ReadError),
    #[error(
        "批复文件里没有表头：要有一行写着“科目编码”（或者类、款、项）和“金额”（或者批复数、预算数），也可以有“项目名称”"
    )]
    NoHeads,
    #[error("批复文件没有写明金额单位：请在表头写“金额（元）”或“金额（万元）”，或者在表上方写“单位：万元”")]
    NoUnit,
    #[error("批复文件里没有一行有科目编码或项目名称和金额")]
    NoRows,
}

/// Reads an approved budget.
///
/// # Errors
/// When it cannot be read, or does not say what its columns and amounts are.
pub fn read_approved(bytes: &[u8]) -> Result<Approved, ApprovedError> {
    if bytes.len() > APPROVED_SIZE_LIMIT {
        return Err(ApprovedError::TooLarge);
    }
    let source = readers::read(Wanted::List, bytes, &Progress::default())?;
    let rows: Vec<Vec<&str>> =
        source.lines.iter().map(|line| line.cells.iter().map(|cell| cell.text.trim()).collect()).collect();
    let heads = rows.iter().enumerate().find_map(|(place, row)| Some((place, Columns::of_heads(row)?)));
    let (begin, columns) = heads.ok_or(ApprovedError::NoHeads)?;
    let yuan = unit_in(&rows[..=begin]).ok_or(ApprovedError::NoUnit)?;
    let mut last_code = None;
    let mut approved = Approved { rows: Vec::new(), on: date_in(&rows) };
    // Further sheets say the same once more, or something else.
    let sheet = |place: &Place| match place {
        Place::Sheet(name, _) => Some(name.clone()),
        _ => None,
    };
    let own = sheet(&source.lines[begin].place);
    let below = source.lines.iter().zip(&rows).skip(begin + 1);
    for (_, row) in below.filter(|(line, _)| sheet(&line.place) == own) {
        approved.rows.extend(columns.row(row, yuan, &mut last_code));
    }
    if approved.rows.is_empty() { Err(ApprovedError::NoRows) } else { Ok(approved) }
}

/// In which columns what stands.
struct Columns {
    /// One with whole codes, or three with their levels.
    codes: Vec<usize>,
    project: Option<usize>,
    amount: usize,
}

/// A head without blanks and without what stands in brackets.
fn key(text: &str) -> String {
    let plain: String = spelling::plain(text).collect();
    plain.split('(').next().unwrap_or_default().to_owned()
}

impl Columns {
    fn of_heads(row: &[&str]) -> Option<Self> {
        let keys: Vec<String> = row.iter().map(|cell| key(cell)).collect();
        let find = |heads: &[&str]| heads.iter().find_map(|head| keys.iter().position(|key| key == head));
        let levels = || ["类", "款", "项"].iter().map(|level| keys.iter().position(|key| key == level)).collect();
        let whole = |head: &&str| {
            keys.iter().position(|key| key.ends_with(head) && !PROJECT_HEADS.contains(&key.trim_end_matches(head)))
        };
        let codes = CODE_HEADS.iter().find_map(whole).map(|one| vec![one]).or_else(levels);
        let project = find(&PROJECT_HEADS);
        let codes = codes.or_else(|| project.map(|_| Vec::new()))?;
        Some(Self { codes, project, amount: find(&AMOUNT_HEADS)? })
    }

    fn row(&self, row: &[&str], yuan: i64, last_code: &mut Option<Code>) -> Option<ApprovedRow> {
        let cell = |place: usize| row.get(place).copied().unwrap_or_default();
        let text: String = self.codes.iter().map(|&place| cell(place)).collect();
        let own = code_in(&text);
        let project = self.project.map(cell).filter(|name| !spelling::is_blank(name));
        let project = project.map(|name| name.chars().take(LONGEST_NAME).collect::<String>());
        // A merged code stands only beside the first of its projects.
        let code = own.or(last_code.filter(|_| project.is_some() && spelling::is_blank(&text)));
        *last_code = code.or(*last_code);
        let digits: String =
            cell(self.amount).chars().map(half_width).filter(|c| *c != ',' && !c.is_whitespace()).collect();
        let figure: Decimal = digits.parse().ok()?;
        let amount = Amount::from_yuan((figure.checked_mul(yuan.into())?).round_dp(Amount::MAX_SCALE)).ok()?;
        (code.is_some() || project.is_some()).then_some(ApprovedRow { code, project, amount })
    }
}

/// The code with which a text begins: 2080101, 208 01 01, 2080101 行政运行.
fn code_in(text: &str) -> Option<Code> {
    let plain: String = spelling::plain(text).collect();
    let digits: String = plain.chars().take_while(char::is_ascii_digit).collect();
    digits.parse().ok()
}

/// The day on which it was approved, where a line says it: 批复日期：2025年1月25日.
fn date_in(rows: &[Vec<&str>]) -> Option<Date> {
    let line = rows.iter().map(|row| row.iter().flat_map(|text| spelling::plain(text)).collect::<String>());
    let after = line.filter_map(|line| line.split_once("批复日期").map(|(_, after)| after.to_owned()));
    let numbers = |text: String| -> Option<Date> {
        let mut numbers = text.split(|c: char| !c.is_ascii_digit()).filter(|digits| !digits.is_empty());
        let (year, month, day) = (numbers.next()?, numbers.next()?, numbers.next()?);
        Date::new(year.parse().ok()?, month.parse().ok()?, day.parse().ok()?).ok()
    };
    after.into_iter().find_map(numbers)
}

/// What a unit of the amounts is in yuan, where the heads or what stands above them say it.
fn unit_in(rows: &[Vec<&str>]) -> Option<i64> {
    let texts: Vec<String> = rows.iter().flatten().map(|text| spelling::plain(text).collect()).collect();
    let says = |unit: &str| {
        texts.iter().any(|text| {
            text.contains(&format!("({unit})"))
                || text.contains(&format!(":{unit}"))
                || text.contains(&format!("单位{unit}"))
        })
    };
    [("万元", 10_000), ("千元", 1_000), ("元", 1)].into_iter().find(|(unit, _)| says(unit)).map(|(_, yuan)| yuan)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<Vec<(String, String, String)>, String> {
        let approved = read_approved(text.as_bytes()).map_err(|error| error.to_string())?;
        let row = |row: &ApprovedRow| {
            let code = row.code.map(|code| code.to_string()).unwrap_or_default();
            (code, row.project.clone().unwrap_or_default(), row.amount.to_string())
        };
        Ok(approved.rows.iter().map(row).collect())
    }

    fn row(code: &str, project: &str, amount: &str) -> (String, String, String) {
        (code.to_owned(), project.to_owned(), amount.to_owned())
    }

    #[test]
    fn codes_projects_and_amounts_are_read_by_their_heads() {
        let rows = read(
            "某局批复\t\t\n科目编码\t项目名称\t批复数（万元）\n2080101 行政运行\t\t\"1,000.50\"\n2080109\t甲\t20\n\t乙\t30\n合计\t\t1050.5",
        );
        let expected = [
            row("2080101", "", "10,005,000.00"),
            row("2080109", "甲", "200,000.00"),
            row("2080109", "乙", "300,000.00"),
        ];
        assert_eq!(rows.unwrap(), expected);
        let rows = read("单位：元\t\t\t\n类\t款\t项\t金额\n208\t01\t01\t500\n208\t01\t\t500");
        assert_eq!(rows.unwrap(), [row("2080101", "", "500.00"), row("20801", "", "500.00")]);
    }

    #[test]
    fn what_it_does_not_say_is_asked_for() {
        for (text, part) in [
            ("2080101\t500\n2080102\t600", "表头"),
            ("科目编码\t金额\n2080101\t500", "金额单位"),
            ("科目编码\t金额（元）\n行政运行\t500", "没有一行"),
        ] {
            assert!(read(text).unwrap_err().contains(part), "{text}");
        }
    }
}
