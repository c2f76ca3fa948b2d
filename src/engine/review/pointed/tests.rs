use super::*;
use crate::audit::{Grade, audit};
use crate::disclosure::Part;
use crate::evaluate::tests::Draft;

fn with_texts(paragraphs: &[&str]) -> Draft {
    let mut draft = Draft::new();
    let paragraphs = paragraphs.iter().map(|text| (*text).to_owned()).collect();
    draft.disclosure.texts.insert(Part::Overview, paragraphs);
    draft
}

#[test]
fn the_sentence_is_quoted_in_which_it_stands() {
    let long = "长".repeat(200);
    for (text, quote) in [
        ("第一句。本单位位于位于某市；第三句。", "本单位位于位于某市；".to_owned()),
        ("本单位位于位于某市", "本单位位于位于某市".to_owned()),
        (&format!("{long}位于位于{long}。"), String::new()),
    ] {
        with_texts(&[text]).with(|evaluated| {
            let audit = audit(evaluated);
            let finding = audit.findings.iter().find(|finding| finding.rule == "F36").unwrap();
            let pointing = Pointing::new(evaluated, None);
            let quoted = pointing.quote(finding).unwrap();
            if quote.is_empty() {
                assert!(quoted.contains("位于位于") && quoted.starts_with('…') && quoted.ends_with('…'), "{quoted}");
                assert!(quoted.chars().count() < LONGEST_QUOTE + 10, "{quoted}");
            } else {
                assert_eq!(quoted, quote);
            }
            assert_eq!((pointing.hand(finding), pointing.document_place(finding)), (Hand::Texts, None));
        });
    }
}

#[test]
fn a_document_says_where_its_rows_and_paragraphs_stand() {
    let draft = with_texts(&["位于位于某市。"]).code(5, "2080101", &[(2, "10")]).code(6, "30101", &[(2, "9")]);
    let mut whereabouts = Whereabouts::default();
    let row = (crate::disclosure::RowKey::Total, Place::Page(7, 3));
    whereabouts.note_rows(crate::disclosure::TableNumber(6), vec![row]);
    whereabouts.note_paragraph(Part::Overview, "位于 位于某市。", Place::Page(2, 5));
    draft.with(|evaluated| {
        let findings = audit(evaluated).findings;
        let pointing = Pointing::new(evaluated, Some(&whereabouts));
        let of = |rule: &str| {
            let finding = findings.iter().find(|finding| finding.rule == rule && finding.grade <= Grade::Warning);
            pointing.document_place(finding.unwrap())
        };
        assert_eq!(of("F36"), Some(Place::Page(2, 5)));
        assert!(matches!(of("B16"), Some(Place::Page(7, 3)) | None));
    });
}
