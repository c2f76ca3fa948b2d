//! The parts of a page, paragraph by paragraph.

use std::collections::BTreeMap;

use egui::{RichText, TextStyle, Ui};

use super::field::{FieldKey, Suggestion};
use super::order::ProjectOrder;
use super::tools::{self, Tools};
use super::{Narrated, Spot, TextPage, Texts, TextsRequest, paragraph, suggested};
use crate::app::prior::Prior;
use crate::app::theme::{self, Palette};
use crate::app::workspace::Workspace;
use disclosure_engine::audit::part_label;
use disclosure_engine::disclosure::{CommentPlace, Part, TextKey};
use disclosure_engine::narrative::{Paragraph, missing, narrate, narrate_offered};

/// How the page is used.
const HOW_TO: &str = "下划线的地方可以直接填，Tab 到下一处。绿色的数随各表变动，点一下去它的单元格。\
                      指到一段，右边有“改写”“批注”；用键盘：↑↓ 选段，F2 改写，Shift+F2 批注。";

impl Texts {
    pub(super) fn narrated(&mut self, workspace: &Workspace) -> &Narrated {
        let revision = workspace.revision();
        let known = self.narrated.take().filter(|narrated| narrated.revision == revision);
        self.narrated.insert(known.unwrap_or_else(|| {
            let evaluated = workspace.evaluated();
            Narrated { revision, printed: narrate(evaluated), offered: narrate_offered(evaluated) }
        }))
    }

    /// What is offered for the blank reasons in `paragraphs`.
    fn suggested(&mut self, workspace: &Workspace, paragraphs: &[Paragraph]) -> BTreeMap<TextKey, Vec<Suggestion>> {
        match self.suggested.take() {
            Some((revision, suggested)) if revision == workspace.revision() => suggested,
            _ => {
                let mut last = workspace.disclosure().last_reasons.clone();
                last.extend(workspace.last_year().map(Prior::reasons).cloned().unwrap_or_default());
                suggested::suggested(workspace, paragraphs, &last)
            }
        }
    }

    /// Draws the parts of `page` in the order in which they are printed: each as it was written as a whole, else its
    /// sentences. What is not printed is not shown, so that nobody fills it in for nothing.
    pub(super) fn paragraphs_ui(&mut self, ui: &mut Ui, workspace: &Workspace, page: TextPage) -> Option<TextsRequest> {
        self.narrated(workspace);
        let narrated = self.narrated.take()?;
        let suggested = self.suggested(workspace, &narrated.printed);
        ui.label(RichText::new(HOW_TO).text_style(TextStyle::Small).color(Palette::of(ui.visuals()).weak_text));
        ui.add_space(6.0);
        let mut request = None;
        let mut tools = Vec::new();
        for part in parts_of(workspace, &narrated, page) {
            request = self.part_ui(ui, workspace, (part, &narrated), &suggested, &mut tools).or(request);
        }
        // Above everything else: they may reach beside the next paragraph.
        for one in tools {
            let (asked, spot, rect) = one.ui(ui, workspace, &mut self.rewritings);
            self.current.has_tools(spot, rect);
            request = asked.or(request);
        }
        self.suggested = Some((narrated.revision, suggested));
        self.narrated = Some(narrated);
        request
    }

    fn part_ui<'p>(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        (part, narrated): (Part, &'p Narrated),
        suggested: &BTreeMap<TextKey, Vec<Suggestion>>,
        tools: &mut Vec<Tools<'p>>,
    ) -> Option<TextsRequest> {
        if workspace.disclosure().texts.contains_key(&part) {
            return self.whole_part_ui(ui, workspace, part, tools);
        }
        if matches!(part, Part::Section(_)) {
            section_ui(ui, workspace, part);
        }
        let is_of_part = |paragraph: &&Paragraph| paragraph.part == part;
        let printed: Vec<&Paragraph> = narrated.printed.iter().filter(is_of_part).collect();
        let order = ProjectOrder::of(&printed);
        let mut request = None;
        for paragraph in printed {
            request = self.paragraph_ui(ui, workspace, (paragraph, &order), suggested, tools).or(request);
        }
        for paragraph in narrated.offered.iter().filter(is_of_part) {
            let spot = Spot::Sentence(paragraph.key.clone());
            let drawn = self.spot_ui(ui, &spot, |texts, ui| {
                paragraph::offered_ui(ui);
                paragraph::ui(ui, workspace, paragraph, true, &mut texts.fields, suggested)
            });
            request = drawn.request.or(request);
        }
        request
    }

    fn paragraph_ui<'p>(
        &mut self,
        ui: &mut Ui,
        workspace: &Workspace,
        (paragraph, order): (&'p Paragraph, &ProjectOrder<'_>),
        suggested: &BTreeMap<TextKey, Vec<Suggestion>>,
        tools: &mut Vec<Tools<'p>>,
    ) -> Option<TextsRequest> {
        let spot = Spot::Sentence(paragraph.key.clone());
        if self.rewritings.is_open(&paragraph.key) {
            let (request, rect) = self.spot_ui(ui, &spot, |texts, ui| texts.rewritings.ui(ui));
            self.current.drawn(ui, &spot, rect);
            return request;
        }
        let draw = |texts: &mut Self, ui: &mut Ui| {
            paragraph::ui(ui, workspace, paragraph, false, &mut texts.fields, suggested)
        };
        let paragraph::Drawn { rect, response, mut request } = self.spot_ui(ui, &spot, draw);
        if paragraph.heading.is_some() {
            return request;
        }
        let has_keyboard =
            |key: &FieldKey| paragraph.printed_slots().any(|slot| *key == FieldKey::Slot(slot.key.clone()));
        if self.fields.focused().is_some_and(has_keyboard) && self.current.spot() != Some(&spot) {
            self.current.go_to(spot.clone(), false);
        }
        let comment = CommentPlace::Sentence(paragraph.key.clone());
        let about = (Some(paragraph), &comment);
        let text = || paragraph.text(missing(workspace.evaluated()));
        request = tools::menu_ui(&response, workspace, about, text, &mut self.rewritings).or(request);
        let beside = tools::rect_beside(ui, rect);
        if self.current.drawn(ui, &spot, rect) {
            let moves = tools::moves(order, paragraph.part, &paragraph.key);
            tools.push(Tools { spot, rect: beside, paragraph: Some(paragraph), comment, moves });
        } else {
            tools::marks_ui(ui, beside, workspace, about, &self.rewritings);
        }
        request
    }
}

/// The parts of `page` in the order in which they are printed.
fn parts_of(workspace: &Workspace, narrated: &Narrated, page: TextPage) -> Vec<Part> {
    let sentences = narrated.printed.iter().chain(&narrated.offered).map(|paragraph| paragraph.part);
    let mut parts: Vec<Part> = sentences.chain(workspace.disclosure().texts.keys().copied()).collect();
    parts.retain(|part| page.holds(*part));
    parts.sort_unstable();
    parts.dedup();
    parts
}

/// The title of a section.
pub(super) fn section_ui(ui: &mut Ui, workspace: &Workspace, part: Part) {
    let title = workspace.form().texts.sections.iter().find(|section| Part::Section(section.number) == part);
    ui.add_space(14.0);
    let label = format!("{}　{}", part_label(part), title.map_or("", |section| &section.title));
    ui.label(RichText::new(label).text_style(theme::bold_text()));
    ui.separator();
}
