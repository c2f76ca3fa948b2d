//! What draws the window.

use std::env;
use std::fs::{self, File};
use std::path::Path;

/// The environment variable with which what draws is chosen.
const CHOICE: &str = "BUDGET_DISCLOSURE_RENDERER";

/// What draws the window.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Renderer {
    /// The graphics card, through OpenGL.
    OpenGl,
    /// The processor.
    Software,
}

/// What draws the window, and what does if that cannot. `BUDGET_DISCLOSURE_RENDERER=software` or `opengl` chooses.
pub fn renderers() -> [Renderer; 2] {
    let choice = env::var(CHOICE).unwrap_or_default();
    let first = match choice.as_str() {
        "opengl" => Renderer::OpenGl,
        "software" => Renderer::Software,
        _ if has_graphics_card() => Renderer::OpenGl,
        _ => Renderer::Software,
    };
    match first {
        Renderer::OpenGl => [Renderer::OpenGl, Renderer::Software],
        Renderer::Software => [Renderer::Software, Renderer::OpenGl],
    }
}

/// Whether there is a card that draws for programs. Elsewhere than on Linux OpenGL says so itself; there Mesa would have the
/// processor draw, slower than this program does.
fn has_graphics_card() -> bool {
    if !cfg!(target_os = "linux") {
        return true;
    }
    let is_asked_not_to =
        env::var("LIBGL_ALWAYS_SOFTWARE").is_ok_and(|value| !matches!(value.as_str(), "" | "0" | "false"));
    !is_asked_not_to && (has_render_node(Path::new("/dev/dri")) || Path::new("/dev/nvidiactl").exists())
}

/// Whether a driver offers to draw for this user: it has a device of its own for that.
fn has_render_node(folder: &Path) -> bool {
    let devices = fs::read_dir(folder).into_iter().flatten().flatten();
    let mut nodes = devices.filter(|device| device.file_name().to_string_lossy().starts_with("renderD"));
    nodes.any(|node| File::options().read(true).write(true).open(node.path()).is_ok())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_card_draws_that_has_a_device_for_it() {
        let folder = tempfile::tempdir().unwrap();
        assert!(!has_render_node(&folder.path().join("none")));
        fs::write(folder.path().join("card0"), "").unwrap();
        assert!(!has_render_node(folder.path()), "a screen is not yet a card that draws");
        fs::write(folder.path().join("renderD128"), "").unwrap();
        assert!(has_render_node(folder.path()));
    }
}
