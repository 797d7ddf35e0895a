# How files are exported from the back office, and what reports lack without them. State only what a source says.

export-step-orders = in the back office, open 订单管理 and choose 导出
export-step-order-days = filter by the time of the order (订单提交时间); one { -export } holds at most { $cap } orders, so choose fewer days where there are more
export-step-order-format = choose one row per { -sub-order } (商品维度), and .csv or .xlsx as the format
export-step-verify = verify it: the main account with the phone of its manager, a sub-account with the phone or e-mail bound to it
export-step-verify-if-asked = verify it if you are asked to: the main account with the phone of its manager, a sub-account with the phone or e-mail bound to it
export-step-untouched = import the file as it is; Excel and WPS can damage order numbers when they save it
export-step-days = choose the days, from the first order on, and export
export-step-aftersales = in the back office, open 售后工作台 and look for the { -export } of after-sales (售后单)
export-step-commission = in the back office of 精选联盟, open the bill of commission (佣金账单)
export-step-settlement = in the back office, open 结算账单
export-step-insurance = in the back office, open 资金 and 保险, and look for the bill of freight insurance
export-step-spend = in 千川, open the account statements (财务流水) and choose the spend by day; reports by ad cannot be imported
export-step-warehouse = in the back office of the QIC warehouse, open its bills
export-step-funds = in the back office, look for 动账明细; no source says here in which menu it stands
export-step-ledger = in the back office, look for 账户流水; no source says here in which menu it stands
export-step-service-fees = in the back office of the 团长, look for the service fees (服务费); no source says here in which menu they stand
export-step-costs = make a table with the column 成本 and one of 商家编码, 商品ID or 规格; `shopkit costs template costs.xlsx` writes one with the goods that were sold
    .page = make a table with the column 成本 (cost) and one of 商家编码, 商品ID or 规格
export-step-own-file = save it as .xlsx or .csv and import it

note-export-step = step { $number }: { $step }

word-lack-answer = no answer without it
word-lack-exactness = only estimated, not exact
word-lack-part = a part stays unknown
