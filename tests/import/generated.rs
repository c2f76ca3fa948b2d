//! An imported part is left to the template: what it tells is filled in, nothing of it is lost without being named.

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Part};
use disclosure_engine::edit::{History, generate_part};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::narrative::narrate;

use super::sources::{SHAYIBAK, URUMQI, imported, texts};

struct Bench {
    forms: FormLibrary,
    catalog: Catalog,
}

impl Bench {
    fn with<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        look(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }

    fn generated(&self, disclosure: &Disclosure, part: Part) -> String {
        let narrated = self.with(disclosure, narrate);
        narrated.iter().filter(|p| p.part == part).map(|p| p.text("（待填）") + "\n").collect()
    }
}

fn bench() -> Bench {
    Bench { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
}

/// The text without what is written in more than one way.
fn plain(text: &str) -> String {
    let half = |c: char| match c {
        '！'..='～' => char::from_u32(u32::from(c) - 0xFEE0).unwrap(),
        _ => c,
    };
    text.chars().map(half).filter(|c| c.is_alphanumeric() || matches!(c, '.' | '-')).collect()
}

/// Each reason and purpose of `text`.
fn reasons(text: &str) -> impl Iterator<Item = &str> {
    text.split(['。', '；', ';', '\n']).flat_map(|sentence| {
        ["主要原因是", "主要用于", "主要用于："]
            .into_iter()
            .filter_map(move |begins| Some(sentence.split_once(begins)?.1))
    })
}

/// Each figure of `text`, without commas.
fn figures(text: &str) -> impl Iterator<Item = String> {
    let text: String = plain(&text.replace([',', '，'], "")).chars().collect();
    let pieces: Vec<String> = text.split(|c: char| !(c.is_ascii_digit() || c == '.')).map(str::to_owned).collect();
    pieces.into_iter().filter(|figure| figure.contains('.') && figure.len() > 1 && !figure.ends_with('.'))
}

/// Leaves every imported part to the template; returns how many there were and the sentences that were lost.
fn leave_all(bench: &Bench, before: &Disclosure) -> (usize, Vec<String>) {
    let mut all_lost = Vec::new();
    for (&part, texts) in &before.texts {
        let made = bench.with(before, |evaluated| generate_part(evaluated, part)).unwrap();
        let (mut disclosure, mut history) = (before.clone(), History::new(true));
        history.make(&mut disclosure, made.step);
        assert!(!disclosure.texts.contains_key(&part));
        let generated = bench.generated(&disclosure, part);
        let (now, lost) = (plain(&generated), plain(&made.lost.concat()));
        for text in texts {
            for reason in reasons(text).map(plain).filter(|reason| !reason.is_empty()) {
                assert!(now.contains(&reason) || lost.contains(&reason), "{part:?} {reason}\n{generated}");
            }
            for figure in figures(text) {
                let is_there = figures(&generated).chain(figures(&made.lost.concat())).any(|other| other == figure);
                assert!(is_there, "{part:?} {figure} of {text}\n{generated}");
            }
        }
        history.undo(&mut disclosure).unwrap();
        assert_eq!(disclosure, *before, "{part:?}");
        all_lost.extend(made.lost);
    }
    (before.texts.len(), all_lost)
}

#[test]
fn no_reason_and_no_figure_of_an_imported_document_is_lost_unnamed() {
    let bench = bench();
    for sample in [URUMQI, SHAYIBAK] {
        let imported = imported(sample.text.as_bytes()).disclosure;
        let (parts, lost) = leave_all(&bench, &imported);
        println!("{}: {parts} parts, lost and named: {lost:#?}", sample.name);
    }
    // Only one of the two texts has all its sections.
    assert_eq!(texts(&imported(URUMQI.text.as_bytes()).disclosure).len(), 14);
}

#[test]
fn what_the_program_words_itself_is_worded_again_word_for_word() {
    let bench = bench();
    for sample in [URUMQI, SHAYIBAK] {
        let own = sample.disclosure();
        let mut written = own.clone();
        for paragraph in bench.with(&own, narrate) {
            let lines = paragraph.text("（待填）");
            written.texts.entry(paragraph.part).or_default().extend(lines.lines().map(str::to_owned));
        }
        written.slots.clear();
        let (_, lost) = leave_all(&bench, &written);
        assert_eq!(lost, Vec::<String>::new(), "{}", sample.name);
        for &part in written.texts.keys() {
            let made = bench.with(&written, |evaluated| generate_part(evaluated, part)).unwrap();
            let (mut disclosure, mut history) = (written.clone(), History::new(true));
            history.make(&mut disclosure, made.step);
            assert_eq!(bench.generated(&disclosure, part), bench.generated(&own, part), "{} {part:?}", sample.name);
        }
    }
}
