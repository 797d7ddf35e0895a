//! What is rare: each shop has all of it, and is in the midst of it whenever it is looked at.

use super::catalogue::UNWANTED;
use super::ids::id;
use super::life::{AfterSale, Booking, Commission, End, Movement};
use super::moment::{DAY, HOUR, Moment};
use super::platform::Columns;
use super::shop::{Entry, Loose, Shop};
use super::stories::Story;

impl Shop {
    /// Adds orders that are in the midst of something rare at a moment.
    pub fn plant(&mut self, moment: Moment) {
        let rare: [(i64, &[Story]); 14] = [
            (62, &[Story::ShortPaid]),
            (62, &[Story::OverPaid]),
            (62, &[Story::Misprinted]),
            (62, &[Story::MovedShort]),
            (62, &[Story::Missing]),
            (62, &[Story::Held(moment)]),
            (62, &[Story::PartTakenBackLate(moment)]),
            (62, &[Story::WholeTakenBackLate(moment)]),
            (20, &[Story::CommissionUntold(moment)]),
            (8, &[Story::UnpaidUntilAfter(moment)]),
            // What nobody can know stands in one month.
            (100, &[Story::WordAlone]),
            (100, &[Story::OneOfTwo, Story::OtherOfTwo]),
            (30, &[Story::CalledOff, Story::Returned]),
            (62, &[Story::Plain, Story::Plain]),
        ];
        for (days, stories) in rare {
            let mut random = self.random();
            let is_alliance = matches!(stories[0], Story::CommissionUntold(_)) || random.chance(50);
            self.add(moment.plus(-days * DAY), is_alliance, stories, &mut random);
        }
        // A movement that names the order alone, which has two lines.
        let order_id = self.orders.last().map(|order| order.id.clone());
        let number = self.number();
        let entry = Entry::Movement(Movement {
            id: id(4_901, number, 0),
            at: moment.plus(-20 * DAY),
            scene: "退款-订单退款触发-分账",
            amount: -300,
        });
        self.loose.push(Loose { order_id, line_id: None, entry });
        self.plant_drafts(moment);
    }

    /// Adds lines that are odd from the beginning.
    fn plant_drafts(&mut self, moment: Moment) {
        let days_ago = |days: i64| moment.plus(-days * DAY);
        // Everybody sends these back.
        self.add_changed(days_ago(40), Story::CalledOff, |line| line.product = &UNWANTED);
        // Vouchers of the platform pay for all of it.
        for (days, story) in [(62, Story::Plain), (9, Story::Plain), (30, Story::CalledOffSilently)] {
            self.add_changed(days_ago(days), story, |line| {
                (line.platform, line.payable) = (line.payable + line.platform, 0);
                (line.bank, line.freight) = (0, 0);
            });
        }
        // The order does not say that a creator sold it; the statement does.
        let rate = Some(Commission { rate: 1_200, settled: None, told: false });
        self.add_changed(days_ago(62), Story::Plain, |line| line.commission = rate);
        self.add_changed(days_ago(4), Story::Plain, |line| line.commission = rate);
    }

    /// Adds entries of orders that no export has.
    pub fn add_strays(&mut self, moment: Moment) {
        let at = moment.plus(-10 * DAY).plus(9 * HOUR);
        let (booked, moved, refunded) = (self.number(), self.number(), self.number());
        let columns = Columns { paid: 5_000, platform: 250, platform_fee: 263, ..Columns::default() };
        let booking = Booking { at, columns, refunded_before: 0, misprint: 0 };
        let movement = Movement { id: id(4_900, moved, 0), at, scene: "货款结算入账", amount: 4_750 };
        let after_sale = AfterSale {
            id: id(7_583, refunded, 0),
            names_line: true,
            of_type: "退货退款",
            applied: at,
            end: Some((at.plus(DAY), End::Refunded)),
            goods: 1_990,
            freight: 600,
            tax: 0,
            discount: 0,
        };
        let entries = [Entry::Booking(booking), Entry::Movement(movement), Entry::AfterSale(after_sale)];
        for (number, entry) in [booked, moved, refunded].into_iter().zip(entries) {
            let (order_id, line_id) = (Some(id(6_926, number, 0)), Some(id(6_926, number, 0)));
            self.loose.push(Loose { order_id, line_id, entry });
        }
    }
}
