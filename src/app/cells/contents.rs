//! What the controller has to know of the cells in which it works.

use super::selection::Raster;
use crate::app::workspace::Workspace;
use disclosure_engine::disclosure::RowKey;
use disclosure_engine::edit::{CopiedCell, Step};
use disclosure_engine::sheet::Place;

pub trait Table {
    /// Its cells as they are now, if it is there.
    fn contents<'a>(&self, workspace: &'a Workspace) -> Option<Box<dyn Contents + 'a>>;

    /// The row that `step`, which was made, added, and where entering goes on in it.
    fn added(&self, _workspace: &Workspace, _step: &Step) -> Option<(RowKey, Place)> {
        None
    }
}

/// What stands in the cells of a table, and the steps that put something else there. A cell that spans several places is
/// called by the first of them.
pub trait Contents: Raster {
    /// The text of the cell as it is offered to be changed.
    ///
    /// # Errors
    /// When it cannot be typed into.
    fn offered(&self, place: Place) -> Result<String, String>;

    /// The step that takes what was typed into the cell.
    ///
    /// # Errors
    /// When it cannot be taken.
    fn typed(&self, place: Place, text: &str) -> Result<Step, String>;

    /// The step that enters the same kind of thing into several cells, as far as they can be entered.
    ///
    /// # Errors
    /// When nothing of it can be taken.
    fn entered(&self, places: &[Place], given: Given<'_>) -> Result<Entered, String>;

    /// The cell as it is copied.
    fn copied(&self, place: Place) -> CopiedCell;

    /// What Tab takes in a place where a row is begun, if something probably comes next.
    fn expected(&self, _place: Place) -> Option<String> {
        None
    }

    /// Whether a row is begun there.
    fn begins_row(&self, _place: Place) -> bool {
        false
    }

    /// Whether more must be asked for than `text` says.
    fn asks(&self, _place: Place, _text: &str) -> bool {
        false
    }

    /// Whether a double click means nothing there.
    fn is_outside(&self, _place: Place) -> bool {
        false
    }
}

/// What is entered into several cells at once.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Given<'a> {
    /// Nothing: they are cleared.
    Blank,
    Typed(&'a str),
    /// What stands in others: for each cell the place of the one that it is filled from.
    From(&'a [Place]),
}

impl Given<'_> {
    /// What entering it is called.
    pub fn name(self) -> &'static str {
        match self {
            Self::Blank => "清除",
            Self::Typed(_) | Self::From(_) => "填充",
        }
    }
}

/// What entering into several cells does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entered {
    pub step: Step,
    /// What is to be said of the cells that it leaves.
    pub left: Option<String>,
}
