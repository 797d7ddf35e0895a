//! `shopkit costs`.

use shopkit::t;

use super::args::{Costs, CostsAction};
use super::exit::{CliError, Exit};
use super::export_file;
use super::session::Session;

pub fn run(args: Costs, session: &mut Session) -> Result<Exit, CliError> {
    let texts = session.texts();
    let CostsAction::Template { file, shop } = args.action;
    let kit = session.kit()?;
    let title = t!(texts, "costs-title");
    let written =
        export_file::write_sheet(&file, title, session, |sink| Ok(kit.cost_template(shop.as_deref(), sink)?))?;
    if written.rows == 0 {
        session.say(&t!(texts, "costs-nothing-sold"));
    } else {
        session.say(&t!(texts, "costs-fill-in", open = written.open, path = &file));
    }
    if written.late > 0 {
        session.say(&t!(texts, "costs-late", rows = written.late));
    }
    if written.unnamed > 0 {
        session.say(&t!(texts, "costs-unnamed", count = written.unnamed));
    }
    Ok(Exit::Done)
}
