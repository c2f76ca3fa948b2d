//! Where a file of this program is written.

use std::ffi::OsStr;
use std::path::Path;

use crate::file::EXTENSION;

/// Why a file of this program is not written to `output`: a foreign name, under which no program could open it, or a
/// file that is already there.
pub(super) fn refusal(output: &Path) -> Option<String> {
    let output_name = output.display();
    if !output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(OsStr::new(EXTENSION))) {
        return Some(format!(
            "{output_name}：写成的是本程序的文件，文件名应以 .{EXTENSION} 结尾；要别的格式请用 export"
        ));
    }
    output.exists().then(|| format!("{output_name} 已经存在，没有覆盖；请换一个文件名"))
}
