//! Codes with their names, and names that people and hostile people give to bodies, units and projects.

use fastrand::Rng;

/// A functional item with its name, and the names of its 款 and 类.
pub struct Code {
    pub code: &'static str,
    pub names: [&'static str; 3],
}

const fn code(code: &'static str, class: &'static str, section: &'static str, item: &'static str) -> Code {
    Code { code, names: [class, section, item] }
}

const OFFICE: &str = "政府办公厅（室）及相关机构事务";
const SCHOOL: &str = "普通教育";
const LABOUR: &str = "人力资源和社会保障管理事务";
const PENSION: &str = "行政事业单位养老支出";
const HEALTH: &str = "行政事业单位医疗";
const SECURITY: &str = "社会保障和就业支出";
const SERVICES: &str = "一般公共服务支出";
const LAND: &str = "国有土地使用权出让收入安排的支出";
const REFORM: &str = "解决历史遗留问题及改革成本支出";

/// Items of 一般公共预算.
pub const GENERAL: [Code; 16] = [
    code("2010301", SERVICES, OFFICE, "行政运行"),
    code("2010302", SERVICES, OFFICE, "一般行政管理事务"),
    code("2010350", SERVICES, OFFICE, "事业运行"),
    code("2050201", "教育支出", SCHOOL, "学前教育"),
    code("2050202", "教育支出", SCHOOL, "小学教育"),
    code("2050203", "教育支出", SCHOOL, "初中教育"),
    code("2080101", SECURITY, LABOUR, "行政运行"),
    code("2080109", SECURITY, LABOUR, "社会保险经办机构"),
    code("2080150", SECURITY, LABOUR, "事业运行"),
    code("2080501", SECURITY, PENSION, "行政单位离退休"),
    code("2080505", SECURITY, PENSION, "机关事业单位基本养老保险缴费支出"),
    code("2080506", SECURITY, PENSION, "机关事业单位职业年金缴费支出"),
    code("2101101", "卫生健康支出", HEALTH, "行政单位医疗"),
    code("2101102", "卫生健康支出", HEALTH, "事业单位医疗"),
    code("2130104", "农林水支出", "农业农村", "事业运行"),
    code("2210201", "住房保障支出", "住房改革支出", "住房公积金"),
];

/// Items of 政府性基金预算.
pub const GOVERNMENT_FUND: [Code; 3] = [
    code("2120801", "城乡社区支出", LAND, "征地和拆迁补偿支出"),
    code("2120803", "城乡社区支出", LAND, "城市建设支出"),
    code("2296002", "其他支出", "彩票公益金安排的支出", "用于社会福利的彩票公益金支出"),
];

/// Items of 国有资本经营预算.
pub const STATE_CAPITAL: [Code; 2] = [
    code("2230105", "国有资本经营预算支出", REFORM, "国有企业退休人员社会化管理补助支出"),
    code("2230199", "国有资本经营预算支出", REFORM, "其他解决历史遗留问题及改革成本支出"),
];

/// The 类 that 表1 and 表4 print, with their names.
pub const CLASSES: [(&str, &str); 29] = [
    ("201", "一般公共服务支出"),
    ("202", "外交支出"),
    ("203", "国防支出"),
    ("204", "公共安全支出"),
    ("205", "教育支出"),
    ("206", "科学技术支出"),
    ("207", "文化旅游体育与传媒支出"),
    ("208", "社会保障和就业支出"),
    ("209", "社会保险基金支出"),
    ("210", "卫生健康支出"),
    ("211", "节能环保支出"),
    ("212", "城乡社区支出"),
    ("213", "农林水支出"),
    ("214", "交通运输支出"),
    ("215", "资源勘探工业信息等支出"),
    ("216", "商业服务业等支出"),
    ("217", "金融支出"),
    ("219", "援助其他地区支出"),
    ("220", "自然资源海洋气象等支出"),
    ("221", "住房保障支出"),
    ("222", "粮油物资储备支出"),
    ("223", "国有资本经营预算支出"),
    ("224", "灾害防治及应急管理支出"),
    ("227", "预备费"),
    ("229", "其他支出"),
    ("230", "转移性支出"),
    ("231", "债务还本支出"),
    ("232", "债务付息支出"),
    ("233", "债务发行费用支出"),
];

/// 经济分类: 类 with their names.
pub const ECONOMIC_CLASSES: [(&str, &str); 4] =
    [("301", "工资福利支出"), ("302", "商品和服务支出"), ("303", "对个人和家庭的补助"), ("310", "资本性支出")];

/// 经济分类: 款 with their names.
pub const ECONOMIC: [(&str, &str); 22] = [
    ("30101", "基本工资"),
    ("30102", "津贴补贴"),
    ("30103", "奖金"),
    ("30107", "绩效工资"),
    ("30108", "机关事业单位基本养老保险缴费"),
    ("30109", "职业年金缴费"),
    ("30110", "职工基本医疗保险缴费"),
    ("30113", "住房公积金"),
    ("30201", "办公费"),
    ("30202", "印刷费"),
    ("30205", "水费"),
    ("30206", "电费"),
    ("30211", "差旅费"),
    ("30212", "因公出国（境）费用"),
    ("30217", "公务接待费"),
    ("30228", "工会经费"),
    ("30231", "公务用车运行维护费"),
    ("30301", "离休费"),
    ("30302", "退休费"),
    ("30305", "生活补助"),
    ("31002", "办公设备购置"),
    ("31013", "公务用车购置"),
];

const BODIES: [&str; 8] = [
    "乌鲁木齐市社会保险中心",
    "某区教育局（本级）",
    "某市第101中学",
    "昌吉州“两山”服务中心",
    "某县农业农村局",
    "石河子 天山路社区",
    "某区审计局",
    "新疆某某研究院（筹）",
];
const UNITS: [&str; 8] = [
    "第一幼儿园",
    "老年大学",
    "地方志编纂室",
    "12345热线中心",
    "城市管理服务中心（原城管大队）",
    "统计局下属普查中心",
    "某某站",
    "图书馆 分馆",
];
const PROJECTS: [&str; 12] = [
    "2025年退休人员生活补贴",
    "乌财社（2024）122号提前下达补助资金",
    "办公楼维修（二期）",
    "信息系统运行维护",
    "国有企业办中小学退休教师待遇补差经费",
    "社会审计",
    "三支一扶人员经费",
    "“访惠聚”驻村工作经费",
    "2024年度结转-高标准农田建设",
    "电子显示屏购置",
    "城乡居民医保财政补助（中央）",
    "五年规划编制与评估",
];

/// Names that are like something else in a table, or hard to print and to read.
const STRANGE: [&str; 44] = [
    "合计",
    "小计",
    "总计",
    "本页小计",
    "项目",
    "项目支出",
    "单位：万元",
    "编制单位：某中心",
    "表1",
    "单位收入总体情况表",
    "其中：甲",
    "注：无",
    "说明书编印",
    "一、",
    "（一）",
    "12.50",
    "1,234.56",
    "2025",
    "208",
    "2080109",
    "208 01 09 社会保险",
    "1",
    "-",
    "/",
    "无",
    "※",
    "=SUM(A1:A9)",
    "+1",
    "@某",
    "A & B <x> \"y\" 'z'",
    "甲  乙",
    "Windows Server 2022",
    "𠮷野家",
    "㛃㵛",
    "ｆｕｌｌ　width",
    "【甲】〔乙〕［丙］",
    "“引”‘号’",
    "这是一句话。",
    "甲；乙；丙",
    "……",
    "会计",
    "设计",
    "第三部分",
    "¥100",
];

/// What a name is of.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Of {
    Body,
    Unit,
    Project,
}

/// A name, strange in one of three where that is wanted. The same name never comes twice from one [`Namer`].
pub struct Namer {
    pub is_strange: bool,
    taken: Vec<String>,
}

impl Namer {
    pub fn new(is_strange: bool) -> Self {
        Self { is_strange, taken: Vec::new() }
    }

    pub fn name(&mut self, rng: &mut Rng, of: Of) -> String {
        let usual: &[&str] = match of {
            Of::Body => &BODIES,
            Of::Unit => &UNITS,
            Of::Project => &PROJECTS,
        };
        let strange = self.is_strange && of != Of::Body && rng.u8(0..3) == 0;
        let name = if strange { rng.choice(&STRANGE) } else { rng.choice(usual) };
        let mut name = (*name.unwrap()).to_owned();
        if strange && rng.u8(0..8) == 0 {
            name = name.repeat(40).chars().take(200).collect();
        }
        let plain = |name: &str| name.split_whitespace().collect::<String>();
        for count in 2.. {
            if !self.taken.iter().any(|taken| plain(taken) == plain(&name)) {
                break;
            }
            let root = name.trim_end_matches(|c: char| c.is_ascii_digit() || c == '号').to_owned();
            name = format!("{root}{count}号");
        }
        self.taken.push(name.clone());
        name
    }
}
