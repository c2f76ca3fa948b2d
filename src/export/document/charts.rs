//! The page of charts behind the tables, where it is wanted. It has no text but that of the picture: who reads the document again
//! finds in it what was disclosed and nothing else.

use super::{Block, Document};
use crate::charts::Drawing;
use disclosure_engine::charts::charts;
use disclosure_engine::evaluate::Evaluated;

/// How a disclosure is exported.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Extent {
    /// Whether each page is marked as a draft's.
    pub is_draft: bool,
    /// Whether a page of charts follows the tables.
    pub has_charts: bool,
}

impl From<bool> for Extent {
    /// Without charts.
    fn from(is_draft: bool) -> Self {
        Self { is_draft, has_charts: false }
    }
}

impl Document {
    /// The document of `evaluated` in this extent.
    pub fn in_extent(evaluated: Evaluated<'_>, extent: Extent) -> Self {
        let mut document = Self::new(evaluated, extent.is_draft);
        if extent.has_charts {
            let drawing = Drawing::new(evaluated, &charts(evaluated));
            let is_table = |block: &Block| matches!(block, Block::Table(table) if table.number.is_some());
            // A document without tables has nothing that could be drawn.
            if let Some(part) = document.parts.iter_mut().rfind(|part| part.blocks.iter().any(is_table)) {
                let behind = part.blocks.iter().rposition(is_table).map_or(0, |last| last + 1);
                part.blocks.insert(behind, Block::Picture(drawing));
            }
        }
        document
    }

    /// Its pictures, in printed order.
    pub fn pictures(&self) -> impl Iterator<Item = &Drawing> {
        self.parts.iter().flat_map(|part| &part.blocks).filter_map(|block| match block {
            Block::Picture(drawing) => Some(drawing),
            _ => None,
        })
    }
}
