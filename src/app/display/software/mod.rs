//! The window where there is no graphics card: its picture is drawn by the processor, and only where it changed.
//!
//! Through Mesa's OpenGL for the processor each frame would be drawn whole, at a cost of ten milliseconds and 60 MB.

pub mod area;
pub mod damage;
pub mod picture;
pub mod raster;
mod surface;
pub mod textures;

use std::sync::Arc;
use std::time::{Duration, Instant};

use eframe::UserEvent;
use egui::{Context, Event, Vec2, ViewportBuilder, ViewportCommand, ViewportEvent, ViewportId, ViewportInfo, vec2};
use egui_winit::accesskit_winit::{self, WindowEvent as AccessEvent};
use egui_winit::{ActionRequested, State};
use winit::application::ApplicationHandler;
use winit::event::{StartCause, WindowEvent};
use winit::event_loop::{ActiveEventLoop, ControlFlow, EventLoopProxy};
use winit::window::{Window as NativeWindow, WindowId};

use self::area::Area;
use self::picture::{Frame, Picture};
use self::surface::Surface;
use super::{NoDisplay, unusable};
use crate::app::Window;
use crate::app::theme::Palette;

/// The longest side of the texture with the glyphs, in pixels. There are always enough for what a screen shows.
const LONGEST_SIDE: usize = 4096;

/// No frame comes sooner after the one before: nobody would see it, and what turns while something is being done would take all
/// of a processor.
const SHORTEST_FRAME: Duration = Duration::from_millis(16);

/// The same while the window is minimized.
const SHORTEST_UNSEEN: Duration = Duration::from_millis(100);

/// Makes what the window shows.
type Creator<'a> = Box<dyn FnOnce(&Context, &NativeWindow) -> Result<Window, NoDisplay> + 'a>;

/// The program as the event loop drives it.
pub struct SoftwareApplication<'a> {
    begins: Option<(ViewportBuilder, Creator<'a>)>,
    proxy: EventLoopProxy<UserEvent>,
    shown: Option<Shown>,
    failure: Option<NoDisplay>,
}

/// The window while it is open.
struct Shown {
    window: Window,
    ctx: Context,
    native: Arc<NativeWindow>,
    state: State,
    info: ViewportInfo,
    actions: Vec<ActionRequested>,
    picture: Picture,
    surface: Surface,
    /// When it must be drawn again.
    next: Option<Instant>,
    /// When it was drawn last.
    drawn: Option<Instant>,
    is_visible: bool,
}

/// What there is to do after a frame.
enum After {
    GoOn,
    Close,
}

impl<'a> SoftwareApplication<'a> {
    pub fn new(
        builder: ViewportBuilder,
        proxy: EventLoopProxy<UserEvent>,
        creator: impl FnOnce(&Context, &NativeWindow) -> Result<Window, NoDisplay> + 'a,
    ) -> Self {
        Self { begins: Some((builder, Box::new(creator))), proxy, shown: None, failure: None }
    }

    /// Why the window could not be opened, or had to be closed.
    pub fn failure(self) -> Option<NoDisplay> {
        self.failure
    }

    fn frame(&mut self, event_loop: &ActiveEventLoop) {
        let Some(shown) = &mut self.shown else { return };
        match shown.frame(event_loop) {
            Ok(After::GoOn) => {}
            Ok(After::Close) => self.close(event_loop),
            Err(failure) => {
                self.failure = Some(failure);
                self.close(event_loop);
            }
        }
    }

    fn draw_if_due(&mut self, event_loop: &ActiveEventLoop) {
        let Some(shown) = &mut self.shown else { return };
        if shown.next.is_none_or(|next| next > Instant::now()) {
            return;
        }
        if shown.is_seen() {
            shown.next = None;
            shown.native.request_redraw();
        } else {
            // Nobody is asked to draw what is not seen; closing it must be answered all the same.
            self.frame(event_loop);
        }
    }

    fn close(&mut self, event_loop: &ActiveEventLoop) {
        // Dropped while the event loop still runs: the desktop takes its leave of the window.
        if let Some(shown) = self.shown.take() {
            shown.ctx.on_exit();
        }
        event_loop.exit();
    }
}

impl ApplicationHandler<UserEvent> for SoftwareApplication<'_> {
    fn resumed(&mut self, event_loop: &ActiveEventLoop) {
        let Some((builder, creator)) = self.begins.take() else { return };
        match Shown::open(event_loop, builder, creator, &self.proxy) {
            Ok(shown) => self.shown = Some(shown),
            Err(failure) => {
                self.failure = Some(failure);
                event_loop.exit();
            }
        }
    }

    fn window_event(&mut self, event_loop: &ActiveEventLoop, _: WindowId, event: WindowEvent) {
        let Some(shown) = &mut self.shown else { return };
        if event == WindowEvent::RedrawRequested {
            self.frame(event_loop);
            return;
        }
        shown.take(&event);
        // While its edge is pulled Windows stretches the picture that there is, unless there is a new one at once. A window of no
        // size is one that is minimized.
        if cfg!(windows) && matches!(event, WindowEvent::Resized(size) if size.width > 0 && size.height > 0) {
            self.frame(event_loop);
        }
    }

    fn user_event(&mut self, _: &ActiveEventLoop, event: UserEvent) {
        let Some(shown) = &mut self.shown else { return };
        match event {
            UserEvent::RequestRepaint { when, cumulative_pass_nr, .. } => {
                let passes = shown.ctx.cumulative_pass_nr_for(ViewportId::ROOT);
                // Older ones were asked for before what is on the screen was drawn.
                if passes == cumulative_pass_nr || passes == cumulative_pass_nr + 1 {
                    shown.draw_at(when);
                }
            }
            UserEvent::AccessKitActionRequest(event) => shown.take_access(event),
        }
    }

    fn new_events(&mut self, event_loop: &ActiveEventLoop, _: StartCause) {
        self.draw_if_due(event_loop);
    }

    fn about_to_wait(&mut self, event_loop: &ActiveEventLoop) {
        self.draw_if_due(event_loop);
        let Some(shown) = &self.shown else { return };
        event_loop.set_control_flow(shown.next.map_or(ControlFlow::Wait, ControlFlow::WaitUntil));
    }

    fn exiting(&mut self, event_loop: &ActiveEventLoop) {
        self.close(event_loop);
    }
}

impl Shown {
    fn open(
        event_loop: &ActiveEventLoop,
        builder: ViewportBuilder,
        creator: Creator<'_>,
        proxy: &EventLoopProxy<UserEvent>,
    ) -> Result<Self, NoDisplay> {
        let ctx = context(proxy.clone());
        // Hidden until there is something to see.
        let builder = within_screen(builder.with_visible(false), event_loop);
        let attributes = egui_winit::create_winit_window_attributes(&ctx, builder.clone());
        let native = event_loop.create_window(attributes).map_err(unusable)?;
        egui_winit::apply_viewport_builder_to_window(&ctx, &native, &builder);
        #[cfg(windows)]
        set_taskbar_icon(&native, &builder);
        let native = Arc::new(native);
        let surface = Surface::of(&native).map_err(unusable)?;
        let scale = native.scale_factor() as f32;
        let theme = event_loop.system_theme();
        let mut state = State::new(ctx.clone(), ViewportId::ROOT, event_loop, Some(scale), theme, Some(LONGEST_SIDE));
        state.init_accesskit(event_loop, &native, proxy.clone());
        let mut info = ViewportInfo::default();
        egui_winit::update_viewport_info(&mut info, &ctx, &native, true);
        let window = creator(&ctx, &native)?;
        Ok(Self {
            window,
            ctx,
            native,
            state,
            info,
            actions: Vec::new(),
            picture: Picture::default(),
            surface,
            next: Some(Instant::now()),
            drawn: None,
            is_visible: false,
        })
    }

    fn draw_at(&mut self, when: Instant) {
        // As it was at the last frame: asking the desktop at each event would take longer than the events.
        let is_minimized = self.info.minimized == Some(true);
        let shortest = if is_minimized { SHORTEST_UNSEEN } else { SHORTEST_FRAME };
        let when = self.drawn.map_or(when, |drawn| when.max(drawn + shortest));
        self.next = Some(self.next.map_or(when, |next| next.min(when)));
    }

    /// Whether the window is on the screen, as far as the desktop tells.
    fn is_seen(&self) -> bool {
        self.is_visible && self.native.is_minimized() != Some(true)
    }

    fn take(&mut self, event: &WindowEvent) {
        match event {
            WindowEvent::CloseRequested => {
                self.info.events.push(ViewportEvent::Close);
                self.draw_at(Instant::now());
            }
            WindowEvent::Occluded(is_occluded) => self.info.occluded = Some(*is_occluded),
            _ => {}
        }
        if self.state.on_window_event(&self.native, event).repaint {
            self.draw_at(Instant::now());
        }
    }

    fn take_access(&mut self, event: accesskit_winit::Event) {
        match event.window_event {
            AccessEvent::InitialTreeRequested => self.ctx.enable_accesskit(),
            AccessEvent::ActionRequested(request) => self.state.on_accesskit_action_request(request),
            AccessEvent::AccessibilityDeactivated => {
                self.ctx.disable_accesskit();
                return;
            }
        }
        self.draw_at(Instant::now());
    }

    /// Shows what there is to show now.
    fn frame(&mut self, event_loop: &ActiveEventLoop) -> Result<After, NoDisplay> {
        let now = Instant::now();
        self.drawn = Some(now);
        self.next = self.next.filter(|&next| next > now);
        egui_winit::update_viewport_info(&mut self.info, &self.ctx, &self.native, false);
        let mut input = self.state.take_egui_input(&self.native);
        input.viewports = [(ViewportId::ROOT, self.info.clone())].into_iter().collect();
        let is_closing = input.viewport().close_requested();
        let output = self.ctx.run_ui(input, |ui| self.window.show_frame(ui));
        self.info.events.clear();
        self.state.handle_platform_output_with_event_loop(&self.native, event_loop, output.platform_output);
        let commands: Vec<_> = output.viewport_output.into_values().flat_map(|viewport| viewport.commands).collect();
        let is_kept = commands.contains(&ViewportCommand::CancelClose);

        let frame = Frame {
            shapes: output.shapes,
            textures: output.textures_delta,
            size: size(&self.native),
            scale: output.pixels_per_point,
            background: Palette::of(&self.ctx.global_style().visuals).panel,
        };
        let parts = self.picture.draw(&self.ctx, frame);
        self.native.pre_present_notify();
        self.present(&parts)?;
        if !self.is_visible {
            self.is_visible = true;
            self.native.set_visible(true);
        }
        self.carry_out(commands);
        if is_closing && !is_kept { Ok(After::Close) } else { Ok(After::GoOn) }
    }

    /// Brings the picture to the screen, which changed in these parts.
    fn present(&mut self, parts: &[Area]) -> Result<(), NoDisplay> {
        if self.surface.show(&self.picture.canvas, parts).is_ok() {
            return Ok(());
        }
        // What the desktop gave for it may be lost, as over another session.
        self.surface = Surface::of(&self.native).map_err(unusable)?;
        self.surface.show(&self.picture.canvas, parts).map_err(unusable)
    }

    fn carry_out(&mut self, commands: Vec<ViewportCommand>) {
        let actions = &mut self.actions;
        egui_winit::process_viewport_commands(&self.ctx, &mut self.info, commands, &self.native, actions);
        // Asking to close is told to the next frame, which may say no.
        let mut is_asked = self.info.close_requested();
        for action in std::mem::take(&mut self.actions) {
            let event = match action {
                ActionRequested::Cut => Event::Cut,
                ActionRequested::Copy => Event::Copy,
                ActionRequested::Paste => match self.state.clipboard_text() {
                    Some(text) if !text.is_empty() => Event::Paste(text.replace("\r\n", "\n")),
                    _ => continue,
                },
                // The window asks for neither.
                ActionRequested::Screenshot(_) | ActionRequested::PaintWhileHidden => continue,
            };
            self.state.egui_input_mut().events.push(event);
            is_asked = true;
        }
        if is_asked {
            self.draw_at(Instant::now());
        }
    }
}

/// What egui remembers, as eframe sets it up.
fn context(proxy: EventLoopProxy<UserEvent>) -> Context {
    let ctx = Context::default();
    ctx.set_embed_viewports(false);
    ctx.options_mut(|options| options.max_passes = std::num::NonZeroUsize::MIN.saturating_add(1));
    ctx.add_font_provider(Arc::new(egui_system_font_provider::SystemFontProvider::new()));
    let proxy = egui::mutex::Mutex::new(proxy);
    ctx.set_request_repaint_callback(move |info| {
        let when = Instant::now() + info.delay;
        let (viewport_id, cumulative_pass_nr) = (info.viewport_id, info.current_cumulative_pass_nr);
        // Where the event loop has ended there is nothing to be drawn.
        let _ = proxy.lock().send_event(UserEvent::RequestRepaint { viewport_id, when, cumulative_pass_nr });
    });
    ctx
}

/// Windows has two icons for a window; egui-winit sets the small one.
#[cfg(windows)]
fn set_taskbar_icon(native: &NativeWindow, builder: &ViewportBuilder) {
    use winit::platform::windows::WindowExtWindows;
    use winit::window::Icon;

    let icon = builder.icon.as_ref();
    let icon = icon.and_then(|icon| Icon::from_rgba(icon.rgba.clone(), icon.width, icon.height).ok());
    native.set_taskbar_icon(icon);
}

/// The same window, no larger than the largest screen: larger ones are lost on some desktops.
fn within_screen(builder: ViewportBuilder, event_loop: &ActiveEventLoop) -> ViewportBuilder {
    let sizes = event_loop.available_monitors().map(|monitor| {
        let size = monitor.size().to_logical::<f32>(monitor.scale_factor());
        vec2(size.width, size.height)
    });
    let largest = sizes.fold(Vec2::ZERO, Vec2::max);
    match builder.inner_size {
        Some(size) if largest != Vec2::ZERO => builder.with_inner_size(size.min(largest)),
        _ => builder,
    }
}

fn size(native: &NativeWindow) -> [usize; 2] {
    let size = native.inner_size();
    [size.width as usize, size.height as usize]
}
