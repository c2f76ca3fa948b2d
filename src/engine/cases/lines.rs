//! What the lines of a case describe.

use crate::audit::described;
use crate::catalog::Catalog;
use crate::disclosure::{
    Acceptance, Comment, CommentId, CommentPlace, Component, Disclosure, Kind, Part, ProjectId, Reply, RowKey, SignOff,
    SignOffScope, Signature, Snapshot, TableNumber, TextKey,
};
use crate::evaluate::{Evaluated, evaluate};
use crate::form::{Form, FormLibrary};

/// With what the lines begin that only cases have.
const MORE: [&str; 11] =
    ["form", "money", "rewritten", "order", "open", "kind", "comment", "reply", "resolved", "accepted", "signed"];

pub(super) struct World {
    forms: FormLibrary,
    catalog: Catalog,
}

impl World {
    pub fn new() -> Self {
        Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
    }

    /// The form that `disclosure` follows.
    pub fn form(&self, disclosure: &Disclosure) -> &Form {
        self.named(&disclosure.form)
    }

    fn named(&self, id: &str) -> &Form {
        self.forms.get(id).unwrap()
    }

    /// This year's and last year's disclosure that `lines` describe.
    #[track_caller]
    pub fn disclosures(&self, lines: &[String]) -> [Disclosure; 2] {
        let form = lines.iter().find_map(|line| line.strip_prefix("form ")).unwrap_or("xinjiang-2025");
        let form = self.named(form);
        let first = |line: &str| line.split(' ').next().unwrap_or_default().to_owned();
        let is_more = |line: &&String| MORE.contains(&first(line.strip_prefix("last ").unwrap_or(line)).as_str());
        let plain: Vec<String> = lines.iter().filter(|line| !is_more(line)).cloned().collect();
        let Some(mut disclosures) = described(form, &self.catalog, &plain) else {
            panic!("not understood: {lines:#?}");
        };
        for line in lines.iter().filter(is_more) {
            match line.strip_prefix("last ") {
                Some(line) => more(form, &mut disclosures[1], line),
                None => more(form, &mut disclosures[0], line),
            }
        }
        disclosures
    }

    pub fn with<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let form = self.form(disclosure);
        let evaluation = evaluate(form, disclosure);
        look(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }

    /// The same, with that of last year.
    pub fn with_last<T>(&self, lines: &[String], look: impl FnOnce(Evaluated<'_>, Option<Evaluated<'_>>) -> T) -> T {
        let [disclosure, last] = self.disclosures(lines);
        let has_last = lines.iter().any(|line| line.starts_with("last "));
        self.with(&disclosure, |evaluated| self.with(&last, |last| look(evaluated, has_last.then_some(last))))
    }
}

/// Reads a line that only cases have.
fn more(form: &Form, disclosure: &mut Disclosure, line: &str) {
    let (first, rest) = line.split_once(' ').unwrap();
    match first {
        "money" => {
            let words: Vec<&str> = rest.split(' ').collect();
            let amount = |word: &str| (word != "-").then(|| form.text_unit.amount(word.parse().unwrap()).unwrap());
            let funds = &mut disclosure.performance[words[0].parse::<usize>().unwrap() - 1].funds;
            [funds.total, funds.fiscal, funds.superior, funds.other] = [1, 2, 3, 4].map(|at| amount(words[at]));
        }
        "rewritten" => {
            let (key, text) = rest.split_once(' ').unwrap_or((rest, ""));
            disclosure.rewritten.insert(text_key(key), text.into());
        }
        "open" => {
            let table = rest.strip_prefix('T').map(|table| Component::Table(TableNumber(table.parse().unwrap())));
            disclosure.said.remove(&table.unwrap_or(Component::Performance));
        }
        "order" => {
            let (part, rows) = rest.split_once(' ').unwrap();
            let rows = rows.split(',').map(project).collect();
            disclosure.orders.insert(Part::Section(part.parse().unwrap()), rows);
        }
        "kind" => disclosure.kind = Kind::Department,
        "form" => {}
        _ => review(disclosure, first, rest),
    }
}

/// `project_basis[#1]`, `furniture`.
fn text_key(text: &str) -> TextKey {
    match text.split_once('[') {
        Some((id, row)) => TextKey::of_row(id, project(row.trim_end_matches(']'))),
        None => TextKey::new(text),
    }
}

/// `#1`.
fn project(text: &str) -> RowKey {
    RowKey::Project(ProjectId(text.strip_prefix('#').unwrap().parse().unwrap()))
}

/// Reads a line about comments, accepted findings and sign-offs.
fn review(disclosure: &mut Disclosure, first: &str, rest: &str) {
    let words: Vec<&str> = rest.splitn(3, ' ').collect();
    let written = || "2025-01-31 16:05".to_owned();
    let signature = |author: &str| Signature { author: author.to_owned(), written: written() };
    let (id, at) = words[0].split_once('@').unwrap_or((words[0], "T3"));
    let comment = |disclosure: &mut Disclosure| {
        let id = CommentId(id.parse().unwrap());
        disclosure.comments.iter().position(|comment| comment.id == id).unwrap()
    };
    match first {
        "comment" => disclosure.comments.push(Comment {
            id: CommentId(id.parse().unwrap()),
            place: match at.split_once('#') {
                Some((table, _)) => {
                    let table = TableNumber(table.trim_start_matches('T').parse().unwrap());
                    CommentPlace::Row(table, project(at.trim_start_matches(|c| c != '#')))
                }
                None => CommentPlace::Table(TableNumber(at.trim_start_matches('T').parse().unwrap())),
            },
            about: at.to_owned(),
            author: words[1].to_owned(),
            written: written(),
            text: words[2].to_owned(),
            replies: Vec::new(),
            resolved: None,
        }),
        "reply" => {
            let place = comment(disclosure);
            let reply = Reply { author: words[1].to_owned(), written: written(), text: words[2].to_owned() };
            disclosure.comments[place].replies.push(reply);
        }
        "resolved" => {
            let place = comment(disclosure);
            disclosure.comments[place].resolved = Some(signature(words[1]));
        }
        "accepted" => disclosure.acceptances.push(Acceptance {
            rule: words[0].to_owned(),
            subject: "表3".to_owned(),
            reason: words[2].to_owned(),
            author: words[1].to_owned(),
            written: written(),
        }),
        _ => {
            let table = words[0].strip_prefix('T').map(|number| TableNumber(number.parse().unwrap()));
            let scope = table.map_or(SignOffScope::Whole, SignOffScope::Table);
            let sign_off = SignOff { scope, signature: signature(words[1]), snapshot: Snapshot::default() };
            disclosure.sign_offs.push(sign_off);
        }
    }
}

/// The lines that stand in one of several versions, `version`: a line may begin with the versions that have it.
pub(super) fn version(lines: &[String], versions: &str, version: char) -> Vec<String> {
    let own = lines.iter().filter_map(|line| match line.split_once(' ') {
        Some((first, rest)) if !first.is_empty() && first.chars().all(|c| versions.contains(c)) => {
            first.contains(version).then(|| rest.to_owned())
        }
        _ => Some(line.clone()),
    });
    own.collect()
}
