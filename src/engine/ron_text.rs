//! RON as this program writes and reads it: optional fields without `Some`, and complaints in Chinese.

use ron::error::{Error, SpannedError};
use ron::extensions::Extensions;
use serde::Deserialize;

/// Reads `text`. Values that need no unescaping may be borrowed from it.
///
/// # Errors
/// When it is not RON, or not what `T` expects.
pub fn parse<'a, T: Deserialize<'a>>(text: &'a str) -> Result<T, SpannedError> {
    options().from_str(text)
}

/// The options under which every file of the program is read and written.
pub fn options() -> ron::Options {
    ron::Options::default().with_default_extension(Extensions::IMPLICIT_SOME)
}

/// `error` as a sentence for a person who edits the file.
pub fn explain(error: &Error) -> String {
    match error {
        Error::Message(message) => message.clone(),
        Error::Eof => "文件在这里中断了".into(),
        Error::NoSuchStructField { found, expected, .. } => {
            format!("不认识的字段“{found}”，这里可以写 {}", expected.join("、"))
        }
        Error::MissingStructField { field, .. } => format!("缺少字段“{field}”"),
        Error::DuplicateStructField { field, .. } => format!("字段“{field}”写了两次"),
        Error::NoSuchEnumVariant { found, expected, .. } => {
            format!("不认识“{found}”，这里可以写 {}", expected.join("、"))
        }
        Error::ExpectedString => "这里应为带引号的文字".into(),
        Error::ExpectedBoolean => "这里应为 true 或 false".into(),
        Error::ExpectedIdentifier => "这里应为字段名或者种类名，例如 title、Entered，不带引号".into(),
        Error::ExpectedFloat => "这里应为数".into(),
        Error::ExpectedChar => "这里应为一个字".into(),
        Error::ExpectedOption | Error::ExpectedOptionEnd => "这里应为 Some(…)，或者直接写值".into(),
        Error::ExpectedUnit => "这里应为 ()".into(),
        Error::ExpectedByteLiteral | Error::ExpectedByteString => "这里应为带引号的文字".into(),
        Error::ExpectedAttribute | Error::ExpectedAttributeEnd | Error::NoSuchExtension(_) => {
            "文件开头的 #![…] 不用写".into()
        }
        Error::ExpectedDifferentLength { expected, found } => {
            // It is said in English: a tuple of size 3.
            let wanted: String = expected.chars().filter(char::is_ascii_digit).collect();
            let wanted = if wanted.is_empty() { String::new() } else { format!("应为 {wanted} 项，") };
            format!("项数不对：{wanted}写了 {found} 项")
        }
        Error::UnclosedLineComment => "注释没有结束".into(),
        Error::InvalidEscape(_) => "引号里反斜杠后面的写法不对；要写反斜杠本身，写两个".into(),
        Error::InvalidIdentifier(name) | Error::SuggestRawIdentifier(name) => format!("“{name}”不能作名字"),
        Error::UnderscoreAtBeginning | Error::FloatUnderscore => "数里不能有下划线".into(),
        Error::ExpectedStructName(name) => format!("这里应写 {name}(…)"),
        Error::Utf8Error(_) => "不是 UTF-8 文字".into(),
        Error::ExpectedInteger | Error::InvalidIntegerDigit { .. } => "这里应为整数".into(),
        Error::IntegerOutOfBounds => "数字超出范围".into(),
        Error::ExpectedArray => "这里应为 [".into(),
        Error::ExpectedArrayEnd => "缺少 ]".into(),
        Error::ExpectedMap => "这里应为 {".into(),
        Error::ExpectedMapEnd => "缺少 }".into(),
        Error::ExpectedStructLike | Error::ExpectedNamedStructLike(_) => "这里应为 (".into(),
        Error::ExpectedStructLikeEnd => "缺少 )".into(),
        Error::ExpectedComma => "这里应为逗号，或者值的写法不对".into(),
        Error::ExpectedMapColon => "缺少冒号".into(),
        Error::ExpectedStringEnd => "引号没有结束".into(),
        Error::TrailingCharacters => "内容结束之后还有多余的文字".into(),
        Error::UnexpectedChar(c) => format!("多余的字符“{c}”"),
        Error::UnclosedBlockComment => "注释没有结束".into(),
        Error::ExceededRecursionLimit => "嵌套太深".into(),
        Error::ExpectedDifferentStructName { expected, found } => format!("这里应为 {expected}，却是 {found}"),
        Error::InvalidValueForType { expected, found } => format!("这里应为 {expected}，却是 {found}"),
        other => format!("写法不对（{other}）"),
    }
}
