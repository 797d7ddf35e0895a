# 时间段和店铺的选择：每个页面相同。

page-period = 时间段
page-period-yesterday = 昨天
page-period-last-7-days = 近 7 天
page-period-last-30-days = 近 30 天
page-period-this-month = 本月
page-period-last-month = 上月
page-period-this-year = 今年
page-period-all = 全部
page-period-own = 自定义
page-period-first = 从
page-period-last = 到
page-period-day = { $first }（1 天）
page-period-days = { $first } 至 { $last }（{ $days } 天）
page-period-since = { $first } 起
page-period-up-to = 截至 { $last }
page-period-all-days = 全部日期
page-period-all-of = 全部日期（{ $first } 至 { $last }）
page-period-data-until = ，数据截至 { $day }
page-period-no-data = 最新的导出是 { $day } 的，还没有这段时间的数据。
page-period-newest = 查看截至 { $day } 的 { $days } 天

page-shops-all = 全部店铺
page-shops-group = 分组：{ $group }
page-shops-side-by-side = 店铺对比
page-shops-one-only = 此页一次只看一个店铺

# 报表的表格、选项和文件。

page-table-ascending = 从小到大
page-table-descending = 从大到小
page-report-compare-nothing = 不对比
page-report-compare-previous = 环比（前一时段）
page-report-compare-year = 同比（去年同期）
page-report-compare-no-days = 全部日期没有可对比的时间段，请先选择一段时间
page-file-days = { $first }至{ $last }
page-file-notes = 说明
page-file-total = 合计：{ $column }
page-file-about = 报表的说明和合计在 .xlsx 的“{ page-file-notes }”工作表；.csv 只有表格
