//! A file system that is really full, and one that is really read-only.

use std::fs;
use std::path::Path;
use std::process::{Command, Stdio};

use disclosure_engine::file::{self, FileError, Lock};

use super::faults::disclosure;
use super::not_run::not_run;

/// A small file system of its own, where this user may mount one.
struct Mounted(tempfile::TempDir);

impl Mounted {
    fn new() -> Option<Self> {
        let folder = tempfile::tempdir().unwrap();
        let is_mounted = cfg!(target_os = "linux")
            && mount(&["-t", "tmpfs", "-o", "size=64k", "none", folder.path().to_str().unwrap()]);
        if !is_mounted {
            not_run("this user may not mount a file system");
        }
        is_mounted.then(|| Self(folder))
    }

    fn path(&self) -> &Path {
        self.0.path()
    }
}

fn mount(arguments: &[&str]) -> bool {
    let mut command = Command::new("mount");
    command.args(arguments).stdout(Stdio::null()).stderr(Stdio::null());
    command.status().is_ok_and(|status| status.success())
}

impl Drop for Mounted {
    fn drop(&mut self) {
        let _ = Command::new("umount").arg(self.path()).status();
    }
}

#[test]
fn a_full_disk_leaves_the_old_file_and_says_so() {
    let Some(disk) = Mounted::new() else { return };
    let path = disk.path().join("中心.budget");
    file::save(&path, &disclosure("中心")).unwrap();
    let before = fs::read(&path).unwrap();
    let mut large = disclosure("中心");
    large.body = "中".repeat(30_000);
    let told = file::save(&path, &large).unwrap_err().to_string();
    assert_eq!(told, "磁盘已满，请腾出空间后再保存，或者另存到别的磁盘；原来的文件没有改动");
    assert_eq!(fs::read(&path).unwrap(), before);
    assert_eq!(fs::read_dir(disk.path()).unwrap().count(), 1, "nothing was left");
    large.body.truncate(3_000);
    file::save(&path, &large).unwrap();
}

#[test]
fn a_read_only_medium_is_opened_without_a_lock_and_not_written() {
    let Some(disk) = Mounted::new() else { return };
    let path = disk.path().join("中心.budget");
    file::save(&path, &disclosure("中心")).unwrap();
    assert!(mount(&["-o", "remount,ro", disk.path().to_str().unwrap()]));
    let forms = disclosure_engine::form::FormLibrary::builtin().unwrap();
    assert_eq!(file::open(&path, &forms).unwrap(), disclosure("中心"));
    assert!(matches!(file::lock(&path), Lock::Impossible));
    let told = file::save(&path, &disclosure("别的")).unwrap_err();
    assert!(matches!(told, FileError::Write(_)), "{told:?}");
    assert_eq!(told.to_string(), "所在的磁盘是只读的，请另存到别处；原来的文件没有改动");
    assert!(mount(&["-o", "remount,rw", disk.path().to_str().unwrap()]));
}
