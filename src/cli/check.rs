//! `shopkit reopen-check` and `shopkit close-check`.

use shopkit::kit::{CheckOptions, Checked, Holidays, Kit, KitError};
use shopkit::model::lang::Explain;
use shopkit::rules::{Answer, Check, Scope};
use shopkit::store::{Refusal, StoreError};
use shopkit::texts::Texts;

use super::args::{CheckArgs, Format, Standing, Trust};
use super::exit::{CliError, Exit};
use super::session::Session;
use super::{all_shops, ask, rules, verdict_json, verdict_text};
use crate::front::{ics, verdict};

pub fn run(check: Check, args: CheckArgs, session: &mut Session) -> Result<Exit, CliError> {
    session.reads(&args.facts);
    session.reads(&args.holidays);
    session.reads_rules(args.rules.as_deref());
    session.check_output()?;
    if let Some(path) = &args.ics {
        session.check_beside(path)?;
    }
    let mut own = None;
    let ruleset = rules::chosen(args.rules.as_deref(), &mut own, session)?;
    let holidays = args.holidays.as_deref().map(Holidays::read).transpose()?;
    let options = CheckOptions {
        check,
        shop: args.shop,
        on: args.on,
        scope: match args.standing {
            Standing::All => Scope::All,
            Standing::Official => Scope::Official,
        },
        file: args.facts,
        set: args.set,
        after_sale_days: args.after_sale_days,
        holidays: holidays.unwrap_or_default(),
        trust_declared: args.trust == Some(Trust::Declared),
    };
    if args.all_shops {
        return all_shops::run(options, ruleset, session);
    }
    let (mut kit, keeps) = open(session)?;
    let checked =
        if args.ask { ask::check(&mut kit, ruleset, options, session)? } else { kit.check(ruleset, &options)? };
    if keeps {
        let not_saved = keep(&mut kit, &checked)?;
        warn_not_saved(not_saved.as_ref(), session);
    }
    if let Some(path) = &args.ics {
        session.write_beside(path, &ics::calendar(&checked, session.lang))?;
        let shown = path.display();
        session.say(&session.pick(format!("日历已写入 {shown}"), format!("calendar written to {shown}")));
    }
    answer(&checked, args.explain, session)?;
    Ok(if checked.verdict.answer == Answer::MayApply { Exit::Done } else { Exit::Attention })
}

fn answer(checked: &Checked<'_>, explain: bool, session: &mut Session) -> Result<(), CliError> {
    match session.format {
        Format::Json => session.json(&verdict_json::answer(checked, explain, session.lang)),
        Format::Csv => {
            session.table(&verdict::rules(checked, session.lang))?;
            session.say(&verdict::headline(&checked.verdict, session.lang));
            Ok(())
        }
        Format::Table => {
            let text = verdict_text::answer(checked, explain, session.global.verbose, session.lang, session.width());
            session.text(&text)
        }
    }
}

/// Keeps a verdict. Where nothing can be stored the answer stands all the same, and why is returned.
pub(super) fn keep(kit: &mut Kit, checked: &Checked<'_>) -> Result<Option<StoreError>, CliError> {
    match kit.keep(checked) {
        Ok(()) => Ok(None),
        Err(KitError::Store(error)) if error.is_only_read() => Ok(Some(error)),
        Err(error) => Err(error.into()),
    }
}

/// Says why what was said or found is not kept, where that is so.
pub(super) fn warn_not_saved(error: Option<&StoreError>, session: &mut Session) {
    if let Some(error) = error {
        let reason = Texts::command(session.lang).say(&error.message());
        session
            .warn(&session.pick(format!("{reason}；这次的结论不会保存"), format!("{reason}; the verdict is not kept")));
    }
}

/// Opens the database, which keeps facts and verdicts. Where one cannot be made a check is still possible, from the facts of
/// the call alone.
fn open(session: &mut Session) -> Result<(Kit, bool), CliError> {
    let database = session.database()?;
    if database.exists() {
        return Ok((session.kit()?, true));
    }
    match Kit::open(&database) {
        Ok(kit) => {
            let path = database.display();
            session.say(&session.pick(format!("新建数据库：{path}"), format!("new database: {path}")));
            return Ok((kit, true));
        }
        Err(error @ KitError::Store(StoreError::Refused(_, Refusal::KeepsNothing))) => return Err(error.into()),
        Err(_) => {}
    }
    session.warn(
        session.pick("无法新建数据库，这次的结论不会保存", "no database can be made, so the verdict is not kept"),
    );
    Ok((Kit::open_scratch()?, false))
}
