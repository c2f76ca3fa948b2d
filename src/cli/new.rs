//! `new`: an empty disclosure.

use std::path::Path;

use super::{Status, complain};
use crate::disclosure::{Disclosure, Kind};
use crate::edit::{Heading, set_heading};
use crate::file;
use crate::form::FormLibrary;

pub(super) fn run(body: &str, year: u16, kind: Kind, output: &Path) -> Status {
    let forms = match FormLibrary::builtin() {
        Ok(forms) => forms,
        Err(error) => return complain(error),
    };
    let Some(form) = forms.for_year(year) else { return complain("没有可用的表式") };
    let mut disclosure = Disclosure::new(form.id.as_str(), kind, "", form.year);
    match set_heading(&disclosure, Heading { kind, body: body.to_owned(), year }) {
        Ok(step) => step.apply(&mut disclosure),
        Err(error) => return complain(error),
    }
    if output.exists() {
        return complain(format!("{} 已经存在，没有覆盖；请换一个文件名", output.display()));
    }
    match file::save(output, &disclosure) {
        Ok(()) => Status::Done,
        Err(error) => complain(format!("{}：{error}", output.display())),
    }
}
