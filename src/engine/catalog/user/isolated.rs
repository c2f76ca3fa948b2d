//! Reading a list in a process of its own: its sheets are handed over row by row and checked.

use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::{CELL_LIMIT, COLUMN_LIMIT, ROW_LIMIT, Sheet, SheetRow, UserCatalogError, sheets_of};
use crate::isolation::{self, Ending, Malformed, Pieces, Task};

/// Reading the sheets of a list of codes. The window waits for it.
pub const TASK: Task = Task { name: "list", longest: Duration::from_secs(20), work: read_apart };

/// Sheets of a list.
const MOST_SHEETS: usize = 5000;
/// Characters of a sheet's name that are kept.
const LONGEST_NAME: usize = 200;

#[derive(Debug, Serialize, Deserialize)]
enum Record<'a> {
    /// A sheet, the rows of which follow.
    Sheet(&'a str),
    /// A row of the sheet before, the cells of which follow.
    Row(u64),
    /// A cell of the row before.
    Cell(&'a str),
    Done,
    Refused(Refusal),
}

#[derive(Debug, Clone, Copy, Serialize, Deserialize)]
enum Refusal {
    TooManyRows,
    Encrypted,
    Workbook,
    Ods,
    NotText,
}

impl Refusal {
    fn of(error: &UserCatalogError) -> Self {
        match error {
            UserCatalogError::TooManyRows => Self::TooManyRows,
            UserCatalogError::Encrypted => Self::Encrypted,
            UserCatalogError::Ods => Self::Ods,
            UserCatalogError::NotText => Self::NotText,
            _ => Self::Workbook,
        }
    }
}

impl From<Refusal> for UserCatalogError {
    fn from(refusal: Refusal) -> Self {
        match refusal {
            Refusal::TooManyRows => Self::TooManyRows,
            Refusal::Encrypted => Self::Encrypted,
            Refusal::Workbook => Self::Workbook,
            Refusal::Ods => Self::Ods,
            Refusal::NotText => Self::NotText,
        }
    }
}

/// The sheets of a list, read in a process of its own where this program can start one.
pub(super) fn read(bytes: &[u8]) -> Result<Vec<Sheet>, UserCatalogError> {
    if !isolation::is_isolating() {
        return sheets_of(bytes);
    }
    let mut received = Received::default();
    isolation::run(TASK, bytes, || true, |piece| received.take(piece))?;
    received.end.unwrap_or_else(|| Err(Ending::Garbled.into())).map(|()| received.sheets)
}

/// Reads `bytes` in the process that was started for it.
fn read_apart(bytes: &[u8], mut pieces: Pieces) -> io::Result<()> {
    let mut put = |record: &Record<'_>| pieces.put(record);
    match sheets_of(bytes) {
        Ok(sheets) => {
            for Sheet { name, rows } in &sheets {
                let name: String = name.chars().take(LONGEST_NAME).collect();
                put(&Record::Sheet(&name))?;
                for SheetRow { line, cells } in rows {
                    put(&Record::Row(*line))?;
                    cells.iter().try_for_each(|cell| put(&Record::Cell(cell)))?;
                }
            }
            put(&Record::Done)
        }
        Err(error) => put(&Record::Refused(Refusal::of(&error))),
    }?;
    pieces.flush()
}

/// What came so far.
#[derive(Default)]
struct Received {
    sheets: Vec<Sheet>,
    rows: usize,
    end: Option<Result<(), UserCatalogError>>,
}

impl Received {
    fn take(&mut self, piece: &[u8]) -> Result<(), Malformed> {
        isolation::records(piece, |record: Record<'_>| self.take_record(&record))
    }

    fn take_record(&mut self, record: &Record<'_>) -> Result<(), Malformed> {
        if self.end.is_some() {
            return Err(Malformed);
        }
        match record {
            Record::Sheet(name) if self.sheets.len() < MOST_SHEETS && name.chars().count() <= LONGEST_NAME => {
                self.sheets.push(Sheet { name: (*name).to_owned(), rows: Vec::new() });
            }
            Record::Row(line) if self.rows < ROW_LIMIT => {
                let sheet = self.sheets.last_mut().ok_or(Malformed)?;
                sheet.rows.push(SheetRow { line: *line, cells: Vec::new() });
                self.rows += 1;
            }
            Record::Cell(text) if text.chars().count() <= CELL_LIMIT => {
                let row = self.sheets.last_mut().and_then(|sheet| sheet.rows.last_mut()).ok_or(Malformed)?;
                if row.cells.len() == COLUMN_LIMIT {
                    return Err(Malformed);
                }
                row.cells.push((*text).to_owned());
            }
            Record::Done => self.end = Some(Ok(())),
            Record::Refused(refusal) => self.end = Some(Err((*refusal).into())),
            Record::Sheet(_) | Record::Row(_) | Record::Cell(_) => return Err(Malformed),
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_read_comes_over_as_it_was() {
        for bytes in [
            &include_bytes!("fixtures/catalog.xls")[..],
            include_bytes!("fixtures/catalog.xlsx"),
            include_bytes!("fixtures/parts.xlsx"),
            "编码,名称\n\n208,社会保障和就业支出\n".as_bytes(),
        ] {
            let (pieces, sent) = Pieces::collected();
            read_apart(bytes, pieces).unwrap();
            let mut received = Received::default();
            sent.take().iter().for_each(|piece| received.take(piece).unwrap());
            assert!(matches!(received.end, Some(Ok(()))));
            assert_eq!(received.sheets, sheets_of(bytes).unwrap());
        }
    }

    #[test]
    fn a_refusal_comes_over_too() {
        let (pieces, sent) = Pieces::collected();
        read_apart(include_bytes!("fixtures/encrypted.xlsx"), pieces).unwrap();
        let mut received = Received::default();
        sent.take().iter().for_each(|piece| received.take(piece).unwrap());
        assert!(matches!(received.end, Some(Err(UserCatalogError::Encrypted))));
    }

    #[test]
    fn what_no_reader_makes_is_not_believed() {
        let long = "长".repeat(LONGEST_NAME + 1);
        let wrong: [&[Record<'_>]; 5] = [
            &[Record::Row(1)],
            &[Record::Sheet(""), Record::Cell("")],
            &[Record::Sheet(""), Record::Row(1), Record::Cell(&long)],
            &[Record::Done, Record::Done],
            &[Record::Sheet(&long)],
        ];
        for records in wrong {
            let mut received = Received::default();
            let is_taken = records.iter().all(|record| received.take_record(record).is_ok());
            assert!(!is_taken, "{records:?}");
        }
        let mut received = Received::default();
        received.take_record(&Record::Sheet("")).unwrap();
        received.take_record(&Record::Row(1)).unwrap();
        (0..COLUMN_LIMIT).for_each(|_| received.take_record(&Record::Cell("")).unwrap());
        assert_eq!(received.take_record(&Record::Cell("")), Err(Malformed));
        (1..ROW_LIMIT).for_each(|_| received.take_record(&Record::Row(1)).unwrap());
        assert_eq!(received.take_record(&Record::Row(1)), Err(Malformed));
        assert_eq!(received.take(&[0xff]), Err(Malformed));
    }
}
