//! Opening the window on the screen, or saying why it cannot be.

mod last_words;
mod let_go;
mod renderer;
pub mod software;

use std::cell::RefCell;
use std::fmt::Display;
use std::path::PathBuf;
use std::rc::Rc;

use eframe::{CreationContext, NativeOptions, UserEvent};
use egui::{Context, IconData, ViewportBuilder, ViewportCommand, vec2};
use winit::event_loop::EventLoop;
use winit::platform::run_on_demand::EventLoopExtRunOnDemand;
use winit::raw_window_handle::{HasDisplayHandle, HasWindowHandle};

use let_go::Keyed;
use renderer::{Renderer, renderers};
use software::SoftwareApplication;

use super::Window;
use super::clipboard::CellClipboard;
use super::paths::NativeChooser;
use crate::more::More;

/// The title of the window.
const TITLE: &str = "预算公开编辑器";

/// There is no screen to show the window on, or it cannot be drawn on it.
#[derive(Debug, thiserror::Error)]
pub enum NoDisplay {
    /// There is no display at all.
    #[error(
        "没有可用的图形界面（DISPLAY 和 WAYLAND_DISPLAY 都没有设置），窗口打不开。\n\
         不需要窗口的命令：\n  \
         budget-disclosure check FILE...    核对文件\n  \
         budget-disclosure new --body NAME --year N -o FILE.budget    新建文件\n\
         其余见 budget-disclosure --help"
    )]
    Absent,
    /// There is one, but the window cannot be opened on it.
    #[error(
        "窗口打不开。{remedy}\n\
         不需要窗口的命令：budget-disclosure check、budget-disclosure new，见 budget-disclosure --help\n\
         原因：{0}",
        remedy = REMEDY
    )]
    Unusable(String),
    /// What is built into the program is broken.
    #[error("程序自带的数据有误：{0}")]
    Data(String),
}

/// What can be done where the window cannot be drawn.
const REMEDY: &str = if cfg!(windows) {
    "请注销后重新登录 Windows，再打开一次。"
} else {
    "请检查图形界面和显卡驱动（Debian 上需要的软件包见 README.md）。"
};

/// Opens the window, on `file` if there is one and with the forms of the folders `forms`, too, and returns when it is closed.
///
/// # Errors
/// When there is no display, or no way to draw on it.
pub fn run(file: Option<PathBuf>, more: More) -> Result<(), NoDisplay> {
    if cfg!(all(unix, not(target_os = "macos"))) && !has_display() {
        return Err(NoDisplay::Absent);
    }
    last_words::listen();
    // The only one that there may be, whatever draws.
    let event_loop = EventLoop::with_user_event().build();
    let mut event_loop = event_loop.map_err(unusable)?;
    let mut failures = Vec::new();
    for renderer in renderers() {
        let outcome = match renderer {
            Renderer::OpenGl => open_by_opengl(&mut event_loop, file.clone(), &more),
            Renderer::Software => open_by_software(&mut event_loop, file.clone(), &more),
        };
        match outcome {
            Err(NoDisplay::Unusable(failure)) => failures.push(failure),
            outcome => return outcome,
        }
    }
    Err(NoDisplay::Unusable(failures.join("；")))
}

/// Shows `message` in a box of Windows, for who has neither the window nor a console; elsewhere there is always a place to
/// print it.
pub fn show_message(message: &str) {
    #[cfg(windows)]
    {
        let message = rfd::MessageDialog::new().set_title(TITLE).set_description(message);
        message.set_level(rfd::MessageLevel::Error).show();
    }
    #[cfg(not(windows))]
    let _ = message;
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY", "WAYLAND_SOCKET"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Opens the window, drawn by the graphics card, and returns when it is closed.
fn open_by_opengl(event_loop: &mut EventLoop<UserEvent>, file: Option<PathBuf>, more: &More) -> Result<(), NoDisplay> {
    // What is wrong with the program's own data: eframe passes on its words and not what they are about.
    let broken = Rc::new(RefCell::new(None));
    let tell = Rc::clone(&broken);
    let creator = move |creation: &CreationContext<'_>| {
        let window = create(&creation.egui_ctx, creation, file, more).map_err(|failure| {
            let words = failure.to_string();
            *tell.borrow_mut() = Some(failure);
            words
        })?;
        Ok(Box::new(window) as Box<dyn eframe::App>)
    };
    let program = eframe::create_native("budget-disclosure", options(), Box::new(creator), event_loop);
    let ended = event_loop.run_app_on_demand(&mut Keyed::new(program));
    if let Some(failure) = broken.take() {
        return Err(failure);
    }
    match last_words::take() {
        Some(error) => Err(NoDisplay::Unusable(error)),
        None => ended.map_err(unusable),
    }
}

/// Opens the window, drawn by the processor, and returns when it is closed.
fn open_by_software(
    event_loop: &mut EventLoop<UserEvent>,
    file: Option<PathBuf>,
    more: &More,
) -> Result<(), NoDisplay> {
    let program = SoftwareApplication::new(viewport(), event_loop.create_proxy(), move |ctx, native| {
        create(ctx, native, file, more)
    });
    let mut program = Keyed::new(program);
    let ended = event_loop.run_app_on_demand(&mut program);
    program.into_program().failure().map_or(ended.map_err(unusable), Err)
}

/// Makes what the window shows, in a window of the desktop that dialogs can belong to.
fn create(
    ctx: &Context,
    native: &(impl HasWindowHandle + HasDisplayHandle),
    file: Option<PathBuf>,
    more: &More,
) -> Result<Window, NoDisplay> {
    let window = Window::new(ctx, NativeChooser::of(native), file, more);
    let window = window.map_err(|error| NoDisplay::Data(error.to_string()))?;
    ctx.add_plugin(CellClipboard::default());
    // Asked for once more: some window managers forget what was asked before the window was there.
    ctx.send_viewport_cmd(ViewportCommand::Maximized(true));
    Ok(window)
}

fn unusable(error: impl Display) -> NoDisplay {
    NoDisplay::Unusable(error.to_string())
}

fn options() -> NativeOptions {
    NativeOptions {
        renderer: eframe::Renderer::Glow,
        // There are no gradients that would show bands.
        dithering: false,
        viewport: viewport(),
        ..NativeOptions::default()
    }
}

fn viewport() -> ViewportBuilder {
    ViewportBuilder::default()
        .with_title(TITLE)
        .with_app_id("budget-disclosure")
        .with_inner_size(vec2(1280.0, 720.0))
        .with_min_inner_size(vec2(640.0, 360.0))
        .with_maximized(true)
        .with_drag_and_drop(true)
        .with_icon(icon())
}

/// The program's icon; a window without one still opens.
fn icon() -> IconData {
    let picture = include_bytes!("../../assets/icons/program-64.png");
    eframe::icon_data::from_png_bytes(picture).unwrap_or_default()
}
