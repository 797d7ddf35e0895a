//! `promotion`: what creators sold (精选联盟) against the rest, with the commission that is deducted from it.

use super::line_money::{Books, Figures};
use super::net::{MEASURES, Net, NetNotes, Nets, measured};
use super::options::By;
use super::question::{Kind, Question, ReportColumn, read};
use super::tally::Tally;
use crate::model::figure::NONE;
use crate::model::table::RowSink;
use crate::store::StoreError;

const SQL: &str = include_str!("promotion.sql");

/// What the question gives, before the commission is added.
const SOLD: &[ReportColumn] = &[
    ("promotion", "推广类型", "Promotion", Kind::Text),
    ("orders", "订单", "Orders", Kind::Int),
    ("lines", "行数", "Lines", Kind::Int),
    ("amount", "应付金额", "Amount", Kind::Money),
];

const COMMISSION: &[ReportColumn] = &[
    ("commission", "佣金", "Commission", Kind::Money),
    ("net", "净额", "Net", Kind::Money),
    ("basis", "依据", "Basis", Kind::Word(&[])),
];

const CREATOR: &[ReportColumn] =
    &[("creator_id", "达人ID", "Creator id", Kind::Text), ("creator", "达人", "Creator", Kind::Text)];

/// What is known where not all is.
const KNOWN: &[ReportColumn] = &[
    ("commission_known", "佣金（已知）", "Commission known", Kind::ForPrograms),
    ("net_known", "净额（已知）", "Net known", Kind::ForPrograms),
    ("unknown_lines", "未知行数", "Unknown lines", Kind::ForPrograms),
];

pub(super) fn answer(question: &mut Question<'_>, sink: &mut dyn RowSink) -> Result<(), StoreError> {
    let by_creator = question.options.by == Some(By::Creator);
    let nets = tally(question, by_creator)?;
    let (more, columns) = if by_creator {
        (", creator_id, CASE WHEN creator_id IS NOT NULL THEN creator_name END", CREATOR)
    } else {
        ("", &[][..])
    };
    let asked = question.with_period(&[SOLD, columns].concat());
    let shown = question.with_period(&[SOLD, COMMISSION, columns, KNOWN].concat());
    let sql =
        measured(SQL).replace("{creator}", more).replace("{by_creator}", if by_creator { ", creator_id" } else { "" });
    let behind = asked.len();
    let rows = question
        .ask(&sql, &[], |row| Ok((read(row, &asked)?, row.get::<_, i64>(behind)?, Net::read(row, behind + 1)?)))?;
    let (mut notes, mut shown_rows) = (NetNotes::default(), Vec::with_capacity(rows.len()));
    for (mut cells, without_amount, net) in rows {
        notes.add(&net);
        let net = net.at(question.options.commission_rate);
        let [_, _, commission_known, _, net_known, unknown_lines] = net.known();
        let end = SOLD.len() + columns.len();
        cells.splice(end..end, [commission_known, net_known, unknown_lines]);
        cells.splice(SOLD.len()..SOLD.len(), [net.commission(), net.net(), net.basis()]);
        shown_rows.push((cells, without_amount));
    }
    question.hand_on(&shown, shown_rows, sink)?;
    notes.note(question, &nets)
}

const NAMES: [&str; 14] = [
    "shop",
    "submitted",
    "shipped",
    "paid",
    "order",
    "key",
    "status",
    "after_sale",
    "promotion",
    "creator",
    "payable",
    "platform_borne",
    "creator_borne",
    "gift",
];

/// Counts the sales, and adds up what all paid lines bring.
fn tally(question: &Question<'_>, by_creator: bool) -> Result<Nets, StoreError> {
    let asked = question.asked();
    let (mut books, mut nets) = (Books::of(question)?, Nets::new(question));
    let mut tally = Tally::new();
    question.each_line(
        NAMES,
        |id,
         [
            shop,
            submitted,
            shipped,
            paid,
            order,
            key,
            status,
            after_sale,
            promotion,
            seller,
            payable,
            platform,
            creator,
            gift,
        ]| {
            if !asked.is_of_shop(shop) {
                return;
            }
            if paid == NONE {
                if asked.has(shop, submitted) {
                    nets.meet_unpaid(&books.returns.words, status, shipped);
                }
                return;
            }
            let line = Figures { order, key, status, after_sale, promotion, payable, platform, creator, gift };
            // The rate of fees is that of all lines of the shop.
            let money = books.line(&line);
            if !asked.has(shop, submitted) {
                return;
            }
            books.bookings.meet_order(order);
            let sold = books.returns.words.sold(paid, status);
            let keys = [promotion, if by_creator { seller } else { NONE }, asked.period(submitted)];
            let group = tally.group(keys, id, submitted);
            let amount = if sold { payable } else { NONE };
            tally.add(group, [sold.into(), amount, i64::from(sold && payable == NONE)]);
            nets.put(group, &money, payable);
            if sold {
                tally.meet(group, 0, order);
            }
        },
    )?;
    nets.settle(&books);
    let measures = ["lines", "amount", "without_amount"];
    tally.lay_with(question, measures, ["orders"], &MEASURES, |groups| nets.measures(groups))?;
    Ok(nets)
}
