//! `shopkit evidence`.

use std::fmt::Write as _;
use std::io::{BufWriter, Write as _};

use serde_json::{Map, Value as Json, json};
use shopkit::kit::{Evidence as Found, EvidenceFile, Step};
use shopkit::model::field::FieldKind;
use shopkit::model::record::Value;
use shopkit::report::named::LineSettlement;
use shopkit::report::order::{Name, OrderLine};
use shopkit::report::terms::SettledWithin;
use shopkit::t;

use super::args::{Evidence, Format};
use super::exit::{CliError, Exit};
use super::output::SCHEMA_VERSION;
use super::render;
use super::session::Session;
use crate::front::evidence;
use crate::front::text::visible;
use crate::front::views::evidence::{EvidenceView, is_shown, sums};
use crate::front::views::order::value_text;

pub fn run(args: &Evidence, session: &mut Session) -> Result<Exit, CliError> {
    let (texts, show_pii) = (session.texts(), session.global.show_pii);
    let kit = session.kit()?;
    let Some(found) = kit.evidence(&args.id, args.shop.as_deref(), args.on, show_pii)? else {
        session.say(&t!(texts, "order-not-found", id = &args.id));
        return Ok(Exit::Attention);
    };
    let view = EvidenceView::of(&found, show_pii, texts);
    match (session.page(), session.format) {
        (Some(path), _) => {
            session.replace(&path, |file| {
                let mut out = BufWriter::new(file);
                evidence::write(&mut out, &view, texts)?;
                Ok(out.flush()?)
            })?;
            session.say(&t!(texts, "evidence-written", path = &path));
        }
        (None, Format::Json) => session.json(&answer(&found, show_pii))?,
        (None, Format::Csv) => session.table(&view.steps.1)?,
        (None, Format::Table | Format::Xlsx) => session.text(&text(&view, session))?,
    }
    Ok(Exit::Done)
}

fn text(view: &EvidenceView, session: &Session) -> String {
    let (texts, width) = (session.texts(), session.width());
    let mut out = format!("{}\n", visible(&view.title));
    for fact in &view.facts {
        let _ = writeln!(out, "{}", visible(fact));
    }
    for line in &view.lines {
        let _ = writeln!(out, "\n{}", visible(&line.title));
        for conclusion in &line.conclusions {
            let _ = writeln!(out, "{}", visible(conclusion));
        }
        for table in [Some(&line.values), line.sums.as_ref()].into_iter().flatten() {
            let _ = writeln!(out, "{}", render::table(table, texts, width));
        }
    }
    for (title, table) in [&view.steps, &view.files] {
        let _ = writeln!(out, "\n{title}\n{}", render::table(table, texts, width));
    }
    for note in &view.notes {
        let _ = writeln!(out, "{note}");
    }
    out
}

fn answer(found: &Found, show_pii: bool) -> Json {
    let covered = |(export, first, last): &(_, Option<String>, Option<String>)| json!({ "kind": export, "first": first, "last": last });
    let (days, is_declared) = match found.within {
        SettledWithin::Own(days) => (days, true),
        SettledWithin::Longest(days) => (days, false),
    };
    json!({
        "schema_version": SCHEMA_VERSION, "id": found.id, "shop": found.shop, "asked_at": found.at.to_string(),
        "settlement_days": days, "settlement_days_declared": is_declared,
        "covered": found.settlements.covered.iter().map(covered).collect::<Vec<_>>(),
        "lines": found.lines.iter().map(|(line, known)| json_line(line, known.as_ref(), show_pii)).collect::<Vec<_>>(),
        "timeline": found.steps.iter().map(json_step).collect::<Vec<_>>(),
        "files": found.files.iter().map(json_file).collect::<Vec<_>>(),
    })
}

fn json_line(line: &OrderLine, known: Option<&LineSettlement>, show_pii: bool) -> Json {
    let mut fields = Map::new();
    for named in &line.values {
        if let Name::Field(field) = named.name
            && is_shown(field, show_pii)
        {
            let value = match (&named.value, field.kind()) {
                (Value::Int(number), kind) if kind != FieldKind::Money => json!(number),
                (value, _) => json!(value_text(&named.name, value)),
            };
            fields.insert(field.name().to_owned(), value);
        }
    }
    let amounts: Map<String, Json> =
        known.into_iter().flat_map(sums).map(|sum| (sum.key.to_owned(), sum.json())).collect();
    json!({
        "line": line.key, "fields": fields, "outcome": known.map(|known| known.outcome.code),
        "waits_for": known.and_then(|known| known.waits_for).map(|word| word.code),
        "paid": known.map(|known| known.is_paid),
        "is_booked": known.map(|known| known.is_booked), "is_moved": known.map(|known| known.is_moved), "refund_assumed": known.map(|known| known.is_refund_assumed),
        "expected_by": known.and_then(|known| known.expected_by).map(|day| day.to_string()), "sums": amounts,
    })
}

fn json_step(step: &Step) -> Json {
    json!({
        "at": step.at, "what": step.what.code, "sub_order_id": step.sub_order_id, "detail": step.detail,
        "number": step.number, "amount": step.amount.map(|fen| fen.to_string()), "import_id": step.import_id,
        "sheet": step.sheet, "row": step.row,
    })
}

fn json_file(file: &EvidenceFile) -> Json {
    let rows = file.rows.iter().map(|(sheet, row)| json!({ "sheet": sheet, "row": row }));
    json!({
        "import_id": file.import_id, "name": file.name, "kind": file.kind, "exported_at": file.exported_at,
        "file": file.file, "presence": file.presence.code, "sha256": file.sha256,
        "rows": rows.collect::<Vec<_>>(), "purged_rows": file.purged_rows,
    })
}
