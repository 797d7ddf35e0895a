"""The questions about profit, the accounts, several shops and days that were closed, in the SQL of DuckDB.

As in reports_questions.py, what a word means is written a second time on purpose, here from the text of docs/reports.md.
"""

import datetime

from reports_beside import BILLS, CHARGES, COSTS, EARLY_ORDERS, LEDGER, POLICIES, PRODUCT_SPEND, SERVICE_FEES, SPEND
from reports_data import NOW
from reports_questions import AT_A_FIFTH, EXPORTED_AT, GIVEN_BACK, KNOWN, MONEY, MOVED, NAMES, REFUNDS, CAME_BACK, load_export

_SPENT = {"日期": ("day", "day"), "商品ID": ("product_id", "id"), "余额总消耗(元)": ("spent", "money")}

LOADED = [
    (EARLY_ORDERS, "early_lines", NAMES["orders"]),
    (
        COSTS,
        "costs",
        {
            "商品ID": ("product_id", "id"), "规格": ("spec", "text"), "商家编码": ("sku_code", "text"), "成本(元)": ("cost", "money"),
            "生效日期": ("valid_from", "day"),
        },
    ),
    (SPEND, "spend", _SPENT),
    (PRODUCT_SPEND, "product_spend", _SPENT),
    (
        POLICIES,
        "policies",
        {
            "订单编号": ("main_order_id", "id"), "保费来源": ("payer", "text"), "支付保费": ("premium", "money"),
            "动账时间": ("moved_at", "time"), "动账流水号": ("flow_id", "id"),
        },
    ),
    (
        CHARGES,
        "charges",
        {
            "动账流水号": ("flow_id", "id"), "关联子订单号": ("sub_order_id", "id"), "动账时间": ("moved_at", "time"),
            "金额(元)": ("amount", "money"),
        },
    ),
    (
        BILLS,
        "bills",
        {"关联订单号": ("main_order_id", "id"), "结算金额": ("amount", "money"), "结算时间": ("moved_at", "time"), "动账流水号": ("flow_id", "id")},
    ),
    (SERVICE_FEES, "service_fees", {"订单id": ("sub_order_id", "id"), "实际服务费收入": ("actual", "money")}),
    (
        LEDGER,
        "ledger",
        {
            "动账流水号": ("flow_id", "id"), "关联订单号": ("main_order_id", "id"), "关联子订单号": ("sub_order_id", "id"),
            "动账时间": ("moved_at", "time"), "账户方向": ("direction", "text"), "动账金额(元)": ("amount", "money"), "动账场景": ("scene", "text"),
            "账户余额(元)": ("balance", "money"),
        },
    ),
]


def load(connection, files):
    """Loads the exports beside the sales, given as (kind, path), into typed tables."""
    for export, table, names in LOADED:
        derived = f", {EXPORTED_AT} AS exported_at" if export is EARLY_ORDERS else ""
        load_export(connection, export, table, names, files, derived)
    connection.execute(
        """
        INSERT INTO exports
        SELECT min(CAST(submitted_at AS DATE)), max(CAST(submitted_at AS DATE)), exported_at FROM early_lines GROUP BY exported_at
        """
    )


# From which day on a piece of a product, code and specification costs what. Of the costs that fit, one with a code goes before one
# without, then one with the id of the product, then one with the specification; else the latest day holds.
UNIT_COSTS = """
goods AS (
    SELECT DISTINCT coalesce(product_id, 0) AS product_id, coalesce(spec, '') AS spec, coalesce(sku_code, '') AS sku_code FROM lines
),
fitting AS (
    SELECT goods.*, cost, valid_from, 4 + CASE WHEN costs.product_id IS NULL THEN 0 ELSE 2 END
        + CASE WHEN costs.spec IS NULL THEN 0 ELSE 1 END AS specific
    FROM goods JOIN costs ON costs.sku_code = goods.sku_code
        AND coalesce(costs.product_id, goods.product_id) = goods.product_id AND coalesce(costs.spec, goods.spec) = goods.spec
    UNION ALL
    SELECT goods.*, cost, valid_from, 2 + CASE WHEN costs.spec IS NULL THEN 0 ELSE 1 END
    FROM goods JOIN costs ON costs.product_id = goods.product_id AND coalesce(costs.spec, goods.spec) = goods.spec
    WHERE costs.sku_code IS NULL
    UNION ALL
    SELECT goods.*, cost, valid_from, 1
    FROM goods JOIN costs ON costs.spec = goods.spec
    WHERE costs.sku_code IS NULL AND costs.product_id IS NULL
),
dated AS (SELECT * REPLACE (coalesce(valid_from, DATE '2000-01-01') AS valid_from) FROM fitting),
versions AS (
    SELECT product_id, spec, sku_code, a.valid_from, max_by(b.cost, b.specific * 1000000 + (b.valid_from - DATE '2000-01-01')) AS unit
    FROM dated AS a JOIN dated AS b USING (product_id, spec, sku_code)
    WHERE b.valid_from <= a.valid_from
    GROUP BY ALL
),
unit_cost AS MATERIALIZED (
    SELECT
        product_id AS its_product, spec AS its_spec, sku_code AS its_code, unit, valid_from,
        lead(valid_from, 1, DATE '9999-01-01') OVER (PARTITION BY product_id, spec, sku_code ORDER BY valid_from) AS valid_until
    FROM versions
)
"""

# What orders cost beside their settlement. What has the same 动账流水号 counts once: as a premium or a bill, else as a movement.
SIDE_COSTS = f"""
moved AS (
    SELECT main_order_id, sub_order_id, moved_at, amount FROM ledger WHERE scene IN ('消费者赔付', '小额打款')
    UNION ALL
    SELECT main_order_id, sub_order_id, moved_at, {MOVED} FROM flows
    WHERE scene IN ('消费者赔付', '小额打款') AND flow_id NOT IN (SELECT flow_id FROM ledger)
),
cost_beside AS (
    SELECT main_order_id, NULL AS sub_order_id, moved_at, premium AS insurance, 0 AS compensation, 0 AS inspection
    FROM policies
    WHERE payer = '商家' AND {{premiums}}
    UNION ALL
    SELECT NULL, sub_order_id, moved_at, -amount, 0, 0 FROM charges
    WHERE flow_id NOT IN (SELECT flow_id FROM policies WHERE flow_id IS NOT NULL)
    UNION ALL
    SELECT main_order_id, sub_order_id, moved_at, 0, -amount, 0 FROM moved
    UNION ALL
    SELECT main_order_id, NULL, moved_at, 0, 0, abs(amount) FROM bills
),
-- What names only an order is of its line, where it has one.
named AS MATERIALIZED (
    SELECT
        CASE WHEN sub_order_id IS NULL AND lines = 1 THEN only_line ELSE sub_order_id END AS sub_order_id,
        main_order_id, moved_at, insurance, compensation, inspection, coalesce(lines, 0) AS lines
    FROM cost_beside
    LEFT JOIN (
        SELECT main_order_id, count(*) AS lines, min(sub_order_id) AS only_line
        FROM lines
        WHERE main_order_id IN (SELECT main_order_id FROM cost_beside)
        GROUP BY ALL
    ) USING (main_order_id)
),
beside AS (
    SELECT sub_order_id, sum(insurance) AS insurance, sum(compensation) AS compensation, sum(inspection) AS inspection
    FROM named
    WHERE sub_order_id IS NOT NULL
    GROUP BY sub_order_id
)
"""

# What was spent on a day goes to its paid lines, of a product to those of the product, by amount. Each part is rounded down, and what
# is left goes fen by fen to the largest remainders; of equal ones to the first.
SPENDING = """
told_spend AS (
    SELECT day, NULL AS product_id, spent FROM spend WHERE day IS NOT NULL
    UNION ALL
    SELECT day, product_id, spent FROM product_spend
),
weight AS (
    SELECT CAST(submitted_at AS DATE) AS day, product_id, sub_order_id, payable FROM lines WHERE paid_at IS NOT NULL AND payable > 0
),
its_weight AS (
    SELECT day, NULL AS product_id, spent, sub_order_id, payable FROM spend JOIN weight USING (day)
    UNION ALL
    SELECT day, product_id, spent, sub_order_id, payable FROM product_spend JOIN weight USING (day, product_id)
),
its_sum AS MATERIALIZED (
    SELECT day, product_id, sum(payable) AS payable FROM its_weight GROUP BY ALL
),
weighed AS (
    SELECT
        its_weight.day, its_weight.product_id, spent, sub_order_id,
        CAST(its_weight.payable * spent // its_sum.payable AS BIGINT) AS part,
        CAST(its_weight.payable * spent % its_sum.payable AS BIGINT) AS remainder
    FROM its_weight JOIN its_sum ON its_weight.day = its_sum.day AND its_weight.product_id IS NOT DISTINCT FROM its_sum.product_id
),
spend_of_lines AS (
    SELECT
        sub_order_id,
        part + CASE WHEN row_number() OVER ranked <= spent - sum(part) OVER (PARTITION BY day, product_id) THEN 1 ELSE 0 END AS spent
    FROM weighed
    WINDOW ranked AS (PARTITION BY day, product_id ORDER BY remainder DESC, sub_order_id)
),
spend_of_none AS (
    SELECT told_spend.day, spent
    FROM told_spend LEFT JOIN its_sum ON told_spend.day = its_sum.day AND told_spend.product_id IS NOT DISTINCT FROM its_sum.product_id
    WHERE its_sum.day IS NULL
)
"""

# Goods came back where all the money did, if this is not a refund alone; no line here that was shipped has one. A gift came back
# where an after-sale of it is over, though nothing was paid for it. Where it is not known what went back, nor is the cost.
COSTED = """
costed AS (
    SELECT
        line.*,
        (shipped_at IS NOT NULL OR coalesce(status IN ('已发货', '已完成'), false))
            AND NOT coalesce(is_refunded AND given_back >= payable, false) AS has_cost,
        CASE WHEN NOT has_cost THEN 0 WHEN given_back IS NOT NULL THEN unit * quantity END AS cost,
        net - cost - insurance - compensation - inspection - spent AS profit
    FROM (
        SELECT
            line.*, coalesce(product_id, 0) AS its_product, coalesce(spec, '') AS its_spec, coalesce(sku_code, '') AS its_code,
            CAST(submitted_at AS DATE) AS day, coalesce(insurance, 0) AS insurance, coalesce(compensation, 0) AS compensation,
            coalesce(inspection, 0) AS inspection, coalesce(spent, 0) AS spent
        FROM line
        LEFT JOIN beside USING (sub_order_id)
        LEFT JOIN spend_of_lines USING (sub_order_id)
        WHERE {within}
    ) AS line
    LEFT JOIN unit_cost ON line.its_product = unit_cost.its_product AND line.its_spec = unit_cost.its_spec
        AND line.its_code = unit_cost.its_code AND day >= valid_from AND day < valid_until
)
"""


# What belongs to no line: an order of several lines is of the group that has all of them; the rest is of none.
OF_NO_LINE = """
of_order AS (
    SELECT insurance, compensation, inspection, its_group
    FROM named
    JOIN (
        SELECT main_order_id, CASE WHEN min({key}) = max({key}) THEN min({key}) END AS its_group, min(submitted_at) AS submitted_at
        FROM lines
        WHERE main_order_id IN (SELECT main_order_id FROM named WHERE sub_order_id IS NULL)
        GROUP BY main_order_id
    ) USING (main_order_id)
    WHERE named.sub_order_id IS NULL AND {within}
),
left_over AS (
    SELECT insurance, compensation, inspection, 0 AS spend FROM of_order WHERE its_group IS NULL
    UNION ALL
    SELECT insurance, compensation, inspection, 0 FROM named
    WHERE {moved_within} AND CASE WHEN sub_order_id IS NULL THEN lines = 0 ELSE sub_order_id NOT IN (SELECT sub_order_id FROM lines) END
    UNION ALL
    SELECT 0, 0, 0, spent FROM spend_of_none WHERE {spent_within}
)
"""

SUMMED = f"""
summed AS (
    SELECT
        {{key}} AS its_group{{values}},
        count(DISTINCT main_order_id) AS orders, count(*) AS lines, sum(payable) AS paid, {KNOWN},
        count(*) FILTER (WHERE has_cost) AS cost_lines,
        count(*) FILTER (WHERE cost IS NULL) AS cost_unknown_lines,
        coalesce(sum(payable) FILTER (WHERE has_cost AND cost IS NOT NULL), 0) / nullif(sum(payable) FILTER (WHERE has_cost), 0)
            AS cost_known_share,
        coalesce(sum(cost), 0) AS cost_known,
        sum(insurance) AS insurance, sum(compensation) AS compensation, sum(inspection) AS inspection, sum(spent) AS spend,
        0 AS unallocated, coalesce(sum(profit), 0) AS profit_known, count(*) - count(profit) AS profit_unknown_lines
    FROM costed
    GROUP BY 1
)
"""


SUMS = (
    "orders lines paid net_known unknown_lines cost_lines cost_unknown_lines cost_known insurance compensation inspection spend"
    " unallocated profit_known profit_unknown_lines"
).split()


def _profit(key=None, shown=(), days=None, commission="NULL", premiums="true"):
    """Writes the question of the profit: what tells groups of lines apart, and what is shown of a group.

    Without groups, what belongs to no line is deducted in the one row, else in a row of its own.
    """
    names = [value.split(" AS ")[-1] for value in shown]

    def within(moment):
        return f"CAST({moment} AS DATE) BETWEEN DATE '{days[0]}' AND DATE '{days[1]}'" if days else "true"

    shown_here = "".join(f", {name}" for name in names)
    sums = "".join(f", coalesce(sum({name}), 0) AS {name}" for name in SUMS)
    return f"""
    WITH {MONEY.format(estimated=commission)},
    {UNIT_COSTS},
    {SIDE_COSTS.format(premiums=premiums)},
    {SPENDING},
    {COSTED.format(within=within("submitted_at"))},
    {OF_NO_LINE.format(
        key=key or "''", within=within("submitted_at"), moved_within=within("moved_at"), spent_within=within("day")
    )},
    {SUMMED.format(key=key or "''", values="".join(f", {value}" for value in shown))},
    part AS (
        SELECT 'lines' AS part, * EXCLUDE (its_group) FROM summed
        UNION ALL BY NAME
        SELECT
            'lines' AS part{shown_here}, of_order.insurance, of_order.compensation, of_order.inspection,
            -of_order.insurance - of_order.compensation - of_order.inspection AS profit_known
        FROM of_order JOIN summed USING (its_group)
        UNION ALL BY NAME
        SELECT
            '{"unallocated" if key else "lines"}' AS part, insurance, compensation, inspection, spend,
            insurance + compensation + inspection + spend AS unallocated, -unallocated AS profit_known
        FROM left_over
    ),
    whole AS (
        SELECT part{shown_here}, coalesce(max(basis), 'actual') AS basis, max(cost_known_share) AS cost_known_share{sums}
        FROM part
        GROUP BY part{shown_here}
    )
    SELECT
        part{shown_here}, CAST(orders AS BIGINT) AS orders, CAST(lines AS BIGINT) AS lines, yuan(paid) AS paid,
        CASE WHEN unknown_lines = 0 THEN yuan(net_known) END AS net, basis,
        CASE WHEN cost_unknown_lines = 0 THEN yuan(cost_known) END AS cost,
        CAST(cost_lines AS BIGINT) AS cost_lines, CAST(cost_unknown_lines AS BIGINT) AS cost_unknown_lines,
        round(cost_known_share, 4) AS cost_known_share,
        yuan(insurance) AS insurance, yuan(spend) AS spend, yuan(compensation) AS compensation, yuan(inspection) AS inspection,
        yuan(unallocated) AS unallocated,
        CASE WHEN profit_unknown_lines = 0 THEN yuan(profit_known) END AS profit,
        yuan(net_known) AS net_known, yuan(cost_known) AS cost_known, yuan(profit_known) AS profit_known,
        CAST(unknown_lines AS BIGINT) AS net_unknown_lines, CAST(profit_unknown_lines AS BIGINT) AS profit_unknown_lines
    FROM whole
    """


# Movements are those of the ledger, and those that only the fund flow has.
CASHFLOW = f"""
WITH movement AS (
    SELECT 'ledger' AS origin, moved_at, direction = '收入' AS is_in, scene, amount, balance, rowid AS place{{period}} FROM ledger
    UNION ALL
    SELECT 'fund_flow', moved_at, direction = '入账', scene, {MOVED}, NULL, NULL{{period}} FROM flows
    WHERE flow_id NOT IN (SELECT flow_id FROM ledger)
),
balances AS (
    SELECT
        'ledger' AS origin{{by_period}},
        min_by(balance - amount, (moved_at, place)) AS opening, max_by(balance, (moved_at, place)) AS closing,
        closing - opening - sum(amount) AS unexplained
    FROM movement
    WHERE origin = 'ledger'
    GROUP BY ALL
)
SELECT
    scene, CASE WHEN is_in THEN 'in' ELSE 'out' END AS direction, count(*) AS movements,
    yuan(coalesce(sum(amount) FILTER (is_in), 0)) AS money_in, yuan(coalesce(-sum(amount) FILTER (NOT is_in), 0)) AS money_out,
    yuan(sum(amount)) AS net_movement, yuan(any_value(opening)) AS opening, yuan(any_value(closing)) AS closing,
    yuan(any_value(unexplained)) AS unexplained, origin{{by_period}}
FROM movement LEFT JOIN balances USING (origin{{by_period}})
GROUP BY scene, is_in, origin{{by_period}}
"""

# What each line said in the newest export up to a moment, beside what it says now, on days that were complete then.
RESTATED = """
WITH complete AS (
    SELECT DISTINCT CAST(day AS DATE) AS day
    FROM exports, unnest(range(first_day, last_day + INTERVAL 1 DAY, INTERVAL 1 DAY)) AS days (day)
    WHERE exported_at <= TIMESTAMP '{on}' AND CAST(day AS DATE) < CAST(exported_at AS DATE)
),
before AS (
    SELECT sub_order_id, payable, status, paid_at, after_sale, platform_borne + creator_borne AS borne
    FROM (
        SELECT sub_order_id, payable, status, paid_at, after_sale, platform_borne, creator_borne, exported_at FROM lines
        UNION ALL
        SELECT sub_order_id, payable, status, paid_at, after_sale, platform_borne, creator_borne, exported_at FROM early_lines
    )
    WHERE exported_at <= TIMESTAMP '{on}'
    QUALIFY row_number() OVER (PARTITION BY sub_order_id ORDER BY exported_at DESC) = 1
),
compared AS (
    SELECT
        CAST(submitted_at AS DATE) AS day,
        before.sub_order_id IS NULL AS is_new,
        NOT is_new AND before.payable IS DISTINCT FROM lines.payable AS payable_changed,
        NOT is_new AND before.status IS DISTINCT FROM lines.status AS status_changed,
        NOT is_new AND before.paid_at IS DISTINCT FROM lines.paid_at AS paid_changed,
        NOT is_new AND before.after_sale IS DISTINCT FROM lines.after_sale AS after_sale_changed,
        NOT is_new AND before.borne IS DISTINCT FROM platform_borne + creator_borne AS borne_changed,
        CASE WHEN sold(before.paid_at, before.status) THEN before.payable ELSE 0 END AS amount_before,
        CASE WHEN sold(before.paid_at, before.status) THEN before.borne ELSE 0 END AS borne_before,
        CASE WHEN sold(lines.paid_at, lines.status) THEN lines.payable ELSE 0 END AS amount,
        CASE WHEN sold(lines.paid_at, lines.status) THEN platform_borne + creator_borne ELSE 0 END AS borne,
        payable_changed OR status_changed OR paid_changed OR after_sale_changed OR borne_changed AS changed
    FROM lines LEFT JOIN before USING (sub_order_id)
    WHERE CAST(submitted_at AS DATE) IN (SELECT day FROM complete)
)
SELECT
    day, count(*) FILTER (changed) AS lines, count(*) FILTER (is_new) AS new_lines, count(*) FILTER (payable_changed) AS payable_changed,
    count(*) FILTER (status_changed) AS status_changed, count(*) FILTER (paid_changed) AS paid_changed,
    count(*) FILTER (after_sale_changed) AS after_sale_changed, count(*) FILTER (borne_changed) AS borne_changed,
    yuan(sum(amount_before)) AS amount_before, yuan(sum(amount)) AS amount, yuan(sum(amount) - sum(amount_before)) AS difference,
    yuan(sum(borne_before)) AS borne_before, yuan(sum(borne)) AS borne, yuan(sum(borne) - sum(borne_before)) AS borne_difference
FROM compared
GROUP BY day
HAVING count(*) FILTER (changed OR is_new) > 0
"""

SHOPS = f"""
WITH {MONEY.format(estimated="NULL")},
summed AS (
    SELECT
        count(DISTINCT main_order_id) FILTER (WHERE is_sold) AS orders,
        count(*) FILTER (WHERE is_sold) AS lines,
        coalesce(sum(payable) FILTER (WHERE is_sold), 0) AS amount,
        count(*) = count(given_back) AS knows_refunds,
        coalesce(sum(given_back), 0) AS refunds_known,
        {KNOWN}
    FROM line
)
SELECT
    'default' AS shop, orders, lines, yuan(amount) AS amount, CASE WHEN knows_refunds THEN yuan(refunds_known) END AS refunds,
    CASE WHEN unknown_lines = 0 THEN yuan(net_known) END AS net, basis,
    (SELECT count(*) FROM lines WHERE unshipped(status)) AS unshipped,
    (SELECT max(exported_at) FROM exports) AS newest_export,
    yuan(refunds_known) AS refunds_known, yuan(net_known) AS net_known, unknown_lines
FROM summed
"""

# The sales of days and of as many days before them, by their place.
SALES_COMPARED = f"""
WITH sale AS (
    SELECT
        CAST(submitted_at AS DATE) AS day, main_order_id, quantity, payable, sold(paid_at, status) AS is_sold, {CAME_BACK} AS came_back
    FROM lines LEFT JOIN ({REFUNDS}) AS refunds USING (sub_order_id)
    WHERE paid_at IS NOT NULL AND submitted_at >= DATE '{{begin}}' - {{days}} AND submitted_at < DATE '{{begin}}' + {{days}}
),
summed AS (
    SELECT
        day >= DATE '{{begin}}' AS is_now, {{place}} AS place,
        count(DISTINCT main_order_id) FILTER (is_sold) AS orders, count(*) FILTER (is_sold) AS lines,
        CAST(coalesce(sum(quantity) FILTER (is_sold), 0) AS BIGINT) AS units,
        coalesce(sum(payable) FILTER (is_sold), 0) AS amount,
        count(*) AS paid_lines, count(*) FILTER (came_back) AS refunded_lines
    FROM sale
    GROUP BY ALL
)
SELECT
    n.orders, b.orders AS orders_before, n.orders - b.orders AS orders_change, round(orders_change / b.orders, 4) AS orders_change_share,
    n.lines, b.lines AS lines_before, n.lines - b.lines AS lines_change,
    n.units, b.units AS units_before, n.units - b.units AS units_change,
    yuan(n.amount) AS amount, yuan(b.amount) AS amount_before, yuan(n.amount - b.amount) AS amount_change,
    round((n.amount - b.amount) / b.amount, 4) AS amount_change_share,
    round((n.amount - b.amount) / sum(n.amount - b.amount) OVER (), 4) AS amount_share_of_change,
    n.paid_lines, b.paid_lines AS paid_lines_before, n.refunded_lines, b.refunded_lines AS refunded_lines_before,
    round(n.refunded_lines / n.paid_lines, 4) AS refund_rate{{shown}}
FROM (SELECT * FROM summed WHERE is_now) AS n JOIN (SELECT * FROM summed WHERE NOT is_now) AS b USING (place)
"""

_NOW = f"{NOW:%Y-%m-%d %H:%M:%S}"
_MONTH_BEGINS = NOW.date() - datetime.timedelta(days=29)
# The newest lines, and days of which everything is told by product.
_DAYS = (NOW.date() - datetime.timedelta(days=16), NOW.date() - datetime.timedelta(days=14))
_MONTH = "strftime(submitted_at, '%Y-%m')"
_DAY = "strftime(submitted_at, '%Y-%m-%d')"
_PRODUCT = "coalesce(CAST(product_id AS VARCHAR), '=' || product)"
_SKU = f"{_PRODUCT} || '|' || coalesce(spec, '') || '|' || coalesce(sku_code, '')"
_GOODS = ["max(product_id) AS product_id", "max(product) AS product"]

_BOUNDS = ["--from", str(_DAYS[0]), "--to", str(_DAYS[1])]
_PROFIT = (
    "part orders lines paid net basis cost cost_lines cost_unknown_lines cost_known_share insurance spend compensation inspection"
    " unallocated profit net_known cost_known profit_known net_unknown_lines profit_unknown_lines"
)
_CASHFLOW = "scene direction movements money_in money_out net_movement opening closing unexplained origin"
_RESTATED = (
    "day lines new_lines payable_changed status_changed paid_changed after_sale_changed borne_changed amount_before amount difference"
    " borne_before borne borne_difference"
)
_COMPARED = "orders orders_before lines lines_before units amount amount_before amount_change amount_change_share amount_share_of_change"
_CREATORS = ["max(creator_id) AS creator_id", "CASE WHEN max(creator_id) IS NOT NULL THEN max(creator_name) END AS creator"]

QUESTIONS = [
    (
        ["sales", "--compare", "previous", "--from", str(_MONTH_BEGINS), "--to", str(NOW.date())],
        _COMPARED,
        SALES_COMPARED.format(begin=_MONTH_BEGINS, days=30, place="0", shown=""),
    ),
    (
        ["sales", "--compare", "previous", "--by", "day", "--from", str(_MONTH_BEGINS), "--to", str(NOW.date())],
        f"{_COMPARED} period period_before",
        SALES_COMPARED.format(
            begin=_MONTH_BEGINS,
            days=30,
            place=f"(day - DATE '{_MONTH_BEGINS}' + 30) % 30",
            shown=f", DATE '{_MONTH_BEGINS}' + CAST(place AS INTEGER) AS period, CAST(period - INTERVAL 30 DAY AS DATE) AS period_before",
        ),
    ),
    (["profit"], _PROFIT.removeprefix("part "), _profit()),
    (
        ["profit", "--commission-rate", "20%", "--no-estimates"],
        _PROFIT.removeprefix("part "),
        _profit(commission=AT_A_FIFTH, premiums="flow_id IS NOT NULL").replace(
            "WHEN all_income > 0 THEN part(due, all_fees, all_income)", "WHEN false THEN 0"
        ),
    ),
    (["profit", "--by", "month"], f"{_PROFIT} period", _profit(_MONTH, [f"max({_MONTH}) AS period"])),
    (["profit", "--by", "day"], f"{_PROFIT} period", _profit(_DAY, [f"max({_DAY}) AS period"])),
    (["profit", "--by", "product"], f"{_PROFIT} product_id product", _profit(_PRODUCT, _GOODS)),
    (
        ["profit", "--by", "sku"],
        f"{_PROFIT} product_id product spec sku_code",
        _profit(_SKU, [*_GOODS, "max(spec) AS spec", "max(sku_code) AS sku_code"]),
    ),
    (["profit", "--by", "creator"], f"{_PROFIT} creator_id creator", _profit("coalesce(creator_id, 0)", _CREATORS)),
    (["profit", "--by", "order", *_BOUNDS], f"{_PROFIT} order_id", _profit("main_order_id", ["max(main_order_id) AS order_id"], _DAYS)),
    (["cashflow"], _CASHFLOW, CASHFLOW.format(period="", by_period="")),
    (
        ["cashflow", "--by", "month"],
        f"{_CASHFLOW} period",
        CASHFLOW.format(period=", strftime(moved_at, '%Y-%m') AS period", by_period=", period"),
    ),
    (["restated"], _RESTATED, RESTATED.format(on=f"{NOW.date() - datetime.timedelta(days=1)} 23:59:59")),
    (["restated", "--on", "2025-12-31"], _RESTATED, RESTATED.format(on="2025-12-31 23:59:59")),
    (["shops"], "shop orders lines amount refunds net basis unshipped newest_export refunds_known net_known unknown_lines", SHOPS),
]
