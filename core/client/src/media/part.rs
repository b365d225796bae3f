use std::fs::{self, File, OpenOptions};
use std::io::{self, Write};
use std::iter;
use std::path::{Path, PathBuf};

const RANDOM_LENGTH: usize = 12;

/// A file that is being written beside the one it will be. Dropped before that, it leaves nothing behind.
pub(super) struct Part {
    file: File,
    path: PathBuf,
    target: PathBuf,
}

impl Part {
    /// `NAME.part-RANDOM` beside `target`.
    pub fn create(target: &Path) -> io::Result<Self> {
        let random: String = iter::repeat_with(fastrand::alphanumeric).take(RANDOM_LENGTH).collect();
        let mut name = target.file_name().unwrap_or_default().to_os_string();
        name.push(format!(".part-{random}"));
        let path = target.with_file_name(name);
        let file = OpenOptions::new().write(true).create_new(true).open(&path)?;
        Ok(Self { file, path, target: target.to_owned() })
    }

    /// Gives it its name, in place of a file that had it.
    pub fn keep(&mut self) -> io::Result<()> {
        fs::rename(&self.path, &self.target)
    }
}

impl Write for Part {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        self.file.write(bytes)
    }

    fn flush(&mut self) -> io::Result<()> {
        self.file.flush()
    }
}

impl Drop for Part {
    fn drop(&mut self) {
        // Under this name there is nothing any more where it was kept. Of a failure there is nobody to tell.
        let _ = fs::remove_file(&self.path);
    }
}
