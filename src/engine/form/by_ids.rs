//! Cells in a text, by ids instead of numbers: `share T2[total](3) / T2[total](1)` is
//! `share income[total](general) / income[total](total)`. What a person's paragraph is bound to is kept so, because
//! numbers shift from year to year.

use crate::disclosure::{FormKeys, ListKeys, RowKey, TableKeys, TableNumber};

/// `text` with ids for the numbers of tables and columns; what is none, or what `keys` do not have, stays. Cells that name
/// no table stand in `list`.
pub(crate) fn by_ids(text: &str, keys: &FormKeys, list: Option<&ListKeys>) -> String {
    let mut written = String::with_capacity(text.len());
    let mut rest = text;
    let mut last = None;
    while let Some(first) = rest.chars().next() {
        let is_new_word = !last.is_some_and(is_in_word);
        let taken = if is_new_word && first.is_ascii_alphabetic() {
            word(rest, keys, &mut written)
        } else if first == '[' || first == '(' {
            place(rest, None, list, &mut written)
        } else {
            0
        };
        let taken = if taken == 0 {
            written.push(first);
            first.len_utf8()
        } else {
            taken
        };
        last = rest[..taken].chars().next_back();
        rest = &rest[taken..];
    }
    written
}

fn is_in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

/// A word, or the cell that begins with it as the name of its table. Returns how much of `text` that is.
fn word(text: &str, keys: &FormKeys, written: &mut String) -> usize {
    let end = text.find(|c| !is_in_word(c)).unwrap_or(text.len());
    let (name, rest) = text.split_at(end);
    let number = name.strip_prefix('T').and_then(|digits| digits.parse().ok()).map(TableNumber);
    let table = match number {
        Some(number) => keys.table(number),
        None => keys.table_named(name),
    };
    match table.filter(|_| rest.starts_with(['[', '('])) {
        Some(table) => {
            written.push_str(&table.id);
            end + place(rest, Some(table), None, written)
        }
        // A cell of a table that is not known is no cell of another one.
        None if number.is_some() => {
            let part =
                |open: char, close: char, rest: &str| match rest.strip_prefix(open).and_then(|rest| rest.find(close)) {
                    Some(inside) => inside + 2,
                    None => 0,
                };
            let row = part('[', ']', rest);
            let whole = end + row + part('(', ')', &rest[row..]);
            written.push_str(&text[..whole]);
            whole
        }
        None => {
            written.push_str(name);
            end
        }
    }
}

/// `[row](column)` or one of the two. Returns how much of `text` that is, 0 where it is none.
fn place(text: &str, table: Option<&TableKeys>, list: Option<&ListKeys>, written: &mut String) -> usize {
    let row = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(row, _)| row);
    let row_end = row.map_or(0, |row| row.len() + 2);
    written.push_str(&text[..row_end]);
    let Some((column, _)) = text[row_end..].strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
        return row_end;
    };
    let list = match table {
        Some(table) => list_of(table, row.unwrap_or_default()),
        None => list,
    };
    let named =
        |number: &str| match number.parse().ok().and_then(|number| list?.id(crate::disclosure::ColumnNumber(number))) {
            Some(id) => id.to_owned(),
            None => number.to_owned(),
        };
    let column_text = match column.split_once("..") {
        Some((first, last)) => format!("{}..{}", named(first), named(last)),
        None => named(column),
    };
    written.push_str(&format!("({column_text})"));
    row_end + column.len() + 2
}

/// The list in which the row that an expression calls `row` stands.
fn list_of<'k>(table: &'k TableKeys, row: &str) -> Option<&'k ListKeys> {
    let first = row.split_once("..").map_or(row, |(first, _)| first);
    let fixed = table.list_of(&RowKey::Fixed(first.to_owned()));
    fixed.or_else(|| table.list_of(&RowKey::Total)).or_else(|| table.lists.last())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::form::{Form, builtin_forms};

    #[test]
    fn numbers_become_ids_and_everything_else_stays() {
        let form = Form::load(&builtin_forms()[0]).unwrap();
        let keys = form.named_keys();
        let list = &keys.table(TableNumber(5)).unwrap().lists[0];
        for (numbers, ids) in [
            ("T2[total](3)", "income[total](general)"),
            ("share T3[total](2) / T3[total](1)", "share spending[total](basic) / spending[total](total)"),
            ("difference T2[total](9..10)", "difference income[total](special_account..own_funds)"),
            ("T1[own_funds](1) - T4[201](2)", "summary[own_funds](total) - grants[201](general)"),
            ("growth (1)", "growth (total)"),
            ("[2080505](2) + (3)", "[2080505](basic) + (project)"),
            ("T99[total](3)", "T99[total](3)"),
            ("?reason", "?reason"),
            ("body", "body"),
            ("spending[total](basic)", "spending[total](basic)"),
        ] {
            assert_eq!(by_ids(numbers, &keys, Some(list)), ids);
            assert_eq!(by_ids(ids, &keys, Some(list)), ids);
        }
    }
}
