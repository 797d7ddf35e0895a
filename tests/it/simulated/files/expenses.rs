//! What is paid beside the sales: account ledger, 运费险 in both layouts, 千川, 团长, QIC, and the shop's own table of costs.

use std::collections::BTreeMap;

use super::super::expenses::{self, LedgerEntry};
use super::super::life::{Line, Order};
use super::super::moment::Moment;
use super::super::money::yuan;
use super::super::shop::Shop;
use super::{Cells, File, guarded, named, table, time};

const LEDGER: &str = "动账流水号,关联订单号,关联子订单号,动账时间,账户方向,动账金额(元),动账场景,账户余额(元),备注";

const POLICIES: &str = "投保单号,订单编号,下单时间,承保时间,保险名称,承保保司,保费来源,支付保费,保费状态,动账时间,动账流水号,保险交易单号,\
平台优惠【营销补贴】,保障额度,保障状态,备注";

const CHARGES: &str = "保险单号,动账流水号,关联子订单号,摘要描述,动账时间,金额(元)";

const SPEND: &str = "日期,余额总消耗(元),非赠款消耗(元),赠款消耗(元),消返红包消耗(元),立减红包消耗(元),共享钱包消耗(元),共享赠款消耗(元)";

const SERVICE_FEES: &str = "订单id,商品名称,商品id,订单状态,超时未结算原因,出单机构,支付金额,服务费率,预估服务费收入,结算金额,实际服务费收入,付款时间,\
收货时间,结算时间,尾款支付时间,定金金额,店铺id,店铺名称,商品数量,团长活动id";

const BILLS: &str = "结算单号,订单码,关联订单号,关联运单号,费用项,服务商,QIC仓,结算金额,计费参数,计费完成时间,业务节点,业务发生时间,结算时间,状态,动账账户,\
动账流水号,备注,是否木带宝,是否子单";

const COSTS: &str = "商品ID,商品名称,商家编码,规格,成本(元),生效日期";

pub fn export(shop: &Shop, now: Moment) -> Vec<File> {
    let of_lines = |rows: fn(&Order, &Line, Moment) -> Option<Cells>| {
        let lines = shop.orders(now).flat_map(|order| order.lines.iter().map(move |line| (order, line)));
        lines.filter_map(move |(order, line)| rows(order, line, now))
    };
    let mut files = vec![
        table("policies.csv".to_owned(), POLICIES, of_lines(policy)),
        table("charges.csv".to_owned(), CHARGES, of_lines(charge)),
        table("service-fees.csv".to_owned(), SERVICE_FEES, of_lines(service_fee)),
        table("bills.csv".to_owned(), BILLS, of_lines(bill)),
        table("spend.csv".to_owned(), SPEND, spend(now)),
        table("costs.csv".to_owned(), COSTS, costs()),
    ];
    let mut quarters: BTreeMap<i64, Vec<Cells>> = BTreeMap::new();
    for entry in expenses::ledger(shop, now) {
        quarters.entry(entry.at.quarter()).or_default().push(ledger_entry(&entry));
    }
    files.extend(quarters.into_iter().map(|(quarter, rows)| table(named("ledger", quarter), LEDGER, rows)));
    files
}

fn ledger_entry(entry: &LedgerEntry) -> Cells {
    let id = |id: &Option<String>| id.as_deref().map_or_else(|| "-".to_owned(), guarded);
    vec![
        ("动账流水号", guarded(&entry.flow)),
        ("关联订单号", id(&entry.order)),
        ("关联子订单号", id(&entry.line)),
        ("动账时间", entry.at.to_string()),
        ("账户方向", if entry.amount < 0 { "支出" } else { "收入" }.to_owned()),
        ("动账金额(元)", yuan(entry.amount)),
        ("动账场景", entry.scene.to_owned()),
        ("账户余额(元)", yuan(entry.balance)),
    ]
}

fn policy(order: &Order, line: &Line, now: Moment) -> Option<Cells> {
    let premium = expenses::premium(line).filter(|premium| premium.insured <= now)?;
    let is_charged = premium.charged <= now;
    Some(vec![
        ("投保单号", guarded(&premium.policy)),
        ("订单编号", guarded(&line.id)),
        ("下单时间", order.submitted.to_string()),
        ("承保时间", premium.insured.to_string()),
        ("保险名称", "退货运费险".to_owned()),
        ("保费来源", if premium.is_of_platform { "平台" } else { "商家" }.to_owned()),
        ("支付保费", yuan(premium.amount)),
        ("保费状态", if is_charged { "已支付" } else { "待支付" }.to_owned()),
        ("动账时间", time(Some(premium.charged), now)),
        ("动账流水号", if is_charged { guarded(&premium.flow) } else { "-".to_owned() }),
    ])
}

/// The other layout has only what was charged to the shop.
fn charge(_: &Order, line: &Line, now: Moment) -> Option<Cells> {
    let premium = expenses::premium(line).filter(|premium| premium.charged <= now && !premium.is_of_platform)?;
    Some(vec![
        ("保险单号", guarded(&premium.policy)),
        ("动账流水号", guarded(&premium.flow)),
        ("关联子订单号", guarded(&line.id)),
        ("摘要描述", "运费险扣费".to_owned()),
        ("动账时间", premium.charged.to_string()),
        ("金额(元)", yuan(-premium.amount)),
    ])
}

fn service_fee(_: &Order, line: &Line, now: Moment) -> Option<Cells> {
    let fee = expenses::service_fee(line).filter(|_| line.paid <= Some(now))?;
    let settled = fee.settled.filter(|at| *at <= now);
    let if_settled = |amount| settled.map_or_else(|| "-".to_owned(), |_| yuan(amount));
    Some(vec![
        ("订单id", guarded(&line.id)),
        ("商品名称", guarded(line.product.name)),
        ("商品id", guarded(line.product.id)),
        ("订单状态", if settled.is_some() { "订单结算" } else { "订单付款" }.to_owned()),
        ("出单机构", "云上机构".to_owned()),
        ("支付金额", yuan(line.payable)),
        ("服务费率", format!("{}%", yuan(fee.rate))),
        ("预估服务费收入", yuan(fee.amount)),
        ("结算金额", if_settled(line.payable)),
        ("实际服务费收入", if_settled(fee.amount)),
        ("付款时间", time(line.paid, now)),
        ("收货时间", time(line.completed, now)),
        ("结算时间", time(settled, now)),
        ("商品数量", line.quantity.to_string()),
    ])
}

fn bill(_: &Order, line: &Line, now: Moment) -> Option<Cells> {
    let fee = expenses::inspection(line).filter(|fee| fee.happened <= now)?;
    let is_settled = fee.settled <= now;
    Some(vec![
        ("结算单号", guarded(&fee.bill)),
        ("订单码", format!("Q{:08}", line.number)),
        ("关联订单号", guarded(&line.id)),
        ("费用项", "质检费".to_owned()),
        ("服务商", "中检".to_owned()),
        ("QIC仓", "杭州仓".to_owned()),
        ("结算金额", yuan(fee.amount)),
        ("业务节点", "质检".to_owned()),
        ("业务发生时间", fee.happened.to_string()),
        ("结算时间", time(Some(fee.settled), now)),
        ("状态", if is_settled { "已结算" } else { "待结算" }.to_owned()),
        ("动账流水号", if is_settled { guarded(&fee.flow) } else { "-".to_owned() }),
    ])
}

/// The first row is the total of the days.
fn spend(now: Moment) -> Vec<Cells> {
    let days = expenses::spend(now);
    let row = |day: String, cash: i64, granted: i64| {
        vec![
            ("日期", day),
            ("余额总消耗(元)", yuan(cash + granted)),
            ("非赠款消耗(元)", yuan(cash)),
            ("赠款消耗(元)", yuan(granted)),
        ]
    };
    let total = |of: fn(&expenses::Spend) -> i64| days.iter().map(of).sum();
    let mut rows = vec![row("总计".to_owned(), total(|day| day.cash), total(|day| day.granted))];
    rows.extend(days.iter().map(|spend| row(day(spend.day), spend.cash, spend.granted)));
    rows
}

fn costs() -> Vec<Cells> {
    let row = |cost: &expenses::Cost| {
        vec![
            ("商品ID", guarded(cost.product.id)),
            ("商品名称", guarded(cost.product.name)),
            ("商家编码", cost.sku_code.map_or("-", |code| code).to_owned()),
            ("成本(元)", yuan(cost.amount)),
            ("生效日期", cost.from.map_or_else(|| "-".to_owned(), day)),
        ]
    };
    expenses::costs().iter().map(row).collect()
}

/// Writes the day of a moment.
fn day(moment: Moment) -> String {
    moment.to_string().chars().take("2023-01-01".len()).collect()
}
