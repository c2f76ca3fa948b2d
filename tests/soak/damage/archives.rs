//! Archives of documents, one of them in another.

use disclosure_engine::readers::{PackedState, Progress, unpacked, unpacked_names};

use super::super::made_up::files::archive as packed_files;
use super::{SAMPLES, damaged, random, timed};

/// Tries `count` archives. Returns what was tried.
pub fn run(count: usize) -> Vec<String> {
    let file = |name: &str, bytes: &[u8]| (name.to_owned(), bytes.to_vec());
    let inner = packed_files(&[file("二.budget", SAMPLES[1].as_bytes()), file("说明.txt", b"x")]);
    let seed = packed_files(&[file("局/一.budget", SAMPLES[0].as_bytes()), file("局/内.zip", &inner)]);
    assert!(is_read(&seed), "what is damaged must be an archive");
    let mut random = random();
    let read = (0..count).filter(|_| {
        let input = damaged(&mut random, &seed);
        timed(&input, || is_read(&input))
    });
    let read = read.count();
    vec![format!("damaged archives of documents: {count}, of which {read} could still be read, the others refused")]
}

/// Whether `input` is an archive; then its files have names that lead nowhere, with and without their contents.
fn is_read(input: &[u8]) -> bool {
    let names = unpacked_names(input, &Progress::default());
    match unpacked(input, &Progress::default()) {
        Ok(files) => {
            let is_name = |name: &String| !name.is_empty() && name != ".." && !name.contains(['/', '\\']);
            assert!(files.iter().all(|(file, _)| !file.path.is_empty() && file.path.iter().all(is_name)));
            assert!(files.iter().all(|(file, bytes)| file.state == PackedState::Taken || bytes.is_empty()));
            // Names alone are refused where sizes are said that are too much.
            assert!(names.is_err() || names.is_ok_and(|names| names.len() == files.len()));
            true
        }
        Err(error) => {
            assert!(error.to_string().chars().count() < 1_000, "a sentence is short: {error}");
            false
        }
    }
}
