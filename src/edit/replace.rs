//! Replacing in names.

use super::{Change, Step};
use crate::disclosure::{Project, Subject};
use crate::evaluate::Evaluated;

/// The step that replaces `query` by `replacement` in the names of codes, totals and projects of all tables. A name must
/// not vanish: one of which nothing would be left stays as it is.
pub fn replace_in_names(evaluated: Evaluated<'_>, query: &str, replacement: &str) -> Step {
    let mut changes = Vec::new();
    if !query.is_empty() && query != replacement {
        let replaced = |name: &str| {
            let replaced = name.replace(query, replacement);
            if replaced.trim().is_empty() { name.to_owned() } else { replaced }
        };
        for (&table, contents) in &evaluated.disclosure.tables {
            for (code, name) in &contents.names {
                let to = replaced(name);
                if to != *name {
                    changes.push(Change::TotalName { table, code: *code, from: Some(name.clone()), to: Some(to) });
                }
            }
            for (place, row) in contents.rows.iter().enumerate() {
                let to = renamed(&row.subject, &replaced);
                if to != row.subject {
                    changes.push(Change::Subject { table, place, from: row.subject.clone(), to });
                }
            }
        }
    }
    Step::new(format!("替换 {} 个名称", changes.len()), changes)
}

fn renamed(subject: &Subject, replaced: &impl Fn(&str) -> String) -> Subject {
    match subject {
        Subject::Fixed(_) => subject.clone(),
        Subject::Code { code, name } => Subject::Code { code: *code, name: replaced(name) },
        Subject::Project(project) => Subject::Project(Project {
            code_name: replaced(&project.code_name),
            name: replaced(&project.name),
            ..project.clone()
        }),
    }
}

/// A change of a name in words, for a preview: 旧名 → 新名.
pub fn describe_rename(change: &Change) -> String {
    let name = |subject: &Subject| match subject {
        Subject::Fixed(id) => id.clone(),
        Subject::Code { name, .. } => name.clone(),
        Subject::Project(project) => project.name.clone(),
    };
    match change {
        Change::TotalName { from, to, .. } => {
            format!("{} → {}", from.as_deref().unwrap_or_default(), to.as_deref().unwrap_or_default())
        }
        Change::Subject { from: Subject::Project(from), to: Subject::Project(to), .. } if from.name == to.name => {
            format!("{} → {}", from.code_name, to.code_name)
        }
        Change::Subject { from, to, .. } => format!("{} → {}", name(from), name(to)),
        _ => String::new(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::catalog::Catalog;
    use crate::disclosure::{Code, Disclosure, Kind, Row, TableNumber};
    use crate::evaluate::evaluate;
    use crate::form::FormLibrary;

    #[test]
    fn a_name_of_which_nothing_would_be_left_stays() {
        let (forms, catalog) = (FormLibrary::builtin().unwrap(), Catalog::builtin().unwrap());
        let form = forms.for_year(2025).unwrap();
        let mut disclosure = Disclosure::new(form.id.as_str(), Kind::Unit, "某单位", 2025);
        let table = disclosure.table_mut(TableNumber(2));
        let (class, code): (Code, Code) = ("208".parse().unwrap(), "2080109".parse().unwrap());
        table.names.insert(class, "甲乙".to_owned());
        table.rows.push(Row::new(Subject::Code { code, name: "甲乙".to_owned() }));
        let step = |query, replacement| {
            let evaluation = evaluate(form, &disclosure);
            let evaluated = Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
            replace_in_names(evaluated, query, replacement)
        };
        assert!(step("甲乙", "").changes.is_empty() && step("甲乙", " ").changes.is_empty());
        let names: Vec<_> = step("甲", "").changes.iter().map(describe_rename).collect();
        assert_eq!(names, ["甲乙 → 乙", "甲乙 → 乙"]);
    }
}
