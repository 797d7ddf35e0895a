# 订单、报表、表格和导出：命令行和页面共用的文字。

# 一个订单

order-title = 订单 { $id }
order-not-found = 没有编号为“{ $id }”的订单
order-line = { -sub-order }
order-shop = { -shop } { $shop }
order-values = 当前内容
order-history = 变更记录
order-entries = 售后与资金
order-empty-value = （空）
order-change = { $name }：{ $old } → { $new }
order-event-first = 首次导入（{ $source }）
order-event-unchanged = 无变化（{ $source }）
order-event-changed = 有变更（{ $source }）
order-event-source = 导入 #{ $import }，第 { $row } 行
order-event-source-sheet = 导入 #{ $import }，工作表“{ $sheet }”，第 { $row } 行

order-column-field = 项目
order-column-value = 值
order-column-at = 时间
order-column-kind = 种类
order-column-sub-order = { -sub-order }
order-column-what = 内容
order-column-amount = 金额
order-column-source = 来源（导入:行）

# 各字段的名称，与导出文件的表头相同。

order-field-main-order-id = 主订单编号
order-field-sub-order-id = 子订单编号
order-field-product = 选购商品
order-field-spec = 商品规格
order-field-quantity = 商品数量
order-field-product-id = 商品ID
order-field-sku-code = 商家编码
order-field-unit-price = 商品单价
order-field-payable = 订单应付金额
order-field-freight = 运费
order-field-discount-total = 优惠总金额
order-field-platform-discount = 平台优惠
order-field-seller-discount = 商家优惠
order-field-creator-discount = 达人优惠
order-field-seller-adjustment = 商家改价
order-field-payment-discount = 支付优惠
order-field-red-packet = 红包抵扣
order-field-payment-method = 支付方式
order-field-handling-fee = 手续费
order-field-receiver = 收件人
order-field-receiver-phone = 收件人手机号
order-field-province = 省
order-field-city = 市
order-field-district = 区
order-field-street = 街道
order-field-address = 详细地址
order-field-address-changed = 是否修改过地址
order-field-address-changed-at = 地址修改时段
order-field-buyer-message = 买家留言
order-field-submitted-at = 订单提交时间
order-field-flag-color = 旗帜颜色
order-field-seller-note = 商家备注
order-field-finished-at = 订单完成时间
order-field-paid-at = 支付完成时间
order-field-app-channel = APP渠道
order-field-traffic-source = 流量来源
order-field-status = 订单状态
order-field-ship-by = 承诺发货时间
order-field-order-type = 订单类型
order-field-luban-page-id = 鲁班落地页ID
order-field-creator-id = 达人ID
order-field-creator-name = 达人昵称
order-field-store-id = 所属门店ID
order-field-after-sale = 售后状态
order-field-cancel-reason = 取消原因
order-field-scheduled-ship-at = 预约发货时间
order-field-warehouse-id = 仓库ID
order-field-warehouse = 仓库名称
order-field-worry-free = 是否安心购
order-field-ad-channel = 广告渠道
order-field-traffic-type = 流量类型
order-field-traffic-genre = 流量体裁
order-field-traffic-channel = 流量渠道
order-field-shipper = 发货主体
order-field-shipper-detail = 发货主体明细
order-field-shipped-at = 发货时间
order-field-price-cut = 降价类优惠
order-field-platform-borne = 平台实际承担优惠金额
order-field-seller-borne = 商家实际承担优惠金额
order-field-creator-borne = 达人实际承担优惠金额
order-field-expected-delivery-at = 预计送达时间
order-field-platform-warehouse = 是否平台仓自流转
order-field-vehicle-model = 车型
order-field-barcode = 商品69码
order-field-ship-sn = 发货SN码
order-field-ship-imei-1 = 发货IMEI码1
order-field-ship-imei-2 = 发货IMEI码2
order-field-scheduled-delivery-at = 预约送达时间
order-field-suggested-ship-from = 建议发货时间（起）
order-field-suggested-ship-to = 建议发货时间（止）
order-field-logistics-sn = 物流SN码
order-field-logistics-imei-1 = 物流IMEI码1
order-field-logistics-imei-2 = 物流IMEI码2
order-field-item-amount = 商品金额
order-field-promotion = 推广类型

# 订单列表

orders-title = 订单
orders-none = 没有符合条件的订单


column-shop = { -shop }

# 表格

table-cell = { $heading }：{ $value }
table-partial-sum = { $known }，另有 { $unknown } 个{ -sub-order }未知

# 导出的文件

export-written-on = shopkit · 北京时间 { $day }
export-warning = 注意：{ $text }

# 店铺概览

overview-title = 店铺概览：{ $shop }
overview-terms = 成交指已付款且未关闭、未取消的{ -sub-order }。金额是订单应付金额。退款率是退款成功的{ -sub-order }占已付款{ -sub-order }的比例。
overview-figures = 关键数据
overview-orders = 成交订单
overview-orders-note = 已付款且未关闭
overview-sub-orders = 成交{ -sub-order }
overview-sub-orders-note = 已付款且未关闭
overview-amount = 成交金额
overview-amount-note = 订单应付金额，元
overview-refund-rate = 退款率
overview-refund-rate-note = 占已付款的{ -sub-order }
overview-open-after-sales = 未了结的{ -after-sale }
overview-open-after-sales-note = 订单数，当前
overview-unshipped = 待发货
overview-unshipped-note = 订单数，当前
overview-compared-previous-unknown = 环比未知
overview-compared-year-unknown = 同比未知
overview-compared-previous = 环比 { $change }（前一时段 { $before }）
overview-compared-year = 同比 { $change }（去年同期 { $before }）
overview-sales-by-day = 每日销售
overview-sales-by-week = 每周销售（从周一算起）
overview-sales-by-month = 每月销售
overview-table = 数据表
overview-first-rows = 共 { $rows } 行，这里显示前 { $shown } 行；查看全部：shopkit report { $report }
    .page = 共 { $rows } 行，这里显示前 { $shown } 行；查看全部：
overview-freshness = 数据更新情况
overview-newest-export = 最新导出于 { $at }
overview-days-in-state = { $state }：{ $days } 天
overview-months-in-state = { $first } 至 { $last }：{ $state }
overview-earlier-months = 更早的 { $months } 个月未显示
overview-weekdays = 一 二 三 四 五 六 日

# 日报。
digest-title = 日报 { $day }
digest-yesterday = 昨天
digest-week = 近 7 天
digest-shops = 各店铺近 7 天
digest-today = 待办
digest-idle-shops = 另有 { $shops } 个{ -shop }没有待办
