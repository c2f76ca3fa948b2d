//! A disk on which one call goes wrong.

use std::cell::{Cell, RefCell};
use std::fs::Metadata;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};
use std::rc::Rc;

use disclosure_engine::file::{Disk, NewFile, SystemDisk};

/// A call of the system.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Call {
    Metadata,
    SymlinkMetadata,
    ReadLink,
    Open,
    Read,
    Create,
    Write,
    TakeAfter,
    Sync,
    Rename,
    Remove,
    SyncFolder,
}

/// What goes wrong.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Fault {
    /// Nothing.
    None,
    /// One call fails with this error of the system.
    Error(i32),
    /// One call is interrupted by a signal.
    Interrupts,
    /// Every write and read takes a few bytes only.
    Short,
    /// Writing takes nothing, and says so.
    TakesNothing,
    /// A byte that is read is another one.
    Garbles,
    /// Writing says that all is well, and nothing is written.
    Loses,
}

/// The disk.
pub struct FaultyDisk(Rc<Plan>);

struct Plan {
    fault: Fault,
    at: usize,
    calls: Cell<usize>,
    struck: RefCell<Option<Call>>,
}

impl FaultyDisk {
    /// `fault` strikes at the call of number `at`, from 0, where it is an error or an interruption.
    pub fn new(fault: Fault, at: usize) -> Self {
        Self(Rc::new(Plan { fault, at, calls: Cell::new(0), struck: RefCell::new(None) }))
    }

    /// The call at which it struck.
    pub fn struck(&self) -> Option<Call> {
        *self.0.struck.borrow()
    }
}

impl Plan {
    fn call(&self, call: Call) -> io::Result<()> {
        let number = self.calls.replace(self.calls.get() + 1);
        let error = match self.fault {
            Fault::Error(error) if number == self.at => io::Error::from_raw_os_error(error),
            Fault::Interrupts if number == self.at => io::ErrorKind::Interrupted.into(),
            _ => return Ok(()),
        };
        *self.struck.borrow_mut() = Some(call);
        Err(error)
    }
}

impl Disk for FaultyDisk {
    fn metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.0.call(Call::Metadata)?;
        SystemDisk.metadata(path)
    }

    fn symlink_metadata(&self, path: &Path) -> io::Result<Metadata> {
        self.0.call(Call::SymlinkMetadata)?;
        SystemDisk.symlink_metadata(path)
    }

    fn read_link(&self, path: &Path) -> io::Result<PathBuf> {
        self.0.call(Call::ReadLink)?;
        SystemDisk.read_link(path)
    }

    fn open(&self, path: &Path) -> io::Result<Box<dyn Read>> {
        self.0.call(Call::Open)?;
        Ok(Box::new(Reader(SystemDisk.open(path)?, self.0.clone())))
    }

    fn create_new(&self, path: &Path, is_public: bool) -> io::Result<Box<dyn NewFile>> {
        self.0.call(Call::Create)?;
        Ok(Box::new(Writer(SystemDisk.create_new(path, is_public)?, self.0.clone())))
    }

    fn rename(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.call(Call::Rename)?;
        SystemDisk.rename(from, to)
    }

    fn rename_new(&self, from: &Path, to: &Path) -> io::Result<()> {
        self.0.call(Call::Rename)?;
        SystemDisk.rename_new(from, to)
    }

    fn remove(&self, path: &Path) -> io::Result<()> {
        self.0.call(Call::Remove)?;
        SystemDisk.remove(path)
    }

    fn sync_folder(&self, path: &Path) -> io::Result<()> {
        self.0.call(Call::SyncFolder)?;
        SystemDisk.sync_folder(path)
    }
}

struct Reader(Box<dyn Read>, Rc<Plan>);

impl Read for Reader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        self.1.call(Call::Read)?;
        let most = if self.1.fault == Fault::Short { buffer.len().min(3) } else { buffer.len() };
        let count = self.0.read(&mut buffer[..most])?;
        if self.1.fault == Fault::Garbles && count > 0 {
            buffer[count / 2] ^= 1;
        }
        Ok(count)
    }
}

struct Writer(Box<dyn NewFile>, Rc<Plan>);

impl Write for Writer {
    fn write(&mut self, buffer: &[u8]) -> io::Result<usize> {
        self.1.call(Call::Write)?;
        match self.1.fault {
            Fault::Short => {
                *self.1.struck.borrow_mut() = Some(Call::Write);
                self.0.write(&buffer[..buffer.len().min(7)])
            }
            Fault::TakesNothing => Ok(0),
            Fault::Loses => Ok(buffer.len()),
            _ => self.0.write(buffer),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        self.0.flush()
    }
}

impl NewFile for Writer {
    fn take_after(&self, old: &Metadata) -> io::Result<()> {
        self.1.call(Call::TakeAfter)?;
        self.0.take_after(old)
    }

    fn sync(&self) -> io::Result<()> {
        self.1.call(Call::Sync)?;
        self.0.sync()
    }
}
