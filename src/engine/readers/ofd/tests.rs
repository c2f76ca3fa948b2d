//! Small documents that the tests write themselves.

use std::io::{Cursor, Write};

use zip::write::SimpleFileOptions;

use super::super::{Cell, Progress, ReadError, Source};

/// An archive with these entries, beside those that name the one document and its pages.
fn archive(pages: &[&str], common: &str, others: &[(&str, &str)]) -> Vec<u8> {
    let listed: String =
        (0..pages.len()).map(|number| format!("<Page ID=\"{number}\" BaseLoc=\"P/{number}.xml\"/>")).collect();
    let document = format!("<Document><CommonData>{common}</CommonData><Pages>{listed}</Pages></Document>");
    let root = "<OFD><DocBody><DocRoot> Doc_0/Document.xml </DocRoot></DocBody></OFD>";
    let names: Vec<String> = (0..pages.len()).map(|number| format!("Doc_0/P/{number}.xml")).collect();
    let mut entries = vec![("OFD.xml", root), ("Doc_0/Document.xml", document.as_str())];
    entries.extend(names.iter().map(String::as_str).zip(pages.iter().copied()));
    entries.extend(others);
    let mut zip = zip::ZipWriter::new(Cursor::new(Vec::new()));
    for (name, text) in entries {
        zip.start_file(name, SimpleFileOptions::default()).unwrap();
        zip.write_all(text.as_bytes()).unwrap();
    }
    zip.finish().unwrap().into_inner()
}

/// A page of these objects.
fn page(objects: &str) -> String {
    format!("<ofd:Page xmlns:ofd=\"o\"><ofd:Content><ofd:Layer>{objects}</ofd:Layer></ofd:Content></ofd:Page>")
}

/// A text of 4 mm that begins at this place.
fn text(x: f64, y: f64, more: &str, code: &str) -> String {
    format!("<ofd:TextObject Boundary=\"{x} {y} 9 9\" Font=\"1\" Size=\"4\"{more}>{code}</ofd:TextObject>")
}

fn code(steps: &str, text: &str) -> String {
    format!("<ofd:TextCode X=\"0\" Y=\"4\" {steps}>{text}</ofd:TextCode>")
}

fn path(more: &str, data: &str) -> String {
    let data = format!("<ofd:AbbreviatedData>{data}</ofd:AbbreviatedData>");
    format!("<ofd:PathObject Boundary=\"20 20 100 100\" {more}>{data}</ofd:PathObject>")
}

fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    super::read(bytes, &Progress::default())
}

/// The lines that are read, cells apart by `|`.
#[track_caller]
fn texts(bytes: &[u8]) -> Vec<String> {
    let source = read(bytes).unwrap();
    let text = |cells: &[Cell]| cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
    source.lines.iter().map(|line| text(&line.cells)).collect()
}

/// The lines of a page of these objects.
#[track_caller]
fn of(objects: &str) -> Vec<String> {
    texts(&archive(&[&page(objects)], "", &[]))
}

#[test]
fn characters_stand_where_their_distances_say() {
    for steps in ["DeltaX=\"4 4 4\"", "DeltaX=\"g 3 4\"", "DeltaX=\"4 g 2 4\" DeltaY=\"g 3 0\"", "DeltaX=\"4\"", ""] {
        assert_eq!(of(&text(20.0, 20.0, "", &code(steps, "预算收入"))), ["预算收入"], "{steps}");
    }
    let sizeless = text(20.0, 20.0, "", &code("DeltaX=\"g 3 4\"", "预算收入")).replace(" Size=\"4\"", "");
    assert_eq!(of(&sizeless), ["预算收入"]);
    // A column apart in one run, narrow letters and wide ones, and what XML writes otherwise.
    assert_eq!(of(&text(20.0, 20.0, "", &code("DeltaX=\"4 30 4\"", "收入支出"))), ["收入 支出"]);
    assert_eq!(of(&text(20.0, 20.0, "", &code("DeltaX=\"3.8 1.1 2\"", "Will"))), ["Will"]);
    assert_eq!(of(&text(20.0, 20.0, "", &code("DeltaX=\"g 4 2\"", "R&amp;D&#x4E07;"))), ["R&D万"]);
    // Runs that go on where the one before began, and one line below.
    let runs = format!("{}<ofd:TextCode Y=\"24\" DeltaX=\"4\">支出</ofd:TextCode>", code("DeltaX=\"4\"", "收入"));
    assert_eq!(of(&text(20.0, 20.0, "", &runs)), ["收入", "支出"]);
    // One object whose characters stand on two lines.
    assert_eq!(of(&text(20.0, 20.0, "", &code("DeltaX=\"4 -4 4\" DeltaY=\"0 20 0\"", "收入支出"))), ["收入", "支出"]);
}

#[test]
fn what_runs_down_or_is_turned_is_put_together_by_itself() {
    let down = text(10.0, 20.0, "", &code("DeltaY=\"g 3 4\"", "收入总计"));
    let across = text(20.0, 20.0, "", &code("DeltaX=\"g 3 4\"", "本年预算"));
    let turned = text(150.0, 60.0, " CTM=\"0 1 -1 0 0 0\"", &code("DeltaX=\"g 3 4\"", "单位公章"));
    let characters = text(150.0, 90.0, " CharDirection=\"90\"", &code("DeltaY=\"g 3 4\"", "项目名称"));
    let found = of(&[down, across, turned, characters].concat());
    assert_eq!(found, ["收入总计 本年预算", "单位公章", "项目名称"]);
}

#[test]
fn transforms_units_and_templates_bring_things_to_their_place() {
    let scaled = " CTM=\"0.5 0 0 0.5 0 0\"";
    let large = "<ofd:TextCode X=\"0\" Y=\"8\" DeltaX=\"4 4\">三万元。</ofd:TextCode>";
    let unit = format!(
        "<Res><CompositeGraphicUnits><CompositeGraphicUnit ID=\"7\" Width=\"9\" Height=\"9\"><Content>{}</Content>\
         </CompositeGraphicUnit></CompositeGraphicUnits></Res>",
        text(0.0, 0.0, scaled, large)
    );
    let template = page(&text(20.0, 20.0, "", &code("", "表头")));
    let shown = "<ofd:CompositeObject Boundary=\"20 60 9 9\" CTM=\"2 0 0 2 0 0\" ResourceID=\"7\"/>";
    let block = format!(
        "<ofd:PageBlock><ofd:PageBlock>{}</ofd:PageBlock></ofd:PageBlock>",
        text(20.0, 40.0, "", &code("", "正文"))
    );
    let one = page(&(block + shown)).replace("<ofd:Content>", "<ofd:Template TemplateID=\"5\"/><ofd:Content>");
    let common = "<PublicRes>Res.xml</PublicRes><TemplatePage ID=\"5\" BaseLoc=\"/Doc_0/T.xml\"/>";
    let others = [("Doc_0/Res.xml", unit.as_str()), ("Doc_0/T.xml", template.as_str())];
    assert_eq!(
        texts(&archive(&[&one, &one], common, &others)),
        ["表头", "正文", "三万元。", "表头", "正文", "三万元。"]
    );
}

#[test]
fn lines_and_boxes_rule_tables() {
    let inside = [(21.0, 21.0, "科目"), (61.0, 21.0, "金额"), (21.0, 31.0, "合计"), (61.0, 31.0, "12.50")];
    let inside: String = inside.iter().map(|(x, y, cell)| text(*x, *y, "", &code("DeltaX=\"g 9 2\"", cell))).collect();
    let lines = "M 0 0 L 80 0 M 0 10 L 80 10 M 0 20 L 80 20 M 0 0 L 0 20 M 40 0 L 40 20 M 80 0 L 80 20";
    let row = |top: f64| {
        let cell = |left: f64| {
            let (right, bottom) = (left + 40.0, top + 10.0);
            format!("M {left} {top} L {right} {top} L {right} {bottom} L {left} {bottom} C ")
        };
        cell(0.0) + &cell(40.0)
    };
    let boxes = row(0.0) + &row(10.0);
    let halves = "M 0 0 L 160 0 M 0 20 L 160 20 M 0 40 L 160 40 M 0 0 L 0 40 M 80 0 L 80 40 M 160 0 L 160 40";
    for drawn in
        [path("", lines), path("Stroke=\"false\" Fill=\"true\"", &boxes), path("CTM=\"0.5 0 0 0.5 0 0\"", halves)]
    {
        assert_eq!(of(&(drawn + &inside)), ["科目|金额", "合计|12.50"]);
    }
    // What is not painted, and what only cuts or fills another object, rules nothing.
    let aside = "<ofd:Clips><ofd:Clip><ofd:Area><ofd:Path Boundary=\"0 0 9 9\"><ofd:AbbreviatedData>".to_owned()
        + lines
        + "</ofd:AbbreviatedData></ofd:Path></ofd:Area></ofd:Clip></ofd:Clips>";
    let hidden = [
        path("Stroke=\"false\"", lines),
        path("Visible=\"false\"", lines),
        path("", "").replace("<ofd:Abb", &format!("{aside}<ofd:Abb")),
    ];
    assert_eq!(of(&(hidden.concat() + &inside)), ["科目 金额合计 12.50"]);
}

#[test]
fn marks_and_what_is_hidden_or_printed_twice_are_no_text() {
    let mark = text(50.0, 50.0, " CTM=\"0.7 0.7 -0.7 0.7 0 0\"", &code("DeltaX=\"4\"", "草稿"));
    let hidden = text(20.0, 80.0, " Visible=\"false\"", &code("DeltaX=\"4\"", "隐藏"));
    let bold =
        text(20.0, 20.0, "", &code("DeltaX=\"4\"", "收入")) + &text(20.1, 20.0, "", &code("DeltaX=\"4\"", "收入"));
    let annotation = page(&text(20.0, 120.0, "", &code("DeltaX=\"4\"", "批注")));
    let bytes = archive(&[&page(&[mark, hidden, bold].concat())], "", &[("Doc_0/Annots/0.xml", &annotation)]);
    assert_eq!(texts(&bytes), ["收入"]);
}

#[test]
fn what_is_missing_damaged_encrypted_or_a_picture_is_told() {
    let told = |bytes: &[u8]| read(bytes).unwrap_err().to_string();
    let one = page(&text(20.0, 20.0, "", &code("", "收")));
    let broken = "OFD 文件已损坏，读不出来；请用原来的程序打开，重新另存后再导入";
    assert_eq!(told(&archive(&[], "", &[])), broken);
    assert_eq!(told(&archive(&["<Page><Content></Page>"], "", &[])), broken);
    for damaged in ["Boundary=\"20 x 9 9\"", "Boundary=\"0 0 9 9\" CTM=\"1 0 0 1 0\"", "Size=\"NaN\""] {
        let damaged = format!("<ofd:TextObject {damaged}>{}</ofd:TextObject>", code("", "收"));
        assert_eq!(told(&archive(&[&page(&damaged)], "", &[])), broken);
    }
    for steps in ["DeltaX=\"4 x\"", "DeltaX=\"g x 4\"", "DeltaY=\"g 2\""] {
        assert_eq!(told(&archive(&[&page(&text(20.0, 20.0, "", &code(steps, "收入")))], "", &[])), broken, "{steps}");
    }
    let missing = one.replace("<ofd:Content>", "<ofd:Template TemplateID=\"5\"/><ofd:Content>");
    assert_eq!(told(&archive(&[&missing], "", &[])), broken);
    assert!(told(&archive(&[&one], "", &[("Encryptions.xml", "<a/>")])).contains("打开密码"));
    let picture = page("<ofd:ImageObject Boundary=\"0 0 210 297\" ResourceID=\"3\"/>");
    assert!(told(&archive(&[&picture], "", &[])).starts_with("这是扫描的 OFD，页面都是图片"));
    assert!(told(&archive(&[&page("")], "", &[])).starts_with("文件是空的"));
}

/// What is refused as more than any disclosure, or at least ends.
#[track_caller]
fn too_much(bytes: &[u8]) {
    let read = read(bytes);
    assert!(matches!(read, Err(ReadError::TooMuch(_))), "{:?}", read.map(|source| source.lines.len()));
}

#[test]
fn what_unfolds_is_refused() {
    let shown = |id: usize, times: usize| format!("<CompositeObject ResourceID=\"{id}\"/>").repeat(times);
    let unit = |id: usize, inside: &str| format!("<CompositeGraphicUnit ID=\"{id}\">{inside}</CompositeGraphicUnit>");
    let common = "<DocumentRes>Res.xml</DocumentRes>";
    // Units that show each other many times, or themselves.
    let chain: String = (0..8).map(|id| unit(id, &shown(id + 1, 60))).collect();
    for units in [chain, unit(0, &shown(0, 1))] {
        let units = format!("<Res>{units}</Res>");
        too_much(&archive(&[&page(&shown(0, 1))], common, &[("Doc_0/Res.xml", &units)]));
    }
    // One that paints nothing that rules, many times.
    let leaning = format!("<Res>{}</Res>", unit(0, &path("", &"L 5 5 L 9 0 ".repeat(50_000))));
    too_much(&archive(&[&page(&shown(0, 1000))], common, &[("Doc_0/Res.xml", &leaning)]));
    // Pages, characters, edges and objects without an end.
    too_much(&archive(&[page("").as_str(); 401], "", &[]));
    too_much(&archive(&[&page(&text(20.0, 20.0, "", &code("", &"万元".repeat(40_000))))], "", &[]));
    too_much(&archive(&[&page(&path("", &"M 0 0 L 9 0 L 9 9 ".repeat(130_000)))], "", &[]));
    too_much(&archive(&[&page(&"<ofd:ImageObject/>".repeat(1_000_001))], "", &[]));
    // Distances that are counted without an end are as many as there are characters.
    let counted = text(20.0, 20.0, "", &code("DeltaX=\"g 99999999999 4 g 18446744073709551615 4\"", "收入"));
    assert_eq!(of(&counted), ["收入"]);
}

#[test]
fn reading_can_be_stopped() {
    let progress = Progress::default();
    progress.cancel();
    let bytes = archive(&[&page(&text(20.0, 20.0, "", &code("", "收")))], "", &[]);
    assert!(matches!(super::read(&bytes, &progress), Err(ReadError::Cancelled)));
}
