//! Keys that are let go, as the window hears of them.
//!
//! Works around egui-winit 0.37, which asks for a frame for each event, so that every key is painted twice: when it is pressed, and
//! when it is let go and nothing changes. Where the processor draws, painting is nearly all that a key costs. So the word that a
//! key was let go waits for the next press, click or whatever else happens to the window, and comes before it.

use eframe::UserEvent;
use winit::application::ApplicationHandler;
use winit::event::{DeviceEvent, DeviceId, ElementState, StartCause, WindowEvent};
use winit::event_loop::ActiveEventLoop;
use winit::keyboard::{Key, NamedKey};
use winit::window::WindowId;

/// The program as the event loop drives it.
pub struct Keyed<A> {
    program: A,
    /// In the order in which they came.
    let_go: Vec<(WindowId, WindowEvent)>,
}

impl<A> Keyed<A> {
    pub fn new(program: A) -> Self {
        Self { program, let_go: Vec::new() }
    }

    /// What the event loop drove.
    pub fn into_program(self) -> A {
        self.program
    }
}

/// Whether nothing on the screen depends on this.
fn can_wait(event: &WindowEvent) -> bool {
    match event {
        WindowEvent::KeyboardInput { event, .. } => is_let_go(event.state, &event.logical_key),
        _ => false,
    }
}

/// Whether this is a key let go whose press has done all there is to do. Alt opens the menus when it is let go, and what is held
/// with a click or the wheel must be known then.
fn is_let_go(state: ElementState, key: &Key) -> bool {
    let is_modifier = matches!(
        key,
        Key::Named(
            NamedKey::Alt
                | NamedKey::AltGraph
                | NamedKey::Control
                | NamedKey::Shift
                | NamedKey::Super
                | NamedKey::Meta
                | NamedKey::Hyper
        )
    );
    state == ElementState::Released && !is_modifier
}

impl<A: ApplicationHandler<UserEvent>> ApplicationHandler<UserEvent> for Keyed<A> {
    fn window_event(&mut self, event_loop: &ActiveEventLoop, window: WindowId, event: WindowEvent) {
        if can_wait(&event) {
            self.let_go.push((window, event));
            return;
        }
        // A frame that is drawn for another reason needs it no more than one of its own.
        if event != WindowEvent::RedrawRequested {
            for (window, event) in std::mem::take(&mut self.let_go) {
                self.program.window_event(event_loop, window, event);
            }
        }
        self.program.window_event(event_loop, window, event);
    }

    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        self.program.resumed(event_loop);
    }

    fn new_events(&mut self, event_loop: &ActiveEventLoop, cause: StartCause) {
        self.program.new_events(event_loop, cause);
    }

    fn user_event(&mut self, event_loop: &ActiveEventLoop, event: UserEvent) {
        self.program.user_event(event_loop, event);
    }

    fn device_event(&mut self, event_loop: &ActiveEventLoop, device: DeviceId, event: DeviceEvent) {
        self.program.device_event(event_loop, device, event);
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        self.program.about_to_wait(event_loop);
    }

    fn suspended(&mut self, event_loop: &ActiveEventLoop) {
        self.program.suspended(event_loop);
    }

    fn exiting(&mut self, event_loop: &ActiveEventLoop) {
        self.program.exiting(event_loop);
    }

    fn memory_warning(&mut self, event_loop: &ActiveEventLoop) {
        self.program.memory_warning(event_loop);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_let_go_waits_and_what_may_act_then_does_not() {
        let typed = Key::Character("7".into());
        let arrow = Key::Named(NamedKey::ArrowDown);
        for key in [&typed, &arrow, &Key::Named(NamedKey::Enter)] {
            assert!(is_let_go(ElementState::Released, key) && !is_let_go(ElementState::Pressed, key), "{key:?}");
        }
        for modifier in [NamedKey::Alt, NamedKey::Control, NamedKey::Shift, NamedKey::AltGraph, NamedKey::Super] {
            assert!(!is_let_go(ElementState::Released, &Key::Named(modifier)), "{modifier:?}");
        }
    }
}
