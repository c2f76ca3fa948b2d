//! What became of a place from one form to another.

/// What became of a place.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Fate<T> {
    /// There is one that means the same.
    Same(T),
    /// Together with others it is one: what stands in all of them adds up.
    Merged(T),
    /// It was split; nobody knows how much went where. In words.
    Split(String),
    /// Nothing means the same.
    Gone,
    /// It would be one with others of which it is the sum, or part of one: nothing can be added up.
    Overlapping,
}

impl<T> Fate<T> {
    /// Where it is.
    pub fn target(&self) -> Option<&T> {
        match self {
            Self::Same(target) | Self::Merged(target) => Some(target),
            Self::Split(_) | Self::Gone | Self::Overlapping => None,
        }
    }

    pub fn into_target(self) -> Option<T> {
        match self {
            Self::Same(target) | Self::Merged(target) => Some(target),
            Self::Split(_) | Self::Gone | Self::Overlapping => None,
        }
    }

    pub fn is_merged(&self) -> bool {
        matches!(self, Self::Merged(_))
    }

    /// The same, of something that stands in this place and has no target either.
    pub(super) fn without_target<U>(&self) -> Fate<U> {
        match self {
            Self::Split(into) => Fate::Split(into.clone()),
            Self::Overlapping => Fate::Overlapping,
            Self::Gone | Self::Same(_) | Self::Merged(_) => Fate::Gone,
        }
    }

    pub(super) fn map<U>(&self, to: impl FnOnce(&T) -> U) -> Fate<U> {
        match self {
            Self::Same(target) => Fate::Same(to(target)),
            Self::Merged(target) => Fate::Merged(to(target)),
            other => other.without_target(),
        }
    }

    /// In words, where it is not simply there.
    pub(super) fn told(&self, place: &str, name: impl FnOnce(&T) -> String) -> Option<String> {
        match self {
            Self::Same(_) => None,
            Self::Merged(target) => Some(format!("{place}：并入{}，与并入的其他数相加", name(target))),
            Self::Split(into) => Some(format!("{place}：拆成了{into}，数不知道怎样分，没有带过去")),
            Self::Gone => Some(format!("{place}：没有对应的")),
            Self::Overlapping => Some(format!("{place}：要合并的里面有合计和它的组成部分，不能相加")),
        }
    }
}
