//! The real program on a real (virtual) screen: typed into, saved, and opened again.
//!
//! Needs Xvfb and xdotool. Where they are missing the tests say so and do nothing, except under CI, where they must run.

#[path = "support/not_run/mod.rs"]
mod not_run;
#[path = "support/screen/mod.rs"]
mod screen;

use std::path::Path;
use std::process::Command;

use screen::{Running, Screen};

const PROGRAM: &str = env!("CARGO_BIN_EXE_budget-disclosure");

impl Running<'_> {
    fn save(&mut self) {
        self.wait_for("the unsaved mark", |running| running.title().contains("未保存").then_some(()));
        self.keys(&["ctrl+s"]);
        self.wait_for("the saved state", |running| (!running.title().contains("未保存")).then_some(()));
    }

    /// Whether it has a library of OpenGL in memory.
    #[cfg(target_os = "linux")]
    fn has_opengl(&self) -> bool {
        let mapped = std::fs::read_to_string(format!("/proc/{}/maps", self.program.id())).unwrap();
        ["/libEGL", "/libGL"].iter().any(|library| mapped.contains(library))
    }
}

/// Finding B16 of `file`, as `check` reports it: what stands in 表5 and what 表6 adds up to.
fn basic_expenditure(file: &Path) -> Option<(String, String)> {
    let output = Command::new(PROGRAM).args(["check", "--format", "json"]).arg(file).output().unwrap();
    let report: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    let finding = report["findings"].as_array()?.iter().find(|finding| finding["rule"] == "B16")?;
    Some((finding["stated"].as_str()?.to_owned(), finding["expected"].as_str()?.to_owned()))
}

#[test]
fn an_amount_is_typed_the_total_changes_and_both_are_there_after_saving_and_opening_again_whatever_draws() {
    let Some(screen) = Screen::open("1440x900") else { return };
    let folder = tempfile::tempdir().unwrap();
    let file = folder.path().join("urumqi.budget");
    std::fs::copy(concat!(env!("CARGO_MANIFEST_DIR"), "/assets/samples/urumqi-2025.budget"), &file).unwrap();
    assert_eq!(basic_expenditure(&file), None);

    let enter = |renderer, amount| {
        let mut program = screen.start(renderer, folder.path(), &file);
        #[cfg(target_os = "linux")]
        assert_eq!(program.has_opengl(), renderer == "opengl", "{renderer}");
        // To 表6, and there from the total to 301 01 人员经费.
        program.keys(&["ctrl+Next", "ctrl+Next", "ctrl+Next", "ctrl+Next", "ctrl+Next", "Down", "Down", "Right"]);
        program.text(amount);
        program.keys(&["Return"]);
        program.save();
    };
    enter("software", "1318.69");
    assert_eq!(basic_expenditure(&file), Some(("5334.82".to_owned(), "5344.82".to_owned())));

    enter("opengl", "1308.69");
    assert_eq!(basic_expenditure(&file), None);
}

/// Windows and Macs always have one.
#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn without_a_display_a_sentence_says_so_and_names_the_commands_that_need_none() {
    let output = Command::new(PROGRAM)
        .env_remove("DISPLAY")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("没有可用的图形界面") && message.contains("budget-disclosure check"), "{message}");
    assert!(!message.contains("panicked"), "{message}");
}

/// Windows and Macs always have one.
#[cfg(all(unix, not(target_os = "macos")))]
#[test]
fn a_display_that_cannot_be_reached_is_told_without_a_panic() {
    let output = Command::new(PROGRAM)
        .env("DISPLAY", ":4077")
        .env_remove("WAYLAND_DISPLAY")
        .env_remove("WAYLAND_SOCKET")
        .output()
        .unwrap();
    let message = String::from_utf8_lossy(&output.stderr);
    assert_eq!(output.status.code(), Some(2), "{message}");
    assert!(message.contains("窗口打不开") && !message.contains("panicked"), "{message}");
}
