//! Figures that an author states otherwise than they follow from others.

use disclosure_engine::disclosure::{ColumnNumber, Disclosure, TableNumber};
use fastrand::Rng;

use super::Fen;
use super::file::amount;
use super::printed::{Table, rounded};

/// States every figure that follows from others as it is printed, as a document does that was imported.
pub fn state_all(disclosure: &mut Disclosure, printed: &mut [Table]) {
    for table in printed {
        for row in &mut table.rows {
            for figure in row.figures.iter_mut().filter(|figure| figure.is_computed) {
                figure.fen = rounded(figure.fen);
                let key = (row.key.clone(), ColumnNumber(figure.column));
                disclosure.table_mut(TableNumber(table.number)).stated.insert(key, amount(figure.fen));
            }
        }
    }
}

/// States `count` of them wrong: by the last place, with two digits swapped, with one more, or not at all.
pub fn state_wrong(rng: &mut Rng, disclosure: &mut Disclosure, printed: &mut [Table], count: usize) {
    for _ in 0..count {
        let table = rng.usize(0..printed.len());
        let table = &mut printed[table];
        if table.rows.is_empty() {
            continue;
        }
        let row = rng.usize(0..table.rows.len());
        let row = &mut table.rows[row];
        let computed: Vec<usize> = (0..row.figures.len()).filter(|&at| row.figures[at].is_computed).collect();
        if computed.is_empty() {
            continue;
        }
        let figure = &mut row.figures[computed[rng.usize(0..computed.len())]];
        figure.fen = wrong(rng, figure.fen);
        let key = (row.key.clone(), ColumnNumber(figure.column));
        disclosure.table_mut(TableNumber(table.number)).stated.insert(key, amount(figure.fen));
    }
}

fn wrong(rng: &mut Rng, fen: Fen) -> Fen {
    match rng.u8(0..5) {
        0 => fen + 10_000,
        1 => fen - 10_000,
        2 => 0,
        3 => fen + rng.i64(1..1_000) * 10_000,
        _ => {
            let mut digits: Vec<u8> = fen.abs().to_string().into_bytes();
            if digits.len() > 6 {
                digits.swap(0, 1);
            }
            String::from_utf8(digits).unwrap().parse::<Fen>().unwrap() * fen.signum()
        }
    }
}
