# 查看订单、报表和导出文件：只在命令行显示的文字。

orders-shown = 显示 { $shown } 个{ -sub-order }，共 { $total } 个；加 --limit 0 显示全部
orders-known-statuses = 现有订单状态：{ $statuses }
orders-known-after-sales = 现有{ -after-sale }状态：{ $statuses }
orders-unknown-column = 没有名为“{ $name }”的列
orders-unknown-column-near = 没有名为“{ $name }”的列，是不是“{ $near }”？
orders-unknown-column-hint = 可用的列：{ $names }
orders-hidden-column = “{ $name }”是收件人等个人信息，默认不显示
orders-hidden-column-hint = 确实需要时加 --show-pii

table-report-name = 名称
table-report-about = 内容

export-with-output = export 不能与 --output、--format 一起使用
export-with-output-hint = 保存位置和格式由文件名决定
export-option-unfit = { $option } 不能与 { $name } 一起使用
export-orders-hint = orders 的选项见 shopkit orders --help
export-query-hint = 请把条件写进查询
export-overview-hint = 可用：--shop, --from, --to, --on, --commission-rate
export-unknown-name = 不能导出“{ $name }”
export-near-name = 是不是 { $near }？
export-names = 可写 orders、overview、"sql:SELECT ..."，或报表：{ $reports }
export-unknown-format = “{ $path }”的扩展名不是 .csv、.xlsx、.json、.html 之一
export-unknown-format-hint = 文件名应如 orders.xlsx
export-as-of = 数据截至 { $at }；再次导入这个文件时请加 --exported-at "{ $at }"
export-columns-left-out = 未写入联系方式、留言和备注列（{ $columns }）；加 --show-pii 可写入
export-split-orders-hint = --split-by 只用于 `export orders`，可以和子订单的筛选选项一起用
export-split-format = 按值拆分只能写成 .xlsx 或 .csv 文件
export-split-format-hint = 写文件夹，或写 .xlsx、.csv 文件名，各个值会加在文件名后面
export-split-two-formats = “{ $path }”的扩展名和 --format 不一致
export-split-two-formats-hint = 去掉 --format，或改扩展名
export-split-too-many = 共有 { $values } 个值，超过 { $most } 个文件
export-split-too-many-hint = 用 --status、--product、--from 等缩小范围
export-split-no-value = 未填写
export-split-written = 已把 { $rows } 行写入“{ $folder }”里的 { $files } 个文件
export-split-stopped = 中途停止，已写好的文件：{ $written }
export-query-title = 查询结果
export-written = 已写入 { $rows } 行：{ $path }
export-sheets = 一张工作表放不下，共 { $sheets } 张
export-texts-cut = 有 { $count } 处文本超过单元格的上限，已截断；导出为 .csv 可保留全文
export-rows = 共 { $rows } 行

export-overview-not-html = overview 是网页，而“{ $path }”的扩展名不是 .html
export-overview-not-html-hint = 文件名应如 overview.html
export-overview-written = 已写入概览：{ $path }
overview-empty = 还没有导入订单。导入后重新生成本页：shopkit import 文件

# costs

export-not-a-sheet = “{ $path }”的扩展名不是 .csv 或 .xlsx
export-not-a-sheet-hint = 文件名应如 costs.xlsx
costs-title = 成本
costs-nothing-sold = 还没有已付款的子订单，表里没有商品
costs-fill-in = { $open ->
        [0] 每行都有成本
       *[other] 有 { $open } 行还没有成本
    }；填写“成本(元)”，只从某天起有效的再填“生效日期”，然后：shopkit import { $path }
costs-late = 有 { $rows } 行的成本在最早的订单之后才生效，之前的订单成本未知；请另加一行，填写更早的生效日期，或留空
costs-unnamed = 有 { $count } 组商品没有列出：订单里没有商家编码、商品ID和商品规格，或一行有多个商品
