//! `export`: a disclosure as a document to be published.

use std::path::Path;

use super::output::refusal_of_input;
use super::verify::verified;
use super::{Status, complain, terminal};
use disclosure_engine::audit::{Grade, UNPRINTABLE_RULE};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file::{self, FileError};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{Opened, open_any};
use disclosure_engine::progress::{LeftPlace, Progress, progress};
use disclosure_export::printable::audit;
use disclosure_export::{Bundle, ExportError, ExportFormat, Imprint, Made, Watch};

/// What is wanted beside the usual.
#[derive(Debug, Clone, Copy)]
pub(super) struct Wanted {
    /// All formats, into a folder.
    pub all: bool,
    /// A draft, also when no error is open.
    pub draft: bool,
    /// A piece of a web page.
    pub fragment: bool,
    /// A page of charts at the end.
    pub charts: bool,
    /// What is written is read again, and must say the same.
    pub verify: bool,
}

pub(super) fn run(forms: &FormLibrary, catalog: &Catalog, path: &Path, output: &Path, wanted: Wanted) -> Status {
    let format = match format(output, wanted) {
        Ok(format) => format,
        Err(refusal) => return complain(refusal),
    };
    if let Some(refusal) = refusal_of_input(output, [path]) {
        return complain(refusal);
    }
    let Opened { disclosure, left_out, .. } = match open_any(path, forms, catalog, None) {
        Ok(opened) => opened,
        Err(error) => return complain(format!("{}：{error}", path.display())),
    };
    let Some(form) = forms.get(&disclosure.form) else {
        return complain(format!("{}：用的表式 {} 本程序没有", path.display(), disclosure.form));
    };
    let list = catalog;
    let (evaluation, catalog) = (evaluate(form, &disclosure), &*form.catalog(catalog));
    let evaluated = Evaluated { form, catalog, disclosure: &disclosure, evaluation: &evaluation };
    // To know the day, the time zones of the machine are read, which takes as long as a table.
    let (audit, made_on) = rayon::join(|| audit(evaluated, None), crate::today);
    let errors = audit.count(Grade::Error);
    let progress = progress(evaluated, &audit);
    let is_draft = wanted.draft || !progress.is_publishable();
    let imprint = Imprint { is_draft, made_on, has_charts: wanted.charts };
    let left = left(path, &progress);
    let unprintable = audit.findings.iter().filter(|finding| finding.rule == UNPRINTABLE_RULE);
    let unprintable: Vec<String> = unprintable.map(|finding| finding.message.to_string()).collect();
    // In a large disclosure they take more memory than what is written of it.
    drop((audit, progress));
    let verify = |bytes: &[u8]| match wanted.verify {
        true => verified(evaluated, bytes, forms, list),
        false => Ok(()),
    };
    match write(evaluated, imprint, format, (path, output), &verify) {
        Ok(missing) => {
            if left_out > 0 {
                let path = path.display();
                terminal::tell(format!(
                    "{path}：有 {left_out} 个数没有位置或读不出，导出的文件里没有；用 import 看是哪些"
                ));
            }
            if errors > 0 {
                terminal::tell(format!("{}：还有 {errors} 处错误，已按草稿导出，每页都有草稿标记", path.display()));
            }
            left.iter().for_each(terminal::tell);
            if !missing.is_empty() {
                terminal::tell(format!("{}：有字没有字体能印，已按草稿导出，这些字印成了编号：", path.display()));
                unprintable.iter().for_each(terminal::tell);
            }
            Status::Done
        }
        Err(failure) => complain(failure),
    }
}

/// The format that is wanted; none where all are.
fn format(output: &Path, wanted: Wanted) -> Result<Option<ExportFormat>, String> {
    let named = ExportFormat::of(output);
    let output = output.display();
    if wanted.all {
        return match named {
            None => Ok(None),
            Some(_) => Err(format!("{output}：--all 写一个文件夹，这是一个文件的名字")),
        };
    }
    match named {
        Some(ExportFormat::Html) if wanted.fragment => Ok(Some(ExportFormat::Fragment)),
        Some(_) if wanted.fragment => Err(format!("{output}：--fragment 只用于网页，文件名应以 .html 结尾")),
        Some(format) => Ok(Some(format)),
        None => {
            let known: Vec<_> = ExportFormat::ALL.iter().map(|format| format!(".{}", format.extension())).collect();
            let known = known.join("、");
            Err(format!("{output}：不知道要导出成哪种格式，文件名应以 {known} 结尾；要全部格式请用 --all"))
        }
    }
}

/// Writes the document, or all files, to `output`: the characters that no font has, or why nothing was written.
fn write(
    evaluated: Evaluated<'_>,
    imprint: Imprint,
    format: Option<ExportFormat>,
    (path, output): (&Path, &Path),
    verify: &dyn Fn(&[u8]) -> Result<(), String>,
) -> Result<String, String> {
    let watch = Watch::default();
    let not_made = |error: ExportError| format!("{}：{error}", path.display());
    let not_written = |error: FileError| format!("{}：{error}", output.display());
    match format {
        Some(format) => {
            let Made { bytes, missing } = format.make(evaluated, imprint, &watch).map_err(not_made)?;
            verify(&bytes).map_err(|sentence| format!("{}：{sentence}", output.display()))?;
            file::write_atomically(output, &bytes).map_err(not_written)?;
            Ok(missing)
        }
        None => {
            let bundle = Bundle::make(evaluated, imprint, &watch).map_err(not_made)?;
            bundle.write_into(output).map_err(not_written)?;
            Ok(bundle.missing)
        }
    }
}

/// After so many things that are left only their number is told.
const MOST_TOLD: usize = 20;

/// Why the document is a draft, beside the errors in it: a line each.
fn left(path: &Path, progress: &Progress) -> Vec<String> {
    let left = || progress.left.iter().filter(|left| left.place != LeftPlace::Findings);
    let count = left().count();
    if count == 0 {
        return Vec::new();
    }
    let mut lines = vec![format!("{}：还有 {count} 处没有填完，已按草稿导出，每页都有草稿标记：", path.display())];
    lines.extend(left().take(MOST_TOLD).map(|left| format!("  {}：{}", left.what, left.why)));
    if count > MOST_TOLD {
        lines.push(format!("  还有 {} 处，用 check 看全部", count - MOST_TOLD));
    }
    lines
}
