//! Why a file could not be opened or saved, as a person is told.

use std::io::{self, ErrorKind};
use std::path::PathBuf;

use super::disk::is_open_elsewhere;
use super::document::FORMAT;
use super::open::SIZE_LIMIT;
use super::own::NotOwn;
use crate::form::FormErrors;
use crate::spelling::visible;

/// Why a file could not be opened or saved. Its text is a sentence in Chinese: what is wrong, where, what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum FileError {
    /// The system did not let it be read.
    #[error("{}", reading(.0))]
    Read(#[source] io::Error),
    /// The system did not let it be written; the old file is as it was.
    #[error("{}；原来的文件没有改动", writing(.0))]
    Write(#[source] io::Error),
    /// It is a device, a pipe or the like.
    #[error("这不是普通文件（可能是设备或管道），请选择别的文件")]
    NotAFile,
    /// It is a link, and what is written must not go where it leads.
    #[error("这是一个链接，指向 {}，没有写；请直接写那个文件，或者换一个文件名", brief(&.target.display().to_string()))]
    Link {
        /// Where it leads.
        target: PathBuf,
    },
    /// Its owner marked it as read-only.
    #[error("文件设成了只读，不能保存；请取消只读，或者另存到别处；原来的文件没有改动")]
    ReadOnly,
    /// Another program has it open and does not let it be replaced.
    #[error("文件正在别的程序里打开，请先关闭它，或者另存为别的文件名；原来的文件没有改动")]
    InUse,
    #[error("{}正在编辑这个文件，不能覆盖它；请换一个文件名；原来的文件没有改动", .who.as_deref().unwrap_or("别的窗口"))]
    Locked {
        /// Who, in words.
        who: Option<String>,
    },
    /// Somebody else changed it since it was opened.
    #[error("打开以后，别人改过这个文件；原来的文件没有改动")]
    Changed,
    /// It is not there any more.
    #[error("原来的文件不在了：可能被移走、改名或删除，也可能所在的磁盘已经卸下；没有保存")]
    Gone,
    /// The disk on which it was is not there any more.
    #[error("打开以后，这个位置换成了另一个磁盘：原来的磁盘可能已经卸下；没有保存")]
    Elsewhere,
    /// Nothing is replaced, and there is something.
    #[error("已经存在，没有覆盖；请换一个文件名")]
    Exists,
    /// What came to the disk is not what was written; the old file is as it was.
    #[error("写到磁盘上的内容与要保存的不一致，磁盘可能有故障；请另存到别的磁盘；原来的文件没有改动")]
    Garbled,
    #[error("文件超过 {} MiB，不会是预算公开文件；请检查是否选错了文件", SIZE_LIMIT / 1024 / 1024)]
    TooLarge,
    #[error("文件是空的；请检查是否选错了文件，或者改用备份")]
    Empty,
    /// It is not UTF-8.
    #[error("第 {line} 行不是 UTF-8 文字；请检查是否选错了文件，用别的程序编辑过的要存成 UTF-8")]
    NotText {
        /// The first line that is not, from 1.
        line: usize,
    },
    /// It is not written as a file of this format is.
    #[error("第 {line} 行第 {column} 列：{}；请用文本编辑器改正后再打开，或者改用备份", brief(.message))]
    Syntax {
        /// Line, from 1.
        line: usize,
        /// Column in characters, from 1.
        column: usize,
        message: String,
    },
    /// A later version of the program wrote it.
    #[error("文件由更新版本的程序保存（文件格式 {found}，本程序 {} 只认识到 {FORMAT}）；请升级{}后再打开", env!("CARGO_PKG_VERSION"), needed(.program))]
    Newer {
        /// The version of its format.
        found: u32,
        /// The first version of the program that reads it, where the file says so.
        program: Option<String>,
    },
    /// There was never such a format.
    #[error("文件格式 {found} 不存在，format 应为 1 至 {FORMAT}；请用文本编辑器改正后再打开")]
    NoSuchFormat {
        /// The version that it claims.
        found: u32,
    },
    /// It follows a form that the program does not have.
    #[error("没有表式“{}”，本程序的表式是 {}；请先用“文件 › 表式”或 forms add 加入这套表式，或者改正文件里的 form", brief(.found), known.join("、"))]
    UnknownForm {
        /// The form that it names.
        found: String,
        /// Ids of the forms that there are.
        known: Vec<String>,
    },
    /// The form that it names is that of another region.
    #[error("文件用的表式“{}”是行政区划 {} 的，本程序里这个编号的表式是 {own} 的；请先用“文件 › 表式”或 forms add 加入文件所用的表式", brief(.form), brief(.found))]
    OtherRegion {
        form: String,
        /// Code of the region that the file names.
        found: String,
        /// Code of the region of the form of this id.
        own: String,
    },
    /// The form that it carries cannot be used.
    #[error("文件自带的表式不能用：{}", brief(&.0.in_line()))]
    UnsoundForm(FormErrors),
    /// It says something that its form has no place for.
    #[error("{}：{}；请用文本编辑器改正后再打开，或者改用备份", brief(.place), brief(.message))]
    Unfit {
        /// The table and row.
        place: String,
        message: String,
    },
}

impl FileError {
    pub(super) fn syntax(error: &ron::error::SpannedError) -> Self {
        let start = error.span.start;
        Self::Syntax { line: start.line, column: start.col, message: crate::ron_text::explain(&error.code) }
    }
}

/// `text`, which may quote a file that somebody made to harm: no longer than a person reads, and all of it in sight.
fn brief(text: &str) -> String {
    const MOST: usize = 240;
    match text.char_indices().nth(MOST) {
        Some((end, _)) => visible(&text[..end]).into_owned() + "…",
        None => visible(text).into_owned(),
    }
}

/// What to install, where a file says which version of the program it needs.
fn needed(program: &Option<String>) -> String {
    let is_version = |program: &&String| program.len() <= 32 && program.chars().all(|c| c.is_ascii_graphic());
    match program.as_ref().filter(is_version) {
        Some(program) => format!("到程序 {program} 或更新的版本"),
        None => "程序".into(),
    }
}

fn reading(error: &io::Error) -> String {
    match error.kind() {
        _ if is_open_elsewhere(error) => "文件正在别的程序里打开，请先在那里关闭它，再打开".into(),
        ErrorKind::NotFound => "没有这个文件，请检查文件名和所在的文件夹".into(),
        ErrorKind::PermissionDenied => "没有读取这个文件的权限，请向文件的主人或管理员申请".into(),
        ErrorKind::IsADirectory => "这是一个文件夹，请选择其中的文件".into(),
        ErrorKind::NotADirectory => "路径中间有一段不是文件夹，请检查文件名".into(),
        _ => format!("文件读不出来（{error}），请检查磁盘或网络后再试"),
    }
}

fn writing(error: &io::Error) -> String {
    if let Some(why) = NotOwn::of(error) {
        return format!("程序自己的文件写不进去：{why}");
    }
    match error.kind() {
        _ if is_open_elsewhere(error) => "文件正在别的程序里打开，请先关闭它，或者另存为别的文件名".into(),
        ErrorKind::NotFound => "要保存到的文件夹不存在，请先建立它，或者另存到别处".into(),
        ErrorKind::PermissionDenied => "没有写入这个文件夹的权限，请另存到别处，或者向管理员申请".into(),
        ErrorKind::ReadOnlyFilesystem => "所在的磁盘是只读的，请另存到别处".into(),
        ErrorKind::StorageFull => "磁盘已满，请腾出空间后再保存，或者另存到别的磁盘".into(),
        ErrorKind::FileTooLarge => {
            "文件比系统允许的大（ulimit -f 的限制，或磁盘格式的上限），请向管理员申请放宽，或者另存到别的磁盘".into()
        }
        ErrorKind::QuotaExceeded => "磁盘配额已用完，请腾出空间后再保存，或者另存到别处".into(),
        ErrorKind::IsADirectory => "同名的是一个文件夹，请换一个文件名".into(),
        ErrorKind::NotADirectory => "路径中间有一段不是文件夹，请另存到别处".into(),
        ErrorKind::InvalidFilename => "文件名不合规定或太长，请换一个文件名".into(),
        _ => format!("文件写不进去（{error}），请检查磁盘或网络，或者另存到别处"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_failure_of_the_system_has_its_own_sentence() {
        let kinds = [
            ErrorKind::NotFound,
            ErrorKind::PermissionDenied,
            ErrorKind::ReadOnlyFilesystem,
            ErrorKind::StorageFull,
            ErrorKind::QuotaExceeded,
            ErrorKind::FileTooLarge,
            ErrorKind::IsADirectory,
            ErrorKind::NotADirectory,
            ErrorKind::InvalidFilename,
            ErrorKind::Other,
        ];
        let sentences: std::collections::HashSet<_> =
            kinds.iter().map(|kind| FileError::Write((*kind).into()).to_string()).collect();
        assert_eq!(sentences.len(), kinds.len());
        assert!(sentences.iter().all(|sentence| sentence.ends_with("原来的文件没有改动")));
        assert!(FileError::Read(ErrorKind::NotFound.into()).to_string().starts_with("没有这个文件"));
        assert!(FileError::TooLarge.to_string().contains("64 MiB"));
    }
}
