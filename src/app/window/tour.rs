//! The tour through the window: what its steps do.

use egui::{Context, Key, Modifiers};

use super::Window;
use super::documents::After;
use crate::app::samples::SAMPLES;
use crate::app::tour::{self, STEPS, TourAnswer, TourDeed};
use disclosure_engine::disclosure::{Amount, AmountUnit, CellKey};
use disclosure_engine::edit::set_amounts;
use disclosure_engine::evaluate::{CellIndex, CellState, Evaluated};
use disclosure_engine::form::ListIndex;

/// What the step is called that makes the mistake.
const MISTAKE: &str = "入门：打错一个数";
/// The one that mends it.
const MENDED: &str = "入门：改正";

/// The tour that is being taken.
#[derive(Debug, Default)]
pub(super) struct Tour {
    /// The step that is shown.
    step: usize,
    /// Which of the disclosures that were opened it is about.
    opened: u64,
    /// The figure with which it shows a mistake, and what it was before.
    figure: Option<(CellKey, Amount)>,
    /// The step that has had the keyboard.
    given: Option<usize>,
}

impl Window {
    /// Begins the tour, on a sample.
    pub(in crate::app) fn begin_tour(&mut self, ctx: &Context) {
        self.leave_for(ctx, After::Tour);
    }

    /// Begins it once nothing unsaved can be lost.
    pub(super) fn start_tour(&mut self, ctx: &Context) {
        let Some(sample) = SAMPLES.first() else { return };
        self.leave_for(ctx, After::Sample(sample));
        self.shows_findings = Some(true);
        self.wants_outline = Some(true);
        self.tour = self.workspace.is_some().then(|| Tour { opened: self.opened, ..Tour::default() });
        self.begin_step(0);
    }

    /// Escape ends the tour, unless it is for something that is being typed.
    pub(super) fn take_tour_escape(&mut self, ctx: &Context) {
        let is_typing = self.grid.is_editing() || self.texts.is_typing() || self.performance.is_editing();
        let is_busy = is_typing || self.manual.is_open() || self.has_dialog() || egui::Popup::is_any_open(ctx);
        if self.tour.is_some() && !is_busy && ctx.input_mut(|input| input.consume_key(Modifiers::NONE, Key::Escape)) {
            self.end_tour();
        }
    }

    fn end_tour(&mut self) {
        self.tour_deed(TourDeed::TakeBack);
        self.tour = None;
        self.grid.set_notice("入门结束。这是示例，可以随便改；要再看一遍，用“帮助 › 三分钟入门”");
    }

    /// Draws the step of the tour that is shown, if one is.
    pub(super) fn tour_ui(&mut self, ctx: &Context) {
        // Nothing is shown, and nothing changed, in a disclosure that is not the sample.
        if self.workspace.is_none() || self.tour.as_ref().is_some_and(|tour| tour.opened != self.opened) {
            self.tour = None;
        }
        let has_dialog = self.has_dialog();
        let Some(tour) = self.tour.as_mut().filter(|_| !has_dialog) else { return };
        let is_new = tour.given.replace(tour.step) != Some(tour.step);
        match tour::ui(ctx, (tour.step, is_new), &self.tour_places) {
            Some(TourAnswer::GoTo(step)) => self.begin_step(step),
            Some(TourAnswer::End) => self.end_tour(),
            None => {}
        }
    }

    fn begin_step(&mut self, step: usize) {
        let Some(tour) = &mut self.tour else { return };
        tour.step = step;
        if let Some(deed) = STEPS.get(step).and_then(|step| step.deed) {
            self.tour_deed(deed);
        }
    }

    fn tour_deed(&mut self, deed: TourDeed) {
        match deed {
            TourDeed::ShowFigure => {
                let found = self.workspace.as_ref().and_then(|workspace| figure(workspace.evaluated()));
                if let (Some(tour), Some(found)) = (&mut self.tour, found) {
                    tour.figure = Some(found);
                }
                self.show_figure();
            }
            TourDeed::ShowFigureAgain => self.show_figure(),
            TourDeed::MakeMistake => {
                self.show_figure();
                self.swap_digits();
                self.review.tab = crate::app::review::ReviewTab::Findings;
            }
            TourDeed::TakeBack => {
                self.mend_figure();
                self.show_figure();
            }
            TourDeed::ShowSentences => {
                let page = crate::app::texts::TextPage::Narrative;
                self.show_page(crate::app::outline::OutlineRequest::Text(page));
            }
            TourDeed::ShowCharts => self.show_charts(),
        }
    }

    fn show_figure(&mut self) {
        let key = self.tour.as_ref().and_then(|tour| tour.figure.as_ref()).map(|(key, _)| key.clone());
        if let Some(key) = key {
            self.show_key(&key);
        }
    }

    /// Swaps two digits of the figure.
    fn swap_digits(&mut self) {
        self.replace_figure(MISTAKE, |right, wrong| (right, wrong));
    }

    /// Puts the figure right: as the step that made the mistake is taken back where nothing was done since, so that nothing
    /// is left to be undone.
    fn mend_figure(&mut self) {
        if self.workspace.as_ref().is_some_and(|open| open.undo_name() == Some(MISTAKE)) {
            self.undo();
        } else {
            self.replace_figure(MENDED, |right, wrong| (wrong, right));
        }
    }

    /// Puts one figure in the place of the other, which `from_to` chooses of the right and the wrong one.
    fn replace_figure(&mut self, name: &str, from_to: impl FnOnce(Amount, Amount) -> (Amount, Amount)) {
        let Some((key, right)) = self.tour.as_ref().and_then(|tour| tour.figure.clone()) else { return };
        let Some(workspace) = &mut self.workspace else { return };
        let evaluated = workspace.evaluated();
        let Some(cell) = evaluated.find(&key) else { return };
        let Some((from, to)) = swapped(right, evaluated.unit(cell.list)).map(|wrong| from_to(right, wrong)) else {
            return;
        };
        // What somebody typed there meanwhile stays.
        if evaluated.entered(cell) == Some(from) {
            let step = set_amounts(evaluated, name, &[(cell, Some(to))]);
            workspace.make(step);
        }
    }
}

/// The largest figure that somebody entered in a table by codes, and of which two digits can be swapped.
fn figure(evaluated: Evaluated<'_>) -> Option<(CellKey, Amount)> {
    let form = evaluated.form;
    let lists = (0..form.lists.len()).map(ListIndex).filter(|&list| form.list(list).rows.is_by_code());
    let cells = lists.flat_map(|list| {
        let rows = evaluated.evaluation.layout(list).rows.len();
        let columns = form.list(list).amounts.len();
        (0..rows).flat_map(move |row| (0..columns).map(move |column| CellIndex { list, row, column }))
    });
    let entered = cells.filter(|&cell| evaluated.evaluation.state(cell) == CellState::Entered);
    let swappable = entered.filter(|&cell| swapped(evaluated.value(cell), evaluated.unit(cell.list)).is_some());
    let cell = swappable.max_by_key(|&cell| evaluated.value(cell))?;
    Some((evaluated.key(cell), evaluated.value(cell)))
}

/// `amount` with the first two digits swapped that differ, as it is shown in `unit`.
fn swapped(amount: Amount, unit: &AmountUnit) -> Option<Amount> {
    let mut digits: Vec<char> = unit.plain(amount).chars().collect();
    let differ = |pair: &[char]| pair.iter().all(char::is_ascii_digit) && pair[0] != pair[1] && pair[1] != '0';
    let at = digits.windows(2).position(differ)?;
    digits.swap(at, at + 1);
    let text: String = digits.into_iter().collect();
    let wrong = unit.amount(text.parse().ok()?).ok()?;
    // Only what is exact can be put back as it was.
    unit.is_exact(amount).then_some(wrong)
}
