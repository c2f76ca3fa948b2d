//! `review`: the review sheet of a disclosure.

use std::path::Path;

use super::batch::is_folder;
use super::output::refusal_of_input;
use super::{Status, complain};
use disclosure_engine::audit::Beside;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{Correspondence, FormLibrary};
use disclosure_engine::import::{Opened, open_any};
use disclosure_engine::review::compare::compare_across;
use disclosure_engine::review::{ReviewSheet, snapshot};
use disclosure_export::SheetFormat;
use disclosure_export::printable::audit_beside;

/// Writes the review sheet of the disclosure at `path` to `output`, with the differences from `against`; of a folder, a sheet
/// of each in the folder `output`, as workbooks or in the `format` that is wanted.
pub(super) fn run(
    forms: &FormLibrary,
    catalog: &Catalog,
    path: &Path,
    against: Option<&Path>,
    (output, format): (&Path, Option<SheetFormat>),
) -> Status {
    match (is_folder(path), format) {
        (true, _) if against.is_some() => {
            return complain("--against 只用于一个文件；文件夹与上次的差别请用 check --since");
        }
        (true, format) => {
            return super::review_folder::run((forms, catalog), path, output, format.unwrap_or(SheetFormat::Xlsx));
        }
        (false, Some(_)) => return complain("--format 只用于文件夹；一个文件的格式看 -o 的文件名"),
        (false, None) => {}
    }
    let Some(format) = SheetFormat::of(output) else {
        let known: Vec<_> = SheetFormat::ALL.iter().map(|format| format!(".{}", format.extension())).collect();
        let known = known.join("、");
        return complain(format!("{}：不知道要写成哪种格式，文件名应以 {known} 结尾", output.display()));
    };
    if let Some(refusal) = refusal_of_input(output, std::iter::once(path).chain(against)) {
        return complain(refusal);
    }
    match made((forms, catalog), path, against, format) {
        Ok(bytes) => match file::write_atomically(output, &bytes) {
            Ok(()) => Status::Done,
            Err(error) => complain(format!("{}：{error}", output.display())),
        },
        Err(message) => complain(message),
    }
}

fn made(
    (forms, catalog): (&FormLibrary, &Catalog),
    path: &Path,
    against: Option<&Path>,
    format: SheetFormat,
) -> Result<Vec<u8>, String> {
    let read = |path: &Path| {
        let named = |message: String| format!("{}：{message}", path.display());
        let Opened { disclosure, whereabouts, printed, .. } = open_any(path, forms, catalog, None).map_err(named)?;
        let unknown = || named(format!("用的表式 {} 本程序没有", disclosure.form));
        let form = forms.get(&disclosure.form).cloned().ok_or_else(unknown)?;
        let evaluation = evaluate(&form, &disclosure);
        Ok::<_, String>((form, disclosure, evaluation, (whereabouts, printed)))
    };
    let (form, disclosure, evaluation, (whereabouts, printed)) = read(path)?;
    let own = &*form.catalog(catalog);
    let evaluated = Evaluated { form: &form, catalog: own, disclosure: &disclosure, evaluation: &evaluation };
    let compared = match against {
        None => None,
        Some(against) => {
            let (form, disclosure, evaluation, _) = read(against)?;
            let catalog = &*form.catalog(catalog);
            let old = Evaluated { form: &form, catalog, disclosure: &disclosure, evaluation: &evaluation };
            let name = against.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            let corresponding = Correspondence::between(old.form, evaluated.form);
            Some((name, compare_across(&corresponding, &snapshot(old), &snapshot(evaluated))))
        }
    };
    let compared = compared.as_ref().map(|(name, comparison)| (name.as_str(), comparison));
    let audit = audit_beside(evaluated, Beside { printed: Some(&printed), ..Beside::default() });
    let sheet = ReviewSheet::new(evaluated, &audit, Some(&whereabouts), compared);
    format.write(&sheet).map_err(|error| format!("{}：{error}", path.display()))
}
