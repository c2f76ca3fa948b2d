//! Every reader gets thousands of damaged inputs: none may panic, or take long, and what comes of one can be saved.

use std::path::Path;
use std::time::{Duration, Instant};

use budget_disclosure::edit::paste::Block;
use budget_disclosure::import::ImportOptions;

use super::documents::{exported, whole};
use super::sources::{SHAYIBAK, URUMQI, figures, import};
use super::wrap;

/// Rounds of each reader; more are asked for by the environment.
fn rounds() -> usize {
    std::env::var("MUTATIONS").ok().and_then(|rounds| rounds.parse().ok()).unwrap_or(60)
}

/// No damaged input may take longer, in a build without optimisation.
const LONGEST: Duration = Duration::from_secs(20);

fn random() -> fastrand::Rng {
    let seed = std::env::var("SEED").ok().and_then(|seed| seed.parse().ok()).unwrap_or(7);
    fastrand::Rng::with_seed(seed)
}

/// `bytes` with some of them changed, cut, doubled or moved.
fn damaged(random: &mut fastrand::Rng, bytes: &[u8]) -> Vec<u8> {
    let mut bytes = bytes.to_vec();
    for _ in 0..random.usize(1..6) {
        if bytes.is_empty() {
            break;
        }
        let at = random.usize(0..bytes.len());
        let end = (at + random.usize(0..200)).min(bytes.len());
        match random.u8(0..6) {
            0 => bytes[at] = random.u8(..),
            1 => bytes[at] ^= 1 << random.u8(0..8),
            2 => drop(bytes.drain(at..end)),
            3 => {
                let piece = bytes[at..end].to_vec();
                let to = random.usize(0..=bytes.len());
                bytes.splice(to..to, piece);
            }
            4 => bytes.truncate(at),
            _ => {
                let words: [&[u8]; 8] =
                    [b"99999999999", b"-1", b"<", b"\t", b"\xff\xfe", "※".as_bytes(), b"208", "总计".as_bytes()];
                let word = words[random.usize(0..words.len())];
                bytes.splice(at..at, word.iter().copied());
            }
        }
    }
    bytes
}

#[track_caller]
fn try_all(name: &str, seeds: &[Vec<u8>], wrapped: impl Fn(&[u8]) -> Vec<u8>) {
    let mut random = random();
    for round in 0..rounds() {
        let seed = &seeds[round % seeds.len()];
        let input = wrapped(&damaged(&mut random, seed));
        let start = Instant::now();
        if let Ok(imported) = import(&input, &ImportOptions::default()) {
            figures(&imported.disclosure);
        }
        assert!(start.elapsed() < LONGEST, "{name} round {round} took {:?}", start.elapsed());
    }
}

/// An entry of an archive.
fn entry(bytes: &[u8], name: &str) -> Vec<u8> {
    let mut zip = zip::ZipArchive::new(std::io::Cursor::new(bytes)).unwrap();
    let mut contents = Vec::new();
    std::io::Read::read_to_end(&mut zip.by_name(name).unwrap(), &mut contents).unwrap();
    contents
}

fn fixture(name: &str) -> Vec<u8> {
    std::fs::read(Path::new(env!("CARGO_MANIFEST_DIR")).join("src/catalog/user/fixtures").join(name)).unwrap()
}

#[test]
fn a_chain_of_directories_that_leads_back_to_itself_is_refused() {
    let mut bytes = fixture("catalog.xls");
    let table = u32::from_le_bytes(bytes[76..80].try_into().unwrap()) as usize;
    let first = u32::from_le_bytes(bytes[48..52].try_into().unwrap());
    let at = (table + 1) * 512 + first as usize * 4;
    bytes[at..at + 4].copy_from_slice(&first.to_le_bytes());
    assert!(import(&bytes, &ImportOptions::default()).is_err());
}

#[test]
fn mutations_of_text() {
    let seeds = [URUMQI, SHAYIBAK].map(|sample| sample.text.as_bytes().to_vec());
    try_all("text", &seeds, <[u8]>::to_vec);
}

#[test]
fn mutations_of_word_documents() {
    let seeds = [URUMQI, SHAYIBAK].map(|sample| entry(&exported(&whole(&sample), "docx"), "word/document.xml"));
    try_all("docx", &seeds, wrap::docx);
}

#[test]
fn mutations_of_workbooks() {
    let seeds = [entry(&exported(&whole(&SHAYIBAK), "xlsx"), "xl/worksheets/sheet3.xml")];
    try_all("xlsx", &seeds, wrap::xlsx);
    try_all("xlsx archive", &[exported(&whole(&SHAYIBAK), "xlsx")], <[u8]>::to_vec);
}

#[test]
fn mutations_of_old_and_open_workbooks() {
    try_all("ods", &[entry(&fixture("catalog.ods"), "content.xml")], wrap::ods);
    try_all("xls", &[fixture("catalog.xls")], <[u8]>::to_vec);
}

#[test]
fn mutations_of_pdf() {
    try_all("pdf", &[exported(&whole(&SHAYIBAK), "pdf")], <[u8]>::to_vec);
}

#[test]
fn mutations_of_the_clipboard() {
    let mut random = random();
    for _ in 0..rounds() {
        let text = damaged(&mut random, SHAYIBAK.text.as_bytes());
        let text = String::from_utf8_lossy(&text);
        let block = Block::from_text(&text);
        assert!(block.rows.iter().all(|row| row.len() == block.width()));
        let html = format!(
            "<table><tr><td>{}</td></tr></table>",
            text.replace('\t', "</td><td>").replace('\n', "</td></tr><tr><td rowspan=2>")
        );
        let html = String::from_utf8_lossy(&damaged(&mut random, html.as_bytes())).into_owned();
        let _ = Block::from_html(&html);
    }
}
