//! `new`: an empty disclosure, or next year's from last year's.

use std::path::{Path, PathBuf};

use super::output::refusal;
use super::{Status, complain, terminal};
use crate::forms::unknown;
use disclosure_engine::catalog::Catalog;
use disclosure_engine::disclosure::{Disclosure, Kind};
use disclosure_engine::edit::{
    FollowedCodes, Heading, codes_since, follow_codes, left_behind_in_roll, roll_forward, set_heading,
};
use disclosure_engine::evaluate::{Evaluated, evaluate};
use disclosure_engine::file;
use disclosure_engine::form::{Form, FormLibrary};
use disclosure_engine::import::{Opened, open_any};

pub(super) struct Wanted {
    pub body: Option<String>,
    pub year: u16,
    pub kind: Option<Kind>,
    /// Last year's file.
    pub from: Option<PathBuf>,
    /// Id of the form.
    pub form: Option<String>,
    /// Whether rows get the codes that took the place of theirs.
    pub follows_codes: bool,
}

pub(super) fn run(forms: &FormLibrary, catalog: &Catalog, wanted: Wanted, output: &Path) -> Status {
    let made = match &wanted.from {
        Some(last) => rolled(last, (forms, catalog), &wanted),
        None => form_for(forms, &wanted).map(|form| form.disclosure(form.kind.unwrap_or(Kind::Unit), "", form.year)),
    };
    let mut disclosure = match made {
        Ok(disclosure) => disclosure,
        Err(message) => return complain(message),
    };
    let before = Heading::of(&disclosure);
    let body = wanted.body.unwrap_or(before.body);
    match set_heading(&disclosure, Heading { kind: wanted.kind.unwrap_or(before.kind), body, year: wanted.year }) {
        Ok(step) => step.apply(&mut disclosure),
        Err(error) => return complain(error),
    }
    if let Some(refusal) = refusal(output) {
        return complain(refusal);
    }
    let form = forms.get(&disclosure.form);
    if let Some(told) = form.and_then(|form| form.other_year(disclosure.year)) {
        terminal::tell(format!("{}：{told}", output.display()));
    }
    match file::save_new(output, &disclosure) {
        Ok(()) => Status::Done,
        Err(error) => complain(format!("{}：{error}", output.display())),
    }
}

/// The form that is asked for, or else the only one for the year.
fn form_for<'f>(forms: &'f FormLibrary, wanted: &Wanted) -> Result<&'f Form, String> {
    if let Some(id) = &wanted.form {
        let form = forms.get(id).ok_or_else(|| unknown(forms, id))?;
        let Some(kind) = wanted.kind.filter(|kind| !form.is_for(*kind)) else { return Ok(form) };
        let kind_name = kind.name();
        let of_kind = forms.of_kind(form, kind).map(|form| &**form);
        let of_kind = of_kind.ok_or_else(|| format!("{id} 不是{kind_name}预算公开的表式"))?;
        terminal::tell(format!("{id} 不是{kind_name}的表式，改按同一地区、年度的 {}", of_kind.id));
        return Ok(of_kind);
    }
    let choices = forms.choices(wanted.year, wanted.kind.unwrap_or(Kind::Unit));
    let body = wanted.body.as_deref().unwrap_or_default();
    let of_region: Vec<_> = choices.iter().filter(|form| form.is_named_in(body)).collect();
    let of_first: Vec<_> = choices.iter().filter(|form| form.is_of_first_region()).collect();
    match (choices.as_slice(), of_region.as_slice(), of_first.as_slice()) {
        ([], ..) => Err("没有可用的表式".to_owned()),
        ([form], ..) => Ok(form),
        // Of several the one whose region the body names, or else that for which the program was made.
        (all, [form], _) | (all, [], [form]) => {
            let others = all.iter().filter(|other| other.id != form.id).map(|other| other.id.as_str());
            let others = others.collect::<Vec<_>>().join("、");
            terminal::tell(format!("按 {}（{}）；要按别的，用 --form：{others}", form.short_name(), form.id));
            Ok(form)
        }
        (several, ..) => {
            let named: Vec<_> = several.iter().map(|form| format!("{}（{}）", form.id, form.short_name())).collect();
            Err(format!("有几套表式可用，请用 --form 选定：{}", named.join("、")))
        }
    }
}

/// The draft for the year that is wanted from the file `last`, which may be whatever can be imported: most bodies have last
/// year's disclosure as Word or PDF. It follows the form of the same region.
fn rolled(last: &Path, (forms, catalog): (&FormLibrary, &Catalog), wanted: &Wanted) -> Result<Disclosure, String> {
    let of_file = |message: String| format!("{}：{message}", last.display());
    let Opened { disclosure, left_out, .. } = open_any(last, forms, catalog, None).map_err(of_file)?;
    if left_out > 0 {
        let last = last.display();
        terminal::tell(format!("{last}：有 {left_out} 个数没有位置或读不出，草稿里没有；用 import 看是哪些"));
    }
    let Some(last_form) = forms.get(&disclosure.form) else { return Err(of_file("没有它的表式".to_owned())) };
    let form: &Form = match &wanted.form {
        Some(_) => form_for(forms, wanted)?,
        None => forms.successor(last_form, wanted.year).unwrap_or(last_form),
    };
    let evaluation = evaluate(last_form, &disclosure);
    let of_last = &*last_form.catalog(catalog);
    let evaluated = Evaluated { form: last_form, catalog: of_last, disclosure: &disclosure, evaluation: &evaluation };
    let left = left_behind_in_roll(evaluated, form);
    for (lines, told) in
        [(&left.gone, "里没有对应的，草稿里没有"), (&left.merged, "里并到了一起，上年数相加以后带过来")]
    {
        if !lines.is_empty() {
            let (last, lines) = (last.display(), lines.join("、"));
            terminal::tell(format!("{last}：{} 的表式{told}：{lines}", form.short_name()));
        }
    }
    let draft = roll_forward(evaluated, form, wanted.year).map_err(|error| of_file(error.to_string()))?;
    with_codes_of_its_year(draft, (form, catalog), disclosure.year, wanted).map_err(of_file)
}

/// `draft`, after which of its codes changed since the budget of the year `before` was told; with what took their place,
/// where that is wanted.
fn with_codes_of_its_year(
    mut draft: Disclosure,
    (form, catalog): (&Form, &Catalog),
    before: u16,
    wanted: &Wanted,
) -> Result<Disclosure, String> {
    let (evaluation, catalog) = (evaluate(form, &draft), &*form.catalog(catalog));
    let evaluated = Evaluated { form, catalog, disclosure: &draft, evaluation: &evaluation };
    let since = codes_since(evaluated, before);
    since.told().iter().for_each(|line| terminal::tell(format!("科目变动：{line}")));
    let followed = since.followed();
    if followed.is_empty() {
        return Ok(draft);
    }
    if !wanted.follows_codes {
        terminal::tell("草稿里还是上年的科目；要一起改成今年的，加上 --follow-codes");
        return Ok(draft);
    }
    let FollowedCodes { step, left } = follow_codes(evaluated, &followed).map_err(|error| error.to_string())?;
    left.iter().for_each(|line| terminal::tell(format!("没有改：{line}")));
    step.apply(&mut draft);
    Ok(draft)
}
