//! The command line: what can be done without a window.
//!
//! Results go to standard output, messages to standard error. Exit status: 0 done and no error found, 1 errors found,
//! 2 wrong usage, or something could not be read or written, 3 both.

mod batch;
mod check;
mod console;
mod diff;
mod export;
mod export_folder;
mod file_name;
mod folder_report;
mod forms;
mod import;
mod intake;
mod log;
mod manual;
mod new;
mod outcome;
mod output;
mod print;
mod progress;
mod report;
mod review;
mod review_folder;
mod rules;
mod said;
mod several;
mod shared;
mod shell_files;
mod sum;
mod sum_folder;
mod summary;
mod terminal;
mod verify;

use std::path::PathBuf;
use std::process::ExitCode;

use clap::{Parser, Subcommand, ValueEnum};

pub use self::console::{arguments, use_console};
pub use self::forms::FormsCommand;
pub use self::several::Several;
use crate::fault;
use crate::licences;
use crate::more::More;
use crate::policy::NamedPolicy;
use crate::state::state_folder;
use crate::version;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Kind;
use disclosure_engine::import::{ImportOptions, ImportUnit};
use disclosure_export::{ExportFormat, SheetFormat};

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
        #[command(flatten)]
        several: Several,
        /// Id of the form that the files must follow
        #[arg(long, value_name = "ID")]
        form: Option<String>,
        /// Last year's file of the same body: last year's figures that sentences compare with must be what it discloses
        /// (rule D7); a .budget file or a document that can be imported. Of a folder, each body's own file; bodies that have
        /// none there, and those of which nothing came this year, are told
        #[arg(long, value_name = "LAST|FOLDER")]
        against: Option<PathBuf>,
        /// With --against FOLDER, what bodies were called last year: a table with the old name and the new one in each line
        #[arg(long, value_name = "OLD,NEW.csv", requires = "against")]
        renamed: Option<PathBuf>,
        /// List of who must disclose: text with a name in each line, or a spreadsheet with names (单位名称) and departments
        /// (主管部门); who is missing, not on it, or in another department's folder is told
        #[arg(long, value_name = "LIST")]
        expected: Option<PathBuf>,
        /// What an earlier check printed with --format json: what was mended since, what is left and what is new is told
        #[arg(long, value_name = "EARLIER.json")]
        since: Option<PathBuf>,
        /// The approved budget (批复): a spreadsheet or text with codes (科目编码), perhaps projects (项目名称), and amounts; each
        /// code and project must have the amount that was approved (rule F56)
        #[arg(long, value_name = "APPROVED")]
        approved: Option<PathBuf>,
        /// Write a report on all files: the bodies by department, kinds of fault by department, the findings to filter, and
        /// what was not checked; an existing file is replaced
        #[arg(long, value_name = "OUT.xlsx")]
        report: Option<PathBuf>,
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
    /// Of a folder or a .zip archive, the newest version of each disclosure in it is written into the folder OUT in the
    /// formats of --format, with a page index.html that leads to all of them. What has errors or is not filled in is not
    /// written, but told and counted, unless --draft is given.
    ///
    /// Exit status: 0 written, as a draft or not, 1 some of a folder have errors or are not filled in, 2 something could not
    /// be read or written, 3 both.
    Export {
        /// The disclosure, or a document that can be imported; or a folder or archive of these
        #[arg(value_name = "FILE|FOLDER")]
        file: PathBuf,
        /// File to write, or with --all or of a folder the folder for the files; existing ones are replaced
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
        /// Of a folder, the formats to write: pdf, ofd, docx, xlsx, html; pdf unless given
        #[arg(long, value_name = "LIST", value_delimiter = ',')]
        format: Vec<String>,
        /// Of a folder, how the files are called: words with {body}, {year}, {kind} and {department} among them, and / between
        /// folder and file
        #[arg(long, value_name = "PATTERN")]
        name: Option<String>,
        /// Read each file again before it is written, and refuse it where it does not say what its source says
        #[arg(long, conflicts_with_all = ["all", "fragment"])]
        verify: bool,
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
    /// The extension of OUT says which format. Findings stand together by who must mend them, with the text quoted and, of a
    /// document that was imported, its page or paragraph. Of a folder or a .zip archive, a sheet for the newest version of
    /// each disclosure in it is written into the folder OUT.
    ///
    /// Exit status: 0 written, 2 something could not be read or written.
    Review {
        /// The disclosure, or a document that can be imported; or a folder or archive of these
        #[arg(value_name = "FILE|FOLDER")]
        file: PathBuf,
        /// An earlier draft, whose differences are listed too
        #[arg(long, value_name = "OLD")]
        against: Option<PathBuf>,
        /// File to write, or of a folder the folder for the sheets; existing ones are replaced
        #[arg(short, long, value_name = "OUT.docx|OUT.xlsx|OUT.txt|FOLDER")]
        output: PathBuf,
        /// Of a folder, the format of the sheets: docx, xlsx or txt; xlsx unless given
        #[arg(long, value_name = "FORMAT")]
        format: Option<String>,
    },
    /// Compare a department's figures with the sums of its units'
    ///
    /// All files may be anything that can be imported. Every figure that is not the sum is named, with what each unit
    /// prints there; a difference of at most half a unit of the last place for each unit is rounding.
    ///
    /// With --by-department, the files in folders and .zip archives are put together by department, as the list of names, the
    /// folders and the names say. Of each department the cause of its differences comes first: a unit that was not added
    /// up, that was added twice, in an older version or of another year, or that is of another department.
    ///
    /// Exit status: 0 all sums agree, 1 some do not, 2 something could not be read, 3 both.
    Sum {
        /// The department; with --by-department, a folder or file
        #[arg(value_name = "DEPARTMENT|FOLDER")]
        department: PathBuf,
        /// Its units; with --by-department, more folders or files
        #[arg(required_unless_present = "by_department", value_name = "UNIT")]
        units: Vec<PathBuf>,
        /// Put files together by department, and compare each department with its own units
        #[arg(long)]
        by_department: bool,
        /// List of who must disclose, with names (单位名称) and departments (主管部门): who belongs to whom, and who is missing
        #[arg(long, value_name = "LIST", requires = "by_department")]
        expected: Option<PathBuf>,
    },
    /// Forms (表式): list them, show one, check one, add one
    Forms {
        /// What to do with them
        #[command(subcommand)]
        command: FormsCommand,
    },
    /// List every rule that is checked, with its reason and an example
    ///
    /// With --policy FILE as the bureau wants them.
    Rules {
        /// Id of the form; without it, the newest of the first region
        #[arg(long, value_name = "ID")]
        form: Option<String>,
        /// How to print them
        #[arg(long, value_enum, default_value_t = RulesFormat::Text)]
        format: RulesFormat,
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
    /// Write the manual as a PDF or a web page
    Manual {
        /// File to write; an existing one is replaced
        #[arg(short, long, value_name = "OUT.pdf|OUT.html")]
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

/// How rules are printed.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RulesFormat {
    /// For people
    Text,
    /// One JSON object a rule, one a line
    Json,
    /// A table in Markdown
    Markdown,
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

impl Status {
    /// How a command ends that did several things, by how each ended.
    fn of_all(ended: &[Self]) -> Self {
        match [Self::ErrorsFound, Self::Failed].map(|status| ended.contains(&status)) {
            _ if ended.contains(&Self::ErrorsFoundAndFailed) => Self::ErrorsFoundAndFailed,
            [true, true] => Self::ErrorsFoundAndFailed,
            [true, false] => Self::ErrorsFound,
            [false, true] => Self::Failed,
            [false, false] => Self::Done,
        }
    }

    /// The same once something else ended like `other`.
    fn and(self, other: Self) -> Self {
        Self::of_all(&[self, other])
    }
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
    let (policy, more) = match more.with_policy() {
        Ok(more) => more,
        Err(sentence) => return complain(sentence),
    };
    let library = || {
        let library = crate::forms::library(state.as_deref(), &more.forms)?;
        match &policy {
            Some(policy) => policy.apply(&library),
            None => Ok(library),
        }
    };
    // Every command waits for both. Forms of users may be nested deep: they are read where there is room for that.
    let (library, catalog) = std::thread::scope(|scope| {
        let catalog = scope.spawn(|| catalog(&more.catalog));
        (library(), catalog.join().unwrap_or_else(|panic| std::panic::resume_unwind(panic)))
    });
    let (library, catalog) = match (library, catalog) {
        (Ok(library), Ok(catalog)) => (library, catalog),
        (Err(sentence), _) | (_, Err(sentence)) => return complain(sentence),
    };
    // They are there as long as the program: taking them apart at its end would take as long as a small command.
    let (library, catalog): (&_, &_) = (Box::leak(Box::new(library)), Box::leak(Box::new(catalog)));
    match command {
        Command::Rules { form, format } => rules::run((library, catalog), form.as_deref(), format),
        Command::Forms { command } => forms::run(&command, library, catalog, state.as_deref()),
        Command::Check { several, form, against, renamed, expected, since, approved, report, format } => {
            let expected = expected.or_else(|| policy.as_ref().and_then(NamedPolicy::bodies));
            let wanted = check::Wanted {
                form: form.as_deref(),
                against: against.as_deref(),
                renamed: renamed.as_deref(),
                expected: expected.as_deref(),
                since: since.as_deref(),
                approved: approved.as_deref(),
                report: report.as_deref(),
                format,
            };
            check::run((library, catalog), &several, wanted)
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
        Command::Review { file, against, output, format } => match format.as_deref().map(sheet_format).transpose() {
            Ok(format) => review::run(library, catalog, &file, against.as_deref(), (&output, format)),
            Err(refusal) => complain(refusal),
        },
        Command::Sum { department, units, by_department: true, expected } => {
            let expected = expected.or_else(|| policy.as_ref().and_then(NamedPolicy::bodies));
            let paths: Vec<PathBuf> = std::iter::once(department).chain(units).collect();
            sum_folder::run((library, catalog), &paths, expected.as_deref())
        }
        Command::Sum { department, units, .. } => sum::run(library, catalog, &department, &units),
        Command::Diff { old, new, format } => diff::run(library, catalog, &old, &new, format),
        Command::Export { file, output, draft, charts, format, name, verify, all: false, fragment: false }
            if batch::is_folder(&file) =>
        {
            let wanted = export_formats(&format).and_then(|formats| {
                let name = export_folder::pattern(name.as_deref())?;
                Ok(export_folder::Wanted { formats, name, draft, charts, verify })
            });
            match wanted {
                Ok(wanted) => export_folder::run((library, catalog), &file, &output, &wanted),
                Err(refusal) => complain(refusal),
            }
        }
        Command::Export { file, .. } if batch::is_folder(&file) => complain(
            "导出文件夹时格式写在 --format 里，例如 --format pdf,docx,html；--all 和 --fragment 只用于一个文件",
        ),
        Command::Export { format, name, .. } if !format.is_empty() || name.is_some() => {
            complain("--format 和 --name 只用于文件夹；一个文件的格式和名称看 -o")
        }
        Command::Export { file, output, all, draft, fragment, charts, verify, .. } => {
            export::run(library, catalog, &file, &output, export::Wanted { all, draft, fragment, charts, verify })
        }
        Command::New { body, year, kind, from, form, follow_codes, output } => {
            let kind = kind.map(Into::into);
            let wanted = new::Wanted { body, year, kind, from, form, follows_codes: follow_codes };
            new::run(library, catalog, wanted, &output)
        }
        Command::Manual { output } => manual::run(&output),
        Command::Licences => terminal::report(licences::text()),
        Command::ShellFiles { folder } => shell_files::run(&folder),
    }
}

/// The format of review sheets that is called so.
fn sheet_format(name: &str) -> Result<SheetFormat, String> {
    let known = || SheetFormat::ALL.map(SheetFormat::extension).join("、");
    let format = SheetFormat::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(name));
    format.ok_or_else(|| format!("没有 {name} 这种审阅表，可以用 {}", known()))
}

/// The formats of documents that are called so; pages where none is named.
fn export_formats(names: &[String]) -> Result<Vec<ExportFormat>, String> {
    let known = || ExportFormat::ALL.map(ExportFormat::extension).join("、");
    let mut formats = Vec::new();
    for name in names {
        let format = ExportFormat::ALL.into_iter().find(|format| format.extension().eq_ignore_ascii_case(name.trim()));
        let format = format.ok_or_else(|| format!("没有 {name} 这种格式，可以用 {}", known()))?;
        if !formats.contains(&format) {
            formats.push(format);
        }
    }
    if formats.is_empty() { Ok(vec![ExportFormat::Pdf]) } else { Ok(formats) }
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
