# 文件怎样从后台导出，缺了会怎样。只写有依据的内容。

export-step-orders = 在抖店后台打开“订单管理”，点“导出”
export-step-order-days = 按下单时间（订单提交时间）筛选；一次最多导出 { $cap } 单，超过时缩短日期、分几次导出
export-step-order-format = 选商品维度（每行一个{ -sub-order }），格式选 .csv 或 .xlsx
export-step-verify = 完成验证：主账号用管理员的手机，子账号用绑定的手机或邮箱
export-step-verify-if-asked = 如需验证：主账号用管理员的手机，子账号用绑定的手机或邮箱
export-step-untouched = 文件不要打开另存，直接导入；Excel 和 WPS 保存时会损坏订单号
export-step-days = 日期从最早的订单选起，然后导出
export-step-aftersales = 在抖店后台打开“售后工作台”，导出售后单
export-step-commission = 在精选联盟商家后台打开“佣金账单”
export-step-settlement = 在抖店后台打开“结算账单”
export-step-insurance = 在抖店后台打开“资金 > 保险”，找到运费险账单
export-step-spend = 在千川打开“财务流水”，导出按天的消耗；投放报表不能导入
export-step-warehouse = 在 QIC 仓后台打开账单
export-step-funds = 在抖店后台查找“动账明细”；它在哪个菜单，这里没有可靠的依据
export-step-ledger = 在抖店后台查找“账户流水”；它在哪个菜单，这里没有可靠的依据
export-step-service-fees = 在团长后台查找“服务费”；它在哪个菜单，这里没有可靠的依据
export-step-costs = 做一张表，要有“成本”列，以及“商家编码”“商品ID”“规格”之一；`shopkit costs template costs.xlsx` 会列出卖过的商品
    .page = 做一张表，要有“成本”列，以及“商家编码”“商品ID”“规格”之一
export-step-own-file = 存为 .xlsx 或 .csv，然后导入

note-export-step = 步骤 { $number }：{ $step }

word-lack-answer = 无法得出
word-lack-exactness = 只能估算，不精确
word-lack-part = 有一部分未知
