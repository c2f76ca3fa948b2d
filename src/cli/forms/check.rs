//! What is wrong with a form, and examples of it.

use std::fs;
use std::path::Path;

use super::super::{Status, complain, terminal};
use super::description::description;
use super::{refuse, unsound};
use crate::forms;
use disclosure_engine::audit::{Grade, audit, example_mistakes, filled_example, load_form};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Kind};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file::write_atomically;
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_export::ExportFormat;

/// Checks the form at `source`, and writes examples of it into `output`.
pub(super) fn check(
    source: &Path,
    output: Option<&Path>,
    (library, catalog): (&FormLibrary, &Catalog),
    state: Option<&Path>,
) -> Status {
    let files = match forms::read(source) {
        Ok(files) => files,
        Err(sentence) => return refuse(source, &sentence),
    };
    let form = match load_form(&library.completed(&files)) {
        Ok(form) => form,
        Err(errors) => return unsound(&errors),
    };
    let catalog = &*form.catalog(catalog);
    let mut lines = vec![description(&form)];
    let mut mistakes = example_mistakes(&form, catalog);
    let of_follows = library.follow_mistakes(&form);
    lines.extend(library.unknown_before(&form).filter(|_| of_follows.is_empty()));
    mistakes.extend(of_follows);
    lines.extend(mistakes.iter().map(ToString::to_string));
    let examples = [
        ("空白", form.disclosure(Kind::Unit, "某某中心", form.year)),
        ("样例", filled_example(&form, catalog, Kind::Unit)),
    ];
    for (name, example) in &examples {
        lines.push(tried(&form, catalog, name, example));
        if let Some(Err(sentence)) = output.map(|folder| write(&form, catalog, name, example, folder)) {
            return complain(sentence);
        }
    }
    if let Some(folder) = output {
        lines.push(format!("空白和样例的 PDF、OFD、Word、Excel、网页写在 {}", folder.display()));
    }
    let found = if mistakes.is_empty() { Status::Done } else { Status::ErrorsFound };
    if mistakes.is_empty() {
        let may = match forms::may_add((&form, source), library, state) {
            _ if is_kept(&form, source, library) => "这就是已经在用的那一套".to_owned(),
            Ok(None) => "可以用 forms add 加入".to_owned(),
            Ok(Some(old)) => format!("可以用 forms add 加入，换下已经加入的第 {} 版", old.form.revision),
            Err(sentence) => format!("但还不能加入：{sentence}"),
        };
        lines.push(format!("没有发现问题，{may}"));
    }
    terminal::report(&lines.join("\n")).and(found)
}

/// Whether the form was read from the very folder from which the program has it.
fn is_kept(form: &Form, source: &Path, library: &FormLibrary) -> bool {
    library.known().iter().any(|known| known.form.id == form.id && forms::is_read_from(known, source))
}

/// What the checks say of an example.
fn tried(form: &Form, catalog: &Catalog, name: &str, example: &Disclosure) -> String {
    let evaluation = evaluate(form, example);
    let audit = audit(Evaluated { form, catalog, disclosure: example, evaluation: &evaluation });
    let mut rules: Vec<&str> =
        audit.findings.iter().filter(|found| found.grade == Grade::Error).map(|found| found.rule.as_str()).collect();
    rules.sort_unstable();
    rules.dedup();
    let told = match rules.as_slice() {
        [] => "没有不平".to_owned(),
        rules => format!("不平的规则 {}（样例的数是随手填的，不平不一定是表式有错）", rules.join("、")),
    };
    format!("{name}：共核对 {} 项，{told}", audit.checked)
}

fn write(form: &Form, catalog: &Catalog, name: &str, example: &Disclosure, folder: &Path) -> Result<(), String> {
    fs::create_dir_all(folder).map_err(|error| format!("{}：文件夹建不了（{error}）", folder.display()))?;
    let evaluation = evaluate(form, example);
    let evaluated = Evaluated { form, catalog, disclosure: example, evaluation: &evaluation };
    for format in ExportFormat::ALL {
        let path = folder.join(format!("{}-{name}.{}", form.id, format.extension()));
        let named = |error: String| format!("{}：{error}", path.display());
        let bytes = format.write(evaluated, true).map_err(|error| named(error.to_string()))?;
        write_atomically(&path, &bytes).map_err(|error| named(error.to_string()))?;
    }
    Ok(())
}
