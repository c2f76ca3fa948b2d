//! A document comes back alive: its sentences follow the figures again, also where its author worded them otherwise or
//! spoke of the projects in another order; and nothing that it prints becomes another.

use std::path::Path;

use disclosure_engine::disclosure::{Disclosure, Part, Rewording};
use disclosure_engine::file;
use disclosure_engine::import::Imported;
use disclosure_engine::narrative::{Paragraph, Piece, narrate};
use fastrand::Rng;

use crate::bench::Bench;

fn file_of(name: &str) -> std::path::PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join(name)
}

/// Sentences of a published document: 95 of 100 follow the figures, none is lost, none says anything else, none is called
/// wrong; and what is exported of it comes back the same in every format.
#[test]
fn a_published_text_comes_alive() {
    let bench = Bench::new();
    let Imported { disclosure, report } =
        bench.read(&std::fs::read(file_of("tests/fixtures/urumqi-2025.txt")).unwrap());
    println!("urumqi-2025.txt: {} paragraphs live, {} as they were written", report.live, report.as_written);
    assert!(report.live * 100 >= (report.live + report.as_written) * 95, "{} {}", report.live, report.as_written);
    assert_eq!(bench.errors(&disclosure), [""; 0]);
    assert!(disclosure.orders.contains_key(&Part::Section(7)), "{:?}", disclosure.orders);
    for extension in ["xlsx", "docx", "pdf"] {
        let back = bench.back(&disclosure, extension);
        assert_eq!(bench.differences(&disclosure, &back.disclosure), "", "{extension}");
        assert_eq!((back.report.live, back.report.as_written), (report.live, report.as_written), "{extension}");
    }
}

/// Words of their own in front of a figure or behind one, in every third sentence.
fn reworded(bench: &Bench, disclosure: &Disclosure, rng: &mut Rng) -> Disclosure {
    let mut other = disclosure.clone();
    let paragraphs: Vec<Paragraph> = bench.with(disclosure, narrate);
    for paragraph in paragraphs.iter().filter(|paragraph| paragraph.heading.is_none()) {
        let has_figure =
            paragraph.pieces.iter().any(|piece| matches!(piece, Piece::Figure(figure) if figure.exact.is_some()));
        if !has_figure || rng.u8(0..3) != 0 {
            continue;
        }
        let words = bench.with(disclosure, |evaluated| disclosure_engine::edit::rewording(evaluated, &paragraph.key));
        let words = words.unwrap();
        let text = match rng.u8(0..3) {
            0 => format!("据各表汇总，{}", words.text()),
            1 => words.text().replacen("万元", "万元整", 1),
            _ => words.text().replacen('，', "，按年初批复，", 1),
        };
        other.rewritten.insert(paragraph.key.clone(), words.edited(&text));
    }
    for (part, table) in [(Part::Section(7), 7), (Part::Section(11), 11)] {
        let rows = other.tables.iter().find(|(number, _)| number.0 == table).map(|(_, table)| &table.rows);
        let mut rows: Vec<_> = rows.into_iter().flatten().map(|row| row.subject.key()).collect();
        rng.shuffle(&mut rows);
        other.orders.insert(part, rows);
    }
    other
}

/// What a person words anew or puts in another order comes back with its figures live, and follows them.
#[test]
fn sentences_in_other_words_and_another_order_follow_the_figures() {
    let bench = Bench::new();
    for name in ["urumqi-2025.budget", "shayibak-2025.budget"] {
        let own = file::open(&file_of("assets/samples").join(name), &bench.forms).unwrap();
        for (seed, extension) in ["xlsx", "docx", "pdf"].into_iter().enumerate() {
            let own = reworded(&bench, &own, &mut Rng::with_seed(seed as u64));
            let Imported { disclosure, report } = bench.back(&own, extension);
            let bound =
                |disclosure: &Disclosure| disclosure.rewritten.values().map(Rewording::bound).map(<[_]>::len).sum();
            let (before, after): (usize, usize) = (bound(&own), bound(&disclosure));
            println!(
                "{name} {extension}: {} rewritten, {before} pieces bound, {after} again; {} live, {} as written",
                own.rewritten.len(),
                report.live,
                report.as_written
            );
            assert_eq!(bench.differences(&own, &disclosure), "", "{name} {extension}");
            assert!(disclosure.texts.is_empty(), "{name} {extension}: {:?}", disclosure.texts.keys());
            assert!(after * 100 >= before * 95, "{name} {extension}: {before} {after}");
            follows(&bench, &own, &disclosure, &format!("{name} {extension}"));
        }
    }
}

/// Whether both say the same of other figures, too.
fn follows(bench: &Bench, own: &Disclosure, back: &Disclosure, name: &str) {
    let doubled = |disclosure: &Disclosure| {
        let mut disclosure = disclosure.clone();
        for table in disclosure.tables.values_mut() {
            table.stated.clear();
            let amounts = table.rows.iter_mut().flat_map(|row| row.amounts.values_mut());
            amounts.for_each(|amount| *amount += *amount);
        }
        disclosure
    };
    let told = |disclosure: &Disclosure| -> Vec<String> {
        let told = bench.with(&doubled(disclosure), narrate);
        told.iter().map(|paragraph| paragraph.text("（待填）").split_whitespace().collect()).collect()
    };
    let (own, back) = (told(own), told(back));
    let others: Vec<_> = own.iter().zip(&back).filter(|(own, back)| own != back).collect();
    assert!(own.len() == back.len() && others.len() * 100 <= own.len() * 3, "{name}: {others:#?}");
}
