//! The list of findings: what does not agree, with a way to each side.

use egui::{Align, RichText, ScrollArea, Ui};

use super::grid::mark;
use super::theme::{self, Palette};
use super::workspace::Workspace;
use crate::audit::{Finding, Grade, RuleText, Suspect, rule_text};
use crate::disclosure::{Amount, TableNumber};
use crate::evaluate::{CellIndex, Evaluated};

/// What of the findings is listed, and which was chosen.
pub struct Findings {
    /// Grades that are listed.
    shown: [bool; Grade::ALL.len()],
    only_this_table: bool,
    /// The revision and place of the finding that was chosen last.
    chosen: Option<(u64, usize)>,
    /// The list follows the chosen finding in the next frame.
    follows: bool,
}

impl Default for Findings {
    fn default() -> Self {
        Self { shown: [true; Grade::ALL.len()], only_this_table: false, chosen: None, follows: false }
    }
}

/// A finding was chosen: its place in the audit, and the cell to go to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct FindingChosen {
    /// Place in the audit's findings.
    pub finding: usize,
    /// The cell to go to.
    pub cell: CellIndex,
    /// What is to be put there, when a repair was chosen.
    pub repair: Option<Amount>,
}

impl Findings {
    /// Draws the list. `table` is the one that is shown in the grid.
    pub fn ui(&mut self, ui: &mut Ui, workspace: &Workspace, table: Option<TableNumber>) -> Option<FindingChosen> {
        self.filters_ui(ui, workspace);
        ui.separator();
        let listed = self.listed(workspace, table);
        let mut chosen = None;
        ScrollArea::vertical().auto_shrink(false).show(ui, |ui| {
            if listed.is_empty() {
                let all = workspace.audit().findings.is_empty();
                ui.add_space(8.0);
                match (all, workspace.audit().checked) {
                    (true, 0) => {
                        ui.label("○ 还没有可以核对的数字");
                        ui.label("白底的格由你录入，灰底的格由程序计算；录入后随时核对。");
                    }
                    (true, checked) => {
                        ui.label(format!("✓ 核对了 {checked} 项勾稽关系，没有发现问题"));
                    }
                    (false, _) => {
                        ui.label("没有符合筛选的问题");
                    }
                }
            }
            for place in listed {
                let finding = &workspace.audit().findings[place];
                let is_chosen = self.chosen == Some((workspace.revision(), place));
                chosen = self.finding_ui(ui, workspace, place, finding, is_chosen).or(chosen);
            }
        });
        if let Some(chosen) = chosen {
            self.chosen = Some((workspace.revision(), chosen.finding));
        }
        chosen
    }

    /// The next finding in the list, or the one before, from the chosen one on.
    pub fn step(&mut self, workspace: &Workspace, table: Option<TableNumber>, back: bool) -> Option<FindingChosen> {
        let listed = self.listed(workspace, table);
        let current = self.chosen.filter(|(revision, _)| *revision == workspace.revision()).map(|(_, place)| place);
        let position = current.and_then(|current| listed.iter().position(|&place| place == current));
        let next = match (position, back) {
            (None, false) => 0,
            (None, true) => listed.len().checked_sub(1)?,
            (Some(position), false) => (position + 1) % listed.len(),
            (Some(position), true) => (position + listed.len() - 1) % listed.len(),
        };
        let finding = *listed.get(next)?;
        let cell = *workspace.audit().findings[finding].cells.first()?;
        self.chosen = Some((workspace.revision(), finding));
        self.follows = true;
        Some(FindingChosen { finding, cell, repair: None })
    }

    fn listed(&self, workspace: &Workspace, table: Option<TableNumber>) -> Vec<usize> {
        let is_of_table = |finding: &Finding| {
            finding.cells.iter().any(|cell| Some(workspace.form().table_of(cell.list).number) == table)
        };
        let listed = workspace.audit().findings.iter().enumerate().filter(|(_, finding)| {
            let is_shown = Grade::ALL.iter().zip(self.shown).any(|(grade, shown)| shown && *grade == finding.grade);
            is_shown && (!self.only_this_table || is_of_table(finding))
        });
        listed.map(|(place, _)| place).collect()
    }

    fn filters_ui(&mut self, ui: &mut Ui, workspace: &Workspace) {
        let palette = Palette::of(ui.visuals());
        ui.add_space(6.0);
        ui.horizontal_wrapped(|ui| {
            ui.spacing_mut().item_spacing.x = 4.0;
            ui.spacing_mut().button_padding.x = 6.0;
            for (shown, grade) in self.shown.iter_mut().zip(Grade::ALL) {
                let count = workspace.audit().count(grade);
                let (mark, color) = mark(grade, &palette);
                let text = RichText::new(format!("{mark} {} {count}", grade.name()));
                let text = if count > 0 { text.color(color) } else { text.color(palette.weak_text) };
                ui.toggle_value(shown, text).on_hover_text(format!("显示或隐藏：{}", grade.name()));
            }
        });
        ui.scope(|ui| {
            theme::outline_choices(ui);
            ui.checkbox(&mut self.only_this_table, "只看本表");
        });
    }

    fn finding_ui(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        place: usize,
        finding: &Finding,
        is_chosen: bool,
    ) -> Option<FindingChosen> {
        let palette = Palette::of(ui.visuals());
        let rule = rule_text(workspace.form(), &finding.rule);
        let fill = if is_chosen { palette.selection_fill } else { palette.paper };
        let mut chosen = None;
        let frame = egui::Frame::new().fill(fill).inner_margin(8.0).corner_radius(2.0);
        // The row senses clicks below its buttons, which come later.
        let row = egui::UiBuilder::new().id_salt(("finding", place)).sense(egui::Sense::click());
        let response = ui.scope_builder(row, |ui| {
            frame.show(ui, |ui| {
                ui.set_width(ui.available_width());
                heading_ui(ui, finding, rule);
                ui.label(&finding.message);
                for suspect in &finding.suspects {
                    chosen = suspect_ui(ui, workspace, place, suspect).or(chosen);
                }
                ui.horizontal_wrapped(|ui| {
                    let evaluated = workspace.evaluated();
                    for cell in ends(evaluated, finding) {
                        let table = evaluated.form.table_of(cell.list).number;
                        let name = format!("去 表{table} {}", short(&evaluated.row_label(cell.list, cell.row)));
                        if ui.button(name).on_hover_text(evaluated.cell_label(cell)).clicked() {
                            chosen = Some(FindingChosen { finding: place, cell, repair: None });
                        }
                    }
                });
            });
        });
        let response = response.response;
        if is_chosen && std::mem::take(&mut self.follows) {
            response.scroll_to_me(Some(Align::Center));
        }
        response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ListItem, true, &finding.message));
        if response.clicked() && chosen.is_none() {
            chosen = finding.cells.first().map(|&cell| FindingChosen { finding: place, cell, repair: None });
        }
        ui.add_space(4.0);
        chosen
    }
}

fn heading_ui(ui: &mut Ui, finding: &Finding, rule: Option<RuleText<'_>>) {
    let (mark, color) = mark(finding.grade, &Palette::of(ui.visuals()));
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(format!("{mark} {} {}", finding.grade.name(), finding.rule)).color(color));
        if let Some(rule) = rule {
            ui.label(RichText::new(rule.title).text_style(theme::bold_text())).on_hover_text(rule.why);
        }
    });
}

/// A cell that is probably wrong, with the way to it and its repair.
fn suspect_ui(ui: &mut Ui, workspace: &Workspace, finding: usize, suspect: &Suspect) -> Option<FindingChosen> {
    let evaluated = workspace.evaluated();
    let unit = &workspace.form().unit;
    let Suspect { cell, value, suggested, slip } = *suspect;
    let mut chosen = None;
    ui.horizontal_wrapped(|ui| {
        ui.label("→ 很可能错在");
        if ui.link(evaluated.cell_label(cell)).clicked() {
            chosen = Some(FindingChosen { finding, cell, repair: None });
        }
        let slip = slip.map(|slip| format!("（{}）", slip.text())).unwrap_or_default();
        ui.label(format!("：{} 应为 {}{slip}", unit.text(value), unit.text(suggested)));
        if ui.button("采用").on_hover_text("把这一格改为建议的数，可以撤销").clicked() {
            chosen = Some(FindingChosen { finding, cell, repair: Some(suggested) });
        }
    });
    chosen
}

/// One cell of each side, to go to: the first that holds something.
fn ends(evaluated: Evaluated<'_>, finding: &Finding) -> impl Iterator<Item = CellIndex> {
    let end = |side: &[CellIndex]| {
        side.iter().copied().find(|&cell| !evaluated.value(cell).is_zero()).or(side.first().copied())
    };
    [end(finding.first()), end(finding.other())].into_iter().flatten()
}

/// A name that fits on a button.
fn short(name: &str) -> String {
    const MOST: usize = 14;
    if name.chars().count() <= MOST { name.to_owned() } else { name.chars().take(MOST).chain(['…']).collect() }
}
