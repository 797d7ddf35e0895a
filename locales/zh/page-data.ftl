# 导入、数据、删除数据、店铺：只有页面用的文字。

# 导入

page-import-running = 有文件正在导入，查看进度
page-import-list = 已导入的文件
page-import-sending = 正在发送
page-import-not-sent = 文件没有收到，请重新载入本页再试
page-import-drop = 把文件拖到这里，或选择文件
page-import-sent = 发送进度
page-import-about = 支持订单、售后、佣金、结算、动账明细、账户流水、运费险、千川消耗、团长服务费、仓库账单的导出文件，以及自己的成本表（.csv .xlsx .xls .xlsb .ods）。同一文件再次导入不会重复。文件只在这台电脑上读取。
page-import-time-from-name = 取自文件名
page-import-preview = 仅预览，不保存
page-import-start = 导入
page-import-lost = 进度中断：shopkit 可能已停止。请重新启动，再到导入页查看哪些文件已导入。
page-import-preview-title = 预览
page-import-done = 导入完成
page-import-overview = 查看概览
page-import-more = 继续导入
page-import-waiting = 等待中
page-import-crashed = 未导入：shopkit 自身出错，{ -database }未改动。
page-import-rows-read = 已读取 { $rows } 行
page-import-progress = 导入进度
page-import-failed = 未导入。{ $message }
page-import-details = 查看详情
page-import-undo = 撤销这次导入
page-import-undo-about = 撤销后，数据和从未导入过这个文件时一样。
page-import-undo-start = 撤销导入 #{ $id }
page-import-first-rejects = 共 { $rows } 行，这里是前 { $shown } 行；完整列表请下载。
page-import-rejects-download = 下载 .csv
page-import-title = 导入 #{ $id }

# 数据

page-data-database = { -database }
page-data-path = 位置
page-data-size = 大小
page-data-one-file = 所有数据都在这一个文件里。联系方式、留言和备注只存储，不会显示在页面上。
page-data-private = 只有你的账号可以读取它。
page-data-shared = 这台电脑上的其他账号可能也能读取它。
page-data-rights-of-folder = 能打开所在文件夹的账号都能读取它；放在你自己的用户文件夹里时，只有你和管理员可以读取。
page-data-backup = 备份
page-data-backup-about = 下载一份完整的副本，换电脑或出错时使用。
page-data-backup-start = 下载备份
page-data-check = 检查
page-data-check-about = 检查{ -database }文件有没有损坏；数据多时要几分钟。
page-data-check-start = 检查{ -database }
page-data-damaged = { -database }有损坏
page-data-stop = 停止
page-data-stop-importing = 正在导入；现在停止，没有导入完的文件须再导入一次。
page-data-stop-about = 页面在这台电脑上运行，关掉浏览器后仍在运行。停止不会丢失数据。
page-data-stop-start = 停止 shopkit
page-data-stopped = 已停止
page-data-stopped-about = shopkit 已停止，可以关闭这个标签页。再次使用时重新启动 shopkit。

# 删除买家数据

page-purge-title = 删除{ -buyer }数据
page-purge-about = 退店后平台要求删除消费者信息（《商家退店规范》2.3.3）。下一步先显示会删除多少，确认后才删除。
page-purge-contacts = 只清除联系方式（姓名、电话、地址、留言、备注）
page-purge-orders = 整个订单（须选{ -shop }或日期）
page-purge-all-shops = 所有{ -shop }
page-purge-hashes = 同时删除用来识别复购{ -buyer }的匿名标识
page-purge-count = 查看会删除多少
page-purge-done = 已从{ -database }文件中彻底删除：
page-purge-clears-contacts = 将清除联系方式：
page-purge-deletes = 将删除：
page-purge-only-shop = 只限{ -shop }：
page-purge-only-before = 只限此日之前的订单：
page-purge-final = 此操作无法撤销。
page-purge-backup-first = 先下载备份
page-purge-start = 永久删除
page-purge-cancel = 取消
page-purge-back = 回到数据页

# 店铺

page-shops-none = 还没有{ -shop }。导入文件时填写{ -shop }名即可新建。
page-shops-import = 导入文件
page-shops-verdicts = { $shop } 的检查结论
page-shops-verdicts-none = 还没有结论。在检查页填写情况后，结论会保存在这里。
page-shops-forget = 清除已填内容和结论
page-shops-forget-about = 订单会保留。
page-shops-forget-start = 清除：{ $shop }
page-shops-settlement = 结算天数
page-field-settlement-days = 确认收货后多少天结算货款？
page-shops-settlement-about = 在“抖店后台 > 资金 > 结算周期”查看。对账和回款日历据此判断哪些订单早该结算；不填则按平台规则的最长天数。
page-shops-settlement-save = 保存
page-shops-rename = 改名
page-shops-new-name = 新名称
page-shops-rename-about = 订单、已填内容和结论都保留在这家{ -shop }。
page-shops-rename-start = 改名

# 恢复备份

page-restore-title = 恢复备份
page-restore-about = 用备份替换现在的{ -database }。先检查备份并显示其中的内容；现在的{ -database }会保留。
page-restore-file = 备份文件
page-restore-check = 检查备份
page-restore-sound = 备份完整，没有损坏。现在还没有改动任何数据。
page-restore-of-backup = 备份
page-restore-of-present = 现在
page-restore-kept = 恢复后，页面显示备份里的数据。现在的{ -database }以另一个名称保留在旁边，完成后会显示名称。
page-restore-start = 恢复这份备份
page-restore-done = 备份已恢复。
page-restore-kept-as = 原来的{ -database }保留为
page-restore-kept-pii = 其中也有{ -buyer }数据，不再需要时请删除。
