//! `shopkit export orders --split-by`: a file for each value of a column.

use std::path::{Path, PathBuf};

use shopkit::report::order_split::{OrderSplit, SplitBy};
use shopkit::store::folder;
use shopkit::t;

use super::args::{Format, OrderOptions, Scope};
use super::exit::{CliError, Exit};
use super::export_file::{Caption, Form, form, write_unsaid};
use super::file_names;
use super::orders::{self, Days};
use super::session::Session;

/// The most files that are written.
const MOST_FILES: usize = 500;

/// Where the files go, and what their names have in common.
struct Target {
    folder: PathBuf,
    /// What the name of each begins with, before its value.
    prefix: String,
    ending: &'static str,
    form: Form,
}

impl Target {
    /// Reads a folder, or a file whose name the value of each is added to.
    fn of(path: &Path, session: &Session) -> Result<Self, CliError> {
        let texts = session.texts();
        let wanted = match session.global.format {
            None => None,
            Some(Format::Csv) => Some((Form::Csv, "csv")),
            Some(Format::Xlsx) => Some((Form::Xlsx, "xlsx")),
            Some(Format::Table | Format::Json) => {
                return Err(CliError::Usage {
                    message: t!(texts, "export-split-format"),
                    hint: t!(texts, "export-split-format-hint"),
                });
            }
        };
        if path.is_dir() || path.extension().is_none() {
            let (form, ending) = wanted.unwrap_or((Form::Xlsx, "xlsx"));
            return Ok(Self { folder: path.to_owned(), prefix: String::new(), ending, form });
        }
        let (form, ending) = match form(path, texts)? {
            Form::Csv => (Form::Csv, "csv"),
            Form::Xlsx => (Form::Xlsx, "xlsx"),
            Form::Json | Form::Html => {
                return Err(CliError::Usage {
                    message: t!(texts, "export-split-format"),
                    hint: t!(texts, "export-split-format-hint"),
                });
            }
        };
        if wanted.is_some_and(|(wanted, _)| wanted != form) {
            return Err(CliError::Usage {
                message: t!(texts, "export-split-two-formats", path = path),
                hint: t!(texts, "export-split-two-formats-hint"),
            });
        }
        let stem = path.file_stem().unwrap_or_default().to_string_lossy();
        Ok(Self { folder: folder(path).to_owned(), prefix: format!("{stem}-"), ending, form })
    }

    fn file(&self, name: &str) -> PathBuf {
        self.folder.join(format!("{}{name}.{}", self.prefix, self.ending))
    }
}

pub fn run(
    path: &Path,
    by: SplitBy,
    scope: &Scope,
    options: OrderOptions,
    days: Days,
    session: &mut Session,
) -> Result<Exit, CliError> {
    let (texts, show_pii) = (session.texts(), session.global.show_pii);
    let target = Target::of(path, session)?;
    let shop = scope.shop.as_deref();
    let filter = orders::filter(scope, options, days, None, session)?;
    let kit = session.kit()?;
    let _state = kit.snapshot()?;
    let split = kit.split_orders(shop, &filter, by, show_pii)?;
    if split.parts.is_empty() {
        orders::say_none(&kit, shop, &filter, session)?;
        return Ok(Exit::Done);
    }
    if split.parts.len() > MOST_FILES {
        return Err(CliError::Usage {
            message: t!(texts, "export-split-too-many", values = split.parts.len(), most = MOST_FILES),
            hint: t!(texts, "export-split-too-many-hint"),
        });
    }
    let files = files(&split, &target, session);
    // What can be known to fail fails before the first file is written.
    for file in &files {
        session.check_target(file)?;
    }
    let (mut lines, mut about) = (0, None);
    let caption = Caption::titled(t!(texts, "orders-title"));
    for (index, (part, file)) in split.parts.iter().zip(&files).enumerate() {
        match write_unsaid(file, target.form, &caption, session, |sink| Ok(kit.order_part(&split, part, sink)?)) {
            Ok((written, _)) => {
                lines += written.lines;
                about = Some(written);
            }
            Err(error) => {
                session.warn(&t!(
                    texts,
                    "export-split-stopped",
                    written = &files[..index].iter().map(|file| file.display().to_string()).collect::<Vec<_>>()
                ));
                return Err(error);
            }
        }
    }
    session.say(&t!(texts, "export-split-written", files = files.len(), rows = lines, folder = &target.folder));
    let Some(about) = about else { return Ok(Exit::Done) };
    if let Some(at) = &about.as_of {
        session.say(&t!(texts, "export-as-of", at = at));
    }
    if !about.left_out.is_empty() {
        session.say(&t!(texts, "export-columns-left-out", columns = &about.left_out));
    }
    Ok(Exit::Done)
}

/// Names the file of each part.
fn files(split: &OrderSplit, target: &Target, session: &Session) -> Vec<PathBuf> {
    let none = t!(session.texts(), "export-split-no-value");
    let labels = split.parts.iter().map(|part| part.label.as_deref().unwrap_or(&none));
    file_names::of_values(labels).iter().map(|name| target.file(name)).collect()
}
