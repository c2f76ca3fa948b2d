//! Asks the session bus whether a desktop portal can choose files.
//!
//! rfd speaks to the portal through libdbus, which it loads while running, and tells a portal that is missing from a
//! user who cancels by no sign at all. What it takes to find out beforehand is one property read over the bus's socket,
//! too little to take in a library for: see the D-Bus specification, "Authentication Protocol" and "Message Protocol".

use std::ffi::{OsStr, OsString};
use std::io::{self, BufRead as _, BufReader, Read as _, Write as _};
use std::os::linux::net::SocketAddrExt as _;
use std::os::unix::ffi::{OsStrExt as _, OsStringExt as _};
use std::os::unix::net::{SocketAddr, UnixStream};
use std::time::Duration;

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
    let address = std::env::var_os("DBUS_SESSION_BUS_ADDRESS").filter(|address| !address.is_empty());
    let address = address.or_else(|| {
        let mut address = OsString::from("unix:path=");
        address.push(std::env::var_os("XDG_RUNTIME_DIR")?);
        address.push("/bus");
        Some(address)
    });
    address.map_or(Portal::Absent, |address| ask_at(&address, patience))
}

fn ask_at(address: &OsStr, patience: Duration) -> Portal {
    let answer = connect(address).and_then(|stream| {
        stream.set_read_timeout(Some(patience))?;
        stream.set_write_timeout(Some(patience))?;
        has_file_chooser(&stream)
    });
    match answer {
        Ok(true) => Portal::Answers,
        Ok(false) => Portal::Absent,
        Err(error) if matches!(error.kind(), io::ErrorKind::WouldBlock | io::ErrorKind::TimedOut) => Portal::Silent,
        Err(error) => {
            log::debug!("no portal at {}: {error}", address.display());
            Portal::Absent
        }
    }
}

/// Connects to the first of the bus's addresses (`unix:path=/run/user/1000/bus,guid=…;…`) that can be reached.
fn connect(addresses: &OsStr) -> io::Result<UnixStream> {
    let mut result = Err(io::ErrorKind::Unsupported.into());
    for address in addresses.as_bytes().split(|&byte| byte == b';') {
        for pair in address.strip_prefix(b"unix:").unwrap_or_default().split(|&byte| byte == b',') {
            if let Some(path) = pair.strip_prefix(b"path=") {
                result = UnixStream::connect(OsString::from_vec(unescaped(path)));
            } else if let Some(name) = pair.strip_prefix(b"abstract=") {
                result = SocketAddr::from_abstract_name(unescaped(name))
                    .and_then(|address| UnixStream::connect_addr(&address));
            }
            if result.is_ok() {
                return result;
            }
        }
    }
    result
}

/// Takes back the escapes of an address, `%` and two hexadecimal digits.
fn unescaped(text: &[u8]) -> Vec<u8> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text;
    while let [first, tail @ ..] = rest {
        let escape = tail.get(..2).filter(|_| *first == b'%').and_then(|digits| std::str::from_utf8(digits).ok());
        match escape.and_then(|digits| u8::from_str_radix(digits, 16).ok()) {
            Some(byte) => {
                bytes.push(byte);
                rest = &tail[2..];
            }
            None => {
                bytes.push(*first);
                rest = tail;
            }
        }
    }
    bytes
}

fn has_file_chooser(mut stream: &UnixStream) -> io::Result<bool> {
    let mut reader = BufReader::new(stream);
    // The bus takes the user from the socket.
    stream.write_all(b"\0AUTH EXTERNAL\r\nDATA\r\n")?;
    let mut line = Vec::new();
    while !line.starts_with(b"OK") {
        line.clear();
        if reader.read_until(b'\n', &mut line)? == 0 || !(line.starts_with(b"DATA") || line.starts_with(b"OK")) {
            return Err(io::ErrorKind::ConnectionRefused.into());
        }
    }
    let bus = "org.freedesktop.DBus";
    let hello = call(1, [bus, "/org/freedesktop/DBus", bus, "Hello"], &[]);
    let portal = ["org.freedesktop.portal.Desktop", "/org/freedesktop/portal/desktop"];
    // A portal without a part that chooses files does not have this property.
    let property = ["org.freedesktop.portal.FileChooser", "version"];
    let get = call(2, [portal[0], portal[1], "org.freedesktop.DBus.Properties", "Get"], &property);
    stream.write_all(&[b"BEGIN\r\n", &hello[..], &get[..]].concat())?;
    Ok(reply(&mut reader)? && reply(&mut reader)?)
}

const METHOD_CALL: u8 = 1;
const METHOD_RETURN: u8 = 2;
const ERROR: u8 = 3;

/// Writes a call of a method whose arguments are strings.
fn call(serial: u32, [destination, path, interface, member]: [&str; 4], arguments: &[&str]) -> Vec<u8> {
    let mut body = Vec::new();
    for argument in arguments {
        string(&mut body, argument);
    }
    let mut fields = Vec::new();
    for (code, kind, value) in [(1, b'o', path), (2, b's', interface), (3, b's', member), (6, b's', destination)] {
        align(&mut fields, 8);
        fields.extend([code, 1, kind, 0]);
        string(&mut fields, value);
    }
    if !arguments.is_empty() {
        align(&mut fields, 8);
        let signature = "s".repeat(arguments.len());
        fields.extend([8, 1, b'g', 0, signature.len() as u8]);
        fields.extend(signature.bytes());
        fields.push(0);
    }
    let mut message = vec![b'l', METHOD_CALL, 0, 1];
    message.extend((body.len() as u32).to_le_bytes());
    message.extend(serial.to_le_bytes());
    message.extend((fields.len() as u32).to_le_bytes());
    message.extend(fields);
    align(&mut message, 8);
    message.extend(body);
    message
}

fn string(bytes: &mut Vec<u8>, text: &str) {
    align(bytes, 4);
    bytes.extend((text.len() as u32).to_le_bytes());
    bytes.extend(text.bytes());
    bytes.push(0);
}

fn align(bytes: &mut Vec<u8>, boundary: usize) {
    bytes.resize(bytes.len().next_multiple_of(boundary), 0);
}

/// Whether the next reply is one, rather than an error. Signals between are skipped.
fn reply(reader: &mut impl io::Read) -> io::Result<bool> {
    loop {
        let mut head = [0; 16];
        reader.read_exact(&mut head)?;
        let [order, kind, _, _, length @ .., f0, f1, f2, f3] = head;
        let [l0, l1, l2, l3, _, _, _, _] = length;
        let number = if order == b'l' { u32::from_le_bytes } else { u32::from_be_bytes };
        let rest = u64::from(number([f0, f1, f2, f3])).next_multiple_of(8) + u64::from(number([l0, l1, l2, l3]));
        if io::copy(&mut reader.by_ref().take(rest), &mut io::sink())? < rest {
            return Err(io::ErrorKind::UnexpectedEof.into());
        }
        match kind {
            METHOD_RETURN => return Ok(true),
            ERROR => return Ok(false),
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::os::unix::net::UnixListener;
    use std::process::{Command, Stdio};

    const PATIENCE: Duration = Duration::from_millis(300);

    /// A bus that sends `messages` once the caller has logged in, and then says nothing more.
    fn bus(messages: &[u8]) -> (tempfile::TempDir, OsString) {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a bus");
        let listener = UnixListener::bind(&path).unwrap();
        let messages = messages.to_owned();
        std::thread::spawn(move || {
            let (mut stream, _) = listener.accept().unwrap();
            let mut reader = BufReader::new(stream.try_clone().unwrap());
            let mut line = String::new();
            reader.read_line(&mut line).unwrap();
            assert_eq!(line, "\0AUTH EXTERNAL\r\n");
            stream.write_all(b"DATA\r\nOK 0123456789abcdef\r\n").unwrap();
            stream.write_all(&messages).unwrap();
            std::thread::sleep(PATIENCE * 3);
        });
        let address = format!("unix:path={},guid=00", path.display().to_string().replace(' ', "%20"));
        (folder, address.into())
    }

    fn message(kind: u8) -> Vec<u8> {
        let mut message = call(7, ["a.b", "/c", "d.e", "F"], &["some text"]);
        message[1] = kind;
        message
    }

    #[test]
    fn a_portal_answers_or_not() {
        let signal = 4;
        for (kinds, expected) in [
            (&[METHOD_RETURN, signal, METHOD_RETURN][..], Portal::Answers),
            (&[METHOD_RETURN, signal, signal, ERROR], Portal::Absent),
            (&[ERROR], Portal::Absent),
            (&[METHOD_RETURN, signal], Portal::Silent),
            (&[], Portal::Silent),
        ] {
            let messages: Vec<u8> = kinds.iter().flat_map(|&kind| message(kind)).collect();
            let (_folder, address) = bus(&messages);
            assert_eq!(ask_at(&address, PATIENCE), expected, "{kinds:?}");
        }
    }

    #[test]
    fn numbers_may_come_in_the_other_order() {
        let mut big = message(METHOD_RETURN);
        big[0] = b'B';
        big[4..8].reverse();
        big[12..16].reverse();
        let (_folder, address) = bus(&[big.clone(), big].concat());
        assert_eq!(ask_at(&address, PATIENCE), Portal::Answers);
    }

    #[test]
    fn without_a_bus_there_is_no_portal() {
        for address in ["", "tcp:host=localhost,port=1", "unix:path=/nowhere/bus", "unix:abstract=/nowhere", "nonsense"]
        {
            assert_eq!(ask_at(OsStr::new(address), PATIENCE), Portal::Absent, "{address}");
        }
    }

    #[test]
    fn escapes_are_taken_back() {
        assert_eq!(unescaped(b"/a%20b%c3%a4%"), "/a bä%".as_bytes());
        assert_eq!(unescaped(b"%zz%4"), b"%zz%4");
    }

    /// What the bus itself thinks of the messages; skipped where it is not installed.
    #[test]
    fn a_real_bus_understands_the_question() {
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
        let Ok(mut daemon) = daemon else { return };
        let mut line = String::new();
        BufReader::new(daemon.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let stream = connect(OsStr::new(line.trim())).unwrap();
        let answer = has_file_chooser(&stream);
        daemon.kill().unwrap();
        daemon.wait().unwrap();
        // An error reply, not a closed connection.
        assert!(!answer.unwrap());
    }
}
