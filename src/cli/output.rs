//! Where files that commands write may go.

use std::ffi::OsStr;
use std::path::Path;

use disclosure_engine::file::{EXTENSION, is_same_file};

/// Why a result is not written to `output`: it is one of the `inputs`.
pub(super) fn refusal_of_input<'a>(output: &Path, inputs: impl IntoIterator<Item = &'a Path>) -> Option<String> {
    let input = inputs.into_iter().find(|input| is_same_file(input, output))?;
    let (input, output) = (input.display(), output.display());
    Some(format!("{output}：与要读的 {input} 是同一个文件，没有写；请换一个文件名"))
}

/// Why a file of this program is not written to `output`: a foreign name, under which no program could open it, or a
/// file that is already there.
pub(super) fn refusal(output: &Path) -> Option<String> {
    let output_name = output.display();
    if !output.extension().is_some_and(|extension| extension.eq_ignore_ascii_case(OsStr::new(EXTENSION))) {
        return Some(format!(
            "{output_name}：写成的是本程序的文件，文件名应以 .{EXTENSION} 结尾；要别的格式请用 export"
        ));
    }
    // A link that leads nowhere is something, too.
    output.symlink_metadata().is_ok().then(|| format!("{output_name} 已经存在，没有覆盖；请换一个文件名"))
}
