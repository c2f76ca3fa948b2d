//! What a document is read for, and whether it is fit for that.

use egui::{Label, RichText, Ui};

use crate::app::dialogs::LastYearUse;
use crate::app::dialogs::roll::{CARRIED, no_amounts_text, own_errors_text};
use crate::app::theme::Palette;
use disclosure_engine::disclosure::Disclosure;

/// What a document is read for.
#[derive(Debug, Clone)]
pub enum ImportPurpose {
    /// To be opened as a disclosure.
    Open {
        /// Whether a disclosure is open with which it can be compared.
        can_compare: bool,
    },
    /// To make next year's draft from it.
    Roll,
    /// To be used as last year's of the disclosure that is open, of which the heading is here.
    LastYear(LastYearUse, Box<Disclosure>),
}

/// Whether what was read is fit for its purpose.
#[derive(Debug, Clone, Default)]
pub(super) struct Fit {
    /// Why it is not.
    pub refusal: Option<String>,
    /// Why that is doubtful.
    pub doubts: Vec<String>,
}

impl ImportPurpose {
    /// What is being done, for the head of the page.
    pub(super) fn title(&self) -> &'static str {
        match self {
            Self::Open { .. } => "导入",
            Self::Roll => "从上年文件新建",
            Self::LastYear(wanted, _) => wanted.title(),
        }
    }

    /// What is said where nothing came of it.
    pub fn failed(&self) -> &'static str {
        match self {
            Self::Open { .. } => "不能导入",
            Self::Roll => "不能从这个文件新建",
            Self::LastYear(wanted, _) => wanted.failed(),
        }
    }

    /// What the button says that takes `read`.
    pub(super) fn adopt(&self, read: &Disclosure, fit: &Fit) -> String {
        match self {
            Self::Open { .. } => "采用并打开".to_owned(),
            Self::Roll => format!("新建 {} 年草稿", read.year.saturating_add(1)),
            Self::LastYear(wanted, _) => wanted.button(fit.doubts.is_empty()),
        }
    }

    /// Whether `read` is fit for it.
    pub(super) fn fit(&self, read: &Disclosure) -> Fit {
        match self {
            Self::Open { .. } => Fit::default(),
            Self::Roll => Fit { refusal: None, doubts: no_amounts_text(read).into_iter().collect() },
            Self::LastYear(wanted, open) => {
                Fit { refusal: wanted.refusal(open, read), doubts: wanted.doubts(open, read) }
            }
        }
    }

    /// Draws what is to be known before `read` is taken.
    pub(super) fn ui(&self, ui: &mut Ui, fit: &Fit, errors: usize) {
        let palette = Palette::of(ui.visuals());
        for (text, color) in fit
            .refusal
            .iter()
            .map(|text| (text, palette.error))
            .chain(fit.doubts.iter().map(|text| (text, palette.warning)))
        {
            ui.add(Label::new(RichText::new(text).color(color)).wrap());
        }
        if matches!(self, Self::Roll) {
            ui.add(Label::new(RichText::new(CARRIED).color(palette.weak_text)).wrap());
        }
        if let Some(text) = self.errors_text(fit, errors) {
            ui.add(Label::new(RichText::new(text).color(palette.warning)).wrap());
        }
    }

    /// The room that it needs.
    pub(super) fn height(&self, fit: &Fit, errors: usize) -> f32 {
        let lines = fit.refusal.iter().count()
            + fit.doubts.len()
            + usize::from(self.errors_text(fit, errors).is_some())
            + if matches!(self, Self::Roll) { CARRIED.lines().count() } else { 0 };
        26.0 * lines as f32
    }

    /// What is said of its own errors, where they matter.
    fn errors_text(&self, fit: &Fit, errors: usize) -> Option<String> {
        let is_said = fit.refusal.is_none() && !matches!(self, Self::Open { .. });
        own_errors_text(errors).filter(|_| is_said)
    }
}
