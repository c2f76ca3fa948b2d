//! `review FOLDER`: a review sheet for each body.

use std::path::{Path, PathBuf};

use super::batch::{Batch, Names, make_folder};
use super::{Status, complain, terminal};
use crate::received::{Checker, Failure};
use disclosure_engine::audit::Grade;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use disclosure_engine::review::ReviewSheet;
use disclosure_export::SheetFormat;
use disclosure_export::file_name::proposed_name;

/// A sheet that was made of a disclosure.
struct Sheet {
    name: String,
    bytes: Vec<u8>,
    counts: [usize; Grade::ALL.len()],
}

/// Writes the review sheets of what is in the folder or archive at `path` into the folder `output`.
pub(super) fn run(
    (forms, catalog): (&FormLibrary, &Catalog),
    path: &Path,
    output: &Path,
    format: SheetFormat,
) -> Status {
    let paths = [path.to_owned()];
    if let Err(refusal) = make_folder(output, &paths) {
        return complain(refusal);
    }
    let checker = Checker::new(forms, catalog);
    let batch = Batch::of(&checker, &paths, None, "正在核对", |examined| {
        let codes = examined.codes();
        let evaluated = examined.evaluated(&codes);
        let sheet = ReviewSheet::new(evaluated, &examined.audit, examined.whereabouts(), None);
        let bytes = format.write(&sheet).map_err(|error| Failure::unreadable(error.to_string()))?;
        let what = format!("{}预算公开审阅表.{}", examined.disclosure.kind.name(), format.extension());
        let counts = Grade::ALL.map(|grade| examined.audit.count(grade));
        Ok(Sheet { name: proposed_name(&examined.disclosure, &what), bytes, counts })
    });
    let written = write(&batch, output, format);
    batch.tell().and(written)
}

/// Writes the sheets of the newest versions, and prints a line for each.
fn write(batch: &Batch<Sheet>, output: &Path, format: SheetFormat) -> Status {
    let (mut names, mut lines, mut status) = (Names::default(), Vec::new(), Status::Done);
    let mut total = [0; Grade::ALL.len()];
    for place in batch.newest() {
        let Sheet { name, bytes, counts } = &batch.made[place];
        let name = names.free(name, &format!(".{}", format.extension()));
        let path: PathBuf = output.join(&name);
        if let Err(error) = file::write_atomically(&path, bytes) {
            status = complain(format!("{}：{error}", path.display()));
            continue;
        }
        total.iter_mut().zip(counts).for_each(|(total, count)| *total += count);
        lines.push(format!("{name}：{}", told(*counts)));
    }
    lines.push(format!("共 {} 份审阅表，写在 {}：{}", lines.len(), output.display(), told(total)));
    status.and(terminal::report(&lines.join("\n")))
}

fn told(counts: [usize; Grade::ALL.len()]) -> String {
    let counts = Grade::ALL.into_iter().zip(counts).filter(|(grade, count)| *count > 0 || *grade == Grade::Error);
    counts.map(|(grade, count)| format!("{} {count}", grade.name())).collect::<Vec<_>>().join("，")
}
