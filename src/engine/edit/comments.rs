//! Writing, answering, settling and removing comments (批注).

use super::{Change, EditError, Put, Step};
use crate::disclosure::{
    Comment, CommentId, CommentPlace, Disclosure, Part, Project, Reply, RowKey, Signature, Subject, TableNumber,
    TextKey,
};
use crate::narrative::Paragraph;

/// The step that writes a comment on `place`, which is called `about`.
///
/// # Errors
/// When it says nothing, or nobody signs for it.
pub fn write_comment(
    disclosure: &Disclosure,
    place: CommentPlace,
    about: &str,
    signature: Signature,
    text: &str,
) -> Result<Step, EditError> {
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(EditError::CommentEmpty);
    }
    let Signature { author, written } = signed(signature)?;
    let name = format!("批注 {about}");
    let comment = Comment {
        id: disclosure.free_comment_id(),
        place,
        about: about.to_owned(),
        author,
        written,
        text,
        replies: Vec::new(),
        resolved: None,
    };
    Step::new(name, vec![Change::Comment(Put { place: comment.id, from: None, to: Some(Box::new(comment)) })])
        .within_lengths()
}

/// The step that answers the comment `id`. One that was settled is open again: there is more to say.
///
/// # Errors
/// When the answer says nothing, nobody signs for it, or there is no such comment.
pub fn reply_to_comment(
    disclosure: &Disclosure,
    id: CommentId,
    signature: Signature,
    text: &str,
) -> Result<Step, EditError> {
    let text = text.trim().to_owned();
    if text.is_empty() {
        return Err(EditError::ReplyEmpty);
    }
    let Signature { author, written } = signed(signature)?;
    change(disclosure, id, "答复批注", |comment| {
        comment.replies.push(Reply { author, written, text });
        comment.resolved = None;
    })
}

/// The step that settles the comment `id`, or opens it again (`None`).
///
/// # Errors
/// When nobody signs for it, or there is no such comment.
pub fn set_resolved(disclosure: &Disclosure, id: CommentId, signature: Option<Signature>) -> Result<Step, EditError> {
    let resolved = signature.map(signed).transpose()?;
    let name = if resolved.is_some() { "批注已解决" } else { "重新打开批注" };
    change(disclosure, id, name, |comment| comment.resolved = resolved)
}

pub fn remove_comment(comment: Comment) -> Step {
    let name = format!("删除批注 {}", comment.about);
    Step::new(name, vec![Change::Comment(Put { place: comment.id, from: Some(Box::new(comment)), to: None })])
}

/// The signature, if somebody signs.
fn signed(signature: Signature) -> Result<Signature, EditError> {
    let author = signature.author.trim().to_owned();
    if author.is_empty() {
        return Err(EditError::AuthorMissing);
    }
    Ok(Signature { author, ..signature })
}

fn change(
    disclosure: &Disclosure,
    id: CommentId,
    name: &str,
    edit: impl FnOnce(&mut Comment),
) -> Result<Step, EditError> {
    let from = disclosure.comments.iter().find(|comment| comment.id == id).ok_or(EditError::CommentMissing)?;
    let mut to = from.clone();
    edit(&mut to);
    let changes = vec![changed(from, to)];
    Step::new(name, changes).within_lengths()
}

/// The change that makes `to` of the comment `from`.
fn changed(from: &Comment, to: Comment) -> Change {
    Change::Comment(Put { place: from.id, from: Some(Box::new(from.clone())), to: Some(Box::new(to)) })
}

/// The changes that take the comments on the row `old` along to where it is called `new`.
pub(super) fn moved_comments(disclosure: &Disclosure, table: TableNumber, old: &RowKey, new: &RowKey) -> Vec<Change> {
    let own = disclosure.comments.iter().filter(|comment| comment.place.row() == Some((table, old)));
    let moved = own.map(|comment| {
        let to = Comment { place: comment.place.in_row(new.clone()), ..comment.clone() };
        changed(comment, to)
    });
    moved.collect()
}

/// The changes that take the comments on paragraphs of `part`, each with the sentence of the template that it is, along to
/// those of `sentences` that are printed.
pub(super) fn moved_paragraph_comments<'a>(
    disclosure: &Disclosure,
    part: Part,
    sentences: impl Iterator<Item = (&'a String, Option<&'a TextKey>)>,
    printed: &[Paragraph],
) -> Vec<Change> {
    let sentences: Vec<_> = sentences.collect();
    let moved = disclosure.comments.iter().filter_map(|comment| {
        let CommentPlace::Paragraph(of, text) = &comment.place else { return None };
        let (_, key) = sentences.iter().find(|(own, _)| *of == part && *own == text)?;
        let key = key.filter(|key| printed.iter().any(|paragraph| paragraph.key == **key))?;
        let to = Comment { place: CommentPlace::Sentence(key.clone()), ..comment.clone() };
        Some(changed(comment, to))
    });
    moved.collect()
}

/// The changes that take the comments on the performance table of the project `old` along to its new name.
pub(super) fn moved_performance_comments(disclosure: &Disclosure, old: &str, new: &str) -> Vec<Change> {
    let is_of_old = |place: &CommentPlace| matches!(place, CommentPlace::Performance(name) if name == old);
    let own = disclosure.comments.iter().filter(|comment| is_of_old(&comment.place));
    let moved = own.map(|comment| {
        let to = Comment { place: CommentPlace::Performance(new.to_owned()), ..comment.clone() };
        changed(comment, to)
    });
    moved.collect()
}

/// The changes that take the comments on the totals of a unit along, when the last of its rows, `from`, goes over to the
/// unit of `to`.
pub(super) fn moved_unit_comments(
    disclosure: &Disclosure,
    table: TableNumber,
    from: &Subject,
    to: &Subject,
) -> Vec<Change> {
    let unit = |subject: &Subject| subject.project().and_then(|project| project.unit.clone());
    let (Some(old), Some(new)) = (unit(from), unit(to)) else { return Vec::new() };
    let rows = disclosure.table(table).map_or(&[][..], |table| &table.rows);
    let is_of_old = |project: &Project| project.unit.as_ref() == Some(&old);
    let is_last = rows.iter().filter_map(|row| row.subject.project()).filter(|project| is_of_old(project)).count() <= 1;
    if old == new || !is_last {
        return Vec::new();
    }
    let keys = disclosure.comments.iter().filter_map(|comment| match comment.place.row()? {
        (number, key @ RowKey::Unit(unit)) if number == table && *unit == old => {
            Some((key.clone(), RowKey::Unit(new.clone())))
        }
        (number, key @ RowKey::UnitCode(unit, code)) if number == table && *unit == old => {
            Some((key.clone(), RowKey::UnitCode(new.clone(), *code)))
        }
        _ => None,
    });
    let mut keys: Vec<(RowKey, RowKey)> = keys.collect();
    keys.sort_unstable();
    keys.dedup();
    keys.iter().flat_map(|(old, new)| moved_comments(disclosure, table, old, new)).collect()
}
