# 报表的名称，以及各自回答什么。

report-today-title = 待办
report-today-about = 现在要处理的：待发货、24 小时内到期、已超时、未了结的售后、要重新导出的
report-status-title = 订单状态
report-status-about = 按订单状态和售后状态的订单、{ -sub-order }和金额
report-sales-title = 销售
report-sales-about = 成交的订单、件数、金额和退款率；--by day 按天汇总
    .page = 成交的订单、件数、金额和退款率
report-promotion-title = 推广
report-promotion-about = 精选联盟与无推广的销售、佣金和扣佣后金额；--by creator 按{ -creator }汇总
    .page = 精选联盟与无推广的销售、佣金和扣佣后金额
report-income-title = 收入
report-income-about = 收入：应付、各方承担的优惠、退款、佣金、服务费、净额，以及已结算多少
report-reconcile-title = 对账
report-reconcile-about = 没有结算、金额不符、动账与结算不符的{ -sub-order }
report-repeat-title = 复购
report-repeat-about = 同一{ -buyer }多次购买的商品
report-products-title = 商品
report-products-about = 商品的销量、金额、退款率、复购率、{ -creator }占比，与前一期比较
report-regions-title = 地区
report-regions-about = 按省的销售
report-hours-title = 下单时段
report-hours-about = 顾客在几点下单
report-creators-title = { -creator }
report-creators-about = 按{ -creator }的销售和退款率
report-aftersales-title = { -after-sale }
report-aftersales-about = { -after-sale }的数量、原因、占比、退款金额、平均退款天数
report-coverage-title = 已导入的日期
report-coverage-about = 导入过哪些天，缺哪些天，哪些天可能又有变化
report-export-plan-title = 还要导出哪些日期
report-export-plan-about = 接下来要导出的日期，每段不超过一次{ -export }的上限

# 报表的抬头。

report-heading = { -shop } { $shop }{ $as_of }{ $days }，{ $newest }
report-heading-as-of = ，截至 { $at }
report-heading-days = ，下单日 { $first } 至 { $last }
report-heading-newest-export = 最新导出于 { $at }
report-heading-no-export = 还没有导入订单

# 说明里的片段。

report-days = { $first } 至 { $last }
report-counts-as = { $status } 按 { $own } 计（{ $lines } 个{ -sub-order }）
report-with-lines = { $text }（{ $lines } 个{ -sub-order }）
report-with-after-sales = { $text }（{ $count } 笔）
report-scene = { $scene } { $amount } 元（{ $movements } 笔）

# 说明：看报表须知道的事。

note-nothing-to-do = 没有要处理的
note-no-rows = 没有符合条件的订单
note-nothing-repeated = 没有同一{ -buyer }多次购买的商品
note-missing-columns = 导入的文件都没有这些列：{ $columns }；与之有关的数据未知
note-unknown-statuses = 不认识的订单状态，已付款的按成交计，不计入待发货：{ $statuses }
note-unknown-after-sales = 不认识的售后状态，按未了结计：{ $statuses }
note-unknown-after-sales-of-file = 售后单里不认识的售后状态，按未了结计，不算退款：{ $statuses }
note-renamed-statuses = 其他写法的状态：{ $statuses }
note-exported-long-ago = 最新的导出是 { $at } 的，此后可能已经发货、退款或有了新订单；请重新导出并导入
note-lines-exported-long-ago = 有 { $lines } 个{ -sub-order }在导出之后到期，已有一天多没有重新导出，可能已经发货；请重新导出这些日期并导入
note-platform-ships = 有 { $lines } 个{ -sub-order }由平台仓发货，不算商家的待发货
note-without-time = 有 { $lines } 个{ -sub-order }没有订单提交时间，不属于任何日期
note-without-deadline = 有 { $lines } 个未发货的{ -sub-order }没有承诺发货时间，无法判断是否超时
note-without-amount = 有 { $lines } 个{ -sub-order }没有订单应付金额，未计入金额
note-without-buyer = 有 { $orders } 个订单没有{ -buyer }信息，未计入{ -buyer }
note-buyers-uncertain = { -buyer }按导出的收件人、手机号、地址辨认，打码或加密后两人可能相同、一人可能不同；见“可信度”一列
note-joined-products = 按主订单导出的文件把多个商品并在一格，这里也算一个商品
note-compared-with = 与前一期 { $days } 比较
note-not-compared = 没有完整的前一期可比；用 --from 和 --to 指定有前一期数据的日期
    .page = 没有完整的前一期可比；请选择有前一期数据的日期
note-gaps = 缺少的日期：{ $days }
note-more-gaps = 缺少的日期：{ $days } 等（另 { $more } 段）
note-may-have-changed = { $days } 中有 { $count } 天的订单在导出之后可能又有变化，重新导出并导入即可更新
note-plan-average = 没有数据的日期按 { $days } 的平均每天 { $lines } 个{ -sub-order }估计
note-plan-without-data = 还没有任何数据，无从估计；先导出一小段试试
note-over-cap = { $day } 一天就预计有 { $lines } 个{ -sub-order }，达到或超过一次导出的上限；请再按状态或时段分开导出
note-nothing-to-download = 到 { $day } 为止都已导入，没有要导出的

# 关于钱的说明。

note-commission-at-rate = 有 { $lines } 个{ -sub-order }的佣金按 { $rate } 估算，不是实际结算
note-commission-expected = 有 { $lines } 个{ -sub-order }的佣金还没有结算，取佣金文件的预估佣金支出
note-no-commission-file = 有 { $lines } 个{ -sub-order }的佣金未知；导入佣金文件，或用 --commission-rate 20% 估算
    .page = 有 { $lines } 个{ -sub-order }的佣金未知；导入佣金文件，或填写估计佣金率（如 20%）来估算
note-commission-not-in-file = 有 { $lines } 个{ -sub-order }的佣金未知，已导入的佣金文件里没有；可用 --commission-rate 20% 估算
    .page = 有 { $lines } 个{ -sub-order }的佣金未知，已导入的佣金文件里没有；可填写估计佣金率（如 20%）来估算
note-seller-unknown = 有 { $lines } 个{ -sub-order }不知道是不是{ -creator }卖出的，佣金未知
note-by-order-day = 退款、佣金、结算都算在订单提交的那一天，不论何时发生
note-refunds-assumed = 有 { $lines } 个{ -sub-order }付款后关闭而售后单里没有，按全额退款计
note-no-after-sale-file = 有 { $lines } 个{ -sub-order }可能有退款，金额未知；请导入售后单
note-refunds-not-in-file = 有 { $lines } 个{ -sub-order }可能有退款，已导入的售后单没有说明金额，退款未知
note-fees-estimated = 有 { $lines } 个{ -sub-order }还没有结算，服务费按已结算的平均 { $rate } 估算；--no-estimates 不估算
    .page = 有 { $lines } 个{ -sub-order }还没有结算，服务费按已结算的平均 { $rate } 估算
note-fees-left-out = 有 { $lines } 个{ -sub-order }还没有结算，服务费未从净额扣除
note-no-fees-to-estimate-with = 有 { $lines } 个{ -sub-order }还没有结算，也没有已结算的可供估算，服务费未从净额扣除
note-borne-unknown = 有 { $lines } 个{ -sub-order }没有平台或{ -creator }实际承担的优惠金额，应结金额未知
note-booked-to-orders = 有 { $bookings } 笔结算只写了主订单，合计 { $amount } 元，没有算到任何一个{ -sub-order }，见 reconcile
    .page = 有 { $bookings } 笔结算只写了主订单，合计 { $amount } 元，没有算到任何一个{ -sub-order }，见“对账”
note-booked-beyond-due = { -settlement }的收入合计比应结多 { $amount } 元，可能还有退款没有扣回，已从净额扣除
note-other = 其他：结算金额与各项之差
note-other-columns = 其他：结算金额与各项之差；{ -settlement }有不认识的列：{ $columns }
note-shipped-unpaid = 有 { $lines } 个{ -sub-order }已发货还没有付款（如先用后付、货到付款），未计入金额
note-settlement-days = 完成后超过 { $days } 天还没有结算的算未结算：{ $days } 天是本店填写的结算天数（settlement.days）
note-longest-settlement-days = 完成后超过 { $days } 天还没有结算的算未结算：{ $days } 天是可能适用的最长天数；本店若更短，用 shopkit shop set settlement.days=7 填写
    .page = 完成后超过 { $days } 天还没有结算的算未结算：{ $days } 天是可能适用的最长天数；本店若更短，请填写结算天数（settlement.days）
note-matched = 有 { $lines } 个{ -sub-order }与结算相符，不列出
note-waiting = 有 { $lines } 个{ -sub-order }还不必结算，或在账单的日期以外，或售后未了结，不列出
note-flow-only = 有 { $lines } 个{ -sub-order }只有动账，没有{ -settlement }，无法核对金额，不列出
note-scenes = 动账里与货款结算无关的，不参与核对：{ $scenes }
note-no-statement = 还没有导入{ -settlement }或{ -fund-flow }，无从对账

# 错误。

error-option-unfit = 报表 { $report } 不能用 { $option }
hint-option-unfit = 可用：{ $options }
error-days-turned-round = --from { $from } 在 --to { $to } 之后
    .page = 开始日期 { $from } 在结束日期 { $to } 之后
hint-days-turned-round = 把两个日期对调
error-too-many-days = 要列出 { $days } 天，太多了
hint-too-many-days = 用 --from 和 --to 缩小范围
    .page = 请选择更少的日期

# 结果里的用语。

word-today-unshipped_today = 待发货：今天的订单
word-today-unshipped_earlier = 待发货：更早的订单
word-today-due_24h = 24 小时内须发货
word-today-overdue = 已超过承诺发货时间
word-today-overdue_since = 导出后到期，若还没有发货则已超时
word-today-open_after_sales = 未了结的售后
word-today-late_values = 流量数据待更新，请明天重新导出
word-today-exported-overdue = 导出时已超过承诺发货时间
word-after-sale-state-open = 未了结
word-after-sale-state-finished = 已了结
word-basis-actual = 实际
word-basis-estimated = 估算
word-basis-unknown = 未知
word-certainty-partial = 低：收件人、手机号、地址不全
word-certainty-ciphertext = 低：密文相同不等于同一人
word-certainty-masked = 中：打码后相同
word-certainty-plain = 高：明文相同
word-day-state-gap = 未导入
word-day-state-cut = 当天数据不全
word-day-state-open = 导出后可能有变化
word-day-state-final = 数据完整
word-outcome-missing = 未结算
word-outcome-different = 金额不符
word-outcome-flow_differs = 动账与结算不符
word-outcome-refunded = 有退款，须核对
word-outcome-unknown = 无法比较
word-outcome-order_only = 只写了主订单
word-outcome-not_imported = 订单未导入
word-trend-new = 新增
word-trend-rising = 上升
word-trend-falling = 下降
word-trend-steady = 持平

# 列名。

column-orders = 订单
column-lines = { -sub-order }
column-units = 件数
column-amount = 应付金额
column-paid-lines = 已付款{ -sub-order }
column-refunded-lines = 退款{ -sub-order }
column-refund-rate = 退款率
column-period = 期间
column-creator-id = { -creator }ID
column-creator = { -creator }
column-share = 金额占比
column-share-of-lines = { -sub-order }占比
column-products = 商品数
column-region = 省
column-hour = 时
column-status = 订单状态
column-after-sale = 售后状态
column-gifts = 其中赠品
column-progress = 进展
column-cancel-reason = 取消原因
column-rate = 占已付款{ -sub-order }
column-refund-amount = 退款金额
column-refund-amount-known = 退款金额（已知）
column-days-to-refund = 平均退款天数
column-product-id = 商品ID
column-product = 商品
column-repeat-rate = 复购率
column-creator-share = { -creator }占比
column-amount-before = 前一期金额
column-change = 变化
column-trend = 趋势
column-promotion = 推广类型
column-commission = 佣金
column-net-of-commission = 扣佣后金额
column-basis = 数据来源
column-commission-known = 佣金（已知）
column-net-of-commission-known = 扣佣后金额（已知）
column-unknown-lines = 未知{ -sub-order }
column-paid = 应付金额
column-platform-discount = 平台承担优惠
column-seller-discount = 商家承担优惠
column-creator-discount = { -creator }承担优惠
column-refunds = 退款
column-taken-back = 退补贴
column-fees = 服务费
column-other = 其他
column-net = 净额
column-settled-lines = 已结算{ -sub-order }
column-settled = 结算金额
column-refunds-known = 退款（已知）
column-taken-back-known = 退补贴（已知）
column-fees-known = 服务费（已知）
column-net-known = 净额（已知）
column-sub-order-id = { -sub-order }编号
column-order-id = { -main-order }编号
column-outcome = 结果
column-expected = 应结
column-booked = 收入合计
column-difference = 差额
column-moved = 动账金额
column-finished-at = 订单完成时间
column-buyers = { -buyer }
column-repeat-buyers = 重复购买的{ -buyer }
column-certainty = 可信度
column-orders-without-buyer = { -buyer }未知的订单
column-day = 日期
column-imports = 导入次数
column-newest-export = 最新导出
column-state = 状态
column-from = 开始日期
column-to = 结束日期
column-expected-lines = 预计{ -sub-order }
column-item = 事项
column-earliest = 最早下单或截止

# 导入、未导入的行和订单的列表。

column-path = 文件
column-sha256 = SHA-256
column-format = 格式
column-encoding = 编码
column-kind = 种类
column-grain = 维度
column-exported-at = 导出时间
column-imported-at = 导入时间
column-row = 行
column-code = 代码
column-reason = 原因
column-main-order-id = { -main-order }编号
column-submitted-at = 订单提交时间
column-spec = 商品规格
column-quantity = 数量
column-payable = 应付金额
column-gift = 赠品
