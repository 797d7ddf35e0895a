//! The money of one order line, from what was to be paid to what was settled.

use maud::{Markup, html};
use shopkit::model::money::Fen;
use shopkit::report::named::LineSettlement;
use shopkit::t;
use shopkit::texts::Texts;

use super::error::PageError;
use super::layout::written;
use crate::front::charts::waterfall::{Step, Waterfall};

/// Writes the sums of a line, each as a step from the one before.
pub fn money_of(line: &LineSettlement, texts: Texts) -> Result<Markup, PageError> {
    if !line.is_paid {
        return Ok(html! { p class="faint" { (t!(texts, "page-order-unpaid")) } });
    }
    let (steps, label) = (Waterfall::new(steps(line, texts), texts), t!(texts, "page-order-money"));
    Ok(html! {
        (written(|out| steps.write(out, &label, texts))?)
        @if line.is_refund_assumed { p class="note" { (t!(texts, "evidence-refund-assumed")) } }
        @if !line.is_booked { p class="faint" { (t!(texts, "page-order-not-booked")) } }
    })
}

fn steps(line: &LineSettlement, texts: Texts) -> Vec<Step> {
    let minus = |name: String, fen: Option<Fen>| Step::change(name, fen.map(|fen| Fen(-fen.0)));
    let mut steps = vec![
        Step::level(t!(texts, "evidence-payable"), line.payable),
        Step::change(t!(texts, "evidence-platform-borne"), line.platform_borne),
        Step::change(t!(texts, "evidence-creator-borne"), line.creator_borne),
        minus(t!(texts, "evidence-refunds"), line.refunds),
        minus(t!(texts, "evidence-taken-back"), line.taken_back),
        Step::level(t!(texts, "evidence-due"), line.due),
    ];
    if line.is_booked {
        steps.push(minus(t!(texts, "evidence-commission"), line.commission));
        steps.push(minus(t!(texts, "evidence-fees"), line.fees));
        // What is not booked yet, and what no column names.
        steps.push(Step::level(t!(texts, "evidence-settled"), line.settled).short_by(t!(texts, "page-order-rest")));
    }
    steps
}
