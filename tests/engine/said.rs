//! What the program says of documents that are wrong, that differ and that two people changed, word for word.
//!
//! The other tests hold what must be true of every answer; these hold the answers themselves, so that no change to a check,
//! a comparison or a merge goes unnoticed that only shows in what is said. The documents are made from seeds, the answers
//! stand in `tests/fixtures/said`. Where a change is meant, `BLESS=1 cargo test --test engine said` writes them anew, and
//! the difference is read before it is kept.

use std::collections::BTreeMap;
use std::fmt::Write;
use std::path::PathBuf;

use disclosure_engine::audit::{Finding, Repair, audit};
use disclosure_engine::disclosure::{Disclosure, FundsField, Part};
use disclosure_engine::edit::{Merge, MergePlace};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::narrative::{narrate, told_part};
use disclosure_engine::review::compare::{compare, counts, report_text};
use disclosure_engine::review::{merge_label, snapshot};
use fastrand::Rng;

use crate::honest::checked::Honest;
use crate::pairs::support::{World, changed, example};

/// So many findings of a document are told.
const MOST_TOLD: usize = 4;

/// Asserts that `said` is what stands in the fixture `name`.
#[track_caller]
fn assert_said(name: &str, said: &str) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/said").join(name);
    if std::env::var_os("BLESS").is_some() {
        return std::fs::write(&path, said).unwrap();
    }
    let known = std::fs::read_to_string(&path).unwrap_or_default();
    let differs = known.lines().zip(said.lines()).position(|(known, said)| known != said);
    if let Some(line) = differs.or((known != said).then(|| known.lines().count().min(said.lines().count()))) {
        let of = |text: &str| text.lines().nth(line).unwrap_or("(nothing)").to_owned();
        panic!("{name}:{}:\n  was  {}\n  is   {}", line + 1, of(&known), of(said));
    }
}

fn with<T>(world: &World, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
    let form = world.forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, disclosure);
    look(Evaluated { form, catalog: &world.catalog, disclosure, evaluation: &evaluation })
}

/// A finding in one line: its rule and grade, what it says, what it suggests.
fn line(evaluated: Evaluated<'_>, finding: &Finding) -> String {
    let mut line = format!("{} {} {}", finding.rule, finding.grade.name(), finding.message);
    for suspect in &finding.suspects {
        let unit = evaluated.unit_of_cell(suspect.cell);
        let slip = suspect.slip.map(|slip| slip.text()).unwrap_or_default();
        let [value, suggested] = [suspect.value, suspect.suggested].map(|amount| unit.exact_text(amount));
        write!(line, " → {} {value} {suggested}{slip}", evaluated.cell_label(suspect.cell)).unwrap();
    }
    for repair in &finding.repairs {
        match repair {
            Repair::Piece { piece, range, .. } => write!(line, " ［{range:?} {piece}］").unwrap(),
            _ => write!(line, " ［{}］", repair.name(evaluated)).unwrap(),
        }
    }
    line
}

/// What is said of `disclosure` and was not of the document that it was made from.
fn said_of(world: &World, disclosure: &Disclosure, known: &[String]) -> Vec<String> {
    let said = with(world, disclosure, |evaluated| {
        audit(evaluated).findings.iter().map(|finding| line(evaluated, finding)).collect::<Vec<_>>()
    });
    said.into_iter().filter(|line| !known.contains(line)).collect()
}

/// A long text in a few characters.
fn digest(text: &str) -> u64 {
    text.bytes().fold(0xcbf2_9ce4_8422_2325, |digest, byte| (digest ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

fn tell(out: &mut String, what: &str, said: &[String]) {
    writeln!(out, "{what}: {}", said.len()).unwrap();
    said.iter().take(MOST_TOLD).for_each(|line| writeln!(out, "  {line}").unwrap());
}

#[test]
fn what_is_said_of_documents_in_which_one_thing_was_changed() {
    let world = World::new();
    let mut out = String::new();
    for seed in 0..24 {
        let honest = Honest::of(seed).disclosure;
        let known = said_of(&world, &honest, &[]);
        tell(&mut out, &format!("{seed}"), &known);
        let form = world.forms.get(&honest.form).unwrap();
        for at in 0..14 {
            let (disclosure, done) = changed(form, &honest, seed * 100 + at);
            tell(&mut out, &format!("{seed}.{at} {done}"), &said_of(&world, &disclosure, &known));
        }
    }
    assert_said("changed.txt", &out);
}

/// A figure of the text with its last digit another, or with its first digit left out.
fn mistyped(text: &str, place: usize, rng: &mut Rng) -> Option<String> {
    let digits: Vec<usize> = text.char_indices().filter(|(_, c)| c.is_ascii_digit()).map(|(at, _)| at).collect();
    let at = *digits.get(place % digits.len().max(1))?;
    let mut typed = text.to_owned();
    let other = (text.as_bytes()[at] - b'0' + rng.u8(1..10)) % 10;
    match rng.u8(0..4) {
        0 => typed.replace_range(at..=at, ""),
        1 => typed.insert(at, char::from(b'0' + other)),
        _ => typed.replace_range(at..=at, &other.to_string()),
    }
    Some(typed)
}

/// A word of direction that is the other one.
fn turned(text: &str) -> Option<String> {
    let pairs = [("增加", "减少"), ("减少", "增加"), ("增长", "下降"), ("下降", "增长")];
    pairs.iter().find(|(word, _)| text.contains(word)).map(|(word, other)| text.replacen(word, other, 1))
}

#[test]
fn what_is_said_of_texts_and_performance_tables_in_which_one_figure_is_wrong() {
    let world = World::new();
    let mut out = String::new();
    for seed in (1..36).step_by(2) {
        let mut rng = Rng::with_seed(seed);
        let honest = Honest::of(seed).disclosure;
        let known = said_of(&world, &honest, &[]);
        let paragraphs: Vec<(Part, usize)> =
            honest.texts.iter().flat_map(|(part, texts)| (0..texts.len()).map(|place| (*part, place))).collect();
        for at in 0..12 {
            let (part, place) = paragraphs[rng.usize(..paragraphs.len())];
            let mut wrong = honest.clone();
            let text = &mut wrong.texts.get_mut(&part).unwrap()[place];
            let typed = if rng.u8(0..5) == 0 { turned(text) } else { mistyped(text, rng.usize(..40), &mut rng) };
            let Some(typed) = typed else { continue };
            *text = typed;
            let said = said_of(&world, &wrong, &known);
            tell(&mut out, &format!("{seed}.{at} {}", wrong.texts[&part][place]), &said);
        }
        for (place, table) in honest.performance.iter().enumerate() {
            let fields = [FundsField::Total, FundsField::Fiscal, FundsField::Superior, FundsField::Other];
            let field = fields[rng.usize(..4)];
            let amount = table.funds.amount(field);
            let by = "10000".parse().unwrap();
            let other = amount.filter(|_| rng.bool()).map_or(by, |amount| amount + by);
            let mut wrong = honest.clone();
            let funds = &mut wrong.performance[place].funds;
            *match field {
                FundsField::Total => &mut funds.total,
                FundsField::Fiscal => &mut funds.fiscal,
                FundsField::Superior => &mut funds.superior,
                _ => &mut funds.other,
            } = Some(other);
            let said = said_of(&world, &wrong, &known);
            tell(&mut out, &format!("{seed} {place} {field:?} {amount:?}"), &said);
        }
    }
    assert_said("wrong.txt", &out);
}

#[test]
fn what_is_said_of_what_differs() {
    let world = World::new();
    let mut out = String::new();
    for seed in 0..14 {
        let (base, [(mine, done), (theirs, _)]) = example(&world, seed);
        let [base, mine, theirs] = [&base, &mine, &theirs].map(|disclosure| with(&world, disclosure, snapshot));
        writeln!(out, "{seed} {}", done.join(", ")).unwrap();
        for (old, new) in [(&base, &mine), (&mine, &theirs)] {
            let comparison = compare(world.form(), old, new);
            writeln!(out, "{}\n{}", counts(&comparison), report_text(world.form(), &comparison)).unwrap();
        }
    }
    assert_said("differs.txt", &out);
}

#[test]
fn what_is_asked_where_two_people_changed_the_same_and_what_becomes_of_it() {
    let world = World::new();
    let mut out = String::new();
    for seed in 0..50 {
        let (base, [(mine, own), (theirs, other)]) = example(&world, seed);
        writeln!(out, "{seed} {} | {}", own.join(", "), other.join(", ")).unwrap();
        let merge = Merge::new(world.form(), &base, &mine, &theirs);
        let conflicts = merge.conflicts();
        for conflict in &conflicts {
            let label =
                with(&world, &mine, |mine| with(&world, &theirs, |theirs| merge_label(&[mine, theirs], conflict)));
            writeln!(out, "  ? {label} {conflict:?}").unwrap();
        }
        let all: std::collections::BTreeSet<MergePlace> =
            conflicts.iter().map(|conflict| conflict.place.clone()).collect();
        for chosen in [Default::default(), all] {
            let mut merged = mine.clone();
            merge.step(&chosen).apply(&mut merged);
            let [old, new] = [&base, &merged].map(|disclosure| with(&world, disclosure, snapshot));
            let comparison = compare(world.form(), &old, &new);
            let report = report_text(world.form(), &comparison);
            writeln!(out, "  {} {:016x}", counts(&comparison), digest(&report)).unwrap();
            let Disclosure { comments, acceptances, said, orders, .. } = &merged;
            writeln!(out, "  {} {} {said:?} {orders:?}", comments.len(), acceptances.len()).unwrap();
        }
    }
    assert_said("merged.txt", &out);
}

/// The sentences of the samples with characters left out, put in and swapped, and what is read in them.
#[test]
fn what_is_read_in_sentences_that_are_worded_otherwise() {
    let world = World::new();
    let mut out = String::new();
    for (at, sample) in crate::trials::texts::samples().iter().enumerate() {
        let disclosure = disclosure_engine::file::read(sample, &world.forms).unwrap();
        let mut texts: BTreeMap<Part, Vec<String>> = BTreeMap::new();
        let mut rng = Rng::with_seed(at as u64);
        with(&world, &disclosure, |evaluated| {
            for paragraph in narrate(evaluated) {
                let text = worded_otherwise(&paragraph.text("（待填）"), &mut rng);
                texts.entry(paragraph.part).or_default().push(text);
            }
        });
        let blank = Disclosure { slots: Default::default(), rewritten: Default::default(), texts, ..disclosure };
        with(&world, &blank, |evaluated| {
            for (part, texts) in &blank.texts {
                let told = told_part(evaluated, *part);
                for (text, sentences) in texts.iter().zip(&told.sentences) {
                    writeln!(out, "{text}\n  {sentences:?}").unwrap();
                }
                told.slots.iter().for_each(|(key, value)| writeln!(out, "  {key} = {value:?}").unwrap());
            }
        });
    }
    assert_said("read.txt", &out);
}

fn worded_otherwise(text: &str, rng: &mut Rng) -> String {
    let mut characters: Vec<char> = text.chars().collect();
    for _ in 0..rng.usize(0..4).min(characters.len() / 4) {
        let place = rng.usize(..characters.len() - 1);
        match rng.u8(0..4) {
            0 => drop(characters.remove(place)),
            1 => characters.insert(place, ['的', '，', ' ', '共', '1'][rng.usize(..5)]),
            2 => characters.swap(place, place + 1),
            _ => characters[place] = ['本', '、', '0', '额'][rng.usize(..4)],
        }
    }
    characters.into_iter().collect()
}
