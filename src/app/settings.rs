//! What the window remembers from one run to the next: its theme and zoom.
//!
//! State is never worth an error: what cannot be read is as if it had never been, and what cannot be written is
//! logged.

use std::io;
use std::path::{Path, PathBuf};

use egui::{Context, ThemePreference};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use super::grid::Scale;
use crate::state::state_folder;
use disclosure_engine::file::{FileError, make_private_folder, private_folder, read_own, replace_own};

/// Least zoom, in per cent.
pub const LEAST_ZOOM: u16 = 90;
/// Greatest zoom, in per cent.
pub const GREATEST_ZOOM: u16 = 200;

const FILE: &str = "settings.json";
/// More than any of them says, in bytes.
const SIZE_LIMIT: u64 = 1024 * 1024;
const ZOOM_STEP: u16 = 10;

/// Light, dark, or what the desktop prefers.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ThemeChoice {
    /// What the desktop prefers.
    #[default]
    System,
    /// Always light.
    Light,
    /// Always dark.
    Dark,
}

impl ThemeChoice {
    /// All choices, in the order of a menu.
    pub const ALL: [Self; 3] = [Self::System, Self::Light, Self::Dark];

    /// What the choice is called in a menu.
    pub fn label(self) -> &'static str {
        match self {
            Self::System => "跟随系统",
            Self::Light => "浅色",
            Self::Dark => "深色",
        }
    }

    fn preference(self) -> ThemePreference {
        match self {
            Self::System => ThemePreference::System,
            Self::Light => ThemePreference::Light,
            Self::Dark => ThemePreference::Dark,
        }
    }
}

/// The remembered settings of the window. Each change is saved at once.
#[derive(Debug)]
pub struct Settings {
    folder: Option<PathBuf>,
    kept: Kept,
}

/// A list of codes of the user's, for one year or for all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct KeptCatalog {
    pub year: Option<u16>,
    pub path: PathBuf,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
struct Kept {
    theme: ThemeChoice,
    zoom: u16,
    /// How large tables are drawn beside that, in per cent.
    table_zoom: u16,
    /// Who signs comments.
    author: String,
    /// The user's own lists of codes.
    catalogs: Vec<KeptCatalog>,
    /// The one that earlier versions kept, for all years.
    #[serde(skip_serializing)]
    catalog: Option<PathBuf>,
    /// Code of the region whose form was used last for a new disclosure.
    region: Option<String>,
    /// What a bureau wants checked.
    policy: Option<PathBuf>,
}

impl Default for Kept {
    fn default() -> Self {
        let (theme, author) = (ThemeChoice::default(), String::new());
        Self {
            theme,
            zoom: 100,
            table_zoom: 100,
            author,
            catalogs: Vec::new(),
            catalog: None,
            region: None,
            policy: None,
        }
    }
}

impl Settings {
    /// The settings of the last run.
    pub fn load() -> Self {
        Self::load_from(state_folder())
    }

    /// The settings kept in `folder`; with none, they are forgotten when the program ends.
    pub fn load_from(folder: Option<PathBuf>) -> Self {
        let mut kept: Kept = folder.as_deref().and_then(|folder| read(folder, FILE)).unwrap_or_default();
        kept.zoom = kept.zoom.clamp(LEAST_ZOOM, GREATEST_ZOOM);
        kept.catalogs.extend(kept.catalog.take().map(|path| KeptCatalog { year: None, path }));
        Self { folder, kept }
    }

    /// Light, dark, or what the desktop prefers.
    pub fn theme(&self) -> ThemeChoice {
        self.kept.theme
    }

    /// Zoom in per cent, from [`LEAST_ZOOM`] to [`GREATEST_ZOOM`].
    pub fn zoom(&self) -> u16 {
        self.kept.zoom
    }

    /// How large tables are drawn beside that.
    pub fn table_scale(&self) -> Scale {
        Scale::from_percent(self.kept.table_zoom)
    }

    /// Remembers how large tables are drawn.
    pub fn set_table_scale(&mut self, scale: Scale) {
        self.change(Kept { table_zoom: scale.percent(), ..self.kept.clone() });
    }

    /// Who signs comments; empty until it was asked.
    pub fn author(&self) -> &str {
        &self.kept.author
    }

    /// Remembers who signs comments.
    pub fn set_author(&mut self, author: &str) {
        self.change(Kept { author: author.to_owned(), ..self.kept.clone() });
    }

    /// The user's own lists of codes.
    pub fn catalogs(&self) -> &[KeptCatalog] {
        &self.kept.catalogs
    }

    /// Remembers the user's own lists of codes.
    pub fn set_catalogs(&mut self, catalogs: Vec<KeptCatalog>) {
        self.change(Kept { catalogs, ..self.kept.clone() });
    }

    /// Code of the region whose form was used last for a new disclosure.
    pub fn region(&self) -> Option<&str> {
        self.kept.region.as_deref()
    }

    /// Remembers the region for which a disclosure was made.
    pub fn set_region(&mut self, region: Option<String>) {
        self.change(Kept { region, ..self.kept.clone() });
    }

    /// What a bureau wants checked.
    pub fn policy(&self) -> Option<&Path> {
        self.kept.policy.as_deref()
    }

    /// Remembers what a bureau wants checked.
    pub fn set_policy(&mut self, policy: Option<PathBuf>) {
        self.change(Kept { policy, ..self.kept.clone() });
    }

    /// Changes the theme, in `ctx` too.
    pub fn set_theme(&mut self, theme: ThemeChoice, ctx: &Context) {
        self.change(Kept { theme, ..self.kept.clone() });
        self.apply(ctx);
    }

    /// Changes the zoom, in `ctx` too, to the nearest per cent that is allowed.
    pub fn set_zoom(&mut self, percent: u16, ctx: &Context) {
        self.change(Kept { zoom: percent.clamp(LEAST_ZOOM, GREATEST_ZOOM), ..self.kept.clone() });
        self.apply(ctx);
    }

    /// One step larger.
    pub fn zoom_in(&mut self, ctx: &Context) {
        self.set_zoom(self.kept.zoom + ZOOM_STEP, ctx);
    }

    /// One step smaller.
    pub fn zoom_out(&mut self, ctx: &Context) {
        self.set_zoom(self.kept.zoom - ZOOM_STEP, ctx);
    }

    /// Puts the settings into effect when the window opens.
    pub fn apply(&self, ctx: &Context) {
        // egui's own keys for the zoom know neither its bounds nor that it is remembered: the menu has them.
        ctx.options_mut(|options| options.zoom_with_keyboard = false);
        ctx.set_theme(self.kept.theme.preference());
        ctx.set_zoom_factor(f32::from(self.kept.zoom) / 100.0);
    }

    fn change(&mut self, kept: Kept) {
        if kept == self.kept {
            return;
        }
        self.kept = kept;
        if let Some(folder) = &self.folder {
            write(folder, FILE, &self.kept);
        }
    }
}

/// What `file` of the state folder says, if it is there and can be understood.
pub(super) fn read<T: DeserializeOwned>(folder: &Path, file: &str) -> Option<T> {
    let path = folder.join(file);
    let found = private_folder(folder, Path::new("")).and_then(|_| read_own(&path, SIZE_LIMIT));
    let text = match found {
        Ok(text) => text,
        Err(error) if error.kind() == io::ErrorKind::NotFound => return None,
        Err(error) => {
            log::warn!("{}: {error}", path.display());
            return None;
        }
    };
    serde_json::from_slice(&text).inspect_err(|error| log::warn!("{}: {error}", path.display())).ok()
}

/// Replaces `file` of the state folder, as a whole or not at all.
pub(super) fn write<T: Serialize>(folder: &Path, file: &str, value: &T) {
    let replace = || -> Result<(), FileError> {
        make_private_folder(folder, Path::new("")).map_err(FileError::Write)?;
        let mut text = serde_json::to_vec_pretty(value).map_err(|error| FileError::Write(error.into()))?;
        text.push(b'\n');
        replace_own(&folder.join(file), &text, false)
    };
    if let Err(error) = replace() {
        log::warn!("{}: {error}", folder.join(file).display());
    }
}

#[cfg(test)]
mod tests {
    use std::fs;

    use super::*;

    #[test]
    fn settings_outlive_the_program() {
        let folder = tempfile::tempdir().unwrap();
        let state = Some(folder.path().join("not yet there"));
        let ctx = Context::default();
        let mut settings = Settings::load_from(state.clone());
        assert_eq!((settings.theme(), settings.zoom()), (ThemeChoice::System, 100));
        settings.set_theme(ThemeChoice::Dark, &ctx);
        settings.zoom_in(&ctx);
        assert_eq!(ctx.theme(), egui::Theme::Dark);

        let settings = Settings::load_from(state);
        assert_eq!((settings.theme(), settings.zoom()), (ThemeChoice::Dark, 110));
    }

    #[test]
    fn the_zoom_has_bounds() {
        let folder = tempfile::tempdir().unwrap();
        let state = Some(folder.path().to_owned());
        let ctx = Context::default();
        let mut settings = Settings::load_from(state.clone());
        settings.set_zoom(1000, &ctx);
        settings.zoom_in(&ctx);
        assert_eq!(settings.zoom(), GREATEST_ZOOM);
        settings.set_zoom(0, &ctx);
        settings.zoom_out(&ctx);
        assert_eq!(settings.zoom(), LEAST_ZOOM);
        fs::write(folder.path().join(FILE), r#"{"zoom": 7}"#).unwrap();
        assert_eq!(Settings::load_from(state).zoom(), LEAST_ZOOM);
    }

    #[test]
    fn what_cannot_be_read_is_forgotten() {
        let folder = tempfile::tempdir().unwrap();
        let state = Some(folder.path().to_owned());
        for text in ["", "{", "[]", "\u{0}", r#"{"theme": "purple"}"#, r#"{"zoom": -1}"#] {
            fs::write(folder.path().join(FILE), text).unwrap();
            assert_eq!(Settings::load_from(state.clone()).kept, Kept::default(), "{text}");
        }
        // One list for all years is what earlier versions had.
        fs::write(folder.path().join(FILE), r#"{"catalog": "/科目.csv"}"#).unwrap();
        let kept = KeptCatalog { year: None, path: "/科目.csv".into() };
        assert_eq!(Settings::load_from(state.clone()).catalogs(), [kept]);
        // What a later version adds does no harm.
        fs::write(folder.path().join(FILE), r#"{"theme": "light", "later": 1}"#).unwrap();
        assert_eq!(Settings::load_from(state).theme(), ThemeChoice::Light);
        assert_eq!(Settings::load_from(None).kept, Kept::default());
    }

    #[test]
    fn what_cannot_be_written_is_no_error() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let mut settings = Settings::load_from(Some(file.path().join("below a file")));
        settings.set_theme(ThemeChoice::Light, &Context::default());
        assert_eq!(settings.theme(), ThemeChoice::Light);
    }
}
