//! A shop of two years: its orders, and the entries that belong to no line of them.

use super::catalogue::{CREATORS, Creator, GIFT, PRODUCTS, Product, UNWANTED};
use super::ids::id;
use super::life::{ALLIANCE, AfterSale, Booking, Commission, End, Line, Movement, Order, Says};
use super::moment::{DAY, HOUR, MINUTE, Moment};
use super::platform::{self, Charges, Columns};
use super::random::Random;
use super::stories::{self, Story};

/// When the shop opened.
const OPENED: Moment = Moment::on(2023, 1, 1);

/// The moments at which the shop is looked at: after 8, 16 and 24 months.
pub const MOMENTS: [Moment; 3] = [Moment::on(2023, 9, 1), Moment::on(2024, 5, 1), Moment::on(2025, 1, 1)];

const DAYS: i64 = 731;
const ORDERS: i64 = 380;

/// A shop and all that ever happens to it.
pub struct Shop {
    pub seed: u64,
    pub orders: Vec<Order>,
    pub loose: Vec<Loose>,
    /// How many numbers for ids were given.
    numbers: u64,
}

/// An entry that belongs to no line: it names an order that has several, or one that no order export has, or none.
pub struct Loose {
    pub order_id: Option<String>,
    pub line_id: Option<String>,
    pub entry: Entry,
}

pub enum Entry {
    Booking(Booking),
    Movement(Movement),
    AfterSale(AfterSale),
}

impl Shop {
    /// Makes the shop of a seed.
    pub fn new(seed: u64) -> Self {
        let mut shop = Self { seed, orders: Vec::new(), loose: Vec::new(), numbers: 0 };
        for order in 0..ORDERS {
            let submitted = OPENED.plus(order * DAYS * DAY / ORDERS);
            shop.add_ordinary(submitted);
        }
        for moment in MOMENTS {
            shop.plant(moment);
            shop.add_strays(moment);
        }
        for month in 0..24 {
            let at = OPENED.plus((month * 30 + 25) * DAY);
            for (place, (scene, amount)) in
                [("提现", -200_000), ("月付贴息", -35), ("运费险扣费", -120)].into_iter().enumerate()
            {
                let id = id(4_902, u64::try_from(month).expect("a month"), place);
                let entry = Entry::Movement(Movement { id, at, scene, amount });
                shop.loose.push(Loose { order_id: None, line_id: None, entry });
            }
        }
        shop
    }

    /// Returns the orders that the platform knows at a moment.
    pub fn orders(&self, moment: Moment) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(move |order| order.submitted <= moment)
    }

    /// Adds an order as they come every day.
    fn add_ordinary(&mut self, about: Moment) {
        let mut random = self.random();
        let submitted = about.plus(random.between(0, DAY));
        let manner = random.between(1, 100);
        let stories: Vec<Story> = match manner {
            1..=5 => vec![Story::Unpaid],
            6..=10 => vec![Story::PaidLater],
            11..=13 => vec![Story::NamesOnlyTheOrder],
            _ => {
                let lines = *random.pick(&[1, 1, 1, 1, 1, 1, 2, 2, 3]);
                (0..lines).map(|_| story(&mut random)).collect()
            }
        };
        let is_alliance = random.chance(40);
        let first = stories[0];
        self.add(submitted, is_alliance, &stories, &mut random);
        let gift = match first {
            Story::CalledOff => random.chance(50).then_some(Story::GiftOfCalledOff),
            Story::Unpaid => random.chance(30).then_some(Story::Unpaid),
            Story::Plain => random.chance(15).then(|| *random.pick(&[Story::Gift, Story::GiftOutOfStock])),
            Story::PaidLater => random.chance(30).then_some(Story::Gift),
            _ => None,
        };
        if let Some(story) = gift {
            self.add_gift(story);
        }
    }

    /// Adds orders that are in the midst of something rare at a moment.
    fn plant(&mut self, moment: Moment) {
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
    fn add_strays(&mut self, moment: Moment) {
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

    /// Adds an order of one line that is changed before its life begins.
    fn add_changed(&mut self, submitted: Moment, story: Story, change: impl Fn(&mut Line)) {
        let mut random = self.random();
        let mut line = draft(self.number(), story, None, &mut random);
        line.commission = None;
        change(&mut line);
        self.begin(submitted, ("小店自卖", None), vec![line], &mut random);
    }

    fn add(&mut self, submitted: Moment, is_alliance: bool, stories: &[Story], random: &mut Random) {
        // Some lines of creators do not tell whose.
        let creator = if is_alliance && !random.chance(10) { Some(random.pick(&CREATORS)) } else { None };
        let source = if is_alliance { ALLIANCE } else { *random.pick(&["小店自卖", "抖音商城", "商品卡"]) };
        let mut lines = Vec::new();
        for story in stories {
            let mut line = draft(self.number(), *story, creator, random);
            let rate = creator.map_or(1_000, |creator| creator.rate);
            let told = !matches!(story, Story::CommissionUntold(_));
            line.commission = is_alliance.then_some(Commission { rate, settled: None, told });
            lines.push(line);
        }
        self.begin(submitted, (source, creator), lines, random);
    }

    /// Lets the lines of an order live.
    fn begin(
        &mut self,
        submitted: Moment,
        (source, creator): (&'static str, Option<&'static Creator>),
        mut lines: Vec<Line>,
        random: &mut Random,
    ) {
        let paid = submitted.plus(random.between(10, 20 * MINUTE));
        for line in &mut lines {
            stories::live(line, submitted, paid, random);
            line.movements = platform::movements(line, |place| id(4_900, line.number, place));
            if line.story == Story::MovedShort {
                line.movements[0].amount -= 150;
            }
            pay_small_sum(line, random);
        }
        self.orders.push(Order { id: lines[0].id.clone(), submitted, source, creator, lines });
    }

    /// Adds a gift to the newest order.
    fn add_gift(&mut self, story: Story) {
        let number = self.number();
        let Some(order) = self.orders.last_mut() else { return };
        let unit_price = if story == Story::GiftOutOfStock { GIFT.price } else { 0 };
        let mut gift = line(number, story, &GIFT, 1, unit_price);
        (gift.seller, gift.payable) = (unit_price, 0);
        stories::live_as_gift(&mut gift, &order.lines[0], order.submitted);
        order.lines.push(gift);
    }

    /// Returns a number that no line or entry has yet.
    fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// Returns the row of random numbers of the next order, which no other order has.
    fn random(&self) -> Random {
        Random::new(self.seed, self.numbers)
    }
}

/// Pays some buyers a small sum, which settles nothing.
fn pay_small_sum(line: &mut Line, random: &mut Random) {
    if let Some(at) = line.completed.filter(|_| random.chance(4)) {
        let id = id(4_903, line.number, 0);
        line.movements.push(Movement { id, at, scene: "小额打款", amount: -500 });
    }
}

/// Draws what becomes of a line that is paid for at once.
fn story(random: &mut Random) -> Story {
    match random.between(1, 100) {
        1..=7 => Story::CalledOff,
        8..=9 => Story::CalledOffWithAWord,
        10..=11 => Story::CalledOffSilently,
        12..=17 => Story::PartBefore,
        18..=24 => Story::PartAfter,
        25..=28 => Story::WholeAfter,
        29..=30 => Story::WholeAfterFeeKept,
        31..=35 => Story::SeveralParts,
        36..=39 => Story::Returned,
        40..=42 => Story::PriceProtected,
        43..=45 => Story::PriceProtectedAfter,
        46..=48 => Story::Denied,
        49..=50 => Story::Exchanged,
        _ => Story::Plain,
    }
}

/// Draws what is bought, and who bears which discount.
fn draft(number: u64, story: Story, creator: Option<&'static Creator>, random: &mut Random) -> Line {
    let product = random.pick(&PRODUCTS);
    let quantity = *random.pick(&[1, 1, 1, 2, 3]);
    let goods = product.price * quantity;
    let mut line = line(number, story, product, quantity, product.price);
    line.freight = if random.chance(10) { 600 } else { 0 };
    line.platform = if random.chance(35) { random.between(1, goods / 8) } else { 0 };
    line.seller = if random.chance(20) { random.between(1, goods / 10) } else { 0 };
    line.creator = if creator.is_some() && random.chance(25) { random.between(1, goods / 20) } else { 0 };
    line.payable = goods + line.freight - line.platform - line.seller - line.creator;
    line.bank = if random.chance(10) { random.between(1, line.payable / 10) } else { 0 };
    let mut at_times = |rate: i64| if random.chance(8) { rate } else { 0 };
    line.charges = Charges {
        platform_fee: product.fee,
        agency: at_times(200),
        channel: at_times(100),
        recruiting: at_times(150),
        promotion: at_times(120),
        other_share: at_times(50),
        unheard: at_times(80),
        fee_is_kept: false,
    };
    line
}

fn line(number: u64, story: Story, product: &'static Product, quantity: i64, unit_price: i64) -> Line {
    Line {
        number,
        id: id(6_926, number, 0),
        story,
        product,
        quantity,
        unit_price,
        freight: 0,
        payable: 0,
        bank: 0,
        platform: 0,
        seller: 0,
        creator: 0,
        charges: Charges::default(),
        commission: None,
        paid: None,
        shipped: None,
        completed: None,
        closed: None,
        says: Says::AsItIs,
        after_sales: Vec::new(),
        bookings: Vec::new(),
        movements: Vec::new(),
    }
}
