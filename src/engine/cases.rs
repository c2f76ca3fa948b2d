//! Disclosures in a few lines, and what the program makes of them, word for word.
//!
//! A file of cases is made of blocks. The lines of a block describe a disclosure as the examples beside a form do
//! (`assets/forms/README.md`); each line that begins with `|` is a case of its own, which has its lines, parted by ` ; `,
//! besides. What the program answers stands under it, indented. A line that begins with `?` says which lines of the answer are
//! of interest: those that begin with one of its words. Besides the lines of the examples there are `money` (the place of a
//! performance table, then its total, fiscal, superior and other money, `-` where nothing stands), `rewritten` (a paragraph
//! and how it was rewritten), `order` (a section and its projects), `open` (a table, or `performance`, that nobody called complete), `form`, `kind
//! department`, and of a review `comment`, `reply`, `resolved` (the number of the comment, its place, who, what), `accepted`
//! (the rule, who, why) and `signed` (what, who).
//!
//! Where an answer is meant to change, `BLESS=1 cargo test --lib cases` writes it anew; the difference is read before it is
//! kept.

mod lines;

use std::path::PathBuf;

use crate::audit::{Finding, Repair, audit, every_finding_of};
use crate::disclosure::{Amount, CellKey, Disclosure, Part, RowKey, SlotValue, TextKey, TextPlace};
use crate::edit::{Merge, generate_part};
use crate::evaluate::Evaluated;
use crate::form::Correspondence;
use crate::narrative::accounts::{Account, accounts};
use crate::narrative::{
    LastYearFigure, Paragraph, has_blanks, last_year_figures, narrate, narrate_offered, narrate_supposed,
    parts_with_blanks, told_part, told_prior,
};
use crate::review::compare::{compare, compare_across, counts, following_line, report_text};
use crate::review::{merge_label, snapshot};
use lines::{World, version};

/// Asserts that each case of the file `name` gets the `answer` that stands under it.
#[track_caller]
fn assert_cases(name: &str, answer: impl Fn(&World, &[String]) -> Vec<String>) {
    let path = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("cases").join(name);
    let known = std::fs::read_to_string(&path).unwrap();
    let world = World::new();
    let (mut lines, mut only): (Vec<String>, Vec<String>) = Default::default();
    let mut said = String::new();
    for line in known.lines() {
        if line.starts_with("  ") {
            continue;
        }
        said.push_str(line);
        said.push('\n');
        if let Some(own) = line.strip_prefix('|') {
            let own = own.split(" ; ").map(str::trim).filter(|own| !own.is_empty()).map(str::to_owned);
            let case: Vec<String> = lines.iter().cloned().chain(own).collect();
            for line in answer(&world, &case).iter().flat_map(|answer| answer.lines()) {
                if only.is_empty() || only.iter().any(|only| line.starts_with(only)) {
                    said.push_str(&format!("  {line}\n"));
                }
            }
        } else if let Some(words) = line.strip_prefix('?') {
            only = words.split_whitespace().map(str::to_owned).collect();
        } else if line.is_empty() {
            (lines, only) = Default::default();
        } else if !line.starts_with('#') {
            lines.push(line.to_owned());
        }
    }
    if std::env::var_os("BLESS").is_some() {
        return std::fs::write(&path, said).unwrap();
    }
    let differs = known.lines().zip(said.lines()).position(|(known, said)| known != said);
    if let Some(at) = differs.or((known != said).then(|| known.lines().count().min(said.lines().count()))) {
        let case = said.lines().take(at + 1).filter(|line| !line.starts_with("  ")).last().unwrap_or_default();
        let of = |text: &str| text.lines().nth(at).unwrap_or("(nothing)").to_owned();
        panic!("{name}:{}: {case}\n  was  {}\n  is   {}", at + 1, of(&known), of(&said));
    }
}

/// A finding in one line: its rule and grade, where it is and what it says, what it suggests.
fn finding_line(evaluated: Evaluated<'_>, finding: &Finding) -> String {
    let mut line = format!("{} {} {}", finding.rule, finding.grade.name(), finding.message);
    let unit = &evaluated.form.text_unit;
    if let (Some(stated), Some(expected), Some(difference)) = (finding.stated, finding.expected, finding.difference) {
        line += &format!(" [{} {} {}]", unit.text(stated), unit.text(expected), unit.text(difference));
    }
    for suspect in &finding.suspects {
        let slip = suspect.slip.map(|slip| slip.text()).unwrap_or_default();
        let [value, suggested] = [suspect.value, suspect.suggested].map(|amount| unit.exact_text(amount));
        line += &format!(" → {} {value} {suggested}{slip}", evaluated.cell_label(suspect.cell));
    }
    if let Some(spot) = &finding.text {
        let text = evaluated.disclosure.text(&spot.place).unwrap_or_default();
        let piece: String = text.chars().skip(spot.range.start).take(spot.range.len()).collect();
        line += &format!(" 《{piece}》");
        if let TextPlace::Performance(table, field) = &spot.place {
            line += &format!(" @{table} {field:?}");
        }
    }
    for repair in &finding.repairs {
        line += &match repair {
            Repair::Piece { piece, .. } => format!(" ［{piece}］"),
            _ => format!(" ［{}］", repair.name(evaluated)),
        };
    }
    line
}

/// What each rule finds.
fn found(world: &World, lines: &[String]) -> Vec<String> {
    world.with_last(lines, |evaluated, last| {
        let mut findings = every_finding_of(evaluated, lines).unwrap_or_else(|| panic!("not understood: {lines:#?}"));
        findings.extend(last.into_iter().flat_map(|last| crate::audit::against_last_year(evaluated, last)));
        findings.iter().map(|finding| finding_line(evaluated, finding)).collect()
    })
}

#[test]
fn what_is_found_in_performance_tables() {
    assert_cases("performance.txt", found);
}

#[test]
fn what_is_found_in_sentences() {
    assert_cases("sentences.txt", found);
}

/// What the check of a whole disclosure tells: one finding for one cause.
fn told(world: &World, lines: &[String]) -> Vec<String> {
    world.with_last(lines, |evaluated, _| {
        audit(evaluated).findings.iter().map(|finding| finding_line(evaluated, finding)).collect()
    })
}

#[test]
fn which_cell_is_called_wrong_and_what_follows_from_it() {
    assert_cases("blame.txt", told);
}

/// The money for which each performance table accounts.
fn accounted(world: &World, lines: &[String]) -> Vec<String> {
    world.with_last(lines, |evaluated, _| {
        let unit = &evaluated.form.text_unit;
        let line = |account: Account| {
            let cells: Vec<String> = account.cells.iter().map(|&cell| evaluated.cell_label(cell)).collect();
            let (granted, carried) = (unit.text(account.granted), unit.text(account.carried));
            let name = account.name(evaluated).unwrap_or("—");
            let mut line = format!("{name} {granted}+{carried} {}", cells.join("、"));
            let said =
                [(account.is_named, "named"), (account.is_explained, "explained"), (account.is_of_parts, "parts")];
            said.iter().filter(|(is_so, _)| *is_so).for_each(|(_, word)| line += &format!(" {word}"));
            line
        };
        accounts(evaluated).into_iter().map(line).collect()
    })
}

#[test]
fn which_money_a_performance_table_accounts_for() {
    assert_cases("accounts.txt", accounted);
}

/// Every sentence, by the id of its paragraph.
fn narrated(world: &World, lines: &[String]) -> Vec<String> {
    world.with_last(lines, |evaluated, _| {
        let paragraphs = narrate(evaluated);
        let line = |paragraph: &Paragraph| format!("{} {}", key_text(&paragraph.key), paragraph.text("（待填）"));
        let mut said: Vec<String> = paragraphs.iter().map(line).collect();
        let is_known = |other: &&Paragraph| paragraphs.iter().any(|paragraph| paragraph.key == other.key);
        let supposed = narrate_supposed(evaluated);
        said.extend(supposed.iter().filter(|other| !is_known(other)).map(|other| format!("supposed {}", line(other))));
        said.extend(narrate_offered(evaluated).iter().map(|other| format!("offered {}", line(other))));
        let blank: Vec<String> = parts_with_blanks(evaluated).into_iter().map(part_name).collect();
        said.push(format!("blank {} {}", has_blanks(evaluated), blank.join(" ")));
        said
    })
}

#[test]
fn what_sentences_say() {
    assert_cases("narrated.txt", narrated);
}

/// What the form words in place of each part that was written as a whole, and what of that is lost.
fn generated(world: &World, lines: &[String]) -> Vec<String> {
    world.with_last(lines, |evaluated, _| {
        let mut said = Vec::new();
        for part in evaluated.disclosure.texts.keys() {
            match generate_part(evaluated, *part) {
                Ok(generated) => {
                    let mut disclosure = evaluated.disclosure.clone();
                    generated.step.apply(&mut disclosure);
                    let paragraphs = world.with(&disclosure, narrate);
                    let own = paragraphs.iter().filter(|paragraph| paragraph.part == *part);
                    said.extend(own.map(|own| format!("{} {}", key_text(&own.key), own.text("（待填）"))));
                    said.extend(generated.lost.iter().map(|lost| format!("lost {lost}")));
                }
                Err(error) => said.push(error.to_string()),
            }
        }
        said
    })
}

#[test]
fn what_is_lost_where_the_form_words_a_part() {
    assert_cases("generated.txt", generated);
}

/// Which sentences each paragraph is read as, and what is taken from it: slots, and last year's figures.
fn read(world: &World, lines: &[String]) -> Vec<String> {
    world.with_last(lines, |evaluated, _| {
        let mut said = Vec::new();
        for part in evaluated.disclosure.texts.keys() {
            let told = told_part(evaluated, *part);
            for keys in &told.sentences {
                let keys: Vec<String> = keys.iter().map(key_text).collect();
                said.push(format!("{}: {}", part_name(*part), keys.join(", ")));
            }
            for (key, value) in &told.slots {
                let value = match value {
                    SlotValue::Text(text) => text.clone(),
                    SlotValue::Amount(amount) => evaluated.form.text_unit.text(*amount),
                    SlotValue::Count(count) => count.to_string(),
                    SlotValue::Area(area) => area.to_string(),
                };
                said.push(format!("{} = {value}", key_text(key)));
            }
        }
        for (cell, amount) in told_prior(evaluated) {
            said.push(format!("prior {} {}", cell_text(&cell), evaluated.form.text_unit.text(amount)));
        }
        said
    })
}

fn part_name(part: Part) -> String {
    match part {
        Part::Section(number) => number.to_string(),
        other => format!("{other:?}").to_lowercase(),
    }
}

fn key_text(key: &TextKey) -> String {
    match &key.row {
        Some(row) => format!("{}[{}]", key.id, row_text(row)),
        None => key.id.clone(),
    }
}

fn cell_text(cell: &CellKey) -> String {
    format!("T{}[{}]({})", cell.table, row_text(&cell.row), cell.column)
}

fn row_text(row: &RowKey) -> String {
    match row {
        RowKey::Fixed(id) => id.clone(),
        RowKey::Code(code) => code.to_string(),
        RowKey::Project(id) => format!("#{}", id.0),
        other => format!("{other:?}").to_lowercase(),
    }
}

#[test]
fn what_is_read_in_paragraphs() {
    assert_cases("read.txt", read);
}

/// Last year's figures, each with what the disclosure says and what last year's does.
fn of_last_year(world: &World, lines: &[String]) -> Vec<String> {
    world.with_last(lines, |evaluated, last| {
        let unit = &evaluated.form.text_unit;
        let text = |amount: Option<Amount>| amount.map_or("-".to_owned(), |amount| unit.text(amount));
        let figures = last_year_figures(evaluated, last.unwrap());
        let is_said = |stated: &Option<Amount>| stated.is_some_and(|amount| !amount.is_zero());
        let figures = figures.into_iter().filter(|figure| is_said(&figure.stated) || is_said(&figure.told));
        let line = |figure: LastYearFigure| {
            let was = figure.was.as_ref().map(cell_text).unwrap_or_default();
            format!("{} {} {} {was}", cell_text(&figure.cell), text(figure.stated), text(figure.told))
        };
        figures.map(line).collect()
    })
}

#[test]
fn what_last_year_s_disclosure_says_of_last_year_s_figures() {
    assert_cases("last_year.txt", of_last_year);
}

/// What differs between an older and a newer version, `o` and `n`.
fn differing(world: &World, lines: &[String]) -> Vec<String> {
    let [old, new] = ['o', 'n'].map(|of| world.disclosures(&version(lines, "on", of))[0].clone());
    let (from, to) = (world.form(&old), world.form(&new));
    let [old, new] = [&old, &new].map(|disclosure| world.with(disclosure, snapshot));
    let comparison = compare_across(&Correspondence::between(from, to), &old, &new);
    let report = report_text(to, &comparison);
    let mut said = vec![counts(&comparison), if from.id == to.id { report } else { without_texts(&report) }];
    said.extend(following_line(&comparison));
    said
}

/// A report without what it says of texts: those of two forms differ in every sentence.
fn without_texts(report: &str) -> String {
    let mut is_of_texts = false;
    let lines = report.lines().filter(|line| {
        let is_below = line.starts_with(' ');
        is_of_texts = *line == "文字" || is_of_texts && is_below;
        !(is_of_texts && is_below)
    });
    lines.collect::<Vec<_>>().join("\n")
}

#[test]
fn what_differs_between_two_versions() {
    assert_cases("differs.txt", differing);
}

/// What is asked where `m` and `t` were both made of `b`, and how `b` and what is merged differ then: with what is here
/// at every question, and with what the other one has.
fn merged(world: &World, lines: &[String]) -> Vec<String> {
    let [base, mine, theirs] = ['b', 'm', 't'].map(|of| world.disclosures(&version(lines, "bmt", of))[0].clone());
    let form = world.form(&mine);
    let merge = Merge::new(form, &base, &mine, &theirs);
    let conflicts = merge.conflicts();
    let mut said = Vec::new();
    for conflict in &conflicts {
        let label =
            world.with(&mine, |mine| world.with(merge.theirs(), |theirs| merge_label(&[mine, theirs], conflict)));
        said.push(format!("? {label}: {} | {}", conflict.mine, conflict.theirs));
    }
    let all = conflicts.into_iter().map(|conflict| conflict.place).collect();
    let mut reports = Vec::new();
    for chosen in [Default::default(), all] {
        let mut merged = mine.clone();
        merge.step(&chosen).apply(&mut merged);
        let [old, new] = [&base, &merged].map(|disclosure| world.with(disclosure, snapshot));
        let report = own_changes(&report_text(form, &compare(form, &old, &new)));
        reports.push(report + &beside(&merged, &base));
    }
    reports.dedup();
    said.extend(reports.into_iter().zip(["here:", "there:"]).flat_map(|(report, side)| [side.to_owned(), report]));
    said
}

/// The lines of a report that tell of no change that only follows from another.
fn own_changes(report: &str) -> String {
    let mut own = String::new();
    let mut is_sentence_told = true;
    for line in report.lines() {
        match line.trim_start().starts_with(['旧', '新']) {
            false => is_sentence_told = !line.ends_with("（随数字变动）："),
            true if !is_sentence_told => continue,
            true => {}
        }
        if is_sentence_told && !line.ends_with("（随之变动）") {
            own.push_str(line);
            own.push('\n');
        }
    }
    own
}

/// What a report does not tell: to which rows slots and paragraphs belong, and which tables are open that were not.
fn beside(merged: &Disclosure, base: &Disclosure) -> String {
    let slots = merged.slots.iter().filter(|(key, value)| base.slots.get(key) != Some(value));
    let slots = slots.map(|(key, value)| format!("slot {} {}\n", key_text(key), value.text().unwrap_or_default()));
    let rewritten = merged.rewritten.keys().map(|key| format!("rewritten {}\n", key_text(key)));
    let opened = base.said.keys().filter(|component| !merged.said.contains_key(component));
    let opened = opened.map(|component| format!("open {component:?}\n"));
    let comments = merged.comments.iter().map(|comment| {
        let replies: String =
            comment.replies.iter().map(|reply| format!("；{}：{}", reply.author, reply.text)).collect();
        let resolved = comment.resolved.as_ref().map_or("", |resolved| resolved.author.as_str());
        format!("comment {} {}：{}{replies} {resolved}\n", comment.id.0, comment.author, comment.text)
    });
    let accepted = merged.acceptances.iter().map(|it| format!("accepted {} {} {}\n", it.rule, it.author, it.reason));
    let signed = merged.sign_offs.iter().map(|it| format!("signed {:?} {}\n", it.scope, it.signature.author));
    let kept = merged.kept.iter().map(|kept| format!("kept {}\n", kept.place));
    slots.chain(rewritten).chain(opened).chain(comments).chain(accepted).chain(signed).chain(kept).collect()
}

#[test]
fn what_is_asked_and_merged() {
    assert_cases("merged.txt", merged);
}
