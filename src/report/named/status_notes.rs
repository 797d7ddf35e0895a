//! Notes on statuses that are unknown, or that count as another one.

use super::query::Query;
use super::refunds;
use crate::model::field::Field;
use crate::model::message::Arg;
use crate::msg;
use crate::report::statuses;
use crate::store::StoreError;

/// A text of a column, and how many lines have it.
type Counted = (String, i64);

/// Notes the statuses of the lines asked for, where the report needs these.
pub(super) fn note(query: &mut Query<'_>, needs: &[Field]) -> Result<(), StoreError> {
    if needs.contains(&Field::Status) {
        let found = query.ask(
            "SELECT status, count(*) FROM stored_lines INDEXED BY lines_waiting
             WHERE shop_id = :shop_id AND {waiting} AND NOT {own_status} AND {in_period} GROUP BY 1 ORDER BY 1",
            &[],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let unknown = note_renamed(query, found, statuses::own_status);
        if !unknown.is_empty() {
            query.warn(msg!("note-unknown-statuses", statuses = counted(&unknown)));
        }
    }
    if needs.contains(&Field::AfterSale) {
        let found = query.ask(
            "SELECT after_sale, count(*) FROM stored_lines INDEXED BY lines_with_open_after_sale
             WHERE shop_id = :shop_id AND {other_after_sale} AND NOT {known_open_after_sale} AND {in_period}
             GROUP BY 1 ORDER BY 1",
            &[],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )?;
        let unknown = note_renamed(query, found, statuses::own_after_sale);
        if !unknown.is_empty() {
            query.warn(msg!("note-unknown-after-sales", statuses = counted(&unknown)));
        }
    }
    Ok(())
}

/// Notes the statuses of the after-sale file that are unknown.
pub(super) fn note_after_sale_file(query: &mut Query<'_>) -> Result<(), StoreError> {
    let unknown = refunds::unknown_statuses(query)?;
    if !unknown.is_empty() {
        let each = unknown.iter().map(|(text, count)| msg!("report-with-after-sales", text = text, count = *count));
        query.warn(msg!("note-unknown-after-sales-of-file", statuses = Arg::list(each)));
    }
    Ok(())
}

/// Notes the statuses that count as another one, and returns the rest.
fn note_renamed(query: &mut Query<'_>, found: Vec<Counted>, own: fn(&str) -> Option<&'static str>) -> Vec<Counted> {
    let (renamed, unknown): (Vec<_>, Vec<_>) = found.into_iter().partition(|(text, _)| own(text).is_some());
    let renamed: Vec<Arg> = renamed
        .iter()
        .filter_map(|(text, lines)| {
            Some(msg!("report-counts-as", status = text, own = own(text)?, lines = *lines).into())
        })
        .collect();
    if !renamed.is_empty() {
        query.warn(msg!("note-renamed-statuses", statuses = Arg::List(renamed)));
    }
    unknown
}

/// Names texts, each with how many lines have it.
fn counted(texts: &[Counted]) -> Arg {
    Arg::list(texts.iter().map(|(text, lines)| msg!("report-with-lines", text = text, lines = *lines)))
}
