//! The pages of a PDF: whether following them upwards comes to an end.
//!
//! The reader of the format asks the parents of a page for what the page does not say, without a bound.

use lopdf::{Document, ObjectId};

/// No tree of pages is nearly as deep.
const DEEPEST: usize = 256;

/// Whether no page is its own ancestor. Documents that cannot be loaded so are left to the reader.
pub(super) fn ends(bytes: &[u8]) -> bool {
    let Ok(document) = Document::load_mem(bytes) else { return true };
    let parent =
        |id: &ObjectId| document.get_object(*id).ok()?.as_dict().ok()?.get(b"Parent").ok()?.as_reference().ok();
    let pages = document.page_iter().take(super::pdf::MOST_PAGES + 1);
    pages.into_iter().all(|page| std::iter::successors(Some(page), parent).take(DEEPEST + 1).count() <= DEEPEST)
}
