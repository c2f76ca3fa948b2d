//! Tables with commas, or other marks, between their cells, as spreadsheets save them.

use super::{Bounds, Place, Progress, ReadError, Source};

/// How many lines are looked at to tell what the text is.
const SAMPLE: usize = 200;
/// What separates cells; where several do so in equally many lines, the first of these.
const DELIMITERS: [u8; 3] = [b'\t', b';', b','];
/// From how many lines the delimiter is told.
const LINES_LOOKED_AT: usize = 50;
/// How often the reader looks whether it is to stop.
const STEP: usize = 1024;

/// Whether most lines of `text` are rows of cells between commas: of at least three, or of a name and a number.
pub(super) fn is_table(text: &str) -> bool {
    let lines: Vec<&str> = text.lines().filter(|line| !line.trim().is_empty()).take(SAMPLE).collect();
    let is_number = |cell: &str| {
        let cell = cell.trim().trim_matches('"');
        !cell.is_empty() && cell.bytes().all(|byte| byte.is_ascii_digit() || matches!(byte, b'.' | b',' | b'-'))
    };
    let is_pair = |line: &str| line.split_once(',').is_some_and(|(name, number)| !name.is_empty() && is_number(number));
    let is_row = |line: &&&str| line.bytes().filter(|byte| *byte == b',').count() >= 2 || is_pair(line);
    !text.contains('\t') && lines.len() > 1 && lines.iter().filter(is_row).count() * 2 > lines.len()
}

/// What separates the cells of a text that is a table.
pub(super) fn delimiter(text: &str) -> u8 {
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

/// Reads `text`, in which `delimiter` separates cells, as one grid.
pub(super) fn read(text: &str, delimiter: u8, progress: &Progress) -> Result<Source, ReadError> {
    let mut source = Source::default();
    let mut bounds = Bounds::default();
    let mut rows = Vec::new();
    let mut reader = csv::ReaderBuilder::new();
    let reader = reader.has_headers(false).flexible(true).delimiter(delimiter).from_reader(text.as_bytes());
    for (record, index) in reader.into_records().zip(0_usize..) {
        if index.is_multiple_of(STEP) {
            progress.check()?;
        }
        let record = record.map_err(|_| ReadError::Broken("CSV 表格"))?;
        if record.iter().all(|cell| cell.trim().is_empty()) {
            continue;
        }
        bounds.row(record.len())?;
        let line = Place::Line(line_of(text, &record).unwrap_or(index + 1));
        rows.push((record.iter().map(|cell| cell.trim().to_owned()).collect(), line));
    }
    if !rows.is_empty() {
        source.push_grid(rows, &[], &[]);
    }
    Ok(source)
}

/// The line on which `record` begins; the reader counts from the blank lines before it.
fn line_of(text: &str, record: &csv::StringRecord) -> Option<usize> {
    let position = record.position()?;
    let skipped = text.as_bytes().get(usize::try_from(position.byte()).ok()?..).unwrap_or_default();
    let blank_lines = skipped.iter().take_while(|byte| matches!(byte, b'\r' | b'\n')).filter(|byte| **byte == b'\n');
    Some(usize::try_from(position.line()).ok()? + blank_lines.count())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_between_commas_are_told_from_sentences() {
        assert!(is_table("表3,,\n合计,\"1,057.99\",2\n\n208,1,2"));
        assert!(!is_table("一、本年收入 1,057.99 万元。\n二、支出，其中：\n三、无"));
        assert!(!is_table("a\tb,c,d\ne,f,g"));
        assert!(is_table("编码,金额\n30103,29.91\n30201,\"1,005.00\""));
        assert!(!is_table("收入, 支出\n其中, 项目\n无, 有"));
    }

    #[test]
    fn quoted_cells_keep_their_commas_and_breaks() {
        let source = read("合计,\"1,057.99\",\"名称\n续\"\n\n208,1\n", b',', &Progress::default()).unwrap();
        let texts: Vec<&str> = source.lines[0].cells.iter().map(|cell| cell.text.as_str()).collect();
        assert_eq!(texts, ["合计", "1,057.99", "名称\n续"]);
        assert_eq!(source.lines[1].place, Place::Line(4), "as an editor counts");
    }
}
