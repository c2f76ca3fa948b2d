//! Reading a table from HTML in a process of its own: a page of some megabytes can unfold to many gigabytes.

use std::io;
use std::time::Duration;

use serde::{Deserialize, Serialize};

use super::Block;
use super::html::{TALLEST, WIDEST, block_of_page};
use crate::isolation::{self, Malformed, Pieces, Task};

/// Reading what was copied from a page. The window waits for it.
pub const TASK: Task = Task { name: "page", longest: Duration::from_secs(10), work: read_apart };

#[derive(Debug, Serialize, Deserialize)]
enum Record<'a> {
    /// A row, the cells of which follow.
    Row,
    /// A cell of the row before.
    Cell(&'a str),
}

/// The table in `html`, read in a process of its own where this program can start one.
pub(super) fn read(html: &str) -> Option<Block> {
    if !isolation::is_isolating() {
        return block_of_page(html);
    }
    let mut received = Received { rows: Vec::new(), most_text: html.len() * WIDEST };
    let done = isolation::run(TASK, html.as_bytes(), || true, |piece| received.take(piece));
    done.ok().filter(|()| !received.rows.is_empty()).map(|()| Block::from_rows(received.rows))
}

/// Reads `bytes` in the process that was started for it.
fn read_apart(bytes: &[u8], mut pieces: Pieces) -> io::Result<()> {
    let html = std::str::from_utf8(bytes).map_err(io::Error::other)?;
    for row in block_of_page(html).iter().flat_map(|block| &block.rows) {
        pieces.put(&Record::Row)?;
        row.iter().try_for_each(|cell| pieces.put(&Record::Cell(cell)))?;
    }
    pieces.flush()
}

/// What came so far.
struct Received {
    rows: Vec<Vec<String>>,
    /// Bytes of text that may still come.
    most_text: usize,
}

impl Received {
    fn take(&mut self, piece: &[u8]) -> Result<(), Malformed> {
        isolation::records(piece, |record| {
            match record {
                // The last row may reach down further.
                Record::Row if self.rows.len() < TALLEST + WIDEST => self.rows.push(Vec::new()),
                Record::Cell(text) => {
                    self.most_text = self.most_text.checked_sub(text.len()).ok_or(Malformed)?;
                    let row = self.rows.last_mut().filter(|row| row.len() < WIDEST).ok_or(Malformed)?;
                    row.push(text.to_owned());
                }
                Record::Row => return Err(Malformed),
            }
            Ok(())
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_table_comes_over_as_it_was() {
        let html =
            "<table><tr><th rowspan=2>科目<th colspan=2>支出<tr><td>基本<td>项目<tr><td>301<td>1,308.69<td></table>";
        let (pieces, sent) = Pieces::collected();
        read_apart(html.as_bytes(), pieces).unwrap();
        let mut received = Received { rows: Vec::new(), most_text: 1000 };
        sent.take().iter().for_each(|piece| received.take(piece).unwrap());
        assert_eq!(Some(Block::from_rows(received.rows)), block_of_page(html));
    }

    #[test]
    fn what_no_table_is_is_not_believed() {
        let take = |records: &[Record<'_>]| {
            let (mut pieces, sent) = Pieces::collected();
            records.iter().for_each(|record| pieces.put(record).unwrap());
            pieces.flush().unwrap();
            let mut received = Received { rows: Vec::new(), most_text: 1000 };
            sent.take().iter().try_for_each(|piece| received.take(piece))
        };
        let row = |cells: usize, text: &'static str| {
            std::iter::once(Record::Row).chain((0..cells).map(move |_| Record::Cell(text))).collect::<Vec<_>>()
        };
        assert_eq!(take(&row(WIDEST, "1")), Ok(()));
        assert_eq!(take(&row(WIDEST + 1, "1")), Err(Malformed));
        assert_eq!(take(&row(100, "12345678901")), Err(Malformed));
        assert_eq!(take(&[Record::Cell("")]), Err(Malformed));
    }
}
