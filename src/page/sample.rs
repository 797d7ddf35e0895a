//! The way to the page with sample data, and back.

use std::path::Path;

use maud::{DOCTYPE, Markup, html};
use shopkit::kit::{ImportOptions, Kit, KitError, Silent};
use shopkit::model::time::Stamp;
use shopkit::t;

use super::error::PageError;
use super::layout::csrf;
use super::reply::Reply;
use super::request::{Context, Request};
use super::serve_error::ServeError;
use crate::front::sample::{BESIDE, BESIDE_AT, FIRST, SECOND};

/// Writes the button that leads to the sample data.
pub fn button(context: &Context<'_>) -> Markup {
    let texts = context.texts();
    html! {
        form method="post" action="/sample" {
            (csrf(context))
            button { (t!(texts, "page-sample-start")) }
            " " small { (t!(texts, "page-sample-about")) }
        }
    }
}

/// Leads the browser to the page with sample data. A page does that and not a redirect, since forms lead nowhere but to this page.
pub fn go(request: &Request) -> Result<Reply, PageError> {
    let address = request.state.samples.address().ok_or(PageError::NoPage)?.map_err(|error| match error {
        ServeError::Kit(error) => error.into(),
        other => PageError::Io(std::io::Error::other(other)),
    })?;
    let title = t!(request.texts(), "page-sample-start");
    Ok(Reply::html(html! {
        (DOCTYPE)
        html lang=(request.lang.pick("zh-CN", "en")) {
            head {
                meta charset="utf-8";
                meta http-equiv="refresh" content={ "0; url=" (address) };
                link rel="icon" href="/assets/icon.svg";
                title { (title) " · shopkit" }
            }
            body { a href=(address) { (title) } }
        }
    }))
}

/// Leads back from the sample data to the user's own.
pub fn back(context: &Context<'_>) -> Result<Reply, PageError> {
    let own = context.state.own.as_ref().ok_or(PageError::NoPage)?;
    Ok(Reply::see(&own.address()))
}

/// Imports the sample files into a new database.
pub fn fill(folder: &Path, database: &Path) -> Result<(), KitError> {
    let mut kit = Kit::open(database)?;
    let orders = [FIRST, SECOND].map(|file| (file, None));
    for ((name, content), exported_at) in orders.into_iter().chain(BESIDE.map(|file| (file, Stamp::parse(BESIDE_AT)))) {
        let path = folder.join(name);
        std::fs::write(&path, content).map_err(|error| shopkit::store::StoreError::Io(path.clone(), error))?;
        let options = ImportOptions { exported_at, kept_as: Some(name.to_owned()), ..ImportOptions::default() };
        kit.import(&path, &options, &mut Silent)?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use shopkit::model::export::ExportKind;

    use super::*;

    #[test]
    fn the_sample_data_have_orders_and_what_goes_with_them() {
        let folder = tempfile::tempdir().expect("a folder");
        let database = folder.path().join("sample.db");
        fill(folder.path(), &database).expect("imported");
        let kit = Kit::open(&database).expect("opens");
        let missing: Vec<ExportKind> =
            kit.missing_exports("default").expect("known").iter().map(|missing| missing.kind).collect();
        for kind in [ExportKind::Orders, ExportKind::AfterSales, ExportKind::Settlement, ExportKind::Funds] {
            assert!(!missing.contains(&kind), "{kind:?}");
        }
        assert!(kit.shops().expect("shops")[0].lines > 30);
    }
}
