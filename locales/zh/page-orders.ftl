# 页面：订单列表

page-field-stage = 订单范围
page-field-hour = 钟点
page-field-weekday = 星期
page-value-given = 有
page-value-part = 含“{ $text }”

page-orders-placeholder = 订单号（可粘贴多个）、商品、编码、达人、备注
page-orders-ship-by = 承诺发货
page-orders-overdue = 已超时
page-orders-overdue-since = 导出后到期，可能已发货
page-orders-within-24-hours = 24 小时内到期
page-orders-due-today = 今天到期
page-orders-due-until = { $day } 及以前到期
page-orders-as-of = { $what }（截至 { $at }）
page-orders-more-filters = 更多条件
page-orders-filter-help = 填名称的一部分即可。前面加 = 表示完全一致，- 表示没有，* 表示有。
page-orders-creator = 达人（ID 或昵称）
page-orders-product = 商品（ID 或名称）
page-orders-stage-paid = 已付款（含已关闭）
page-orders-stage-sales = 成交（已付款且未关闭）
page-orders-stage-to-ship = 待本店发货
page-orders-gifts = 只看赠品
page-orders-no-gifts = 不含赠品
page-orders-open-after-sale = 售后未完结
page-orders-late-values = 流量数据待更新
page-orders-values = 数据
page-orders-set = 已选条件
page-orders-take-out = 去掉“{ $filter }”
page-orders-filter = { $name }：{ $value }
page-orders-submitted-on = 下单时间
page-orders-paid-on = 付款时间
page-orders-hour = { $hour } 点至 { $next } 点

page-orders-lines = 共 { $lines } 个子订单
page-orders-orders = （{ $orders } 个订单）
page-orders-units = 商品 { $units } 件
page-orders-amount = 所列子订单的应付金额合计 { $amount } 元
page-orders-amount-unknown = 应付金额合计未知
page-orders-unpaid = 其中 { $lines } 个子订单没有付款
page-orders-without-units = 其中 { $lines } 个子订单没有商品数量，未计入件数
page-orders-without-amount = 其中 { $lines } 个子订单没有应付金额，未计入合计
page-orders-no-totals = 合计用时太长，没有算完；请选择较短的日期范围

page-orders-columns = 选择列
page-orders-columns-about = 勾选要显示的列；已选的列排在前面，可以调整先后。下载的文件也用这些列。
page-orders-column-up = 前移
page-orders-columns-usual = 恢复默认
page-orders-download-all = 下载全部列 .xlsx
page-orders-unknown-ids = 有 { $count } 个编号找不到：{ $ids }
page-orders-fewer-words = 各个词必须同时出现在一个子订单里；请少用几个词
page-orders-searched-in = 查找的是订单号、商品、规格、商家编码、达人和备注；收件人信息不在查找范围内
page-orders-any-day = 不限日期再查
page-orders-only-search = 去掉其他条件，只按查找内容再查
page-orders-other-shop = 也许在另一家店铺，请在页面上方换店铺

page-orders-saved = 常用条件
page-orders-saved-name = 给当前条件起个名字
page-orders-saved-keep = 保存
page-orders-saved-remove = 删除{ $name }
page-orders-saved-about = 不会保存查找的内容

page-order-life = 订单进度
page-order-not-yet = 尚未
page-order-time-unknown = 时间未知
page-order-settled = 结算
page-order-promised = 承诺 { $at } 前发货
page-order-ended = { $status }，原因：{ $reason }
page-order-no-reason = 未知
page-order-no-statement = 已导入的结算账单和动账明细里没有这个子订单
page-order-after-sales = 售后
page-order-after-sale-status = 订单里的售后状态：{ $status }；没有售后单明细
page-order-no-after-sale = 没有售后记录
page-order-of-whole = 另有 { $entries } 条售后或资金记录只写了主订单号，无法确定属于哪个子订单，见下方“售后与资金”
page-order-refund = 退款 { $amount } 元
page-order-money = 金额
page-order-unpaid = 没有支付完成时间，不计算金额
page-order-not-booked = 结算账单里还没有这个子订单，佣金和费用以结算为准
page-order-rest = 其他，或尚未入账
page-order-all-fields = { $id } 的全部字段
