//! 订单：one row a line, as it stands at the moment of the export. The layout is the shop's own from the second year on.

use super::super::details::{self, CHOSEN_SINCE};
use super::super::life::{Line, Order};
use super::super::moment::Moment;
use super::super::money::yuan;
use super::super::shop::Shop;
use super::{Cells, File, guarded, table, time};

/// The 73 columns of the platform.
const WHOLE: &str = "主订单编号,子订单编号,选购商品,商品规格,商品数量,商品ID,商家编码,商品单价,订单应付金额,运费,优惠总金额,平台优惠,商家优惠,\
达人优惠,商家改价,支付优惠,红包抵扣,支付方式,手续费,收件人,收件人手机号,省,市,区,街道,详细地址,是否修改过地址,地址修改时段,买家留言,订单提交时间,\
旗帜颜色,商家备注,订单完成时间,支付完成时间,APP渠道,流量来源,订单状态,承诺发货时间,订单类型,鲁班落地页ID,达人ID,达人昵称,所属门店ID,售后状态,\
取消原因,预约发货时间,仓库ID,仓库名称,是否安心购,广告渠道,流量类型,流量体裁,流量渠道,发货主体,发货主体明细,发货时间,降价类优惠,平台实际承担优惠金额,\
商家实际承担优惠金额,达人实际承担优惠金额,预计送达时间,是否平台仓自流转,车型,商品69码,发货SN码,发货IMEI码1,发货IMEI码2,预约送达时间,\
建议发货时间（起）,建议发货时间（止）,物流SN码,物流IMEI码1,物流IMEI码2";

/// Columns of the seller's choice, in another order.
const CHOSEN: &str = "订单状态,售后状态,取消原因,子订单编号,主订单编号,商品ID,选购商品,商品数量,商品单价,订单应付金额,平台实际承担优惠金额,\
达人实际承担优惠金额,商家实际承担优惠金额,订单提交时间,支付完成时间,发货时间,订单完成时间,流量来源,达人昵称,达人ID,序列号";

pub fn export(shop: &Shop, now: Moment) -> Vec<File> {
    let rows = |is_newer: bool| {
        let orders = shop.orders(now).filter(move |order| (order.submitted >= CHOSEN_SINCE) == is_newer);
        orders.flat_map(move |order| order.lines.iter().map(move |line| row(order, line, now)))
    };
    let mut files = vec![table("orders-2023.csv".to_owned(), WHOLE, rows(false))];
    if now > CHOSEN_SINCE {
        files.push(table("orders-2024.csv".to_owned(), CHOSEN, rows(true)));
    }
    files
}

fn row(order: &Order, line: &Line, now: Moment) -> Cells {
    let reason = line.closed.filter(|(at, _)| *at <= now).map_or("-", |(_, reason)| reason);
    let [genre, traffic_type] = details::traffic(order, line, now);
    let [province, city] = details::place(line);
    let [spec, sku_code] = details::sku(line);
    let [warehouse_id, warehouse] = details::warehouse(line);
    let promised = details::promised(order, line).map_or_else(|| "-".to_owned(), |at| at.to_string());
    vec![
        ("主订单编号", guarded(&order.id)),
        ("子订单编号", guarded(&line.id)),
        ("选购商品", guarded(line.product.name)),
        ("商品ID", guarded(line.product.id)),
        ("商品数量", line.quantity.to_string()),
        ("商品单价", yuan(line.unit_price)),
        ("订单应付金额", yuan(line.payable)),
        ("运费", yuan(line.freight)),
        ("支付优惠", yuan(line.bank)),
        ("平台实际承担优惠金额", yuan(line.platform)),
        ("商家实际承担优惠金额", yuan(line.seller)),
        ("达人实际承担优惠金额", yuan(line.creator)),
        ("订单提交时间", order.submitted.to_string()),
        ("支付完成时间", time(line.paid, now)),
        ("发货时间", time(line.shipped, now)),
        ("订单完成时间", time(line.completed, now)),
        ("订单状态", line.status(now).to_owned()),
        ("售后状态", line.word(now).unwrap_or("-").to_owned()),
        ("取消原因", reason.to_owned()),
        ("流量来源", order.source.to_owned()),
        ("流量体裁", genre.to_owned()),
        ("流量类型", traffic_type.to_owned()),
        ("省", province.to_owned()),
        ("市", city.to_owned()),
        ("商品规格", guarded(spec)),
        ("商家编码", guarded(sku_code)),
        ("仓库ID", warehouse_id.to_owned()),
        ("仓库名称", warehouse.to_owned()),
        ("承诺发货时间", promised),
        ("达人ID", guarded(order.creator.map_or("0", |creator| creator.id))),
        ("达人昵称", order.creator.map_or("-", |creator| creator.name).to_owned()),
    ]
}
