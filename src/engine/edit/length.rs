//! Steps that would put in a name or a text which is too long.

use super::{Change, EditError, Step};
use crate::disclosure::{LONGEST_NAME, LONGEST_TEXT, Lengths};

impl Step {
    /// The step, unless it puts in what is too long. Whoever makes a step of what a person typed or pasted asks this while
    /// the person can still shorten it.
    ///
    /// # Errors
    /// When a name or a text is too long.
    pub fn within_lengths(self) -> Result<Self, EditError> {
        match self.too_long() {
            Some(long) => Err(EditError::TooLong(long)),
            None => Ok(self),
        }
    }
}

impl Lengths for Step {
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        self.changes.iter().for_each(|change| change.lengths(tell));
    }
}

impl Lengths for Change {
    /// What the change puts in.
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        match self {
            Self::Amount { .. }
            | Self::Stated { .. }
            | Self::Prior { .. }
            | Self::RemoveRow { .. }
            | Self::Said { .. } => {}
            Self::InsertRow { row, .. } => row.subject.lengths(tell),
            Self::Subject { to, .. } => to.lengths(tell),
            Self::TotalName { to, .. } => to.iter().for_each(|name| tell(name, LONGEST_NAME)),
            Self::Note { to, .. } | Self::Rewritten { to, .. } => to.iter().for_each(|text| tell(text, LONGEST_TEXT)),
            Self::Paragraph { to, .. } => tell(to, LONGEST_TEXT),
            Self::Slot { to, .. } => to.iter().for_each(|value| value.lengths(tell)),
            Self::Part { to, .. } => to.iter().flatten().for_each(|text| tell(text, LONGEST_TEXT)),
            Self::PerformanceTable { to, .. } => to.iter().for_each(|table| table.lengths(tell)),
            Self::Performance { place, field, to, .. } => {
                tell(to, crate::disclosure::TextPlace::Performance(*place, *field).longest());
            }
            Self::Acceptance { to, .. } => to.iter().for_each(|acceptance| acceptance.lengths(tell)),
            Self::Comment { to, .. } => to.iter().for_each(|comment| comment.lengths(tell)),
            Self::SignOff { to, .. } => to.iter().for_each(|sign_off| sign_off.signature.lengths(tell)),
            Self::Heading { to, .. } => tell(&to.body, LONGEST_NAME),
            Self::Whole { to, .. } => to.lengths(tell),
        }
    }
}
