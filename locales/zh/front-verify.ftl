# 核对导出的报表。

verify-title = 报表 { $report }，{ -shop } { $shops }，统计时间 { $at }
verify-same = 一致：用现在的数据重新计算，结果和文件里的相同
verify-other-ground = 结果和文件里的相同，但依据有变化
verify-differs = 不一致：用现在的数据重新计算，结果和文件里的不同
verify-edited = 文件写出后被改过，里面的数字不能采信
verify-order = 导入的文件、口径和规则都没变，结果却不同：程序版本不同（写文件时 { $before }，现在 { $now }），或导出时间相同的文件换了导入顺序

column-verified = 核对项
column-verify-result = 结果
column-verify-detail = 说明

word-verified-file = 文件内容
word-verified-imports = 导入的文件
word-verified-words = 统计口径
word-verified-terms = 规则参数
word-verified-answer = 报表结果

word-verify-result-same = 相同
word-verify-result-different = 不同
word-verify-result-edited = 被改过
word-verify-result-unknown = 无法判断
word-verify-result-without-effect = 不同，不影响结果

verify-file-as-given = 和写出时一样
verify-file-edited = 列、行、合计或核对信息在写出后被改过
verify-file-other-database = 由另一个{ -database }写出，在那个{ -database }里才能判断
verify-imports-same = { $count } 次{ -import }
verify-imports-changed = 写出时 { $before } 次{ -import }，现在 { $now } 次
verify-words = 写出时第 { $before } 版，现在第 { $now } 版
verify-term-of-shop = { $shop }，{ $name }：{ $before } → { $now }
verify-term = { $name }：{ $before } → { $now }
verify-rows-same = { $rows } 行
verify-rows-different = { $rows } 行不同（文件 { $before } 行，现在 { $now } 行）
verify-columns-different = 列不同
verify-totals-different = 合计不同

verify-imports-title = 有变化的{ -import }
verify-cells-title = 不同的单元格（前 { $count } 个）
column-import-change = 变化
column-import-kind = 种类
column-import-file = 文件
column-rows-before = 写出时行数
column-rows-now = 现在行数
column-import-now = 现在
column-row-number = 行
column-of-row = 列
column-in-file = 文件里
column-now = 现在

word-import-change-came = 新增
word-import-change-went = 已不在
word-import-change-changed = 有变化
word-import-change-counted = 数量不同
