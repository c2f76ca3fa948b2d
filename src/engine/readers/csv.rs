//! Comma-separated tables, as spreadsheets save them.

use super::super::ImportError;
use super::super::source::{Place, Source};
use super::{Bounds, Progress};

/// How many lines are looked at to tell what the text is.
const SAMPLE: usize = 200;
/// How often the reader looks whether it is to stop.
const STEP: usize = 1024;

/// Whether most lines of `text` are rows of cells between commas.
pub(super) fn is_table(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    let is_row = |line: &&&str| line.bytes().filter(|byte| *byte == b',').count() >= 2;
    !text.contains('\t') && lines.len() > 1 && lines.iter().filter(is_row).count() * 2 > lines.len()
}

/// Reads `text` as one grid.
pub(super) fn read(text: &str, progress: &Progress) -> Result<Source, ImportError> {
    let mut source = Source::default();
    let mut bounds = Bounds::default();
    let mut rows = Vec::new();
    let records =
        csv::ReaderBuilder::new().has_headers(false).flexible(true).from_reader(text.as_bytes()).into_records();
    for (record, index) in records.zip(0_usize..) {
        if index.is_multiple_of(STEP) {
            progress.check()?;
        }
        let record = record.map_err(|_| ImportError::Broken("CSV 表格"))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        let line = record.position().map_or(index + 1, |at| usize::try_from(at.line()).unwrap_or(index + 1));
        bounds.row(record.len())?;
        rows.push((record.iter().map(|cell| cell.trim().to_owned()).collect(), Place::Line(line)));
    }
    if !rows.is_empty() {
        source.push_grid(rows, &[], &[]);
    }
    Ok(source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_between_commas_are_told_from_sentences() {
        assert!(is_table("表3,,\n合计,\"1,057.99\",2\n\n208,1,2"));
        assert!(!is_table("一、本年收入 1,057.99 万元。\n二、支出，其中：\n三、无"));
        assert!(!is_table("a\tb,c,d\ne,f,g"));
    }

    #[test]
    fn quoted_cells_keep_their_commas_and_breaks() {
        let source = read("合计,\"1,057.99\",\"名称\n续\"\n208,1\n", &Progress::default()).unwrap();
        let texts: Vec<&str> = source.lines[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["合计", "1,057.99", "名称\n续"]);
        assert_eq!(source.lines[1].place, Place::Line(3));
    }
}
