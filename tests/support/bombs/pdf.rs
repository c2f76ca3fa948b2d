//! PDFs that unfold.

use std::io::Write;

use fastrand::Rng;
use flate2::Compression;
use flate2::write::ZlibEncoder;

/// Makes a PDF that asks for about two to the power of a number of something.
type Make = fn(u32) -> Vec<u8>;

/// Every kind that there is.
pub const KINDS: [(&str, Make); 20] = [
    ("pages that multiply", |power| pages_that_multiply(power.clamp(3, 10))),
    ("a count of pages", |power| document(&format!("/Kids[3 0 R]/Count {}", number(power)), "", &[])),
    ("pages that hold themselves", |power| pages_in_a_circle(power as usize)),
    ("zeros packed twice or thrice", |power| filtered(power.min(30), 2 + power as usize % 2, "")),
    ("zeros packed once", |power| filtered(power.min(29), 1, "")),
    ("a row of a thousand million columns", |power| {
        let (columns, colors) = (number(power.min(31)), number(power % 8));
        filtered(20, 1, &format!("/DecodeParms<</Predictor 12/Columns {columns}/Colors {colors}/BitsPerComponent 16>>"))
    }),
    ("tables of places in a circle", |power| places_in_a_circle(power)),
    ("a table of places for everything", places_of_everything),
    ("objects in a stream", |power| objects_in_a_stream(number(power), number(power / 2))),
    ("a stream of objects in itself", |power| objects_in_a_stream(u64::from(power), 8)),
    ("widths of every character", |power| font(&format!("/W[0 {} 500]", number(power)), "")),
    ("widths one by one", |power| font(&format!("/W[0[{}]]", "500 ".repeat(1 << power.min(20))), "")),
    ("characters of every code", |power| {
        let range = format!("1 beginbfrange <0000> <{:08x}> <0041> endbfrange ", number(power.min(32)));
        font("", &range.repeat(1 << (power / 4)))
    }),
    ("codes of every width", |power| {
        let space = format!("1 begincodespacerange <00> <{}> endcodespacerange ", "ff".repeat(power as usize));
        font("", &(space + &format!("1 begincidrange <0000> <ffffffff> {} endcidrange", number(power))))
    }),
    ("pictures that draw pictures", |power| pictures_that_multiply(power.clamp(3, 12))),
    ("rules that cross", |power| contents(&rules(8 << power.min(8)))),
    ("letters upon each other", |power| contents(&format!("BT /F 9 Tf {}ET", "(aa) Tj ".repeat(1 << power.min(16))))),
    ("states that nest", |power| contents(&"q BT ".repeat(1 << power.min(20)))),
    ("a page of any size", |power| {
        let page = format!("/MediaBox[0 0 {0} {0}]/Rotate {0}/UserUnit {0}", number(power));
        document("/Kids[3 0 R]/Count 1", &page, &[])
    }),
    ("names and strings without an end", |power| {
        let long = "a".repeat(1 << power.min(23));
        contents(&format!("/{long} gs ({long} BT /F {long} Tf"))
    }),
];

/// One of any kind and size. Returns what it is, too.
pub fn any(random: &mut Rng) -> (String, Vec<u8>) {
    let (name, make) = KINDS[random.usize(0..KINDS.len())];
    let power = random.u32(1..40);
    let mut bytes = make(power);
    // Some are broken beside.
    if random.u8(0..4) == 0 && !bytes.is_empty() {
        let at = random.usize(0..bytes.len());
        bytes[at] = random.u8(..);
    }
    (format!("{name} ({power})"), bytes)
}

fn number(power: u32) -> u64 {
    (1 << power.min(62)) - 1
}

/// A PDF of these objects, the first of which is the catalogue.
fn file(objects: &[Vec<u8>], trailer: &str) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n".to_vec();
    let mut places = Vec::new();
    for (object, number) in objects.iter().zip(1..) {
        places.push(bytes.len());
        writeln!(bytes, "{number} 0 obj").unwrap();
        bytes.extend(object);
        bytes.extend(b"\nendobj\n");
    }
    let start = bytes.len();
    write!(bytes, "xref\n0 {}\n0000000000 65535 f \n", objects.len() + 1).unwrap();
    places.iter().for_each(|place| writeln!(bytes, "{place:010} 00000 n ").unwrap());
    let size = objects.len() + 1;
    write!(bytes, "trailer\n<</Size {size}/Root 1 0 R{trailer}>>\nstartxref\n{start}\n%%EOF").unwrap();
    bytes
}

/// A PDF with one page, which is object 3; `others` follow from object 4.
fn document(pages: &str, page: &str, others: &[Vec<u8>]) -> Vec<u8> {
    let media = if page.contains("MediaBox") { "" } else { "/MediaBox[0 0 595 842]" };
    let mut objects = vec![
        b"<</Type/Catalog/Pages 2 0 R>>".to_vec(),
        format!("<</Type/Pages{pages}>>").into_bytes(),
        format!("<</Type/Page/Parent 2 0 R{media}{page}>>").into_bytes(),
    ];
    objects.extend_from_slice(others);
    file(&objects, "")
}

/// Pages that all show the same rules, each of which takes a while.
pub fn pages_of_rules(count: usize) -> Vec<u8> {
    let pages = format!("/Kids[{}]/Count {count}", "3 0 R ".repeat(count));
    document(&pages, "/Contents 4 0 R", &[stream("", rules(1 << 9).as_bytes())])
}

const ONE_PAGE: &str = "/Kids[3 0 R]/Count 1";

fn stream(entries: &str, bytes: &[u8]) -> Vec<u8> {
    let mut object = format!("<<{entries}/Length {}>>stream\n", bytes.len()).into_bytes();
    object.extend(bytes);
    object.extend(b"\nendstream");
    object
}

/// A page with these instructions.
fn contents(instructions: &str) -> Vec<u8> {
    let resources = "/Contents 4 0 R/Resources<</Font<</F<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>>>>>";
    document(ONE_PAGE, resources, &[stream("", instructions.as_bytes())])
}

/// Each page is ten times the one below it.
fn pages_that_multiply(depth: u32) -> Vec<u8> {
    let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec()];
    for level in 0..depth {
        let kids = format!("{} 0 R ", level + 3).repeat(10);
        objects.push(format!("<</Type/Pages/Kids[{kids}]/Count 100000000>>").into_bytes());
    }
    objects.push(b"<</Type/Page/MediaBox[0 0 9 9]>>".to_vec());
    file(&objects, "")
}

fn pages_in_a_circle(length: usize) -> Vec<u8> {
    let mut objects = vec![b"<</Type/Catalog/Pages 2 0 R>>".to_vec()];
    for level in 0..length {
        let next = 2 + (level + 1) % length;
        let kids = format!("<</Type/Pages/Parent {next} 0 R/Kids[{next} 0 R {next} 0 R]/Count 2>>");
        objects.push(kids.into_bytes());
    }
    file(&objects, "")
}

/// A page whose instructions are two to the power of `power` blanks, packed `times` over.
fn filtered(power: u32, times: usize, parameters: &str) -> Vec<u8> {
    let filters = "/FlateDecode".repeat(times);
    let entries = format!("/Filter[{filters}]{parameters}");
    document(ONE_PAGE, "/Contents 4 0 R", &[stream(&entries, &packed(power, times))])
}

fn packed(power: u32, times: usize) -> Vec<u8> {
    let block = vec![b' '; 1 << power.min(20)];
    let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
    (0..1_u32 << (power - power.min(20))).for_each(|_| encoder.write_all(&block).unwrap());
    let mut bytes = encoder.finish().unwrap();
    for _ in 1..times {
        let mut encoder = ZlibEncoder::new(Vec::new(), Compression::best());
        encoder.write_all(&bytes).unwrap();
        bytes = encoder.finish().unwrap();
    }
    bytes
}

/// Tables of places that name each other as the one before.
fn places_in_a_circle(power: u32) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
    let count = 1 + power as usize % 5;
    let table = |before: usize| {
        format!(
            "xref\n0 1\n0000000000 65535 f \ntrailer\n<</Size 2/Root 1 0 R/Prev {before:010}/XRefStm {before:010}>>\n"
        )
    };
    let (first, length) = (bytes.len(), table(0).len());
    for place in 0..count {
        bytes.extend(table(first + (place + 1) % count * length).into_bytes());
    }
    write!(bytes, "startxref\n{first}\n%%EOF").unwrap();
    bytes
}

/// A stream of places that says that it has very many.
fn places_of_everything(power: u32) -> Vec<u8> {
    let mut bytes = b"%PDF-1.7\n1 0 obj\n<</Type/Catalog/Pages 2 0 R>>\nendobj\n".to_vec();
    let (start, many) = (bytes.len(), number(power));
    let entries =
        format!("/Type/XRef/Root 1 0 R/Size {many}/Index[0 {many}]/W[{} 8 {many}]/Filter/FlateDecode", power % 9);
    writeln!(bytes, "2 0 obj").unwrap();
    bytes.extend(stream(&entries, &packed(power.min(24), 1)));
    write!(bytes, "\nendobj\nstartxref\n{start}\n%%EOF").unwrap();
    bytes
}

/// A stream of objects that says that `count` begin after `first` bytes, and that it goes on in itself.
fn objects_in_a_stream(count: u64, first: u64) -> Vec<u8> {
    let entries = format!("/Type/ObjStm/N {count}/First {first}/Extends 4 0 R");
    let inside = "2 0 3 40 4 80 <</Type/Pages/Kids[3 0 R]/Count 1>> <</Type/Page/Parent 2 0 R>> ".repeat(20);
    document(ONE_PAGE, "/Contents 4 0 R", &[stream(&entries, inside.as_bytes())])
}

/// A page in a font with these widths and meanings of codes.
fn font(widths: &str, meanings: &str) -> Vec<u8> {
    let resources = "/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>";
    let cmap = format!("/CIDInit /ProcSet findresource begin begincmap {meanings} endcmap end");
    let own = "<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]/ToUnicode 7 0 R>>";
    let system = "/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>";
    let others = [
        stream("", b"BT /F 9 Tf 50 700 Td <004100420043> Tj ET"),
        own.as_bytes().to_vec(),
        format!("<</Type/Font/Subtype/CIDFontType2/BaseFont/A{system}{widths}>>").into_bytes(),
        stream("", cmap.as_bytes()),
    ];
    document(ONE_PAGE, resources, &others)
}

/// Each picture draws the next one four times.
fn pictures_that_multiply(depth: u32) -> Vec<u8> {
    let picture = |level: u32| {
        let resources = format!("/Resources<</XObject<</X {} 0 R>>/Font<</F 4 0 R>>>>", level + 6);
        let draws = if level + 1 == depth { "BT /F 9 Tf (a) Tj ET".to_owned() } else { "/X Do ".repeat(4) };
        stream(&format!("/Type/XObject/Subtype/Form/BBox[0 0 99 99]{resources}"), draws.as_bytes())
    };
    let mut others = vec![b"<</Type/Font/Subtype/Type1/BaseFont/Helvetica>>".to_vec()];
    others.extend((0..depth).map(picture));
    others.push(stream("", b"/X Do"));
    let page = format!("/Contents {} 0 R/Resources<</XObject<</X 5 0 R>>>>", depth + 5);
    document(ONE_PAGE, &page, &others)
}

/// `count` rules across the page and as many down it.
fn rules(count: usize) -> String {
    let place = |index: usize, length: f64| 2.0 + (length - 4.0) * index as f64 / count as f64;
    let rule = |index: usize| {
        let (x, y) = (place(index, 595.0), place(index, 842.0));
        format!("{x:.3} 2 m {x:.3} 840 l S 2 {y:.3} m 593 {y:.3} l S\n")
    };
    (0..count).map(rule).collect()
}
