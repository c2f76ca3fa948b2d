//! The block of cells that is pasted from the clipboard, as text and as HTML.
#![no_main]

use budget_disclosure_fuzz::end_at_own_panics;
use disclosure_engine::edit::paste::Block;
use libfuzzer_sys::fuzz_target;

fuzz_target!(init: end_at_own_panics(), |text: &str| {
    let _ = Block::from_text(text);
    let _ = Block::from_html(text);
});
