//! Says of which commit the program is, and gives the program for Windows its icon, version and manifest.

use std::path::Path;
use std::process::Command;
use std::{env, io};

use winresource::WindowsResource;

/// What is packaged is built with these, so that it needs no repository and is the same wherever that lies.
const COMMIT: &str = "BUDGET_DISCLOSURE_COMMIT";
const DATE: &str = "BUDGET_DISCLOSURE_DATE";

fn main() -> io::Result<()> {
    println!("cargo::rerun-if-changed=src/build.rs");
    tell_commit();
    if env::var_os("CARGO_CFG_WINDOWS").is_some() {
        add_resources()?;
    }
    Ok(())
}

/// Hands the commit and its date to `src/version.rs`, where they are known.
fn tell_commit() {
    for name in [COMMIT, DATE] {
        println!("cargo::rerun-if-env-changed={name}");
    }
    let said = || Some((env::var(COMMIT).ok()?, env::var(DATE).ok()?));
    if let Some((commit, date)) = said().or_else(committed) {
        println!("cargo::rustc-env={COMMIT}={commit}");
        println!("cargo::rustc-env={DATE}={date}");
        println!("cargo::rustc-env=BUDGET_DISCLOSURE_LINE={} ({commit} {date})", env!("CARGO_PKG_VERSION"));
    }
}

/// What the repository says. While the program is worked on nobody asks, and it is not compiled again at each commit.
fn committed() -> Option<(String, String)> {
    if env::var("PROFILE").is_ok_and(|profile| profile == "debug") {
        return None;
    }
    // A source archive that was unpacked within another repository is of no commit of that.
    let root = git(&["rev-parse", "--show-toplevel"])?;
    if Path::new(&root).canonicalize().ok()? != Path::new(".").canonicalize().ok()? {
        return None;
    }
    let branch = git(&["rev-parse", "--symbolic-full-name", "HEAD"]).unwrap_or_default();
    for name in ["HEAD", branch.as_str(), "packed-refs"] {
        let path = git(&["rev-parse", "--git-path", name]).unwrap_or_default();
        // Cargo takes a file that is not there for one that changes all the time.
        if Path::new(&path).is_file() {
            println!("cargo::rerun-if-changed={path}");
        }
    }
    Some((git(&["rev-parse", "--short=12", "HEAD"])?, git(&["log", "-1", "--format=%cs"])?))
}

/// What git prints; `None` where there is none, or it refuses.
fn git(arguments: &[&str]) -> Option<String> {
    let output = Command::new("git").args(arguments).output().ok().filter(|output| output.status.success())?;
    let text = String::from_utf8(output.stdout).ok()?.trim().to_owned();
    (!text.is_empty()).then_some(text)
}

/// What the Explorer shows of the program, and what Windows must know to start it.
fn add_resources() -> io::Result<()> {
    const CHINESE: u16 = 0x0804;
    for file in ["icons/program.ico", "icons/document.ico", "packages/windows/program.manifest"] {
        println!("cargo::rerun-if-changed=assets/{file}");
    }
    let mut resource = WindowsResource::new();
    // The first icon is the program's, the second that of its files.
    resource.set_icon_with_id("assets/icons/program.ico", "1").set_icon_with_id("assets/icons/document.ico", "2");
    resource.set_manifest_file("assets/packages/windows/program.manifest").set_language(CHINESE);
    resource.set("ProductName", "预算公开编辑器").set("FileDescription", "预算公开编辑器");
    resource.set("OriginalFilename", "budget-disclosure.exe").set("LegalCopyright", "MIT");
    match resource.compile_for("budget-disclosure") {
        // A check compiles nothing that Windows would show: it does without the compiler of resources.
        Err(error) if env::var_os(COMMIT).is_none() => {
            println!("cargo::warning=the program gets no icon, version and manifest: {error}");
            Ok(())
        }
        compiled => compiled,
    }
}
