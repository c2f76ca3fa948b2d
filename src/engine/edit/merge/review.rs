//! Comments, accepted findings and sign-offs.

use super::asked::{Asker, MergePlace};
use super::list::{Items, KeyOf, list};
use crate::disclosure::{Acceptance, Comment, CommentId, Reply, SignOff, SignOffScope, Signature};

/// The comments of both. Two that were written at the same time have identities of their own.
pub(super) fn comments(asker: &mut Asker<'_>, comments: [&[Comment]; 3]) -> Vec<Comment> {
    let written: KeyOf<'_, Comment, String> = &|comment| {
        let Comment { id, author, written, text, .. } = comment;
        Some(format!("{id:?} {author:?} {written:?} {text:?}"))
    };
    let mut merged = list(asker, comments, &[written], &Comments);
    let mut free = comments.into_iter().flatten().map(|comment| comment.id.0).max().unwrap_or(0);
    for place in 0..merged.len() {
        let id = merged[place].id;
        if merged[..place].iter().any(|before| before.id == id) {
            free = free.saturating_add(1);
            merged[place].id = CommentId(free);
        }
    }
    // As they are kept everywhere.
    merged.sort_by_key(|comment| comment.id);
    merged
}

/// The findings that were accepted by either.
pub(super) fn acceptances(asker: &mut Asker<'_>, acceptances: [&[Acceptance]; 3]) -> Vec<Acceptance> {
    let all: KeyOf<'_, Acceptance, String> = &|acceptance| Some(format!("{acceptance:?}"));
    let subject: KeyOf<'_, Acceptance, String> = &|it| Some(format!("{:?} {:?}", it.rule, it.subject));
    list(asker, acceptances, &[all, subject], &Acceptances)
}

pub(super) fn sign_offs(asker: &mut Asker<'_>, sign_offs: [&[SignOff]; 3]) -> Vec<SignOff> {
    let signed: KeyOf<'_, SignOff, (SignOffScope, Vec<String>)> = &|sign_off| {
        let Signature { author, written } = &sign_off.signature;
        Some((sign_off.scope, vec![author.clone(), written.clone()]))
    };
    let author: KeyOf<'_, SignOff, (SignOffScope, Vec<String>)> =
        &|sign_off| Some((sign_off.scope, vec![sign_off.signature.author.clone()]));
    list(asker, sign_offs, &[signed, author], &SignOffs)
}

struct Comments;

impl Items<Comment> for Comments {
    fn place(&self, item: &Comment, _: usize) -> MergePlace {
        MergePlace::Comment(item.id)
    }

    fn order(&self) -> MergePlace {
        MergePlace::Comment(CommentId(0))
    }

    fn told(&self, _: &Asker<'_>, item: &Comment) -> String {
        let Comment { about, author, text, replies, resolved, .. } = item;
        let replies: String = replies.iter().map(|reply| format!("；{}：{}", reply.author, reply.text)).collect();
        let state = if resolved.is_some() { "（已解决）" } else { "" };
        format!("{about} {author}：{text}{replies}{state}")
    }

    fn blank(&self, item: &Comment) -> Comment {
        Comment { replies: Vec::new(), resolved: None, ..item.clone() }
    }

    /// Both may have answered.
    fn merge(&self, asker: &mut Asker<'_>, _: usize, [base, mine, theirs]: [&Comment; 3]) -> Comment {
        let place = || MergePlace::Comment(mine.id);
        let named: KeyOf<'_, Reply, String> = &|reply| Some(format!("{reply:?}"));
        let settled = |_: &Asker<'_>, resolved: &Option<Signature>| match resolved {
            Some(Signature { author, written }) => format!("已解决（{author} {written}）"),
            None => "未解决".to_owned(),
        };
        let all = [base, mine, theirs];
        Comment {
            id: mine.id,
            place: asker.value(place, all.map(|comment| &comment.place), |_, place| format!("{place:?}")),
            about: asker.text(place, all.map(|comment| &comment.about)),
            author: mine.author.clone(),
            written: mine.written.clone(),
            text: mine.text.clone(),
            replies: list(asker, all.map(|comment| comment.replies.as_slice()), &[named], &Replies(mine.id)),
            resolved: asker.value(place, all.map(|comment| &comment.resolved), settled),
        }
    }
}

struct Replies(CommentId);

impl Items<Reply> for Replies {
    fn place(&self, _: &Reply, _: usize) -> MergePlace {
        MergePlace::Comment(self.0)
    }

    fn order(&self) -> MergePlace {
        MergePlace::Comment(self.0)
    }

    fn told(&self, _: &Asker<'_>, item: &Reply) -> String {
        format!("{}：{}", item.author, item.text)
    }

    fn blank(&self, item: &Reply) -> Reply {
        item.clone()
    }

    fn merge(&self, _: &mut Asker<'_>, _: usize, [_, mine, _]: [&Reply; 3]) -> Reply {
        mine.clone()
    }
}

struct Acceptances;

impl Items<Acceptance> for Acceptances {
    fn place(&self, _: &Acceptance, id: usize) -> MergePlace {
        MergePlace::Acceptance(id)
    }

    fn order(&self) -> MergePlace {
        MergePlace::Acceptance(usize::MAX)
    }

    fn told(&self, _: &Asker<'_>, item: &Acceptance) -> String {
        format!("{} {}：{}（{}）", item.rule, item.subject, item.reason, item.author)
    }

    /// Of one that both accepted with other reasons neither is older.
    fn blank(&self, item: &Acceptance) -> Acceptance {
        let nothing = String::new;
        Acceptance { reason: nothing(), author: nothing(), written: nothing(), ..item.clone() }
    }

    fn merge(&self, asker: &mut Asker<'_>, id: usize, all: [&Acceptance; 3]) -> Acceptance {
        asker.value(|| MergePlace::Acceptance(id), all, |asker, item| Self.told(asker, item))
    }
}

struct SignOffs;

impl Items<SignOff> for SignOffs {
    fn place(&self, _: &SignOff, id: usize) -> MergePlace {
        MergePlace::SignOff(id)
    }

    fn order(&self) -> MergePlace {
        MergePlace::SignOff(usize::MAX)
    }

    fn told(&self, _: &Asker<'_>, item: &SignOff) -> String {
        let scope = match item.scope {
            SignOffScope::Table(table) => format!("表{table}"),
            SignOffScope::Whole => "全文".to_owned(),
        };
        format!("{scope} {} {}", item.signature.author, item.signature.written)
    }

    fn blank(&self, item: &SignOff) -> SignOff {
        let nobody = Signature { author: String::new(), written: String::new() };
        SignOff { signature: nobody, ..item.clone() }
    }

    fn merge(&self, asker: &mut Asker<'_>, id: usize, all: [&SignOff; 3]) -> SignOff {
        asker.value(|| MergePlace::SignOff(id), all, |asker, item| Self.told(asker, item))
    }
}
