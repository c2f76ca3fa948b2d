//! Walking the menus by keys: Alt or F10 goes to the bar, a letter with Alt opens its menu, arrows walk, Enter takes.

use egui::{Context, Event, FocusDirection, Id, Key, Modifiers, Popup};

use super::Window;
use super::menu::{Item, MenuAction};
use crate::app::command::Menu;

/// Where the keys are in the menus.
#[derive(Debug, Default)]
pub(super) struct MenuKeys {
    /// Alt is held, and nothing else was pressed since.
    is_alt_alone: bool,
    /// The key that was pressed last was one of the menus and types something, which goes nowhere, even if it comes a frame
    /// later and finds a dialog or a cell.
    is_key_taken: bool,
    /// The menu in the bar, by its place; and the item of it, where it is open.
    at: Option<usize>,
    item: Option<usize>,
    /// The menu was opened by the pointer.
    is_by_pointer: bool,
    /// The popups of the menus, as they were drawn last.
    popups: Vec<Id>,
}

impl MenuKeys {
    /// Whether keys go to the menus.
    pub fn is_walking(&self) -> bool {
        self.at.is_some()
    }

    /// Whether the keys are at this menu in the bar.
    pub fn is_at(&self, menu: usize) -> bool {
        self.at == Some(menu)
    }

    /// Whether the keys are at this item of a menu.
    pub fn is_at_item(&self, menu: usize, item: usize) -> bool {
        self.is_at(menu) && self.item == Some(item)
    }

    /// Remembers the popups of the menus.
    pub fn keep_popups(&mut self, popups: Vec<Id>) {
        self.popups = popups;
    }

    /// Which menu is open.
    pub fn open(&self, ctx: &Context) -> Option<usize> {
        self.popups.iter().position(|&popup| Popup::is_id_open(ctx, popup))
    }

    /// Follows what the pointer opened or closed.
    fn follow_pointer(&mut self, ctx: &Context, was_open: bool) {
        match self.open(ctx) {
            Some(open) if self.at != Some(open) => {
                (self.at, self.item, self.is_by_pointer) = (Some(open), None, true);
            }
            // A click beside the menu closed it.
            None if was_open => self.leave(ctx),
            _ => {}
        }
    }

    /// Whether `event` is the text of a key that the menus took.
    fn is_text_of_taken(&mut self, event: &Event) -> bool {
        match event {
            Event::Text(_) => std::mem::take(&mut self.is_key_taken),
            Event::Key { pressed: true, .. } => {
                self.is_key_taken = false;
                false
            }
            _ => false,
        }
    }

    fn leave(&mut self, ctx: &Context) {
        if let Some(&popup) = self.open(ctx).and_then(|open| self.popups.get(open)) {
            Popup::close_id(ctx, popup);
        }
        (self.at, self.item, self.is_by_pointer) = (None, None, false);
    }

    /// Opens the menu at which the keys are, with its first item that can be taken, or its last.
    fn show(&mut self, ctx: &Context, items: &[Item], is_last: bool) {
        if let Some(&popup) = self.at.and_then(|at| self.popups.get(at)) {
            Popup::open_id(ctx, popup);
        }
        self.item = None;
        self.step(items, if is_last { -1 } else { 1 });
    }

    /// Goes to the next item that can be taken, round the end.
    fn step(&mut self, items: &[Item], by: isize) {
        let count = items.len().cast_signed();
        let first = self.item.map_or(if by > 0 { -1 } else { count }, usize::cast_signed);
        let next = (1..=count).map(|steps| (first + by * steps).rem_euclid(count).cast_unsigned());
        self.item = next.into_iter().find(|&place| items[place].is_possible).or(self.item);
    }
}

/// What a key does in the menus.
enum Turn {
    /// It is no key of the menus.
    Passes,
    Taken,
    Acts(MenuAction),
}

impl Window {
    /// Takes the keys of the menus out of the events of this frame. Returns what was chosen.
    pub(super) fn take_menu_keys(&mut self, ctx: &Context) -> Option<MenuAction> {
        if self.has_dialog() {
            self.menu_keys.leave(ctx);
            ctx.input_mut(|input| input.events.retain(|event| !self.menu_keys.is_text_of_taken(event)));
            return None;
        }
        let was_open = self.menu_keys.is_by_pointer || self.menu_keys.item.is_some();
        self.menu_keys.follow_pointer(ctx, was_open);
        let (is_focused, events) = ctx.input_mut(|input| (input.focused, std::mem::take(&mut input.events)));
        let mut chosen = None;
        let mut left = Vec::with_capacity(events.len());
        for event in events {
            if self.menu_keys.is_text_of_taken(&event) {
                continue;
            }
            let turn = self.turn_menus(ctx, &event, is_focused);
            if let Event::Key { key, pressed: true, .. } = event
                && !matches!(turn, Turn::Passes)
            {
                self.menu_keys.is_key_taken = key == Key::Space || key.name().chars().count() == 1;
            }
            match turn {
                Turn::Passes => left.push(event),
                Turn::Taken => {}
                Turn::Acts(action) => chosen = Some(action),
            }
        }
        ctx.input_mut(|input| input.events = left);
        if self.menu_keys.is_walking() {
            // What has the focus below keeps it, and the menus draw their own mark.
            ctx.memory_mut(|memory| memory.move_focus(FocusDirection::None));
        }
        chosen
    }

    fn turn_menus(&mut self, ctx: &Context, event: &Event, is_focused: bool) -> Turn {
        let is_alone = std::mem::take(&mut self.menu_keys.is_alt_alone);
        match event {
            // By the key itself: what systems tell of modifiers may come and go once more than it.
            Event::Key { key: Key::AltLeft | Key::AltRight, pressed, .. } => {
                self.menu_keys.is_alt_alone = *pressed;
                // Where the desktop takes Alt+Tab, the window loses the focus before Alt is let go.
                if is_alone && !pressed && is_focused {
                    self.toggle_bar(ctx);
                }
                Turn::Passes
            }
            Event::Key { key: Key::F10, pressed: true, modifiers, .. } if modifiers.is_none() => {
                self.toggle_bar(ctx);
                Turn::Taken
            }
            Event::Key { key, pressed: true, modifiers, .. } if modifiers.matches_exact(Modifiers::ALT) => {
                let Some(menu) = Menu::ALL.iter().position(|menu| menu.letter() == *key) else { return Turn::Passes };
                self.go_to_menu(ctx, menu);
                Turn::Taken
            }
            // The key of a command does what it does everywhere.
            Event::Key { pressed: true, modifiers, .. } if modifiers.command => {
                self.menu_keys.leave(ctx);
                Turn::Passes
            }
            Event::Key { key, pressed: true, .. } if self.menu_keys.is_walking() => self.walk_menus(ctx, *key),
            Event::Text(_) | Event::Ime(_) | Event::Copy | Event::Cut | Event::Paste(_)
                if self.menu_keys.is_walking() =>
            {
                Turn::Taken
            }
            Event::PointerButton { pressed: true, .. } if self.menu_keys.open(ctx).is_none() => {
                self.menu_keys.leave(ctx);
                Turn::Passes
            }
            Event::Key { pressed: true, .. }
            | Event::Text(_)
            | Event::PointerButton { .. }
            | Event::MouseWheel { .. }
            | Event::WindowFocused(_) => Turn::Passes,
            // What the pointer or an input method tells meanwhile is no other key.
            _ => {
                self.menu_keys.is_alt_alone = is_alone;
                Turn::Passes
            }
        }
    }

    fn toggle_bar(&mut self, ctx: &Context) {
        if self.menu_keys.is_walking() {
            self.menu_keys.leave(ctx);
        } else {
            self.menu_keys.at = Some(0);
        }
    }

    fn go_to_menu(&mut self, ctx: &Context, menu: usize) {
        self.menu_keys.leave(ctx);
        self.menu_keys.at = Some(menu);
        let items = self.menu_items(Menu::ALL[menu]);
        self.menu_keys.show(ctx, &items, false);
    }

    /// What a key does while the keys are in the menus, at which all others wait.
    fn walk_menus(&mut self, ctx: &Context, key: Key) -> Turn {
        let Some(at) = self.menu_keys.at else { return Turn::Passes };
        let count = Menu::ALL.len();
        let items = self.menu_items(Menu::ALL[at % count]);
        let is_open = self.menu_keys.open(ctx).is_some();
        let item = self.menu_keys.item.filter(|_| is_open);
        match key {
            Key::Escape if is_open && !self.menu_keys.is_by_pointer => {
                self.menu_keys.leave(ctx);
                self.menu_keys.at = Some(at);
            }
            Key::Escape => self.menu_keys.leave(ctx),
            Key::ArrowLeft | Key::ArrowRight => {
                let next = (at + if key == Key::ArrowLeft { count - 1 } else { 1 }) % count;
                if is_open {
                    self.go_to_menu(ctx, next);
                } else {
                    self.menu_keys.at = Some(next);
                }
            }
            Key::ArrowDown | Key::ArrowUp if !is_open => self.menu_keys.show(ctx, &items, key == Key::ArrowUp),
            Key::Enter | Key::Space if !is_open => self.menu_keys.show(ctx, &items, false),
            Key::ArrowDown => self.menu_keys.step(&items, 1),
            Key::ArrowUp => self.menu_keys.step(&items, -1),
            Key::Home | Key::End => self.menu_keys.show(ctx, &items, key == Key::End),
            Key::Enter | Key::Space => {
                if let Some(action) = item.and_then(|item| items.into_iter().nth(item)).map(|item| item.action) {
                    self.menu_keys.leave(ctx);
                    return Turn::Acts(action);
                }
            }
            letter if is_open => {
                let wanted = items.into_iter().find(|item| item.letter == Some(letter) && item.is_possible);
                if let Some(wanted) = wanted {
                    self.menu_keys.leave(ctx);
                    return Turn::Acts(wanted.action);
                }
            }
            letter => {
                if let Some(menu) = Menu::ALL.iter().position(|menu| menu.letter() == letter) {
                    self.go_to_menu(ctx, menu);
                }
            }
        }
        Turn::Taken
    }
}
