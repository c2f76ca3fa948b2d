//! Nothing in a published document is hidden: what turns or hides other characters is printed as a sign.

use std::borrow::Cow;

use super::{Block, Document, PrintedTable};
use disclosure_engine::spelling::{signed, visible_lines};

impl Document {
    /// The same with every text in sight.
    pub(super) fn in_sight(mut self) -> Self {
        self.for_each_text(&mut |text| {
            if let Cow::Owned(shown) = visible_lines(text) {
                *text = shown;
            }
        });
        self
    }

    /// The same with a sign in the place of each character of `missing`: `[U+1F600]`.
    pub(crate) fn with_signs_for(mut self, missing: &str) -> Self {
        self.for_each_text(&mut |text| {
            if text.contains(|c| missing.contains(c)) {
                *text = signed(text, |c| missing.contains(c)).into_owned();
            }
        });
        self
    }

    fn for_each_text(&mut self, change: &mut impl FnMut(&mut String)) {
        self.cover.iter_mut().for_each(&mut *change);
        [&mut self.body, &mut self.form, &mut self.contents_title, &mut self.draft_mark]
            .into_iter()
            .for_each(&mut *change);
        for part in &mut self.parts {
            change(&mut part.title);
            for block in &mut part.blocks {
                match block {
                    Block::Heading(heading) => change(&mut heading.text),
                    Block::Paragraph { text, .. } => change(text),
                    Block::Signature { lines, .. } => lines.iter_mut().for_each(&mut *change),
                    Block::Table(table) => table.for_each_text(change),
                    // Its words were made of what is in sight.
                    Block::Picture(_) => {}
                }
            }
        }
    }
}

impl PrintedTable {
    fn for_each_text(&mut self, change: &mut impl FnMut(&mut String)) {
        let texts = [
            &mut self.label,
            &mut self.title,
            &mut self.about,
            &mut self.subtitle,
            &mut self.preparer,
            &mut self.unit_note,
        ];
        texts.into_iter().chain(&mut self.contents_text).chain(&mut self.note).for_each(&mut *change);
        self.head.iter_mut().for_each(|cell| change(&mut cell.text));
        self.rows.iter_mut().flat_map(|row| &mut row.cells).for_each(|cell| change(&mut cell.text));
    }
}
