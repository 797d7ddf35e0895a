# 订单、报表、表格和导出：命令行和页面共用的文字。

# 表格

table-partial-sum = { $known }，另有 { $unknown } 个{ -sub-order }未知

# 导出的文件

export-written-on = shopkit · 北京时间 { $day }
export-warning = 注意：{ $text }
