//! Signing off (签审), and taking a sign-off back.

use super::{Change, EditError, Put, Step};
use crate::disclosure::{Component, Disclosure, Said, SignOff, SignOffScope, Signature, Snapshot};

/// The step that signs for what `snapshot` prints, which is all of `scope`. An earlier sign-off of the same person for the
/// same is replaced. Who signs for a table says that nothing is left to be entered in it.
///
/// # Errors
/// When nobody signs.
pub fn sign_off(
    disclosure: &Disclosure,
    scope: SignOffScope,
    signature: Signature,
    snapshot: Snapshot,
) -> Result<Step, EditError> {
    let author = signature.author.trim().to_owned();
    if author.is_empty() {
        return Err(EditError::SignerMissing);
    }
    let is_same = |other: &SignOff| other.scope == scope && other.signature.author == author;
    let place = disclosure.sign_offs.iter().position(is_same);
    let from = place.map(|place| Box::new(disclosure.sign_offs[place].clone()));
    let place = place.unwrap_or(disclosure.sign_offs.len());
    let signature = Signature { author, ..signature };
    let tables = snapshot.tables.iter().map(|table| Component::Table(table.number));
    let open = tables.filter(|table| !disclosure.said.contains_key(table));
    let complete = |place| Change::Said(Put { place, from: None, to: Some(Said::Complete) });
    let mut changes: Vec<Change> = open.map(complete).collect();
    let to = Some(Box::new(SignOff { scope, signature, snapshot }));
    changes.push(Change::SignOff(Put { place, from, to }));
    Step::new(format!("签审 {}", scope_name(scope)), changes).within_lengths()
}

/// The step that takes the sign-off at `place` back; nothing where there is none.
pub fn withdraw_sign_off(disclosure: &Disclosure, place: usize) -> Step {
    let Some(from) = disclosure.sign_offs.get(place) else { return Step::new("撤回签审", Vec::new()) };
    let name = format!("撤回签审 {}", scope_name(from.scope));
    Step::new(name, vec![Change::SignOff(Put { place, from: Some(Box::new(from.clone())), to: None })])
}

fn scope_name(scope: SignOffScope) -> String {
    match scope {
        SignOffScope::Table(table) => format!("表{table}"),
        SignOffScope::Whole => "全文".to_owned(),
    }
}
