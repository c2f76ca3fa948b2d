//! A request about a finding, kept while what was being typed is taken: then all findings are made anew.

use super::FindingRequest;
use crate::app::workspace::Workspace;
use disclosure_engine::audit::Finding;
use disclosure_engine::progress::LeftPlace;

/// A request with the finding that the person saw when asking.
pub struct AskedFinding {
    request: FindingRequest,
    seen: Option<Finding>,
    revision: u64,
}

impl AskedFinding {
    /// Keeps `request`, which names a finding by its place in the present audit of `workspace`.
    pub fn new(workspace: &Workspace, request: FindingRequest) -> Self {
        let place = match request {
            FindingRequest::GoTo { finding, .. }
            | FindingRequest::Repair { finding, .. }
            | FindingRequest::Accept(finding) => Some(finding),
            FindingRequest::Suggest { .. }
            | FindingRequest::Withdraw(_)
            | FindingRequest::TakeLastYear
            | FindingRequest::StopLastYear
            | FindingRequest::Left(_)
            | FindingRequest::Show(_) => None,
        };
        let seen = place.and_then(|place| workspace.audit().findings.get(place)).cloned();
        Self { request, seen, revision: workspace.revision() }
    }

    /// The request as the present audit of `workspace` has it; `None` where the finding, the repair or the suggestion is
    /// no longer there: nothing is done that the person has not seen.
    pub fn in_present(self, workspace: &Workspace) -> Option<FindingRequest> {
        let findings = &workspace.audit().findings;
        if self.revision == workspace.revision() {
            return Some(self.request);
        }
        let place = || {
            let seen = self.seen.as_ref()?;
            let is_same = |found: &Finding| (&found.rule, &found.message) == (&seen.rule, &seen.message);
            findings.iter().position(|found| is_same(found) && found.cells == seen.cells && found.text == seen.text)
        };
        match self.request {
            FindingRequest::GoTo { cell, .. } => Some(FindingRequest::GoTo { finding: place()?, cell }),
            FindingRequest::Accept(_) => Some(FindingRequest::Accept(place()?)),
            FindingRequest::Repair { repair, .. } => {
                let finding = place()?;
                let is_there = findings[finding].repairs.get(repair) == self.seen.as_ref()?.repairs.get(repair);
                is_there.then_some(FindingRequest::Repair { finding, repair })
            }
            FindingRequest::Suggest { cell, amount } => {
                let mut suspects = findings.iter().flat_map(|finding| &finding.suspects);
                let is_there = suspects.any(|suspect| suspect.cell == cell && suspect.suggested == amount);
                is_there.then_some(self.request)
            }
            FindingRequest::Withdraw(_)
            | FindingRequest::TakeLastYear
            | FindingRequest::StopLastYear
            | FindingRequest::Show(_) => Some(self.request),
            // A cell is named by its place, which an edit may have moved.
            FindingRequest::Left(LeftPlace::Table(table, _)) => {
                Some(FindingRequest::Left(LeftPlace::Table(table, None)))
            }
            FindingRequest::Left(_) => Some(self.request),
        }
    }
}
