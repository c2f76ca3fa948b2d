//! Where codes and names stand in a sheet.

use super::{Sheet, SheetRow};
use crate::disclosure::{Classification, Code};

/// Rows in which a head is looked for.
const HEAD_ROWS: usize = 30;

/// Characters of the longest head; what is longer is a remark.
const LONGEST_HEAD: usize = 20;

/// Columns that hold codes and their names; a sheet may have several such pairs side by side.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Columns {
    pub code: CodeColumns,
    pub name: usize,
    /// What the head says that the codes are.
    pub classification: Option<Classification>,
    pub years: YearColumns,
}

/// Columns that say when codes are valid, where a list has them.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct YearColumns {
    /// 启用年度: since when.
    pub from: Option<usize>,
    /// 截止年度: the last year.
    pub until: Option<usize>,
    /// 停用年度: the first year in which it is not valid any more.
    pub ended: Option<usize>,
    /// 接替科目: what took its place.
    pub successors: Option<usize>,
    /// 文号: who says so.
    pub source: Option<usize>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum CodeColumns {
    Whole(usize),
    /// 类, 款 and 项 apart, 项 only where there is such a column.
    Parts(usize, usize, Option<usize>),
}

/// The columns of `sheet` and the place of the first row below their head; `None` where no cell looks like a code.
pub(super) fn find(sheet: &Sheet) -> Option<(Vec<Columns>, usize)> {
    let by_head = |place: usize| {
        let columns = columns_below(sheet, place)?;
        // 类, 款, 项 may stand in a second row of the head.
        let row = (place + 1..=place + 2).find(|&row| parts(sheet.rows.get(row), None).is_some());
        Some((columns, row.unwrap_or(place) + 1))
    };
    (0..sheet.rows.len().min(HEAD_ROWS)).find_map(by_head).or_else(|| Some((vec![by_look(sheet)?], 0)))
}

/// The cells of the head of `sheet` that name no column that is read, each with its line.
pub(super) fn unknown_heads(sheet: &Sheet) -> Vec<(usize, String)> {
    let Some(row) = sheet.rows.iter().take(HEAD_ROWS).find(|row| !row.cells.iter().all(String::is_empty)) else {
        return Vec::new();
    };
    // Without a head nothing is one.
    if row.cells.iter().any(|cell| is_code(cell)) {
        return Vec::new();
    }
    let of_years = years(row);
    let of_years = [of_years.from, of_years.until, of_years.ended, of_years.successors, of_years.source];
    let is_part = |cell: &str| ["类", "款", "项"].contains(&squeezed(cell).as_str());
    let is_known = |(column, cell): &(usize, &String)| {
        cell.is_empty()
            || is_code_head(cell)
            || is_name_head(cell)
            || is_part(cell)
            || of_years.contains(&Some(*column))
    };
    let cells = row.cells.iter().enumerate().filter(|cell| !is_known(cell));
    cells.map(|(_, cell)| (row.line, cell.clone())).collect()
}

/// The columns whose heads stand in the row at `place`.
fn columns_below(sheet: &Sheet, place: usize) -> Option<Vec<Columns>> {
    let row = &sheet.rows[place];
    // An entry may have a name with such a word in it.
    if row.cells.iter().any(|cell| is_code(cell)) {
        return None;
    }
    let columns_with = |is_head: fn(&str) -> bool| (0..row.cells.len()).filter(move |&c| is_head(row.cell(c)));
    let mut codes: Vec<usize> = columns_with(is_code_head).collect();
    let names: Vec<usize> = columns_with(is_name_head).collect();
    // 单位编码 beside 科目编码 is not what is looked for.
    if codes.iter().any(|&column| is_of_subjects(row.cell(column))) {
        codes.retain(|&column| is_of_subjects(row.cell(column)));
    }
    if codes.is_empty() {
        let code = parts(Some(row), None)?;
        let name = names.first().copied().or_else(|| name_head_above(sheet, place));
        let name = name.or_else(|| text_column(&sheet.rows[place + 1..], code))?;
        return Some(vec![Columns { code, name, classification: None, years: years(row) }]);
    }
    let found = codes.iter().enumerate().filter_map(|(nth, &column)| {
        let next = codes.get(nth + 1).copied().unwrap_or(usize::MAX);
        let mut after = names.iter().copied().filter(|&name| column < name && name < next);
        let named_by_head = after.next().or_else(|| names.first().copied().filter(|_| codes.len() == 1));
        let end = named_by_head.filter(|&name| name > column).unwrap_or(next);
        let below = (place + 1..=place + 2).find_map(|row| parts(sheet.rows.get(row), Some(column..end)));
        let code = below.unwrap_or(CodeColumns::Whole(column));
        let name = named_by_head.or_else(|| text_column(&sheet.rows[place + 1..], code))?;
        let classification = mentioned(row.cell(column)).or_else(|| mentioned(row.cell(name)));
        Some(Columns { code, name, classification, years: years(row) })
    });
    let found: Vec<Columns> = found.collect();
    (!found.is_empty()).then_some(found)
}

/// The columns of `row`, a head, that say when codes are valid.
fn years(row: &SheetRow) -> YearColumns {
    let headed = |words: &[&str]| {
        (0..row.cells.len()).find(|&column| words.iter().any(|word| squeezed(row.cell(column)).contains(word)))
    };
    YearColumns {
        from: headed(&["启用", "起始年", "生效", "增设年", "增设日"]),
        until: headed(&["截止", "终止年", "到期", "末年"]),
        ended: headed(&["停用", "取消年", "废止"]),
        successors: headed(SUCCESSOR_HEADS),
        source: headed(&["文号", "依据"]),
    }
}

/// What heads a column of codes that took the place of others.
const SUCCESSOR_HEADS: &[&str] = &["接替", "替代", "改列"];

/// The column with a name's head in the rows of the head above `place`.
fn name_head_above(sheet: &Sheet, place: usize) -> Option<usize> {
    let rows = sheet.rows[place.saturating_sub(2)..place].iter().rev();
    rows.filter_map(|row| (0..row.cells.len()).find(|&column| is_name_head(row.cell(column)))).next()
}

/// The columns that are headed 类, 款 and perhaps 项, within `columns`.
fn parts(row: Option<&SheetRow>, columns: Option<std::ops::Range<usize>>) -> Option<CodeColumns> {
    let row = row?;
    let columns = columns.unwrap_or(0..usize::MAX);
    let headed = |head: &str| {
        (columns.start..columns.end.min(row.cells.len())).find(|&column| squeezed(row.cell(column)) == head)
    };
    Some(CodeColumns::Parts(headed("类")?, headed("款")?, headed("项")))
}

/// Without a head: the first column whose cells look like codes, and the column of texts after it.
fn by_look(sheet: &Sheet) -> Option<Columns> {
    let width = sheet.rows.iter().map(|row| row.cells.len()).max()?;
    let code = (0..width).find(|&column| most(&sheet.rows, column, is_code)).map(CodeColumns::Whole)?;
    Some(Columns { code, name: text_column(&sheet.rows, code)?, classification: None, years: YearColumns::default() })
}

fn is_code(text: &str) -> bool {
    text.parse::<Code>().is_ok()
}

/// The first column after `code` that holds texts.
fn text_column(rows: &[SheetRow], code: CodeColumns) -> Option<usize> {
    let first = code.last() + 1;
    let width = rows.iter().map(|row| row.cells.len()).max()?;
    // 类, 款, 项 alone say of what level a code is.
    let is_text = |text: &str| text.chars().count() > 1 && text.chars().any(char::is_alphabetic);
    (first..width).find(|&column| most(rows, column, is_text))
}

/// Whether most cells of `column` that hold something hold what `is` accepts.
fn most(rows: &[SheetRow], column: usize, is: impl Fn(&str) -> bool) -> bool {
    let filled = rows.iter().map(|row| row.cell(column)).filter(|text| !text.is_empty());
    let (all, accepted) = filled.fold((0, 0), |(all, accepted), text| (all + 1, accepted + usize::from(is(text))));
    accepted * 2 > all
}

/// The classification that `text` speaks of: that of functions, or an economic one, which is taken for that of departments.
pub(super) fn mentioned(text: &str) -> Option<Classification> {
    let text = squeezed(text);
    match (mentions(&text, "功能"), mentions(&text, "经济")) {
        (true, false) => Some(Classification::Function),
        (false, true) => Some(Classification::Economic),
        _ => None,
    }
}

/// Whether `word` stands in `text` as the name of a classification, not in that of a body such as 经济和信息化局.
fn mentions(text: &str, word: &str) -> bool {
    let after = text.match_indices(word).map(|(place, _)| text[place + word.len()..].chars().next());
    after.into_iter().any(|next| next.is_none_or(|c| !c.is_alphabetic() || "分科支类编代名口".contains(c)))
}

/// Whether `text` heads a column of codes.
pub(super) fn is_code_head(text: &str) -> bool {
    let text = squeezed(text);
    let is_short = text.chars().count() <= LONGEST_HEAD && !is_successor_head(&text);
    text == "code" || is_short && (text.contains("编码") || text.contains("代码"))
}

/// Codes that took the place of others are not what a list is of.
fn is_successor_head(text: &str) -> bool {
    SUCCESSOR_HEADS.iter().any(|word| text.contains(word))
}

fn is_name_head(text: &str) -> bool {
    let text = squeezed(text);
    if is_successor_head(&text) {
        return false;
    }
    text == "name" || text.chars().count() <= LONGEST_HEAD && text.contains("名称") && !is_code_head(&text)
}

fn is_of_subjects(head: &str) -> bool {
    head.contains("科目") || mentioned(head).is_some()
}

/// `text` in lower case and without blanks, which are often put into heads to make them wider.
fn squeezed(text: &str) -> String {
    text.chars().filter(|c| !c.is_whitespace()).map(|c| c.to_ascii_lowercase()).collect()
}

impl CodeColumns {
    fn last(self) -> usize {
        match self {
            Self::Whole(column) => column,
            Self::Parts(class, section, item) => class.max(section).max(item.unwrap_or(0)),
        }
    }
}
