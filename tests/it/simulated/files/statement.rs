//! 结算账单：one row a booking, one file a quarter, each in the layout of its quarter.

use std::collections::BTreeMap;

use super::super::layout::Statement;
use super::super::life::{Booking, Line, Order};
use super::super::moment::Moment;
use super::super::money::yuan;
use super::super::shop::{Entry, Shop};
use super::{Cells, File, named, table};

const OF_2021: &str = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,有结算前退款,下单时间,商品ID,商品数量,业务类型,订单类型,订单总价,商品总价,\
运费,店铺劵,结算前退款金额,平台补贴,达人补贴,抖音支付补贴,抖音月付营销补贴,用户实付,收入合计,平台服务费,佣金,渠道分成,招商服务费,站外推广费,其他分成,\
其他分成说明,支出合计,是否免佣,免佣金额,备注";

const SINCE_2024: &str = "结算时间,订单号,子订单号,结算金额,结算账户,结算单类型,有结算前退款,下单时间,商品ID,商品名称,商品数量,达人ID,达人名称,业务类型,\
订单类型,订单总价,商品总价,运费,店铺券,政府补贴商家垫资,结算前退款金额,平台补贴,其他平台补贴,政府补贴平台垫资,达人补贴,抖音支付补贴,抖音月付营销补贴,\
银行补贴,以旧换新抵扣,平台补贴运费,用户实付,收入合计,平台服务费,达人佣金,服务商佣金,渠道分成,招商服务费,站外推广费,其他分成,其他分成说明,支出合计,\
是否免佣,免佣金额,商户主体名称,APP渠道,备注";

/// Money that nobody pays in this shop.
const NOTHING: [&str; 8] = [
    "政府补贴商家垫资",
    "其他平台补贴",
    "政府补贴平台垫资",
    "抖音月付营销补贴",
    "以旧换新抵扣",
    "平台补贴运费",
    "免佣金额",
    "店铺券",
];

fn header(layout: Statement) -> String {
    match layout {
        Statement::Of2021 => OF_2021.to_owned(),
        Statement::Of2022 => OF_2021.replace("站外推广费", "直播间站外推广"),
        Statement::Since2024 => SINCE_2024.to_owned(),
        Statement::Unsigned => OF_2021.replace("其他分成说明", "其他分成说明,履约服务费"),
    }
}

pub fn export<'s>(shop: &'s Shop, now: Moment) -> Vec<File> {
    let of_lines = shop.orders(now).flat_map(|order| {
        let of_line = move |line: &'s Line| {
            let bookings = line.bookings.iter();
            bookings.map(move |booking| (booking, Some((order, line)), line.id.as_str()))
        };
        order.lines.iter().flat_map(of_line)
    });
    let strays = shop.loose.iter().filter_map(|loose| match (&loose.entry, &loose.line_id) {
        (Entry::Booking(booking), Some(id)) => Some((booking, None, id.as_str())),
        _ => None,
    });
    let mut quarters: BTreeMap<i64, (Statement, Vec<Cells>)> = BTreeMap::new();
    for (booking, of, id) in of_lines.chain(strays).filter(|(booking, ..)| booking.at <= now) {
        let layout = Statement::at(booking.at);
        let (_, rows) = quarters.entry(booking.at.quarter()).or_insert_with(|| (layout, second_header(layout)));
        rows.push(row(layout, booking, of, id));
    }
    let file = |(quarter, (layout, rows))| table(named("statement", quarter), &header(layout), rows);
    quarters.into_iter().map(file).collect()
}

fn second_header(layout: Statement) -> Vec<Cells> {
    if layout != Statement::Of2021 {
        return Vec::new();
    }
    let said = [("结算时间", "年-月-日 时:分:秒"), ("结算金额", "收入合计+支出合计（元）"), ("支出合计", "（元）")];
    vec![said.map(|(header, said)| (header, said.to_owned())).to_vec()]
}

fn row(layout: Statement, booking: &Booking, of: Option<(&Order, &Line)>, id: &str) -> Cells {
    let columns = &booking.columns;
    let charged = |amount: i64| yuan(if layout == Statement::Unsigned { amount } else { -amount });
    let has_newer = layout == Statement::Since2024;
    // Older layouts have no column for agencies, nor for banks.
    let shared = columns.other_share + if has_newer { 0 } else { columns.agency };
    let (bank, payment) = if has_newer { (columns.bank, 0) } else { (0, columns.bank) };
    let is_refund = columns.income() < 0;
    let mut cells = vec![
        ("结算时间", booking.at.to_string()),
        ("订单号", format!("'{}", of.map_or(id, |(order, _)| order.id.as_str()))),
        ("子订单号", format!("'{id}")),
        ("结算金额", yuan(booking.amount())),
        ("结算账户", "聚合账户".to_owned()),
        ("结算单类型", if is_refund { "结算后退款-原路退回" } else { "已结算" }.to_owned()),
        ("有结算前退款", if booking.refunded_before > 0 { "是" } else { "否" }.to_owned()),
        ("结算前退款金额", yuan(booking.refunded_before)),
        ("平台补贴", yuan(columns.platform)),
        ("达人补贴", yuan(columns.creator)),
        ("抖音支付补贴", yuan(payment)),
        ("银行补贴", yuan(bank)),
        ("用户实付", yuan(columns.paid)),
        ("收入合计", yuan(columns.income())),
        ("平台服务费", charged(columns.platform_fee)),
        ("佣金", charged(columns.commission)),
        ("达人佣金", charged(columns.commission)),
        ("服务商佣金", charged(columns.agency)),
        ("渠道分成", charged(columns.channel)),
        ("招商服务费", charged(columns.recruiting)),
        ("站外推广费", charged(columns.promotion)),
        ("直播间站外推广", charged(columns.promotion)),
        ("其他分成", charged(shared)),
        ("履约服务费", charged(columns.unheard)),
        ("支出合计", charged(columns.expenses())),
        ("是否免佣", "否".to_owned()),
    ];
    cells.extend(NOTHING.map(|header| (header, yuan(0))));
    if let Some((order, line)) = of {
        cells.push(("下单时间", order.submitted.to_string()));
        cells.push(("商品ID", format!("'{}", line.product.id)));
        cells.push(("商品数量", line.quantity.to_string()));
    }
    cells
}
