//! The page that files are imported on, with the list of imports.

use maud::{Markup, html};
use shopkit::model::file_name::file_name;
use shopkit::model::table::{Datum, Table};
use shopkit::t;

use super::error::PageError;
use super::field::Field;
use super::import_gaps;
use super::layout::{Menu, Page, csrf};
use super::reply::Reply;
use super::request::{Context, Request};
use super::table;
use crate::front::text::shortened;

/// Columns that the list has no room for; the page of the import has them.
const LEFT_OUT: &[&str] = &[
    "shop",
    "sha256",
    "format",
    "encoding",
    "sheet",
    "grain",
    "imported_at",
    "unchanged",
    "stale",
    "duplicate",
    "blank",
];

/// Writes the page.
pub fn show(context: &Context<'_>) -> Result<Reply, PageError> {
    let texts = context.texts();
    let is_known = |shop: &&str| context.shops.iter().any(|known| known == shop);
    let shop = context.shop().filter(is_known);
    let imports = context.kit()?.imports(shop)?;
    let undone = context.query.get("undone").and_then(|id| context.state.undone(id.parse().ok()?));
    let body = html! {
        @if let Some(undone) = undone { p class="note good" role="status" { (texts.say(&undone.message())) } }
        @for job in context.state.jobs.open() {
            p class="note" { a href=(context.address(&format!("/import/jobs/{}", job.id))) { (t!(texts, "page-import-running")) } }
        }
        (form(context))
        section {
            h2 { (t!(texts, "page-import-list")) }
            @if imports.rows.is_empty() { p class="empty" { (t!(texts, "import-none")) } }
            @else { (list(imports, context)) }
        }
        (import_gaps::sections(context, shop)?)
    };
    Ok(Page { chooses_shop: true, ..Page::new(Menu::Import, context, body) }.reply(context))
}

/// Writes the form that files are sent with. It proposes no shop that was not chosen: among several, the server asks.
fn form(context: &Context<'_>) -> Markup {
    let (texts, shops) = (context.texts(), &context.shops);
    // Where a value is refused, the form keeps what was sent.
    let is_preview = context.form.get("trial").is_some();
    let shop = context.form.get("shop").or(context.kept_shop().filter(|_| shops.len() > 1));
    let only = (shops.len() <= 1).then(|| shops.first().map_or("default", String::as_str));
    html! {
        form id="import" method="post" action=(context.address("/import")) enctype="multipart/form-data" class="card" {
            (csrf(context))
            div class="drop" {
                strong { (t!(texts, "page-import-drop")) }
                label { span class="hidden" { (texts.say(&Field::Files.label())) }
                    input type="file" name="file" multiple required accept=".csv,.xlsx,.xls,.xlsb,.ods"; }
                small { (t!(texts, "page-import-about")) }
            }
            div class="row" {
                (shop_field(context, shop, only))
                (time_field(context, None))
                label class="choices" { span { input type="checkbox" name="trial" value="1" checked[is_preview]; " " (t!(texts, "page-import-preview")) } }
                button class="main" { (t!(texts, "page-import-start")) }
            }
        }
    }
}

/// Writes the field for the shop that files are of: one that exists, or a new name. `if_empty` is the one that is taken where nothing is
/// written.
pub fn shop_field(context: &Context<'_>, value: Option<&str>, if_empty: Option<&str>) -> Markup {
    let texts = context.texts();
    html! {
        label class="field" { (t!(texts, "page-import-shop"))
            input name="shop" list="shops" value=(value.unwrap_or_default()) autocomplete="off"
                placeholder=(if_empty.map_or_else(|| t!(texts, "page-import-shop-later"), str::to_owned)); }
        datalist id="shops" { @for shop in &context.shops { option value=(shop) {} } }
    }
}

/// Writes the field for the time of an export whose name does not say it.
pub fn time_field(context: &Context<'_>, value: Option<String>) -> Markup {
    let (texts, mark) = (context.texts(), context.mark(Field::ExportedAt));
    let value = value.unwrap_or_else(|| context.sent(Field::ExportedAt).to_owned());
    html! {
        label class="field" { (texts.say(&Field::ExportedAt.label()))
            input name="exported_at" value=(value) placeholder=(t!(texts, "page-import-time-from-name")) title="2026-01-12 20:16:49"
                aria-invalid=[mark.invalid()] aria-describedby=[mark.described_by()] autofocus[mark.is_first()];
            (mark.note()) }
    }
}

fn list(mut imports: Table, request: &Request) -> Markup {
    // The newest import is the one that is looked for.
    imports.rows.reverse();
    let label = t!(request.texts(), "page-import-list");
    table::rows(&imports.columns, &imports.rows, LEFT_OUT, &label, request.texts(), |key, datum, row| {
        let Some(Datum::Int(id)) = row.first() else { return None };
        let address = request.address(&format!("/imports/{id}"));
        match (key, datum) {
            ("path", Datum::Text(path)) => Some(html! { a href=(address) { (shortened(file_name(path))) } }),
            ("id", _) => Some(html! { a href=(address) { "#" (id) } }),
            _ => None,
        }
    })
}
