# 订单、报表和概览：只在页面显示的文字。

page-field-no-estimates = 不估算服务费
page-value-now = 现在
page-value-none = 无
page-value-any = 全部
page-show = 查看
page-search = 查找
page-clear = 清除
page-download = 下载 .{ $format }
page-rows-of-file = 共 { $rows } 行，这里显示前 { $shown } 行；下载的文件包含全部

page-orders-no-more = 没有更多订单了
page-orders-clear-filter = 清除条件
page-orders-searched = 符合条件的订单很少，已查到 { $at }，这一段找到 { $found } 个{ -sub-order }
page-orders-too-slow = 这样排序要看完所有订单，用时太长；请选择较短的日期范围，或按下单时间排序
page-orders-first-page = 第一页
page-orders-next-page = 下一页
page-orders-go-on = 继续查找
page-order-changed = { $name }：
page-orders-search = 查找订单

page-report-basis-submitted = 下单
page-report-basis-paid = 支付
page-report-basis-settled = 结算
page-report-basis-refunded = 退款
page-report-by-nothing = 合计
page-report-by-day = 按天
page-report-by-week = 按周
page-report-by-month = 按月
page-report-by-creator = 按{ -creator }
page-report-by-product = 按商品
page-report-by-order = 按订单
page-report-by-warehouse = 按仓库
page-report-by-weekday = 按星期
page-report-by-sku = 按规格
page-report-by-city = 按市
page-report-by-stage = 按售后阶段
page-report-by-reason = 按售后原因
page-report-by-type = 按售后类型

page-overview-empty = 还没有订单
page-overview-import = 导入文件
