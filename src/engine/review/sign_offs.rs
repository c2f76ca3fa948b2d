//! Whether what was signed still is what is printed.

use super::compare::{Comparison, compare};
use super::snapshot::{snapshot, table_snapshot};
use crate::disclosure::{SignOffScope, Snapshot};
use crate::evaluate::Evaluated;

/// What `scope` prints now: what somebody signs.
pub fn scope_snapshot(evaluated: Evaluated<'_>, scope: SignOffScope) -> Snapshot {
    match scope {
        SignOffScope::Whole => snapshot(evaluated),
        SignOffScope::Table(number) => {
            let tables = evaluated.form.table(number).map(|table| table_snapshot(evaluated, table));
            Snapshot { tables: tables.into_iter().collect(), ..Snapshot::default() }
        }
    }
}

/// For each sign-off of the disclosure what changed since; it holds where nothing did.
pub fn changes_since_sign_offs(evaluated: Evaluated<'_>) -> Vec<Comparison> {
    let mut whole: Option<Snapshot> = None;
    let changes = evaluated.disclosure.sign_offs.iter().map(|sign_off| match sign_off.scope {
        SignOffScope::Whole => {
            let now = whole.get_or_insert_with(|| snapshot(evaluated));
            compare(evaluated.form, &sign_off.snapshot, now)
        }
        table @ SignOffScope::Table(_) => {
            compare(evaluated.form, &sign_off.snapshot, &scope_snapshot(evaluated, table))
        }
    });
    changes.collect()
}
