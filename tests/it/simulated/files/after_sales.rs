//! 售后单：one row an after-sale. One that is still open asks for money and has given none.

use super::super::details;
use super::super::life::{AfterSale, End, State};
use super::super::moment::Moment;
use super::super::money::yuan;
use super::super::shop::{Entry, Shop};
use super::{Cells, File, guarded, table, time};

const HEADER: &str = "售后单号,订单号,商品单号,商品名称,商品ID,应付金额（元）,商品运费（元）,支付优惠（元）,商品税费（元）,商品发货状态,售后类型,\
退商品金额（元）,退运费金额（元）,退支付优惠（元）,退税费金额（元）,售后状态,售后申请时间,退款方式,是否已上传退款凭证,售后原因,售后原因标签,退货物流单号,退货异常,\
退货发货时间,退货物流公司,自动处理截止时间,同意售后申请时间,商家退款时间,用户到账时间,售后关闭时间,商家退货地址,商家退货联系人姓名,商家退货联系人电话,\
仲裁状态,纠纷责任方,是否极速退款,是否拒签后退款,发货物流单号,发货物流状态,换货物流单号,退货物流状态,售后完结时间,订单备注,用户售后说明,售后备注,操作人,\
协商记录,换货商品信息,商家编码,门店名称";

pub fn export(shop: &Shop, now: Moment) -> File {
    let of_lines = shop.orders(now).flat_map(|order| {
        let lines = order.lines.iter();
        lines.flat_map(|line| line.after_sales.iter().map(|each| row(each, &order.id, Some(&line.id), now)))
    });
    let strays = shop.loose.iter().map(|loose| match &loose.entry {
        Entry::AfterSale(each) => row(each, loose.order_id.as_deref().unwrap_or("-"), loose.line_id.as_deref(), now),
        _ => None,
    });
    table("after-sales.csv".to_owned(), HEADER, of_lines.chain(strays).flatten())
}

fn row(each: &AfterSale, order: &str, line: Option<&str>, now: Moment) -> Option<Cells> {
    let state = each.at(now)?;
    let ended = |how: End| time(each.end.filter(|(_, end)| *end == how).map(|(at, _)| at), now);
    let status = match state {
        State::Open => "待商家处理",
        State::Ended(End::Refunded) => "同意退款，退款成功",
        State::Ended(End::Denied) => "售后关闭",
        State::Ended(End::Exchanged) => "换货成功",
    };
    Some(vec![
        ("售后单号", guarded(&each.id)),
        ("订单号", guarded(order)),
        ("商品单号", line.filter(|_| each.names_line).map_or_else(|| "-".to_owned(), guarded)),
        ("售后类型", each.of_type.to_owned()),
        ("售后原因", details::reason(each).to_owned()),
        ("退商品金额（元）", yuan(each.goods)),
        ("退运费金额（元）", yuan(each.freight)),
        ("退支付优惠（元）", yuan(each.discount)),
        ("退税费金额（元）", yuan(each.tax)),
        ("售后状态", status.to_owned()),
        ("售后申请时间", each.applied.to_string()),
        ("商家退款时间", ended(End::Refunded)),
        ("售后关闭时间", ended(End::Denied)),
    ])
}
