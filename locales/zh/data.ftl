# 导入、查看文件、数据库、示例：只有命令行用的文字。

# import

import-of-file = { $file }：{ $text }
import-new-database = 新建{ -database }：{ $path }
import-total = 合计
import-rejects-list = 全部列出：shopkit imports rejects { $id }
import-details = { $parts }
import-detail-sheet = 工作表 { $sheet }
import-detail-shop = { -shop } { $shop }
import-detail-exported = 导出于 { $time }
import-detail-exact-rows = { $rows } 行由精确读取处理
column-file = 文件
column-import-status = 结果
column-first-day = 最早下单日
column-last-day = 最晚下单日
progress-left = 剩余 { $time }
progress-speed = { $rows } 行，{ $speed } 行/秒
progress-packing = 正在压缩

# imports

imports-undo = 撤销导入 #{ $id }（{ $path }）？
undone = 已撤销导入 #{ $id }（{ $name }）：去掉了它的行（{ $rows }），数据与从未导入过该文件时相同；{ $now }
undone-new = 新增 { $rows }
undone-changed = 更新 { $rows }
undone-unchanged = 不变 { $rows }
undone-older = 旧数据未采用 { $rows }
undone-repeated = 重复 { $rows }
undone-no-rows = 0 行
undone-no-shop = { -shop } { $shop } 已没有数据
undone-same-lines = { -shop } { $shop } 仍有 { $lines } 个{ -sub-order }
undone-lines = { -shop } { $shop } 的{ -sub-order }由 { $before } 个变为 { $lines } 个
column-name = 项目
column-value = 值
command-unchanged = 未改动

# inspect

inspect-line = { $title }：{ $value }
inspect-format = 格式
inspect-encoding = 编码
inspect-delimiter = 分隔符
inspect-sheet = 工作表
inspect-sheet-hidden = { $sheet }（隐藏）
inspect-kind = 种类
inspect-grain = 维度
inspect-exported = 导出时间
inspect-header = 表头
inspect-header-found = 第 { $row } 行，{ $columns } 列
inspect-headers = { $headers }
inspect-header-known = 第 { $row } 行（{ $cells } 列中认出 { $known } 列）
inspect-item-amount = 商品金额
inspect-item-amount-unit-price = 是单价（乘以数量与应付和优惠相符）
inspect-item-amount-total = 是整行金额
inspect-item-amount-undecided = 无法判断是单价还是整行金额；只有数量为 1 的行有单价
inspect-checked = 已检查
inspect-rows = 全部 { $rows } 行
inspect-warning = 注意：{ $warning }
inspect-rejects = 有问题的行：
inspect-rejects-more = ……还有 { $rows } 行
column-column = 列
column-header = 表头
column-field = 字段
column-sheet = 工作表
column-rows = 行数
column-columns = 列数
column-headers = 像表头的行

# db

db-backed-up = 已备份到 { $path }
db-restore = 用备份 { $path } 替换 { $database }？原来的会以另一个名称保留。
db-restore-fact = { $name }：{ $value }
db-restored = 已从 { $path } 恢复；原来的{ -database }保留为 { $kept }
db-restored-anew = 已从 { $path } 恢复
purge-nothing-deleted = 仅预览，未删除任何数据
purge-done = 这些数据已从{ -database }文件中彻底删除；{ $rest }
purge-deleted = 已删除：{ $path }
purge-leftover-kept = 无法删除，请自行删除
purge-count = { $what } { $rows }
purge-ask-contacts = 永久清除联系方式（{ $counts }）？此操作无法撤销
purge-ask-orders = 永久删除（{ $counts }）？此操作无法撤销
column-what = 内容

# sql

sql-no-rows = 没有符合条件的行
sql-hidden = 联系方式、留言、备注和文件名列读作空值（条件里也是）；加 --show-pii 可显示

# 结果写到文件

target-ending = --output 不能写 .{ $ending } 文件：“{ $path }”
target-ending-hint = 用 shopkit export 名称 { $path }，或写 .csv、.json、.txt
target-twice = “{ $path }”不能同时存放两份结果
target-twice-hint = 给其中一个换一个文件名
target-no-folder = 文件夹“{ $path }”不存在
target-no-folder-hint = 先建好文件夹，或换一个路径
target-folder = “{ $path }”是文件夹
target-folder-hint = 写一个文件名
target-other-name-hint = 换一个文件名
target-dot-or-space = “{ $path }”以点或空格结尾，Windows 会当成另一个文件
target-device = “{ $path }”在 Windows 上是设备名
target-in-rules = “{ $path }”在规则文件夹里，不能被结果覆盖
target-toml = “{ $path }”：.toml 是规则和事实文件，结果不能写成这种文件
target-in-use = “{ $path }”是正在使用的文件，不能被结果覆盖
target-special = “{ $path }”不是普通文件
target-database = “{ $path }”是{ -database }，不能被结果覆盖
target-imported = “{ $path }”是导入 #{ $id } 的原文件，不能被结果覆盖
target-unwritable = “{ $path }”：无法写入：{ $error }
target-unwritable-hint = 检查文件夹是否有写入权限、磁盘是否已满
target-held = “{ $path }”正被其他程序打开，或设为只读，无法替换

# demo

demo-about = 示例文件和{ -database }在临时文件夹中，结束后删除。
demo-inspect = 查看下载的文件是什么（不导入）
demo-import = 导入第一天导出的订单
demo-import-next-day = 导入第二天导出的订单：新订单加入，有变化的更新，其余不变
demo-import-again = 再导入同样的文件：不会重复计算
demo-import-damaged = 被 Excel 另存过的文件：编号已损坏的行不会导入，并指出行列，绝不猜测修复
demo-imports = 查看导入过哪些文件
demo-orders = 哪些订单还没发货
demo-order = 一个订单和它的变更记录
demo-sql = 用 SQL 提问，列名就是导出文件的表头
demo-today = 今天要处理什么
demo-promotion = { -creator }带货和自己卖的各有多少，佣金按 20% 估算
demo-undo = 撤销一次导入，数据就像从未导入过
demo-facts = 填写已知的情况，看看关了的店何时能重新申请
demo-reopen = 重新申请之前先检查
demo-check = 检查{ -database }
demo-exit-code = （退出码 { $code }）
demo-end = 轮到你了：shopkit import 你下载的文件
demo-failed = 有 { $steps } 步的结果与预期不同
demo-failed-hint = 请报告此问题
