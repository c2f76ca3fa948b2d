//! The archive: files that name each other by where they lie.

use std::collections::HashMap;

use super::super::ReadError;
use super::super::archive::Archive;
use super::OFD;

/// The files of an OFD.
pub(super) struct Package<'a> {
    archive: Archive<'a>,
    /// The names of the entries as they are in the archive, by how they are looked for.
    names: HashMap<String, String>,
}

impl<'a> Package<'a> {
    /// Opens `bytes`, unless they are encrypted.
    pub fn open(bytes: &'a [u8]) -> Result<Self, ReadError> {
        let archive = Archive::open(bytes, OFD)?;
        let names: HashMap<String, String> =
            archive.names().into_iter().map(|name| (resolved("", &name), name)).collect();
        if names.contains_key("encryptions.xml") { Err(ReadError::Encrypted) } else { Ok(Self { archive, names }) }
    }

    /// The file at `location`, as the file `from` says it, and where it lies. Some say it from the root.
    pub fn text(&mut self, from: &str, location: &str) -> Result<Option<(String, String)>, ReadError> {
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        for path in [resolved(folder, location), resolved("", location)] {
            if let Some(name) = self.names.get(&path) {
                let text = self.archive.text(name)?;
                return Ok(text.map(|text| (path, text)));
            }
        }
        Ok(None)
    }
}

/// Where `location` leads from `folder`: without steps up and doubled strokes, in small letters.
fn resolved(folder: &str, location: &str) -> String {
    let location = location.trim();
    let folder = if location.starts_with(['/', '\\']) { "" } else { folder };
    let mut steps: Vec<&str> = Vec::new();
    for step in folder.split('/').chain(location.split(['/', '\\'])) {
        match step {
            "" | "." => {}
            ".." => drop(steps.pop()),
            step => steps.push(step),
        }
    }
    steps.join("/").to_lowercase()
}

#[cfg(test)]
mod tests {
    use super::resolved;

    #[test]
    fn locations_lead_from_the_folder_or_from_the_root() {
        for (folder, location, path) in [
            ("", "OFD.xml", "ofd.xml"),
            ("doc_0", "Pages/Page_0/Content.xml", "doc_0/pages/page_0/content.xml"),
            ("doc_0", "/Doc_0/Res.xml", "doc_0/res.xml"),
            ("doc_0/pages", "..\\Tpls\\.\\A.xml", "doc_0/tpls/a.xml"),
            ("doc_0", "../../../A.xml", "a.xml"),
        ] {
            assert_eq!(resolved(folder, location), path);
        }
    }
}
