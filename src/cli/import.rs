//! `import`: a document that a colleague sent, as a file of this program.

use std::path::Path;

use super::output::{printed, refusal};
use super::{Status, complain};
use crate::catalog::Catalog;
use crate::file;
use crate::form::FormLibrary;
use crate::import::{self, ImportOptions};
use crate::spelling::visible_lines;

/// Imports `source`, prints what was found, and writes `output` unless a question is open.
pub(super) fn run(source: &Path, output: &Path, options: &ImportOptions) -> Status {
    let (forms, catalog) = match (FormLibrary::builtin(), Catalog::builtin()) {
        (Ok(forms), Ok(catalog)) => (forms, catalog),
        (Err(error), _) => return complain(error),
        (_, Err(error)) => return complain(error),
    };
    if let Some(refusal) = refusal(output) {
        return complain(refusal);
    }
    let imported = match import::read_file(source, &forms, &catalog, options) {
        Ok(imported) => imported,
        Err(error) => return complain(format!("{}：{error}", source.display())),
    };
    let Some(form) = forms.get(&imported.disclosure.form) else { return complain("没有可用的表式") };
    let text = import::report_text(form, &imported.disclosure, &imported.report);
    // Where the report cannot be written, the file is still wanted.
    let told = printed(&visible_lines(&format!("{}：{text}", source.display())), Status::Done);
    if let Some(question) = imported.report.questions.first() {
        return complain(format!("{}：{}", source.display(), question.sentence()));
    }
    match file::save_new(output, &imported.disclosure) {
        Ok(()) => told,
        Err(error) => complain(format!("{}：{error}", output.display())),
    }
}
