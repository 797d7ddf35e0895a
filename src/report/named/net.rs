//! What groups of lines bring, as far as it is known: refunds, commission, fees and net, and what each rests on.

use super::line_money::{Books, FeeRate, Figures, LineMoney, PaidLine};
use super::money_notes::MoneyNote;
use super::notes::Note;
use super::options::Rate;
use super::question::Question;
use super::sums::add;
use crate::model::field::Field;
use crate::model::figure::NONE;
use crate::model::money::Fen;
use crate::model::table::{Datum, Word};
use crate::store::StoreError;

/// Told by an export.
const ACTUAL: Word = Word { code: "actual", zh: "实际", en: "actual" };
/// Expected by an export, or taken at a rate.
const ESTIMATED: Word = Word { code: "estimated", zh: "估算", en: "estimated" };
/// Told by nobody.
const UNKNOWN: Word = Word { code: "unknown", zh: "未知", en: "unknown" };

/// What is measured of a group, in this order.
pub(super) const MEASURES: [&str; 21] = [
    "refunds",
    "refunds_untold",
    "refunds_assumed",
    "taken_back",
    "commission",
    "expected",
    "untold",
    "untold_amount",
    "fees",
    "net",
    "net_unknown",
    "lacking",
    "lacking_amount",
    "lacking_net",
    "estimated",
    "unbooked",
    "excess",
    "taken_back_untold",
    "fees_untold",
    "untold_seller",
    "lacks_borne",
];

const FEES: usize = 8;
const NET: usize = 9;
const LACKING_NET: usize = 13;
const FEES_UNTOLD: usize = 18;

const NAMES: [&str; 15] = [
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
    "seller_borne",
    "creator_borne",
    "gift",
];

/// Puts the measures into a question, where it says `{measures}`.
pub(super) fn measured(sql: &str) -> String {
    sql.replace("{measures}", &MEASURES.join(", "))
}

/// Measures groups of lines. Fees of lines that are not booked are added at the end, when the rate is known.
pub(super) struct Nets {
    sums: Vec<[i64; MEASURES.len()]>,
    /// The group of each line that fees are to come of, the measure that they come off, and what is due.
    awaiting: Vec<(u32, Option<usize>, i64)>,
    /// Shipped lines that are not paid.
    unpaid: i64,
    /// Bookings that name only an order of several lines, with 结算金额.
    of_orders: Vec<(u32, i64)>,
    estimates: bool,
    rate: Option<FeeRate>,
}

impl Nets {
    /// Adds up what the paid lines bring that are asked for. `group` tells the group of each, and may count it there.
    pub(super) fn of(
        question: &Question<'_>,
        mut group: impl FnMut(&PaidLine, &LineMoney) -> usize,
    ) -> Result<Self, StoreError> {
        let (asked, mut books) = (question.asked(), Books::of(question)?);
        let mut nets = Self {
            sums: Vec::new(),
            awaiting: Vec::new(),
            unpaid: 0,
            of_orders: Vec::new(),
            estimates: !question.options.no_estimates,
            rate: None,
        };
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
                creator_id,
                payable,
                platform,
                seller_borne,
                creator,
                gift,
            ]| {
                if !asked.is_of_shop(shop) {
                    return;
                }
                if paid == NONE {
                    let counts = asked.has(shop, submitted) && books.returns.words.was_shipped(status, shipped);
                    nets.unpaid += i64::from(counts);
                    return;
                }
                let figures = Figures { order, key, status, after_sale, promotion, payable, platform, creator, gift };
                // The rate of fees is that of all lines of the shop.
                let money = books.line(&figures);
                if !asked.has(shop, submitted) {
                    return;
                }
                books.bookings.meet_order(order);
                let sold = books.returns.words.sold(paid, status);
                let line = PaidLine { id, submitted, creator_id, seller_borne, sold, figures };
                nets.put(group(&line, &money), &money, payable);
            },
        )?;
        nets.settle(&books);
        Ok(nets)
    }

    /// Adds what a paid line of a group brings.
    fn put(&mut self, group: usize, money: &LineMoney, payable: i64) {
        if self.sums.len() <= group {
            self.sums.resize(group + 1, [NONE; MEASURES.len()]);
        }
        let given_back = money.given_back;
        let (net, untold, lacking) = (money.net(), money.takes_rate(), money.has_net_at_rate());
        let of = |is: bool, figure: i64| if is { figure } else { NONE };
        let measures = [
            given_back.refunds,
            i64::from(given_back.refunds == NONE),
            given_back.assumed.into(),
            given_back.taken_back,
            money.commission,
            money.expected.into(),
            untold.into(),
            of(untold, payable),
            money.fees(),
            net,
            i64::from(net == NONE && !lacking),
            lacking.into(),
            of(lacking, payable),
            of(lacking, given_back.due),
            money.is_estimated().into(),
            money.awaits_fees().into(),
            money.excess(),
            i64::from(given_back.taken_back == NONE),
            money.lacks_due().into(),
            i64::from(money.commission == NONE && !untold),
            money.lacks_borne.into(),
        ];
        for (sum, measure) in self.sums[group].iter_mut().zip(measures) {
            add(sum, measure);
        }
        if money.awaits_fees() {
            // A net that is not known is not less by the fees.
            let of = if lacking { Some(LACKING_NET) } else { (net != NONE).then_some(NET) };
            self.awaiting.push((u32::try_from(group).unwrap_or(u32::MAX), of, given_back.due));
        }
    }

    /// Takes the fees of lines that are not booked off, at the rate of those that are.
    fn settle(&mut self, books: &Books) {
        self.of_orders = books.bookings.of_met_orders().map(|booked| (booked.bookings, booked.amount)).collect();
        self.rate = books.fee_rate().filter(|_| self.estimates);
        let Some(rate) = self.rate else {
            self.sums.iter_mut().for_each(|sums| sums[FEES_UNTOLD] = 0);
            return;
        };
        for (group, of, due) in std::mem::take(&mut self.awaiting) {
            let (sums, fee) = (&mut self.sums[group as usize], rate.of(due));
            add(&mut sums[FEES], fee);
            if let Some(net) = of {
                add(&mut sums[net], -fee);
            }
        }
    }

    /// Returns the measures of a number of groups, as `lay_with` takes them.
    pub(super) fn measures(&self, groups: usize) -> Vec<Vec<i64>> {
        let nothing = [NONE; MEASURES.len()];
        (0..groups).map(|group| self.sums.get(group).unwrap_or(&nothing).to_vec()).collect()
    }
}

/// Holds what a group brings.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Net {
    refunds: i64,
    refunds_untold: i64,
    refunds_assumed: i64,
    taken_back: i64,
    commission: i64,
    expected: i64,
    untold: i64,
    untold_amount: Option<i64>,
    fees: i64,
    brings: i64,
    undecided: i64,
    lacking: i64,
    lacking_amount: Option<i64>,
    lacking_brings: i64,
    estimated: i64,
    unbooked: i64,
    excess: i64,
    taken_back_untold: i64,
    fees_untold: i64,
    untold_seller: i64,
    lacks_borne: i64,
}

impl Net {
    /// Reads it from a row, where [`MEASURES`] stand from a place on.
    pub(super) fn read(row: &rusqlite::Row<'_>, place: usize) -> rusqlite::Result<Self> {
        let at = |measure: usize| row.get::<_, Option<i64>>(place + measure);
        let sum = |measure: usize| at(measure).map(Option::unwrap_or_default);
        Ok(Self {
            refunds: sum(0)?,
            refunds_untold: sum(1)?,
            refunds_assumed: sum(2)?,
            taken_back: sum(3)?,
            commission: sum(4)?,
            expected: sum(5)?,
            untold: sum(6)?,
            untold_amount: at(7)?,
            fees: sum(FEES)?,
            brings: sum(NET)?,
            undecided: sum(10)?,
            lacking: sum(11)?,
            lacking_amount: at(12)?,
            lacking_brings: sum(LACKING_NET)?,
            estimated: sum(14)?,
            unbooked: sum(15)?,
            excess: sum(16)?,
            taken_back_untold: sum(17)?,
            fees_untold: sum(FEES_UNTOLD)?,
            untold_seller: sum(19)?,
            lacks_borne: sum(20)?,
        })
    }

    /// Estimates the commission that nothing tells at a rate, where there is one.
    pub(super) fn at(mut self, rate: Option<Rate>) -> Self {
        let Some((rate, amount)) = rate.zip(self.untold_amount) else { return self };
        self.commission += rate.of(Fen(amount)).0;
        self.brings += self.lacking_brings - rate.of(Fen(self.lacking_amount.unwrap_or_default())).0;
        self.estimated += self.lacking;
        (self.untold, self.lacking) = (0, 0);
        self
    }

    /// Returns the lines whose net is not known.
    fn unknown(self) -> i64 {
        self.undecided + self.lacking
    }

    /// Returns what was refunded.
    pub(super) fn refunds(self) -> Datum {
        Datum::partial(Fen(self.refunds), self.refunds_untold)
    }

    /// Returns the commission.
    pub(super) fn commission(self) -> Datum {
        Datum::partial(Fen(self.commission), self.untold + self.untold_seller)
    }

    /// Returns the net.
    pub(super) fn net(self) -> Datum {
        Datum::partial(Fen(self.brings), self.unknown())
    }

    /// Returns what the net rests on.
    pub(super) fn basis(self) -> Datum {
        Datum::Word(match (self.unknown(), self.estimated) {
            (0, 0) => ACTUAL,
            (0, _) => ESTIMATED,
            _ => UNKNOWN,
        })
    }

    /// Returns what is taken back, the fees, and what is left over between what is due of a sum and the net, which only columns tell that
    /// nobody knows. `paid` is what was paid and what others bear.
    pub(super) fn taken_back_fees_other(self, paid: Option<i64>) -> [Datum; 3] {
        let is_known = self.refunds_untold + self.untold + self.untold_seller + self.unknown() == 0;
        let other = paid.filter(|_| is_known).map(|paid| {
            let due = paid - self.refunds - self.taken_back;
            self.brings - (due - self.commission - self.fees)
        });
        let fees = Datum::partial(Fen(self.fees), self.fees_untold);
        [Datum::partial(Fen(self.taken_back), self.taken_back_untold), fees, Datum::money(other)]
    }

    /// Returns what is known of the refunds, what is taken back, the commission, the fees and the net, and how many lines the net leaves
    /// out.
    pub(super) fn known(self) -> [Datum; 6] {
        let [refunds, taken_back, commission, fees, net] =
            [self.refunds, self.taken_back, self.commission, self.fees, self.brings].map(|fen| Datum::Money(Fen(fen)));
        [refunds, taken_back, commission, fees, net, Datum::Int(self.unknown())]
    }
}

/// Gathers what a reader has to know of all rows of a report.
#[derive(Default)]
pub(super) struct NetNotes {
    refunds_assumed: i64,
    refunds_untold: i64,
    expected: i64,
    untold: i64,
    untold_seller: i64,
    lacks_borne: i64,
    unbooked: i64,
    excess: i64,
    has_other: bool,
}

impl NetNotes {
    /// Takes a row in, as it was read.
    pub(super) fn add(&mut self, net: &Net) {
        self.refunds_assumed += net.refunds_assumed;
        self.refunds_untold += net.refunds_untold;
        self.expected += net.expected;
        self.untold += net.untold;
        self.untold_seller += net.untold_seller;
        self.lacks_borne += net.lacks_borne;
        self.unbooked += net.unbooked;
        self.excess += net.excess;
    }

    /// Takes in what a row has left over.
    pub(super) fn meet_other(&mut self, other: &Datum) {
        self.has_other |= matches!(other, Datum::Money(fen) if fen.0 != 0);
    }

    /// Notes it.
    pub(super) fn note(self, question: &mut Question<'_>, nets: &Nets) -> Result<(), StoreError> {
        question.note_lines(nets.unpaid, MoneyNote::ShippedUnpaid);
        if question.knows(Field::PlatformBorne) && question.knows(Field::CreatorBorne) {
            question.note_lines(self.lacks_borne, MoneyNote::BorneUnknown);
        }
        let of_orders: i64 = nets.of_orders.iter().map(|(bookings, _)| i64::from(*bookings)).sum();
        let amount = nets.of_orders.iter().map(|(_, amount)| *amount).filter(|amount| *amount != NONE).sum();
        question.note_lines(of_orders, |bookings| MoneyNote::BookedToOrders(bookings, Fen(amount)));
        question.note_lines(self.expected, MoneyNote::CommissionExpected);
        let rate = question.options.commission_rate;
        let has_commissions = question.has("stored_commissions")?;
        question.note_lines(self.untold, |lines| match rate {
            Some(rate) => MoneyNote::CommissionAtRate(lines, rate),
            None => MoneyNote::CommissionUnknown { lines, has_file: has_commissions },
        });
        question.note_lines(self.untold_seller, MoneyNote::SellerUnknown);
        question.note_lines(self.refunds_assumed, MoneyNote::RefundsAssumed);
        let has_after_sales = question.has_after_sales()?;
        question
            .note_lines(self.refunds_untold, |lines| MoneyNote::RefundsUnknown { lines, has_file: has_after_sales });
        question.note_lines(self.unbooked, |lines| match nets.rate {
            Some(rate) => MoneyNote::FeesEstimated(lines, rate),
            None => MoneyNote::WithoutFees { lines, left_out: !nets.estimates },
        });
        if self.excess != 0 {
            question.note(Note::Money(MoneyNote::BookedBeyondDue(Fen(self.excess))));
        }
        if self.has_other {
            let columns = question.unknown_money_columns()?;
            question.note(Note::Money(MoneyNote::Other(columns)));
        }
        Ok(())
    }
}
