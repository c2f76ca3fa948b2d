//! Loading a form: reading its files and refusing whatever does not fit together, with all that is wrong at once.

use std::collections::HashSet;
use std::sync::Arc;

use super::changes::ChangesSource;
use super::error::{BaseText, FormError, FormErrors, Found, SourceText, suggestion};
use super::files::{EXAMPLES_FILE, FORM_FILE, FormFiles, MOST_BASES, NARRATIVE_FILE};
use super::further;
use super::resolve::Resolver;
use super::silent;
use super::source::{ByKindSource, FormSource, KindSource};
use super::{ByKind, Form, KnownForm, ListIndex, Region, Rule, RuleIndex, Template, Term, TextsForm};
use crate::disclosure::{CarriedForm, Disclosure, FormKeys, Keys, Kind, TableNumber};

impl Form {
    /// Reads and checks the form of `files`.
    ///
    /// # Errors
    /// When a file cannot be read, or refers to a table, row, column or rule that the form does not have: every such
    /// place, and what was probably meant. What may follow from a mistake that is told is not told beside it.
    pub fn load(files: &FormFiles) -> Result<Self, FormErrors> {
        Self::load_or_part(files).map_err(|(_, errors)| errors)
    }

    /// The same, where those of `known` on which it is based need not be loaded once more.
    pub(super) fn load_among(files: &FormFiles, known: &[KnownForm]) -> Result<Self, FormErrors> {
        let bases = Base::all(files, known, false)?;
        Self::load_on(files, &bases, false).map_err(|(_, errors)| errors)
    }

    /// The same of a form that a disclosure brings: what it says in vain stops nothing, or a newer program would not open a
    /// file that an older one wrote.
    ///
    /// # Errors
    /// As for [`load`](Self::load), for all else.
    pub(crate) fn load_carried(files: &FormFiles, known: &[KnownForm]) -> Result<Self, FormErrors> {
        let bases = Base::all(files, known, true)?;
        Self::load_on(files, &bases, true).map_err(|(_, errors)| errors)
    }

    /// The same; with the mistakes comes what could be read all the same.
    pub(crate) fn load_or_part(files: &FormFiles) -> Result<Self, (Option<Box<Self>>, FormErrors)> {
        let bases = Base::all(files, &[], false).map_err(|errors| (None, errors))?;
        Self::load_on(files, &bases, false)
    }

    /// The same, where the forms on which it is based are loaded.
    fn load_on(
        files: &FormFiles,
        bases: &[Base<'_>],
        is_carried: bool,
    ) -> Result<Self, (Option<Box<Self>>, FormErrors)> {
        let alone = |error: FormError| (None, error.into());
        if let Some(error) = files.too_large() {
            return Err(alone(error));
        }
        let file = files.path(FORM_FILE);
        let text = files.text(FORM_FILE).ok_or_else(|| alone(FormError::of_file(file.as_str(), "没有这个文件")))?;
        let texts: Vec<BaseText<'_>> = bases.iter().filter_map(|base| base.text(FORM_FILE)).collect();
        let source = SourceText { bases: &texts, is_carried, ..SourceText::alone(&file, text) };
        let mut found = Found::default();
        // What is wrong in one file hides nothing of another.
        let mut elsewhere = Found::default();
        let codes = super::codes::of(files, &mut elsewhere);
        let form = match written(source, &mut found) {
            Ok(written) => {
                let is_changed_soundly = found.is_empty();
                let mut form = Self::without_tables(source, &written, files, &mut found);
                form.codes = codes.map(Arc::new);
                form.add_all(source, &written, (bases, is_changed_soundly), &mut found);
                Some(form)
            }
            Err(errors) => {
                found.take(errors);
                with_sentences(files, bases, source, |source| Template::look_at(source, &mut found));
                if files.text(NARRATIVE_FILE).is_some() {
                    found.leave_unseen(format!("{} 里用到的表、列和规则", files.path(NARRATIVE_FILE)));
                }
                None
            }
        };
        found.take_found(elsewhere);
        match form {
            Some(form) if found.is_empty() => Ok(form),
            part => {
                look_at_examples(files, &mut found);
                Err((part.map(Box::new), found.into_errors()))
            }
        }
    }

    /// What is written beside the heads of the form, one after the other: mistakes in one hide as little of the next as can be.
    fn add_all<'a>(
        &mut self,
        source: SourceText<'a>,
        written: &FormSource<'a>,
        (bases, is_changed_soundly): (&[Base<'_>], bool),
        found: &mut Found,
    ) {
        let mut is_whole = true;
        let mut doubted = Vec::new();
        for table in &written.tables {
            let unit = super::unit::of_table(source, written, table, found);
            let before = found.count();
            is_whole &= self.add_table(source, table, (unit, written.unit_note), found);
            if !is_changed_soundly || found.count() > before {
                doubted.push(TableNumber(table.number));
            }
        }
        if is_whole {
            self.add_references(SourceText { doubted: &doubted, ..source }, written, bases, found);
        } else {
            // Without all tables nothing can be held against them; whether the sentences can be read at all is seen.
            with_sentences(&self.files, bases, source, |source| Template::look_at(source, found));
            found.leave_unseen("算式、勾稽关系、各节和句子");
        }
        silent::look(source, written, self, found);
    }

    /// What refers to tables, rows, columns and rules.
    fn add_references<'a>(
        &mut self,
        source: SourceText<'a>,
        written: &FormSource<'a>,
        bases: &[Base<'_>],
        found: &mut Found,
    ) {
        let before = found.count();
        self.add_expressions(source, written, found);
        if source.doubted.is_empty() && found.count() == before {
            let order = self.put_in_order(source, written);
            found.keep(order);
        } else {
            found.leave_unseen("算式有没有绕圈");
        }
        self.add_identities(source, written, found);
        self.add_likely(source, written, found);
        self.add_row_rules(source, written, found);
        self.add_charts(source, written, found);
        self.add_texts(source, written, found);
        self.add_parts(source, written, found);
        self.keys = Arc::new(self.named_keys());
        self.add_sentences(bases, source, found);
        self.add_follows(source, written, found);
        self.keys = Arc::new(self.named_keys());
        if !source.doubted.is_empty() {
            let tables: Vec<String> = source.doubted.iter().map(|number| format!("T{number}")).collect();
            found.leave_unseen(format!("用到表 {} 的算式和句子", tables.join("、")));
        }
    }

    fn without_tables(source: SourceText<'_>, written: &FormSource<'_>, files: &FormFiles, found: &mut Found) -> Self {
        let text_unit = super::unit::read(source, written.text_amounts.as_ref().unwrap_or(&written.amounts));
        let region = written.region.as_ref();
        Self {
            id: written.id.to_owned(),
            name: written.name.to_owned(),
            year: written.year,
            revision: written.revision,
            follows: None,
            region: region.map(|region| Region { code: region.code.to_owned(), name: region.name.to_owned() }),
            kind: written.kind.map(KindSource::kind),
            text_unit: found.keep(text_unit).unwrap_or_else(super::unit::none),
            total_last: written.total_last,
            preparer: by_kind(&written.preparer),
            tables: Vec::new(),
            lists: Vec::new(),
            rules: rules(source, written, found),
            identities: Vec::new(),
            likely: Vec::new(),
            row_rules: Vec::new(),
            charts: Vec::new(),
            texts: TextsForm::default(),
            document: written.document.clone(),
            sentences: None,
            evaluation_order: Vec::new(),
            policy: None,
            codes: None,
            keys: Arc::default(),
            files: Arc::new(files.clone()),
            before: std::sync::OnceLock::new(),
            without_before: std::sync::OnceLock::new(),
            is_built_in: false,
            beside: None,
        }
    }

    /// The template of the form's sentences comes from its own file, or is that of the form on which it is based.
    fn add_sentences(&mut self, bases: &[Base<'_>], of_form: SourceText<'_>, found: &mut Found) {
        let files = self.files.clone();
        let template = with_sentences(&files, bases, of_form, |source| Template::load_based(self, source));
        match template {
            Some(Ok(template)) => self.sentences = Some(template.into()),
            Some(Err(errors)) => found.take(errors),
            None => {}
        }
    }

    /// The same form, as one that the program brings: disclosures need not carry it.
    pub(super) fn built_in(self) -> Self {
        Self { is_built_in: true, ..self }
    }

    /// The files of which it was read.
    pub fn files(&self) -> &FormFiles {
        &self.files
    }

    /// What a disclosure that follows it takes along, so that it can be opened where the form is not known.
    pub fn carried(&self) -> Option<Arc<CarriedForm>> {
        let texts = self.files.all_texts();
        (!self.is_built_in).then(|| Arc::new(CarriedForm { name: self.files.name().to_owned(), texts }))
    }

    /// What files call its tables and columns, for a disclosure that follows it.
    pub fn keys(&self) -> Keys {
        Keys(Some(self.keys.clone()))
    }

    pub(crate) fn form_keys(&self) -> &FormKeys {
        &self.keys
    }

    /// A disclosure of `body` for `year` that follows it, without any amount.
    pub fn disclosure(&self, kind: Kind, body: impl Into<String>, year: u16) -> Disclosure {
        Disclosure { carried: self.carried(), keys: self.keys(), ..Disclosure::new(self.id.as_str(), kind, body, year) }
    }

    /// The terms of `text`, a sum that stands in another file: cells that leave out their row mean that of `list`.
    pub(in crate::form) fn sum_at<'a>(
        &self,
        source: SourceText<'a>,
        text: &'a str,
        list: Option<ListIndex>,
    ) -> Result<Vec<Term>, FormError> {
        let resolver = self.resolver(source);
        let terms = match list {
            Some(list) => resolver.sum(text, list),
            None => resolver.sum_of_named_cells(text),
        }?;
        self.check_money(source, text, &terms)?;
        Ok(terms)
    }

    /// What `source` refers to is looked up in this.
    pub(in crate::form) fn resolver<'s>(&'s self, source: SourceText<'s>) -> Resolver<'s> {
        Resolver { source, tables: &self.tables, lists: &self.lists }
    }

    pub(super) fn rule_named<'a>(&self, source: SourceText<'a>, id: &'a str) -> Result<RuleIndex, FormError> {
        self.rules.iter().position(|rule| rule.id == id).map(RuleIndex).ok_or_else(|| {
            let hint = suggestion(id, self.rules.iter().map(|rule| rule.id.as_str()));
            source.error(id, format!("rules 里没有规则 {id}{hint}"))
        })
    }
}

/// What `read` finds in the sentences of `files`, behind which are those of `bases`; `None` where there are none.
fn with_sentences<T>(
    files: &FormFiles,
    bases: &[Base<'_>],
    of_form: SourceText<'_>,
    read: impl FnOnce(SourceText<'_>) -> T,
) -> Option<T> {
    let texts: Vec<BaseText<'_>> = bases.iter().filter_map(|base| base.text(NARRATIVE_FILE)).collect();
    let path = files.path(NARRATIVE_FILE);
    let text = match (files.text(NARRATIVE_FILE), texts.is_empty()) {
        (None, true) => return None,
        (Some(text), _) => text,
        // What changes nothing.
        (None, false) => "()",
    };
    Some(read(SourceText { file: &path, text, bases: &texts, ..of_form }))
}

/// Whether the examples can be read at all: what they say is looked at in a form that is sound.
fn look_at_examples(files: &FormFiles, found: &mut Found) {
    let Some(text) = files.text(EXAMPLES_FILE) else { return };
    let path = files.path(EXAMPLES_FILE);
    let read = |text: &str| crate::ron_text::parse::<serde::de::IgnoredAny>(text).err();
    match read(text) {
        None => found.leave_unseen(format!("{path} 的例子合不合规则")),
        Some(error) => {
            let source = SourceText::alone(&path, text);
            found.take(further::unreadable(source, &error, further::OF_NONE, read));
        }
    }
}

/// A form on which another is based.
struct Base<'a> {
    files: &'a FormFiles,
    keys: Arc<FormKeys>,
}

impl<'a> Base<'a> {
    /// Those of `files`, the nearest first; `known` are loaded already.
    fn all(files: &'a FormFiles, known: &[KnownForm], is_carried: bool) -> Result<Vec<Self>, FormErrors> {
        let mut chain = Vec::new();
        let mut rest = files;
        let unseen = |error: FormError| {
            let mut found = Found::default();
            found.add(error);
            found.leave_unseen(format!("{} 里写的", files.name()));
            found.into_errors()
        };
        while rest.is_changes() {
            let Some(base) = rest.base() else {
                let Some(based_on) = rest.based_on() else { return Err(changes_of_unknown(rest)) };
                let path = rest.path(FORM_FILE);
                let text = rest.text(FORM_FILE).unwrap_or_default();
                let source = SourceText::alone(&path, text);
                let message = format!("based_on：没有表式 {based_on}，或者它自己有错");
                return Err(unseen(source.error(based_on, message)));
            };
            if chain.len() == MOST_BASES {
                let message = format!("based_on 一层套一层，超过 {MOST_BASES} 层");
                return Err(FormError::of_file(files.path(FORM_FILE), message).into());
            }
            chain.push(base);
            rest = base;
        }
        let mut bases: Vec<Self> = Vec::new();
        for files in chain.into_iter().rev() {
            let keys = match known.iter().find(|known| known.form.files() == files) {
                Some(known) => known.form.keys.clone(),
                None => Form::load_on(files, &bases, is_carried).map_err(|(_, errors)| errors)?.keys,
            };
            bases.insert(0, Self { files, keys });
        }
        Ok(bases)
    }

    fn text(&self, file: &str) -> Option<BaseText<'_>> {
        let text = self.files.text(file)?;
        Some(BaseText { file: self.files.path(file), text, keys: &self.keys })
    }
}

/// What the file says, with the changes carried out that it makes.
fn written<'a>(source: SourceText<'a>, found: &mut Found) -> Result<FormSource<'a>, FormErrors> {
    // The bases stand from the nearest to the one that is whole.
    let mut texts = source.bases.iter().rev().map(|base| SourceText::alone(&base.file, base.text)).chain([source]);
    let first = texts.next().unwrap_or(source);
    let read = |text: &str| crate::ron_text::parse::<FormSource<'_>>(text).err();
    let unreadable = |error| further::unreadable(first, &error, further::OF_FORM, read);
    let mut written: FormSource<'a> = crate::ron_text::parse(first.text).map_err(unreadable)?;
    for changed in texts {
        let unreadable = |error| unreadable_changes(changed, &error);
        let changes: ChangesSource<'a> = crate::ron_text::parse(changed.text).map_err(unreadable)?;
        changes.change(changed, &mut written, found);
    }
    Ok(written)
}

/// Why the changes of a form cannot be read, `error` the first reason.
fn unreadable_changes(source: SourceText<'_>, error: &ron::error::SpannedError) -> FormErrors {
    let read = |text: &str| crate::ron_text::parse::<ChangesSource<'_>>(text).err();
    further::unreadable(source, error, further::OF_CHANGES, read)
}

/// What is wrong in `files`, of which nobody can read of what form they are the changes.
fn changes_of_unknown(files: &FormFiles) -> FormErrors {
    let path = files.path(FORM_FILE);
    let source = SourceText::alone(&path, files.text(FORM_FILE).unwrap_or_default());
    let mut found = Found::default();
    match crate::ron_text::parse::<ChangesSource<'_>>(source.text) {
        Err(error) => found.take(unreadable_changes(source, &error)),
        Ok(_) => found.add(FormError::of_file(path.as_str(), "based_on：读不出是哪个表式，请写它的 id")),
    }
    for (file, _) in files.texts().filter(|(file, _)| *file != FORM_FILE) {
        found.leave_unseen(files.path(file));
    }
    found.into_errors()
}

fn rules(source: SourceText<'_>, written: &FormSource<'_>, found: &mut Found) -> Vec<Rule> {
    let mut ids = HashSet::new();
    for rule in written.rules.iter().filter(|rule| !ids.insert(rule.id)) {
        found.add(source.error(rule.id, format!("规则 {} 出现了两次", rule.id)));
    }
    let rule = |rule: &super::source::RuleSource<'_>| {
        let (id, title, why) = (rule.id.to_owned(), rule.title.to_owned(), rule.why.to_owned());
        Rule { id, title, why, doubtful: rule.doubtful, on_demand: rule.on_demand }
    };
    written.rules.iter().map(rule).collect()
}

impl KindSource {
    fn kind(self) -> Kind {
        match self {
            Self::Unit => Kind::Unit,
            Self::Department => Kind::Department,
        }
    }
}

pub(super) fn by_kind(written: &ByKindSource<'_>) -> ByKind {
    ByKind { unit: written.unit.to_owned(), department: written.department.to_owned() }
}
