//! A made-up county: what its departments and units send to the finance bureau, with faults put in, and what four commands
//! must make of it: every fault found, no clean file accused, the second round told apart from the first.
//!
//! Disclosures are made by [`super::honest`]; they come as files of the program, Word, Excel, PDF and in archives, some twice,
//! some in the folder of another department, some as scans, and some not at all.

#![allow(dead_code)] // Several tests use parts of it.

mod faults;
pub mod files;
pub mod trial;

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;
use fastrand::Rng;

use crate::honest::checked::{Held, Honest};
pub use faults::{FAULTS, Fault};
pub use files::{Shape, Writer, scan};

/// How large a county is.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    pub departments: usize,
    pub units: usize,
    pub faults: usize,
    /// One of so many files is a PDF.
    pub pages: usize,
    /// The formats that are published.
    pub formats: &'static str,
}

/// A disclosure that was sent.
pub struct Sent {
    pub honest: Honest,
    pub shape: Shape,
    /// Its department, by number.
    pub department: usize,
    pub fault: Option<Fault>,
    /// Its file below the folder, as the program shows it.
    pub shown: String,
}

/// What came to a bureau.
pub struct County {
    pub folder: PathBuf,
    /// The list of who must disclose.
    pub list: PathBuf,
    pub sent: Vec<Sent>,
    /// The body that was sent twice, that lies in another department's folder, and that sent nothing.
    pub twice: String,
    pub misfiled: String,
    pub missing: String,
}

fn department_name(number: usize) -> String {
    format!("第{number}局")
}

impl County {
    /// Writes a county below `root`, each the same for the same `seed`.
    pub fn build(root: &Path, plan: Plan, seed: u64, writer: &Writer) -> Self {
        let mut rng = Rng::with_seed(seed);
        let mut sent = bodies(plan, &mut rng);
        put_faults(&mut sent, plan.faults, &mut rng);
        let folder = root.join("收件");
        let missing = "某县档案馆".to_owned();
        let name_of = |place: usize| sent[place].honest.disclosure.body.clone();
        let clean = |from: usize| (from..sent.len()).find(|place| sent[*place].fault.is_none()).unwrap();
        let twice_at = clean(0);
        let misfiled_at = (twice_at + 1..sent.len()).find(|place| !is_packed(sent[*place].department)).unwrap();
        let (twice, misfiled) = (name_of(twice_at), name_of(misfiled_at));
        let list = root.join("名单.csv");
        let mut text = String::from("单位名称,主管部门\n");
        for one in &sent {
            text += &format!("{},{}\n", one.honest.disclosure.body, department_name(one.department));
        }
        text += &format!("{missing},{}\n", department_name(0));
        fs::write(&list, text).unwrap();
        let mut packed: BTreeMap<usize, Vec<(String, Vec<u8>)>> = BTreeMap::new();
        for (place, one) in sent.iter_mut().enumerate() {
            let bytes = writer.written(&faults::faulty(one), one.shape);
            let name = format!("{place:03}.{}", one.shape.extension());
            // The department of one that was put into the wrong folder is the next.
            let lies_in = if place == misfiled_at { (one.department + 1) % plan.departments } else { one.department };
            let lies_in = if is_packed(lies_in) && place == misfiled_at { one.department + 2 } else { lies_in };
            let department = format!("{:02}-{}", lies_in, department_name(lies_in));
            if is_packed(lies_in) {
                packed.entry(lies_in).or_default().push((name.clone(), bytes));
                one.shown = format!("{department}.zip/{name}");
            } else {
                put(&folder.join(&department).join(&name), &bytes, 10);
                one.shown = format!("{department}/{name}");
            }
        }
        for (department, files) in packed {
            let name = format!("{department:02}-{}.zip", department_name(department));
            put(&folder.join(name), &files::archive(&files), 10);
        }
        // An older version with a fault, a scan, and what is no disclosure.
        let older = writer.written(&faults::spoilt(&sent[twice_at].honest, FAULTS[2], &mut rng).unwrap(), Shape::Own);
        put(&folder.join("98-补报/旧稿.budget"), &older, 900);
        put(&folder.join("98-补报/扫描件.pdf"), &scan(), 10);
        put(&folder.join("98-补报/说明.jpg"), b"x", 10);
        Self { folder, list, sent, twice, misfiled, missing }
    }

    /// Mends the faults of every other file that has one. Returns the places of those that were mended.
    pub fn mend(&mut self, writer: &Writer) -> Vec<usize> {
        let faulty = (0..self.sent.len()).filter(|place| self.sent[*place].fault.is_some());
        let mended: Vec<usize> = faulty.step_by(2).filter(|place| !self.sent[*place].shown.contains(".zip/")).collect();
        for place in &mended {
            let one = &mut self.sent[*place];
            one.fault = None;
            put(&self.folder.join(&one.shown), &writer.written(&one.honest.disclosure, one.shape), 1);
        }
        mended
    }

    /// Puts a fault into a file that has none. Returns its place.
    pub fn spoil(&mut self, writer: &Writer) -> usize {
        let is_free = |one: &Sent| one.fault.is_none() && !one.shown.contains(".zip/");
        let twice = self.twice.clone();
        let place = self.sent.iter().rposition(|one| is_free(one) && one.honest.disclosure.body != twice).unwrap();
        let one = &mut self.sent[place];
        let fault =
            FAULTS.into_iter().find(|fault| faults::spoilt(&one.honest, *fault, &mut Rng::with_seed(1)).is_some());
        one.fault = fault;
        put(&self.folder.join(&one.shown), &writer.written(&faults::faulty(one), one.shape), 1);
        place
    }
}

/// Departments with an even third number came as archives.
fn is_packed(department: usize) -> bool {
    department % 4 == 1
}

/// The disclosures of a county, of bodies with names of their own.
fn bodies(plan: Plan, rng: &mut Rng) -> Vec<Sent> {
    let first = rng.u64(0..1_000_000) * 2 + 1;
    let one = |place: usize| {
        let mut honest = Honest::of(first + 2 * place as u64);
        assert_eq!(honest.held, Held::Printed, "as documents print it");
        rename(&mut honest, place);
        let shape = match place % plan.pages {
            0 => Shape::Pdf,
            rest => [Shape::Docx, Shape::Xlsx, Shape::Docx, Shape::Own, Shape::Xlsx][rest % 5],
        };
        Sent { honest, shape, department: place % plan.departments, fault: None, shown: String::new() }
    };
    (0..plan.units).map(one).collect()
}

/// Gives the body a name of its own, as long as it was: what is marked in sentences stays where it is.
fn rename(honest: &mut Honest, number: usize) {
    const NUMERALS: [char; 10] = ['甲', '乙', '丙', '丁', '戊', '己', '庚', '辛', '壬', '癸'];
    let forms = FormLibrary::builtin().unwrap();
    let old = honest.disclosure.body.clone();
    // Names end in brackets, and begin with a place.
    let digits = [number / 100, number / 10 % 10, number % 10].map(|digit| NUMERALS[digit]);
    let new: String = digits.into_iter().chain(old.chars().skip(3)).collect();
    let text = file::write(&honest.disclosure).replace(&old, &new);
    honest.disclosure = file::read(&text, &forms).unwrap();
    for text in honest.told.paragraphs.values_mut().flatten() {
        *text = text.replace(&old, &new);
    }
}

/// Puts `count` faults of all kinds in turn into files that have none yet.
fn put_faults(sent: &mut [Sent], count: usize, rng: &mut Rng) {
    let mut put_in = 0;
    for at in 0.. {
        if put_in == count {
            return;
        }
        assert!(at < 50 * count, "no file takes the faults");
        let fault = FAULTS[at % FAULTS.len()];
        let place = rng.usize(0..sent.len());
        let one = &mut sent[place];
        // A workbook has few sentences that are marked.
        if one.fault.is_none()
            && faults::spoilt(&one.honest, fault, &mut Rng::with_seed(faults::seed_of(one))).is_some()
        {
            one.fault = Some(fault);
            put_in += 1;
        }
    }
}

fn put(path: &Path, bytes: &[u8], minutes_ago: u64) {
    fs::create_dir_all(path.parent().unwrap()).unwrap();
    fs::write(path, bytes).unwrap();
    let time = std::time::SystemTime::now() - std::time::Duration::from_secs(60 * minutes_ago);
    fs::File::options().write(true).open(path).unwrap().set_modified(time).unwrap();
}
