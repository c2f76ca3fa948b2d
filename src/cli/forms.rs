//! `forms`: which forms there are, what is wrong with one, adding one and taking it out, another revision for a file.

mod check;
mod description;
mod follow;

use std::path::{Path, PathBuf};

use clap::Subcommand;

use super::{Status, complain, complain_in_lines, terminal};
use crate::forms::{self, AddError};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::form::{FormErrors, FormLibrary};

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
    /// A higher revision of a form of the user's replaces it; the old one is kept aside.
    ///
    /// Exit status: 0 added, 1 mistakes found, 2 it could not be read or written.
    Add {
        /// The folder of the form, or a ZIP file of it
        #[arg(value_name = "FOLDER|FILE.zip")]
        source: PathBuf,
    },
    /// Take a form out of the user's folder; its files are kept aside, and files that follow it still carry it
    Remove {
        /// Its id, or where it cannot be used the name of its folder
        id: String,
    },
    /// Write a file by the revision of its form that this machine has, in place of the one that it carries
    ///
    /// What has no place there is told and kept in the file.
    Follow {
        /// The .budget file
        file: PathBuf,
        /// File to write; an existing one is not replaced
        #[arg(short, long, value_name = "FILE.budget")]
        output: PathBuf,
    },
}

pub(super) fn run(command: &FormsCommand, library: &FormLibrary, catalog: &Catalog, state: Option<&Path>) -> Status {
    match command {
        FormsCommand::List => list(library, state),
        FormsCommand::Show { id } => match library.get(id) {
            Some(form) => {
                let (what, rest) = (description::description(form), description::parts_and_rules(form));
                terminal::report(&format!("{what}\n{rest}"))
            }
            None => complain(forms::unknown(library, id)),
        },
        FormsCommand::Check { source, output } => check::check(source, output.as_deref(), (library, catalog), state),
        FormsCommand::Add { source } => add(source, library, catalog, state),
        FormsCommand::Remove { id } => match forms::remove(id, library, state) {
            Ok(aside) => terminal::report(&format!("已移出表式 {id}：{}", aside.told())),
            Err(sentence) => complain(sentence),
        },
        FormsCommand::Follow { file, output } => follow::follow(file, output, library, catalog),
    }
}

fn add(source: &Path, library: &FormLibrary, catalog: &Catalog, state: Option<&Path>) -> Status {
    match forms::add(source, library, catalog, state) {
        Ok(added) => {
            let (form, folder) = (&added.form, added.folder.display());
            let mut told = format!("已加入表式 {}（{}）第 {} 版，存放在 {folder}", form.id, form.name, form.revision);
            if let Some(aside) = &added.replaced {
                told += &format!("\n{}", aside.told());
            }
            if let Some(unknown) = library.unknown_before(form) {
                told += &format!("\n{unknown}");
            }
            terminal::report(&told)
        }
        Err(AddError::Unsound(errors)) => unsound(&errors),
        Err(AddError::Mistaken(mistakes)) => {
            let count = mistakes.len();
            let told = format!("{}\n共 {count} 处，没有加入", mistakes.join("\n"));
            terminal::report(&told).and(Status::ErrorsFound)
        }
        Err(AddError::Failed(sentence)) => refuse(source, &sentence),
    }
}

/// Tells why what is at `source` was not taken, a line for each mistake.
fn refuse(source: &Path, why: &str) -> Status {
    complain_in_lines(format!("{}：{why}", source.display()))
}

/// Tells every mistake of a form.
fn unsound(errors: &FormErrors) -> Status {
    let count = errors.iter().count();
    let unseen = errors.unseen().map_or_else(String::new, |unseen| format!("\n{unseen}"));
    terminal::report(&format!("{errors}\n共 {count} 处，表式不能用{unseen}")).and(Status::ErrorsFound)
}

fn list(library: &FormLibrary, state: Option<&Path>) -> Status {
    let mut lines: Vec<String> = Vec::new();
    for known in library.known() {
        let form = &known.form;
        let revision = if form.revision > 1 { format!("，第 {} 版", form.revision) } else { String::new() };
        lines.push(format!("{}：{}，{}{revision}（{}）", form.id, form.short_name(), form.name, known.origin.text()));
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
