//! What is bought and how it is paid for, drawn at random.

use super::catalogue::{Creator, PRODUCTS, Product};
use super::ids::id;
use super::life::{Line, Says};
use super::platform::Charges;
use super::random::Random;
use super::stories::Story;

/// Draws what becomes of a line that is paid for at once.
pub fn story(random: &mut Random) -> Story {
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
pub fn draft(number: u64, story: Story, creator: Option<&'static Creator>, random: &mut Random) -> Line {
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

/// Makes a line to which nothing has happened yet.
pub fn line(number: u64, story: Story, product: &'static Product, quantity: i64, unit_price: i64) -> Line {
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
