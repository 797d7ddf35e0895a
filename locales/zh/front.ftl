# 导入的结果、删除数据、店铺列表：命令行和页面共用。

# 导入一个文件的结果

import-status-imported = 已导入 #{ $id }
import-status-skipped = 已导入过（#{ $id }）
import-status-dry-run = 预览
import-status-failed = 未导入
import-none = 还没有导入过文件
import-days = { $first } 至 { $last }
import-missing-days = 还没有这些日期的数据：{ $days }
import-dated-by-file = 导出时间取自文件日期 { $time }；{ $otherwise }，否则以后导入的文件可能被当作旧数据
import-older-orders = { $rows } 行是旧数据，未采用（更新的导出里内容不同），只保留在变更记录里；本文件的导出时间按 { $time } 计，{ $otherwise }
import-in-no-report = 各报表只计{ -settlement }里扣的费用，不另计团长服务费；用 `order`、`evidence`、`sql` 查看
    .page = 各报表只计{ -settlement }里扣的费用，不另计团长服务费；在订单页查看
import-older-rows = { $rows } 行是旧数据，未采用（更新的导出里内容不同），只保存、不计入；本文件的导出时间按 { $time } 计，{ $otherwise }
import-give-time = 如不对，请用 --exported-at 指定
    .page = 如不对，请填写“{ page-field-exported-at }”
import-undo-and-give-time = 如不对，请撤销后用 --exported-at 重新导入
    .page = 如不对，请撤销这次导入，填写“{ page-field-exported-at }”后重新导入

# 未导入的行

import-rejects = 未导入的行
    .page = 未导入的行
import-no-rejects = 没有未导入的行
import-reject = { $cell }：{ $problem } [{ $code }]
import-reject-value = “{ $value }” { $reason }
import-reject-cell = 第 { $row } 行 { $column } 列
import-reject-cell-of-header = { $cell }（{ $header }）
import-reject-cell-of-sheet = 工作表“{ $sheet }”{ $cell }
import-reject-others = { $reject }；另有 { $others } 行相同
import-rejects-more = ……还有 { $kinds } 种原因

# 删除数据

purge-lines = { -sub-order }
purge-versions = 旧版本
purge-entries = 其他{ -export }的行
purge-rejects = 未导入的行
purge-imports = { -import }记录
purge-leftover = { $path } 是升级前的副本或中断的程序留下的文件，可能仍有这些数据；{ $advice }
purge-leftover-advice = 加 --backups 可一并删除
    .page = 不需要就请删除
purge-not-checked = 没有检查{ -database }旁边的文件，其中可能仍有这些数据：{ $reason }
purge-out-of-reach = 导入过的原文件、自己做的备份和导出的文件里仍有这些数据，再次导入可能把它们带回

# 店铺列表和历次结论

shops-rules-same = 规则未变
shops-rules-changed = 规则已变，结论不变
column-import-id = 编号
column-id = 编号
column-facts = 已填项
column-verdicts = 检查次数
column-asked-at = 时间
column-check = 检查
column-as-of = 截至
column-verdict = 结论
column-earliest-day = 最早日期
column-deciding = 依据
column-rules = 规则
column-verdict-now = 按现在的规则

# 数据库

data-sound = { -database }完好

# 备份里有什么。

backup-shops = { -shop }
backup-lines = { -sub-order }
backup-imports = 已导入的文件
backup-newest-export = 最近一次订单{ -export }
backup-version = { -database }版本
backup-none = 无
