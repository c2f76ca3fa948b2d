//! What another process made of the bytes, believed as little as the document itself.

use std::sync::Arc;

use super::record::{PlaceRecord, Record};
use super::{Cell, Ending, Line, Place, Progress, ReadError, Source};
use crate::isolation::{self, Malformed};
use crate::readers::source::{MOST_BYTES, Size};

/// Remarks of one document, and the bytes of one: more is no remark.
const MOST_REMARKS: usize = 100_000;
const LONGEST_REMARK: usize = 4096;

#[derive(Debug, Default)]
pub(super) struct Received {
    source: Source,
    size: Size,
    sheet: Option<Arc<str>>,
    end: Option<Result<(), ReadError>>,
}

impl Received {
    /// Takes the records of a piece.
    pub fn take(&mut self, piece: &[u8], progress: &Progress) -> Result<(), Malformed> {
        isolation::records(piece, |record| self.take_record(record, progress))
    }

    fn take_record(&mut self, record: Record<'_>, progress: &Progress) -> Result<(), Malformed> {
        if self.end.is_some() {
            return Err(Malformed);
        }
        match record {
            Record::Page(page, pages) => progress.tell(page, pages),
            Record::Sheet(name) if name.len() <= MOST_BYTES => self.sheet = Some(name.into()),
            Record::Line { place, grid } => {
                let place = self.place(place).ok_or(Malformed)?;
                self.source.lines.push(Line { cells: Vec::new(), grid, place });
                self.size.lines += 1;
            }
            Record::Cell { text, covered_by, indent } if text.len() <= MOST_BYTES => {
                let line = self.source.lines.last_mut().ok_or(Malformed)?;
                line.cells.push(Cell { text: text.to_owned(), covered_by, indent });
                self.size.cells += 1;
                self.size.text += text.len();
            }
            Record::Remark(text) if text.len() <= LONGEST_REMARK && self.source.remarks.len() < MOST_REMARKS => {
                self.source.remarks.push(text.to_owned());
            }
            Record::Note(text) if text.len() <= LONGEST_REMARK && self.source.notes.len() < MOST_REMARKS => {
                self.source.notes.push(text.to_owned());
            }
            Record::Done { grids } => {
                self.source.grids = grids;
                self.end = Some(Ok(()));
            }
            Record::Refused(refusal, sentence) if sentence.len() <= LONGEST_REMARK => {
                self.end = Some(Err(ReadError::Refused(refusal, sentence.to_owned())));
            }
            Record::Sheet(_) | Record::Cell { .. } | Record::Remark(_) | Record::Note(_) | Record::Refused(..) => {
                return Err(Malformed);
            }
        }
        if self.size.is_bounded() { Ok(()) } else { Err(Malformed) }
    }

    fn place(&self, place: PlaceRecord) -> Option<Place> {
        Some(match place {
            PlaceRecord::Line(line) => Place::Line(line),
            PlaceRecord::Sheet(row) => Place::Sheet(self.sheet.clone()?, row),
            PlaceRecord::Page(page, row) => Place::Page(page, row),
            PlaceRecord::Paragraph(paragraph) => Place::Paragraph(paragraph),
            PlaceRecord::Table(table, row) => Place::Table(table, row),
        })
    }

    pub fn finish(self) -> Result<Source, ReadError> {
        match self.end {
            Some(Ok(())) if is_sound(&self.source) => Ok(self.source),
            Some(Err(refusal)) => Err(refusal),
            Some(Ok(())) | None => Err(Ending::Garbled.into()),
        }
    }
}

/// Whether a reader can have made this: what follows goes by its numbers without looking.
fn is_sound(source: &Source) -> bool {
    let is_covered = |line: &Line, (row, column): (usize, usize)| {
        source.lines.get(row).is_some_and(|by| by.grid == line.grid && column < by.cells.len())
    };
    source.lines.iter().all(|line| {
        let is_counted = match line.grid {
            Some(grid) => grid < source.grids && grid < source.lines.len(),
            None => line.cells.len() == 1,
        };
        is_counted && line.cells.iter().filter_map(|cell| cell.covered_by).all(|by| is_covered(line, by))
    })
}

#[cfg(test)]
mod tests {
    use super::super::{refuse, send};
    use super::*;
    use crate::isolation::Pieces;
    use crate::readers::source::{Cover, Indent};
    use crate::readers::{Refusal, Wanted, read_here};

    /// The pieces that `send` sends.
    fn sent(put: impl FnOnce(&mut Pieces)) -> Vec<Vec<u8>> {
        let (mut pieces, sent) = Pieces::collected();
        put(&mut pieces);
        pieces.flush().unwrap();
        sent.take()
    }

    fn received(pieces: &[Vec<u8>]) -> Result<Source, String> {
        let mut received = Received::default();
        let progress = Progress::default();
        let taken = pieces.iter().try_for_each(|piece| received.take(piece, &progress));
        taken.map_err(|error| format!("{error:?}"))?;
        received.finish().map_err(|error| error.to_string())
    }

    fn records(records: &[Record<'_>]) -> Result<Source, String> {
        received(&sent(|pieces| records.iter().for_each(|record| pieces.put(record).unwrap())))
    }

    #[test]
    fn what_is_read_comes_over_as_it_was() {
        let progress = Progress::default();
        let text = "表1\n收入\t支出\n1.00\t\t“2”\n\n注：无";
        let mut sources = vec![read_here(Wanted::Document, text.as_bytes(), &progress).unwrap()];
        for bytes in [
            &include_bytes!("../../catalog/user/fixtures/catalog.xls")[..],
            include_bytes!("../../catalog/user/fixtures/catalog.xlsx"),
            include_bytes!("../../catalog/user/fixtures/catalog.ods"),
        ] {
            sources.push(read_here(Wanted::Document, bytes, &progress).unwrap());
            sources.push(read_here(Wanted::List, bytes, &progress).unwrap());
        }
        let mut merged = Source::default();
        let row = |row| (vec!["甲".repeat(30_000), "乙".to_owned()], Place::Table(1, row));
        let indents = [Indent { row: 2, column: 0, tenths: 15 }];
        merged.push_grid(vec![row(1), row(2), row(3)], &[Cover { row: 1, column: 1, by: (0, 0) }], &indents);
        merged.remarks.push("有 1 行是隐藏的".to_owned());
        merged.notes.push("有 1 格按元取".to_owned());
        sources.push(merged);
        for source in sources {
            let pieces = sent(|pieces| send(&source, pieces).unwrap());
            assert_eq!(received(&pieces).unwrap(), source);
        }
    }

    #[test]
    fn a_refusal_comes_over_with_its_kind_and_its_words() {
        let bytes = include_bytes!("../../catalog/user/fixtures/encrypted.xlsx");
        for (wanted, bytes) in [(Wanted::Document, &bytes[..]), (Wanted::List, &b""[..]), (Wanted::Page, &b"\xFF"[..])]
        {
            let refused = read_here(wanted, bytes, &Progress::default()).unwrap_err();
            let came = received(&sent(|pieces| refuse(&refused, pieces).unwrap())).unwrap_err();
            assert_eq!(came, refused.to_string());
        }
        let record = [Record::Refused(Refusal::Encrypted, "有密码")];
        let mut received = Received::default();
        let pieces = sent(|pieces| record.iter().for_each(|record| pieces.put(record).unwrap()));
        pieces.iter().for_each(|piece| received.take(piece, &Progress::default()).unwrap());
        assert_eq!(received.finish().unwrap_err().refusal(), Some(Refusal::Encrypted));
    }

    #[test]
    fn what_no_reader_makes_is_not_believed() {
        let line = |grid| Record::Line { place: PlaceRecord::Line(1), grid };
        let cell = |covered_by| Record::Cell { text: "", covered_by, indent: 0 };
        let done = || Record::Done { grids: 1 };
        assert!(records(&[line(Some(0)), cell(None), cell(Some((0, 0))), done()]).is_ok());
        let long = "长".repeat(MOST_BYTES);
        let wrong: &[&[Record<'_>]] = &[
            &[],
            &[line(Some(0)), cell(None)],
            &[cell(None), done()],
            &[line(Some(1)), cell(None), done()],
            &[line(None), done()],
            &[line(None), cell(None), cell(None), done()],
            &[line(Some(0)), cell(Some((1, 0))), done()],
            &[line(Some(0)), cell(Some((0, 1))), done()],
            &[line(None), cell(None), line(Some(0)), cell(Some((0, 0))), done()],
            &[Record::Line { place: PlaceRecord::Sheet(1), grid: None }, cell(None), done()],
            &[line(None), Record::Cell { text: &long, covered_by: None, indent: 0 }, done()],
            &[Record::Remark(&long[..LONGEST_REMARK + 2]), done()],
            &[Record::Note(&long[..LONGEST_REMARK + 2]), done()],
            &[Record::Refused(Refusal::Broken, &long)],
            &[done(), done()],
        ];
        for records_ in wrong {
            assert!(records(records_).is_err(), "{:?}", records_.first());
        }
    }

    #[test]
    fn more_lines_and_cells_than_a_reader_reads_are_refused() {
        let most = Size::MOST;
        let line = Record::Line { place: PlaceRecord::Line(1), grid: Some(0) };
        let many = |record: &Record<'_>, count: usize| {
            received(&sent(|pieces| {
                pieces.put(&line).unwrap();
                (0..count).for_each(|_| pieces.put(record).unwrap());
                pieces.put(&Record::Done { grids: 1 }).unwrap();
            }))
        };
        assert!(many(&line, most.lines - 1).is_ok());
        assert!(many(&line, most.lines).is_err());
        assert!(many(&Record::Cell { text: "", covered_by: None, indent: 0 }, most.cells + 1).is_err());
    }

    #[test]
    fn damaged_pieces_are_refused_or_sound() {
        let source =
            read_here(Wanted::Document, "表1\n收入\t支出\n1.00\t\t2".as_bytes(), &Progress::default()).unwrap();
        let whole = sent(|pieces| send(&source, pieces).unwrap()).concat();
        let mut random = fastrand::Rng::with_seed(7);
        for _ in 0..5_000 {
            let mut piece = whole.clone();
            for _ in 0..random.usize(1..4) {
                let at = random.usize(0..piece.len());
                piece[at] = random.u8(..);
            }
            piece.truncate(random.usize(1..=piece.len() * 2).min(piece.len()));
            if let Ok(source) = received(&[piece]) {
                assert!(is_sound(&source));
            }
        }
    }
}
