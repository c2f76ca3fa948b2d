//! Asks the session bus whether a desktop portal can choose files.
//!
//! Works around rfd 0.17 (PolyMeilex/rfd#24), which does not tell a portal that is missing from a user who cancels: it is
//! asked for beforehand.

use std::sync::mpsc::{RecvTimeoutError, channel};
use std::thread;
use std::time::Duration;

use zbus::blocking::connection::Builder;

/// Whether a portal can choose files.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Portal {
    /// It can.
    Answers,
    /// There is no bus, no portal on it, or none that can.
    Absent,
    /// It is being started and does not come up, so that rfd would wait for it too.
    Silent,
}

/// Asks the portal of this session, which starts it if need be.
pub(super) fn ask(patience: Duration) -> Portal {
    ask_through(Builder::session, patience)
}

/// On a thread of its own, because a bus that accepts a connection and then says nothing is waited for without end.
fn ask_through(bus: impl FnOnce() -> zbus::Result<Builder<'static>> + Send + 'static, patience: Duration) -> Portal {
    let (sender, receiver) = channel();
    let ask = move || sender.send(bus().and_then(has_file_chooser));
    if let Err(error) = thread::Builder::new().name("desktop portal".to_owned()).spawn(ask) {
        log::warn!("the portal cannot be asked: {error}");
        return Portal::Absent;
    }
    match receiver.recv_timeout(patience) {
        Ok(Ok(())) => Portal::Answers,
        Ok(Err(error)) => {
            log::debug!("no portal: {error}");
            Portal::Absent
        }
        Err(RecvTimeoutError::Timeout) => Portal::Silent,
        Err(RecvTimeoutError::Disconnected) => Portal::Absent,
    }
}

/// Reads a property that a portal without a part for choosing files does not have.
fn has_file_chooser(bus: Builder<'_>) -> zbus::Result<()> {
    let property = ("org.freedesktop.portal.FileChooser", "version");
    let properties = Some("org.freedesktop.DBus.Properties");
    let (portal, path) = ("org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop");
    bus.build()?.call_method(Some(portal), path, properties, "Get", &property)?;
    Ok(())
}

#[cfg(test)]
#[path = "../../../tests/support/not_run/mod.rs"]
mod not_run;

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{BufRead as _, BufReader};
    use std::os::unix::net::UnixListener;
    use std::process::{Command, Stdio};

    const PATIENCE: Duration = Duration::from_millis(300);

    fn ask_at(address: &str) -> Portal {
        let address = address.to_owned();
        ask_through(move || Builder::address(address.as_str()), PATIENCE)
    }

    #[test]
    fn without_a_bus_there_is_no_portal() {
        for address in ["", "unix:path=/nowhere/bus", "unix:abstract=/nowhere", "nonsense"] {
            assert_eq!(ask_at(address), Portal::Absent, "{address}");
        }
    }

    #[test]
    fn a_bus_that_says_nothing_is_not_waited_for() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("bus");
        let _listener = UnixListener::bind(&path).unwrap();
        assert_eq!(ask_at(&format!("unix:path={}", path.display())), Portal::Silent);
    }

    #[test]
    fn a_bus_without_a_portal_says_so() {
        let folder = tempfile::tempdir().unwrap();
        let address = format!("unix:path={}", folder.path().join("bus").display());
        let daemon = Command::new("dbus-daemon")
            .args(["--session", "--nofork", "--print-address", "--address", &address])
            // Without services that the machine may have: the portal is absent.
            .env("XDG_DATA_DIRS", folder.path())
            .env("XDG_DATA_HOME", folder.path())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn();
        let Ok(mut daemon) = daemon else {
            return super::not_run::missing("dbus-daemon");
        };
        let mut line = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let portal = ask_at(line.trim());
        daemon.kill().unwrap();
        daemon.wait().unwrap();
        assert_eq!(portal, Portal::Absent);
    }
}
