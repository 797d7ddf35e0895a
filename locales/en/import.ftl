# Files that can be read but not imported, and the tables that people take for exports.

error-no-header = "{ $path }": no header row of an export was found
error-foreign-table = "{ $path }": this looks like { $table }, which cannot be imported
error-unknown-table = "{ $path }": this table is not an export of Douyin Shop
error-unknown-table-closest = "{ $path }": this table is not an export of Douyin Shop; only these columns of row { $row } are known: { $headers }
error-no-sub-order-id = "{ $path }": there is no column 子订单编号, so the { -sub-order(number: 2) } of an order cannot be told apart
error-wrong-kind = "{ $path }": this is the { $found } export, not the { $wanted } export
error-missing-columns = "{ $path }": this is the { $kind } export, but these columns are missing: { $missing }
error-no-main-order-id = "{ $path }": each row is a { -main-order }, but there is no column 主订单编号

hint-no-header = download the standard report from 订单管理 in the back office and import it without opening it; if you gave --encoding, leave it out
    .page = download the standard report from 订单管理 in the back office and import it without opening it
hint-foreign-table = from Douyin Shop you can import orders, 售后单, 精选联盟 commission, 结算账单, 动账明细, 账户流水, 运费险, 千川 spend by day, 团长 service fees and BIC or QIC bills; if this is one of its order exports after all, add --kind orders
    .page = from Douyin Shop you can import orders, 售后单, 精选联盟 commission, 结算账单, 动账明细, 账户流水, 运费险, 千川 spend by day, 团长 service fees and BIC or QIC bills
hint-no-sub-order-id = export again with 子订单编号; to import one { -main-order } per row all the same, add --kind orders
    .page = export again with 子订单编号
hint-wrong-kind = leave out --kind to have the kind recognised
    .page = { "" }
hint-missing-columns = export the file again from the back office with all of its columns
hint-no-main-order-id = export again with 主订单编号, or with one row per { -sub-order } (商品维度)

# The ids end in the codes of src/import/columns.toml.
table-taobao = orders from Taobao or Tmall
table-pinduoduo = orders from Pinduoduo
table-kuaishou-bill = a bill from Kuaishou
table-kuaishou-aftersales = after-sales from Kuaishou
table-kuaishou = orders from Kuaishou
table-xiaohongshu = orders from Xiaohongshu
table-channels = orders from WeChat Channels
table-jingdong = orders from JD
table-erp = a table from an ERP program
table-qianchuan = a Qianchuan report by ad, not the spend by day of its finance pages
table-ledger = an account statement of another layout
table-parcels = a list of parcels
