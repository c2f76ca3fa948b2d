//! The page of charts behind the tables, where it is wanted. It has no text but that of the picture: who reads the document again
//! finds in it what was disclosed and nothing else.

use super::{Block, Document};
use crate::charts::Drawing;
use disclosure_engine::charts::charts;
use disclosure_engine::evaluate::Evaluated;

impl Document {
    /// The same with a page of charts behind the tables; one without tables has nothing that could be drawn.
    #[must_use]
    pub fn with_charts(mut self, evaluated: Evaluated<'_>) -> Self {
        let drawing = Drawing::new(evaluated, &charts(evaluated));
        let is_table = |block: &Block| matches!(block, Block::Table(table) if table.number.is_some());
        if let Some(part) = self.parts.iter_mut().rfind(|part| part.blocks.iter().any(is_table)) {
            let behind = part.blocks.iter().rposition(is_table).map_or(0, |last| last + 1);
            part.blocks.insert(behind, Block::Picture(drawing));
        }
        self
    }

    /// Its pictures, in printed order.
    pub fn pictures(&self) -> impl Iterator<Item = &Drawing> {
        self.parts.iter().flat_map(|part| &part.blocks).filter_map(|block| match block {
            Block::Picture(drawing) => Some(drawing),
            _ => None,
        })
    }
}
