//! What people hand to the program, damaged at random: files, text from the clipboard, amounts.

use std::time::{Duration, Instant};

use budget_disclosure::catalog::Catalog;
use budget_disclosure::edit::paste::{Block, paste_at, paste_rows};
use budget_disclosure::edit::{InputUnit, parse_amount};
use budget_disclosure::evaluate::{Evaluated, evaluate};
use budget_disclosure::file;
use budget_disclosure::form::{Form, FormLibrary};
use budget_disclosure::sheet::{Place, Sheet};
use fastrand::Rng;

/// No input may take longer, in a build without optimisation.
const LONGEST: Duration = Duration::from_secs(10);
/// Nor may all of them together take more memory, in kB.
const MOST_MEMORY: u64 = 1024 * 1024;

const SAMPLES: [&str; 3] = [
    include_str!("../../assets/samples/urumqi-2025.budget"),
    include_str!("../../assets/samples/shayibak-2025.budget"),
    include_str!("../fixtures/version-1.budget"),
];
const CLIPBOARD: &str = include_str!("../fixtures/shayibak-2025-tables.tsv");

#[test]
fn damaged_input_is_read_or_refused() {
    for tried in run(super::number("SOAK_INPUTS", 200).min(200)) {
        println!("{tried}");
    }
}

/// Tries `count` files, texts and amounts each. Returns what was tried, a line each.
pub fn run(count: usize) -> Vec<String> {
    let mut random = Rng::with_seed(super::number("SEED", 7) as u64);
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.all().next().unwrap();
    let tried =
        vec![files(&mut random, count, &forms), amounts(&mut random, count, form), texts(&mut random, count, form)];
    if let Some(memory) = most_memory() {
        assert!(memory < MOST_MEMORY, "{memory} kB");
    }
    tried
}

/// The most memory that this process ever had, in kB, where the system tells.
fn most_memory() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"))?;
    line.trim().strip_suffix("kB")?.trim().parse().ok()
}

/// Runs `work` on an input. It must not take long.
fn timed<T>(input: &[u8], work: impl FnOnce() -> T) -> T {
    let start = Instant::now();
    let done = work();
    let took = start.elapsed();
    assert!(took < LONGEST, "{took:?} for {}", String::from_utf8_lossy(&input[..input.len().min(2_000)]));
    done
}

/// What stands where something is put in: what the format, spreadsheets and people write.
const WORDS: [&str; 24] = [
    "99999999999999999999999999999",
    "-1",
    "1e400",
    "0.0000001",
    "(",
    ")",
    "[",
    "{",
    "\"",
    "\\u{202e}",
    "\u{202e}",
    "\0",
    "Some(",
    "Code(code: \"",
    "amounts: {",
    "format: 2",
    "/*",
    "//",
    "r#\"",
    "\t",
    "万",
    "亿元",
    "１２，３４５",
    "=1+",
];

/// `seed` with some of it changed, cut, doubled, moved or replaced by `WORDS`.
fn damaged(random: &mut Rng, seed: &str) -> Vec<u8> {
    let mut bytes = seed.as_bytes().to_vec();
    for _ in 0..random.usize(1..6) {
        if bytes.is_empty() {
            break;
        }
        let at = random.usize(0..bytes.len());
        let end = (at + random.usize(0..300)).min(bytes.len());
        match random.u8(0..7) {
            0 => bytes[at] = random.u8(..),
            1 => bytes[at] ^= 1 << random.u8(0..8),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                bytes.splice(at..at, piece.iter().copied().cycle().take(piece.len() * random.usize(1..20)));
            }
            4 => {
                let piece = bytes[at..end].to_vec();
                let to = random.usize(0..=bytes.len());
                bytes.splice(to..to, piece);
            }
            5 => bytes.truncate(at),
            _ => {
                let word = WORDS[random.usize(0..WORDS.len())].repeat(1 << random.u8(0..8));
                bytes.splice(at..at, word.bytes());
            }
        }
    }
    bytes
}

fn files(random: &mut Rng, count: usize, forms: &FormLibrary) -> String {
    let mut read = 0;
    for round in 0..count {
        let bytes = damaged(random, SAMPLES[round % SAMPLES.len()]);
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
            let parsed = timed(text.as_bytes(), || parse_amount(&text, &form.unit, unit));
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
        let bytes = damaged(random, &piece);
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
                for paste in
                    [Some(by_place), paste_rows(evaluated, table, &block, InputUnit::Form)].into_iter().flatten()
                {
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
