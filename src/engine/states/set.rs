//! Sets of tables of one form, by their places in it.

/// A set of tables. A form has no more than 64 of them that are told apart here; those beyond stand for the last.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub(crate) struct TableSet(u64);

impl TableSet {
    pub fn of(place: usize) -> Self {
        Self(1 << place.min(63))
    }

    pub fn contains(self, place: usize) -> bool {
        self.meets(Self::of(place))
    }

    pub fn is_empty(self) -> bool {
        self.0 == 0
    }

    pub fn len(self) -> u32 {
        self.0.count_ones()
    }

    pub fn with(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    pub fn without(self, other: Self) -> Self {
        Self(self.0 & !other.0)
    }

    pub fn meets(self, other: Self) -> bool {
        self.0 & other.0 != 0
    }

    pub fn is_within(self, other: Self) -> bool {
        self.without(other).is_empty()
    }

    pub fn places(self) -> impl Iterator<Item = usize> {
        let rest = std::iter::successors(Some(self.0), |rest| Some(rest & rest.wrapping_sub(1)));
        rest.take_while(|&rest| rest != 0).map(|rest| rest.trailing_zeros() as usize)
    }
}

impl FromIterator<usize> for TableSet {
    fn from_iter<I: IntoIterator<Item = usize>>(places: I) -> Self {
        places.into_iter().fold(Self::default(), |set, place| set.with(Self::of(place)))
    }
}
