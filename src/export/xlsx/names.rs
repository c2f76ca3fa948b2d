//! Names of sheets.

use std::collections::HashSet;

use super::super::document::PrintedTable;
use disclosure_engine::form::Form;

/// The longest name of a sheet, in units of UTF-16: rare characters count twice.
const LONGEST: usize = 31;

#[derive(Debug, Default)]
pub(super) struct SheetNames {
    taken: HashSet<String>,
}

impl SheetNames {
    /// A name for the sheet of `table`: its label without blanks with what it is called in short, or what it is about.
    pub fn of_table(&mut self, form: &Form, table: &PrintedTable) -> String {
        let label: String = table.label.split_whitespace().collect();
        let short = form.tables.iter().find(|own| Some(own.number) == table.number).map_or("", |own| &own.outline);
        // What a form calls a table in short may begin with its label.
        let short = short.strip_prefix(&label).unwrap_or(short).trim();
        let name = format!("{label} {short}");
        let others = [name.trim(), &table.about, &table.title];
        self.unique(others.into_iter().find(|name| !name.is_empty()).unwrap_or_default())
    }

    /// `wanted` as far as a sheet may be called so, with a number where the name is taken.
    pub fn unique(&mut self, wanted: &str) -> String {
        let allowed = wanted.chars().filter(|c| !"[]:*?/\\'".contains(*c) && !c.is_control());
        let allowed = beginning(&allowed.collect::<String>(), LONGEST);
        let base = if allowed.trim().is_empty() { "Sheet".to_owned() } else { allowed };
        let numbered = (2..).map(|number: usize| {
            let number = number.to_string();
            beginning(&base, LONGEST - number.len()) + &number
        });
        let name =
            std::iter::once(base.clone()).chain(numbered).find(|name| !self.taken.contains(&name.to_lowercase()));
        let name = name.unwrap_or(base);
        self.taken.insert(name.to_lowercase());
        name
    }
}

/// As much of `name` from its beginning as has at most `longest` units.
fn beginning(name: &str, longest: usize) -> String {
    let mut left = longest;
    let fits = |c: &char| {
        let has_room = c.len_utf16() <= left;
        left = left.saturating_sub(c.len_utf16());
        has_room
    };
    name.chars().take_while(fits).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_unique_short_and_without_what_excel_refuses() {
        let mut names = SheetNames::default();
        assert_eq!(names.unique("a/b:c"), "abc");
        assert_eq!(names.unique("ABC"), "ABC2");
        assert_eq!(names.unique("ABC"), "ABC3");
        assert_eq!(names.unique(""), "Sheet");
        let long = "表".repeat(40);
        assert_eq!(names.unique(&long).chars().count(), 31);
        assert_eq!(names.unique(&long).chars().count(), 31);
        let rare = "𬭎".repeat(40);
        assert_eq!(names.unique(&rare).chars().count(), 15);
        assert_eq!(names.unique(&rare).encode_utf16().count(), 31);
    }
}
