//! What closes a document: the name of the body and the date, in a paragraph or in two, come back as the form words them.

use std::fs;
use std::path::Path;

use crate::command::run;
use disclosure_engine::audit::filled_example;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Kind, SlotValue, TextKey};
use disclosure_engine::file;
use disclosure_engine::form::FormLibrary;

const END: &str = "text: \"财政资金：{?meaning}。\")";

/// The made-up form in a folder of `folder`, where `paragraphs` follow the last of its sentences.
fn form_ending_with(folder: &Path, paragraphs: &str) -> FormLibrary {
    let own = folder.join("form");
    fs::create_dir_all(&own).unwrap();
    for entry in fs::read_dir(Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/fixtures/forms/yunhan-2025")).unwrap() {
        let entry = entry.unwrap();
        let text = fs::read_to_string(entry.path()).unwrap();
        let slot = "slots: [\n        (name: \"published\", label: \"公开日期\", kind: Text, need: ToPublish, each_year: true),";
        let text = text.replace("slots: [", slot).replace(END, &format!("{END}, {paragraphs}"));
        fs::write(own.join(entry.file_name()), text).unwrap();
    }
    let mut forms = FormLibrary::builtin().unwrap();
    forms.add_folder(&own);
    assert!(forms.unsound().is_empty(), "{:?}", forms.unsound());
    forms
}

#[test]
fn a_signature_of_one_paragraph_and_of_two_comes_back_from_every_format() {
    for (paragraphs, slot) in [
        ("(id: \"sign\", text: \"{body}　{?published}\")", "sign.published"),
        ("(id: \"sign_body\", text: \"{body}\"), (id: \"sign_date\", text: \"{?published}\")", "sign_date.published"),
    ] {
        let folder = tempfile::tempdir().unwrap();
        let forms = form_ending_with(folder.path(), paragraphs);
        let mut disclosure =
            filled_example(forms.get("yunhan-2025").unwrap(), &Catalog::builtin().unwrap(), Kind::Unit);
        let date = SlotValue::Text("2025年2月21日".to_owned());
        disclosure.slots.insert(TextKey { id: slot.into(), row: None }, date);
        let own = folder.path().join("own.budget");
        file::save_new(&own, &disclosure).unwrap();
        for extension in ["pdf", "ofd", "docx", "xlsx", "html"] {
            let document = own.with_extension(extension);
            let exported =
                run(["export".as_ref(), "--verify".as_ref(), own.as_os_str(), "-o".as_ref(), document.as_os_str()]);
            assert_eq!(exported.status, 0, "{paragraphs} {extension}: {}{}", exported.out, exported.err);
        }
    }
}
