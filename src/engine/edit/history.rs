//! The steps that were made, to be undone and made again.

use super::Step;
use crate::disclosure::Disclosure;

/// How many steps can be undone.
const DEPTH: usize = 1_000;

/// The steps that were made since a disclosure was opened.
#[derive(Debug, Clone, Default)]
pub struct History {
    done: Vec<Step>,
    undone: Vec<Step>,
    /// Steps that were forgotten because there were too many.
    forgotten: usize,
    /// How many steps had been made when the file was saved; `None` when that state cannot be reached any more.
    saved: Option<usize>,
}

impl History {
    /// The history of a disclosure that was just opened or made; `is_saved` says whether a file holds it.
    pub fn new(is_saved: bool) -> Self {
        Self { saved: is_saved.then_some(0), ..Self::default() }
    }

    /// Makes `step` and remembers it. A step without changes is not remembered.
    pub fn make(&mut self, disclosure: &mut Disclosure, step: Step) {
        if step.changes.is_empty() {
            return;
        }
        step.apply(disclosure);
        if self.saved.is_some_and(|saved| saved > self.position()) {
            self.saved = None;
        }
        self.undone.clear();
        self.done.push(step);
        if self.done.len() > DEPTH {
            self.done.remove(0);
            self.forgotten += 1;
        }
    }

    /// Takes the last step back and returns it.
    pub fn undo(&mut self, disclosure: &mut Disclosure) -> Option<&Step> {
        let step = self.done.pop()?;
        step.revert(disclosure);
        self.undone.push(step);
        self.undone.last()
    }

    /// Makes the step again that was undone last, and returns it.
    pub fn redo(&mut self, disclosure: &mut Disclosure) -> Option<&Step> {
        let step = self.undone.pop()?;
        step.apply(disclosure);
        self.done.push(step);
        self.done.last()
    }

    /// The step that [`History::undo`] would take back.
    pub fn undo_step(&self) -> Option<&Step> {
        self.done.last()
    }

    /// The step that [`History::redo`] would make again.
    pub fn redo_step(&self) -> Option<&Step> {
        self.undone.last()
    }

    /// Name of the step that [`History::undo`] would take back.
    pub fn undo_name(&self) -> Option<&str> {
        self.done.last().map(|step| step.name.as_str())
    }

    /// Name of the step that [`History::redo`] would make again.
    pub fn redo_name(&self) -> Option<&str> {
        self.undone.last().map(|step| step.name.as_str())
    }

    /// Whether the disclosure differs from what was last saved.
    pub fn is_dirty(&self) -> bool {
        self.saved != Some(self.position())
    }

    /// Remembers that the present state was saved.
    pub fn mark_saved(&mut self) {
        self.saved = Some(self.position());
    }

    /// Remembers that no state is saved: the file holds something else.
    pub fn mark_unsaved(&mut self) {
        self.saved = None;
    }

    fn position(&self) -> usize {
        self.forgotten + self.done.len()
    }
}
