"""Invents the exports of one shop, as large as wanted: the same numbers give the same files.

Everything follows from `hash` over the number of an order or a line, so nothing depends on a clock, on threads, or on the order
in which rows are made. The hash is that of DuckDB 1.5.5 and 2.0.1; another version may give other files.
"""

import datetime
import hashlib
import math
import os
from dataclasses import dataclass

BOM = "\ufeff"

# The newest exports are made at this moment, Beijing time, and the reports are asked of it.
NOW = datetime.datetime(2026, 1, 11, 18, 5)
FIRST_DAY = datetime.date(2024, 1, 13)
# Nobody ordered on this day, though it lies within an export.
EMPTY_DAY = datetime.date(2024, 8, 17)
# What was refunded of orders of these months the after-sale export tells in part: here and there it leaves a line or an amount
# out, or names only an order of several lines. In the other months all refunds are known.
PATCHY_MONTHS = ("2025-02", "2025-10")
LATE = "数据将于第二天更新"
# Lines that a file of a sibling export tells of; some have a second row.
LINES_OF_A_FILE = 900_000
# What the ids of orders that no order export has are smaller by.
ASTRAY = 10**15


@dataclass(frozen=True)
class Size:
    """Says how many rows there are to be."""

    lines: int
    settlements: int
    flows: int
    commissions: int
    after_sales: int
    rows_of_a_file: int


@dataclass(frozen=True)
class Export:
    """Describes a kind of export: its columns as (header, kind of value, SQL that gives it).

    A `guarded` id or text has a TAB before it, within quotes, as the platform's text files have it; a `quoted` one has a `'`.
    """

    kind: str
    columns: list
    second_header: dict

    def headers(self):
        return [header for header, _, _ in self.columns]


ORDERS = Export(
    "orders",
    [
        ("主订单编号", "guarded", "main_order_id"),
        ("子订单编号", "guarded", "sub_order_id"),
        ("选购商品", "guarded", "product"),
        ("商品规格", "guarded", "['均码', '大号', '小号', '雾蓝,40-41', '500ml'][1 + r(product_number, 31, 5)]"),
        ("商品数量", "number", "quantity"),
        ("商品ID", "guarded", "product_id"),
        ("商家编码", "guarded", "'SP-' || product_number"),
        ("商品单价", "money", "price"),
        ("订单应付金额", "money", "payable"),
        ("运费", "money", "freight"),
        ("优惠总金额", "money", "platform_borne + seller_borne + creator_borne"),
        ("平台优惠", "text", "coupon('平台满减券', platform_borne)"),
        ("商家优惠", "text", "coupon('店铺-新客立减', seller_borne)"),
        ("达人优惠", "text", "coupon('达人专享券', creator_borne)"),
        ("商家改价", "money", "0"),
        ("支付优惠", "money", "payment_subsidy(sub_order_id, payable)"),
        ("红包抵扣", "money", "0"),
        ("支付方式", "text", "CASE WHEN paid_at IS NULL THEN '-' ELSE ['抖音支付', '支付宝', '微信', 'DOU分期'][1 + r(o, 32, 4)] END"),
        ("手续费", "money", "0"),
        ("收件人", "text", "receiver"),
        ("收件人手机号", "text", "receiver_phone"),
        ("省", "text", "place.province"),
        ("市", "text", "place.city"),
        ("区", "text", "['中心区', '东城区', '西城区', '新区', '开发区'][1 + r(buyer, 33, 5)]"),
        ("街道", "text", "['新华街道', '人民路街道', '建设街道', '玉山镇'][1 + r(buyer, 34, 4)]"),
        ("详细地址", "text", "address"),
        ("是否修改过地址", "text", "'否'"),
        ("地址修改时段", "text", "'-'"),
        ("买家留言", "text", "['', '', '', '-', '尽快发货', '放门口就行'][1 + r(o, 35, 6)]"),
        ("订单提交时间", "time", "submitted_at"),
        ("旗帜颜色", "text", "['灰', '灰', '灰', '红', '绿'][1 + r(o, 36, 5)]"),
        ("商家备注", "text", "['', '', '', '-', '老客户', '已核对地址'][1 + r(o, 37, 6)]"),
        ("订单完成时间", "time", "finished_at"),
        ("支付完成时间", "time", "paid_at"),
        ("APP渠道", "text", "['抖音', '抖音', '抖音极速版', '今日头条'][1 + r(o, 38, 4)]"),
        (
            "流量来源",
            "text",
            """CASE WHEN late = 2 THEN 'LATE' WHEN alliance THEN '精选联盟'
                ELSE ['小店自卖', '小店自卖', '鲁班广告', '-'][1 + r(o, 39, 4)] END""",
        ),
        ("订单状态", "text", "status"),
        ("承诺发货时间", "time", "paid_at + INTERVAL 48 HOUR"),
        ("订单类型", "text", "'普通订单'"),
        ("鲁班落地页ID", "text", "'0'"),
        ("达人ID", "guarded", "creator_id"),
        ("达人昵称", "text", "creator"),
        ("所属门店ID", "text", "'-'"),
        ("售后状态", "text", "coalesce(after_sale, ['-', '-', ''][1 + r(sub_order_id, 40, 3)])"),
        ("取消原因", "text", "coalesce(cancel_reason, '-')"),
        ("预约发货时间", "text", "'-'"),
        ("仓库ID", "text", "'-'"),
        ("仓库名称", "text", "'-'"),
        ("是否安心购", "text", "'是'"),
        ("广告渠道", "text", "CASE WHEN late = 2 THEN 'LATE' WHEN alliance THEN ['直播', '短视频'][1 + r(o, 41, 2)] ELSE '无' END"),
        ("流量类型", "text", "CASE WHEN alliance THEN ['广告', '非广告'][1 + r(o, 42, 2)] ELSE '非广告' END"),
        ("流量体裁", "text", "CASE WHEN late > 0 THEN 'LATE' WHEN alliance THEN ['直播', '其他'][1 + r(o, 41, 2)] ELSE '商品卡' END"),
        ("流量渠道", "text", "CASE WHEN alliance THEN '精选联盟' ELSE ['抖音商城', '搜索', '-'][1 + r(o, 43, 3)] END"),
        ("发货主体", "text", "'商家发货'"),
        ("发货主体明细", "text", "'-'"),
        ("发货时间", "time", "shipped_at"),
        ("降价类优惠", "money", "0"),
        ("平台实际承担优惠金额", "money", "platform_borne"),
        ("商家实际承担优惠金额", "money", "seller_borne"),
        ("达人实际承担优惠金额", "money", "creator_borne"),
    ],
    {},
)

COMMISSIONS = Export(
    "commission",
    [
        ("订单id", "guarded", "sub_order_id"),
        ("商品id", "guarded", "product_id"),
        ("商品名称", "guarded", "product"),
        ("作者账号", "text", "creator"),
        ("抖音/火山号", "guarded", "creator_id"),
        ("支付金额", "money", "payable"),
        ("佣金率", "text", "'20.00%'"),
        ("预估佣金支出", "money", "payable // 5"),
        ("结算金额", "money", "CASE WHEN settled THEN payable - refund END"),
        # An actual commission of 0 before the settlement says that nothing is booked yet.
        ("实际佣金支出", "money", "CASE WHEN settled THEN commission_booked WHEN r(sub_order_id, 50, 2) = 0 THEN 0 END"),
        ("订单状态", "text", "CASE WHEN settled THEN '订单结算' ELSE '订单付款' END"),
        ("超时未结算原因", "text", "'-'"),
        ("付款时间", "time", "paid_at"),
        ("收货时间", "time", "finished_at"),
        ("订单结算时间", "time", "CASE WHEN settled THEN finished_at + INTERVAL 15 DAY END"),
        ("商品来源", "text", "'商家自有'"),
        ("尾款支付时间", "text", "'-'"),
        ("定金金额", "text", "'-'"),
        ("店铺id", "text", "'10482077'"),
        ("店铺名称", "text", "'云栖杂货铺'"),
        ("商品数量", "number", "quantity"),
        ("佣金发票", "text", "'未开具'"),
        ("订单来源", "text", "'抖音'"),
        ("流量来源", "text", "'直播'"),
    ],
    {},
)

AFTER_SALES = Export(
    "aftersales",
    [
        ("售后单号", "guarded", "670000000000000000 + 10 * line_number + again + 1"),
        ("订单号", "guarded", "main_order_id"),
        ("商品单号", "guarded", "sub_order_id"),
        ("商品名称", "guarded", "product"),
        ("商品ID", "guarded", "product_id"),
        ("应付金额（元）", "money", "payable"),
        (
            "售后类型",
            "text",
            "CASE WHEN price_protected THEN '价保' WHEN shipped_at IS NULL THEN '未发货仅退款' ELSE '退货退款' END",
        ),
        ("退商品金额（元）", "money", "CASE WHEN is_told THEN refund - refund_freight - refund_tax END"),
        ("退运费金额（元）", "money", "refund_freight"),
        # It stands within 退商品金额.
        ("退支付优惠（元）", "money", "part(payment_paid, refund, payable)"),
        ("退税费金额（元）", "money", "refund_tax"),
        ("售后状态", "text", "CASE WHEN again = 1 THEN '售后关闭' WHEN gave_back THEN '同意退款，退款成功' ELSE after_sale END"),
        ("售后申请时间", "time", "applied_at"),
        ("退款方式", "text", "CASE WHEN gave_back THEN '原路退款' ELSE '-' END"),
        ("商家退款时间", "time", "refunded_at"),
        ("用户到账时间", "time", "refunded_at + INTERVAL 1 MINUTE"),
        ("售后关闭时间", "time", "CASE WHEN after_sale = '售后关闭' OR again = 1 THEN applied_at + INTERVAL 2 DAY END"),
        ("商家编码", "guarded", "'SP-' || product_number"),
        ("门店名称", "text", "'-'"),
    ],
    {},
)

SETTLEMENTS = Export(
    "settlement",
    [
        ("结算时间", "time", "booked_at"),
        ("订单号", "quoted", "main_order_id"),
        ("子订单号", "quoted", "sub_order_id"),
        ("结算金额", "money", "income + expenses"),
        ("结算账户", "text", "'聚合账户'"),
        ("结算单类型", "text", "CASE WHEN again = 1 THEN '结算后退款-原路退回' ELSE '已结算' END"),
        ("有结算前退款", "text", "CASE WHEN early_refund > 0 THEN '是' ELSE '否' END"),
        ("下单时间", "time", "submitted_at"),
        ("商品ID", "quoted", "product_id"),
        ("商品名称", "text", "product"),
        ("商品数量", "number", "sign * quantity"),
        ("达人ID", "quoted", "creator_id"),
        ("达人名称", "text", "creator"),
        ("业务类型", "text", "'商品交易'"),
        ("订单类型", "text", "'普通订单'"),
        ("订单总价", "money", "sign * (price * quantity + freight)"),
        ("商品总价", "money", "sign * price * quantity"),
        ("运费", "money", "sign * freight"),
        ("店铺券", "money", "sign * seller_borne"),
        ("政府补贴商家垫资", "money", "0"),
        ("结算前退款金额", "money", "early_refund"),
        ("平台补贴", "money", "CASE WHEN named_otherwise THEN 0 ELSE platform_part END"),
        ("其他平台补贴", "money", "CASE WHEN named_otherwise THEN platform_part ELSE 0 END"),
        ("政府补贴平台垫资", "money", "0"),
        ("达人补贴", "money", "borne_part - platform_part"),
        ("抖音支付补贴", "money", "CASE WHEN payer = 0 THEN payment_part ELSE 0 END"),
        ("抖音月付营销补贴", "money", "CASE WHEN payer = 1 THEN payment_part ELSE 0 END"),
        ("银行补贴", "money", "CASE WHEN payer = 2 THEN payment_part ELSE 0 END"),
        ("以旧换新抵扣", "money", "0"),
        ("平台补贴运费", "money", "freight_part"),
        ("用户实付", "money", "buyer_part - payment_part"),
        ("收入合计", "money", "income"),
        ("平台服务费", "money", "-sign * fee_part"),
        ("达人佣金", "money", "-sign * commission_part"),
        ("服务商佣金", "money", "-sign * agency_part"),
        ("渠道分成", "money", "0"),
        ("招商服务费", "money", "-sign * recruiting_part"),
        ("站外推广费", "money", "-sign * external_part"),
        ("其他分成", "money", "0"),
        ("其他分成说明", "text", "'-'"),
        ("支出合计", "money", "expenses"),
        ("是否免佣", "text", "'否'"),
        ("免佣金额", "money", "0"),
        ("商户主体名称", "text", "'杭州云栖杂货有限公司'"),
        ("APP渠道", "text", "'抖音'"),
        ("备注", "text", "'-'"),
    ],
    {"结算时间": "年-月-日 时:分:秒", "结算金额": "收入合计+支出合计（元）", "收入合计": "（元）", "支出合计": "（元）"},
)

FLOWS = Export(
    "funds",
    [
        ("动账时间", "time", "moved_at"),
        ("动帐流水号", "guarded", "680000000000000000 + 10 * line_number + again + 1"),
        ("动账方向", "text", "CASE WHEN moved < 0 THEN '出账' ELSE '入账' END"),
        # The direction gives the sign.
        ("动账金额", "money", "abs(moved)"),
        ("动账账户", "text", "'聚合账户'"),
        ("动账场景", "text", "scene"),
        ("计费类型", "text", "'-'"),
        ("子订单号", "guarded", "sub_order_id"),
        ("订单号", "guarded", "main_order_id"),
        ("售后编号", "text", "'-'"),
        ("下单时间", "time", "CASE WHEN main_order_id IS NOT NULL THEN submitted_at END"),
        ("商品ID", "guarded", "CASE WHEN main_order_id IS NOT NULL THEN product_id END"),
        ("商品名称", "guarded", "CASE WHEN main_order_id IS NOT NULL THEN product END"),
        ("达人ID", "guarded", "CASE WHEN main_order_id IS NOT NULL THEN creator_id END"),
        ("达人名称", "text", "CASE WHEN main_order_id IS NOT NULL THEN creator ELSE '-' END"),
        ("订单类型", "text", "'普通订单'"),
        ("订单实付应结", "money", "buyer_part - payment_part - freight_part"),
        ("运费实付", "money", "freight_part"),
        ("实际平台补贴_运费", "money", "freight_subsidy"),
        ("实际平台补贴", "money", "CASE WHEN named_otherwise THEN 0 ELSE platform_part END"),
        ("其他平台补贴", "money", "CASE WHEN named_otherwise THEN platform_part ELSE 0 END"),
        ("以旧换新抵扣", "money", "0"),
        ("政府补贴平台垫资", "money", "0"),
        ("实际达人补贴", "money", "borne_part - platform_part"),
        ("实际抖音支付补贴", "money", "CASE WHEN payer = 0 THEN payment_part ELSE 0 END"),
        ("实际抖音月付营销补贴", "money", "CASE WHEN payer = 1 THEN payment_part ELSE 0 END"),
        ("银行补贴", "money", "CASE WHEN payer = 2 THEN payment_part ELSE 0 END"),
        ("订单退款", "money", "refund_part"),
        ("平台服务费", "money", "sign * fee_part"),
        ("佣金", "money", "sign * commission_part"),
        ("服务商佣金", "money", "sign * agency_part"),
        ("渠道分成", "money", "0"),
        ("招商服务费", "money", "sign * recruiting_part"),
        ("站外推广费", "money", "sign * external_part"),
        ("其他分成", "money", "0"),
        ("是否免佣", "text", "'否'"),
        ("免佣金额", "money", "0"),
        ("商户主体名称", "text", "'杭州云栖杂货有限公司'"),
        ("备注", "text", "'-'"),
    ],
    {},
)

PLACES = [
    ("广东省", "广州市"), ("山东省", "青岛市"), ("河南省", "郑州市"), ("江苏省", "苏州市"), ("四川省", "成都市"),
    ("河北省", "石家庄市"), ("浙江省", "杭州市"), ("湖南省", "长沙市"), ("安徽省", "合肥市"), ("湖北省", "武汉市"),
    ("广西壮族自治区", "南宁市"), ("云南省", "昆明市"), ("江西省", "南昌市"), ("辽宁省", "沈阳市"), ("福建省", "福州市"),
    ("陕西省", "西安市"), ("黑龙江省", "哈尔滨市"), ("贵州省", "贵阳市"), ("山西省", "太原市"), ("重庆市", "重庆市"),
    ("吉林省", "长春市"), ("甘肃省", "兰州市"), ("内蒙古自治区", "呼和浩特市"), ("上海市", "上海市"),
    ("新疆维吾尔自治区", "乌鲁木齐市"), ("北京市", "北京市"), ("天津市", "天津市"), ("海南省", "海口市"),
    ("宁夏回族自治区", "银川市"), ("青海省", "西宁市"), ("西藏自治区", "拉萨市"),
]

# Whole fen as yuan with two decimals.
YUAN = "CREATE OR REPLACE TEMP MACRO yuan(fen) AS CAST(fen AS DECIMAL(16, 0)) * CAST(0.01 AS DECIMAL(2, 2));"

MACROS = f"""
{YUAN}
-- A number below `n` that follows from a key; each use has a salt of its own.
CREATE OR REPLACE TEMP MACRO r(key, salt, n) AS CAST(hash(key, salt) % n AS BIGINT);
-- A number below `n`, the small ones far more often than the large.
CREATE OR REPLACE TEMP MACRO skewed(key, salt, n, power) AS
    CAST(floor(n * pow(r(key, salt, 1000000) / 1000000.0, power)) AS BIGINT);
-- A discount as the platform writes it: a coupon's name with the amount, or the bare name of a large one.
CREATE OR REPLACE TEMP MACRO coupon(name, fen) AS
    CASE WHEN fen = 0 THEN '0.00' WHEN fen < 500 THEN name || '-' || yuan(fen) ELSE name END;
-- The part `up / down` of an amount, half a fen up.
CREATE OR REPLACE TEMP MACRO part(fen, up, down) AS CASE WHEN down = 0 THEN 0 ELSE (2 * fen * up + down) // (2 * down) END;
-- What Douyin Pay, its instalments or a bank pay of the amount in place of the buyer.
CREATE OR REPLACE TEMP MACRO payment_subsidy(sub_order_id, payable) AS
    CASE WHEN r(sub_order_id, 44, 10) = 0 THEN payable // 50 ELSE 0 END;
"""

# The hours of two years, with the orders that come in each: more at the weekend and in the evening, more every month, and many
# on the days of the great sales.
HOURS = """
CREATE TEMP TABLE hours AS
WITH weighted AS (
    SELECT
        begins,
        (1 + 0.8 * date_diff('day', TIMESTAMP '{first} 00:00:00', begins) / 730.0)
        * [1.35, 0.9, 0.9, 0.95, 1.0, 1.1, 1.3][1 + dayofweek(begins)]
        * [3, 2, 1, 1, 1, 1, 2, 4, 6, 8, 9, 9, 10, 9, 8, 8, 8, 9, 11, 14, 17, 18, 14, 8][1 + hour(begins)]
        * CASE WHEN strftime(begins, '%m-%d') IN ('06-18', '11-11', '12-12') THEN 4 ELSE 1 END
        * CASE WHEN CAST(begins AS DATE) = DATE '{empty}' THEN 0 ELSE 1 END AS weight
    FROM range(TIMESTAMP '{first} 00:00:00', TIMESTAMP '{now}' - INTERVAL 5 MINUTE, INTERVAL 1 HOUR) AS hours (begins)
),
summed AS (
    SELECT begins, sum(weight) OVER (ORDER BY begins) / sum(weight) OVER () AS until, weight FROM weighted
)
SELECT begins, CAST(so_far - coalesce(lag(so_far) OVER (ORDER BY begins), 0) AS BIGINT) AS orders
FROM (SELECT begins, floor(until * {orders}) AS so_far FROM summed)
"""

# Every order line as it is at NOW. The id of the first line of an order is the id of the order, an id is odd, and ids grow
# with time, as the platform's do.
LINES = """
CREATE TABLE line AS
WITH an_order AS (
    SELECT
        6908500000000000000 + CAST(epoch(submitted_at) AS BIGINT) * 10000000 + number * 60 + r(number, 1, 20) * 2 + 1 AS o,
        submitted_at,
        number
    FROM (
        SELECT
            number,
            begins + to_seconds(CAST(
                floor(3600 * (number + r(epoch(begins) + number, 2, 1000) / 1000.0) / orders) AS BIGINT
            )) AS submitted_at
        FROM (SELECT begins, orders, unnest(range(orders)) AS number FROM hours)
    )
),
told AS (
    SELECT
        o,
        submitted_at,
        epoch(TIMESTAMP '{now}' - submitted_at) / 3600.0 AS age,
        submitted_at + to_seconds(4 + r(o, 3, 90)) AS paid_at,
        -- Never paid: 3 % of all.
        r(o, 4, 1000) < 30 AS unpaid,
        r(o, 4, 1000) = 30 AS cancelled,
        r(o, 5, 100) < 45 AS alliance,
        date_trunc('month', submitted_at) IN ({patchy}) AS patchy,
        CASE WHEN submitted_at < date_trunc('day', TIMESTAMP '{now}') THEN 0
            WHEN r(o, 6, 100) < 4 THEN 2 WHEN r(o, 6, 100) < 20 THEN 1 ELSE 0 END AS late,
        skewed(o, 7, {buyers}, 1.2) AS buyer,
        skewed(o, 8, 300, 2) AS creator_number,
        CASE WHEN r(o, 9, 100) < 82 THEN 1 WHEN r(o, 9, 100) < 95 THEN 2 ELSE 3 END AS lines,
        -- All of it came back with an after-sale that names only the order.
        r(o, 45, 1000) < CASE WHEN lines = 1 THEN 1 WHEN patchy THEN 10 ELSE 0 END AS whole_order
    FROM an_order
),
sold AS (
    SELECT
        *,
        o AS main_order_id,
        o + 2 * place AS sub_order_id,
        skewed(o + 2 * place, 10, 3000, 2.5) AS product_number,
        place > 0 AND r(o + 2 * place, 11, 20) = 0 AS is_gift
    FROM (SELECT *, unnest(range(lines)) AS place FROM told)
),
priced AS (
    SELECT
        * EXCLUDE (late),
        CAST(late AS TINYINT) AS late,
        CASE WHEN is_gift THEN 0 ELSE 990 + 100 * r(product_number, 12, 300) END AS price,
        [1, 1, 1, 1, 1, 1, 2, 3][1 + r(sub_order_id, 13, 8)] AS quantity,
        CASE WHEN NOT is_gift AND r(sub_order_id, 14, 5) = 0 THEN 600 ELSE 0 END AS freight,
        -- A gift closes with its main line. One product was called back.
        NOT whole_order
            AND (product_number = 2999 OR r(CASE WHEN is_gift THEN main_order_id ELSE sub_order_id END, 15, 1000) < 30)
            AS refunded_early
    FROM sold
),
discounted AS (
    SELECT
        *,
        -- Amounts are multiples of five fen, so that a fifth of them is the same of each line and of their sum.
        CASE WHEN r(sub_order_id, 16, 100) < 35 THEN price // 100 * 5 ELSE 0 END AS platform_borne,
        CASE WHEN alliance AND r(sub_order_id, 18, 100) < 15 THEN price // 100 * 5 ELSE 0 END AS creator_borne,
        CASE
            -- Nothing is left to pay of a few.
            WHEN r(sub_order_id, 29, 3000) = 0 THEN price * quantity + freight - platform_borne - creator_borne
            WHEN r(sub_order_id, 17, 100) < 45 THEN price // 100 * 5
            ELSE 0
        END AS seller_borne,
        CASE
            WHEN cancelled THEN '已取消'
            WHEN unpaid THEN CASE WHEN age < 0.5 THEN '待支付' ELSE '已关闭' END
            -- A gift of an order that was refunded may stay with the buyer.
            WHEN refunded_early AND NOT (is_gift AND r(sub_order_id, 19, 5) = 0) THEN '已关闭'
            WHEN r(sub_order_id, 20, 20000) = 0 AND age < 2400 THEN '待发货'
            WHEN r(sub_order_id, 20, 20000) = 1 THEN '已发货'
            WHEN age < 30 OR (age < 44 AND r(sub_order_id, 21, 2) = 0)
                THEN CASE r(sub_order_id, 22, 50) WHEN 0 THEN '备货中' WHEN 1 THEN '部分发货' WHEN 2 THEN '已支付' ELSE '待发货' END
            WHEN age < 216 THEN '已发货'
            ELSE '已完成'
        END AS status
    FROM priced
),
judged AS (
    SELECT
        *,
        r(sub_order_id, 23, 10000) AS dice,
        CASE WHEN NOT (unpaid OR cancelled) THEN paid_at END AS paid,
        CASE WHEN status IN ('已发货', '已完成') THEN submitted_at + to_minutes(60 + r(sub_order_id, 24, 1700)) END AS shipped_at,
        CASE WHEN status = '已完成' THEN submitted_at + to_minutes(5800 + r(sub_order_id, 25, 4000)) END AS finished_at
    FROM discounted
)
SELECT
    o,
    main_order_id,
    sub_order_id,
    row_number() OVER (ORDER BY sub_order_id) AS line_number,
    submitted_at,
    paid AS paid_at,
    shipped_at,
    finished_at,
    status,
    CASE
        WHEN status = '已关闭' THEN CASE WHEN paid IS NOT NULL AND NOT is_gift THEN '退款成功' END
        WHEN paid IS NULL THEN NULL
        WHEN status = '已完成' THEN CASE
            WHEN whole_order OR dice < 80 THEN '退款成功'
            WHEN dice < 100 THEN '已全额退款'
            WHEN dice < 190 THEN '售后关闭'
            WHEN dice < 220 THEN '换货成功'
            WHEN dice < 230 THEN '补寄成功'
            WHEN dice < 250 THEN '售后已拒绝'
            WHEN dice < 251 AND age < 2400 THEN '平台介入中'
            WHEN dice < 500 AND age < 720 THEN ['待退货', '待收退货', '售后待处理'][1 + dice % 3]
        END
        WHEN status = '已发货' THEN CASE WHEN dice < 200 THEN '待退货' WHEN dice < 400 THEN '待收退货' WHEN dice < 450 THEN '售后已拒绝' END
        WHEN dice < 150 THEN '售后待处理'
    END AS after_sale,
    CASE
        WHEN is_gift AND refunded_early
            THEN ['主品订单售后完成', '主品订单售后完成，未发货赠品订单取消', '赠品订单取消'][1 + r(sub_order_id, 30, 3)]
        WHEN status = '已关闭' AND paid IS NULL THEN '超时未支付'
        WHEN status = '已取消' THEN '买家取消'
        WHEN status = '已关闭' OR (status = '已完成' AND dice < 50)
            THEN ['买错了/不想要了', '没用/少用优惠', '商品与描述不符', '未按约定时间发货', '质量问题'][1 + r(sub_order_id, 26, 5)]
    END AS cancel_reason,
    alliance,
    patchy,
    lines,
    whole_order AND status = '已完成' AS whole_order,
    late,
    buyer,
    product_number,
    -- A product in five hundred has no id in the export, and some got another name in the second year.
    CASE WHEN product_number % 500 <> 7 THEN 3700000000000000001 + product_number * 1234567890 * 2 END AS product_id,
    ['云栖', '竹语', '山雀', '半日', '小岸', '松间', '北屿'][1 + product_number % 7]
        || ['保温杯', '拖鞋', '洗脸巾', '桌布', '乌龙茶', '羽绒服', '防晒帽', '燕麦脆'][1 + r(product_number, 27, 8)]
        || ' ' || product_number
        || CASE WHEN product_number % 40 = 3 AND submitted_at >= TIMESTAMP '2025-01-01' THEN ' 升级款' ELSE '' END AS product,
    CASE WHEN alliance AND late < 2 AND r(o, 28, 100) >= 3 THEN 60000000001 + creator_number * 7919 END AS creator_id,
    CASE WHEN alliance AND late < 2 THEN '达人' || creator_number || '号' ELSE '-' END AS creator,
    quantity,
    price,
    freight,
    platform_borne,
    seller_borne,
    creator_borne,
    price * quantity + freight - platform_borne - seller_borne - creator_borne AS payable
FROM judged
ORDER BY sub_order_id
"""

# The buyer as the export shows him: 20 % ciphertext, some of whom a part is missing, a few in plain text or not at all.
BUYER = """
SELECT
    *,
    CASE
        WHEN kind < 200 THEN '##' || substr(md5('n' || buyer), 1, 22) || '=='
        WHEN kind = 999 THEN '-'
        WHEN kind = 998 THEN surname || '小明'
        ELSE surname || '**'
    END AS receiver,
    CASE
        WHEN kind < 200 THEN '$$' || substr(md5('p' || buyer), 1, 22) || '=='
        WHEN kind = 999 OR kind = 997 THEN '-'
        WHEN kind = 998 THEN '1' || (3000000000 + buyer)
        ELSE (130 + r(buyer, 62, 60)) || '****' || lpad(CAST(r(buyer, 63, 10000) AS VARCHAR), 4, '0')
    END AS receiver_phone,
    CASE
        WHEN kind < 200 THEN '##' || md5('a' || buyer) || substr(md5('b' || buyer), 1, 12)
        WHEN kind >= 998 THEN CASE WHEN kind = 999 THEN '-' ELSE '幸福小区' || (buyer % 90) || '号楼101室' END
        ELSE ['**小区**号楼****室', '**路**号***', '***村**组**号'][1 + r(buyer, 64, 3)]
    END AS address,
    places[1 + skewed(buyer, 65, {places}, 1.4)] AS place
FROM (
    SELECT
        *,
        r(buyer, 60, 1000) AS kind,
        substr('王李张刘陈杨赵黄周吴徐孙胡朱高林何郭马罗', 1 + r(buyer, 61, 20), 1) AS surname
    FROM line
), (SELECT {place_list} AS places)
"""

# What was given back of a line and when, and what its settlement says. What the platform and the creator bear, the fees and the
# commission go back in proportion to a refund. What was refunded before the settlement is not in it.
MONEY = """
WITH given_back AS (
    SELECT
        *,
        -- The price fell after the sale; the order says nothing of that.
        after_sale IS NULL AND status = '已完成' AND payable > 0 AND r(sub_order_id, 46, 2000) = 0 AS price_protected,
        coalesce(after_sale IN ('退款成功', '已全额退款'), false) OR price_protected AS gave_back,
        -- The seller keeps the freight of a few lines that were closed.
        status = '已关闭' AND r(sub_order_id, 47, 50) = 0 AS keeps_freight,
        CASE
            WHEN NOT gave_back THEN 0
            WHEN price_protected THEN payable // 10
            WHEN keeps_freight THEN payable - least(freight, payable)
            WHEN status = '已关闭' OR whole_order OR after_sale = '已全额退款' THEN payable
            ELSE payable - r(sub_order_id, 52, 3) * (payable // 10)
        END AS refund,
        CASE WHEN price_protected OR keeps_freight THEN 0 ELSE least(freight, refund) END AS refund_freight,
        CASE WHEN refund > 1000 AND r(sub_order_id, 54, 50) = 0 THEN 100 ELSE 0 END AS refund_tax,
        payment_subsidy(sub_order_id, payable) AS payment_paid,
        finished_at + to_minutes(9000 + r(sub_order_id, 76, 3000)) AS settled_at
    FROM line
),
dated AS (
    SELECT
        *,
        refund > 0 AND coalesce(finished_at < TIMESTAMP '{now}' - to_minutes(15000), false)
            AND (patchy OR r(sub_order_id, 55, 2) = 0) AS refunded_late,
        CASE WHEN refunded_late THEN settled_at + to_minutes(r(sub_order_id, 71, 1500)) ELSE least(
            submitted_at + to_minutes(90 + r(sub_order_id, 71, 5000)), TIMESTAMP '{now}' - INTERVAL 10 MINUTE
        ) END AS applied_at,
        CASE WHEN refunded_late THEN applied_at + to_minutes(30 + r(sub_order_id, 53, 1400)) ELSE least(
            applied_at + to_minutes(30 + r(sub_order_id, 53, 9000)), TIMESTAMP '{now}' - INTERVAL 5 MINUTE
        ) END AS refunded_at,
        CASE WHEN refunded_late THEN 0 ELSE refund END AS early_refund,
        -- Of ten late refunds one is not taken back yet, and of one the platform leaves what it bears.
        refunded_late AND r(sub_order_id, 56, 10) > 0 AS is_taken_back,
        r(sub_order_id, 56, 10) = 1 AS subsidy_stays,
        NOT gave_back AND r(sub_order_id, 79, 1000) = 0 AS booked_twice
    FROM given_back
),
kept AS (
    SELECT
        *,
        payable - early_refund AS kept,
        -- One in three hundred is settled with some fen less.
        kept - CASE WHEN NOT gave_back AND r(sub_order_id, 74, 300) = 0 THEN least(1 + r(sub_order_id, 75, 200), kept) ELSE 0 END
            AS buyer_kept,
        platform_borne + creator_borne AS borne,
        borne - part(borne, early_refund, payable) AS borne_kept,
        platform_borne - part(platform_borne, early_refund, payable) AS platform_kept,
        payment_paid - part(payment_paid, early_refund, payable) AS payment_kept
    FROM dated
)
SELECT
    *,
    kept // 20 AS fee,
    CASE WHEN alliance THEN kept // 5 ELSE 0 END AS commission,
    CASE WHEN alliance AND r(sub_order_id, 57, 3) = 0 THEN kept // 50 ELSE 0 END AS agency,
    CASE WHEN alliance AND r(sub_order_id, 58, 10) = 0 THEN kept // 100 ELSE 0 END AS recruiting,
    CASE WHEN NOT alliance AND r(sub_order_id, 59, 20) = 0 THEN kept // 25 ELSE 0 END AS external,
    CASE WHEN booked_twice THEN 2 * commission WHEN is_taken_back THEN commission - part(commission, refund, payable)
        ELSE commission END AS commission_booked,
    r(sub_order_id, 66, 4) = 0 AS named_otherwise,
    r(sub_order_id, 67, 3) AS payer,
    r(main_order_id, 85, 5000) = 0 AS has_stray,
    lines > 1 AND main_order_id = sub_order_id AND r(main_order_id, 84, 500) = 0 AS has_order_only
FROM kept
"""

# The newest lines that creators sold; one in a hundred is missing. Those completed 15 days ago are settled.
COMMISSION_ROWS = """
SELECT *, 0 AS again, coalesce(status = '已完成' AND finished_at < TIMESTAMP '{now}' - INTERVAL 15 DAY, false) AS settled
FROM money
WHERE alliance AND paid_at IS NOT NULL AND r(sub_order_id, 70, 100) > 0
ORDER BY sub_order_id DESC
LIMIT {rows}
"""

# The refunds of completed lines, since nobody else tells how much went back of them, and the newest of the others. Some lines
# have a second after-sale that was closed (1), and a few a refund of an order that no export has beside them (2).
AFTER_SALE_ROWS = """
WITH chosen_line AS (
    SELECT *
    FROM money
    WHERE (after_sale IS NOT NULL OR price_protected)
        AND NOT (patchy AND r(sub_order_id, 73, 20) = 0)
        AND (NOT whole_order OR sub_order_id = main_order_id)
    ORDER BY status = '已完成' AND gave_back DESC, sub_order_id DESC
    LIMIT {rows}
),
whole AS (SELECT main_order_id, CAST(sum(payable) AS BIGINT) AS amount FROM line WHERE whole_order GROUP BY main_order_id),
counted AS (
    SELECT *, unnest(
        [0] || CASE WHEN r(sub_order_id, 72, 100) = 0 THEN [1] ELSE [] END
        || CASE WHEN gave_back AND NOT whole_order AND r(sub_order_id, 86, 500) = 0 THEN [2] ELSE [] END
    ) AS again
    FROM chosen_line
)
SELECT
    * REPLACE (
        main_order_id - CASE WHEN again = 2 THEN {astray} ELSE 0 END AS main_order_id,
        CASE WHEN NOT whole_order THEN sub_order_id - CASE WHEN again = 2 THEN {astray} ELSE 0 END END AS sub_order_id,
        gave_back AND again <> 1 AS gave_back,
        coalesce(amount, payable) AS payable,
        CASE WHEN again <> 1 THEN coalesce(amount, refund) ELSE 0 END AS refund,
        CASE WHEN again <> 1 THEN refund_freight ELSE 0 END AS refund_freight,
        CASE WHEN again <> 1 THEN refund_tax ELSE 0 END AS refund_tax,
        CASE WHEN gave_back AND again <> 1 THEN refunded_at END AS refunded_at
    ),
    NOT (patchy AND gave_back AND again = 0 AND r(sub_order_id, 51, 30) = 0) AS is_told
FROM counted LEFT JOIN whole USING (main_order_id)
"""

# The newest lines that were completed long enough ago. Nothing is settled of gifts, of what went back before, and of lines whose
# after-sale is open.
BOOKED = """
SELECT *
FROM money
WHERE finished_at < TIMESTAMP '{now}' - to_minutes(12000)
    AND price > 0
    AND buyer_kept + borne_kept > 0
    AND coalesce(after_sale NOT IN ('售后待处理', '待退货', '待收退货', '平台介入中'), true)
ORDER BY finished_at DESC, sub_order_id
LIMIT {rows}
"""

# The bookings of these lines; one line in two hundred is missing, half of these in the fund flow as well. What was refunded later
# is taken back in a second booking (1), one booking in a thousand stands there twice, a few are of an order that no export has (2),
# and a few, for freight, name only an order of several lines (3).
SETTLEMENT_ROWS = """
WITH booking AS (
    SELECT *, unnest(
        [0] || CASE WHEN is_taken_back THEN [1] WHEN booked_twice THEN [0] ELSE [] END
        || CASE WHEN has_stray THEN [2] ELSE [] END || CASE WHEN has_order_only THEN [3] ELSE [] END
    ) AS again
    FROM booked
    WHERE r(sub_order_id, 80, 400) > 1 OR (patchy AND gave_back)
),
shared AS (
    SELECT
        *,
        CASE WHEN again = 1 THEN -1 ELSE 1 END AS sign,
        CASE again WHEN 1 THEN refund WHEN 3 THEN 0 ELSE 1 END AS up,
        CASE WHEN again = 1 THEN payable ELSE 1 END AS down,
        CASE WHEN again = 1 AND subsidy_stays THEN 0 ELSE up END AS up_borne
    FROM booking
)
SELECT
    * REPLACE (
        main_order_id - CASE WHEN again = 2 THEN {astray} ELSE 0 END AS main_order_id,
        CASE again WHEN 2 THEN sub_order_id - {astray} WHEN 3 THEN NULL ELSE sub_order_id END AS sub_order_id,
        CASE WHEN again IN (0, 2) THEN early_refund ELSE 0 END AS early_refund
    ),
    CASE WHEN again = 1 THEN refunded_at + to_minutes(10) ELSE settled_at END AS booked_at,
    sign * part(buyer_kept, up, down) AS buyer_part,
    sign * part(borne_kept, up_borne, down) AS borne_part,
    sign * part(platform_kept, up_borne, down) AS platform_part,
    sign * part(payment_kept, up, down) AS payment_part,
    CASE WHEN again = 3 THEN 600 ELSE 0 END AS freight_part,
    part(fee, up, down) AS fee_part,
    part(commission, up, down) AS commission_part,
    part(agency, up, down) AS agency_part,
    part(recruiting, up, down) AS recruiting_part,
    part(external, up, down) AS external_part,
    buyer_part + borne_part + freight_part AS income,
    -sign * (fee_part + commission_part + agency_part + recruiting_part + external_part) AS expenses
FROM shared
"""

# What moved for the same lines; one in two hundred is missing besides, one in five hundred moved otherwise than it was settled.
# What is taken back moves in up to three parts (1 to 3). Once for a few hundred lines money is drawn out (4), which belongs to no
# line, or a little is paid to a buyer (5), which settles nothing. Further there is what the bookings have (6, 7).
FLOW_ROWS = """
WITH movement AS (
    SELECT *, unnest(
        [0] || CASE WHEN is_taken_back THEN [1, 2, 3] ELSE [] END
        || CASE r(sub_order_id, 82, 800) WHEN 0 THEN [4] WHEN 1 THEN [4] WHEN 2 THEN [5] ELSE [] END
        || CASE WHEN has_stray THEN [6] ELSE [] END || CASE WHEN has_order_only THEN [7] ELSE [] END
    ) AS again
    FROM booked
    WHERE (r(sub_order_id, 80, 400) <> 1 OR (patchy AND gave_back)) AND r(sub_order_id, 83, 200) > 0
),
shared AS (
    SELECT
        *,
        again IN (0, 6) AS is_whole,
        CASE WHEN again = 3 THEN 1 ELSE -1 END AS sign,
        CASE WHEN is_whole THEN 1 WHEN again IN (2, 3) THEN refund ELSE 0 END AS up,
        CASE WHEN again IN (2, 3) THEN payable ELSE 1 END AS down,
        CASE WHEN is_whole THEN 1 WHEN again = 2 AND NOT subsidy_stays THEN -1 ELSE 0 END AS borne_sign,
        CASE WHEN again = 2 THEN 0 ELSE up END AS up_fees
    FROM movement
),
parts AS (
    SELECT
        * REPLACE (
            CASE again WHEN 4 THEN NULL WHEN 6 THEN main_order_id - {astray} ELSE main_order_id END AS main_order_id,
            CASE WHEN again IN (4, 7) THEN NULL WHEN again = 6 THEN sub_order_id - {astray} ELSE sub_order_id END AS sub_order_id
        ),
        CASE WHEN again IN (1, 2, 3) THEN refunded_at + to_minutes(11 + again) ELSE settled_at + to_minutes(2) END AS moved_at,
        [
            '货款结算入账', '退款-结算后退款-退用户', '退款-订单退款触发-退补贴', '退款-订单退款触发-退分账', '提现', '小额打款',
            '货款结算入账', '货款结算入账'
        ][1 + again] AS scene,
        CASE WHEN is_whole THEN buyer_kept + CASE WHEN r(line.sub_order_id, 81, 500) = 0 THEN 100 ELSE 0 END ELSE 0 END AS buyer_part,
        CASE WHEN is_whole THEN payment_kept ELSE 0 END AS payment_part,
        CASE WHEN is_whole AND kept = payable AND kept > 0 THEN freight ELSE 0 END AS freight_part,
        CASE WHEN again = 7 THEN 600 ELSE 0 END AS freight_subsidy,
        borne_sign * part(borne_kept, up, down) AS borne_part,
        borne_sign * part(platform_kept, up, down) AS platform_part,
        CASE WHEN again = 1 THEN -refund ELSE 0 END AS refund_part,
        part(fee, up_fees, down) AS fee_part,
        part(commission, up_fees, down) AS commission_part,
        part(agency, up_fees, down) AS agency_part,
        part(recruiting, up_fees, down) AS recruiting_part,
        part(external, up_fees, down) AS external_part
    FROM shared AS line
)
SELECT
    *,
    CASE again WHEN 4 THEN -payable WHEN 5 THEN -500 ELSE buyer_part + freight_subsidy + borne_part + refund_part
        + sign * (fee_part + commission_part + agency_part + recruiting_part + external_part) END AS moved
FROM parts
WHERE again < 2 OR again > 3 OR moved <> 0
"""


def words_of(size):
    """Returns what the SQL here leaves open."""
    place_list = "[" + ", ".join(f"{{'province': '{province}', 'city': '{city}'}}" for province, city in PLACES) + "]"
    return {
        "now": NOW, "first": FIRST_DAY, "empty": EMPTY_DAY, "astray": ASTRAY,
        "orders": math.ceil(size.lines / 1.23 + 4 * math.sqrt(size.lines)),
        "patchy": ", ".join(f"TIMESTAMP '{month}-01'" for month in PATCHY_MONTHS),
        "buyers": max(1, size.lines * 3 // 10), "places": len(PLACES), "place_list": place_list,
    }


def prepare(connection, size):
    """Makes the lines, with what was given back of them and what is settled, of which all exports tell."""
    words = words_of(size)
    connection.execute(MACROS)
    connection.execute(HOURS.format(**words))
    connection.execute(LINES.format(**words))
    # The oldest are cut off, so that there are exactly as many as wanted.
    connection.execute("DELETE FROM line WHERE line_number <= (SELECT count(*) FROM line) - ?", [size.lines])
    connection.execute("UPDATE line SET line_number = line_number - (SELECT min(line_number) - 1 FROM line)")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW money AS {MONEY.format(**words)}")
    connection.execute(f"CREATE OR REPLACE TEMP VIEW booked AS {BOOKED.format(rows=size.flows, **words)}")


def write(connection, folder, size):
    """Writes the exports into a folder, as (kind, path) in the order in which a seller would have downloaded them."""
    words = words_of(size)
    written = []
    first = 1
    while first <= size.lines:
        last = min(first + size.rows_of_a_file - 1, size.lines)
        (newest,) = connection.execute("SELECT submitted_at FROM line WHERE line_number = ?", [last]).fetchone()
        exported_at = NOW if last == size.lines else min(NOW, newest + datetime.timedelta(days=3))
        rows = f"{BUYER.format(**words)} WHERE line_number BETWEEN {first} AND {last} ORDER BY line_number DESC"
        written.append(write_file(connection, folder, ORDERS, rows, exported_at))
        first = last + 1
    for export, rows, count in [
        (COMMISSIONS, COMMISSION_ROWS, size.commissions),
        (AFTER_SALES, AFTER_SALE_ROWS, size.after_sales),
        (SETTLEMENTS, SETTLEMENT_ROWS, size.settlements),
        (FLOWS, FLOW_ROWS, size.flows),
    ]:
        connection.execute(f"CREATE OR REPLACE TEMP VIEW booked AS {BOOKED.format(rows=count, **words)}")
        connection.execute(f"CREATE OR REPLACE TEMP TABLE chosen AS {rows.format(rows=count, **words)}")
        # All that is told of a line stands in one file.
        connection.execute(
            f"""
            CREATE OR REPLACE TEMP TABLE places AS
            SELECT line_number, (row_number() OVER (ORDER BY line_number) - 1) // {LINES_OF_A_FILE} AS file
            FROM (SELECT DISTINCT line_number FROM chosen)
            """
        )
        (files,) = connection.execute("SELECT count(DISTINCT file) FROM places").fetchone()
        for file in range(files):
            part = f"SELECT chosen.* FROM chosen JOIN places USING (line_number) WHERE file = {file} ORDER BY line_number DESC, again DESC"
            written.append(write_file(connection, folder, export, part, NOW - datetime.timedelta(minutes=files - file)))
    return written


def write_file(connection, folder, export, rows, exported_at):
    """Writes one file, named as the platform names it: the second of the export, and something that nobody can guess."""
    shown = {
        "guarded": lambda sql: f"chr(9) || ({sql})",
        "quoted": lambda sql: f"chr(39) || ({sql})",
        "money": lambda sql: f"coalesce(CAST(yuan({sql}) AS VARCHAR), '-')",
        "time": lambda sql: f"strftime({sql}, '%Y-%m-%d %H:%M:%S')",
        "number": lambda sql: f"CAST({sql} AS VARCHAR)",
        "text": lambda sql: f"nullif({sql}, '')".replace("'LATE'", f"'{LATE}'"),
    }
    cells = ", ".join(f'{shown[kind](sql)} AS "{header}"' for header, kind, sql in export.columns)
    heads = [",".join(export.headers())]
    if export.second_header:
        heads.append(",".join(export.second_header.get(header, "") for header in export.headers()))
    stamp = int((exported_at - datetime.timedelta(hours=8)).replace(tzinfo=datetime.timezone.utc).timestamp())
    digest = hashlib.md5(f"{export.kind} {stamp}".encode()).hexdigest()
    path = os.path.join(folder, f"{stamp}_{digest}_{export.kind}.csv")
    prefix = BOM + "\n".join(heads) + "\n"
    guarded = ", ".join(f'"{header}"' for header, kind, _ in export.columns if kind == "guarded")
    force = f", FORCE_QUOTE ({guarded})" if guarded else ""
    connection.execute(
        f"COPY (SELECT {cells} FROM ({rows})) TO '{path}' (FORMAT csv, HEADER false, PREFIX '{prefix}', SUFFIX '\n'{force})"
    )
    return export.kind, path
