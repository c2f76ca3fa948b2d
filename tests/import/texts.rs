//! Text with tab-separated tables.

use disclosure_engine::disclosure::{Part, TextKey};
use disclosure_engine::form::FormLibrary;
use disclosure_engine::import::{ImportError, ImportOptions};

use super::sources::{SHAYIBAK, URUMQI, assert_whole, import, imported};

#[test]
fn both_disclosures_come_back_with_all_their_figures() {
    for sample in [URUMQI, SHAYIBAK] {
        assert_whole(&imported(sample.text.as_bytes()), &sample);
    }
}

#[test]
fn rows_and_stated_amounts_are_those_of_the_files() {
    for sample in [URUMQI, SHAYIBAK] {
        let mut read = imported(sample.text.as_bytes()).disclosure;
        let mut own = sample.disclosure();
        for disclosure in [&mut read, &mut own] {
            disclosure.tables.values_mut().for_each(|table| table.note = None);
            disclosure.tables.retain(|_, table| *table != Default::default());
        }
        assert_eq!(read.tables, own.tables);
    }
}

#[test]
fn text_in_the_encoding_of_chinese_windows_is_read() {
    let (bytes, _, _) = encoding_rs::GB18030.encode(SHAYIBAK.text);
    assert_whole(&imported(&bytes), &SHAYIBAK);
    let mut utf16 = vec![0xFF, 0xFE];
    utf16.extend(SHAYIBAK.text.encode_utf16().flat_map(u16::to_le_bytes));
    assert_whole(&imported(&utf16), &SHAYIBAK);
}

#[test]
fn a_wrapped_name_is_joined_wherever_its_pieces_stand() {
    let row = "208\t01\t99\t其他人力资源和社会保障管理事务支出\t142.70";
    for wrapped in [
        "208\t01\t99\t其他人力资源和社会保障管理\t142.70",
        "208\t01\t99\t\"其他人力资源和社会保障管理\n事务支出\"\t142.70",
    ] {
        let below = if wrapped.contains('"') { "" } else { "\n\t\t\t事务支出\t\t\t" };
        let text = SHAYIBAK.text.lines().map(|line| match line.strip_prefix(row) {
            Some(rest) => format!("{wrapped}{rest}{below}"),
            None => line.to_owned(),
        });
        let text = text.collect::<Vec<_>>().join("\n");
        let imported = imported(text.as_bytes());
        assert_whole(&imported, &SHAYIBAK);
        let texts = imported.disclosure.texts();
        assert!(texts.iter().any(|(_, text)| *text == "其他人力资源和社会保障管理事务支出"), "{texts:?}");
        assert!(!texts.iter().any(|(_, text)| *text == "其他人力资源和社会保障管理"));
    }
}

#[test]
fn figures_without_columns_are_refused_with_a_sentence() {
    let flat = SHAYIBAK.text.replace('\t', " ");
    assert!(matches!(import(flat.as_bytes(), &ImportOptions::default()), Err(ImportError::NoColumns)));
    for (bytes, wanted) in
        [(&b""[..], "空的"), ("一封信。\n再见。".as_bytes(), "没有认出"), (&[0, 159, 146, 0][..], "认不出")]
    {
        let error = import(bytes, &ImportOptions::default()).unwrap_err().to_string();
        assert!(error.contains(wanted), "{error}");
    }
}

#[test]
fn a_heading_that_a_section_had_before_gives_way_to_its_own() {
    let forms = FormLibrary::builtin().unwrap();
    let form = forms.get("xinjiang-2025").unwrap();
    let renamed: Vec<_> = form.texts.sections.iter().filter(|section| !section.former.is_empty()).collect();
    assert!(renamed.len() >= 2);
    let own = imported(URUMQI.text.as_bytes()).disclosure;
    for section in renamed {
        for former in &section.former {
            let text = URUMQI.text.replace(&format!("年{}", section.title), &format!("年{former}"));
            assert_ne!(text, URUMQI.text);
            let read = imported(text.as_bytes()).disclosure;
            assert_eq!((&read.texts, &read.rewritten), (&own.texts, &own.rewritten), "{former}");
            assert!(read.slots == own.slots && read.slots.len() > 10, "{former}");
        }
    }
}

#[test]
fn the_date_under_the_document_is_kept() {
    let read = imported(URUMQI.text.as_bytes()).disclosure;
    let of_slot = read.slots.get(&TextKey::new("signature.date")).and_then(|value| value.text());
    let of_text = read.texts.get(&Part::Glossary).and_then(|texts| texts.last());
    let date = of_slot.or(of_text.map(String::as_str)).unwrap();
    assert!(date.ends_with("2025年2月21日"), "{date}");
    let unsigned = URUMQI.text.trim_end().strip_suffix("2025年2月21日").unwrap();
    let read = imported(unsigned.as_bytes()).disclosure;
    let texts = read.texts.get(&Part::Glossary);
    assert!(!texts.is_some_and(|texts| texts.iter().any(|text| text.contains("年2月"))), "{texts:?}");
}
