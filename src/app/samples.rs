//! The disclosures that come with the program.

/// A disclosure to look at and to try things on.
#[derive(Debug)]
pub struct Sample {
    pub name: &'static str,
    /// The text of its file.
    pub text: &'static str,
}

/// The samples: figures and official labels of two disclosures that were published, and a made-up one of a second region.
pub static SAMPLES: [Sample; 3] = [
    Sample {
        name: "乌鲁木齐市社会保险中心 2025 年单位预算公开",
        text: include_str!("../../assets/samples/urumqi-2025.budget"),
    },
    Sample {
        name: "乌鲁木齐市沙依巴克区退休人员社会化管理服务中心 2025 年部门预算公开",
        text: include_str!("../../assets/samples/shayibak-2025.budget"),
    },
    Sample {
        name: "上海市云间区档案服务中心（虚构）2025 年单位预算公开",
        text: include_str!("../../assets/samples/shanghai-2025.budget"),
    },
];
