//! Nothing in a published document is hidden: what turns or hides other characters is printed as a sign.

use std::borrow::Cow;

use super::{Block, Document, PrintedTable};
use crate::spelling::visible_lines;

impl Document {
    /// The same with every text in sight.
    pub(super) fn in_sight(mut self) -> Self {
        self.cover.iter_mut().for_each(show);
        show(&mut self.body);
        for part in &mut self.parts {
            show(&mut part.title);
            for block in &mut part.blocks {
                match block {
                    Block::Heading(heading) => show(&mut heading.text),
                    Block::Paragraph { text, .. } => show(text),
                    Block::Table(table) => table.show(),
                }
            }
        }
        self
    }
}

impl PrintedTable {
    fn show(&mut self) {
        // The head and the unit are the form's.
        let texts = [&mut self.label, &mut self.title, &mut self.subtitle, &mut self.preparer];
        texts.into_iter().chain(&mut self.contents_text).chain(&mut self.note).for_each(show);
        self.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| show(&mut cell.text));
    }
}

fn show(text: &mut String) {
    if let Cow::Owned(shown) = visible_lines(text) {
        *text = shown;
    }
}
