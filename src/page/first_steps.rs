//! What the overview shows as long as there are no orders: how to begin, and a look around with sample data.

use maud::{Markup, html};
use shopkit::kit::{export_cap, today};
use shopkit::model::export::ExportKind;
use shopkit::report::export_steps::export_steps;
use shopkit::t;

use super::request::Context;
use super::sample;

/// Writes the three steps.
pub fn show(context: &Context<'_>) -> Markup {
    let texts = context.texts();
    html! {
        section {
            h2 { (t!(texts, "page-overview-empty")) }
            ol class="begin" {
                li {
                    h3 { (t!(texts, "page-begin-export")) }
                    ul { @for step in export_steps(ExportKind::Orders, export_cap(today())) { li { (texts.say(&step)) } } }
                }
                li {
                    h3 { (t!(texts, "page-begin-import")) }
                    p { (t!(texts, "page-begin-import-about")) }
                    a class="button main" href=(context.address("/import")) { (t!(texts, "page-overview-import")) }
                }
                li {
                    h3 { (t!(texts, "page-begin-look")) }
                    p { (t!(texts, "page-begin-look-about")) }
                }
            }
        }
        @if context.state.own.is_none() {
            section {
                h2 { (t!(texts, "page-sample-title")) }
                (sample::button(context))
            }
        }
    }
}
