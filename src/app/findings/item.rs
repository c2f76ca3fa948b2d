//! One finding of the list.

use std::fmt::Write;

use egui::{Button, FontId, Frame, Popup, Response, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo};

use super::FindingRequest;
use crate::app::directed::directed;
use crate::app::grid::mark;
use crate::app::protection::button_ui;
use crate::app::theme::{self, Palette, link, link_ui};
use crate::app::workspace::Workspace;
use disclosure_engine::audit::{Finding, Grade, Repair, RuleText, Suspect, rule_text, text_label};
use disclosure_engine::disclosure::{Acceptance, Component, TextPlace};
use disclosure_engine::edit::component_label;
use disclosure_engine::evaluate::{CellIndex, Evaluated};

/// Draws the finding at `place`.
pub(super) fn ui(
    ui: &mut Ui,
    workspace: &Workspace,
    place: usize,
    finding: &Finding,
    is_chosen: bool,
) -> (Response, Option<FindingRequest>) {
    let palette = Palette::of(ui.visuals());
    let rule = rule_text(workspace.form(), &finding.rule);
    let fill = if is_chosen { palette.selection_fill } else { palette.paper };
    let mut request = None;
    let frame = Frame::new().fill(fill).inner_margin(8.0).corner_radius(2.0);
    // The row senses clicks below its buttons, which come later.
    let row = UiBuilder::new().id_salt(("finding", place)).sense(Sense::click());
    let response = ui.scope_builder(row, |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            heading_ui(ui, finding, rule);
            let font = FontId::proportional(theme::BODY_SIZE);
            ui.label(directed(ui.painter(), &finding.message, &font, ui.available_width()).into_owned());
            for suspect in &finding.suspects {
                request = suspect_ui(ui, workspace, (place, finding), suspect).or(request.take());
            }
            ui.horizontal_wrapped(|ui| {
                request = buttons_ui(ui, workspace, place, finding, rule).or(request.take());
            });
            let acceptance = finding.accepted.and_then(|place| workspace.disclosure().acceptances.get(place));
            if let Some(acceptance) = acceptance {
                accepted_ui(ui, acceptance);
            }
        });
    });
    let response = response.response;
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &finding.message));
    // How grave it is, which colour and mark say to those who see them.
    let spoken = format!("{} {}", finding.grade.name(), finding.rule);
    ui.ctx().accesskit_node_builder(response.id, |node| node.set_description(spoken));
    if response.clicked() && request.is_none() {
        request = Some(FindingRequest::GoTo { finding: place, cell: destination(finding) });
    }
    ui.add_space(4.0);
    (response, request)
}

/// The cell to which a finding leads; what a sentence or a performance table says is mended there.
pub(super) fn destination(finding: &Finding) -> Option<CellIndex> {
    let is_elsewhere = finding.performance_place().is_some() || finding.about == Some(Component::Prior);
    finding.cells.first().copied().filter(|_| !is_elsewhere && sentence(finding).is_none())
}

/// The sentence that a finding is about.
fn sentence(finding: &Finding) -> Option<&TextPlace> {
    let place = finding.text.as_ref().map(|spot| &spot.place)?;
    matches!(place, TextPlace::Slot(_) | TextPlace::Rewritten(_) | TextPlace::Paragraph(..)).then_some(place)
}

fn heading_ui(ui: &mut Ui, finding: &Finding, rule: Option<RuleText<'_>>) {
    let palette = Palette::of(ui.visuals());
    let (mark, color) = mark(finding.grade, &palette);
    let color = if finding.accepted.is_some() { palette.weak_text } else { color };
    ui.horizontal_wrapped(|ui| {
        ui.label(RichText::new(format!("{mark} {} {}", finding.grade.name(), finding.rule)).color(color));
        if let Some(rule) = rule {
            ui.label(RichText::new(rule.title).text_style(theme::bold_text()));
        }
    });
}

/// A cell that is probably wrong, with the way to it and its repair.
fn suspect_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    (place, finding): (usize, &Finding),
    suspect: &Suspect,
) -> Option<FindingRequest> {
    let evaluated = workspace.evaluated();
    let Suspect { cell, value, suggested, slip } = *suspect;
    let unit = evaluated.unit_of_cell(cell);
    let mut request = None;
    ui.horizontal_wrapped(|ui| {
        ui.label(format!("→ {}", finding.likelihood(suspect)));
        if ui.link(evaluated.cell_label(cell)).clicked() {
            request = Some(FindingRequest::GoTo { finding: place, cell: Some(cell) });
        }
        let slip = slip.map(|slip| format!("（{}）", slip.text())).unwrap_or_default();
        let is_exact = unit.hides_difference(value, suggested);
        let [shown, right] = [value, suggested].map(|amount| unit.text_of(amount, is_exact));
        ui.label(format!("：{shown} 应为 {right}{slip}"));
        // Nobody empties a cell with one click: that it should hold nothing is for its author to see.
        // What is less likely has no button beside what is likelier.
        if !suggested.is_zero() && !finding.is_less_likely(suspect) {
            let button = button_ui(ui, Button::new("采用"), workspace.protection());
            if button.on_hover_text("把这一格改为建议的数，可以撤销").clicked() {
                request = Some(FindingRequest::Suggest { cell, amount: suggested });
            }
        }
    });
    request
}

/// The way to each side, the repairs, why it is a rule, and accepting it.
fn buttons_ui(
    ui: &mut Ui,
    workspace: &Workspace,
    place: usize,
    finding: &Finding,
    rule: Option<RuleText<'_>>,
) -> Option<FindingRequest> {
    let evaluated = workspace.evaluated();
    let mut request = None;
    if let Some(text) = sentence(finding).filter(|_| finding.about != Some(Component::Prior)) {
        let name = text_label(evaluated, text);
        if link_ui(ui, &format!("去 {}", short(&name))).on_hover_text(name).clicked() {
            request = Some(FindingRequest::GoTo { finding: place, cell: None });
        }
    }
    let mut named: Vec<String> = Vec::new();
    for cell in ends(evaluated, finding) {
        let table = evaluated.form.table_of(cell.list).number;
        let mut name = format!("去 表{table} {}", short(&evaluated.row_label(cell.list, cell.row)));
        if named.contains(&name) {
            let _ = write!(name, "（{}）", evaluated.form.list(cell.list).amounts[cell.column].number);
        }
        named.push(name.clone());
        if link_ui(ui, &name).on_hover_text(evaluated.cell_label(cell)).clicked() {
            request = Some(FindingRequest::GoTo { finding: place, cell: Some(cell) });
        }
    }
    if finding.performance_place().is_some() && link_ui(ui, "去 绩效目标表").clicked() {
        request = Some(FindingRequest::GoTo { finding: place, cell: None });
    }
    let leads_nowhere = finding.cells.is_empty() && finding.text.is_none();
    let about = finding.about.filter(|about| *about == Component::Prior || leads_nowhere);
    if let Some(about) = about.filter(|_| finding.performance_place().is_none())
        && link_ui(ui, &format!("去 {}", component_label(about))).clicked()
    {
        request = Some(match about {
            // Last year's figures are on one page; the finding knows which it is.
            Component::Prior => FindingRequest::GoTo { finding: place, cell: None },
            about => FindingRequest::Show(about),
        });
    }
    if !finding.suspects.is_empty() {
        // What names the wrong figure comes first; what would only make two figures agree may spread it.
        request = folded_ui(ui, workspace, place, finding).or(request);
    }
    let repairs = finding.repairs.iter().enumerate().filter(|_| finding.suspects.is_empty());
    for (at, repair) in repairs {
        let button = button_ui(ui, Button::new(repair.name(evaluated)), workspace.protection()).on_hover_ui(|ui| {
            ui.label(repair.description(evaluated));
            ui.label("可以撤销");
        });
        if button.clicked() {
            request = Some(FindingRequest::Repair { finding: place, repair: at });
        }
    }
    if let Some(rule) = rule {
        let why = link_ui(ui, "为什么");
        Popup::menu(&why).show(|ui| {
            ui.set_max_width(300.0);
            ui.label(RichText::new(format!("{} {}", rule.id, rule.title)).text_style(theme::bold_text()));
            ui.label(rule.why);
        });
    }
    match finding.accepted {
        None if matches!(finding.grade, Grade::Rounding | Grade::Unchecked | Grade::ToCome) => {}
        None => {
            let button = link(ui, "接受…");
            let button = button_ui(ui, button, workspace.review_protection())
                .on_hover_text("写明理由，不再计入；数字一改，接受自行失效");
            if button.clicked() {
                request = Some(FindingRequest::Accept(place));
            }
        }
        Some(acceptance) => {
            let button = link(ui, "撤回接受");
            if button_ui(ui, button, workspace.review_protection()).clicked() {
                request = Some(FindingRequest::Withdraw(vec![acceptance]));
            }
        }
    }
    request
}

/// The repairs that are not what a suspect suggests, folded, each with what it would do.
fn folded_ui(ui: &mut Ui, workspace: &Workspace, place: usize, finding: &Finding) -> Option<FindingRequest> {
    let evaluated = workspace.evaluated();
    let others = || finding.repairs.iter().enumerate().filter(|(_, repair)| !is_suggested(finding, repair));
    let lesser = || finding.suspects.iter().filter(|suspect| finding.is_less_likely(suspect));
    if others().next().is_none() && lesser().next().is_none() {
        return None;
    }
    let mut request = None;
    let folded = link_ui(ui, "其他办法");
    Popup::menu(&folded).show(|ui| {
        ui.set_max_width(360.0);
        for (at, repair) in others() {
            ui.label(repair.description(evaluated));
            if button_ui(ui, Button::new(repair.name(evaluated)), workspace.protection()).clicked() {
                request = Some(FindingRequest::Repair { finding: place, repair: at });
            }
        }
        for &Suspect { cell, suggested: amount, .. } in lesser() {
            let repair = Repair::Amount { cell, amount };
            ui.label(repair.description(evaluated));
            if button_ui(ui, Button::new(repair.name(evaluated)), workspace.protection()).clicked() {
                request = Some(FindingRequest::Suggest { cell, amount });
            }
        }
        ui.label("都可以撤销");
    });
    request
}

fn accepted_ui(ui: &mut Ui, acceptance: &Acceptance) {
    let palette = Palette::of(ui.visuals());
    let signed = format!("✓ 已接受：{}（{} {}）", acceptance.reason, acceptance.author, acceptance.written);
    ui.label(RichText::new(signed).color(palette.weak_text));
}

/// Whether a suspect already offers the same.
fn is_suggested(finding: &Finding, repair: &Repair) -> bool {
    match repair {
        Repair::Amount { cell, amount } => {
            finding.suspects.iter().any(|suspect| suspect.cell == *cell && suspect.suggested == *amount)
        }
        _ => false,
    }
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
