//! Reading CSV, as spreadsheets of all kinds write it.

use std::borrow::Cow;

use super::{ROW_LIMIT, Sheet, UserCatalogError};
use crate::encoding::decoded;

/// What separates cells; where several do so in equally many lines, the first of these.
const DELIMITERS: [u8; 3] = [b'\t', b';', b','];

/// From how many lines the delimiter is told.
const LINES_LOOKED_AT: usize = 50;

/// The sheet that `bytes` hold.
pub(super) fn read(bytes: &[u8]) -> Result<Sheet, UserCatalogError> {
    let text = decoded(bytes).ok_or(UserCatalogError::NotText)?;
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(&text))
        .from_reader(text.as_bytes());
    let mut sheet = Sheet::default();
    for (count, record) in reader.records().enumerate() {
        if count >= ROW_LIMIT {
            return Err(UserCatalogError::TooManyRows);
        }
        // Text in memory with rows of any length: nothing is left that could go wrong but its being no text.
        let record = record.map_err(|_| UserCatalogError::NotText)?;
        let line = line_of(&text, &record);
        sheet.push(line, record.iter().map(Cow::Borrowed));
    }
    Ok(sheet)
}

/// The line on which `record` begins; the reader counts from the blank lines before it.
fn line_of(text: &str, record: &csv::StringRecord) -> u64 {
    let Some(position) = record.position() else { return 0 };
    let start = usize::try_from(position.byte()).unwrap_or(usize::MAX);
    let skipped = text.as_bytes().get(start..).unwrap_or_default();
    let blank_lines = skipped.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    position.line() + blank_lines.count() as u64
}

fn delimiter(text: &str) -> u8 {
    let lines_with = |delimiter: u8| {
        let has = |line: &&str| outside_quotes(line).any(|byte| byte == delimiter);
        text.lines().filter(|line| !line.trim().is_empty()).take(LINES_LOOKED_AT).filter(has).count()
    };
    DELIMITERS.into_iter().rev().max_by_key(|delimiter| lines_with(*delimiter)).unwrap_or(b',')
}

fn outside_quotes(line: &str) -> impl Iterator<Item = u8> {
    let mut is_quoted = false;
    line.bytes().filter(move |byte| {
        is_quoted ^= *byte == b'"';
        !is_quoted
    })
}
