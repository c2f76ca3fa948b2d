//! Replacing in names.

use super::{Change, Step};
use crate::disclosure::{Project, Subject};
use crate::evaluate::Evaluated;

/// The step that replaces `query` by `replacement` in the names of codes, totals, projects and units of all tables.
pub fn replace_in_names(evaluated: Evaluated<'_>, query: &str, replacement: &str) -> Step {
    let mut changes = Vec::new();
    if !query.is_empty() && query != replacement {
        let replaced = |name: &str| name.replace(query, replacement);
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

/// A name must not vanish: what would leave nothing stays as it is.
fn renamed(subject: &Subject, replaced: &impl Fn(&str) -> String) -> Subject {
    let kept = |name: &str| Some(replaced(name)).filter(|name| !name.trim().is_empty()).unwrap_or(name.to_owned());
    match subject {
        Subject::Fixed(_) => subject.clone(),
        Subject::Code { code, name } => Subject::Code { code: *code, name: kept(name) },
        Subject::Project(project) => Subject::Project(Project {
            code_name: kept(&project.code_name),
            name: kept(&project.name),
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
