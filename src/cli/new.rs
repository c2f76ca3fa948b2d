//! `new`: an empty disclosure, or next year's from last year's.

use std::path::{Path, PathBuf};

use super::output::refusal;
use super::{Status, complain, terminal};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Kind};
use disclosure_engine::edit::{Heading, roll_forward, set_heading};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::import::{Opened, open_any};

pub(super) struct Wanted {
    pub body: Option<String>,
    pub year: u16,
    pub kind: Option<Kind>,
    /// Last year's file.
    pub from: Option<PathBuf>,
}

pub(super) fn run(wanted: Wanted, output: &Path) -> Status {
    let forms = match FormLibrary::builtin() {
        Ok(forms) => forms,
        Err(error) => return complain(error),
    };
    let Some(form) = forms.for_year(wanted.year) else { return complain("没有可用的表式") };
    let made = match &wanted.from {
        Some(last) => rolled(last, &forms, form, wanted.year),
        None => Ok(form.disclosure(Kind::Unit, "", form.year)),
    };
    let mut disclosure = match made {
        Ok(disclosure) => disclosure,
        Err(message) => return complain(message),
    };
    let before = Heading::of(&disclosure);
    let body = wanted.body.unwrap_or(before.body);
    match set_heading(&disclosure, Heading { kind: wanted.kind.unwrap_or(before.kind), body, year: wanted.year }) {
        Ok(step) => step.apply(&mut disclosure),
        Err(error) => return complain(error),
    }
    if let Some(refusal) = refusal(output) {
        return complain(refusal);
    }
    match file::save_new(output, &disclosure) {
        Ok(()) => Status::Done,
        Err(error) => complain(format!("{}：{error}", output.display())),
    }
}

/// The draft for `year` from the file `last`, which may be whatever can be imported: most bodies have last year's
/// disclosure as Word or PDF.
fn rolled(last: &Path, forms: &FormLibrary, form: &Form, year: u16) -> Result<Disclosure, String> {
    let of_file = |message: String| format!("{}：{message}", last.display());
    let catalog = Catalog::builtin().map_err(|error| error.to_string())?;
    let Opened { disclosure, left_out, .. } = open_any(last, forms, &catalog, None).map_err(of_file)?;
    if left_out > 0 {
        let last = last.display();
        terminal::tell(format!("{last}：有 {left_out} 个数没有位置或读不出，草稿里没有；用 import 看是哪些"));
    }
    let Some(last_form) = forms.get(&disclosure.form) else { return Err(of_file("没有它的表式".to_owned())) };
    let evaluation = evaluate(last_form, &disclosure);
    let evaluated = Evaluated { form: last_form, catalog: &catalog, disclosure: &disclosure, evaluation: &evaluation };
    roll_forward(evaluated, form, year).map_err(|error| of_file(error.to_string()))
}
