//! The catalogue that the program brings: the codes, and from when and until when those are valid of which that is known.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::former::FormerNames;
use super::part::Listed;
use super::{Catalog, CatalogEntry, CatalogError, Entries, Since, Span};
use crate::disclosure::{Classification, Code, CodeError, Fund};

const FUNCTION: &str = include_str!("../../../assets/catalog/functional.csv");
const ECONOMIC: &str = include_str!("../../../assets/catalog/economic.csv");
const CHANGES: &str = include_str!("../../../assets/catalog/changes.csv");
const FORMER: &str = include_str!("../../../assets/catalog/former-names.csv");

/// The economic classification of government budgets, beside that of departments' in one file: its codes begin with 5.
const GOVERNMENT_ECONOMIC: &str = "政府预算支出经济分类";

#[derive(Deserialize)]
struct Record {
    code: String,
    name: String,
    #[serde(default)]
    evidence: String,
    #[serde(default)]
    classification: String,
    #[serde(default)]
    fund: String,
}

/// A line of what changed: what a code was for some years.
#[derive(Deserialize)]
struct Change {
    code: String,
    /// Empty where it is what the list of codes says.
    name: String,
    from: String,
    until: String,
    /// Codes with slashes between them.
    successors: String,
    /// `unlisted` where no public source names the codes below it.
    items: String,
    evidence: String,
    source: String,
}

pub(super) fn read() -> Result<Catalog, CatalogError> {
    let is_of_government = |classification: &str| classification == GOVERNMENT_ECONOMIC;
    let mut function = entries(FUNCTION, |_| true)?;
    let mut economic = entries(ECONOMIC, |classification| !is_of_government(classification))?;
    let mut government_economic = entries(ECONOMIC, is_of_government)?;
    change([&mut function, &mut economic, &mut government_economic])?;
    Ok(Catalog {
        function: Listed::builtin(function),
        economic: Listed::builtin(economic),
        government_economic: Listed::builtin(government_economic),
        former: FormerNames::read(FORMER)?,
    })
}

/// The codes of those classifications in `text` that are `wanted`.
fn entries(text: &str, wanted: impl Fn(&str) -> bool) -> Result<Entries, CatalogError> {
    let mut entries = BTreeMap::new();
    for (line, record) in (2..).zip(csv::Reader::from_reader(text.as_bytes()).deserialize()) {
        let error = |message: String| CatalogError { line, message };
        let record: Record = record.map_err(|e| error(e.to_string()))?;
        if !wanted(&record.classification) {
            continue;
        }
        let code: Code = record.code.parse().map_err(|e: CodeError| error(e.to_string()))?;
        let (attested, fund) = (record.evidence == "attested", fund(&record.fund));
        entries.insert(code, vec![CatalogEntry { code, name: record.name, attested, fund, span: Span::default() }]);
    }
    Ok(entries)
}

/// Puts in when codes are valid.
fn change([function, economic, government_economic]: [&mut Entries; 3]) -> Result<(), CatalogError> {
    for (line, record) in (2..).zip(csv::Reader::from_reader(CHANGES.as_bytes()).deserialize()) {
        let error = |message: String| CatalogError { line, message };
        let change: Change = record.map_err(|e| error(e.to_string()))?;
        let code: Code = change.code.parse().map_err(|e: CodeError| error(e.to_string()))?;
        let span = change.span().map_err(error)?;
        let entries = match classification(code) {
            Classification::Function => &mut *function,
            Classification::Economic => &mut *economic,
            Classification::GovernmentEconomic => &mut *government_economic,
        };
        let all = entries.entry(code).or_default();
        if change.name.is_empty() {
            let last = all.last_mut().ok_or_else(|| error(format!("没有科目 {code}")))?;
            last.span = span;
        } else {
            let fund = all.last().and_then(|entry| entry.fund);
            let attested = span.attested;
            // What it was comes before what it is.
            all.insert(all.len().saturating_sub(1), CatalogEntry { code, name: change.name, attested, fund, span });
        }
    }
    Ok(())
}

impl Change {
    fn span(&self) -> Result<Span, String> {
        let from = match self.from.as_str() {
            "" => None,
            text => Some(Since::read(text).ok_or_else(|| format!("不是年度或日期：{text}"))?),
        };
        let until = match self.until.as_str() {
            "" => None,
            text => Some(text.parse().map_err(|_| format!("不是年度：{text}"))?),
        };
        let successors = self.successors.split('/').filter(|code| !code.is_empty());
        let successors: Result<_, CodeError> = successors.map(str::parse).collect();
        Ok(Span {
            from,
            until,
            successors: successors.map_err(|error| error.to_string())?,
            attested: self.evidence == "attested",
            source: self.source.clone(),
            has_unlisted: self.items == "unlisted",
        })
    }
}

fn classification(code: Code) -> Classification {
    match code.digits()[0] {
        3 => Classification::Economic,
        5 => Classification::GovernmentEconomic,
        _ => Classification::Function,
    }
}

/// The budget that a catalogue names.
fn fund(name: &str) -> Option<Fund> {
    match name {
        "一般公共预算" => Some(Fund::General),
        "政府性基金" => Some(Fund::GovernmentFund),
        "国有资本经营" => Some(Fund::StateCapital),
        _ => None,
    }
}
