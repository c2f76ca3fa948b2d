//! Full names of persons beside words for who answers or can be asked (F50 and F53).

use std::sync::LazyLock;

use regex::Regex;

use super::sought::{Needs, Sought};
use super::{Text, pattern};
use crate::audit::finding::Finding;
use crate::audit::rules::PERSON;
use crate::disclosure::{PerformanceField, TextPlace};
use crate::evaluate::Evaluated;
use crate::spelling::is_han;

/// Words after which a person's name stands.
static ROLE: Sought = Sought::new(
    || pattern(r"(?:联系人|负责人|责任人|经办人|填报人|填表人|审核人|分管领导|法定代表人|姓名)(?:姓名)?[:\s为是]*"),
    Needs {
        one_of: &[
            "联系人",
            "负责人",
            "责任人",
            "经办人",
            "填报人",
            "填表人",
            "审核人",
            "分管领导",
            "法定代表人",
            "姓名",
        ],
        ..Needs::NOTHING
    },
);
/// Names of the peoples of Xinjiang, whose parts a dot joins.
static DOTTED: LazyLock<Regex> = LazyLock::new(|| pattern(r"\p{Han}{2,8}[·•・]\p{Han}{2,8}"));

/// Surnames of more than 999 of 1,000 Han Chinese.
const SURNAMES: &str = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何林高罗郑梁谢宋唐许韩邓冯曹彭曾肖萧田董潘袁蔡蒋余于杜叶\
程魏苏吕丁任卢姚沈钟姜崔谭陆范汪廖石金韦贾夏付傅方邹熊白孟秦邱侯江尹薛闫阎段雷龙黎史陶贺毛郝顾龚邵万覃武钱戴严莫孔向常汤康易乔赖文\
施洪季鲁葛章祁岳尚耿殷庄牛樊俞翟葛祝甘柴温安蓝党涂柯齐梅裴游佟左辛关谷倪尤穆卜苗兰聂焦柳邢曲申卞翁冉焉靳";
const COMPOUND: [&str; 8] = ["欧阳", "司马", "上官", "诸葛", "东方", "皇甫", "尉迟", "公孙"];
/// What a name does not contain: the words are of an office, not of a person.
static OFFICE: LazyLock<Regex> =
    LazyLock::new(|| pattern("单位|部门|中心|项目|人员|办公|科|处|局|股|室|组|领导|主任|签|略|职责|为|工资|的|和|及"));
/// Forms of address: with them a surname alone is not a full name.
const ADDRESS: [&str; 6] = ["先生", "女士", "同志", "某", "*", "×"];

const MESSAGE: &str = "像是个人姓名，不能公开；可以写成“张先生”或“张**”。";

pub(super) fn check(evaluated: Evaluated<'_>, text: &Text<'_>, findings: &mut Vec<Finding>) {
    let is_contact = matches!(text.place, TextPlace::Performance(_, PerformanceField::Contact));
    let mut places: Vec<usize> = text.find(&ROLE).map(|role| role.end()).collect();
    if is_contact && places.is_empty() {
        places.push(0);
    }
    for start in places {
        let Some(name) = name_at(&text.plain[start..]) else { continue };
        let range = text.characters(start..start + name.len());
        let masked = masked(name);
        findings.push(text.finding(evaluated, PERSON, range, MESSAGE, Some(("遮去", &masked))));
    }
}

/// The full name that `text` begins with.
fn name_at(text: &str) -> Option<&str> {
    if let Some(dotted) = DOTTED.find(text).filter(|dotted| dotted.start() == 0) {
        return Some(dotted.as_str());
    }
    let end = text.find(|c| !is_han(c)).unwrap_or(text.len());
    let run = &text[..end];
    let length = run.chars().count();
    let is_masked = ADDRESS.iter().any(|address| run.contains(address) || text[end..].starts_with(address));
    let is_office = OFFICE.is_match(run);
    let has_surname = run.chars().next().is_some_and(|first| SURNAMES.contains(first));
    let has_compound = COMPOUND.iter().any(|surname| run.starts_with(surname));
    let fits = match length {
        2 | 3 => has_surname || has_compound,
        4 => has_compound,
        _ => false,
    };
    (fits && !is_masked && !is_office).then_some(run)
}

/// The surname with a star for each other character.
fn masked(name: &str) -> String {
    let kept = COMPOUND.iter().find(|surname| name.starts_with(**surname)).map_or(1, |surname| surname.chars().count());
    name.chars().enumerate().map(|(place, c)| if place < kept { c } else { '*' }).collect()
}
