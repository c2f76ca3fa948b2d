//! What must not be larger than something else: slots, sums of slots and cells, each as it is or so many times (F42-2,
//! F44, F45-2, and what other forms limit), and what needs something else beside it (F43-2).

use std::collections::{BTreeMap, BTreeSet};

use rust_decimal::Decimal;

use super::Checker;
use super::products::rounded;
use super::told::Given;
use crate::audit::finding::Finding;
use crate::audit::places::text_label;
use crate::audit::rules::grade_in;
use crate::disclosure::{Amount, Interval, TextKey};
use crate::evaluate::CellIndex;
use crate::form::template::{Factor, Limit, LimitOf, LimitSide, Need, SlotKind};
use crate::narrative::{Sum, in_unit};
use crate::states::Standing;

/// In more ways totals are not put right: nobody knows then what is wrong.
const MOST_WAYS: usize = 64;

/// What is known of one side of a limit.
struct Side<'a> {
    /// In the form's unit, or as it is counted, before it is multiplied.
    figure: Decimal,
    /// What it says of the amount behind it; what is no money, exactly that. `None` where that is more than an amount can be.
    interval: Option<Interval>,
    /// Whether it is one figure, just as a person gives it.
    is_given: bool,
    factor: Option<&'a Factor>,
    /// Whether it is an amount of money.
    is_money: bool,
    /// Where it stands, if it stands in a text.
    at: Option<&'a Given>,
    cells: Vec<CellIndex>,
}

/// A total that is not the sum of its parts: one of these figures is wrong, and nobody knows which.
pub(super) struct WrongTotal {
    /// Each figure that may be wrong, as it should be then.
    mends: Vec<(TextKey, Decimal)>,
}

impl WrongTotal {
    /// `total` as it is stated, beside the `sum` of its `parts`.
    pub fn new(total: (TextKey, Decimal), parts: Vec<(TextKey, Decimal)>, sum: Decimal) -> Self {
        let (key, stated) = total;
        let apart = stated - sum;
        let of_parts = parts.into_iter().map(|(key, part)| (key, part, part + apart));
        // A part is not mended to less than nothing.
        let of_parts = of_parts.filter(|(_, part, mended)| !mended.is_sign_negative() || part.is_sign_negative());
        Self { mends: of_parts.map(|(key, _, mended)| (key, mended)).chain([(key, sum)]).collect() }
    }
}

impl Side<'_> {
    /// So many times the figure.
    fn product(&self) -> Option<Decimal> {
        self.factor.map_or(Some(self.figure), |factor| self.figure.checked_mul(factor.number))
    }

    fn range(&self) -> Option<Interval> {
        let interval = self.interval?;
        self.factor.map_or(Some(interval), |factor| interval.times(factor.number))
    }

    fn printed(&self, figure: Decimal) -> String {
        match (self.is_given, self.is_money) {
            (true, _) => figure.to_string(),
            (false, true) => format!("{:.2}", rounded(figure)),
            (false, false) => figure.normalize().to_string(),
        }
    }

    /// What it is, in words: `100.00 的 30% 是 30.00`.
    fn told(&self, product: Decimal) -> String {
        match self.factor {
            None => self.printed(self.figure),
            Some(Factor { text, .. }) => {
                let times = if text.ends_with('%') { " " } else { " 倍" };
                format!("{} 的 {text}{times}是 {}", self.printed(self.figure), self.printed(product))
            }
        }
    }
}

impl Checker<'_> {
    /// What is larger than it may be, whichever figure of a `wrong` total is the wrong one: what may be so because of that is
    /// told with the total.
    pub(super) fn limits(self, given: &BTreeMap<TextKey, Given>, wrong: &[WrongTotal], findings: &mut Vec<Finding>) {
        for limit in &self.template.limits {
            let broken = self.broken(limit, given);
            findings.extend(broken.filter(|_| !self.may_follow(limit, given, wrong)));
        }
    }

    fn broken(self, limit: &Limit, given: &BTreeMap<TextKey, Given>) -> Option<Finding> {
        let (least, most) = (self.limit_side(&limit.least, given)?, self.limit_side(&limit.most, given)?);
        self.limit(limit, &least, &most)
    }

    /// Whether `limit` is kept once some figures of the wrong totals are put right, one of each.
    fn may_follow(self, limit: &Limit, given: &BTreeMap<TextKey, Given>, wrong: &[WrongTotal]) -> bool {
        let compared = self.compared(limit, given);
        let mut ways = vec![given.clone()];
        for total in wrong {
            let own: Vec<_> = total.mends.iter().filter(|(key, _)| compared.contains(key)).collect();
            if own.is_empty() {
                continue;
            }
            if ways.len() * (own.len() + 1) > MOST_WAYS {
                return true;
            }
            let mended = ways.iter().flat_map(|way| own.iter().map(move |(key, figure)| mended(way, key, *figure)));
            let mended: Vec<_> = mended.collect();
            ways.extend(mended);
        }
        ways[1..].iter().any(|way| self.broken(limit, way).is_none())
    }

    /// The figures that `limit` compares: those of a total that no text states are its parts.
    fn compared(self, limit: &Limit, given: &BTreeMap<TextKey, Given>) -> BTreeSet<TextKey> {
        let ids = [&limit.least, &limit.most].into_iter().filter_map(|side| side.slot());
        let figures = ids.flat_map(|id| {
            let total = self.template.totals.iter().find(|total| total.id == id);
            match total.filter(|_| !given.contains_key(&TextKey::new(id))) {
                Some(total) => total.of.iter().map(|id| TextKey::new(id.as_str())).collect(),
                None => vec![TextKey::new(id)],
            }
        });
        figures.collect()
    }

    /// What is there without what it needs.
    pub(super) fn needs(self, given: &BTreeMap<TextKey, Given>, findings: &mut Vec<Finding>) {
        for need in &self.template.needs {
            let side = |side| self.limit_side(side, given);
            if let (Some(of), Some(needs)) = (side(&need.of), side(&need.needs)) {
                findings.extend(self.need(need, &of, &needs));
            }
        }
    }

    fn need(self, need: &Need, of: &Side<'_>, needs: &Side<'_>) -> Option<Finding> {
        // What is printed as nothing is nothing.
        let is_nothing = |side: &Side<'_>| side.figure.is_zero() || side.is_money && rounded(side.figure).is_zero();
        if is_nothing(of) || !is_nothing(needs) || !self.are_complete(of, needs) {
            return None;
        }
        let label = match (of.at.or(needs.at), of.cells.first()) {
            (Some(at), _) => text_label(self.evaluated, &at.place),
            (None, Some(cell)) => self.evaluated.cell_label(*cell),
            (None, None) => return None,
        };
        let message =
            format!("{label}：{}（{} 和 {}）。", need.message, of.printed(of.figure), needs.printed(needs.figure));
        let finding = Finding::new(&need.rule, grade_in(self.evaluated.form, &need.rule), message);
        let finding = Finding { cells: of.cells.clone(), first_side: of.cells.len(), ..finding };
        Some(match needs.at.or(of.at) {
            Some(at) => finding.in_text(self.evaluated, at.place.clone(), at.range.clone()),
            None => finding,
        })
    }

    fn limit(self, limit: &Limit, least: &Side<'_>, most: &Side<'_>) -> Option<Finding> {
        let (low, high) = (least.product()?, most.product()?);
        // Two figures that a person gives are compared as they stand, and what is counted is what it says.
        let is_exact = least.is_given && most.is_given || !least.is_money && !most.is_money;
        let is_explained = !is_exact && most.range()?.reaches(least.range()?);
        if low <= high || is_explained {
            return None;
        }
        let at = least.at.or(most.at);
        let cell = least.cells.iter().chain(&most.cells).next();
        let label = match (at, cell) {
            (Some(at), _) => text_label(self.evaluated, &at.place),
            (None, Some(cell)) if self.are_complete(least, most) => self.evaluated.cell_label(*cell),
            (None, _) => return None,
        };
        let is_plain = least.factor.or(most.factor).is_none();
        let than = if is_plain { " 大于 " } else { "，大于 " };
        let message = format!("{label}：{}（{}{than}{}）。", limit.message, least.told(low), most.told(high));
        let finding = Finding::new(&limit.rule, grade_in(self.evaluated.form, &limit.rule), message);
        let finding = self.with_cells(finding, least, most);
        Some(match at {
            Some(at) => finding.in_text(self.evaluated, at.place.clone(), at.range.clone()),
            None => finding,
        })
    }

    /// Whether nothing is still to come in the tables of which the sides are.
    fn are_complete(self, least: &Side<'_>, most: &Side<'_>) -> bool {
        let states = self.evaluated.states();
        let tables = states.sources_of(self.evaluated, least.cells.iter().chain(&most.cells).copied());
        states.standing(tables) == Standing::Complete && states.open(tables).is_empty()
    }

    /// `finding` with the cells that it compares, and the amounts where they are money.
    fn with_cells(self, finding: Finding, least: &Side<'_>, most: &Side<'_>) -> Finding {
        if least.cells.is_empty() && most.cells.is_empty() {
            return finding;
        }
        let unit = &self.evaluated.form.text_unit;
        let amount = |side: &Side<'_>| side.product().and_then(|figure| unit.amount(figure.round_dp(2)).ok());
        let (stated, expected) = (amount(least), amount(most));
        let difference = stated.zip(expected).map(|(stated, expected): (Amount, Amount)| stated - expected);
        let cells = least.cells.iter().chain(&most.cells).copied().collect();
        Finding { cells, first_side: least.cells.len(), stated, expected, difference, ..finding }
    }

    /// `None` where it is not known.
    fn limit_side<'s>(self, side: &'s LimitSide, given: &'s BTreeMap<TextKey, Given>) -> Option<Side<'s>> {
        let factor = side.times.as_ref();
        match &side.of {
            LimitOf::Cells(terms) => {
                let sum = Sum::of_named(self.evaluated, terms);
                let figure = in_unit(self.evaluated, sum.now);
                let cells = Sum::cells_of(self.evaluated, terms);
                let interval = Some(sum.now_printed);
                Some(Side { figure, interval, is_given: false, factor, is_money: true, at: None, cells })
            }
            LimitOf::Slot(id) => {
                let stated = given.get(&TextKey::new(id.as_str()));
                let total = self.template.totals.iter().find(|total| total.id == *id);
                let kind = total.map(|total| total.kind).or(self.template.slot(id).map(|slot| slot.kind))?;
                let parts = || -> Option<Vec<&Given>> {
                    total?.of.iter().map(|id| given.get(&TextKey::new(id.as_str()))).collect()
                };
                let figures = stated.map(|given| vec![given]).or_else(parts)?;
                let numbers: Vec<Decimal> = figures.iter().map(|given| given.figure).collect();
                let (figure, is_money) = (numbers.iter().sum(), kind == SlotKind::Amount);
                let unit = &self.evaluated.form.text_unit;
                let interval = match is_money {
                    true => Some(self.sum_of(&numbers)),
                    false => unit.amount(figure).ok().map(Interval::exact),
                };
                Some(Side {
                    figure,
                    interval,
                    is_given: numbers.len() == 1 && factor.is_none(),
                    factor,
                    is_money,
                    at: figures.first().copied(),
                    cells: Vec::new(),
                })
            }
        }
    }
}

/// The same, where `figure` stands for `key`.
fn mended(given: &BTreeMap<TextKey, Given>, key: &TextKey, figure: Decimal) -> BTreeMap<TextKey, Given> {
    let mut given = given.clone();
    given.entry(key.clone()).and_modify(|given| given.figure = figure);
    given
}
