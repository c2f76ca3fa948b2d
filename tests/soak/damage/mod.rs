//! What people hand to the program, damaged at random: files, text from the clipboard, amounts, documents to import, lists of
//! codes.

mod archives;
mod documents;
mod lists;
#[allow(dead_code)] // Other tests read the text of a PDF with it.
#[path = "../../support/office/mod.rs"]
mod office;
mod own;
#[path = "../../import/wrap.rs"]
mod wrap;

use std::time::{Duration, Instant};

use fastrand::Rng;

/// No input may take longer, in a build without optimisation on a machine that is busy.
const LONGEST: Duration = Duration::from_secs(20);
/// Nor may all of them together take more memory, in kB.
const MOST_MEMORY: u64 = 1024 * 1024;

const SAMPLES: [&str; 4] = [
    include_str!("../../../assets/samples/urumqi-2025.budget"),
    include_str!("../../../assets/samples/shayibak-2025.budget"),
    include_str!("../../fixtures/version-1.budget"),
    include_str!("../../../assets/samples/shanghai-2025.budget"),
];

#[test]
fn damaged_input_is_read_or_refused() {
    for tried in run(super::number("SOAK_INPUTS", 200).min(200), super::number("SOAK_DOCUMENTS", 60).min(60)) {
        println!("{tried}");
    }
}

/// Tries `count` files, texts and amounts, and `documents` of each kind that can be imported or be a list of codes. Returns
/// what was tried, a line each.
pub fn run(count: usize, documents: usize) -> Vec<String> {
    let mut tried = own::run(count);
    tried.extend(documents::run(documents));
    tried.extend(lists::run(documents));
    tried.extend(archives::run(documents));
    if let Some(memory) = most_memory() {
        assert!(memory < MOST_MEMORY, "{memory} kB");
        tried.push(format!("the most memory that all of this took: {} MB", memory / 1024));
    }
    tried
}

/// The same inputs each time, unless the environment says otherwise.
fn random() -> Rng {
    Rng::with_seed(super::number("SEED", 7) as u64)
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
const WORDS: [&str; 30] = [
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
    "<",
    "<td>",
    "※",
    "208",
    "总计",
    "\u{feff}",
];

/// `seed` with some of it changed, cut, doubled, moved or replaced by `WORDS`.
fn damaged(random: &mut Rng, seed: &[u8]) -> Vec<u8> {
    let mut bytes = seed.to_vec();
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
