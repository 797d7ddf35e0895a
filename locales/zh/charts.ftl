# 图表。

chart-in-yuan = { $name }（元）
chart-of-largest = { $name }，共 { $all } 项，显示最大的 { $shown } 项
chart-of-last = { $name }，共 { $all } 个期间，显示最近 { $shown } 个
chart-about = { $name }，最多：{ $largest }
chart-value = { $label }：{ $value }
chart-values = { $label }，{ $values }
chart-before = 对比期 { $value }
chart-compared-now = 本期
chart-compared-before = 对比期
chart-unknown = 未知
chart-nothing = 无记录
chart-no-name = （未知）
chart-hour = { $hour } 时
chart-rest = 对不上的差额
chart-left-out = 有未知项的{ -sub-order }，不计入
chart-left-out-and-other = 有未知项的{ -sub-order }（不计入）及其他
chart-not-settled = 尚未结算
chart-settled-beyond = 多结算、待扣回
chart-payouts-by-day = 每日结算
chart-payouts-by-month = 每月结算
chart-to-come = 预计结算
