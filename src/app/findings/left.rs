//! What is left to fill in, above the findings: what to do next and why, in the order of the work.

use egui::{FontId, Frame, ProgressBar, Response, RichText, Role, Sense, Ui, UiBuilder, WidgetInfo};

use super::FindingRequest;
use crate::app::command::Command;
use crate::app::directed::directed;
use crate::app::theme::{self, Palette};
use crate::app::workspace::Workspace;
use disclosure_engine::progress::{Left, LeftPlace};
use disclosure_engine::states::State;

/// More than this are drawn only when they are asked for: nobody fills in everything at once.
const MOST_DRAWN: usize = 8;

/// Draws what is left; nothing where all is done.
pub(super) fn ui(ui: &mut Ui, workspace: &Workspace, shows_all: &mut bool) -> Option<FindingRequest> {
    let progress = workspace.progress();
    if progress.left.is_empty() {
        return None;
    }
    let palette = Palette::of(ui.visuals());
    let (done, all) = progress.done();
    ui.horizontal(|ui| {
        let title = RichText::new(format!("还要填 {} 处", progress.left.len())).text_style(theme::bold_text());
        ui.label(title).on_hover_text("按先后排好的：先填明细表，再填由它们算出的表，然后是文字。F6 到下一处");
        let bar = ProgressBar::new(done as f32 / all.max(1) as f32).desired_height(8.0).fill(palette.accent);
        ui.add(bar).on_hover_text(format!("{all} 张表和部分，填完了 {done}"));
    });
    let drawn = if *shows_all { progress.left.len() } else { MOST_DRAWN };
    let mut request = None;
    for (place, left) in progress.left.iter().take(drawn).enumerate() {
        let state = left.component.and_then(|component| progress.state(component));
        if item_ui(ui, place, left, state, &keys(workspace, left)).clicked() {
            request = Some(FindingRequest::Left(left.place.clone()));
        }
    }
    let more = progress.left.len().saturating_sub(MOST_DRAWN);
    if more > 0 {
        let text = if *shows_all { "收起".to_owned() } else { format!("再看后面 {more} 处") };
        if ui.link(text).clicked() {
            *shows_all = !*shows_all;
        }
    }
    ui.separator();
    request
}

/// The key that does it once one is there.
fn keys(workspace: &Workspace, left: &Left) -> String {
    let LeftPlace::Table(table, _) = left.place else { return String::new() };
    let is_proposed = workspace.progress().proposals.summary(table).is_some();
    if is_proposed { format!("（{}）", Command::TakeProposals.shortcut_text()) } else { String::new() }
}

/// One thing that is left. Enter goes there, as a click does.
fn item_ui(ui: &mut Ui, place: usize, left: &Left, state: Option<State>, keys: &str) -> Response {
    let palette = Palette::of(ui.visuals());
    let row = UiBuilder::new().id_salt(("left", place)).sense(Sense::click());
    let response = ui.scope_builder(row, |ui| {
        let is_set_off = ui.response().has_focus() || ui.response().hovered();
        let fill = if is_set_off { palette.selection_fill } else { palette.paper };
        Frame::new().fill(fill).inner_margin(6.0).corner_radius(2.0).show(ui, |ui| {
            ui.set_width(ui.available_width());
            let what = format!("{} {}", state.map_or("●", State::mark), left.what);
            ui.label(RichText::new(what).text_style(theme::bold_text()));
            let font = FontId::proportional(theme::BODY_SIZE);
            let why = format!("{}{keys}", left.why);
            let why = directed(ui.painter(), &why, &font, ui.available_width()).into_owned();
            ui.label(RichText::new(why).color(palette.weak_text));
        });
    });
    let response = response.response;
    let label = format!("{}：{}", left.what, left.why);
    response.widget_info(|| WidgetInfo::labeled(Role::ListItem, true, &label));
    response
}
