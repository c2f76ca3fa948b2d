//! Cells in a text, by ids instead of numbers: `share T2[total](3) / T2[total](1)` is
//! `share income[total](general) / income[total](total)`. What a person's paragraph is bound to is kept so, because
//! numbers shift from year to year.

use crate::disclosure::{ColumnNumber, FormKeys, ListKeys, RowKey, TableKeys, TableNumber};

/// `text` with ids for the numbers of tables and columns; what is none, or what `keys` do not have, stays. Cells that name
/// no table stand in `list`.
pub(crate) fn by_ids(text: &str, keys: &FormKeys, list: Option<&ListKeys>) -> String {
    let mut renaming = Renaming { from: keys, to: None, written: String::with_capacity(text.len()), is_lost: false };
    renaming.text(text, list);
    renaming.written
}

/// `text`, whose numbers are those of `from`, with those of `to`; `None` where it names what `to` does not have.
pub(crate) fn renumbered(text: &str, from: &FormKeys, to: &FormKeys) -> Option<String> {
    let mut renaming = Renaming { from, to: Some(to), written: String::with_capacity(text.len()), is_lost: false };
    renaming.text(text, None);
    (!renaming.is_lost).then_some(renaming.written)
}

/// Writes a text with other names for tables and columns.
struct Renaming<'k> {
    from: &'k FormKeys,
    /// Whose numbers are written; without it ids are.
    to: Option<&'k FormKeys>,
    written: String,
    /// Whether something has no name there.
    is_lost: bool,
}

fn is_in_word(c: char) -> bool {
    c.is_ascii_alphanumeric() || c == '_'
}

impl Renaming<'_> {
    fn text(&mut self, text: &str, list: Option<&ListKeys>) {
        let mut rest = text;
        let mut last = None;
        while let Some(first) = rest.chars().next() {
            let is_new_word = !last.is_some_and(is_in_word);
            let mut taken = if is_new_word && first.is_ascii_alphabetic() {
                self.word(rest)
            } else if first == '[' || first == '(' {
                self.place(rest, None, list)
            } else {
                0
            };
            if taken == 0 {
                self.written.push(first);
                taken = first.len_utf8();
            }
            last = rest[..taken].chars().next_back();
            rest = &rest[taken..];
        }
    }

    /// A word, or the cell that begins with it as the name of its table. Returns how much of `text` that is.
    fn word(&mut self, text: &str) -> usize {
        let end = text.find(|c| !is_in_word(c)).unwrap_or(text.len());
        let (name, rest) = text.split_at(end);
        let is_cell = rest.starts_with(['[', '(']);
        let number = name.strip_prefix('T').and_then(|digits| digits.parse().ok()).map(TableNumber);
        let table = match number {
            Some(number) => self.from.table(number),
            None => self.from.table_named(name),
        };
        let table = table.filter(|_| is_cell || number.is_some() && self.to.is_some());
        match (table, self.to) {
            (Some(table), None) => self.written.push_str(&table.id),
            (Some(table), Some(to)) => match to.table_named(&table.id) {
                Some(other) => self.written.push_str(&format!("T{}", other.number)),
                None => self.is_lost = true,
            },
            // A cell of a table that is not known is no cell of another one.
            (None, _) if number.is_some() && is_cell => {
                let part = |open: char, close: char, rest: &str| {
                    let inside = rest.strip_prefix(open).and_then(|rest| rest.find(close));
                    inside.map_or(0, |inside| inside + 2)
                };
                let row = part('[', ']', rest);
                let whole = end + row + part('(', ')', &rest[row..]);
                self.written.push_str(&text[..whole]);
                return whole;
            }
            (None, _) => {
                self.written.push_str(name);
                return end;
            }
        }
        end + if is_cell { self.place(rest, table, None) } else { 0 }
    }

    /// `[row](column)` or one of the two. Returns how much of `text` that is, 0 where it is none.
    fn place(&mut self, text: &str, table: Option<&TableKeys>, list: Option<&ListKeys>) -> usize {
        let row = text.strip_prefix('[').and_then(|rest| rest.split_once(']')).map(|(row, _)| row);
        let row_end = row.map_or(0, |row| row.len() + 2);
        self.written.push_str(&text[..row_end]);
        let Some((column, _)) = text[row_end..].strip_prefix('(').and_then(|rest| rest.split_once(')')) else {
            return row_end;
        };
        let row = row.unwrap_or_default();
        let list = table.map_or(list, |table| list_of(table, row));
        let other = table.zip(self.to).and_then(|(table, to)| list_of(to.table_named(&table.id)?, row));
        let mut named = |name: &str| {
            let id = name.parse().ok().and_then(|number| list?.id(ColumnNumber(number)));
            let Some(id) = id else { return name.to_owned() };
            match (self.to, other.and_then(|other| other.number(id))) {
                (None, _) => id.to_owned(),
                (Some(_), Some(number)) => number.to_string(),
                (Some(_), None) => {
                    self.is_lost = true;
                    name.to_owned()
                }
            }
        };
        let column_text = match column.split_once("..") {
            Some((first, last)) => format!("{}..{}", named(first), named(last)),
            None => named(column),
        };
        self.written.push_str(&format!("({column_text})"));
        row_end + column.len() + 2
    }
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
    use crate::form::{Form, builtin_form};

    #[test]
    fn numbers_become_ids_and_everything_else_stays() {
        let form = Form::load(builtin_form("xinjiang-2025").unwrap()).unwrap();
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
