//! Watching a document being made, from another thread, and giving it up.

use std::sync::atomic::{AtomicBool, AtomicU8, Ordering};

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Stage {
    /// What it says is put together.
    Describing,
    /// Its pages are set.
    Setting,
    /// The file is written.
    Writing,
}

/// What is shared by whoever makes a document and whoever waits for it.
#[derive(Debug, Default)]
pub struct Watch {
    is_cancelled: AtomicBool,
    stage: AtomicU8,
}

impl Watch {
    /// Says that the document is not wanted any more.
    pub fn cancel(&self) {
        self.is_cancelled.store(true, Ordering::Relaxed);
    }

    /// Whether it is not wanted any more.
    pub fn is_cancelled(&self) -> bool {
        self.is_cancelled.load(Ordering::Relaxed)
    }

    pub fn stage(&self) -> Stage {
        match self.stage.load(Ordering::Relaxed) {
            0 => Stage::Describing,
            1 => Stage::Setting,
            _ => Stage::Writing,
        }
    }

    pub(super) fn enter(&self, stage: Stage) {
        let stage = match stage {
            Stage::Describing => 0,
            Stage::Setting => 1,
            Stage::Writing => 2,
        };
        self.stage.store(stage, Ordering::Relaxed);
    }
}
