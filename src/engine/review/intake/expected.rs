//! The list of who must disclose: a name in each line, and the department to which it belongs beside it.

use std::collections::BTreeSet;

use super::{Submission, plain};
use crate::readers::{self, Progress, ReadError, Wanted};
use crate::spelling;

/// The largest list that is read, in bytes.
pub const LIST_SIZE_LIMIT: usize = 8 * 1024 * 1024;
/// The longest name, in characters.
const LONGEST_NAME: usize = 100;
/// What stands over the columns of a list.
const NAME_HEADS: [&str; 6] = ["单位", "单位名称", "预算单位", "预算单位名称", "名称", "部门(单位)名称"];
const DEPARTMENT_HEADS: [&str; 4] = ["部门", "主管部门", "部门名称", "所属部门"];

/// One that must disclose.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedBody {
    pub body: String,
    /// The department to which it belongs, where the list says.
    pub department: Option<String>,
}

/// Why there is no list of names.
#[derive(Debug, thiserror::Error)]
pub enum ExpectedError {
    #[error("名单太大，超过 8 MB")]
    TooLarge,
    #[error("名单读不出来：{0}")]
    Unreadable(#[from] ReadError),
    #[error("名单里没有单位名称：每行写一个单位，也可以是表格，一列“单位名称”，一列“主管部门”")]
    NoNames,
    #[error("改名的对照表里没有名称：每行写两个，上年的名称和今年的名称，用逗号分开")]
    NoRenamed,
}

/// Reads a list: text with a name in each line, or the first table of a spreadsheet. Where heads say which column holds the
/// names and which the departments, these are taken, else the first and the second.
///
/// # Errors
/// When it cannot be read, or no name is in it.
pub fn read_expected(bytes: &[u8]) -> Result<Vec<ExpectedBody>, ExpectedError> {
    if bytes.len() > LIST_SIZE_LIMIT {
        return Err(ExpectedError::TooLarge);
    }
    let source = readers::read(Wanted::List, bytes, &Progress::default())?;
    let rows: Vec<Vec<&str>> = source
        .lines
        .iter()
        .filter(|line| line.grid.is_none_or(|grid| grid == 0))
        .map(|line| line.cells.iter().map(|cell| cell.text.trim()).collect())
        .collect();
    let heads = rows.iter().enumerate().find_map(|(place, row)| Some((place, Columns::of_heads(row)?)));
    let (begin, columns) = heads.map_or((0, Columns::FIRST), |(place, columns)| (place + 1, columns));
    let mut seen = BTreeSet::new();
    let named = rows[begin..].iter().filter_map(|row| columns.body(row));
    let bodies: Vec<ExpectedBody> = named.filter(|one| seen.insert(plain(&one.body))).collect();
    if bodies.is_empty() { Err(ExpectedError::NoNames) } else { Ok(bodies) }
}

/// In which columns what stands.
#[derive(Clone, Copy)]
struct Columns {
    name: usize,
    department: Option<usize>,
}

impl Columns {
    const FIRST: Self = Self { name: 0, department: Some(1) };

    /// Those that the heads in `row` name; `None` where it holds none.
    fn of_heads(row: &[&str]) -> Option<Self> {
        let find = |heads: &[&str]| row.iter().position(|cell| heads.contains(&plain(cell).as_str()));
        Some(Self { name: find(&NAME_HEADS)?, department: find(&DEPARTMENT_HEADS) })
    }

    fn body(self, row: &[&str]) -> Option<ExpectedBody> {
        let cell = |place: usize| row.get(place).filter(|text| !spelling::is_blank(text));
        let short = |text: &str| text.chars().take(LONGEST_NAME).collect::<String>();
        let department = self.department.and_then(cell).map(|text| short(text));
        Some(ExpectedBody { body: short(cell(self.name)?), department })
    }
}

/// Who of `expected` is missing among the submissions that `counts`, and which submissions are of nobody on the list.
pub(super) fn compare(
    submissions: &[Submission],
    expected: &[ExpectedBody],
    counts: impl Fn(&Submission) -> bool,
) -> (Vec<ExpectedBody>, Vec<usize>) {
    let came: BTreeSet<String> = submissions.iter().filter(|one| counts(one)).map(|one| plain(&one.body)).collect();
    let listed: BTreeSet<String> = expected.iter().map(|one| plain(&one.body)).collect();
    let missing = expected.iter().filter(|one| !came.contains(&plain(&one.body))).cloned().collect();
    let is_unlisted = |place: &usize| !listed.contains(&plain(&submissions[*place].body));
    (missing, (0..submissions.len()).filter(is_unlisted).collect())
}
