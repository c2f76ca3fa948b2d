//! Where results go: to standard output, or to a file.

use std::ffi::OsStr;
use std::io::{ErrorKind, Write, stdout};
use std::path::Path;

use super::{Status, complain};
use crate::file::{EXTENSION, is_same_file};

/// Prints `text` and a line's end on standard output. Returns whether anybody reads on: a reader such as `head` may have
/// seen enough.
///
/// # Errors
/// A sentence, when it could not be written.
pub(super) fn print(text: &str) -> Result<bool, String> {
    let mut out = stdout().lock();
    match writeln!(out, "{text}").and_then(|()| out.flush()) {
        Ok(()) => Ok(true),
        Err(error) if error.kind() == ErrorKind::BrokenPipe => Ok(false),
        Err(error) => Err(format!("无法输出结果：{error}；请检查输出到的磁盘或文件")),
    }
}

/// Prints `text` as the result of a command that ended with `status`. Returns how it ended.
pub(super) fn printed(text: &str, status: Status) -> Status {
    // Where nobody reads the result any more, the status still says it.
    print(text).map_or_else(complain, |_| status)
}

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
