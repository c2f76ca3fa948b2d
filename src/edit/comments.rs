//! Writing and removing comments (批注).

use super::{Change, EditError, Step};
use crate::disclosure::{CellKey, Comment, Disclosure};

/// The step that writes a comment on `cell`; `written` is the local time.
///
/// # Errors
/// When it says nothing, or nobody signs for it.
pub fn write_comment(
    disclosure: &Disclosure,
    cell: CellKey,
    author: &str,
    written: String,
    text: &str,
) -> Result<Step, EditError> {
    let (author, text) = (author.trim().to_owned(), text.trim().to_owned());
    if text.is_empty() {
        return Err(EditError::CommentEmpty);
    }
    if author.is_empty() {
        return Err(EditError::AuthorMissing);
    }
    let name = format!("批注 表{}", cell.table);
    let comment = Comment { id: disclosure.free_comment_id(), cell, author, written, text };
    Ok(Step::new(name, vec![Change::Comment { from: None, to: Some(comment) }]))
}

/// The step that removes `comment`.
pub fn remove_comment(comment: Comment) -> Step {
    let name = format!("删除批注 表{}", comment.cell.table);
    Step::new(name, vec![Change::Comment { from: Some(comment), to: None }])
}
