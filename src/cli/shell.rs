//! `shopkit completions` and `shopkit man`.

use std::fs;

use shopkit::t;

use super::args::{Completions, Man};
use super::exit::{CliError, Exit};
use super::session::Session;

pub fn completions(args: &Completions, session: &mut Session) -> Result<Exit, CliError> {
    let mut command = super::command(session.texts());
    session.answer(|out| {
        let mut script = Vec::new();
        clap_complete::generate(args.shell, &mut command, "shopkit", &mut script);
        Ok(out.write_all(&script)?)
    })?;
    Ok(Exit::Done)
}

pub fn man(args: &Man, session: &mut Session) -> Result<Exit, CliError> {
    if args.dir.is_file() {
        return Err(CliError::Usage {
            message: t!(session.texts(), "error-not-a-folder", path = &args.dir),
            hint: t!(session.texts(), "hint-not-a-folder"),
        });
    }
    fs::create_dir_all(&args.dir)?;
    clap_mangen::generate_to(super::command(session.texts()), &args.dir)?;
    session.say(&t!(session.texts(), "command-manual-written", folder = &args.dir));
    Ok(Exit::Done)
}
