//! A file by the revision of its form that this machine has.

use std::path::Path;

use super::super::output::{refusal, refusal_of_input};
use super::super::{Status, complain, terminal};
use crate::forms::unknown;
use disclosure_engine::audit::{WITHOUT_PLACE, audit};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

pub(super) fn follow(path: &Path, output: &Path, library: &FormLibrary, catalog: &Catalog) -> Status {
    if let Some(refusal) = refusal_of_input(output, [path]).or_else(|| refusal(output)) {
        return complain(refusal);
    }
    let of_file = |sentence: String| format!("{}：{sentence}", path.display());
    let own = match file::open(path, library) {
        Ok(disclosure) => disclosure,
        Err(error) => return complain(of_file(error.to_string())),
    };
    let Some(carried) = library.get(&own.form) else { return complain(of_file(unknown(library, &own.form))) };
    let id = carried.given_id();
    if carried.revision_here().is_none() {
        let why = format!(
            "用的就是这里的表式 {id}（第 {} 版），没有别的版可以改用；新的版先用 forms add 加入",
            carried.revision
        );
        return complain(of_file(why));
    }
    let (disclosure, told) = match file::follow(&own, library, id) {
        Ok(read) => read,
        Err(error) => return complain(of_file(error.to_string())),
    };
    let Some(form) = library.get(&disclosure.form) else {
        return complain(of_file(unknown(library, &disclosure.form)));
    };
    let evaluation = evaluate(form, &disclosure);
    let catalog = &*form.catalog(catalog);
    let audit = audit(Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation });
    let kept = audit.findings.iter().filter(|finding| finding.rule == WITHOUT_PLACE);
    let lines = told.into_iter().chain(kept.map(|finding| format!("  {}", finding.message)));
    let report = format!("{}：{}", terminal::name(output), lines.collect::<Vec<_>>().join("\n"));
    match file::save_new(output, &disclosure) {
        Ok(()) => terminal::report(&report),
        Err(error) => complain(format!("{}：{error}", output.display())),
    }
}
