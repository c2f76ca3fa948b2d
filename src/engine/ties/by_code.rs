//! What the identities of a form say of each single code, found out once: how far tables are follows from it, and what is
//! wrong.
//!
//! A large disclosure has tens of thousands of codes, and nearly all agree. So those that do are only counted, by what they
//! have in common ([`Compared::agreeing`]); the others are told apart, to be looked at one by one. The codes are tried in
//! several stretches at once; what each has is put together in their order, so that nobody can tell.

use rayon::prelude::*;

use super::identities::{Cells, OfCodes, Stretch};
use super::instances::Instance;
use super::tautology::Tautologies;
use crate::disclosure::Code;
use crate::evaluate::Evaluated;
use crate::form::Relation;

/// Identities tried for codes, in the order in which they are tried.
#[derive(Debug, Clone, Default)]
pub(crate) struct ByCode(Vec<Compared>);

/// An identity that was tried for a code.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Compared {
    /// The place of the identity in the form.
    place: usize,
    code: Code,
    /// For how many codes it holds whose figures are entered in the same tables: for this one, which is the first, and others.
    /// 0 where it does not hold for the code, or more is to be asked than whether it does.
    pub agreeing: usize,
}

/// A stretch has about so many codes.
const CODES_IN_STRETCH: usize = 1_500;

/// Calls `check` with every instance of an identity for a code.
pub(super) fn for_each(evaluated: Evaluated<'_>, is_as_shown: bool, check: &mut dyn FnMut(&Instance<'_>)) {
    let (identities, mut cells) = (OfCodes::new(evaluated, is_as_shown), Cells::default());
    identities.for_each(Stretch::default(), |identity, code, by_code| {
        check(&identities.instance(identity, code, by_code, &mut cells));
    });
}

impl ByCode {
    /// Tries the identities for all codes. What says nothing is left out: where no figure stands on either side, and what
    /// agrees because one side is computed from the other.
    pub fn new(evaluated: Evaluated<'_>) -> Self {
        let identities = OfCodes::new(evaluated, evaluated.is_as_shown());
        // They are found out here, and not on one core while the other waits.
        let tautologies = evaluated.tautologies();
        let of_stretch = |stretch: &Stretch| tried(&identities, *stretch, evaluated.is_as_shown(), tautologies);
        Self(match &stretches(&identities)[..] {
            [all] => of_stretch(all),
            several => several.par_iter().flat_map_iter(of_stretch).collect(),
        })
    }

    pub fn all(&self) -> &[Compared] {
        &self.0
    }
}

/// Calls `check` with the instance of each of `compared`.
pub(crate) fn for_each_of<'c>(
    evaluated: Evaluated<'_>,
    compared: impl Iterator<Item = &'c Compared>,
    check: &mut dyn FnMut(&Compared, &Instance<'_>),
) {
    let identities = OfCodes::new(evaluated, evaluated.is_as_shown());
    identities.for_each_of(compared, |compared| (compared.place, compared.code), check);
}

/// All codes in stretches; nearly all disclosures have but one.
fn stretches(identities: &OfCodes<'_>) -> Vec<Stretch> {
    let longest = identities.longest();
    let mut cuts: Vec<Code> = longest.map(|codes| codes.every(CODES_IN_STRETCH).skip(1).collect()).unwrap_or_default();
    cuts.dedup();
    let from = std::iter::once(None).chain(cuts.iter().copied().map(Some));
    let to = cuts.iter().copied().map(Some).chain([None]);
    from.zip(to).map(|(from, to)| Stretch { from, to }).collect()
}

/// The identities tried for the codes of a stretch.
fn tried(identities: &OfCodes<'_>, stretch: Stretch, is_as_shown: bool, tautologies: &Tautologies) -> Vec<Compared> {
    let mut all: Vec<Compared> = Vec::new();
    // By the place of the identity: the shape of the last instances that agree, and where they are counted.
    let mut last: Vec<Option<(u64, usize)>> = Vec::new();
    identities.for_each(stretch, |identity, code, by_code| {
        let place = identity.place;
        let (sums, shape) = identity.sums(by_code);
        if sums.is_blank {
            return;
        }
        let Some(shape) = shape.filter(|_| is_as_shown && sums.hold) else {
            all.push(Compared { place, code, agreeing: 0 });
            return;
        };
        if identity.relation() == Relation::Equal && identity.are_equal(by_code, |cell| tautologies.value(cell)) {
            // It cannot fail.
            return;
        }
        if last.len() <= place {
            last.resize(place + 1, None);
        }
        match last[place] {
            Some((known, counted)) if known == shape => all[counted].agreeing += 1,
            _ => {
                last[place] = Some((shape, all.len()));
                all.push(Compared { place, code, agreeing: 1 });
            }
        }
    });
    all
}
