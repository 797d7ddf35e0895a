//! A shop of two years: its orders, and the entries that belong to no line of them.

use super::catalogue::{CREATORS, Creator, GIFT};
use super::draft::{draft, line, story};
use super::ids::id;
use super::life::{ALLIANCE, AfterSale, Booking, Commission, Line, Movement, Order};
use super::moment::{DAY, MINUTE, Moment};
use super::platform;
use super::random::Random;
use super::stories::{self, Story};

/// When the shop opened.
pub const OPENED: Moment = Moment::on(2023, 1, 1);

/// The moments at which the shop is looked at: after 8, 16 and 24 months.
pub const MOMENTS: [Moment; 3] = [Moment::on(2023, 9, 1), Moment::on(2024, 5, 1), Moment::on(2025, 1, 1)];

/// The days of two years, one of them a leap year, and the orders that come on them.
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

/// What such an entry is.
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
        (0..24).for_each(|month| shop.move_what_settles_nothing(month));
        shop
    }

    /// Returns the orders that the platform knows at a moment.
    pub fn orders(&self, moment: Moment) -> impl Iterator<Item = &Order> {
        self.orders.iter().filter(move |order| order.submitted <= moment)
    }

    /// Moves money once a month that belongs to no order.
    fn move_what_settles_nothing(&mut self, month: i64) {
        let at = OPENED.plus((month * 30 + 25) * DAY);
        let number = self.number();
        let scenes = [("提现", -200_000), ("月付贴息", -35), ("运费险扣费", -120)];
        for (place, (scene, amount)) in scenes.into_iter().enumerate() {
            let entry = Entry::Movement(Movement { id: id(4_902, number, place), at, scene, amount });
            self.loose.push(Loose { order_id: None, line_id: None, entry });
        }
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

    /// Adds an order of one line that is changed before its life begins.
    pub fn add_changed(&mut self, submitted: Moment, story: Story, change: impl Fn(&mut Line)) {
        let mut random = self.random();
        let mut line = draft(self.number(), story, None, &mut random);
        line.commission = None;
        change(&mut line);
        self.begin(submitted, ("小店自卖", None), vec![line], &mut random);
    }

    /// Adds an order, with a line for each story.
    pub fn add(&mut self, submitted: Moment, is_alliance: bool, stories: &[Story], random: &mut Random) {
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
    pub fn number(&mut self) -> u64 {
        self.numbers += 1;
        self.numbers
    }

    /// Returns the row of random numbers of the next order, which no other order has.
    pub fn random(&self) -> Random {
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
