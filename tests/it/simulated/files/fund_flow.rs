//! 动账明细：one row a movement, one file a quarter, older and newer layouts in turn.

use std::collections::BTreeMap;

use super::super::layout::FundFlow;
use super::super::life::Movement;
use super::super::moment::Moment;
use super::super::money::yuan;
use super::super::shop::{Entry, Shop};
use super::{Cells, File, guarded, named, table};

const OLDER: &str = "动账时间,动帐流水号,动账方向,动账金额,动账账户,动账场景,计费类型,子订单号,订单号,售后编号,下单时间,商品ID,订单类型,订单实付应结,运费实付,\
实际平台补贴_运费,实际平台补贴,订单退款,平台服务费,佣金,渠道分成,招商服务费,站外推广费,其他分成,是否免佣,免佣金额,备注";

const NEWER: &str = "动账时间,动账流水号,动账方向,动账金额,动账账户,动账场景,计费类型,子订单号,订单号,售后编号,下单时间,商品ID,商品名称,达人ID,达人名称,订单类型,\
订单实付应结,运费实付,实际平台补贴_运费,实际平台补贴,其他平台补贴,以旧换新抵扣,政府补贴平台垫资,实际达人补贴,实际抖音支付补贴,实际抖音月付营销补贴,银行补贴,\
订单退款,平台服务费,佣金,服务商佣金,渠道分成,招商服务费,站外推广费,其他分成,是否免佣,免佣金额,商户主体名称,备注";

pub fn export(shop: &Shop, now: Moment) -> Vec<File> {
    let of_lines = shop.orders(now).flat_map(|order| {
        let ids = |line| (Some(order.id.as_str()), Some(line));
        let lines = order.lines.iter();
        lines.flat_map(move |line| line.movements.iter().map(move |movement| (movement, ids(line.id.as_str()))))
    });
    let others = shop.loose.iter().filter_map(|loose| match &loose.entry {
        Entry::Movement(movement) => Some((movement, (loose.order_id.as_deref(), loose.line_id.as_deref()))),
        _ => None,
    });
    let mut quarters: BTreeMap<i64, (FundFlow, Vec<Cells>)> = BTreeMap::new();
    for (movement, ids) in of_lines.chain(others).filter(|(movement, _)| movement.at <= now) {
        let layout = FundFlow::at(movement.at);
        let (_, rows) = quarters.entry(movement.at.quarter()).or_insert_with(|| (layout, Vec::new()));
        rows.push(row(layout, movement, ids));
    }
    let file = |(quarter, (layout, rows))| {
        let header = if layout == FundFlow::Older { OLDER } else { NEWER };
        table(named("fund-flow", quarter), header, rows)
    };
    quarters.into_iter().map(file).collect()
}

fn row(layout: FundFlow, movement: &Movement, (order, line): (Option<&str>, Option<&str>)) -> Cells {
    let id = |id: Option<&str>| id.map_or_else(|| "-".to_owned(), guarded);
    let amount = if layout == FundFlow::Older { movement.amount.abs() } else { movement.amount };
    vec![
        ("动账时间", movement.at.to_string()),
        ("动帐流水号", guarded(&movement.id)),
        ("动账流水号", guarded(&movement.id)),
        ("动账方向", if movement.amount < 0 { "出账" } else { "入账" }.to_owned()),
        ("动账金额", yuan(amount)),
        ("动账账户", "聚合账户".to_owned()),
        ("动账场景", movement.scene.to_owned()),
        ("子订单号", id(line)),
        ("订单号", id(order)),
    ]
}
