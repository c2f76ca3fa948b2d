//! The menu, and the keys of its commands.

use std::path::PathBuf;

use egui::containers::menu::menu_style;
use egui::text::{LayoutJob, TextFormat};
use egui::{
    Button, Context, Event, Key, MenuBar, Popup, Role, ScrollArea, SetOpenCommand, Stroke, TextStyle, Ui, WidgetInfo,
};

use super::Window;
use crate::app::command::{Command, Deed, Menu, Need};
use crate::app::protection::{Protection, button_ui};
use crate::app::settings::ThemeChoice;
use crate::app::theme::Palette;
use disclosure_engine::spelling::visible;

/// So many files that were opened last are in the menu; the start page has more.
const MOST_RECENT: usize = 5;
/// The letters of the files that were opened last.
const RECENT_LETTERS: [Key; MOST_RECENT] = [Key::Num1, Key::Num2, Key::Num3, Key::Num4, Key::Num5];
/// Between an open menu and the lower edge of the window.
const MENU_MARGIN: f32 = 20.0;

/// What is chosen in a menu.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum MenuAction {
    Do(Command),
    Open(PathBuf),
    Theme(ThemeChoice),
}

/// A line of a menu.
pub(super) struct Item {
    text: String,
    /// The key that takes it while the menu is open.
    pub letter: Option<Key>,
    shortcut: String,
    hover: Option<String>,
    pub is_possible: bool,
    protection: Option<Protection>,
    /// It is on.
    is_chosen: bool,
    /// A line is drawn above it.
    begins_group: bool,
    pub action: MenuAction,
}

/// The commands whose keys were pressed. While a cell or a text is being edited undo belongs to its text, and the grid takes its
/// own keys itself.
/// `is_possible` leaves keys to the texts on whose page their commands mean nothing.
pub(super) fn take_shortcuts(ui: &Ui, is_typing: bool, is_possible: impl Fn(Command) -> bool) -> Vec<Command> {
    let is_texts = |command: Command| is_typing && matches!(command.entry().deed, Deed::InFocus(_));
    let mut commands = Vec::new();
    ui.input_mut(|input| {
        input.events.retain(|event| {
            let Event::Key { key, pressed: true, modifiers, .. } = event else { return true };
            let found = Command::of_window(*key, *modifiers);
            let found = found.filter(|&command| !is_texts(command) && is_possible(command));
            commands.extend(found);
            found.is_none()
        });
    });
    commands
}

impl Window {
    /// Draws the menu; what was chosen goes to `commands`.
    pub(super) fn menu_ui(&mut self, ui: &mut Ui, commands: &mut Vec<Command>) {
        let mut chosen = None;
        MenuBar::new().ui(ui, |ui| {
            let mut popups = Vec::new();
            for (place, menu) in Menu::ALL.into_iter().enumerate() {
                let (popup, action) = self.one_menu_ui(ui, place, menu);
                popups.push(popup);
                chosen = action.or(chosen.take());
            }
            self.menu_keys.keep_popups(popups);
        });
        if let Some(action) = chosen {
            self.carry_out_menu(&ui.ctx().clone(), action, commands);
        }
    }

    pub(super) fn carry_out_menu(&mut self, ctx: &Context, action: MenuAction, commands: &mut Vec<Command>) {
        match action {
            MenuAction::Do(command) => commands.push(command),
            MenuAction::Open(path) => self.ask_to_open(path),
            MenuAction::Theme(choice) => self.settings.set_theme(choice, ctx),
        }
    }

    /// Draws a menu's name in the bar, and its items where it is open.
    fn one_menu_ui(&self, ui: &mut Ui, place: usize, menu: Menu) -> (egui::Id, Option<MenuAction>) {
        let palette = Palette::of(ui.visuals());
        let mut button = Button::new(lettered(ui, menu.title(), Some(menu.letter())));
        if self.menu_keys.is_at(place) {
            button = button.fill(palette.selection_fill);
        }
        let response = ui.add(button);
        response.widget_info(|| WidgetInfo::labeled(Role::Button, true, menu.title()));
        name_key(ui, response.id, Some(menu.letter()));
        let id = Popup::default_response_id(&response);
        let mut popup = Popup::menu(&response).style(menu_style);
        // While one menu is open, the pointer opens another by moving over it, and not by resting there.
        let is_moving = ui.input(|input| input.pointer.is_moving());
        let is_other_open = self.menu_keys.open(ui.ctx()).is_some_and(|open| open != place);
        if response.hovered() && !response.clicked() && is_moving && is_other_open {
            popup = popup.open_memory(Some(SetOpenCommand::Bool(true)));
        }
        let shown = popup.show(|ui| {
            let room = ui.ctx().content_rect().bottom() - response.rect.bottom() - MENU_MARGIN;
            let area = ScrollArea::vertical().max_height(room).min_scrolled_height(room).auto_shrink(true);
            area.show(ui, |ui| self.items_ui(ui, place, &self.menu_items(menu))).inner
        });
        (id, shown.and_then(|shown| shown.inner))
    }

    fn items_ui(&self, ui: &mut Ui, menu: usize, items: &[Item]) -> Option<MenuAction> {
        let palette = Palette::of(ui.visuals());
        let mut chosen = None;
        for (place, item) in items.iter().enumerate() {
            if item.begins_group {
                ui.separator();
            }
            let text = if item.is_chosen { format!("● {}", item.text) } else { item.text.clone() };
            let mut button = Button::new(lettered(ui, &text, item.letter)).shortcut_text(&item.shortcut);
            let is_at = self.menu_keys.is_at_item(menu, place);
            if is_at {
                button = button.fill(palette.selection_fill).stroke(Stroke::new(1.0, palette.accent));
            }
            let button = |ui: &mut Ui| button_ui(ui, button, item.protection);
            let mut response = ui.add_enabled_ui(item.is_possible, button).inner;
            let name = format!("{text} {}", item.shortcut);
            response.widget_info(|| WidgetInfo::labeled(Role::Button, response.enabled(), name.trim_end()));
            name_key(ui, response.id, item.letter);
            if is_at {
                response.scroll_to_me(None);
            }
            if let Some(hover) = &item.hover {
                response = response.on_hover_text(hover);
            }
            if response.clicked() {
                chosen = Some(item.action.clone());
                ui.close();
            }
        }
        chosen
    }

    /// The lines of `menu` as they are now.
    pub(super) fn menu_items(&self, menu: Menu) -> Vec<Item> {
        let mut items = Vec::new();
        for (number, group) in menu.groups().iter().enumerate() {
            for (place, &command) in group.iter().enumerate() {
                items.push(self.item_of(command, number > 0 && place == 0));
            }
            if group.contains(&Command::Open) {
                items.extend(self.recent_items());
            }
        }
        if menu == Menu::View {
            let choices = ThemeChoice::ALL.into_iter().zip([Key::M, Key::L, Key::D]);
            items.extend(choices.enumerate().map(|(place, (choice, letter))| Item {
                text: choice.label().to_owned(),
                letter: Some(letter),
                shortcut: String::new(),
                hover: None,
                is_possible: true,
                protection: None,
                is_chosen: self.settings.theme() == choice,
                begins_group: place == 0,
                action: MenuAction::Theme(choice),
            }));
        }
        items
    }

    fn item_of(&self, command: Command, begins_group: bool) -> Item {
        Item {
            text: self.text_of(command),
            letter: Some(command.letter()),
            shortcut: command.shortcut_text(),
            hover: None,
            is_possible: self.is_possible(command),
            protection: self.protection_from(command),
            is_chosen: false,
            begins_group,
            action: MenuAction::Do(command),
        }
    }

    fn recent_items(&self) -> impl Iterator<Item = Item> {
        let recent = self.recent.files().iter().zip(RECENT_LETTERS).enumerate();
        recent.map(|(place, (file, letter))| {
            let path = &file.path;
            let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
            Item {
                text: visible(&name).into_owned(),
                letter: Some(letter),
                shortcut: String::new(),
                hover: Some(path.display().to_string()),
                is_possible: true,
                protection: None,
                is_chosen: false,
                begins_group: place == 0,
                action: MenuAction::Open(path.clone()),
            }
        })
    }

    /// What the menu says for `command` now.
    fn text_of(&self, command: Command) -> String {
        let name = self.workspace.as_ref().and_then(|workspace| match command.entry().needs {
            Need::DoneStep => workspace.undo_name(),
            Need::UndoneStep => workspace.redo_name(),
            Need::Nothing | Need::Disclosure | Need::Cells | Need::Figures | Need::Paragraphs => None,
        });
        match (name, command.entry().deed) {
            (Some(name), _) => format!("{}：{name}", command.text()),
            (None, Deed::Switch { is_on, other, .. }) if is_on(self) => other.to_owned(),
            (None, _) => command.text().to_owned(),
        }
    }
}

/// The name of a menu or an item with its letter underlined, before the dots that say that a dialog comes: 打开(O)….
fn lettered(ui: &Ui, text: &str, letter: Option<Key>) -> LayoutJob {
    let font = TextStyle::Button.resolve(ui.style());
    let plain = TextFormat { font_id: font, color: egui::Color32::PLACEHOLDER, ..TextFormat::default() };
    let underlined = TextFormat { underline: Stroke::new(1.0, ui.visuals().text_color()), ..plain.clone() };
    let (name, dots) = text.strip_suffix('…').map_or((text, ""), |name| (name, "…"));
    let mut job = LayoutJob::default();
    job.append(name, 0.0, plain.clone());
    if let Some(letter) = letter {
        job.append("(", 0.0, plain.clone());
        job.append(letter.name(), 0.0, underlined);
        job.append(")", 0.0, plain.clone());
    }
    job.append(dots, 0.0, plain);
    job
}

/// Tells a screen reader which key takes what is drawn as `id`.
fn name_key(ui: &Ui, id: egui::Id, letter: Option<Key>) {
    if let Some(letter) = letter {
        ui.ctx().accesskit_node_builder(id, |node| node.set_access_key(letter.name()));
    }
}
