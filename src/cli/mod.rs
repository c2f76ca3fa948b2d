//! The command line: what can be done without a window.
//!
//! Results go to standard output, messages to standard error. Exit status: 0 done and no error found, 1 errors found,
//! 2 wrong usage, or something could not be read or written, 3 both.

mod check;
mod console;
mod diff;
mod export;
mod file_name;
mod files;
mod forms;
mod import;
mod in_order;
mod intake;
mod new;
mod outcome;
mod output;
mod print;
mod progress;
mod report;
mod review;
mod said;
mod shell_files;
mod since;
mod sum;
mod summary;
mod terminal;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

pub use self::console::{arguments, use_console};
pub use self::forms::FormsCommand;
use crate::fault;
use crate::licences;
use crate::more::More;
use crate::state::state_folder;
use crate::version;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Kind;
use disclosure_engine::import::{ImportOptions, ImportUnit};

/// Editor and checker for annual budget disclosures (单位/部门预算公开).
#[derive(Debug, Parser)]
#[command(version = version::LINE, about, args_conflicts_with_subcommands = true)]
pub struct Arguments {
    /// Opens the window on this file, or on the list of this folder; without it, on the start page
    pub file: Option<PathBuf>,
    #[command(flatten)]
    pub more: More,
    /// What to do without a window
    #[command(subcommand)]
    pub command: Option<Command>,
}

/// What can be done without a window.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// Check disclosures and list what does not agree
    ///
    /// Several files are checked on all cores; the reports come in the order of the files, and a table with a line for
    /// each file after them. What cannot be read is told on standard error and does not stop the rest.
    ///
    /// Exit status: 0 no error found, 1 errors found, 2 something could not be read, 3 both.
    Check {
        /// Files to check: .budget files and documents that can be imported; and folders: all of these in a folder and below
        /// it, except hidden ones, by path. Of several versions of one disclosure in a folder the newest counts
        #[arg(required = true, value_name = "FILE|FOLDER")]
        paths: Vec<PathBuf>,
        /// Id of the form that the files must follow
        #[arg(long, value_name = "ID")]
        form: Option<String>,
        /// Last year's file of the same body: last year's figures that sentences compare with must be what it discloses
        /// (rule D7); a .budget file or a document that can be imported
        #[arg(long, value_name = "LAST")]
        against: Option<PathBuf>,
        /// List of who must disclose: text with a name in each line, or a spreadsheet with names (单位名称) and departments
        /// (主管部门); who is missing, not on it, or in another department's folder is told
        #[arg(long, value_name = "LIST")]
        expected: Option<PathBuf>,
        /// What an earlier check printed with --format json: what was mended since, what is left and what is new is told
        #[arg(long, value_name = "EARLIER.json")]
        since: Option<PathBuf>,
        /// How to print the findings
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Read a spreadsheet, document or text into a disclosure, and tell what was found
    ///
    /// Reads .xlsx, .xls, .et, .ods, .docx, .odt, .pdf and .ofd with a text layer, .csv, text with tab-separated tables, web
    /// pages and XML workbooks. Every printed figure is kept, or listed with the reason why it has no place. What the
    /// document does not say is asked for; nothing is written until the options answer it.
    ///
    /// Exit status: 0 imported, 2 could not be read or a question is open.
    Import {
        /// The document
        source: PathBuf,
        /// File to write; an existing one is not replaced
        #[arg(short, long, value_name = "FILE.budget")]
        output: PathBuf,
        /// Id of the form; without it, the one for the document's year
        #[arg(long, value_name = "ID")]
        form: Option<String>,
        /// A single unit, or a department with its units; without it, what the document says
        #[arg(long, value_enum)]
        kind: Option<KindArgument>,
        /// Budget year; without it, what the document says
        #[arg(long, value_name = "N")]
        year: Option<u16>,
        /// Unit of the figures in tables that do not say it
        #[arg(long, value_enum)]
        unit: Option<UnitArgument>,
        /// Which table of the form a list without the form's title is, e.g. 6
        #[arg(long, value_name = "N")]
        table: Option<u8>,
        /// What its columns hold, from the left: code, name, project, unit, amount, the number of a column of the form, or -
        /// for what is not taken; e.g. code,name,2
        #[arg(long, value_name = "LIST", value_delimiter = ',')]
        columns: Vec<String>,
    },
    /// Write a disclosure as a document to be published
    ///
    /// The extension of OUT says which format. While errors are open or something is left to fill in, every page is
    /// marked as a draft, and standard error tells why.
    ///
    /// Exit status: 0 written, as a draft or not, 2 something could not be read or written.
    Export {
        /// The disclosure, or a document that can be imported
        #[arg(value_name = "FILE")]
        file: PathBuf,
        /// File to write, or with --all the folder for the files; existing ones are replaced
        #[arg(short, long, value_name = "OUT.pdf|OUT.ofd|OUT.docx|OUT.xlsx|OUT.html|FOLDER")]
        output: PathBuf,
        /// Write all formats into a folder, with the figures as CSV and JSON and each table by itself, under names by body,
        /// year and kind
        #[arg(long, conflicts_with = "fragment")]
        all: bool,
        /// Mark every page as a draft, also when no error is open
        #[arg(long)]
        draft: bool,
        /// Write a piece of a web page, to be pasted into the editor of a site; only for OUT.html
        #[arg(long)]
        fragment: bool,
        /// Put a page of charts behind the tables
        #[arg(long)]
        charts: bool,
    },
    /// Compare two disclosures: changed figures, rows and texts
    ///
    /// Either may be anything that can be imported. Rows are matched by code and project name; a project with another
    /// name is recognised by how alike the names are and by equal figures.
    ///
    /// Exit status: 0 both say the same, 1 they differ, 2 one could not be read.
    Diff {
        /// The earlier disclosure
        old: PathBuf,
        /// The later one
        new: PathBuf,
        /// How to print the differences; JSON is one object
        #[arg(long, value_enum, default_value_t = Format::Text)]
        format: Format,
    },
    /// Write what a reviewer sends back: findings, exceptions, comments, sign-offs
    ///
    /// The extension of OUT says which format.
    ///
    /// Exit status: 0 written, 2 something could not be read or written.
    Review {
        /// The disclosure
        file: PathBuf,
        /// An earlier draft, whose differences are listed too
        #[arg(long, value_name = "OLD")]
        against: Option<PathBuf>,
        /// File to write; an existing one is replaced
        #[arg(short, long, value_name = "OUT.docx|OUT.xlsx|OUT.txt")]
        output: PathBuf,
    },
    /// Compare a department's figures with the sums of its units'
    ///
    /// All files may be anything that can be imported. Every figure that is not the sum is named, with what each unit
    /// prints there; a difference of at most half a unit of the last place for each unit is rounding.
    ///
    /// Exit status: 0 all sums agree, 1 some do not, 2 something could not be read.
    Sum {
        /// The department
        department: PathBuf,
        /// Its units
        #[arg(required = true, value_name = "UNIT")]
        units: Vec<PathBuf>,
    },
    /// Forms (表式): list them, show one, check one, add one
    Forms {
        /// What to do with them
        #[command(subcommand)]
        command: FormsCommand,
    },
    /// Make a disclosure: an empty one, or next year's from last year's
    New {
        /// Full name of the body that discloses; with --from, that of last year unless it is given
        #[arg(long, value_name = "NAME", required_unless_present = "from")]
        body: Option<String>,
        /// Budget year
        #[arg(long, value_name = "N")]
        year: u16,
        /// A single unit, or a department with its units; unit unless --from says otherwise
        #[arg(long, value_enum)]
        kind: Option<KindArgument>,
        /// Last year's file, or its document in Word, Excel or PDF: structure, codes, projects and texts are kept, its
        /// figures become last year's
        #[arg(long, value_name = "LAST")]
        from: Option<PathBuf>,
        /// Id of the form; without it, the one for the year, with --from that of last year's region
        #[arg(long, value_name = "ID")]
        form: Option<String>,
        /// With --from, give rows whose code is no longer valid the one that took its place, with last year's figures, and
        /// renamed ones their name; without it, it is only told
        #[arg(long, requires = "from")]
        follow_codes: bool,
        /// File to write; an existing one is not replaced
        #[arg(short, long, value_name = "FILE.budget")]
        output: PathBuf,
    },
    /// Print the licences of everything that is in the program
    Licences,
    /// Write man pages and completions for shells into a folder, for a package
    #[command(hide = true)]
    ShellFiles {
        /// The folder
        folder: PathBuf,
    },
}

/// How findings are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Format {
    /// For people
    Text,
    /// One JSON object a file, one a line; of what cannot be read only `file` and `failure`, a sentence
    Json,
}

/// [`Kind`] on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum KindArgument {
    /// One budget unit (单位)
    Unit,
    /// A department with its units (部门)
    Department,
}

/// [`ImportUnit`] on the command line.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum UnitArgument {
    /// 元
    Yuan,
    /// 万元
    Wan,
}

impl From<UnitArgument> for ImportUnit {
    fn from(unit: UnitArgument) -> Self {
        match unit {
            UnitArgument::Yuan => Self::Yuan,
            UnitArgument::Wan => Self::Wan,
        }
    }
}

impl From<KindArgument> for Kind {
    fn from(kind: KindArgument) -> Self {
        match kind {
            KindArgument::Unit => Self::Unit,
            KindArgument::Department => Self::Department,
        }
    }
}

/// How a command ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Status {
    /// Done, no error found.
    Done = 0,
    /// Errors were found in a disclosure.
    ErrorsFound = 1,
    /// Wrong usage, or something could not be read or written.
    Failed = 2,
    /// Errors were found in a disclosure, and another could not be read.
    ErrorsFoundAndFailed = 3,
}

impl From<Status> for ExitCode {
    fn from(status: Status) -> Self {
        Self::from(status as u8)
    }
}

/// Carries out `command` with `more` forms and lists of codes, too. A fault in the program is told in a sentence.
pub fn run(command: Command, more: &More) -> Status {
    let faulty = |place| complain(format!("程序出错（{place}），没有做完；请把用的文件和这句话一起发给开发者"));
    fault::guarded(|| carry_out(command, more)).unwrap_or_else(faulty)
}

fn carry_out(command: Command, more: &More) -> Status {
    let state = state_folder();
    let library = match crate::forms::library(state.as_deref(), &more.forms) {
        Ok(library) => library,
        Err(sentence) => return complain(sentence),
    };
    let catalog = match catalog(&more.catalog) {
        Ok(catalog) => catalog,
        Err(sentence) => return complain(sentence),
    };
    let (library, catalog) = (&library, &catalog);
    match command {
        Command::Forms { command } => forms::run(&command, library, catalog, state.as_deref()),
        Command::Check { paths, form, against, expected, since, format } => {
            let (against, expected, since) = (against.as_deref(), expected.as_deref(), since.as_deref());
            let wanted = check::Wanted { form: form.as_deref(), against, expected, since, format };
            check::run((library, catalog), &paths, wanted)
        }
        Command::Import { source, output, form, kind, year, unit, table, columns } => {
            let said = match said::all_grids(table, &columns, unit.map(Into::into)) {
                Ok(said) => said,
                Err(error) => return complain(error),
            };
            let options = ImportOptions {
                form,
                kind: kind.map(Into::into),
                year,
                unit: unit.map(Into::into),
                said_of_all: said,
                ..ImportOptions::default()
            };
            import::run(library, catalog, &source, &output, &options)
        }
        Command::Review { file, against, output } => review::run(library, catalog, &file, against.as_deref(), &output),
        Command::Sum { department, units } => sum::run(library, catalog, &department, &units),
        Command::Diff { old, new, format } => diff::run(library, catalog, &old, &new, format),
        Command::Export { file, output, all, draft, fragment, charts } => {
            export::run(library, catalog, &file, &output, export::Wanted { all, draft, fragment, charts })
        }
        Command::New { body, year, kind, from, form, follow_codes, output } => {
            let kind = kind.map(Into::into);
            let wanted = new::Wanted { body, year, kind, from, form, follows_codes: follow_codes };
            new::run(library, catalog, wanted, &output)
        }
        Command::Licences => terminal::report(licences::text()),
        Command::ShellFiles { folder } => shell_files::run(&folder),
    }
}

/// The program's own list of codes with those at `paths` in its place. What was not understood of one is told.
fn catalog(paths: &[PathBuf]) -> Result<Catalog, String> {
    let lists = crate::catalogs::read(paths)?;
    for named in lists.iter().filter(|named| named.list.taken.not_understood_count > 0) {
        let taken = &named.list.taken;
        terminal::tell(format!("{}：{taken}", named.path.display()));
        taken.not_understood.iter().for_each(|line| terminal::tell(format!("{}：{line}", named.path.display())));
    }
    crate::catalogs::catalog(lists.iter().map(|named| &named.list))
}

/// Tells what is wrong with the arguments, or what they ask to be told: help, the version.
pub fn explain(usage: &clap::Error) -> Status {
    terminal::explain(usage)
}

/// Tells the user in several lines why the window cannot be shown.
pub fn complain_in_lines(message: impl std::fmt::Display) -> Status {
    terminal::tell_lines(message);
    Status::Failed
}

/// Tells the user in one line why something failed.
pub fn complain(message: impl std::fmt::Display) -> Status {
    terminal::tell(message);
    Status::Failed
}
