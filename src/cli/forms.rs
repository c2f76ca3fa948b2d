//! `forms`: which forms there are, what is wrong with one, adding one.

use std::fs;
use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{Status, complain, terminal};
use crate::forms::{self, AddError};
use disclosure_engine::audit::{Grade, audit, example_mistakes, filled_example};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Kind, Measure};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file::write_atomically;
use disclosure_engine::form::{Column, Form, FormErrors, FormLibrary, RowKind};
use disclosure_export::ExportFormat;

/// What is done with forms.
#[derive(Debug, Subcommand)]
pub enum FormsCommand {
    /// List the forms: id, region, year, where each comes from; and those that cannot be used, with their mistakes
    List,
    /// Show the tables, columns, rules and parts of one
    Show {
        /// Its id
        id: String,
    },
    /// Tell everything that is wrong with a form, and make an empty and a filled example of it
    ///
    /// Exit status: 0 sound, 1 mistakes found, 2 it could not be read.
    Check {
        /// The folder of the form, or a ZIP file of it
        #[arg(value_name = "FOLDER|FILE.zip")]
        source: PathBuf,
        /// Folder in which the examples are written in each format
        #[arg(short, long, value_name = "FOLDER")]
        output: Option<PathBuf>,
    },
    /// Copy a form into the user's folder, so that every command and the window know it
    ///
    /// Exit status: 0 added, 1 mistakes found, 2 it could not be read or written.
    Add {
        /// The folder of the form, or a ZIP file of it
        #[arg(value_name = "FOLDER|FILE.zip")]
        source: PathBuf,
    },
}

pub(super) fn run(command: &FormsCommand, library: &FormLibrary, catalog: &Catalog, state: Option<&Path>) -> Status {
    match command {
        FormsCommand::List => list(library, state),
        FormsCommand::Show { id } => match library.get(id) {
            Some(form) => terminal::report(&description(form)),
            None => complain(unknown(library, id)),
        },
        FormsCommand::Check { source, output } => check(source, output.as_deref(), library, catalog),
        FormsCommand::Add { source } => match forms::add(source, library, state) {
            Ok((form, folder)) => {
                terminal::report(&format!("已加入表式 {}（{}），存放在 {}", form.id, form.name, folder.display()))
            }
            Err(AddError::Unsound(errors)) => unsound(&errors),
            Err(AddError::Failed(sentence)) => complain(format!("{}：{sentence}", source.display())),
        },
    }
}

/// That there is no form of this id.
pub(super) fn unknown(library: &FormLibrary, id: &str) -> String {
    let known: Vec<_> = library.all().map(|form| form.id.as_str()).collect();
    format!("没有表式 {id}，可用的有 {}", known.join("、"))
}

fn unsound(errors: &FormErrors) -> Status {
    let count = errors.iter().count();
    terminal::report(&format!("{errors}\n共 {count} 处，表式不能用")).max(Status::ErrorsFound)
}

fn list(library: &FormLibrary, state: Option<&Path>) -> Status {
    let mut lines: Vec<String> = Vec::new();
    for known in library.known() {
        let form = &known.form;
        lines.push(format!("{}：{}，{}（{}）", form.id, form.short_name(), form.name, known.origin.text()));
    }
    for bad in library.unsound() {
        lines.push(format!("不能用 {}（{}）：", bad.name, bad.origin.text()));
        lines.extend(bad.errors.iter().map(|error| format!("  {error}")));
    }
    if let Some(folder) = forms::user_folder(state) {
        lines.push(format!("自己的表式放在 {}，或者用 forms add 加入", folder.display()));
    }
    terminal::report(&lines.join("\n"))
}

/// What a form consists of.
fn description(form: &Form) -> String {
    let mut lines = vec![format!("{}：{}", form.id, form.name)];
    if let Some(base) = form.files().base() {
        lines.push(format!("  在 {} 上改", base.name()));
    }
    if let Some(follows) = &form.follows {
        lines.push(format!("  接着 {}，另有 {} 处拆、并或改 id", follows.form, follows.moved.len()));
    }
    lines.push(format!("  {}，金额单位 {}，{} 位小数", form.short_name(), form.unit_names(), form.text_unit.decimals));
    for table in &form.tables {
        lines.push(format!("  表{} {}（{}）", table.number, table.plain_title(Kind::Unit), table.id.text));
        for list in table.list_indices().map(|index| form.list(index)) {
            let rows = match &list.rows {
                RowKind::Fixed(rows) => format!("固定 {} 行", rows.len()),
                RowKind::Function(_) => "按功能分类科目".to_owned(),
                RowKind::Economic(_) => "按部门预算经济分类科目".to_owned(),
                RowKind::GovernmentEconomic(_) => "按政府预算经济分类科目".to_owned(),
                RowKind::FunctionProject(_) => "按科目下的项目".to_owned(),
                RowKind::UnitProject(_) => "按单位的项目".to_owned(),
            };
            let texts =
                list.columns.iter().filter(|column| !matches!(column, Column::Amount(_) | Column::Field(_))).count();
            let amounts = list.amounts.iter().map(|column| {
                let kind = if column.is_computed() { "算出" } else { "录入" };
                let id = if column.id.is_given { format!(" {}", column.id.text) } else { String::new() };
                let unit = column.unit.as_ref().map_or_else(String::new, |unit| match unit.measure {
                    Measure::Percent => "，百分比".to_owned(),
                    _ => format!("，数量（{}）", unit.name),
                });
                format!("({}{id}) {}［{kind}{unit}］", column.number, column.title)
            });
            let fields = list.fields.iter().map(|field| {
                let id = if field.id.is_given { format!(" {}", field.id.text) } else { String::new() };
                let kind = if field.date.is_some() { "日期" } else { "文字" };
                let must = if field.is_required { "，必填" } else { "" };
                format!("({}{id}) {}［录入，{kind}{must}］", field.number, field.title)
            });
            let columns = amounts.chain(fields).collect::<Vec<_>>().join("、");
            lines.push(format!("    {rows}，{texts} 列文字，{columns}"));
        }
    }
    if form.codes_count() > 0 {
        lines.push(format!("  {} 个科目与全国的不同（codes.csv）", form.codes_count()));
    }
    let sections = form.texts.sections.iter().map(|section| section.title.as_str()).collect::<Vec<_>>();
    lines.push(format!("  {} 条规则，{} 条恒等式", form.rules.len(), form.identities.len()));
    lines.push(format!("  情况说明 {} 节：{}", sections.len(), sections.join("、")));
    lines.push(format!("  句子：{}", if form.sentences.is_some() { "有" } else { "没有，情况说明要自己写" }));
    lines.join("\n")
}

fn check(source: &Path, output: Option<&Path>, library: &FormLibrary, catalog: &Catalog) -> Status {
    let files = match forms::read(source) {
        Ok(files) => files,
        Err(sentence) => return complain(format!("{}：{sentence}", source.display())),
    };
    let form = match Form::load(&library.completed(&files)) {
        Ok(form) => form,
        Err(errors) => return unsound(&errors),
    };
    let catalog = &*form.catalog(catalog);
    let mut lines = vec![description(&form)];
    lines.extend(unknown_before(&form, library));
    let mistakes = example_mistakes(&form, catalog);
    lines.extend(mistakes.iter().map(ToString::to_string));
    if let Some(known) = library.known().iter().find(|known| known.form.id == form.id) {
        lines.push(format!("已有编号相同的表式（{}），要加入得先改 id", known.origin.text()));
    }
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
        lines.push("没有发现问题，可以用 forms add 加入".to_owned());
    }
    terminal::report(&lines.join("\n")).max(found)
}

/// Places of the form before that `form` names and that form does not have, or that it is not known.
fn unknown_before(form: &Form, library: &FormLibrary) -> Vec<String> {
    let Some(follows) = &form.follows else { return Vec::new() };
    let Some(before) = library.get(&follows.form) else {
        return vec![format!("follows：没有表式 {}，拆、并、改 id 的写得对不对没有核对", follows.form)];
    };
    let unknown = follows.places_before().filter(|place| !place.is_in(before));
    unknown.map(|place| format!("follows：表式 {} 里没有 {place}", follows.form)).collect()
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
