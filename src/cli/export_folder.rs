//! `export FOLDER`: the finished documents of all bodies, with a page that leads to them.

use std::ops::ControlFlow;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::batch::{Batch, Names, make_folder};
use super::progress::Progress;
use super::verify::verified;
use super::{Status, complain, terminal};
use crate::fault;
use crate::received::{Checker, in_order};
use disclosure_engine::audit::Grade;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::progress::LeftPlace;
use disclosure_export::file_name::{NamePattern, PatternError};
use disclosure_export::{ExportFormat, Imprint, IndexEntry, Watch, index_page};

/// What the page is called that leads to the documents.
const INDEX: &str = "index.html";

/// What is wanted beside the usual.
#[derive(Debug, Clone)]
pub(super) struct Wanted {
    pub formats: Vec<ExportFormat>,
    /// How the files are called.
    pub name: NamePattern,
    /// Everything as drafts, also what has errors.
    pub draft: bool,
    pub charts: bool,
    /// Each file is imported again and compared with its source.
    pub verify: bool,
}

/// A disclosure that is to be written, or why not.
struct Ready {
    form: Arc<Form>,
    disclosure: Disclosure,
    refusal: Option<String>,
}

/// A disclosure with the names of its files.
struct Named<'a> {
    ready: &'a Ready,
    department: Option<String>,
    /// The file in each format.
    files: Vec<(ExportFormat, PathBuf)>,
}

/// Reads how files are called. The error is a sentence.
pub(super) fn pattern(name: Option<&str>) -> Result<NamePattern, String> {
    name.map_or_else(|| Ok(NamePattern::default()), NamePattern::new).map_err(|error: PatternError| error.to_string())
}

/// Writes what is in the folder or archive at `path` into the folder `output`.
pub(super) fn run((forms, catalog): (&FormLibrary, &Catalog), path: &Path, output: &Path, wanted: &Wanted) -> Status {
    let paths = [path.to_owned()];
    if let Err(refusal) = make_folder(output, &paths) {
        return complain(refusal);
    }
    let checker = Checker::new(forms, catalog);
    let batch = Batch::of(&checker, &paths, None, "正在核对", |examined| {
        let errors = examined.audit.count(Grade::Error);
        let left = examined.progress.left.iter().filter(|left| left.place != LeftPlace::Findings).count();
        let left_out = examined.source.as_ref().map_or(0, |source| source.left_out);
        let refusal = match (errors, left, left_out) {
            (1.., ..) => Some(format!("还有 {errors} 处错误")),
            (0, 1.., _) => Some(format!("还有 {left} 处没有填完")),
            (0, 0, 1..) => Some(format!("有 {left_out} 个数没有位置或读不出，导出的文件里会没有")),
            _ => None,
        };
        Ok(Ready { form: examined.form, disclosure: examined.disclosure, refusal: refusal.filter(|_| !wanted.draft) })
    });
    let read = batch.tell();
    let mut refused = 0;
    for place in batch.newest() {
        if let Some(refusal) = &batch.made[place].refusal {
            refused += 1;
            let name = batch.submissions[place].path.display();
            complain(format!("{name}：{refusal}，没有导出；先改正，或者用 --draft 导出草稿"));
        }
    }
    let named = name_all(&batch, wanted);
    let written = write_all(&named, (forms, catalog), output, wanted);
    let told = written.tell(refused, output, wanted, &named);
    let status = [read, told, if refused > 0 { Status::ErrorsFound } else { Status::Done }];
    Status::of_all(&status)
}

/// The names of all files, none twice.
fn name_all<'a>(batch: &'a Batch<Ready>, wanted: &Wanted) -> Vec<Named<'a>> {
    let mut names = Names::default();
    let ready = batch.newest().filter(|place| batch.made[*place].refusal.is_none());
    let named = ready.map(|place| {
        let (ready, department) = (&batch.made[place], batch.departments[place].clone());
        let stem = wanted.name.of(&ready.disclosure, department.as_deref());
        let mark = if wanted.draft { "（草稿）" } else { "" };
        let stem = names.free(&format!("{stem}{mark}"), "");
        let file = |format: &ExportFormat| (*format, PathBuf::from(format!("{stem}.{}", format.extension())));
        Named { ready, department, files: wanted.formats.iter().map(file).collect() }
    });
    named.collect()
}

/// How writing went.
#[derive(Default)]
struct Written {
    /// Which of the bodies have all their files.
    is_whole: Vec<bool>,
    files: usize,
    verified: usize,
    /// Files that could not be written, or do not say what their source says.
    failed: Vec<String>,
}

fn write_all(
    named: &[Named<'_>],
    (forms, catalog): (&FormLibrary, &Catalog),
    output: &Path,
    wanted: &Wanted,
) -> Written {
    let mut progress = Progress::on_stderr();
    let mut written = Written::default();
    let work = |one: &Named<'_>| write_one(one, (forms, catalog), output, wanted);
    in_order(named, work, |ready, finished| {
        for results in ready {
            written.is_whole.push(results.iter().all(Result::is_ok));
            for result in results {
                match result {
                    Ok(is_verified) => {
                        written.files += 1;
                        written.verified += usize::from(is_verified);
                    }
                    Err(sentence) => written.failed.push(sentence),
                }
            }
        }
        progress.show(&format!("正在导出：{finished}/{}", named.len()));
        ControlFlow::Continue(())
    });
    progress.hide();
    written
}

/// Writes the files of one disclosure: for each whether it was read again and says the same, or a sentence.
fn write_one(
    Named { ready, files, .. }: &Named<'_>,
    (forms, catalog): (&FormLibrary, &Catalog),
    output: &Path,
    wanted: &Wanted,
) -> Vec<Result<bool, String>> {
    let Ready { form, disclosure, .. } = ready;
    let (evaluation, codes) = (evaluate(form, disclosure), form.catalog(catalog));
    let evaluated = Evaluated { form, catalog: &codes, disclosure, evaluation: &evaluation };
    let imprint = Imprint { is_draft: wanted.draft, made_on: crate::today(), has_charts: wanted.charts };
    // A fault in one file stays with that file.
    let guarded = |file: &(ExportFormat, PathBuf)| {
        let path = output.join(&file.1);
        fault::guarded(|| write_file(evaluated, file.0, &path, imprint, (forms, catalog), wanted)).unwrap_or_else(
            |place| {
                Err(format!(
                    "{}：导出时程序出错（{place}），没有写成；请把来源的文件和这句话一起发给开发者",
                    path.display()
                ))
            },
        )
    };
    files.iter().map(guarded).collect()
}

/// Writes one file. Returns whether it was read again and says the same; the error is a sentence.
fn write_file(
    evaluated: Evaluated<'_>,
    format: ExportFormat,
    path: &Path,
    imprint: Imprint,
    (forms, catalog): (&FormLibrary, &Catalog),
    wanted: &Wanted,
) -> Result<bool, String> {
    let failed = |error: &dyn std::fmt::Display| format!("{}：{error}", path.display());
    let made = format.make(evaluated, imprint, &Watch::default()).map_err(|error| failed(&error))?;
    if !made.missing.is_empty() && !wanted.draft {
        return Err(failed(&format!("有字没有字体能印（{}），没有导出", made.missing)));
    }
    if wanted.verify {
        verified(evaluated, &made.bytes, forms, catalog).map_err(|sentence| failed(&sentence))?;
    }
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder).map_err(|error| failed(&error))?;
    }
    file::write_atomically(path, &made.bytes).map_err(|error| failed(&error))?;
    Ok(wanted.verify)
}

impl Written {
    /// Writes the page that leads to the files, and tells how it went.
    fn tell(self, refused: usize, output: &Path, wanted: &Wanted, named: &[Named<'_>]) -> Status {
        let mut status = Status::Done;
        for sentence in &self.failed {
            status = complain(sentence);
        }
        let whole = named.iter().zip(&self.is_whole).filter(|(_, is_whole)| **is_whole).map(|(named, _)| named);
        let entries: Vec<IndexEntry> = whole.map(entry).collect();
        let years: std::collections::BTreeSet<u16> = entries.iter().map(|entry| entry.year).collect();
        let year = match years.into_iter().collect::<Vec<_>>()[..] {
            [year] => format!("{year} 年"),
            _ => String::new(),
        };
        let draft = if wanted.draft { "（草稿）" } else { "" };
        let page = index_page(&format!("{year}预算公开{draft}"), &entries);
        if let Err(error) = file::write_atomically(&output.join(INDEX), &page) {
            status = complain(format!("{}：{error}", output.join(INDEX).display()));
        }
        let verified =
            if wanted.verify { format!("，{} 个读回来与原来的相同", self.verified) } else { String::new() };
        let refused = if refused > 0 { format!("；没有导出 {refused} 份") } else { String::new() };
        let failed =
            if self.failed.is_empty() { String::new() } else { format!("；没有写成 {} 个", self.failed.len()) };
        let told = format!(
            "导出 {} 份，{} 个文件{verified}{refused}{failed}；目录在 {}",
            entries.len(),
            self.files,
            output.join(INDEX).display()
        );
        status.and(terminal::report(&told))
    }
}

fn entry(Named { ready, department, files }: &Named<'_>) -> IndexEntry {
    let Disclosure { body, year, kind, .. } = &ready.disclosure;
    let path = |path: &Path| path.iter().map(|name| name.to_string_lossy()).collect::<Vec<_>>().join("/");
    IndexEntry {
        department: department.clone(),
        body: body.clone(),
        year: *year,
        kind: kind.name(),
        files: files.iter().map(|(format, name)| (format.extension().to_uppercase(), path(name))).collect(),
    }
}
