//! Parts that leave a line or two to their last page.

use typst_layout::PagedDocument;

use super::data::{BlockData, PartData};
use super::places::{TOP_MARGIN, marks};

/// From the top of one line to that of the next.
const LINE: f32 = 28.0;
/// A page holds one line more with lines that stand a point closer, which nobody sees, and two more with these.
const LEADINGS: [f32; 2] = [11.0, 9.8];

/// The parts, by place, that end with text a line or two below the top of a page, and with which room between their lines
/// those may go to the pages before.
pub(super) fn parts(pages: &PagedDocument, parts: &[PartData]) -> Vec<(usize, f32)> {
    let is_body = |page: usize| pages.pages()[page].numbering.is_some();
    let marks: Vec<_> = marks(pages).filter(|(_, mark)| is_body(mark.page)).collect();
    let short = |part: usize| {
        let last = parts[part].blocks.len().checked_sub(1)?;
        if !matches!(parts[part].blocks[last], BlockData::Paragraph { .. }) {
            return None;
        }
        let end = marks.iter().find(|(numbers, _)| numbers[..] == [part, last, 0, 1])?.1;
        let start = marks.iter().find(|(numbers, _)| numbers.first() == Some(&part))?.1;
        // A mark stands at the foot of its line.
        let lines = ((end.y - TOP_MARGIN) / LINE).ceil() as usize;
        let pages = end.page - start.page;
        let is_short = pages > 0 && lines <= LEADINGS.len();
        is_short.then(|| (part, if lines <= pages { LEADINGS[0] } else { LEADINGS[1] }))
    };
    (0..parts.len()).filter_map(short).collect()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::document::{Block, Document, DocumentPart, Heading};
    use crate::pdf::data;
    use crate::pdf::pages::tests::document;
    use crate::pdf::{FontSource, Pages};

    /// A part with a heading and so many paragraphs of one line, after which another follows.
    fn lines(count: usize) -> Document {
        let heading = Block::Heading(Heading { text: "一、职能".to_owned(), level: 2, place: None });
        let line = Block::Paragraph { text: "负责本地区的有关工作。".to_owned(), place: None };
        let blocks = std::iter::once(heading).chain(vec![line; count]).collect();
        let part = |title: &str, blocks| DocumentPart { title: title.to_owned(), entry: None, blocks };
        Document { parts: vec![part("概况", blocks), part("名词解释", Vec::new())], ..document() }
    }

    #[test]
    fn no_part_leaves_a_line_or_two_to_its_last_page() {
        let mut tight = 0;
        for count in 14..66 {
            let document = lines(count);
            let pages = Pages::new(&document, FontSource::BuiltIn, || false).unwrap();
            assert_eq!(parts(pages.document(), &data::parts(&document)), [], "{count} lines");
            let foot = |line: usize| marks(pages.document()).find(|(mark, _)| mark[..] == [0, line, 0, 0]).unwrap().1.y;
            tight += usize::from(foot(2) - foot(1) < LINE - 0.5);
        }
        assert!((4..12).contains(&tight), "{tight}");
    }
}
