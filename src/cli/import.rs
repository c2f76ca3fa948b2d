//! `import`: a document that a colleague sent, as a file of this program.

use std::path::Path;

use super::output::refusal;
use super::{Status, complain, terminal};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, ImportOptions};

/// Imports `source`, prints what was found, and writes `output` unless a question is open.
pub(super) fn run(
    forms: &FormLibrary,
    catalog: &Catalog,
    source: &Path,
    output: &Path,
    options: &ImportOptions,
) -> Status {
    if let Some(refusal) = refusal(output) {
        return complain(refusal);
    }
    let imported = match import::read_file(source, forms, catalog, options) {
        Ok(imported) => imported,
        Err(error) => return complain(format!("{}：{error}", source.display())),
    };
    let Some(form) = forms.get(&imported.disclosure.form) else { return complain("没有可用的表式") };
    let text = import::report_text(form, &imported.disclosure, &imported.report);
    // The file is wanted whether or not its report can be printed.
    let printed = terminal::report(&format!("{}：{text}", terminal::name(source)));
    if let Some(question) = imported.report.questions.first() {
        return complain(format!("{}：{}", source.display(), question.sentence()));
    }
    if imported.report.understood().is_nothing() {
        let amounts = imported.report.understood().amounts;
        return complain(format!(
            "{}：文件里有 {amounts} 个数，一个也没有读出来，没有写 {}",
            source.display(),
            output.display()
        ));
    }
    match file::save_new(output, &imported.disclosure) {
        Ok(()) => {
            if printed != Status::Done {
                terminal::tell(format!("{}：文件已写好，只是结果没有输出", output.display()));
            }
            printed
        }
        Err(error) => complain(format!("{}：{error}", output.display())),
    }
}
