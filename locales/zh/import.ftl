# 能读取但不能导入的文件，以及容易与导出文件混淆的表格。

error-no-header = “{ $path }”：找不到导出文件的表头
error-foreign-table = “{ $path }”：这是{ $table }，不能导入
error-unknown-table = “{ $path }”：这张表不是抖店的导出文件
error-unknown-table-closest = “{ $path }”：这张表不是抖店的导出文件；第 { $row } 行只认出：{ $headers }
error-no-sub-order-id = “{ $path }”：没有“子订单编号”列，无法区分同一订单里的各个{ -sub-order }
error-wrong-kind = “{ $path }”：这是{ $found }导出，不是指定的{ $wanted }
error-missing-columns = “{ $path }”：这是{ $kind }导出，但缺少这些列：{ $missing }
error-no-main-order-id = “{ $path }”：每行是一个{ -main-order }，但没有“主订单编号”列

hint-no-header = 请在抖店后台“订单管理 → 导出”下载标准报表，不要打开，直接导入；如指定了 --encoding，请去掉再试
    .page = 请在抖店后台“订单管理 → 导出”下载标准报表，不要打开，直接导入
hint-foreign-table = 可导入抖店后台的订单导出、售后单、精选联盟佣金、{ -settlement }、{ -fund-flow }、{ -ledger }、{ -insurance }、{ -ad-spend }（按天）、{ -service-fee }、BIC 或 QIC 账单；如果确实是抖店订单，请加 --kind orders
    .page = 可导入抖店后台的订单导出、售后单、精选联盟佣金、{ -settlement }、{ -fund-flow }、{ -ledger }、{ -insurance }、{ -ad-spend }（按天）、{ -service-fee }、BIC 或 QIC 账单
hint-no-sub-order-id = 请在导出时勾选“子订单编号”；如果确实要按每行一个{ -main-order }导入，请加 --kind orders
    .page = 请在导出时勾选“子订单编号”
hint-wrong-kind = 去掉 --kind，由程序识别
    .page = { "" }
hint-missing-columns = 请从后台重新导出，并保留所有列
hint-no-main-order-id = 请在导出时勾选“主订单编号”，或改用商品维度导出

# 标识以 src/import/columns.toml 里的代码结尾。
table-taobao = 淘宝或天猫的订单
table-pinduoduo = 拼多多的订单
table-kuaishou-bill = 快手的账单
table-kuaishou-aftersales = 快手的售后单
table-kuaishou = 快手的订单
table-xiaohongshu = 小红书的订单
table-channels = 视频号（微信小店）的订单
table-jingdong = 京东的订单
table-erp = ERP 软件的表格
table-qianchuan = 巨量千川的投放报表，不是财务流水里按天的消耗
table-ledger = 另一种格式的账户流水
table-parcels = 包裹或运单列表
