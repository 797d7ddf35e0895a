//! `shopkit completions` and `shopkit man`.

use std::fs;

use super::args::{Completions, Man};
use super::exit::{CliError, Exit};
use super::session::Session;

pub fn completions(args: &Completions, session: &mut Session) -> Result<Exit, CliError> {
    let mut command = super::command(session.lang);
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
            message: session.pick(
                format!("“{}”不是文件夹", args.dir.display()),
                format!("\"{}\" is not a folder", args.dir.display()),
            ),
            hint: session.pick("写一个文件夹", "name a folder").to_owned(),
        });
    }
    fs::create_dir_all(&args.dir)?;
    clap_mangen::generate_to(super::command(session.lang), &args.dir)?;
    session.say(
        &session.pick(format!("手册已写入 {}", args.dir.display()), format!("pages written to {}", args.dir.display())),
    );
    Ok(Exit::Done)
}
