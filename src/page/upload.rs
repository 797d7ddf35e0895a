//! Uploads: files are written to the disk as they arrive, and never held in memory.

use std::fs::File;
use std::io::Write;
use std::path::{Path, PathBuf};
use std::time::{Duration, SystemTime};

use axum::body::Body;
use axum::extract::{FromRequest as _, Multipart, Request};
use axum::http::header::CONTENT_LENGTH;
use shopkit::model::device::is_device;

use super::error::PageError;
use super::metered::{Meter, Metered};
use super::params::Params;
use super::secret::Secret;

/// The most bytes of all files of an upload.
pub const MOST_BYTES: u64 = 4 << 30;

/// The most bytes of a field that is not a file, and the most fields; each file has another field for its date.
const FIELD_BYTES: usize = 4 * 1024;
const FIELDS: usize = 4096;

/// How long the rest of a refused form is read.
const REST_TIME: Duration = Duration::from_secs(2);

/// The most bytes of the name of a file; file systems allow 255.
const NAME_BYTES: usize = 240;

/// Holds the files of an upload, in a folder that is removed with this.
pub struct Received {
    pub folder: tempfile::TempDir,
    pub files: Vec<PathBuf>,
}

impl Received {
    /// Returns the names of the files.
    pub fn names(&self) -> Vec<String> {
        self.files.iter().map(|path| path.file_name().unwrap_or_default().to_string_lossy().into_owned()).collect()
    }
}

/// Receives a form with files into a folder of its own within `uploads`. The secret of the form comes before any file, or nothing
/// is written.
pub async fn receive(sent: Request, csrf: &Secret, uploads: &Path) -> Result<(Params, Received), PageError> {
    let length = sent.headers().get(CONTENT_LENGTH).and_then(|length| length.to_str().ok()?.parse::<u64>().ok());
    let meter = Meter::default();
    let sent = sent.map(|body| Body::new(Metered::new(body, meter.clone())));
    let mut form = Multipart::from_request(sent, &()).await.map_err(|_| PageError::NotAForm)?;
    if length.is_none_or(|length| length > MOST_BYTES) {
        return Err(PageError::UploadTooLarge);
    }
    let taken = read_parts(&mut form, &meter, csrf, uploads).await;
    let has_long_head = meter.is_over();
    if taken.is_err() {
        // Some systems throw away the answer where a connection is closed with data left to read.
        meter.end();
        let _ = tokio::time::timeout(REST_TIME, form.next_field()).await;
    }
    if has_long_head { Err(PageError::LongPartHead) } else { taken }
}

async fn read_parts(
    form: &mut Multipart,
    meter: &Meter,
    csrf: &Secret,
    uploads: &Path,
) -> Result<(Params, Received), PageError> {
    let mut fields = Vec::new();
    let mut received =
        Received { folder: tempfile::tempdir_in(uploads).map_err(|_| PageError::UploadNotStored)?, files: Vec::new() };
    let (mut is_ours, mut left, mut modified) = (false, MOST_BYTES, None);
    for _ in 0..FIELDS {
        let Some(mut field) = form.next_field().await.map_err(|_| PageError::UploadBroken)? else {
            return if is_ours { Ok((Params::of(fields), received)) } else { Err(PageError::OldForm) };
        };
        meter.restart();
        let name = field.name().unwrap_or_default().to_owned();
        let Some(file_name) = field.file_name().map(safe_name) else {
            let mut value = Vec::new();
            while let Some(chunk) = field.chunk().await.map_err(|_| PageError::UploadBroken)? {
                meter.restart();
                value.extend_from_slice(&chunk);
                if value.len() > FIELD_BYTES {
                    return Err(PageError::UploadTooLarge);
                }
            }
            let value = String::from_utf8(value).map_err(|_| PageError::UploadBroken)?;
            match name.as_str() {
                "csrf" => is_ours = csrf.matches(&value),
                "modified" => modified = value.parse::<u64>().ok(),
                _ => {}
            }
            fields.push((name, value));
            continue;
        };
        if !is_ours {
            return Err(PageError::OldForm);
        }
        // A browser sends a file without a name where none was chosen.
        let Some(file_name) = file_name else { continue };
        // Each file has a folder of its own, since two may have one name.
        let own = received.folder.path().join(received.files.len().to_string());
        std::fs::create_dir(&own).map_err(|_| PageError::UploadNotStored)?;
        let path = own.join(file_name);
        let mut file = File::create_new(&path).map_err(|_| PageError::UploadNotStored)?;
        while let Some(chunk) = field.chunk().await.map_err(|_| PageError::UploadBroken)? {
            meter.restart();
            left = left.checked_sub(chunk.len() as u64).ok_or(PageError::UploadTooLarge)?;
            file.write_all(&chunk).map_err(|_| PageError::UploadNotStored)?;
        }
        // The date of the file says when the export was made where the name of the file does not.
        if let Some(at) = modified.take().and_then(|at| SystemTime::UNIX_EPOCH.checked_add(Duration::from_millis(at))) {
            let _ = file.set_modified(at);
        }
        received.files.push(path);
    }
    Err(PageError::TooManyFiles)
}

/// Removes a folder of the page itself from the paths in a message, since it means nothing to a reader.
pub fn without_folder(text: &str, folder: &Path) -> String {
    let mut inside = folder.display().to_string();
    inside.push(std::path::MAIN_SEPARATOR);
    text.replace(&inside, "")
}

/// Removes what would lead out of the folder from the name of a file; nothing where nothing is left.
fn safe_name(name: &str) -> Option<String> {
    let name = name.rsplit(['/', '\\']).next().unwrap_or_default();
    let name: String = name.chars().filter(|c| !c.is_control() && !"<>:\"|?*".contains(*c)).collect();
    let name = name.trim_matches(['.', ' ']);
    let end = (0..=name.len().min(NAME_BYTES)).rev().find(|end| name.is_char_boundary(*end)).unwrap_or_default();
    let name = &name[..end];
    // On Windows such a name opens the device, whatever the folder.
    let mark = if is_device(name) { "_" } else { "" };
    (end > 0).then(|| format!("{mark}{name}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_stay_in_their_folder() {
        let safe = |name: &str| safe_name(name).unwrap_or_default();
        assert_eq!(safe("订单 1.xlsx"), "订单 1.xlsx");
        for name in ["../../a.csv", "..\\a.csv", "C:\\x\\a.csv", "/etc/a.csv", "a.csv. ", "\0a\n.csv"] {
            assert_eq!(safe(name), "a.csv", "{name:?}");
        }
        assert_eq!([safe("con.csv"), safe("a/NUL")], ["_con.csv", "_NUL"]);
        assert_eq!([safe(".."), safe("/"), safe("")], ["", "", ""]);
        assert_eq!(safe(&"长".repeat(400)), "长".repeat(NAME_BYTES / 3));
    }
}
