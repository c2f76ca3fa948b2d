//! What came in, all files together: versions, departments, and which are a department's units.

use std::collections::BTreeSet;

use super::survey::{Body, Fault, Survey, Surveyed};
use disclosure_engine::review::intake::{Submission, departments, intake, same_body};
use disclosure_engine::review::shared_reasons;

/// What is known of each file by the others.
#[derive(Debug, Default)]
pub struct Arrangement {
    /// In the order of the files.
    pub files: Vec<Placed>,
}

/// What is known of a file by the others.
#[derive(Debug, Clone, Default)]
pub struct Placed {
    /// The department to which it belongs.
    pub department: Option<String>,
    /// Whether a newer version is there.
    pub is_older: bool,
    /// What is to be told of where it lies.
    pub remark: Option<String>,
    /// Reasons of its own that others give, too, with who they are.
    pub shared: Vec<(Fault, Vec<String>)>,
}

impl Arrangement {
    /// That of the files that were read.
    pub fn of(survey: &Survey) -> Self {
        let read: Vec<usize> = (0..survey.files.len()).filter(|place| survey.files[*place].body().is_some()).collect();
        let submissions: Vec<Submission> = read.iter().filter_map(|place| submission(&survey.files[*place])).collect();
        let intake = intake(&submissions, None);
        let departments = departments(&submissions, &intake, None);
        let mut files = vec![Placed::default(); survey.files.len()];
        for (at, (place, department)) in read.iter().zip(departments).enumerate() {
            let misfiled = intake.misfiled.iter().find(|misfiled| misfiled.submission == at);
            files[*place] = Placed {
                department,
                is_older: intake.is_superseded(at),
                remark: misfiled.map(|misfiled| format!("在“{}”里，应在“{}”", misfiled.folder, misfiled.belongs)),
                shared: Vec::new(),
            };
        }
        let own = |at: usize| {
            survey.files[read[at]]
                .body()
                .into_iter()
                .flat_map(move |body| body.own_reasons.iter().map(move |own| (at, own)))
        };
        let given: Vec<(usize, &(String, Fault))> = (0..read.len()).flat_map(own).collect();
        let words: Vec<(usize, &str)> = given.iter().map(|(at, (words, _))| (*at, words.as_str())).collect();
        for group in shared_reasons(&submissions, &intake, &words) {
            for place in &group {
                let (at, (_, fault)) = given[*place];
                let others = group.iter().map(|other| given[*other].0).filter(|other| *other != at);
                let others = others.map(|other| submissions[other].body.clone()).collect();
                files[read[at]].shared.push((fault.clone(), others));
            }
        }
        Self { files }
    }

    /// The department of the file at `place`.
    pub fn department(&self, place: usize) -> Option<&str> {
        self.files.get(place)?.department.as_deref()
    }

    pub fn is_older(&self, place: usize) -> bool {
        self.files.get(place).is_some_and(|file| file.is_older)
    }

    /// The department that a person most likely looks at: the first of the newest year.
    pub fn likely_department(&self, survey: &Survey) -> Option<usize> {
        let bodies = || survey.files.iter().map(|file| file.body());
        let newest = bodies().flatten().filter(|body| body.is_department()).map(|body| body.disclosure.year).max()?;
        let is_wanted = |body: &Body| body.is_department() && body.disclosure.year == newest;
        let mut places = 0..survey.files.len();
        places.find(|place| survey.files[*place].body().is_some_and(|body| is_wanted(body)) && !self.is_older(*place))
    }

    /// Which files are the units of the department at `place`: those of its year that belong to it; where none does and it is
    /// the only department, all of its year.
    pub fn units_of(&self, survey: &Survey, place: usize) -> Vec<bool> {
        let none = || vec![false; survey.files.len()];
        let Some(department) = survey.files.get(place).and_then(Surveyed::body) else { return none() };
        let own = self.department(place).map(same_body);
        let is_unit = |at: usize| {
            let body = survey.files[at].body();
            let is_now = |body: &Body| !body.is_department() && body.disclosure.year == department.disclosure.year;
            body.is_some_and(|body| is_now(body)) && !self.is_older(at)
        };
        let is_its = |at: usize| self.department(at).map(same_body) == own;
        let all = 0..survey.files.len();
        let its: Vec<bool> = all.clone().map(|at| is_unit(at) && is_its(at)).collect();
        let heads = survey.files.iter().filter_map(Surveyed::body).filter(|body| body.is_department());
        let names: BTreeSet<String> = heads.map(|body| same_body(&body.disclosure.body)).collect();
        if names.len() > 1 || its.contains(&true) { its } else { all.map(is_unit).collect() }
    }
}

fn submission(file: &Surveyed) -> Option<Submission> {
    Some(file.target.submission(&file.body()?.disclosure, file.modified))
}
