//! Small documents that the tests write themselves.

use std::io::Write;

use encoding_rs::{GB18030, GBK};
use flate2::{Compression, write::ZlibEncoder};

use super::super::Source;
use super::super::{Progress, ReadError};

/// A PDF of these objects, the first of which is the catalogue.
fn pdf(objects: &[Vec<u8>]) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(bytes.len());
        bytes.extend(format!("{number} 0 obj\n").bytes());
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    bytes.extend(format!("xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).bytes());
    places.iter().for_each(|place| bytes.extend(format!("{place:010} 00000 n \n").bytes()));
    let size = objects.len() + 1;
    bytes.extend(format!("trailer\n<</Size {size}/Root 1 0 R>>\nstartxref\n{start}\n%%EOF").bytes());
    bytes
}

fn stream(dict: &str, data: &[u8]) -> Vec<u8> {
    let head = format!("<<{dict}/Length {}>>stream\n", data.len());
    [head.as_bytes(), data, b"\nendstream"].concat()
}

fn deflated(data: &[u8]) -> Vec<u8> {
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    encoder.write_all(data).unwrap();
    encoder.finish().unwrap()
}

/// A document of one page, which is object 3: `page` is what its dictionary says besides, `others` begin with object 5.
fn one_page(instructions: &[u8], page: &str, others: &[&str]) -> Vec<u8> {
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
        format!("<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R{page}>>").into_bytes(),
        stream("", instructions),
    ];
    objects.extend(others.iter().map(|object| object.as_bytes().to_vec()));
    pdf(&objects)
}

fn read(bytes: &[u8]) -> Result<Source, ReadError> {
    super::read(bytes, &Progress::default())
}

/// The lines that are read, cells apart by `|`.
#[track_caller]
fn texts(bytes: &[u8]) -> Vec<String> {
    let source = read(bytes).unwrap();
    let text = |cells: &[super::super::Cell]| cells.iter().map(|cell| cell.text.as_str()).collect::<Vec<_>>().join("|");
    source.lines.iter().map(|line| text(&line.cells)).collect()
}

fn hex(bytes: &[u8]) -> String {
    bytes.iter().map(|byte| format!("{byte:02x}")).collect()
}

const HELVETICA: &str = "<</Type/Font/Subtype/Type1/BaseFont/Helvetica/Encoding/WinAnsiEncoding>>";
const WITH_FONT: &str = "/Resources<</Font<</F 5 0 R>>>>";

/// A font of the machine that reads the document, in one of the predefined CMaps.
fn chinese(cmap: &str) -> [String; 2] {
    let info = "/CIDSystemInfo<</Registry(Adobe)/Ordering(GB1)/Supplement 4>>";
    [
        format!("<</Type/Font/Subtype/Type0/BaseFont/STSong-Light/Encoding/{cmap}/DescendantFonts[6 0 R]>>"),
        format!("<</Type/Font/Subtype/CIDFontType0/BaseFont/STSong-Light{info}/DW 1000/W[1 95 500 814 908 500]>>"),
    ]
}

/// `text` in the codes of a predefined CMap.
fn encoded(cmap: &str, text: &str) -> Vec<u8> {
    if cmap.starts_with("Uni") {
        text.encode_utf16().flat_map(u16::to_be_bytes).collect()
    } else if cmap.starts_with("GBK2K") {
        GB18030.encode(text).0.into_owned()
    } else {
        GBK.encode(text).0.into_owned()
    }
}

#[test]
fn every_predefined_chinese_cmap_is_read_without_a_table_of_the_font() {
    for cmap in ["GB-EUC", "GBpc-EUC", "GBK-EUC", "GBKp-EUC", "GBK2K", "UniGB-UCS2", "UniGB-UTF16"] {
        // What the older character sets do not have is left out for them; 㑇 has four bytes in GB 18030.
        let rare = match cmap {
            "GB-EUC" | "GBpc-EUC" => "",
            "GBK2K" | "UniGB-UTF16" => "伕喆㑇",
            _ => "伕喆",
        };
        let text = format!("一、收入12,345.67万元（增长8.9%）；“三公”经费{rare}");
        for direction in ["H", "V"] {
            let name = format!("{cmap}-{direction}");
            let start = if direction == "H" { "60 700" } else { "300 800" };
            let instructions = format!("BT /F 12 Tf {start} Td <{}> Tj ET", hex(&encoded(cmap, &text)));
            let [font, below] = chinese(&name);
            let read = texts(&one_page(instructions.as_bytes(), WITH_FONT, &[&font, &below]));
            assert_eq!(read, [text.as_str()], "{name}");
        }
    }
}

/// A table of two rows and two columns, its lines drawn by `lines`, with a character that is measured right only if widths
/// are: the second column begins where the text of the first would end otherwise.
#[test]
fn cells_are_found_by_the_widths_of_the_collection() {
    let mut instructions = String::new();
    for y in [600, 620, 640] {
        instructions += &format!("60 {y} m 260 {y} l S ");
    }
    for x in [60, 160, 260] {
        instructions += &format!("{x} 600 m {x} 640 l S ");
    }
    for (x, y, text) in [(65, 625, "科目"), (165, 625, "金额"), (65, 605, "2080505"), (165, 605, "1,234,567.89")] {
        instructions += &format!("BT /F 14 Tf {x} {y} Td <{}> Tj ET ", hex(&encoded("GBK-EUC-H", text)));
    }
    let [font, below] = chinese("GBK-EUC-H");
    let read = texts(&one_page(instructions.as_bytes(), WITH_FONT, &[&font, &below]));
    assert_eq!(read, ["科目|金额", "2080505|1,234,567.89"]);
}

#[test]
fn rectangles_rule_as_lines_do_and_a_merged_cell_covers() {
    let text = |x: i32, y: i32, text: &str| format!("BT /F 10 Tf {x} {y} Td ({text}) Tj ET ");
    let boxes = "60 620 200 20 re S 60 600 100 20 re f 160 600 100 20 re S ";
    let instructions = [boxes, &text(65, 625, "head"), &text(65, 605, "a"), &text(165, 605, "b")].concat();
    let source = read(&one_page(instructions.as_bytes(), WITH_FONT, &[HELVETICA])).unwrap();
    assert_eq!(source.lines[0].cells[1].covered_by, Some((0, 0)));
    assert_eq!(texts(&one_page(instructions.as_bytes(), WITH_FONT, &[HELVETICA])), ["head|", "a|b"]);
}

#[test]
fn a_page_that_is_turned_is_read_as_it_is_seen() {
    // Written upwards on a page that is shown turned by a quarter.
    let instructions = "BT /F 12 Tf 0 1 -1 0 300 100 Tm (first) Tj 0 -20 Td (second) Tj ET";
    let page = format!("/Rotate 90{WITH_FONT}");
    assert_eq!(texts(&one_page(instructions.as_bytes(), &page, &[HELVETICA])), ["first second"]);
}

#[test]
fn marks_across_the_page_and_what_is_printed_twice_are_left_out() {
    let mark = "BT /F 20 Tf 0.7 0.7 -0.7 0.7 200 400 Tm (DRAFT) Tj ET BT /F 90 Tf 100 300 Td (X) Tj ET ";
    let bold = "BT /F 12 Tf 60 700 Td (12.50) Tj ET BT /F 12 Tf 60.3 700 Td (12.50) Tj ET";
    assert_eq!(texts(&one_page([mark, bold].concat().as_bytes(), WITH_FONT, &[HELVETICA])), ["12.50"]);
}

#[test]
fn a_font_says_by_itself_what_its_codes_are() {
    let table = "begincmap 1 begincodespacerange <00> <ff> endcodespacerange 2 beginbfchar <41> <6536> <42> <51650041> endbfchar endcmap";
    let font = "<</Type/Font/Subtype/TrueType/BaseFont/X/FirstChar 65/LastChar 66/Widths[1000 1000]/ToUnicode 6 0 R>>";
    let table = String::from_utf8(stream("", table.as_bytes())).unwrap();
    let instructions = b"BT /F 12 Tf 60 700 Td (AB) Tj ET";
    assert_eq!(texts(&one_page(instructions, WITH_FONT, &[font, &table])), ["收入A"]);
    let font = "<</Type/Font/Subtype/Type1/BaseFont/X/FirstChar 1/Widths[500 500 500]/Encoding<</Differences[1/three/period/uni4E07]>>>>";
    let instructions = b"BT /F 12 Tf 60 700 Td <010203> Tj ET";
    assert_eq!(texts(&one_page(instructions, WITH_FONT, &[font])), ["3.万"]);
}

#[test]
fn forms_are_read_in_their_place() {
    let form = |instructions: &str, more: &str| {
        String::from_utf8(stream(
            &format!("/Type/XObject/Subtype/Form/BBox[0 0 595 842]{more}"),
            instructions.as_bytes(),
        ))
        .unwrap()
    };
    let page = "/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>";
    let inner = form("BT /F 12 Tf 10 10 Td (inside) Tj ET Q Q Q", "/Matrix[1 0 0 1 50 500]");
    let instructions =
        b"q 1 0 0 1 0 100 cm /X Do Q BT /F 12 Tf 60 700 Td (before) Tj ET BT 60 500 Td /F 12 Tf (after) Tj ET";
    assert_eq!(texts(&one_page(instructions, page, &[HELVETICA, &inner])), ["before", "inside", "after"]);
}

/// What is refused as more than any disclosure, or at least ends.
#[track_caller]
fn too_much(bytes: &[u8]) {
    let read = read(bytes);
    assert!(matches!(read, Err(ReadError::TooMuch(_))), "{:?}", read.map(|source| source.lines.len()));
}

#[test]
fn forms_that_show_forms_end() {
    // Each shows the next one many times; the last one nothing, or the first one again.
    let form = |number: usize, next: Option<usize>| {
        let shown = next.map_or(String::new(), |_| "/A Do ".repeat(60));
        let next = next.unwrap_or(number);
        let resources = format!("/Resources<</XObject<</A {} 0 R>>>>", 6 + next);
        let dict = format!("/Type/XObject/Subtype/Form/BBox[0 0 9 9]{resources}");
        String::from_utf8(stream(&dict, shown.as_bytes())).unwrap()
    };
    let page = "/Resources<</Font<</F 5 0 R>>/XObject<</X 6 0 R>>>>";
    for last in [None, Some(0)] {
        let mut forms: Vec<String> = (0..5).map(|number| form(number, Some(number + 1))).collect();
        forms.push(form(5, last));
        let mut others = vec![HELVETICA];
        others.extend(forms.iter().map(String::as_str));
        too_much(&one_page(b"/X Do", page, &others));
    }
}

#[test]
fn streams_that_unpack_to_gigabytes_are_refused() {
    let bomb = deflated(&vec![b' '; 64 << 20]);
    let with = |filter: &str, data: &[u8]| {
        pdf(&[
            b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
            b"<</Type/Pages/Kids[3 0 R]/Count 1>>".to_vec(),
            b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R>>".to_vec(),
            stream(filter, data),
        ])
    };
    too_much(&with("/Filter/FlateDecode", &bomb));
    too_much(&with("/Filter[/FlateDecode/FlateDecode]", &deflated(&bomb)));
    too_much(&with("/Filter[/FlateDecode/FlateDecode/FlateDecode/FlateDecode/FlateDecode]", &bomb));
    too_much(&with("/Type/ObjStm/N 1/First 10/Filter/FlateDecode", &bomb));
    too_much(&with("/Type/ObjStm/N 1/First 10/Filter[/FlateDecode/FlateDecode]", &deflated(&bomb)));
}

#[test]
fn trees_of_pages_that_do_not_end_are_refused() {
    let tree = |kids: &[&str]| {
        let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec()];
        objects.extend(kids.iter().map(|kids| format!("<</Type/Pages/Kids{kids}/Count 1>>").into_bytes()));
        pdf(&objects)
    };
    too_much(&tree(&["[3 0 R]", "[2 0 R]"]));
    too_much(&tree(&["[2 0 R]"]));
    let aside = [b"<</Type/Catalog/Pages 2 0 R>>".as_slice(), b"<</Type/Pages/Kids 3 0 R/Count 1>>", b"[2 0 R]"];
    too_much(&pdf(&aside.map(<[u8]>::to_vec)));
    // Twice as many on each level.
    let levels: Vec<String> = (3..43).map(|next| format!("[{next} 0 R {next} 0 R]")).collect();
    too_much(&tree(&levels.iter().map(String::as_str).collect::<Vec<_>>()));
    // The same, packed.
    let packed = b"2 0 <</Type/Pages/Kids[2 0 R]/Count 1>>";
    let objects = stream("/Type/ObjStm/N 1/First 4/Filter/FlateDecode", &deflated(packed));
    too_much(&pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"null".to_vec(), objects]));
    // A name is the same however it is written.
    too_much(&pdf(&[b"<</Type/Catalog/Pages 2 0 R>>".to_vec(), b"%\n<</Type/Pages/K#69ds[2 0 R]/Count 1>>".to_vec()]));
}

#[test]
fn pages_with_too_much_on_them_are_refused() {
    let text = format!("BT /F 1 Tf 0 800 Td {} ET", "(0123456789) Tj 0 -2 Td ".repeat(7000));
    too_much(&one_page(text.as_bytes(), WITH_FONT, &[HELVETICA]));
    too_much(&one_page("0 0 5 5 re S ".repeat(70_000).as_bytes(), "", &[]));
    too_much(&one_page(&b"q ".repeat(20_000), "", &[]));
    too_much(&one_page(&b"[".repeat(100_000), "", &[]));
}

#[test]
fn reading_can_be_stopped() {
    let progress = Progress::default();
    progress.cancel();
    let bytes = one_page(b"BT /F 12 Tf 60 700 Td (text) Tj ET", WITH_FONT, &[HELVETICA]);
    assert!(matches!(super::read(&bytes, &progress), Err(ReadError::Cancelled)));
}
