//! Steps that would put in a name or a text which is too long.

use super::{Change, EditError, Put, Step};
use crate::disclosure::{LONGEST_NAME, LONGEST_TEXT, Lengths, TextPlace};

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
    fn lengths<'a>(&'a self, tell: &mut dyn FnMut(&'a str, usize)) {
        match self {
            Self::Amount(_) | Self::Stated(_) | Self::Prior(_) | Self::Said(_) | Self::Order(_) => {}
            Self::Row(put) => put.to.iter().for_each(|row| row.lengths(tell)),
            Self::Field(put) => put.to.iter().for_each(|text| tell(text, LONGEST_TEXT)),
            Self::Subject(put) => put.to.lengths(tell),
            Self::TotalName(put) => put.to.iter().for_each(|name| tell(name, LONGEST_NAME)),
            Self::Rewritten(Put { to, .. }) => to.iter().for_each(|rewording| tell(rewording.text(), LONGEST_TEXT)),
            Self::Note(Put { to, .. }) | Self::LastReason(Put { to, .. }) => {
                to.iter().for_each(|text| tell(text, LONGEST_TEXT));
            }
            Self::Paragraph(put) => tell(&put.to, LONGEST_TEXT),
            Self::Slot(put) => put.to.iter().for_each(|value| value.lengths(tell)),
            Self::Part(put) => put.to.iter().flatten().for_each(|text| tell(text, LONGEST_TEXT)),
            Self::PerformanceTable(put) => put.to.iter().for_each(|table| table.lengths(tell)),
            Self::Performance(Put { place: (place, field), to, .. }) => {
                tell(to, TextPlace::Performance(*place, *field).longest());
            }
            Self::Acceptance(put) => put.to.iter().for_each(|acceptance| acceptance.lengths(tell)),
            Self::Comment(put) => put.to.iter().for_each(|comment| comment.lengths(tell)),
            Self::SignOff(put) => put.to.iter().for_each(|sign_off| sign_off.signature.lengths(tell)),
            Self::Heading(put) => tell(&put.to.body, LONGEST_NAME),
            Self::Whole(put) => put.to.lengths(tell),
        }
    }
}
