//! An open file. It is opened once, so that inspecting, hashing and reading it use the same bytes.

use std::ffi::OsString;
use std::fs::{self, File, Metadata};
use std::io::{self, Read, Seek, SeekFrom};
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::error::Problem;
use crate::model::device::is_device;

/// An open file. It can have several readers, each with its own position.
#[derive(Debug, Clone)]
pub struct Source {
    path: PathBuf,
    file: Arc<File>,
    identity: Identity,
}

/// The identity of a file in one state.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Identity {
    pub(super) length: u64,
    /// The time of the last write in nanoseconds since 1970, or 0 if the system does not know it.
    pub(super) written: i128,
    /// The device and the inode, if the system has them.
    pub(super) inode: (u64, u64),
}

impl Source {
    /// Opens a regular file. Anything else is refused before reading: a pipe may never be written to, and a device may never end.
    pub fn open(path: &Path) -> Result<Self, Problem> {
        if cfg!(windows) && path.file_name().is_some_and(|name| is_device(&name.to_string_lossy())) {
            return Err(Problem::NotAFile);
        }
        check_kind(&fs::metadata(path)?)?;
        check_system(path)?;
        let file = File::open(path)?;
        // The path may lead to another file by now.
        let metadata = file.metadata()?;
        check_kind(&metadata)?;
        Ok(Self { path: path.to_owned(), file: Arc::new(file), identity: Identity::of(&metadata) })
    }

    /// Returns the path of the file.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Returns the length of the file when it was opened.
    pub fn length(&self) -> u64 {
        self.identity.length
    }

    /// Returns a reader at the start of the file.
    pub fn reader(&self) -> SourceReader {
        SourceReader { file: Arc::clone(&self.file), position: 0, length: self.identity.length }
    }

    /// Fails if the file was written to or replaced since it was opened.
    ///
    /// Then what was read may be partly old and partly new. Callers that store rows should call this before committing them.
    pub fn check_unchanged(&self) -> Result<(), Problem> {
        let of_path = fs::metadata(&self.path).map_err(|_| Problem::Changed)?;
        self.check_identity(Identity::of(&self.file.metadata()?))?;
        self.check_identity(Identity::of(&of_path))
    }

    pub(super) fn check_identity(&self, other: Identity) -> Result<(), Problem> {
        if other == self.identity { Ok(()) } else { Err(Problem::Changed) }
    }

    pub(super) fn identity(&self) -> Identity {
        self.identity
    }
}

impl Identity {
    fn of(metadata: &Metadata) -> Self {
        let nanoseconds = |time: SystemTime| match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(after) => i128::try_from(after.as_nanos()).unwrap_or(i128::MAX),
            Err(before) => i128::try_from(before.duration().as_nanos()).map_or(i128::MIN, |nanoseconds| -nanoseconds),
        };
        let written = metadata.modified().map_or(0, nanoseconds);
        Self { length: metadata.len(), written, inode: inode(metadata) }
    }
}

impl Identity {
    /// Returns the identity as arguments of a process.
    pub(super) fn arguments(self) -> [String; 4] {
        [self.length.to_string(), self.written.to_string(), self.inode.0.to_string(), self.inode.1.to_string()]
    }

    /// Reads what [`Identity::arguments`] wrote.
    pub(super) fn parse(arguments: &[OsString]) -> Option<Self> {
        let [length, written, device, file] = arguments else { return None };
        let number = |argument: &OsString| argument.to_str()?.parse().ok();
        let (length, written) = (number(length)?, written.to_str()?.parse().ok()?);
        Some(Self { length, written, inode: (number(device)?, number(file)?) })
    }
}

#[cfg(unix)]
fn inode(metadata: &Metadata) -> (u64, u64) {
    use std::os::unix::fs::MetadataExt as _;
    (metadata.dev(), metadata.ino())
}

#[cfg(not(unix))]
fn inode(_: &Metadata) -> (u64, u64) {
    (0, 0)
}

fn check_kind(metadata: &Metadata) -> Result<(), Problem> {
    if metadata.is_dir() {
        return Err(Problem::IsFolder);
    }
    if metadata.is_file() { Ok(()) } else { Err(Problem::NotAFile) }
}

/// Fails for files that the system generates when they are read, such as those in `/proc`: they have no length, and reading may block
/// forever.
#[cfg(target_os = "linux")]
fn check_system(path: &Path) -> Result<(), Problem> {
    /// The types of such file systems: proc, sysfs, cgroup and cgroup2, debugfs, tracefs, securityfs, configfs, bpf, pstore.
    const GENERATED: [u64; 10] = [
        0x9fa0,
        0x6265_6572,
        0x0027_e0eb,
        0x6367_7270,
        0x6462_6720,
        0x7472_6163,
        0x7363_6673,
        0x6265_6570,
        0xcafe_4a11,
        0x6165_676c,
    ];
    // The integer type differs between processors.
    let kind = rustix::fs::statfs(path).ok().and_then(|system| u64::try_from(system.f_type).ok());
    if kind.is_some_and(|kind| GENERATED.contains(&kind)) { Err(Problem::NotAFile) } else { Ok(()) }
}

#[cfg(not(target_os = "linux"))]
#[expect(clippy::unnecessary_wraps, reason = "Linux has such files")]
fn check_system(_: &Path) -> Result<(), Problem> {
    Ok(())
}

/// A reader of an open file with its own position.
#[derive(Debug)]
pub struct SourceReader {
    file: Arc<File>,
    position: u64,
    length: u64,
}

impl Read for SourceReader {
    fn read(&mut self, buffer: &mut [u8]) -> io::Result<usize> {
        #[cfg(unix)]
        let read = std::os::unix::fs::FileExt::read_at(&*self.file, buffer, self.position)?;
        #[cfg(windows)]
        let read = std::os::windows::fs::FileExt::seek_read(&*self.file, buffer, self.position)?;
        self.position += read as u64;
        Ok(read)
    }
}

impl Seek for SourceReader {
    fn seek(&mut self, to: SeekFrom) -> io::Result<u64> {
        let position = match to {
            SeekFrom::Start(position) => Some(position),
            SeekFrom::End(offset) => self.length.checked_add_signed(offset),
            SeekFrom::Current(offset) => self.position.checked_add_signed(offset),
        };
        self.position = position.ok_or(io::ErrorKind::InvalidInput)?;
        Ok(self.position)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_reader_has_its_own_position() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        fs::write(&path, "0123456789").expect("written");
        let source = Source::open(&path).expect("a file");
        let (mut one, mut other) = (source.reader(), source.clone().reader());
        one.seek(SeekFrom::End(-3)).expect("a position");
        let mut texts = [String::new(), String::new()];
        other.by_ref().take(4).read_to_string(&mut texts[0]).expect("text");
        one.read_to_string(&mut texts[1]).expect("text");
        assert_eq!(texts, ["0123", "789"]);
        assert_eq!(other.stream_position().expect("a position"), 4);
    }

    #[test]
    fn changes_of_a_file_are_detected() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        fs::write(&path, "a").expect("written");
        let source = Source::open(&path).expect("a file");
        assert!(source.check_unchanged().is_ok());
        fs::write(&path, "ab").expect("written");
        assert!(matches!(source.check_unchanged(), Err(Problem::Changed)));
    }

    /// A file that Windows deletes may stay where it is until its last reader closes it.
    #[cfg(unix)]
    #[test]
    fn a_deleted_file_is_detected() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.csv");
        fs::write(&path, "a").expect("written");
        let source = Source::open(&path).expect("a file");
        fs::remove_file(&path).expect("removed");
        assert!(matches!(source.check_unchanged(), Err(Problem::Changed)));
    }

    /// Windows gives no number that tells two files with the same length and date apart.
    #[cfg(unix)]
    #[test]
    fn a_replaced_file_is_detected() {
        let folder = tempfile::tempdir().expect("a folder");
        let [path, other] = ["a.csv", "b.csv"].map(|name| folder.path().join(name));
        fs::write(&path, "a").expect("written");
        fs::write(&other, "b").expect("written");
        let source = Source::open(&path).expect("a file");
        let written =
            File::open(&path).and_then(|file| file.metadata()).and_then(|meta| meta.modified()).expect("a date");
        File::options().write(true).open(&other).and_then(|file| file.set_modified(written)).expect("a date");
        fs::rename(&other, &path).expect("renamed");
        assert!(matches!(source.check_unchanged(), Err(Problem::Changed)));
    }

    #[test]
    fn only_regular_files_are_opened() {
        let folder = tempfile::tempdir().expect("a folder");
        assert!(matches!(Source::open(folder.path()), Err(Problem::IsFolder)));
        assert!(matches!(Source::open(&folder.path().join("none")), Err(Problem::NotFound)));
        #[cfg(target_os = "linux")]
        for path in ["/dev/null", "/proc/cpuinfo", "/proc/self/status", "/sys/kernel/notes"] {
            let path = Path::new(path);
            assert!(!path.exists() || matches!(Source::open(path), Err(Problem::NotAFile)), "{}", path.display());
        }
    }

    /// Excel on Windows lets nobody else read a workbook that it has open.
    #[cfg(windows)]
    #[test]
    fn a_file_that_another_program_holds_says_so() {
        use std::os::windows::fs::OpenOptionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("订单.csv");
        fs::write(&path, "x").expect("written");
        let held = fs::OpenOptions::new().read(true).share_mode(0).open(&path).expect("opened");
        assert!(matches!(Source::open(&path), Err(Problem::Held)), "{:?}", Source::open(&path).err());
        drop(held);
        assert!(Source::open(&path).is_ok());
        assert!(matches!(Source::open(Path::new("a<b.csv")), Err(Problem::ForbiddenName)));
        assert!(matches!(Source::open(Path::new("CON")), Err(Problem::NotAFile)));
    }
}
