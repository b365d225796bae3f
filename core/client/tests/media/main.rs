//! Files that are sent and fetched, against a server that shows and does everything on the wire.

mod download;
mod download_faults;
#[allow(dead_code, reason = "shared with the test of memory, which uses all of it")]
mod server;
mod upload;
mod upload_faults;

use std::path::PathBuf;
use std::time::Duration;

use ecall::Options;
use ecall::blocking::Client;
use server::Server;

fn options(server: &Server) -> Options {
    Options::new()
        .username("u")
        .password("p")
        .base_url(server.url.clone())
        .backoff_initial(Duration::from_millis(5))
        .backoff_max(Duration::from_millis(50))
}

fn client(server: &Server) -> Client {
    Client::new(options(server)).unwrap()
}

fn run<T>(future: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(future)
}

/// A folder that goes with the test.
struct Folder(PathBuf);

impl Folder {
    fn new(name: &str) -> Self {
        let path = std::env::temp_dir().join(format!("ecall-media-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&path).unwrap();
        Self(path)
    }

    fn file(&self, name: &str, bytes: &[u8]) -> PathBuf {
        let path = self.0.join(name);
        std::fs::write(&path, bytes).unwrap();
        path
    }

    /// The names of what is in it.
    fn names(&self) -> Vec<String> {
        let entries = std::fs::read_dir(&self.0).unwrap();
        let mut names: Vec<_> =
            entries.map(|entry| entry.unwrap().file_name().into_string().unwrap()).collect();
        names.sort();
        names
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

/// Bytes of which no two neighbours are alike.
fn pattern(length: usize) -> Vec<u8> {
    (0..length).map(|index| (index % 251) as u8).collect()
}
