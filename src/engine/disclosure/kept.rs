//! What a file holds and the form has no place for any more.

use super::Amount;

/// Something that was entered where the form had a place and has none now: a table, a column or a row is gone. It is kept
/// and written again as it was, shown, and never taken for another cell.
#[derive(Debug, Clone)]
pub struct Kept {
    /// Where it stood, in words.
    pub place: String,
    /// Its figures, each with the name of its column.
    pub figures: Vec<(String, Amount)>,
    /// Its texts, each with the name of its column.
    pub texts: Vec<(String, String)>,
    /// It, as the file has it.
    pub source: String,
}

impl PartialEq for Kept {
    /// The words for a piece depend on which forms are known; what is kept does not.
    fn eq(&self, other: &Self) -> bool {
        self.source == other.source
    }
}

impl Eq for Kept {}
