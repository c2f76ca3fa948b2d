//! The round of a review: the author saves, the reviewer comments and signs, the author changes and answers, and the
//! reviewer sees exactly that.

use std::path::Path;
use std::sync::Arc;

use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{
    Amount, CellKey, ColumnNumber, CommentPlace, Disclosure, RowKey, SignOffScope, Signature, TableNumber, TextKey,
};
use disclosure_engine::edit::{
    self, EditError, MoveDirection, Step, move_rows, recode_row, remove_rows, reply_to_comment, set_amounts,
    set_resolved, sign_off, write_comment,
};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::review::{
    Commented, changes_since_sign_offs, commented, find_place, place_label, scope_snapshot,
};

/// A disclosure that is open.
struct Open {
    form: Arc<Form>,
    catalog: Catalog,
    disclosure: Disclosure,
}

impl Open {
    fn read(path: &Path) -> Self {
        let forms = FormLibrary::builtin().unwrap();
        let disclosure = file::open(path, &forms).unwrap();
        let form = forms.get(&disclosure.form).unwrap().clone();
        Self { form, catalog: Catalog::builtin().unwrap(), disclosure }
    }

    fn sample() -> Self {
        Self::read(&Path::new(env!("CARGO_MANIFEST_DIR")).join("assets/samples/urumqi-2025.budget"))
    }

    fn look<T>(&self, look: impl FnOnce(Evaluated<'_>) -> T) -> T {
        let evaluation = evaluate(&self.form, &self.disclosure);
        let (form, catalog, disclosure) = (&self.form, &self.catalog, &self.disclosure);
        look(Evaluated { form, catalog, disclosure, evaluation: &evaluation })
    }

    fn make(&mut self, step: Result<Step, EditError>) {
        step.unwrap().apply(&mut self.disclosure);
    }

    fn save(&self, path: &Path) {
        file::save(path, &self.disclosure).unwrap();
    }

    fn comment(&mut self, place: CommentPlace, author: &str, text: &str) {
        let about = self.look(|evaluated| place_label(evaluated, &find_place(evaluated, &place).unwrap()));
        self.make(write_comment(&self.disclosure, place, &about, signed(author), text));
    }

    fn sign(&mut self, scope: SignOffScope, author: &str) {
        let snapshot = self.look(|evaluated| scope_snapshot(evaluated, scope));
        self.make(sign_off(&self.disclosure, scope, signed(author), snapshot));
    }

    fn set(&mut self, cell: &CellKey, amount: Amount) {
        let step =
            self.look(|evaluated| set_amounts(evaluated, "录入", &[(evaluated.find(cell).unwrap(), Some(amount))]));
        self.make(Ok(step));
    }
}

fn signed(author: &str) -> Signature {
    Signature { author: author.into(), written: "2025-01-31 16:05".into() }
}

fn cell(table: u8, code: &str, column: u8) -> CellKey {
    CellKey::new(TableNumber(table), RowKey::Code(code.parse().unwrap()), ColumnNumber(column))
}

fn table(number: u8) -> SignOffScope {
    SignOffScope::Table(TableNumber(number))
}

#[test]
fn a_round_between_author_and_reviewer() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("draft.budget");
    Open::sample().save(&path);

    // The reviewer comments, signs two tables and all of it, and sends it back.
    let salary = cell(6, "30101", 2);
    let mut reviewer = Open::read(&path);
    reviewer.comment(CommentPlace::Cell(salary.clone()), "审核人", "请核对基本工资的依据");
    reviewer.sign(table(6), "审核人");
    reviewer.sign(table(10), "审核人");
    reviewer.sign(SignOffScope::Whole, "审核人");
    assert!(reviewer.look(changes_since_sign_offs).iter().all(|changes| changes.is_empty()));
    reviewer.save(&path);

    // The author changes one signed figure and answers.
    let mut author = Open::read(&path);
    assert_eq!(author.disclosure, reviewer.disclosure, "the file keeps all of it");
    let was = author.disclosure.entered(&salary).unwrap();
    let is = was + "20000".parse::<Amount>().unwrap();
    author.set(&salary, is);
    let id = author.disclosure.comments[0].id;
    author.make(reply_to_comment(&author.disclosure, id, signed("填报人"), "已按工资表更正"));
    author.save(&path);

    // The reviewer sees exactly that.
    let mut reviewer = Open::read(&path);
    let changes = reviewer.look(changes_since_sign_offs);
    let [six, ten, whole] = changes.as_slice() else { panic!("{}", changes.len()) };
    assert!(ten.is_empty(), "the other table is still signed");
    let entered = |changes: &disclosure_engine::review::compare::Comparison| -> Vec<_> {
        let cells = changes.rows.iter().flat_map(|row| row.cells.iter().map(move |cell| (row, *cell)));
        let entered = cells.filter(|(_, cell)| !cell.follows);
        entered.map(|(row, cell)| (row.new_cell(&cell).unwrap(), cell.old, cell.new)).collect()
    };
    let expected = vec![(salary.clone(), Some(was), Some(is))];
    assert_eq!(entered(six), expected);
    assert_eq!(entered(whole), expected);
    assert!(six.texts.is_empty() && six.row_count() == 0);
    assert!(whole.texts.iter().all(|text| text.follows), "only sentences that tell the figure");
    let comment = &reviewer.disclosure.comments[0];
    assert_eq!((comment.replies.len(), comment.replies[0].author.as_str()), (1, "填报人"));
    assert!(comment.is_open());

    // It is settled and signed again; undone, the earlier sign-off holds again.
    reviewer.make(set_resolved(&reviewer.disclosure, id, Some(signed("审核人"))));
    reviewer.sign(table(6), "审核人");
    assert!(!reviewer.disclosure.comments[0].is_open());
    assert_eq!(reviewer.disclosure.sign_offs.len(), 3, "signing again replaces");
    assert!(reviewer.look(changes_since_sign_offs)[0].is_empty());
    author.set(&salary, was);
    let back = author.look(changes_since_sign_offs);
    assert!(entered(&back[0]).is_empty(), "{:#?}", back[0]);
}

#[test]
fn a_linked_table_is_no_longer_signed_when_its_figures_follow_a_change() {
    let mut open = Open::sample();
    // What is stated would stand in the way of what follows.
    for table in open.disclosure.tables.values_mut() {
        table.stated.clear();
    }
    open.sign(table(4), "审核人");
    let changed = cell(5, "2080505", 2);
    let was = open.disclosure.entered(&changed).unwrap();
    open.set(&changed, was + "10000".parse().unwrap());
    let changes = open.look(changes_since_sign_offs);
    assert!(!changes[0].is_empty() && changes[0].rows.iter().flat_map(|row| &row.cells).all(|cell| cell.follows));
}

#[test]
fn comments_stay_with_their_rows_and_say_when_they_are_gone() {
    let mut open = Open::sample();
    let at = cell(6, "30102", 2);
    let paragraph = open.look(|evaluated| {
        let paragraphs = disclosure_engine::narrative::narrate(evaluated);
        paragraphs.iter().find(|paragraph| paragraph.heading.is_none()).unwrap().key.clone()
    });
    open.comment(CommentPlace::Cell(at.clone()), "审核人", "一");
    open.comment(CommentPlace::Row(at.table, at.row.clone()), "审核人", "二");
    open.comment(CommentPlace::Table(at.table), "审核人", "三");
    open.comment(CommentPlace::Sentence(paragraph), "审核人", "四");
    let place =
        |open: &Open| open.look(|evaluated| evaluated.find(&cell(6, "30102", 2)).map(|cell| (cell.list, cell.row)));
    let (list, row) = place(&open).unwrap();

    let step = open.look(|evaluated| move_rows(evaluated, list, &[row], MoveDirection::Up));
    open.make(step);
    assert!(open.look(commented).iter().all(Option::is_some));
    let moved = place(&open).unwrap();
    assert_ne!(moved.1, row);

    let step = open.look(|evaluated| recode_row(evaluated, list, moved.1, "30114".parse().unwrap(), "医疗费"));
    open.make(step);
    let found = open.look(commented);
    let label = |number: usize| open.look(|evaluated| place_label(evaluated, found[number].as_ref().unwrap()));
    assert!(label(0).contains("301 14 医疗费") && label(1).contains("301 14 医疗费"), "{} {}", label(0), label(1));
    assert!(open.disclosure.comments[0].about.contains("301 02 津贴补贴"));

    let Some(Commented::Cell(at)) = found[0] else { panic!("{found:?}") };
    let step = open.look(|evaluated| remove_rows(evaluated, list, &[at.row]));
    open.make(step);
    let found = open.look(commented);
    assert_eq!(found.iter().map(Option::is_some).collect::<Vec<_>>(), [false, false, true, true]);
}

#[test]
fn a_comment_on_a_project_that_is_gone_does_not_come_back_on_another() {
    let mut open = Open::sample();
    let rows = &open.disclosure.table(TableNumber(7)).unwrap().rows;
    let last = rows.iter().filter_map(|row| row.subject.project()).max_by_key(|project| project.id).unwrap().clone();
    let at = CellKey::new(TableNumber(7), RowKey::Project(last.id), ColumnNumber(3));
    open.comment(CommentPlace::Cell(at.clone()), "审核人", "这个项目有依据吗");
    let index = open.look(|evaluated| evaluated.find(&at).unwrap());
    let step = open.look(|evaluated| remove_rows(evaluated, index.list, &[index.row]));
    open.make(step);
    let new = edit::NewRow { code: last.code, code_name: last.code_name, project: "新项目".into(), unit: last.unit };
    let step = open.look(|evaluated| edit::add_row(evaluated, index.list, new));
    open.make(step);
    assert_eq!(open.look(commented), [None]);
}

#[test]
fn a_comment_on_a_paragraph_stays_with_what_it_says() {
    let mut open = Open::sample();
    let part = disclosure_engine::disclosure::Part::Overview;
    let said = "负责全市社会保险经办管理服务工作。".to_owned();
    let before = vec!["一、主要职能".to_owned(), said.clone()];
    open.disclosure.texts.insert(part, before);
    open.comment(CommentPlace::Paragraph(part, said), "审核人", "与三定方案不一致");
    let after = ["一、主要职能", "另起一段。", "负责全市社会保险经办、管理和服务工作。"];
    open.disclosure.texts.insert(part, after.map(str::to_owned).to_vec());
    let found = open.look(commented);
    let Some(Commented::Text(place)) = &found[0] else { panic!("{found:?}") };
    assert_eq!(open.disclosure.text(place), Some(after[2]));
    open.disclosure.texts.insert(part, vec!["完全不同的内容".into()]);
    assert_eq!(open.look(commented), [None]);
}

#[test]
fn a_comment_needs_words_and_an_author() {
    let open = Open::sample();
    let place = || CommentPlace::Sentence(TextKey::new("items"));
    let refused =
        |author: &str, text: &str| write_comment(&open.disclosure, place(), "", signed(author), text).unwrap_err();
    assert_eq!(refused("审核人", " "), EditError::CommentEmpty);
    assert_eq!(refused(" ", "请核对"), EditError::AuthorMissing);
    let snapshot = open.look(|evaluated| scope_snapshot(evaluated, table(6)));
    assert_eq!(sign_off(&open.disclosure, table(6), signed(""), snapshot).unwrap_err(), EditError::SignerMissing);
}
