//! What is wrong with the examples and the rules of a form, which loading it does not show.

use std::collections::BTreeSet;

use super::{RuleExample, breach, disclosures};
use crate::audit::rules::{all_rules, is_general};
use crate::catalog::Catalog;
use crate::disclosure::{Classification, Code};
use crate::form::template::{SlotKind, SlotProduct};
use crate::form::{
    CODES_FILE, EXAMPLES_FILE, FORM_FILE, Form, FormError, FormErrors, FormFiles, NARRATIVE_FILE, RowCheck,
};

/// The form of `files`.
///
/// # Errors
/// When it is unsound: what [`Form::load`] says, and what is wrong with its rules and examples as far as that can be seen.
pub fn load_form(files: &FormFiles) -> Result<Form, FormErrors> {
    Form::load_or_part(files).map_err(|(part, errors)| match part {
        Some(part) => errors.with(rule_mistakes(&part).into_iter().chain(unknown_in_examples(&part))),
        None => errors,
    })
}

/// Rules of examples that there are not in `part`, of a form that is unsound. Sentences that could not be read may state them.
fn unknown_in_examples(part: &Form) -> Vec<FormError> {
    let text = part.files().text(EXAMPLES_FILE).unwrap_or_default();
    let examples: Vec<RuleExample> = crate::ron_text::parse(text).unwrap_or_default();
    let all: Vec<&FormFiles> = std::iter::successors(Some(part.files()), |files| files.base()).collect();
    let is_said = |id: &str| {
        let mut sentences = all.iter().filter_map(|files| files.text(NARRATIVE_FILE));
        all_rules(part).any(|rule| rule.id == id) || sentences.any(|text| text.contains(&format!("\"{id}\"")))
    };
    examples.iter().filter(|example| !is_said(&example.rule)).map(|example| unknown_rule(part, &example.rule)).collect()
}

/// That an example is one of a rule that there is not.
fn unknown_rule(form: &Form, id: &str) -> FormError {
    FormError::at(form.files(), EXAMPLES_FILE, &format!("\"{id}\""), format!("没有规则 {id}"))
}

/// What is wrong with the examples of `form`, and with the ids of its rules; nothing where all is well.
pub fn example_mistakes(form: &Form, catalog: &Catalog) -> Vec<FormError> {
    let mut mistakes = rule_mistakes(form);
    mistakes.extend(number_mistakes(form));
    mistakes.extend(code_mistakes(form, catalog));
    mistakes.extend(class_mistakes(form, catalog));
    let Some(text) = form.files().text(EXAMPLES_FILE) else { return mistakes };
    let examples: Vec<RuleExample> = match crate::ron_text::parse(text) {
        Ok(examples) => examples,
        Err(error) => {
            mistakes.push(form.files().unread(EXAMPLES_FILE, &error));
            return mistakes;
        }
    };
    let known: BTreeSet<&str> = all_rules(form).map(|rule| rule.id).collect();
    for example in examples {
        let says =
            |message: String| FormError::at(form.files(), EXAMPLES_FILE, &format!("\"{}\"", example.rule), message);
        let RuleExample { rule, breaks, keeps } = &example;
        let is_understood = [breaks, keeps].into_iter().all(|lines| disclosures(form, catalog, lines).is_some());
        if !known.contains(rule.as_str()) {
            mistakes.push(unknown_rule(form, rule));
        } else if !is_understood {
            mistakes.push(says(format!("{rule} 的例子里有看不懂的行，每行应像 T6[30101](2) 5.00")));
        } else if breach(form, catalog, rule, breaks).is_none() {
            mistakes.push(says(format!("{rule} 的 breaks 没有违反 {rule}")));
        } else if breach(form, catalog, rule, keeps).is_some() {
            mistakes.push(says(format!("{rule} 的 keeps 违反了 {rule}")));
        }
    }
    mistakes
}

/// Codes that took the place of others, as the form says, and that there are not.
fn code_mistakes(form: &Form, catalog: &Catalog) -> Vec<FormError> {
    let own = form.catalog(catalog);
    let unknown = form.successors().filter(|(of, entry, code)| {
        // Where the old one ends the new one begins.
        let year = entry.span.until.map_or(form.year, |until| until.saturating_add(1)).max(form.year);
        !own.in_year(year).is_known(*of, *code)
    });
    let mistakes = unknown.map(|(_, entry, code)| {
        let message = format!("{} 的接替科目 {code} 没有，全国的科目和 codes.csv 里都找不到", entry.code);
        FormError::at(form.files(), CODES_FILE, &entry.code.to_string(), message)
    });
    mistakes.collect()
}

/// Classes of fixed rows and of rules that are none: nothing would ever stand there.
fn class_mistakes(form: &Form, catalog: &Catalog) -> Vec<FormError> {
    let own = form.catalog(catalog);
    // Of what follows another list of that year the form may know more.
    let is_class = |of: Option<Classification>, code: Code| {
        let of = of.as_ref().map_or(&Classification::ALL[..], std::slice::from_ref);
        of.iter().any(|of| own.has(*of, code))
    };
    let mut mistakes = Vec::new();
    let mut look = |of: Option<Classification>, code: Code, what: String| {
        if !is_class(of, code) {
            let message = format!("{what}{code} 不是类的编码，全国的科目和 codes.csv 里都没有");
            mistakes.push(FormError::at(form.files(), FORM_FILE, &format!("\"{code}\""), message));
        }
    };
    for list in &form.lists {
        for (row, code) in list.fixed_rows().iter().filter_map(|row| Some((row, row.code?))) {
            look(None, code, format!("行 [{}] 的 code ", row.id));
        }
    }
    for rule in &form.row_rules {
        let RowCheck::Classes(list, classes) = &rule.check else { continue };
        let of = form.list(*list).classification();
        classes.iter().for_each(|&code| look(of, code, "Classes 里的 ".to_owned()));
    }
    for rule in &form.row_rules {
        let (name, list, whole) = match &rule.check {
            RowCheck::Within(list, whole) => ("Within", *list, *whole),
            RowCheck::Needs { list, row_in, .. } => ("Needs", *list, *row_in),
            _ => continue,
        };
        let (of, rows) = (form.list(list).classification(), form.list(whole).fixed_rows());
        let mut classes = rows.iter().filter_map(|row| row.code);
        if !rows.is_empty() && !classes.any(|code| is_class(of, code)) {
            let (number, id) = (form.table_of(list).number, &form.rule(rule.rule).id);
            let message = format!("{name}：表 T{number} 的科目没有一个类在印好的行里，每一行都会算缺");
            mistakes.push(FormError::at(form.files(), FORM_FILE, &format!("{name}(rule: \"{id}\""), message));
        }
    }
    mistakes
}

/// Slots that are added up, limited or multiplied and that nobody is asked for, and words among what is compared as numbers:
/// such a line never finds anything.
fn number_mistakes(form: &Form) -> Vec<FormError> {
    let Some(template) = form.sentences.as_deref() else { return Vec::new() };
    let limits = template.limits.iter().flat_map(|limit| [&limit.least, &limit.most]);
    let needs = template.needs.iter().flat_map(|need| [&need.of, &need.needs]);
    let sides = limits.chain(needs).filter_map(|side| side.slot());
    let added = template.totals.iter().flat_map(|total| &total.of).map(String::as_str);
    let is_total = |id: &str| template.totals.iter().any(|total| total.id == id);
    let numbers: BTreeSet<&str> = sides.chain(added).filter(|id| !is_total(id)).collect();
    let texts = template.products.iter().flat_map(|product| match product {
        SlotProduct::Persons { persons, price, .. } => vec![persons.as_str(), price.as_str()],
        SlotProduct::Parts { parts, .. } => vec![parts.as_str()],
    });
    let restated =
        template.restated.iter().flat_map(|restated| [restated.published.as_str(), restated.reason.as_str()]);
    let texts = texts.chain(restated);
    let mistake = |id: &str, message: String| FormError::at(form.files(), NARRATIVE_FILE, &format!("\"{id}"), message);
    let mut mistakes = Vec::new();
    for id in numbers.iter().copied().chain(texts).filter(|id| !template.asks_for(id)) {
        mistakes.push(mistake(id, format!("没有一段话请人填写 {id}：前面应是段落的 id，后面是这一段里的名字")));
    }
    let is_text = |id: &&str| template.slot(id).is_some_and(|slot| slot.kind == SlotKind::Text);
    for id in numbers.into_iter().filter(is_text) {
        mistakes.push(mistake(id, format!("{id} 填写的是文字（kind: Text），不能相加或比大小")));
    }
    mistakes
}

/// Rules of the form that have the id of one that binds every form, and rules of the sentences that nothing explains.
fn rule_mistakes(form: &Form) -> Vec<FormError> {
    let at = |file: &str, id: &str, message: String| FormError::at(form.files(), file, &format!("\"{id}\""), message);
    let mut mistakes = Vec::new();
    for rule in form.rules.iter().filter(|rule| is_general(&rule.id)) {
        mistakes.push(at(FORM_FILE, &rule.id, format!("规则 {} 是程序自己的编号，请换一个", rule.id)));
    }
    let known: BTreeSet<&str> = all_rules(form).map(|rule| rule.id).collect();
    for id in form.sentences.iter().flat_map(|template| template.rules()).filter(|id| !known.contains(id)) {
        mistakes.push(at(NARRATIVE_FILE, id, format!("没有规则 {id}")));
    }
    mistakes
}
