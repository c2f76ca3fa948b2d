//! `manual`: the manual as a document.

use std::path::Path;

use super::{Status, complain};
use crate::manual::booklet;
use disclosure_engine::file;

/// Writes the manual to `output`, whose extension says in which format.
pub(super) fn run(output: &Path) -> Status {
    match bytes(output).and_then(|bytes| file::write_atomically(output, &bytes).map_err(|error| error.to_string())) {
        Ok(()) => Status::Done,
        Err(sentence) => complain(format!("{}：{sentence}", output.display())),
    }
}

fn bytes(output: &Path) -> Result<Vec<u8>, String> {
    let extension = output.extension().unwrap_or_default().to_ascii_lowercase();
    match extension.to_str() {
        Some("pdf") => booklet().pdf().map_err(|error| error.to_string()),
        Some("html") => Ok(booklet().page()),
        _ => Err("手册只写成 PDF 或网页，文件名应以 .pdf 或 .html 结尾".to_owned()),
    }
}
