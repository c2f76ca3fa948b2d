//! Leaving a part that was written as a whole to the template.

use super::comments::moved_paragraph_comments;
use super::{Change, EditError, Put, Step};
use crate::audit::part_label;
use crate::disclosure::{Disclosure, Part, TextKey};
use crate::evaluate::{Evaluated, evaluate};
use crate::narrative::reading::lost;
use crate::narrative::{Paragraph, ToldPart, missing, narrate, told_part, told_prior};

/// A part that is worded by the template.
#[derive(Debug, Clone, PartialEq)]
pub struct GeneratedPart {
    /// What makes it so.
    pub step: Step,
    /// The sentences of the old wording that say something which the new one does not.
    pub lost: Vec<String>,
}

/// How the template words `part` instead of what was written as a whole: what that tells (reasons, numbers of people,
/// last year's figures) is filled in first.
///
/// # Errors
/// When the part was not written as a whole, or the template has nothing for it.
pub fn generate_part(evaluated: Evaluated<'_>, part: Part) -> Result<GeneratedPart, EditError> {
    let template = evaluated.form.sentences.as_ref().ok_or(EditError::NoSentences)?;
    let texts = evaluated.disclosure.texts.get(&part).ok_or(EditError::TextMissing)?;
    let told = told_part(evaluated, part);
    let mut changes = filled(evaluated, part, &told);
    let (now, generated) = generated(evaluated, part, &changes);
    if generated.is_empty() {
        return Err(EditError::NothingGenerated);
    }
    let mut gone = Vec::new();
    let whole = text_of(&generated, &now, None);
    for (text, keys) in texts.iter().zip(&told.sentences) {
        let own = text_of(&generated, &now, Some(keys));
        gone.extend(lost(&template.words, text, if keys.is_empty() { &whole } else { &own }));
    }
    let sentences = texts.iter().zip(told.sentences.iter().map(|keys| keys.first()));
    changes.extend(moved_paragraph_comments(evaluated.disclosure, part, sentences, &generated));
    let step = Step::new(format!("{} 按句式生成", part_label(part)), changes);
    Ok(GeneratedPart { step, lost: gone })
}

/// The changes that fill in what the part tells and take its wording away.
fn filled(evaluated: Evaluated<'_>, part: Part, told: &ToldPart) -> Vec<Change> {
    let disclosure = evaluated.disclosure;
    let mut changes = Vec::new();
    for (key, value) in &told.slots {
        let (from, to) = (disclosure.slots.get(key).cloned(), Some(value.clone()));
        if from != to {
            changes.push(Change::Slot(Put { place: key.clone(), from, to }));
        }
    }
    let alone = Disclosure { texts: only(disclosure, part), ..disclosure.clone() };
    for (cell, amount) in told_prior(Evaluated { disclosure: &alone, ..evaluated }) {
        if !disclosure.prior.contains_key(&cell) {
            changes.push(Change::Prior(Put { place: cell, from: None, to: Some(amount) }));
        }
    }
    changes.push(Change::Part(Put { place: part, from: disclosure.texts.get(&part).cloned(), to: None }));
    changes
}

fn only(disclosure: &Disclosure, part: Part) -> std::collections::BTreeMap<Part, Vec<String>> {
    disclosure.texts.get(&part).map(|texts| (part, texts.clone())).into_iter().collect()
}

/// The paragraphs of `part` once `changes` are made, and the words that stand for what is missing in them.
fn generated(evaluated: Evaluated<'_>, part: Part, changes: &[Change]) -> (String, Vec<Paragraph>) {
    let mut disclosure = evaluated.disclosure.clone();
    Step::new(String::new(), changes.to_vec()).apply(&mut disclosure);
    let evaluation = evaluate(evaluated.form, &disclosure);
    let evaluated = Evaluated { disclosure: &disclosure, evaluation: &evaluation, ..evaluated };
    let mut paragraphs = narrate(evaluated);
    paragraphs.retain(|paragraph| paragraph.part == part);
    (missing(evaluated).to_owned(), paragraphs)
}

/// What the sentences `keys` say, or all of them.
fn text_of(paragraphs: &[Paragraph], missing: &str, keys: Option<&Vec<TextKey>>) -> String {
    let mut own: Vec<&Paragraph> = paragraphs.iter().collect();
    if let Some(keys) = keys {
        // One after the other as the old wording has them.
        let slot_of = |key: &TextKey, paragraph: &Paragraph| paragraph.slots().any(|slot| slot.key == *key);
        own = keys
            .iter()
            .filter_map(|key| paragraphs.iter().find(|paragraph| paragraph.key == *key || slot_of(key, paragraph)))
            .collect();
    }
    own.iter().map(|paragraph| paragraph.text(missing)).collect()
}
