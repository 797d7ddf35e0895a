# 词汇：产品里的名词只在这里写一次。

-sub-order = 子订单
-main-order = 主订单
-shop = 店铺
-creator = 达人
-buyer = 买家
-after-sale = 售后
-settlement = 结算账单
-fund-flow = 动账明细
-ledger = 账户流水
-insurance = 运费险
-ad-spend = 千川消耗
-service-fee = 团长服务费
-warehouse-bill = 仓库账单
-cost-table = 成本表
-database = 数据库
-import = 导入
-export = 导出
