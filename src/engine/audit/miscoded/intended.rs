//! Which code was meant.

use std::collections::BTreeSet;

use super::super::finding::{Finding, Grade, Slip};
use super::super::rules::{OTHER_NAME, UNKNOWN_CODE};
use crate::disclosure::{Amount, Classification, Code};
use crate::evaluate::{CellIndex, Evaluated, RowOrigin};
use crate::form::{ListIndex, RowKind};
use crate::spelling;

/// More codes than this are not looked into.
const MOST_LOOKED_INTO: usize = 8;

/// A code that was typed for another.
pub(super) struct Miscoded {
    pub typed: Code,
    /// The code that was meant.
    pub code: Code,
    /// What it is called where it was typed wrong, or, where nothing is said there, elsewhere.
    pub name: String,
    /// Whether the catalogue has no such code as was typed, and what was meant is known to be called so.
    pub is_plain: bool,
    /// The rows in which it was typed, by list.
    pub rows: Vec<(ListIndex, usize)>,
    /// The lists in which the same stands under the code that was meant; none where only the catalogue tells.
    pub beside: Vec<ListIndex>,
    pub slip: Option<Slip>,
}

/// A code that is unknown, has another's name, or is missed or too many somewhere.
struct Strange<'a> {
    evaluated: Evaluated<'a>,
    classification: Classification,
    code: Code,
    is_unknown: bool,
    /// Its rows.
    rows: Vec<(ListIndex, usize)>,
    name: &'a str,
}

/// The codes that were typed for others, as far as it can be seen. `findings` tell which are strange.
pub(super) fn find(evaluated: Evaluated<'_>, findings: &[Finding]) -> Vec<Miscoded> {
    let is_told = |finding: &&Finding| [UNKNOWN_CODE, OTHER_NAME].contains(&finding.rule.as_str());
    // What the catalogue knows best is looked into first.
    let told = findings.iter().filter(is_told);
    let broken = findings.iter().filter(|finding| finding.grade <= Grade::Warning);
    let cells = told.chain(broken).filter_map(|finding| finding.cells.first().copied());
    let mut seen = BTreeSet::new();
    let strange = cells.filter_map(|cell| {
        let classification = evaluated.form.list(cell.list).classification()?;
        // A catalogue that holds nothing knows nothing.
        let row = evaluated.evaluation.layout(cell.list).rows[cell.row];
        let is_stored = matches!(row.origin, RowOrigin::Code | RowOrigin::Project);
        let code = row.code.filter(|_| is_stored && evaluated.codes().covers(classification))?;
        let is_new = seen.insert((classification, code));
        is_new.then(|| Strange::new(evaluated, classification, code, cell))
    });
    strange.take(MOST_LOOKED_INTO).filter_map(Strange::intended).collect()
}

impl<'a> Strange<'a> {
    fn new(evaluated: Evaluated<'a>, classification: Classification, code: Code, cell: CellIndex) -> Self {
        let is_unknown = !evaluated.codes().is_known(classification, code);
        let lists = lists(evaluated, classification);
        let rows = lists.flat_map(|list| rows(evaluated, list, code).into_iter().map(move |row| (list, row))).collect();
        Self { evaluated, classification, code, is_unknown, rows, name: evaluated.code_name(cell.list, cell.row) }
    }

    fn intended(self) -> Option<Miscoded> {
        let is_in_several = self.rows.iter().any(|(list, _)| *list != self.rows[0].0);
        // What stands in several tables is a code, unless nobody knows it.
        if self.rows.is_empty() || (is_in_several && !self.is_unknown) {
            return None;
        }
        let (code, beside) = match self.classification.is_economic() {
            false => self.as_elsewhere()?,
            true => (self.as_called()?, Vec::new()),
        };
        let elsewhere = beside
            .first()
            .and_then(|&list| rows(self.evaluated, list, code).first().map(|&row| self.evaluated.code_name(list, row)));
        let name = elsewhere.filter(|name| !spelling::is_same(name, self.name)).unwrap_or(self.name);
        let entry = self.evaluated.codes().get(self.classification, code);
        let is_attested = !beside.is_empty() || entry.is_some_and(|entry| entry.attested);
        Some(Miscoded {
            typed: self.code,
            code,
            name: name.to_owned(),
            is_plain: self.is_unknown && is_attested,
            slip: slip(self.code, code),
            rows: self.rows,
            beside,
        })
    }

    /// The one code under which the same stands in other tables, with their lists.
    fn as_elsewhere(&self) -> Option<(Code, Vec<ListIndex>)> {
        let evaluated = self.evaluated;
        let others = || lists(evaluated, self.classification).filter(|list| !self.is_in(*list));
        let codes: BTreeSet<Code> = others().flat_map(|list| self.codes_like(list)).collect();
        // Of a code under its own name, two other tables must say that it is not the one that was meant.
        let has_own_name = evaluated.codes().is_name_of(self.classification, self.code, self.name);
        let wanted = if has_own_name { 2 } else { 1 };
        let mut found = None;
        for code in codes.into_iter().filter(|&code| self.is_free(code)) {
            let beside: Vec<ListIndex> = others().filter(|&list| self.is_same(list, code, has_own_name)).collect();
            // Of two nobody can say which was meant.
            if beside.len() >= wanted && found.replace((code, beside)).is_some() {
                return None;
            }
        }
        found
    }

    /// The codes of `list` for which it may have been typed.
    fn codes_like(&self, list: ListIndex) -> Vec<Code> {
        let mut codes = self.evaluated.evaluation.layout(list).codes();
        let goes_by_name = self.is_unknown && !spelling::is_blank(self.name);
        let mut like = Vec::new();
        while let Some(code) = codes.peek() {
            codes.take(code);
            let is_near = || slip(self.code, code).is_some();
            if code != self.code && code.level() == self.code.level() && (goes_by_name || is_near()) {
                like.push(code);
            }
        }
        like
    }

    fn is_in(&self, list: ListIndex) -> bool {
        self.rows.iter().any(|(own, _)| *own == list)
    }

    /// Whether its rows could have `code`: no other row has it, but for projects of which a code has many.
    fn is_free(&self, code: Code) -> bool {
        self.rows
            .iter()
            .all(|&(list, _)| is_of_projects(self.evaluated, list) || rows(self.evaluated, list, code).is_empty())
    }

    /// Whether the rows of `code` in `list` say the same: the name, and some amount. Of projects the amount of the code
    /// is spread over many, and what is found once it is put right must tell.
    fn is_same(&self, list: ListIndex, code: Code, has_own_name: bool) -> bool {
        let evaluated = self.evaluated;
        let there = rows(evaluated, list, code);
        let is_called_so = |row: &usize| {
            let name = evaluated.code_name(list, *row);
            let is_unnamed = self.is_unknown && spelling::is_blank(self.name);
            spelling::is_same(name, self.name) || is_unnamed || has_own_name
        };
        if !there.iter().any(is_called_so) {
            return false;
        }
        let amounts = amounts(evaluated, list, &there);
        self.rows.iter().all(|&(own, row)| {
            let has = || self::amounts(evaluated, own, &[row]).iter().any(|amount| amounts.contains(amount));
            is_of_projects(evaluated, own) || is_of_projects(evaluated, list) || has()
        })
    }

    /// The one code that the catalogue calls so, where only one table has codes of the kind.
    fn as_called(&self) -> Option<Code> {
        if spelling::is_blank(self.name) {
            return None;
        }
        let mut codes = self.evaluated.codes().codes_called(self.classification, self.name);
        codes.retain(|&code| code != self.code && code.level() == self.code.level() && self.is_free(code));
        let mut near = codes.iter().filter(|&&code| slip(self.code, code).is_some());
        match (near.next(), near.next(), codes.as_slice()) {
            (Some(&code), None, _) => Some(code),
            (None, _, [code]) if self.is_unknown => Some(*code),
            _ => None,
        }
    }
}

fn lists(evaluated: Evaluated<'_>, classification: Classification) -> impl Iterator<Item = ListIndex> + use<'_> {
    let lists = (0..evaluated.form.lists.len()).map(ListIndex);
    lists.filter(move |list| evaluated.form.list(*list).classification() == Some(classification))
}

fn is_of_projects(evaluated: Evaluated<'_>, list: ListIndex) -> bool {
    matches!(evaluated.form.list(list).rows, RowKind::FunctionProject(_))
}

/// The rows of `code` that a person entered.
fn rows(evaluated: Evaluated<'_>, list: ListIndex, code: Code) -> Vec<usize> {
    let layout = evaluated.evaluation.layout(list);
    let is_stored = |row: &usize| matches!(layout.rows[*row].origin, RowOrigin::Code | RowOrigin::Project);
    let of_code = layout.rows_of_code(code).iter().copied();
    // Projects stand below the subtotal of their code.
    let with_projects = of_code.flat_map(|row| {
        let projects = layout.children(row).filter(move |&project| layout.rows[project].code == Some(code));
        std::iter::once(row).chain(projects)
    });
    with_projects.filter(is_stored).collect()
}

/// The amounts of `rows` that are not nothing.
fn amounts(evaluated: Evaluated<'_>, list: ListIndex, rows: &[usize]) -> Vec<Amount> {
    let width = evaluated.form.list(list).amounts.len();
    let cells = rows.iter().flat_map(|&row| (0..width).map(move |column| CellIndex { list, row, column }));
    cells.map(|cell| evaluated.value(cell)).filter(|amount| !amount.is_zero()).collect()
}

/// How `typed` may have come to stand for `code`; `None` where more than one slip lies between them.
fn slip(typed: Code, code: Code) -> Option<Slip> {
    if typed.level() != code.level() {
        return None;
    }
    let (typed, code) = (typed.digits(), code.digits());
    let mut differ = (0..code.len()).filter(|&place| typed[place] != code[place]);
    match (differ.next(), differ.next(), differ.next()) {
        (Some(_), None, _) => Some(Slip::OneDigit),
        (Some(one), Some(other), None) if typed[one] == code[other] && typed[other] == code[one] => {
            Some(if other == one + 1 { Slip::NeighboursSwapped } else { Slip::DigitsSwapped })
        }
        _ => None,
    }
}
