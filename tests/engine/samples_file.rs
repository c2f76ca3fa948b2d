//! The samples: whole, readable, and written exactly as the program writes.

use std::path::PathBuf;

use disclosure_engine::disclosure::{Disclosure, Kind};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

fn path(name: &str) -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("assets/samples").join(name)
}

fn sample(name: &str) -> Disclosure {
    file::open(&path(name), &FormLibrary::builtin().unwrap()).unwrap_or_else(|error| panic!("{name}: {error}"))
}

fn amounts(disclosure: &Disclosure) -> usize {
    let tables = disclosure.tables.values();
    tables.map(|table| table.stated.len() + table.rows.iter().map(|row| row.amounts.len()).sum::<usize>()).sum()
}

#[test]
fn every_printed_figure_is_there() {
    let urumqi = sample("urumqi-2025.budget");
    assert_eq!((urumqi.kind, urumqi.year, amounts(&urumqi)), (Kind::Unit, 2025, 259));
    let shayibak = sample("shayibak-2025.budget");
    assert_eq!((shayibak.kind, shayibak.year, amounts(&shayibak)), (Kind::Department, 2025, 203));
}

#[test]
fn a_sample_written_again_is_the_same() {
    for name in ["urumqi-2025.budget", "shayibak-2025.budget"] {
        let disclosure = sample(name);
        let written = file::write(&disclosure);
        assert_eq!(file::read(&written, &FormLibrary::builtin().unwrap()).unwrap(), disclosure);

        let text = std::fs::read_to_string(path(name)).unwrap();
        let without_comments = text.lines().filter(|line| !line.trim_start().starts_with("//"));
        assert!(without_comments.eq(written.lines()), "{name} is not in the style of the program");
    }
}
