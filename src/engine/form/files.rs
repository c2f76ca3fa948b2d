//! The files of which a form consists, wherever they come from: built in, a folder, a ZIP file, a disclosure that carries
//! them.

use std::collections::BTreeMap;
use std::fs::File;
use std::io::{Cursor, Read};
use std::ops::Range;
use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use serde::Deserialize;

use super::entries;
use super::error::{FormError, FormErrors, SourceText};

/// Name of the file with tables, identities, rules, parts.
pub const FORM_FILE: &str = "form.ron";
/// Name of the file with the sentences; it may be absent.
pub const NARRATIVE_FILE: &str = "narrative.ron";
/// Name of the file with an example for each rule; it may be absent.
pub const EXAMPLES_FILE: &str = "examples.ron";
/// Name of the file with the codes that differ from the national list of its year; it may be absent.
pub const CODES_FILE: &str = "codes.csv";

/// The files that are read; whatever else lies beside them is passed over.
const KNOWN: [&str; 4] = [FORM_FILE, NARRATIVE_FILE, EXAMPLES_FILE, CODES_FILE];

/// The largest of them, in bytes: ten times what one says.
const SIZE_LIMIT: u64 = 512 * 1024;
/// More entries are no form.
const MOST_ENTRIES: usize = 1000;

/// The files of one form.
#[derive(Debug, Clone)]
pub struct FormFiles {
    /// Name of the folder, as messages call it.
    name: String,
    texts: BTreeMap<String, String>,
    /// The form on which it is based, once that is found.
    base: Option<Arc<FormFiles>>,
    /// What its text says of that, once it was looked for: all of the text may have to be read.
    changes: OnceLock<Changes>,
}

/// Whether a form is written as changes of another.
#[derive(Debug, Clone)]
enum Changes {
    No,
    /// Those of the form whose id stands there in the text.
    Of(Range<usize>),
    /// Nobody can read of which.
    OfUnknown,
}

impl PartialEq for FormFiles {
    fn eq(&self, other: &Self) -> bool {
        (&self.name, &self.texts, &self.base) == (&other.name, &other.texts, &other.base)
    }
}

impl Eq for FormFiles {}

/// In the folder of this name, or under a name that begins with it, are the files of the form on which a form is based.
const BASE: &str = "base";

/// A form is based on one that is based on another, and so on, no deeper.
pub(super) const MOST_BASES: usize = 16;

/// A name of a field that differs in more is another one.
const FARTHEST_MISSPELT: usize = 2;

/// What stands around an id, or is typed there in place of the first.
const QUOTES: [char; 4] = ['"', '“', '”', '＂'];

/// The only field of a form that is read before it is known how the others are.
#[derive(Deserialize)]
#[serde(rename = "Form")]
struct BasedOn<'a> {
    #[serde(borrow, default)]
    based_on: Option<&'a str>,
}

/// The same of its id.
#[derive(Deserialize)]
#[serde(rename = "Form")]
struct OwnId<'a> {
    id: &'a str,
}

impl FormFiles {
    /// The files `texts` of the folder `name`; those that no form has are left out. `base/NAME/FILE` is a file of the form on
    /// which it is based.
    pub fn new<T: Into<String>>(name: impl Into<String>, texts: impl IntoIterator<Item = (T, T)>) -> Self {
        let (mut own, mut of_base, mut base_name) = (BTreeMap::new(), Vec::new(), String::new());
        for (file, text) in texts {
            let (file, text): (String, String) = (file.into(), text.into());
            if file.split('/').count() > 2 * (MOST_BASES + 1) {
                continue;
            }
            match file.strip_prefix(BASE).and_then(|rest| rest.strip_prefix('/')?.split_once('/')) {
                Some((name, file)) => {
                    name.clone_into(&mut base_name);
                    of_base.push((file.to_owned(), text));
                }
                None if KNOWN.contains(&file.as_str()) => drop(own.insert(file, text)),
                None => {}
            }
        }
        let base = (!of_base.is_empty()).then(|| Arc::new(Self::new(base_name, of_base)));
        Self::of(name.into(), own, base)
    }

    fn of(name: String, texts: BTreeMap<String, String>, base: Option<Arc<Self>>) -> Self {
        Self { name, texts, base, changes: OnceLock::new() }
    }

    /// Id of the form on which it is based, as it names it.
    pub fn based_on(&self) -> Option<&str> {
        match self.changes() {
            Changes::Of(id) => self.text(FORM_FILE)?.get(id.clone()),
            Changes::No | Changes::OfUnknown => None,
        }
    }

    /// Whether it is written as the changes of another one, even where nobody can read of which.
    pub(super) fn is_changes(&self) -> bool {
        !matches!(self.changes(), Changes::No)
    }

    fn changes(&self) -> &Changes {
        self.changes.get_or_init(|| self.text(FORM_FILE).map_or(Changes::No, Changes::said_in))
    }

    /// Id of the form, as its file says.
    pub fn id(&self) -> Option<&str> {
        let written: OwnId<'_> = crate::ron_text::parse(self.text(FORM_FILE)?).ok()?;
        Some(written.id)
    }

    /// The form on which it is based.
    pub fn base(&self) -> Option<&Self> {
        self.base.as_deref()
    }

    /// Whether it is based on no other, or on one that is there.
    pub fn is_complete(&self) -> bool {
        self.base.is_some() || self.based_on().is_none()
    }

    /// The same, based on `base`.
    #[must_use]
    pub fn with_base(&self, base: &Self) -> Self {
        Self { base: Some(Arc::new(base.clone())), ..self.clone() }
    }

    /// Every file with its text, those of the form on which it is based among them, as [`new`](Self::new) takes them.
    pub fn all_texts(&self) -> Vec<(String, String)> {
        let own = self.texts().map(|(file, text)| (file.to_owned(), text.to_owned()));
        let of_base = self.base.iter().flat_map(|base| {
            let texts = base.all_texts().into_iter();
            texts.map(|(file, text)| (format!("{BASE}/{}/{file}", base.name), text))
        });
        own.chain(of_base).collect()
    }

    /// Whether a file of a form is called `name`.
    pub fn is_one(name: &str) -> bool {
        KNOWN.contains(&name)
    }

    /// Whether `folder` holds a form.
    pub fn are_in(folder: &Path) -> bool {
        folder.join(FORM_FILE).is_file()
    }

    /// Reads the files of `folder`.
    ///
    /// # Errors
    /// When one of them cannot be read, is too large or is not text.
    pub fn read(folder: &Path) -> Result<Self, FormErrors> {
        let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
        let mut texts = BTreeMap::new();
        let mut errors = Vec::new();
        for file in KNOWN.into_iter().filter(|file| folder.join(file).is_file() || *file == FORM_FILE) {
            let read = File::open(folder.join(file)).map_err(|error| unreadable(&error));
            match read.and_then(|mut opened| text_of(&mut opened)) {
                Ok(text) => drop(texts.insert(file.to_owned(), text)),
                Err(message) => errors.push(FormError::of_file(format!("{name}/{file}"), message)),
            }
        }
        let base = match base_in(folder) {
            Some(folder) => Some(Arc::new(Self::read(&folder)?)),
            None => None,
        };
        if errors.is_empty() { Ok(Self::of(name, texts, base)) } else { Err(FormErrors::new(errors)) }
    }

    /// Reads the files of a ZIP file; they may stand in a folder of it.
    ///
    /// # Errors
    /// When it is none, or its files cannot be read, are too large or are not text.
    pub fn read_zip(name: &str, bytes: &[u8]) -> Result<Self, FormErrors> {
        let refuse = |message: String| FormErrors::new(vec![FormError::of_file(name.to_owned(), message)]);
        let mut archive =
            zip::ZipArchive::new(Cursor::new(bytes)).map_err(|_| refuse("不是 ZIP 压缩文件，或者已经损坏".into()))?;
        if archive.len() > MOST_ENTRIES {
            return Err(refuse("压缩文件里的文件太多，不会是表式".into()));
        }
        let mut found: BTreeMap<String, String> = BTreeMap::new();
        let mut folder = None;
        for place in 0..archive.len() {
            let mut entry = archive.by_index(place).map_err(|_| refuse("压缩文件里有读不出来的文件".into()))?;
            let unreadable = |_| refuse("压缩文件里有文件名读不出来".into());
            let path = entry.name().map_err(unreadable)?.replace('\\', "/");
            let (inside, file) = path.rsplit_once('/').unwrap_or(("", &path));
            let (inside, file) = (inside.to_owned(), file.to_owned());
            if !KNOWN.contains(&file.as_str()) {
                continue;
            }
            if folder.as_ref().is_some_and(|folder| *folder != inside) {
                return Err(refuse("压缩文件里有几套表式，请分别压缩".into()));
            }
            folder = Some(inside);
            let text = text_of(&mut entry).map_err(|message| refuse(format!("{file}：{message}")))?;
            found.insert(file, text);
        }
        if !found.contains_key(FORM_FILE) {
            return Err(refuse(format!("压缩文件里没有 {FORM_FILE}")));
        }
        let stem = Path::new(name).file_stem().map_or_else(|| name.to_owned(), |stem| stem.to_string_lossy().into());
        Ok(Self::of(stem, found, None))
    }

    /// Why `file` cannot be read to its end.
    pub(crate) fn unread(&self, file: &str, error: &ron::error::SpannedError) -> FormError {
        SourceText::alone(&self.path(file), self.text(file).unwrap_or_default()).syntax_error(error, "后面可能还有别的")
    }

    /// The first file that is larger than one of a form can be.
    pub(super) fn too_large(&self) -> Option<FormError> {
        let (file, _) = self.texts.iter().find(|(_, text)| text.len() as u64 > SIZE_LIMIT)?;
        Some(FormError::of_file(self.path(file), too_large()))
    }

    /// Name of the folder, as messages call it.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The text of `file`, `None` where the form has no such file.
    pub fn text(&self, file: &str) -> Option<&str> {
        self.texts.get(file).map(String::as_str)
    }

    /// What messages call `file`.
    pub fn path(&self, file: &str) -> String {
        format!("{}/{file}", self.name)
    }

    /// Every file with its text.
    pub fn texts(&self) -> impl Iterator<Item = (&str, &str)> {
        self.texts.iter().map(|(file, text)| (file.as_str(), text.as_str()))
    }

    /// The same form where `from`, the first time that it stands in `file`, is `to`.
    pub fn replaced(&self, file: &str, from: &str, to: &str) -> Self {
        let mut changed = Self::of(self.name.clone(), self.texts.clone(), self.base.clone());
        if let Some(text) = changed.texts.get_mut(file) {
            *text = text.replacen(from, to, 1);
        }
        changed
    }

    /// Whether both say the same, whatever their folders are called.
    pub fn same_texts(&self, other: &Self) -> bool {
        let is_same_base = match (&self.base, &other.base) {
            (Some(own), Some(other)) => own.same_texts(other),
            (own, other) => own.is_none() && other.is_none(),
        };
        self.texts == other.texts && is_same_base
    }
}

impl Changes {
    /// What the text of a form says. What cannot be read is the changes of another one nevertheless, and is held to what these
    /// may say.
    fn said_in(text: &str) -> Self {
        let of = |id: &str| {
            let start = id.as_ptr() as usize - text.as_ptr() as usize;
            Self::Of(start..start + id.len())
        };
        if let Some(id) = readable_based_on(text) {
            return of(id);
        }
        match behind_based_on(text) {
            None => Self::No,
            Some(behind) => id_in(behind).map_or(Self::OfUnknown, of),
        }
    }
}

fn readable_based_on(text: &str) -> Option<&str> {
    crate::ron_text::parse::<BasedOn<'_>>(text).ok()?.based_on
}

/// What stands in the text of a form behind the name `based_on`, or what is nearly that: no other field is called so.
fn behind_based_on(text: &str) -> Option<&str> {
    let distance = |name: &str| strsim::damerau_levenshtein(&name.to_lowercase(), "based_on");
    let found = entries::names(text).into_iter().find(|name| distance(name.name) <= FARTHEST_MISSPELT)?;
    Some(found.behind)
}

/// The id with which `text` begins that stands behind the name of a field, whatever marks were typed.
fn id_in(text: &str) -> Option<&str> {
    let text = entries::without_blanks(text);
    let text = entries::without_blanks(text.strip_prefix(entries::COLONS).unwrap_or(text));
    let inside = text.strip_prefix("Some").map(entries::without_blanks).and_then(|text| text.strip_prefix(['(', '（']));
    let text = inside.map_or(text, entries::without_blanks);
    let (id, _) = text.strip_prefix(QUOTES)?.split_once(QUOTES)?;
    // Where a quote is missing, the next one ends another text.
    let is_id = |c: char| !c.is_whitespace() && !entries::SEPARATORS.contains(&c) && !entries::COLONS.contains(&c);
    (!id.is_empty() && id.chars().all(is_id)).then_some(id)
}

/// The folder in `folder` that holds the form on which it is based.
fn base_in(folder: &Path) -> Option<PathBuf> {
    let entries = std::fs::read_dir(folder.join(BASE)).ok()?;
    let mut folders: Vec<PathBuf> = entries.flatten().map(|entry| entry.path()).collect();
    folders.retain(|path| FormFiles::are_in(path));
    folders.sort();
    folders.into_iter().next()
}

fn text_of(file: &mut impl Read) -> Result<String, String> {
    let mut bytes = Vec::new();
    file.take(SIZE_LIMIT + 1).read_to_end(&mut bytes).map_err(|error| unreadable(&error))?;
    if bytes.len() as u64 > SIZE_LIMIT {
        return Err(too_large());
    }
    let text = String::from_utf8(bytes).map_err(|_| "不是 UTF-8 文字；请用文本编辑器存成 UTF-8")?;
    Ok(text.strip_prefix('\u{feff}').map(str::to_owned).unwrap_or(text))
}

fn too_large() -> String {
    format!("文件超过 {} KiB，不会是表式", SIZE_LIMIT / 1024)
}

fn unreadable(error: &std::io::Error) -> String {
    match error.kind() {
        std::io::ErrorKind::NotFound => "没有这个文件".into(),
        std::io::ErrorKind::PermissionDenied => "没有读取的权限".into(),
        _ => format!("读不出来（{error}）"),
    }
}
