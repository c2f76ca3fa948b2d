//! The property: what the program exports it reads again, every printed figure, name and text at its place; what it does
//! not take, its report names.

use std::fmt;
use std::ops::AddAssign;
use std::path::Path;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::Disclosure;
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{self, ImportOptions, ImportReport, NotTaken, Question};
use disclosure_export::document::{Block, Document, DocumentPart, PrintedTable};
use disclosure_export::{ExportFormat, docx};
use fastrand::Rng;

use super::facts::{Facts, Options};
use super::printed::{self, Table};
use super::{Fen, mistakes, told};

/// What the form prints where something is still to be filled in.
const BLANK: &str = "（待填）";

/// What disclosures follow.
pub struct Rules {
    forms: FormLibrary,
    catalog: Catalog,
}

/// How it went.
#[derive(Debug, Default, Clone, Copy)]
pub struct Tally {
    pub documents: usize,
    /// Figures that came back.
    pub figures: usize,
    /// Headings and paragraphs that came back.
    pub paragraphs: usize,
    /// Of those the ones that follow from the figures again.
    pub live: usize,
    /// Rows and texts that did not and of which the report tells.
    pub told: usize,
    /// Documents that the program refused to export, saying why.
    pub refused: usize,
}

/// A disclosure with what it prints.
pub struct Case {
    pub seed: u64,
    pub disclosure: Disclosure,
    pub printed: Vec<Table>,
}

impl Case {
    /// The one that follows from `seed`; every third is honest, every third states its figures, every third wrongly.
    pub fn of(seed: u64) -> Self {
        let mut rng = Rng::with_seed(seed);
        let options = Options { strange_names: seed % 2 == 1, long: seed % 7 == 3 };
        let facts = Facts::random(&mut rng, options);
        let mut printed = printed::tables(&facts);
        let mut disclosure = facts.disclosure(&printed);
        if !seed.is_multiple_of(3) {
            mistakes::state_all(&mut disclosure, &mut printed);
        }
        if seed % 3 == 2 {
            let count = rng.usize(1..6);
            mistakes::state_wrong(&mut rng, &mut disclosure, &mut printed, count);
        }
        Self { seed, disclosure, printed }
    }
}

impl Rules {
    pub fn builtin() -> Self {
        Self { forms: FormLibrary::builtin().unwrap(), catalog: Catalog::builtin().unwrap() }
    }

    /// The case that follows from `seed`; of every fourth the sentences are written too.
    pub fn case(&self, seed: u64) -> Case {
        let mut case = Case::of(seed);
        if seed % 4 == 1 {
            let with = |disclosure: &Disclosure, look: &mut dyn FnMut(Evaluated<'_>)| self.with(disclosure, look);
            told::tell_all(&mut Rng::with_seed(seed), &mut case.disclosure, with);
        }
        case
    }

    fn document(&self, disclosure: &Disclosure) -> Document {
        self.with(disclosure, |evaluated| Document::new(evaluated, false))
    }

    fn with<T>(&self, disclosure: &Disclosure, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let form = self.forms.get(&disclosure.form).unwrap();
        let evaluation = evaluate(form, disclosure);
        look(Evaluated { form, catalog: &self.catalog, disclosure, evaluation: &evaluation })
    }

    fn exported(&self, disclosure: &Disclosure, document: &Document, extension: &str) -> Result<Vec<u8>, String> {
        // The page numbers in its contents take as long as a PDF, and nothing of them is read.
        if extension == "docx" {
            return docx::write(document, None).map_err(|error| error.to_string());
        }
        let format = ExportFormat::of(Path::new("x").with_extension(extension).as_path()).unwrap();
        self.with(disclosure, |evaluated| format.write(evaluated, false)).map_err(|error| error.to_string())
    }

    /// Exports the case as `extension`, reads it again and returns what came back otherwise without a word.
    pub fn lost(&self, case: &Case, extension: &str, tally: &mut Tally) -> Vec<String> {
        tally.documents += 1;
        let document = self.document(&case.disclosure);
        let mut lost = oracle(&case.printed, &document);
        let bytes = match self.exported(&case.disclosure, &document, extension) {
            Ok(bytes) => bytes,
            // A character for which no font has a glyph.
            Err(error) if extension == "pdf" && !error.is_empty() => {
                tally.refused += 1;
                return lost;
            }
            Err(error) => return vec![format!("not exported: {error}")],
        };
        // To look at what was lost.
        if let Some(folder) = std::env::var_os("ROUND_TRIP_KEEP") {
            std::fs::write(Path::new(&folder).join(format!("{}.{extension}", case.seed)), &bytes).unwrap();
        }
        let read = |options: &ImportOptions| import::read(&bytes, &self.forms, &self.catalog, options);
        let mut back = match read(&ImportOptions::default()) {
            Ok(back) => back,
            Err(error) => return vec![format!("not imported: {error}")],
        };
        // A workbook without texts and without an empty table names no year anywhere, and a project may be called like a
        // table of the other kind.
        let is_heading = |question: &Question| matches!(question, Question::Year | Question::Kind);
        if !back.report.questions.is_empty() && back.report.questions.iter().all(is_heading) {
            let Disclosure { year, kind, .. } = case.disclosure;
            back = read(&ImportOptions { year: Some(year), kind: Some(kind), ..ImportOptions::default() }).unwrap();
        }
        if !back.report.questions.is_empty() {
            return vec![format!("asked: {:?}", back.report.questions)];
        }
        let compared = Compared { report: &back.report, exact: extension == "xlsx", tally, lost: Vec::new() };
        lost.extend(compared.all(&document, &self.document(&back.disclosure), case, &back.disclosure));
        lost
    }
}

/// Where the program prints another table than was reckoned.
fn oracle(printed: &[Table], document: &Document) -> Vec<String> {
    let mut others = Vec::new();
    for (own, table) in printed.iter().zip(document.tables()) {
        let (own, program) = (lines(own), cells(table));
        if own != program {
            let place = own.iter().zip(&program).find(|(own, program)| own != program);
            others.push(format!("oracle, {}: {place:?}, {} lines, {}", table.label, own.len(), program.len()));
        }
    }
    others
}

/// The lines of a table as they are reckoned: lists that stand side by side end with their last row on the last line.
fn lines(table: &Table) -> Vec<Vec<String>> {
    let list = |number: usize| table.rows.iter().filter(|row| row.list == number).collect::<Vec<_>>();
    let cells = |row: &printed::Row| {
        let figures = row.figures.iter().map(|figure| printed::text(figure.fen));
        row.texts.iter().cloned().chain(figures).collect::<Vec<_>>()
    };
    let (left, right) = (list(0), list(1));
    let height = left.len().max(right.len());
    let mut lines: Vec<Vec<String>> = vec![Vec::new(); height];
    for rows in [left, right].into_iter().filter(|rows| !rows.is_empty()) {
        let width = cells(rows[0]).len();
        for (place, line) in lines.iter_mut().enumerate() {
            let row = match place + 1 == height {
                true => rows.last(),
                false => rows[..rows.len() - usize::from(rows.len() < height)].get(place),
            };
            line.extend(row.map_or_else(|| vec![String::new(); width], |row| cells(row)));
        }
    }
    lines
}

/// The cells of a table that the program prints.
fn cells(table: &PrintedTable) -> Vec<Vec<String>> {
    table.rows.iter().map(|row| row.cells.iter().map(|cell| cell.text.clone()).collect()).collect()
}

struct Compared<'a> {
    report: &'a ImportReport,
    /// Whether blanks inside names are kept.
    exact: bool,
    tally: &'a mut Tally,
    lost: Vec<String>,
}

impl Compared<'_> {
    fn all(mut self, own: &Document, back: &Document, case: &Case, disclosure: &Disclosure) -> Vec<String> {
        let before = &case.disclosure;
        let is_draft = own.parts.iter().flat_map(texts).any(|text| text.contains(BLANK));
        for (own, back) in own.tables().zip(back.tables()) {
            if own.number.is_some() {
                self.table(own, back, is_draft);
            }
        }
        if (before.kind, before.year) != (disclosure.kind, disclosure.year) {
            self.lost.push("kind or year".to_owned());
        }
        if plain(&before.body) != plain(&disclosure.body) {
            self.lost.push(format!("body: {} {}", before.body, disclosure.body));
        }
        for (part, back) in own.parts.iter().zip(&back.parts) {
            self.paragraphs(part, back);
        }
        self.performance(before, disclosure);
        self.lost
    }

    /// Headings and paragraphs, each as it was.
    fn paragraphs(&mut self, own: &DocumentPart, back: &DocumentPart) {
        let (one, other) = (texts(own), texts(back));
        if let Some(place) = (0..one.len().max(other.len())).find(|&place| one.get(place) != other.get(place)) {
            let beside = |texts: &[String]| texts.get(place).cloned();
            let counts = (one.len(), other.len());
            self.lost.push(format!("{}: {counts:?} {:?} {:?}", own.title, beside(&one), beside(&other)));
            return;
        }
        self.tally.paragraphs += one.len();
        let is_live = |block: &&Block| matches!(block, Block::Paragraph { place: None, .. });
        self.tally.live += back.blocks.iter().filter(is_live).count();
    }

    fn table(&mut self, own: &PrintedTable, back: &PrintedTable, is_draft: bool) {
        let (one, other) = (self.rows(own), self.rows(back));
        let figures = one.iter().flatten().filter(|text| text.contains('.')).count();
        // In a draft a table in which nothing stands may be known to be empty once all others are as they were printed.
        let is_known_empty = is_draft && own.is_empty() && own.note.is_none();
        if one == other && (is_known_empty || own.note.as_deref().map(plain) == back.note.as_deref().map(plain)) {
            self.tally.figures += figures;
            return;
        }
        let differing: Vec<_> = without(&one, &other).into_iter().chain(without(&other, &one)).collect();
        let number = own.number.unwrap().0;
        let has_moved = differing.is_empty();
        let untold: Vec<_> = differing.into_iter().filter(|row| !self.is_told(number, row)).collect();
        self.tally.told += 1;
        if !untold.is_empty() || has_moved {
            let rows: String = untold.iter().map(|row| format!("\n    {}", row.join("|"))).collect();
            self.lost.push(format!("表{number}: note {:?} {:?}{rows}", own.note, back.note));
        }
    }

    /// The rows of a table, with nothing in place of what is printed as a zero.
    fn rows(&self, table: &PrintedTable) -> Vec<Vec<String>> {
        // An amount below half of the last place is printed as a zero, and a zero comes back as nothing.
        let text = |text: String| match text.as_str() {
            "0.00" => String::new(),
            _ if self.exact => spaced(&text),
            _ => plain(&text),
        };
        cells(table).into_iter().map(|row| row.into_iter().map(text).collect()).collect()
    }

    /// Whether the report names a row of table `number`, or what stands in it.
    fn is_told(&self, number: u8, row: &[String]) -> bool {
        let names: Vec<String> = row.iter().filter(|text| !text.contains('.')).map(|text| plain(text)).collect();
        let label = names.iter().rev().find(|name| !name.is_empty()).cloned().unwrap_or_default();
        // Of a name that runs over the edge of its cell on a page the report has the beginning.
        let beginning: String = if self.exact { label.clone() } else { label.chars().take(20).collect() };
        let names_it = |text: &str| plain(text).contains(&beginning);
        let lists = [&self.report.unplaced, &self.report.unread, &self.report.not_understood];
        let is_of = |left: &&NotTaken| left.table.is_none_or(|table| table.0 == number);
        let left = lists.into_iter().flatten().filter(is_of).any(|left| names_it(&left.text));
        let assumed = self.report.assumptions.iter().map(|assumed| &assumed.text);
        left || assumed.filter(|text| text.contains(&format!("表{number}"))).any(|text| names_it(text))
    }

    fn performance(&mut self, before: &Disclosure, after: &Disclosure) {
        if before.performance.len() != after.performance.len() {
            let told = format!("performance tables: {} {}", before.performance.len(), after.performance.len());
            return self.lost.push(told);
        }
        for (own, back) in before.performance.iter().zip(&after.performance) {
            let told = |table: &disclosure_engine::disclosure::PerformanceTable| {
                let texts: Vec<_> = table.texts().into_iter().map(|(field, text)| (field, plain(text))).collect();
                let weights: Vec<_> = table.indicators.iter().map(|indicator| indicator.weight).collect();
                let funds = [table.funds.total, table.funds.fiscal, table.funds.superior, table.funds.other];
                // Unlike a cell of a table, what is filled in there is printed though it is nothing.
                let text = |amount| Some(printed::text(fen(amount))).filter(|text| !text.is_empty());
                let text = |amount| text(amount).unwrap_or_else(|| "0.00".to_owned());
                let funds = funds.map(|amount| amount.map_or_else(String::new, text));
                (texts, weights, funds)
            };
            let (own, back) = (told(own), told(back));
            if own != back {
                self.lost.push(format!("performance: {own:?}\n{back:?}"));
            }
        }
    }
}

pub(super) fn fen(amount: disclosure_engine::disclosure::Amount) -> Fen {
    let fen = (amount.yuan() * rust_decimal::Decimal::ONE_HUNDRED).round();
    fen.to_string().parse().unwrap()
}

/// The rows of `one` that are not in `other`, each as often as it is missing.
fn without<'r>(one: &'r [Vec<String>], other: &[Vec<String>]) -> Vec<&'r Vec<String>> {
    let mut left: Vec<_> = other.iter().collect();
    let is_missing = |row: &&Vec<String>| match left.iter().position(|other| other == row) {
        Some(place) => {
            left.swap_remove(place);
            false
        }
        None => true,
    };
    one.iter().filter(is_missing).collect()
}

/// The headings and paragraphs of a part.
fn texts(part: &DocumentPart) -> Vec<String> {
    let texts = part.blocks.iter().filter_map(|block| match block {
        Block::Heading(heading) => Some(plain(&heading.text)),
        Block::Paragraph { text, .. } => Some(plain(text)),
        Block::Signature { lines, .. } => Some(plain(&lines.concat())),
        Block::Table(_) | Block::Picture(_) => None,
    });
    texts.collect()
}

/// A text without blanks.
fn plain(text: &str) -> String {
    text.split_whitespace().collect()
}

/// A text whose blanks are single.
fn spaced(text: &str) -> String {
    text.split_whitespace().collect::<Vec<_>>().join(" ")
}

impl AddAssign for Tally {
    fn add_assign(&mut self, other: Self) {
        self.documents += other.documents;
        self.figures += other.figures;
        self.paragraphs += other.paragraphs;
        self.live += other.live;
        self.told += other.told;
        self.refused += other.refused;
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { documents, figures, paragraphs, live, told, refused } = self;
        write!(
            f,
            "{documents} documents, {figures} figures and {paragraphs} paragraphs ({live} of them live) came back, {told} tables with something left out and told, {refused} refused"
        )
    }
}
