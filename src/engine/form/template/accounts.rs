//! What sentences and performance tables say of money that other figures must agree with.

use super::super::{ListIndex, Term};

/// What last year's figures must satisfy.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PriorIdentity {
    /// The rule that it states.
    pub rule: String,
    /// The left side.
    pub left: PriorSum,
    /// The right side.
    pub right: PriorSum,
    /// It is tried only where these differ by nothing.
    pub when: Option<(Vec<Term>, Vec<Term>)>,
}

/// An amount that is not larger than last year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Falling {
    /// The rule that it states.
    pub rule: String,
    pub amount: Vec<Term>,
    /// The finding, in a few words.
    pub message: String,
}

/// Last year's figures as they were published, where they were restated to be compared with this year's.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Restated {
    /// The slot for what was published.
    pub published: String,
    /// The slot for why it was restated.
    pub reason: String,
    /// What of last year the published figure is.
    pub amount: Vec<Term>,
}

/// One side of a [`PriorIdentity`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PriorSum {
    Cells(Vec<Term>),
    /// All rows by code of the list, in the column at this place.
    Items(ListIndex, usize),
}

/// From which tables the money of performance tables comes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PerformanceAccounts {
    /// Lists with the projects and items that this year's grants pay, and the place of the column with the amount. The
    /// first is the one whose projects have performance tables.
    pub granted: Vec<(ListIndex, usize)>,
    /// The list of carried-over money by project, and the place of its column; `None` where the form has no such list, as
    /// what follows is where it does not say it.
    pub carried: Option<(ListIndex, usize)>,
    /// Project expenditure of the body: what all tables together account for.
    pub spending: Option<Vec<Term>>,
    /// All money of the body.
    pub total: Option<Vec<Term>>,
    /// Grants of superiors (上级安排).
    pub superior: Option<Vec<Term>>,
    /// Grants of the own level (本级安排).
    pub local: Option<Vec<Term>>,
    /// Money that is no grant (其他资金).
    pub other: Option<Vec<Term>>,
    /// Carried-over grants.
    pub carry_over: Option<Vec<Term>>,
    /// What the weights of a table may add up to.
    pub weights: Vec<u32>,
    /// First levels of indicators of which the table of each project has one.
    pub levels: Vec<String>,
    /// Ends of the names of indicators that are a part of all, at most 100 %.
    pub bounded: Vec<String>,
    /// From which year on what other funds pay has tables too.
    pub funds_from: Option<u16>,
    /// Words of one subject each: an indicator that names one belongs to a project that speaks of it.
    pub subjects: Vec<Vec<String>>,
}

impl PerformanceAccounts {
    /// The list of the projects that have performance tables and that of carried-over money, each with the place of the
    /// column with the amount.
    pub fn of_projects(&self) -> impl Iterator<Item = (ListIndex, usize)> {
        self.granted.first().into_iter().chain(&self.carried).copied()
    }
}
