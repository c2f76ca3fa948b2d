//! Putting forms into the user's folder, in place of an older revision too, and taking them out.

use std::io;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use disclosure_engine::audit::{example_mistakes, load_form};
use disclosure_engine::catalog::Catalog;
use disclosure_engine::file::{FileError, make_private_folder, replace_own};
use disclosure_engine::form::{Form, FormErrors, FormLibrary, KnownForm, Origin};

use super::{FOLDER, read, unknown, user_folder};

/// Name of the folder, beside the user's forms, of what was taken out of them.
const ASIDE: &str = "forms-aside";

/// A form that was put into the user's folder.
#[derive(Debug)]
pub struct Added {
    pub form: Arc<Form>,
    pub folder: PathBuf,
    /// What stood there before.
    pub replaced: Option<Aside>,
}

/// A form that is used no longer, and still there.
#[derive(Debug)]
pub struct Aside {
    /// Its revision, where it was sound.
    pub revision: Option<u32>,
    /// Where its files are now.
    pub folder: PathBuf,
    /// Ids of the user's forms that are based on it.
    pub based_on_it: Vec<String>,
}

impl Aside {
    /// That it is kept, and what it means for others, in a sentence.
    pub fn told(&self) -> String {
        let revision = self.revision.map_or_else(|| "原来的".to_owned(), |revision| format!("原来的第 {revision} 版"));
        let others = match self.based_on_it.as_slice() {
            [] => String::new(),
            ids => format!("；{} 是在它上面改的，请再核对一遍", ids.join("、")),
        };
        format!("{revision}移到了 {}{others}。用它填的文件随身带着它，照样能打开", self.folder.display())
    }
}

/// Why a form was not added to the user's.
#[derive(Debug, thiserror::Error)]
pub enum AddError {
    /// It cannot be read or written, or there is one of its id.
    #[error("{0}")]
    Failed(String),
    #[error(transparent)]
    Unsound(#[from] FormErrors),
    /// What is wrong with its rules and their examples, a line each.
    #[error("{}", .0.join("\n"))]
    Mistaken(Vec<String>),
}

impl From<String> for AddError {
    fn from(sentence: String) -> Self {
        Self::Failed(sentence)
    }
}

/// Copies the form at `path`, a folder or a ZIP file, into the user's folder, in place of a lower revision of it.
///
/// # Errors
/// When it is unsound, or there is one of its id that it does not replace, or the system refuses.
pub fn add(path: &Path, forms: &FormLibrary, catalog: &Catalog, state: Option<&Path>) -> Result<Added, AddError> {
    let files = read(path)?;
    let form = load_form(&forms.completed(&files))?;
    let mut mistakes = example_mistakes(&form, catalog);
    mistakes.extend(forms.follow_mistakes(&form));
    if !mistakes.is_empty() {
        return Err(AddError::Mistaken(mistakes.iter().map(ToString::to_string).collect()));
    }
    let older = may_add((&form, path), forms, state)?;
    let state = state.unwrap_or(Path::new(""));
    let below = Path::new(FOLDER).join(&form.id);
    let folder = state.join(&below);
    let old_folder = match older {
        Some(known) => known.folder(),
        None => unsound_in(forms, &folder).then(|| folder.clone()),
    };
    if old_folder.as_ref() != Some(&folder) && folder.symlink_metadata().is_ok() {
        return Err(format!("{} 已经存在，没有覆盖；请先移走", folder.display()).into());
    }
    let replaced = old_folder.as_ref().map(|old| set_aside(state, old, older, forms)).transpose()?;
    // A form that is based on one of the program needs no copy of that.
    let is_built_in = files
        .based_on()
        .is_none_or(|base| forms.known().iter().any(|known| known.form.id == base && known.origin == Origin::BuiltIn));
    let texts = if is_built_in { files.all_texts() } else { form.files().all_texts() };
    for (file, text) in texts {
        if let Err(error) = write(state, &below.join(file), &text) {
            // What was there before is used on.
            let _ = std::fs::remove_dir_all(&folder);
            if let (Some(aside), Some(old)) = (&replaced, &old_folder) {
                let _ = std::fs::rename(&aside.folder, old);
            }
            return Err(format!("{}：写不进去（{error}）", folder.display()).into());
        }
    }
    Ok(Added { form: Arc::new(form), folder, replaced })
}

/// Whether `form`, which was read from `path`, may be added: in place of an older revision, where there is one.
///
/// # Errors
/// A sentence, when there is one of its id that it does not replace, or no folder for forms.
pub fn may_add<'f>(
    (form, path): (&Form, &Path),
    forms: &'f FormLibrary,
    state: Option<&Path>,
) -> Result<Option<&'f KnownForm>, String> {
    let state = state.ok_or_else(|| "系统没有给用户存放表式的文件夹".to_owned())?;
    let own = state.join(FOLDER);
    // What a command takes for this once, from the folder that is to be added, is no other form.
    let is_itself = |known: &KnownForm| {
        is_read_from(known, path) && known.folder().is_some_and(|folder| folder.parent() != Some(own.as_path()))
    };
    let known = forms.known().iter().find(|known| known.form.id == form.id && !is_itself(known));
    known.map(|known| replaceable(known, form, state)).transpose()
}

/// Whether `known` was read from the folder `path`.
pub fn is_read_from(known: &KnownForm, path: &Path) -> bool {
    let real = |path: &Path| std::fs::canonicalize(path).ok();
    known.folder().is_some_and(|folder| real(&folder).is_some() && real(&folder) == real(path))
}

/// Takes the form of this id, or the unsound one in the folder of this name, out of the user's folder; its files are kept.
///
/// # Errors
/// A sentence, when it is none of the user's own, or the system refuses.
pub fn remove(id: &str, forms: &FormLibrary, state: Option<&Path>) -> Result<Aside, String> {
    let own = user_folder(state).ok_or_else(|| "系统没有给用户存放表式的文件夹".to_owned())?;
    let state = state.unwrap_or(Path::new(""));
    let known = forms.known().iter().find(|known| known.form.id == id);
    if let Some(known) = known {
        return match known.folder().filter(|folder| folder.parent() == Some(&own)) {
            Some(folder) => set_aside(state, &folder, Some(known), forms),
            None => Err(format!("表式 {id} 不是自己加入的（{}），不能在这里移出", known.origin.text())),
        };
    }
    let folder = own.join(id);
    match unsound_in(forms, &folder) {
        true => set_aside(state, &folder, None, forms),
        false => Err(unknown(forms, id)),
    }
}

/// `known`, if `form` replaces it.
fn replaceable<'f>(known: &'f KnownForm, form: &Form, state: &Path) -> Result<&'f KnownForm, String> {
    let id = &form.id;
    let own = state.join(FOLDER);
    let Some(folder) = known.folder().filter(|folder| folder.parent() == Some(&own)) else {
        let origin = known.origin.text();
        return Err(format!("编号 {id} 与另一套表式（{origin}）相同，那一套不是自己加入的，不能换；请改 id"));
    };
    let (new, old) = (form.revision, known.form.revision);
    let is_same = form.files().same_texts(known.form.files());
    match new.cmp(&old) {
        _ if is_same => Err(format!("表式 {id} 已经加入过了，内容一样（{}）", folder.display())),
        std::cmp::Ordering::Greater => Ok(known),
        std::cmp::Ordering::Equal => Err(format!(
            "已经加入的表式 {id} 也是第 {old} 版，内容不同；改过的表式请把 revision 写成 {} 再加入，或者先移出原来的（forms remove {id}）",
            old + 1
        )),
        std::cmp::Ordering::Less => Err(format!(
            "已经加入的表式 {id} 是第 {old} 版，比这一套（第 {new} 版）新；要换回来，请先移出它（forms remove {id}）"
        )),
    }
}

/// Whether `folder` holds a form that cannot be used.
fn unsound_in(forms: &FormLibrary, folder: &Path) -> bool {
    let origin = Origin::Folder(folder.to_owned());
    forms.unsound().iter().any(|unsound| unsound.origin == origin)
}

/// Moves `folder`, that of `known` where it is sound, out of the user's forms.
fn set_aside(state: &Path, folder: &Path, known: Option<&KnownForm>, forms: &FormLibrary) -> Result<Aside, String> {
    let refused = |error: io::Error| format!("{}：移不走（{error}）", folder.display());
    let aside = make_private_folder(state, Path::new(ASIDE)).map_err(refused)?;
    let revision = known.map(|known| known.form.revision);
    let name = folder.file_name().unwrap_or(folder.as_os_str()).to_string_lossy().into_owned();
    let name = revision.map_or(name.clone(), |revision| format!("{name}-{revision}"));
    let names = (1..).map(|count| if count == 1 { name.clone() } else { format!("{name} ({count})") });
    let free = names.map(|name| aside.join(name)).find(|path| path.symlink_metadata().is_err());
    let free = free.unwrap_or_else(|| aside.join(&name));
    std::fs::rename(folder, &free).map_err(refused)?;
    let based_on_it = forms
        .known()
        .iter()
        .filter(|other| known.is_some_and(|known| other.form.files().based_on() == Some(known.form.id.as_str())));
    Ok(Aside { revision, folder: free, based_on_it: based_on_it.map(|other| other.form.id.clone()).collect() })
}

/// Writes a file of the program's own at `below` in the state folder `state`, with the folders that lead there.
fn write(state: &Path, below: &Path, text: &str) -> Result<(), io::Error> {
    make_private_folder(state, below.parent().unwrap_or(Path::new("")))?;
    match replace_own(&state.join(below), text.as_bytes(), true) {
        Err(FileError::Write(error)) => Err(error),
        written => written.map_err(io::Error::other),
    }
}

#[cfg(test)]
mod tests {
    use super::super::library;
    use super::*;

    /// A sound form in a folder of `folder` of its own.
    fn form_in(folder: &Path, id: &str, more: &str) -> PathBuf {
        let path = folder.join(format!("{id} {}", more.len()));
        std::fs::create_dir_all(&path).unwrap();
        let text = format!("Form(id: \"{id}\", based_on: \"xinjiang-2025\"{more})");
        std::fs::write(path.join("form.ron"), text).unwrap();
        path
    }

    fn added(path: &Path, state: &Path) -> Result<Added, AddError> {
        let forms = library(Some(state), &[]).unwrap();
        add(path, &forms, &Catalog::builtin().unwrap(), Some(state))
    }

    fn refusal(path: &Path, state: &Path) -> String {
        added(path, state).unwrap_err().to_string()
    }

    #[test]
    fn a_form_is_added_and_is_read_from_then_on() {
        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let form = form_in(folder.path(), "county-2031", "");
        let known = added(&form, state.path()).unwrap();
        let kept = user_folder(Some(state.path())).unwrap().join("county-2031");
        assert_eq!((known.form.id.as_str(), &known.folder), ("county-2031", &kept));
        let forms = library(Some(state.path()), &[]).unwrap();
        assert!(forms.get("county-2031").is_some() && forms.unsound().is_empty());
        assert!(refusal(&form, state.path()).contains("已经加入过了，内容一样"));
        // Also where the copy is not known as a form.
        let blind = library(None, &[]).unwrap();
        let refused = add(&form, &blind, &Catalog::builtin().unwrap(), Some(state.path())).unwrap_err();
        assert!(refused.to_string().contains("已经存在"), "{refused}");
    }

    #[test]
    fn a_higher_revision_replaces_a_form_and_no_other_does() {
        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let revision = |revision: u32, name: &str| {
            form_in(folder.path(), "county-2031", &format!(", revision: {revision}, name: \"{name}\""))
        };
        added(&revision(2, "二"), state.path()).unwrap();
        assert!(
            refusal(&revision(2, "二二"), state.path())
                .contains("也是第 2 版，内容不同；改过的表式请把 revision 写成 3")
        );
        assert!(refusal(&revision(1, "一一一"), state.path()).contains("是第 2 版，比这一套（第 1 版）新"));
        let third = added(&revision(3, "三三三三"), state.path()).unwrap();
        let aside = third.replaced.unwrap();
        assert_eq!(aside.revision, Some(2));
        assert!(std::fs::read_to_string(aside.folder.join("form.ron")).unwrap().contains("二"));
        let forms = library(Some(state.path()), &[]).unwrap();
        assert_eq!(forms.get("county-2031").unwrap().revision, 3);
        assert_eq!((forms.known().iter().filter(|known| known.form.id == "county-2031").count()), 1);
        // What the program brings stays.
        assert!(
            refusal(&form_in(folder.path(), "shanghai-2025", ", revision: 9"), state.path())
                .contains("不能换；请改 id")
        );
    }

    #[test]
    fn what_the_user_added_can_be_taken_out_and_nothing_else() {
        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        added(&form_in(folder.path(), "county-2031", ""), state.path()).unwrap();
        let bad = state.path().join("forms/bad");
        std::fs::create_dir_all(&bad).unwrap();
        std::fs::write(bad.join("form.ron"), "Form(id: 1)").unwrap();
        let removed = |id: &str| remove(id, &library(Some(state.path()), &[]).unwrap(), Some(state.path()));
        assert!(removed("xinjiang-2025").unwrap_err().contains("不是自己加入的（内置）"));
        assert!(removed("county-2099").unwrap_err().contains("没有表式 county-2099"));
        for id in ["county-2031", "bad"] {
            let aside = removed(id).unwrap();
            assert!(aside.folder.join("form.ron").is_file() && aside.told().contains("移到了"));
            assert!(removed(id).is_err());
        }
        let forms = library(Some(state.path()), &[]).unwrap();
        assert!(forms.get("county-2031").is_none() && forms.unsound().is_empty());
        // It can come back, and go again.
        added(&form_in(folder.path(), "county-2031", ""), state.path()).unwrap();
        assert!(removed("county-2031").unwrap().folder.ends_with("county-2031-1 (2)"));
    }

    #[test]
    fn a_form_that_a_command_names_does_not_stand_in_its_own_way() {
        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let form = form_in(folder.path(), "county-2031", "");
        let named = library(Some(state.path()), &[folder.path().to_owned()]).unwrap();
        assert!(named.get("county-2031").is_some());
        let known = add(&form, &named, &Catalog::builtin().unwrap(), Some(state.path())).unwrap();
        assert!(known.folder.starts_with(state.path()) && known.replaced.is_none());
        // Another folder with the same id does.
        let other = form_in(folder.path(), "county-2031", ", name: \"另一套\"");
        let named = library(None, &[form]).unwrap();
        let refused = add(&other, &named, &Catalog::builtin().unwrap(), Some(state.path())).unwrap_err();
        assert!(refused.to_string().contains("编号 county-2031 与另一套表式"), "{refused}");
    }

    #[test]
    fn a_form_before_that_is_misspelt_is_told_and_one_that_is_not_there_yet_may_come_later() {
        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let following =
            |before: &str| form_in(folder.path(), "county-2031", &format!(", follows: (form: \"{before}\")"));
        for misspelt in ["xinjang-2025", "xinjiangg-2025", "Xinjiang-2025"] {
            let refused = refusal(&following(misspelt), state.path());
            assert!(refused.contains(&format!("没有表式 {misspelt}，是否指 xinjiang-2025？")), "{refused}");
        }
        let known = added(&following("xinjiang-2030"), state.path()).unwrap();
        let forms = library(Some(state.path()), &[]).unwrap();
        let told = forms.unknown_before(&known.form).unwrap();
        assert!(told.contains("没有表式 xinjiang-2030，"), "{told}");
    }

    #[test]
    fn a_file_of_a_form_is_told_from_its_folder() {
        let folder = tempfile::tempdir().unwrap();
        let form = form_in(folder.path(), "county-2031", "");
        let refused = read(&form.join("form.ron")).unwrap_err();
        assert!(refused.contains("请写文件夹") && refused.contains(&form.display().to_string()), "{refused}");
    }

    #[test]
    fn a_form_that_takes_ids_of_the_program_is_not_added() {
        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let taken = ", rules: [(id: \"D7\", title: \"某\", why: \"某。\")]";
        let path = form_in(folder.path(), "county-2031", taken);
        assert!(matches!(added(&path, state.path()), Err(AddError::Mistaken(_) | AddError::Unsound(_))));
        assert!(!state.path().join("forms").exists());
    }

    #[cfg(unix)]
    #[test]
    fn what_is_added_is_its_owners_alone_and_goes_through_no_link() {
        use std::os::unix::fs::{PermissionsExt, symlink};

        let (folder, state) = (tempfile::tempdir().unwrap(), tempfile::tempdir().unwrap());
        let (form, other) = (form_in(folder.path(), "county-2031", ""), form_in(folder.path(), "county-2032", ""));
        let kept = added(&form, state.path()).unwrap().folder;
        let mode = |path: &Path| path.metadata().unwrap().permissions().mode() & 0o077;
        assert_eq!((mode(&kept), mode(&kept.join("form.ron"))), (0, 0));
        // A link to nothing, where the copy would come.
        let elsewhere = folder.path().join("elsewhere");
        symlink(&elsewhere, kept.with_file_name("county-2032")).unwrap();
        assert!(matches!(added(&other, state.path()), Err(AddError::Failed(_))));
        assert!(!elsewhere.exists());
    }
}
