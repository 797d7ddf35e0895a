//! 精选联盟佣金：one row a line that a creator sold, and one more for what came back of a commission that was settled.

use super::super::life::{Line, Order};
use super::super::moment::Moment;
use super::super::money::{Fen, yuan};
use super::super::platform::{self, ToldCommission};
use super::super::shop::Shop;
use super::{Cells, File, guarded, table, time};

const HEADER: &str = "订单id,商品id,商品名称,作者账号,抖音/火山号,支付金额,佣金率,预估佣金支出,结算金额,实际佣金支出,订单状态,超时未结算原因,付款时间,\
收货时间,订单结算时间,商品来源,尾款支付时间,定金金额,店铺id,店铺名称,商品数量,佣金发票,订单来源,流量来源";

pub fn export(shop: &Shop, now: Moment) -> File {
    let lines = shop.orders(now).flat_map(|order| order.lines.iter().map(move |line| (order, line)));
    table("commission.csv".to_owned(), HEADER, lines.flat_map(|(order, line)| rows(order, line, now)))
}

fn rows(order: &Order, line: &Line, now: Moment) -> Vec<Cells> {
    match platform::commission(line, now) {
        None => Vec::new(),
        Some(ToldCommission::Expected(expected)) => vec![row(order, line, now, (expected, None))],
        Some(ToldCommission::Settled(parts)) => {
            parts.into_iter().map(|(at, actual)| row(order, line, now, (actual, Some((at, actual))))).collect()
        }
    }
}

fn row(order: &Order, line: &Line, now: Moment, (expected, settled): (Fen, Option<(Moment, Fen)>)) -> Cells {
    let rate = line.commission.map_or(0, |commission| commission.rate);
    vec![
        ("订单id", guarded(&line.id)),
        ("商品id", guarded(line.product.id)),
        ("商品名称", guarded(line.product.name)),
        ("作者账号", order.creator.map_or("-", |creator| creator.name).to_owned()),
        ("支付金额", yuan(line.payable)),
        ("佣金率", format!("{}%", yuan(rate))),
        ("预估佣金支出", yuan(expected)),
        ("实际佣金支出", settled.map_or_else(|| "-".to_owned(), |(_, actual)| yuan(actual))),
        ("订单状态", if settled.is_some() { "订单结算" } else { "订单付款" }.to_owned()),
        ("付款时间", time(line.paid, now)),
        ("收货时间", time(line.completed, now)),
        ("订单结算时间", time(settled.map(|(at, _)| at), now)),
        ("商品数量", line.quantity.to_string()),
    ]
}
