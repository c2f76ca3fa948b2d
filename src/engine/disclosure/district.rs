//! The district that the name of a body begins with.

/// The endings of words that are no district: 社区, 园区, 校区, 景区, 小区, 地区, 自治区.
const NO_DISTRICT: [char; 7] = ['社', '园', '校', '景', '小', '地', '治'];
/// No name of a district, with its province and city before it, is longer, in characters.
const LONGEST: usize = 20;

/// What of the name of a body says where it is, to its district, else to its city: 上海市普陀区 of 上海市普陀区财政局.
/// Nothing where it says neither.
pub(super) fn district(body: &str) -> &str {
    let mut before = None;
    let mut city = "";
    for (start, character) in body.char_indices().take(LONGEST) {
        let end = start + character.len_utf8();
        match character {
            '区' if before.is_some_and(|before| !NO_DISTRICT.contains(&before)) => return &body[..end],
            '县' | '旗' => return &body[..end],
            '市' if city.is_empty() => city = &body[..end],
            _ => {}
        }
        before = Some(character);
    }
    city
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_body_is_in_the_district_that_its_name_begins_with() {
        for (body, found) in [
            ("上海市普陀区人民政府万里街道办事处", "上海市普陀区"),
            ("上海市浦东新区教育局", "上海市浦东新区"),
            ("新疆维吾尔自治区乌鲁木齐市沙依巴克区退休人员社会化管理服务中心", "新疆维吾尔自治区乌鲁木齐市沙依巴克区"),
            ("上海市社区服务中心", "上海市"),
            ("沙湾县人力资源和社会保障局", "沙湾县"),
            ("巴里坤哈萨克自治县财政局", "巴里坤哈萨克自治县"),
            ("某某中心", ""),
            ("", ""),
        ] {
            assert_eq!(district(body), found, "{body}");
        }
    }
}
