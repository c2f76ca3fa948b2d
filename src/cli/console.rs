//! What the command line of Windows leaves to a program, and shells elsewhere do by themselves.

use std::ffi::OsString;

/// The arguments of this process. On Windows a name with `*` or `?` becomes the files that it stands for.
pub fn arguments() -> impl Iterator<Item = OsString> {
    #[cfg(windows)]
    return wild::args_os();
    #[cfg(not(windows))]
    std::env::args_os()
}

/// Lets what is printed be read in the console from which this process was started. Returns whether anybody can read it.
///
/// A program with a window has no console on Windows, not even that of the command line in which its name was typed. To
/// be called before anything is printed, and not for the window: a console that is closed ends whatever uses it.
pub fn use_console() -> bool {
    #[cfg(windows)]
    {
        use std::os::windows::io::{AsHandle, AsRawHandle};

        // Where output goes to a file or another program, it stays there.
        let out = std::io::stdout();
        let is_redirected = !out.as_raw_handle().is_null() && out.as_handle().try_clone_to_owned().is_ok();
        is_redirected || winsafe::AttachConsole(winsafe::PidParent::Parent).is_ok()
    }
    #[cfg(not(windows))]
    true
}
