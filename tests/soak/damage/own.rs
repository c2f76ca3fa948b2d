//! What is the program's own: its files, amounts as they are typed, text that is pasted into a table.

use disclosure_engine::catalog::Catalog;
use disclosure_engine::edit::paste::{Block, Spot, paste_at, paste_rows};
use disclosure_engine::edit::{InputUnit, parse_amount};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::sheet::{Place, Sheet};
use fastrand::Rng;

use super::{SAMPLES, damaged, random, timed};

const CLIPBOARD: &str = include_str!("../../fixtures/shayibak-2025-tables.tsv");

/// Tries `count` files, amounts and texts each. Returns what was tried, a line each.
pub fn run(count: usize) -> Vec<String> {
    let mut random = random();
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.get("xinjiang-2025").unwrap();
    vec![files(&mut random, count, &forms), amounts(&mut random, count, form), texts(&mut random, count, form)]
}

fn files(random: &mut Rng, count: usize, forms: &FormLibrary) -> String {
    let mut read = 0;
    for round in 0..count {
        let bytes = damaged(random, SAMPLES[round % SAMPLES.len()].as_bytes());
        let text = String::from_utf8_lossy(&bytes);
        match timed(&bytes, || file::read(&text, forms)) {
            Ok(disclosure) => {
                read += 1;
                let again = file::read(&file::write(&disclosure), forms);
                assert_eq!(again.unwrap(), disclosure, "what is read can be saved: {text}");
            }
            Err(error) => assert!(error.to_string().chars().count() < 1_000, "a sentence is short: {error}"),
        }
    }
    format!(
        "damaged files: {count}, of which {read} could still be read and were saved, the others refused with a place"
    )
}

fn amounts(random: &mut Rng, count: usize, form: &Form) -> String {
    let pieces = [
        "0",
        "1",
        "9",
        "12",
        "999",
        ",",
        ".",
        "，",
        "。",
        "-",
        "－",
        "+",
        "*",
        "/",
        "(",
        ")",
        "（",
        "=",
        "万",
        "亿",
        "元",
        "万元",
        "%",
        " ",
        "　",
        "e",
        "E5",
        "٣",
        "½",
        "\u{202e}",
        "\0",
        "人民币",
        "￥",
        "¥",
        "１",
        "12345678901234567890",
    ];
    let mut read = 0;
    for _ in 0..count {
        let text: String = (0..random.usize(0..24)).map(|_| pieces[random.usize(0..pieces.len())]).collect();
        let text = if random.u8(0..50) == 0 { text.repeat(20_000) } else { text };
        for unit in [InputUnit::Form, InputUnit::Yuan] {
            let parsed = timed(text.as_bytes(), || parse_amount(&text, &form.text_unit, unit));
            if let Ok(Some(amount)) = parsed {
                read += 1;
                let written = amount.yuan().to_string();
                assert_eq!(written.parse(), Ok(amount), "what is read can be written: {text}");
            }
        }
    }
    format!("amounts at random: {count}, read {read} times")
}

fn texts(random: &mut Rng, count: usize, form: &Form) -> String {
    let catalog = Catalog::builtin().unwrap();
    let disclosure = file::read(SAMPLES[0], &FormLibrary::builtin().unwrap()).unwrap();
    let evaluation = evaluate(form, &disclosure);
    let evaluated = Evaluated { form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
    let lines: Vec<&str> = CLIPBOARD.lines().collect();
    let mut pasted = 0;
    for round in 0..count {
        let from = random.usize(0..lines.len() - 1);
        let piece = lines[from..(from + random.usize(1..40)).min(lines.len())].join("\n");
        let bytes = damaged(random, piece.as_bytes());
        let text = String::from_utf8_lossy(&bytes);
        timed(&bytes, || {
            let html =
                format!("<table><tr><td>{}</table>", text.replace('\t', "<td>").replace('\n', "<tr><td colspan=3>"));
            let blocks = [Some(Block::from_text(&text)), Block::from_html(&html)];
            for block in blocks.into_iter().flatten() {
                let table = &form.tables[round % form.tables.len()];
                let sheet = Sheet::new(evaluated, table);
                let at = Place { row: 0, column: 0 };
                let by_place = paste_at(evaluated, &sheet, (at, at), &block, InputUnit::Form);
                let by_row = paste_rows(evaluated, table, &block, InputUnit::Form, &Spot::default(), &|_| None);
                for paste in [Some(by_place), by_row.map(|rows| rows.paste)].into_iter().flatten() {
                    let step = paste.step(evaluated, "粘贴", true);
                    let mut changed = disclosure.clone();
                    step.apply(&mut changed);
                    step.revert(&mut changed);
                    assert!(changed == disclosure, "undo: {text}");
                    pasted += usize::from(!paste.is_idle());
                }
            }
        });
    }
    format!("damaged texts from the clipboard: {count}, pasted {pasted} times and taken back")
}
