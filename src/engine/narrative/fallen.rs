//! Items that fell away, as the texts of a document that was imported name them: no table has them any more.

use std::collections::BTreeSet;

use crate::disclosure::{Amount, CellKey, Code, Part, RowKey};
use crate::evaluate::Evaluated;
use crate::form::template::{Each, RowChoice, Template};
use crate::form::{Form, ListIndex};
use crate::spelling;

/// For each item that the texts name and no row is of, some amount of last year, so that its sentence is looked for.
pub(super) fn named_in_texts(evaluated: Evaluated<'_>, template: &Template) -> Vec<(CellKey, Amount)> {
    let form = evaluated.form;
    let mut found = Vec::new();
    for (part, list) in lists_of_items(template) {
        let Some(paragraphs) = evaluated.disclosure.texts.get(&part) else { continue };
        let codes: BTreeSet<Code> = paragraphs
            .iter()
            .filter_map(|text| item_named(evaluated, template, list, text))
            .filter(|code| evaluated.evaluation.layout(list).rows_of_code(*code).is_empty())
            .collect();
        found.extend(codes.into_iter().map(|code| (first_cell(form, list, code), form.text_unit.last_place())));
    }
    found
}

/// The parts that tell every item of a list.
fn lists_of_items(template: &Template) -> impl Iterator<Item = (Part, ListIndex)> {
    template.parts.iter().flat_map(|part| {
        part.groups.iter().filter_map(|group| match &group.each {
            Some(Each::Rows { list, rows: RowChoice::Items, filled: None }) => Some((part.part, *list)),
            _ => None,
        })
    })
}

fn first_cell(form: &Form, list: ListIndex, code: Code) -> CellKey {
    CellKey::new(form.table_of(list).number, RowKey::Code(code), form.list(list).amounts[0].number)
}

/// The item that `text` names with its 类 and 款, as the catalogue calls them.
fn item_named(evaluated: Evaluated<'_>, template: &Template, list: ListIndex, text: &str) -> Option<Code> {
    let classification = evaluated.form.list(list).classification()?;
    let plain = |text: &str| spelling::plain(text).collect::<String>();
    let text = plain(text);
    let [class, section, item] = template.words.levels.each_ref().map(|level| plain(level));
    let (class, rest) = text.split_once(class.as_str())?;
    let (section, rest) = rest.split_once(section.as_str())?;
    let (item, _) = rest.split_once(item.as_str())?;
    let is_called = |code: Code, name: &str| {
        evaluated.codes().get(classification, code).is_some_and(|entry| plain(&entry.name) == name)
    };
    let is_it = |code: &Code| {
        let (Some(above), Some(top)) = (code.parent(), code.parent().and_then(|code| code.parent())) else {
            return false;
        };
        // The number of the line stands before the name of the 类.
        let ends_with_name =
            evaluated.codes().get(classification, top).is_some_and(|entry| class.ends_with(&plain(&entry.name)));
        is_called(above, section) && ends_with_name
    };
    evaluated.codes().codes_called(classification, item).into_iter().find(is_it)
}
