//! `shopkit digest`.

use std::fmt::Write as _;
use std::io::{BufWriter, Write};

use shopkit::kit::{self, Shops};
use shopkit::t;

use super::args::{Digest as Args, Format};
use super::exit::{CliError, Exit};
use super::render;
use super::session::Session;
use crate::front::digest::Digest;
use crate::front::text::visible;

pub fn run(args: &Args, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    let shops = match (&args.shop, &args.group) {
        (Some(shop), _) => Shops::One(Some(shop.clone())),
        (None, Some(group)) => Shops::Group(group.clone()),
        (None, None) => Shops::All,
    };
    let at = args.on.unwrap_or_else(kit::now);
    let digest = Digest::ask(&session.kit()?, &shops, at, texts)?;
    match (session.page(), session.format) {
        (Some(path), _) => session.replace(&path, |file| {
            let mut out = BufWriter::new(file);
            digest.write_html(&mut out, texts)?;
            Ok(out.flush()?)
        })?,
        (None, Format::Json) => session.json(&digest.json())?,
        (None, Format::Csv | Format::Xlsx) => {
            return Err(CliError::Usage { message: t!(texts, "digest-no-csv"), hint: t!(texts, "digest-no-csv-hint") });
        }
        (None, Format::Table) => session.text(&text(&digest, session))?,
    }
    Ok(Exit::Done)
}

/// Writes the digest as text, with the notes of each part below it.
fn text(digest: &Digest, session: &Session) -> String {
    let texts = session.texts();
    let mut text = format!("{}\n", visible(&digest.title(texts)));
    for part in &digest.parts {
        let _ = write!(text, "\n{}\n{}\n", visible(&part.title), visible(&part.head.scope));
        if !part.table.rows.is_empty() {
            text.push_str(&render::table(&part.table, texts, session.width()));
            text.push('\n');
        }
        if let Some(note) = &part.note {
            let _ = writeln!(text, "{}", visible(note));
        }
        for note in &part.head.notes {
            let label = if note.is_warning { t!(texts, "command-label-warning") } else { String::new() };
            let _ = writeln!(text, "{label}{}", visible(&note.text));
        }
    }
    text
}
