use super::*;
use crate::evaluate::tests::Draft;
use crate::narrative::narrate;

/// A disclosure of `count` codes, each with a sentence of its own.
fn of_codes(count: u32) -> Draft {
    let codes = (0..count).map(|code| (format!("2{:02}{:02}01", 1 + code / 50, 1 + code % 50), format!("{code}.5")));
    codes.fold(Draft::new(), |draft, (code, amount)| draft.code(5, &code, &[(2, &amount)]))
}

#[test]
fn among_hundreds_of_sentences_worded_alike_a_text_is_read_as_its_own() {
    of_codes(300).with(|evaluated| {
        let template = evaluated.form.sentences.as_ref().unwrap();
        let paragraphs = narrate(evaluated);
        let reader = Reader::new(&template.words, &paragraphs, |_| true);
        let by_themselves = Reader { wordings: None, ..Reader::new(&template.words, &paragraphs, |_| true) };
        assert!(reader.wordings.is_some());
        let items: Vec<_> = paragraphs.iter().filter(|paragraph| paragraph.key.id == "items").collect();
        assert_eq!(items.len(), 300);
        for place in [0, 150, 299] {
            let written = items[place].text("人员调动");
            let own = format!("{place}.50");
            assert!(written.contains(&own), "{written}");
            let read = |text: &str| {
                let reading = reader.read_all(text, &ReadBefore::default(), None);
                // What is looked at together is read as if each were looked at by itself.
                assert_eq!(reading, by_themselves.read_all(text, &ReadBefore::default(), None), "{text}");
                reading.into_iter().map(|reading| &paragraphs[reading.paragraph].key).collect::<Vec<_>>()
            };
            for text in [
                written.clone(),
                written.replace(&own, "7,777.77"),
                written.replace(&own, "100.50"),
                written.replace("比上年预算", "与上一年度的预算相比"),
                format!("{written}另外，{}", items[7].text("政策变化")),
            ] {
                assert_eq!(read(&text)[0], &items[place].key, "{text}");
            }
            // Whether they are a sentence or none.
            for text in [
                written.replace("一般公共", "其他"),
                written.split_once("（类）").map_or_else(String::new, |(_, rest)| rest.to_owned()),
                written.replace(&own, "（待填）").replace("0.00", "（待填）").replace("增加", "（待填）"),
                "本单位今年没有什么可说的。".to_owned(),
            ] {
                read(&text);
            }
        }
    });
}
