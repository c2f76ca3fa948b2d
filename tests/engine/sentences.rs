//! The sentences of the two published disclosures: every amount, share and growth rate that they print is generated at
//! its place from the samples' figures.
//!
//! What they print stands in `fixtures/*-sentences.tsv` (section, sentence, number of the figure in it, figure, unit),
//! taken from the transcribed documents and not from the samples.

use std::path::Path;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Part;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::form::template::{MeasureKind, SlotKind, SlotView, Word};
use disclosure_engine::narrative::{Paragraph, Piece, narrate};

const URUMQI: (&str, &str) = ("urumqi-2025.budget", include_str!("../fixtures/urumqi-2025-sentences.tsv"));
const SHAYIBAK: (&str, &str) = ("shayibak-2025.budget", include_str!("../fixtures/shayibak-2025-sentences.tsv"));

/// The paragraphs of a sample.
fn paragraphs(name: &str) -> Vec<Paragraph> {
    let forms = FormLibrary::builtin().unwrap();
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name);
    let disclosure = file::open(&path, &forms).unwrap();
    let form = forms.get(&disclosure.form).unwrap();
    let evaluation = evaluate(form, &disclosure);
    let catalog = Catalog::builtin().unwrap();
    narrate(Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation })
}

/// The figures of a paragraph as printed, without those of names and years.
fn figures(paragraph: &Paragraph) -> Vec<String> {
    let is_figure = |piece: &&Piece| match piece {
        Piece::Figure(figure) => !matches!(figure.kind, MeasureKind::Moves | MeasureKind::Grows),
        Piece::Slot(slot) => slot.form.kind != SlotKind::Text && slot.view != SlotView::Moves,
        Piece::Total { .. } => true,
        Piece::Word { word, .. } => {
            matches!(word, Word::ProjectTables | Word::WholeTables | Word::Carried | Word::Granted)
        }
        Piece::Fixed(_) => false,
    };
    paragraph.pieces.iter().filter(is_figure).map(|piece| piece.text().unwrap_or("?").replace(',', "")).collect()
}

#[test]
fn every_figure_of_the_sentences_of_the_documents_is_generated_at_its_place() {
    let mut found = 0;
    for (name, fixture) in [URUMQI, SHAYIBAK] {
        let paragraphs = paragraphs(name);
        for line in fixture.lines() {
            let [section, sentence, number, figure, _] = line.split('\t').collect::<Vec<_>>()[..] else {
                panic!("{line}")
            };
            let part = Part::Section(section.parse().unwrap());
            let paragraph = paragraphs.iter().find(|p| p.part == part && p.key.to_string() == sentence);
            let paragraph = paragraph.unwrap_or_else(|| panic!("{name}: no sentence {sentence}"));
            let place: usize = number.parse().unwrap();
            let mut printed = figures(paragraph);
            // In the variant without tables of the body as a whole its two zeros are words.
            if sentence == "performance" && printed.len() == 3 {
                printed.splice(0..0, ["0".to_owned(), "0.00".to_owned()]);
            }
            assert_eq!(printed.get(place - 1), Some(&figure.replace(',', "")), "{name}: {line}\n{printed:?}");
            found += 1;
        }
    }
    // 204 of them are amounts, shares and growth rates that agree with the tables; the rest a person fills in.
    assert_eq!(found, fixture_lines());
    assert!(found >= 204, "{found}");
}

fn fixture_lines() -> usize {
    [URUMQI, SHAYIBAK].iter().map(|(_, fixture)| fixture.lines().count()).sum()
}

#[test]
fn nothing_is_missing_in_the_sentences_of_the_samples() {
    for (name, _) in [URUMQI, SHAYIBAK] {
        for paragraph in paragraphs(name) {
            let missing = paragraph.pieces.iter().any(|piece| piece.text().is_none());
            assert!(!missing, "{name}: {}", paragraph.text("____"));
        }
    }
}
