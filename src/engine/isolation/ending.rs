//! How a process ended that did not finish its task.

use std::io;
use std::process::ExitStatus;
use std::time::Duration;

use super::{MOST_MEMORY, MOST_WORK};

/// Why a file was not read by the process that was started for it. Its text is a sentence in Chinese: what is wrong and
/// what to do.
#[derive(Debug, thiserror::Error)]
#[non_exhaustive]
pub enum Ending {
    /// It wanted more memory than it may have.
    #[error(
        "读这个文件要的内存超过 {} GiB，不会是预算公开文件；请检查是否选错了文件，或者用原来的程序打开，重新另存后再试",
        MOST_MEMORY >> 30
    )]
    Memory,
    /// It was not done in time.
    #[error(
        "这个文件太复杂，读了 {} 秒还没有读完；请检查是否选错了文件，或者用原来的程序打开，重新另存后再试",
        .0.as_secs()
    )]
    Time(Duration),
    /// What is in the file is nested too deep.
    #[error("文件里的内容嵌套太深，不会是预算公开文件；请检查是否选错了文件")]
    TooDeep,
    #[error("文件已损坏，读到一半读不下去了；请用原来的程序打开，重新另存后再试")]
    Crashed,
    /// What it handed over is not what it can hand over.
    #[error("文件已损坏，读出来的内容前后不符；请用原来的程序打开，重新另存后再试")]
    Garbled,
    #[error("系统不能再开进程来读这个文件（{0}）；请关闭一些程序再试")]
    NotStarted(io::Error),
    /// The one who asked does not want it any more.
    #[error("已取消")]
    Cancelled,
}

/// With what status a process ends that could not bind itself: it has read nothing then.
pub(super) const UNBOUND: u8 = 3;
/// With what status one ends that took too long.
pub(super) const LATE: u8 = 4;

impl Ending {
    /// What it was that ended a process with this status, which last said this on its standard error.
    pub(super) fn of(status: ExitStatus, said: &str) -> Self {
        // The words of the standard library, before it aborts.
        if said.contains("memory allocation of") {
            return Self::Memory;
        } else if said.contains("overflowed its stack") {
            return Self::TooDeep;
        }
        match status.code() {
            Some(code) if code == i32::from(UNBOUND) => {
                Self::NotStarted(io::Error::other("系统不能限制它用的内存和时间"))
            }
            Some(code) if code == i32::from(LATE) => Self::Time(MOST_WORK),
            Some(code) if is_stack_overflow(code) => Self::TooDeep,
            Some(_) => Self::Crashed,
            None => Self::of_signal(status),
        }
    }

    #[cfg(target_os = "linux")]
    fn of_signal(status: ExitStatus) -> Self {
        use std::os::unix::process::ExitStatusExt;

        use rustix::process::Signal;
        match status.signal() {
            Some(signal) if signal == Signal::XCPU.as_raw() => Self::Time(MOST_WORK),
            // Linux itself ends whoever takes most where no memory is left.
            Some(signal) if signal == Signal::KILL.as_raw() => Self::Memory,
            _ => Self::Crashed,
        }
    }

    #[cfg(not(target_os = "linux"))]
    fn of_signal(_status: ExitStatus) -> Self {
        Self::Crashed
    }
}

/// Whether Windows ended a process with this status because its stack was full.
fn is_stack_overflow(code: i32) -> bool {
    const STACK_OVERFLOW: u32 = 0xC000_00FD;
    cfg!(windows) && code.cast_unsigned() == STACK_OVERFLOW
}
