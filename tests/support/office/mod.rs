//! LibreOffice and pdftotext, by which tests read back what was exported.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use crate::not_run::missing;

/// LibreOffice with a profile of its own, which recalculates every workbook that it opens.
pub struct Office {
    folder: tempfile::TempDir,
}

impl Office {
    /// It, where it is installed; under CI it must be.
    pub fn find() -> Option<Self> {
        let has = |program: &str, argument: &str| {
            let found = Command::new(program).arg(argument).stdout(Stdio::null()).stderr(Stdio::null()).status();
            found.is_ok()
        };
        if !has("soffice", "--version") || !has("pdftotext", "-v") {
            missing("LibreOffice or pdftotext");
            return None;
        }
        let office = Self { folder: tempfile::tempdir().unwrap() };
        let user = office.folder.path().join("profile/user");
        fs::create_dir_all(&user).unwrap();
        // 0 is always.
        let settings = r#"<?xml version="1.0" encoding="UTF-8"?>
<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema">
<item oor:path="/org.openoffice.Office.Calc/Formula/Load"><prop oor:name="OOXMLRecalcMode" oor:op="fuse"><value>0</value></prop></item>
</oor:items>"#;
        fs::write(user.join("registrymodifications.xcu"), settings).unwrap();
        let fonts = Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/fonts");
        let fonts = format!(
            "<?xml version=\"1.0\"?><!DOCTYPE fontconfig SYSTEM \"fonts.dtd\"><fontconfig>\
             <include ignore_missing=\"yes\">/etc/fonts/fonts.conf</include><dir>{}</dir></fontconfig>",
            fonts.display()
        );
        fs::write(office.folder.path().join("fonts.conf"), fonts).unwrap();
        Some(office)
    }

    /// Puts a file into its folder.
    pub fn put(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        fs::write(&path, bytes).unwrap();
        path
    }

    /// Converts `files` to `format` and returns the folder with the results.
    pub fn convert(&self, format: &str, files: &[PathBuf]) -> PathBuf {
        let results = self.folder.path().join(format!("to-{format}"));
        let profile = format!("-env:UserInstallation=file://{}", self.folder.path().join("profile").display());
        let output = Command::new("soffice")
            .args([profile.as_str(), "--headless", "--convert-to", format, "--outdir"])
            .arg(&results)
            .args(files)
            .env("FONTCONFIG_FILE", self.folder.path().join("fonts.conf"))
            .output()
            .unwrap();
        assert!(output.status.success(), "{output:?}");
        results
    }
}

/// The text of a PDF, laid out as on its pages, which end with form feeds.
pub fn pdf_text(path: &Path) -> String {
    let output = Command::new("pdftotext").arg("-layout").arg(path).arg("-").output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}
