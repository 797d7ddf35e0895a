//! The layouts in which the platform writes its statement and its fund flow.

use super::moment::Moment;

/// A layout of the settlement statement. They take turns, so that one shop has them all.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Statement {
    /// The 34 columns of 2021, with a second header row.
    Of2021,
    /// 直播间站外推广 in place of 站外推广费.
    Of2022,
    /// 达人佣金 in place of 佣金, and 服务商佣金.
    Since2024,
    /// What is charged stands without a sign, some of it under a column that nobody has heard of.
    Unsigned,
}

impl Statement {
    /// Returns the layout of the quarter of a moment.
    pub fn at(moment: Moment) -> Self {
        [Self::Of2021, Self::Of2022, Self::Since2024, Self::Unsigned][turn(moment, 4)]
    }
}

/// A layout of the fund flow.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum FundFlow {
    /// 出账 is told by the direction alone.
    Older,
    /// Names products and creators, and writes 出账 with its sign.
    Newer,
}

impl FundFlow {
    /// Returns the layout of the quarter of a moment.
    pub fn at(moment: Moment) -> Self {
        [Self::Older, Self::Newer][turn(moment, 2)]
    }
}

fn turn(moment: Moment, turns: i64) -> usize {
    usize::try_from(moment.quarter() % turns).expect("few layouts")
}
