//! The small language in which a form states expressions and identities.
//!
//! ```text
//! equation = sum ("=" | ">=") sum
//! sum      = ["-"] item (("+" | "-") item)*        item = cell | "0"
//! cell     = [table] ["[" row "]"] ["(" column ")"]
//! table    = "T" number | id
//! row      = "row" | "class" | "total" | id | code | id ".." id
//! column   = number | id | column ".." column
//! ```
//!
//! What a cell leaves out is taken from where the expression stands: the same table, the same row, the same column.
//! `[row]` is the row with the same code (or the total), `[class]` likewise for 类 only. A range stands for the sum of
//! all from the first to the last, as printed.

use super::Relation;
use super::error::{FormError, SourceText, full_width};

pub(super) struct EquationSource<'a> {
    pub left: Vec<ItemSource<'a>>,
    pub relation: Relation,
    pub right: Vec<ItemSource<'a>>,
}

/// A cell, or a range of cells, as written.
#[derive(Clone, Copy)]
pub(super) struct ItemSource<'a> {
    pub negative: bool,
    /// The whole item, to point at.
    pub text: &'a str,
    pub table: Option<&'a str>,
    pub row: Option<RangeSource<'a>>,
    pub column: Option<RangeSource<'a>>,
}

/// `first..last`, or the same twice.
#[derive(Clone, Copy)]
pub(super) struct RangeSource<'a> {
    pub first: &'a str,
    pub last: &'a str,
}

/// Reads `text`, which is borrowed from `source`, as an equation.
pub(super) fn equation<'a>(source: SourceText<'a>, text: &'a str) -> Result<EquationSource<'a>, FormError> {
    if let Some(at) = text.find(['<', '≤', '≥', '≠']) {
        return Err(source.error(&text[at..], "算式里只有 = 和 >=；要说不大于，把两边换过来写 >="));
    }
    let (relation, sign) = if text.contains(">=") { (Relation::AtLeast, ">=") } else { (Relation::Equal, "=") };
    let Some((left, right)) = text.split_once(sign) else {
        return Err(source.error(text, "恒等式缺少 = 或 >="));
    };
    Ok(EquationSource { left: sum(source, left)?, relation, right: sum(source, right)? })
}

/// Reads `text`, which is borrowed from `source`, as a sum of cells.
pub(super) fn sum<'a>(source: SourceText<'a>, text: &'a str) -> Result<Vec<ItemSource<'a>>, FormError> {
    let mut items = Vec::new();
    let mut rest = text.trim_start();
    let mut negative = false;
    if let Some(after) = rest.strip_prefix('-') {
        (negative, rest) = (true, after.trim_start());
    }
    loop {
        if let Some(after) = rest.strip_prefix('0') {
            rest = after.trim_start();
        } else {
            let (item, after) = cell(source, rest, negative)?;
            items.push(item);
            rest = after.trim_start();
        }
        (negative, rest) = match rest.chars().next() {
            None => return Ok(items),
            Some('+') => (false, rest[1..].trim_start()),
            Some('-') => (true, rest[1..].trim_start()),
            Some(other) => return Err(source.error(rest, unfit(other))),
        };
    }
}

/// Why nothing goes on with `c` behind a cell.
fn unfit(c: char) -> String {
    let why = match c {
        '=' | '<' | '>' => "：一条里只能有一个 = 或 >=，两边都是和",
        '*' | '/' | '×' | '÷' => "：算式里只有加减，没有乘除",
        _ => return full_width(c).unwrap_or_else(|| format!("“{c}”处应为 + 或 -，或者算式到这里结束")),
    };
    format!("“{c}”处应为 + 或 -{why}")
}

fn cell<'a>(source: SourceText<'a>, text: &'a str, negative: bool) -> Result<(ItemSource<'a>, &'a str), FormError> {
    let mut rest = text;
    let mut table = None;
    if rest.starts_with(|c: char| c.is_ascii_alphabetic()) {
        let end = rest.find(|c: char| !c.is_ascii_alphanumeric() && c != '_').unwrap_or(rest.len());
        (table, rest) = (Some(&rest[..end]), &rest[end..]);
    }
    let (row, rest) = bracketed(source, rest, '[', ']')?;
    let (column, rest) = bracketed(source, rest, '(', ')')?;
    if table.is_none() && row.is_none() && column.is_none() {
        let typed = rest.chars().next().and_then(full_width);
        let message = typed.unwrap_or_else(|| "此处应为单元格，例如 T2[total](3)、[row](1) 或 (2..12)".to_owned());
        return Err(source.error(text, message));
    }
    let text = &text[..text.len() - rest.len()];
    Ok((ItemSource { negative, text, table, row, column }, rest))
}

fn bracketed<'a>(
    source: SourceText<'a>,
    text: &'a str,
    open: char,
    close: char,
) -> Result<(Option<RangeSource<'a>>, &'a str), FormError> {
    let Some(inside) = text.strip_prefix(open) else {
        return Ok((None, text));
    };
    let Some((inside, rest)) = inside.split_once(close) else {
        return Err(source.error(text, format!("缺少 {close}")));
    };
    let (first, last) = inside.split_once("..").unwrap_or((inside, inside));
    let valid = |name: &str| !name.is_empty() && name.chars().all(|c| c.is_ascii_alphanumeric() || c == '_');
    if !valid(first) || !valid(last) {
        let typed = inside.chars().find_map(full_width).map_or_else(String::new, |why| format!("：{why}"));
        return Err(source.error(inside, format!("“{inside}”不是行号、列号或它们的区间{typed}")));
    }
    Ok((Some(RangeSource { first, last }), rest))
}
