//! `check`: what does not agree in one or more disclosures.

use std::io::{ErrorKind, Write};
use std::path::Path;

use super::report::{JsonReport, text_report};
use super::{Format, Status, complain};
use crate::audit::{Grade, audit};
use crate::catalog::Catalog;
use crate::evaluate::{Evaluated, evaluate};
use crate::file;
use crate::form::FormLibrary;

/// What checking needs beside the file.
struct Checker {
    forms: FormLibrary,
    catalog: Catalog,
    format: Format,
}

pub(super) fn run(files: &[impl AsRef<Path>], form: Option<&str>, format: Format) -> Status {
    let checker = match (FormLibrary::builtin(), Catalog::builtin()) {
        (Ok(forms), Ok(catalog)) => Checker { forms, catalog, format },
        (Err(error), _) => return complain(error),
        (_, Err(error)) => return complain(error),
    };
    if let Some(id) = form.filter(|id| checker.forms.get(id).is_none()) {
        let known: Vec<_> = checker.forms.all().map(|form| form.id.as_str()).collect();
        return complain(format!("没有表式 {id}，可用的有 {}", known.join("、")));
    }
    let statuses = files.iter().map(|file| checker.check(file.as_ref(), form));
    statuses.max().unwrap_or(Status::Done)
}

impl Checker {
    fn check(&self, path: &Path, wanted_form: Option<&str>) -> Status {
        let disclosure = match file::open(path, &self.forms) {
            Ok(disclosure) => disclosure,
            Err(error) => return complain(format!("{}：{error}", path.display())),
        };
        if let Some(wanted) = wanted_form.filter(|wanted| *wanted != disclosure.form) {
            return complain(format!("{} 用的表式是 {}，不是 {wanted}", path.display(), disclosure.form));
        }
        let Some(form) = self.forms.get(&disclosure.form) else {
            return complain(format!("{} 用的表式 {} 本程序没有", path.display(), disclosure.form));
        };
        let evaluation = evaluate(form, &disclosure);
        let evaluated = Evaluated { form, catalog: &self.catalog, disclosure: &disclosure, evaluation: &evaluation };
        let audit = audit(evaluated);
        let report = match self.format {
            Format::Text => text_report(path, evaluated, &audit),
            Format::Json => match serde_json::to_string(&JsonReport::new(path, evaluated, &audit)) {
                Ok(json) => json,
                Err(error) => return complain(error),
            },
        };
        match writeln!(std::io::stdout(), "{report}") {
            // A reader such as `head` has seen enough.
            Err(error) if error.kind() == ErrorKind::BrokenPipe => {}
            Err(error) => return complain(format!("无法输出结果：{error}")),
            Ok(()) => {}
        }
        if audit.count(Grade::Error) == 0 { Status::Done } else { Status::ErrorsFound }
    }
}
