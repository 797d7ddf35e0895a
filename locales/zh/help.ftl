# --help 的文字。id 由命令和参数决定，见 src/cli/help.rs。

help-about = 导入抖店导出的订单文件，离线查询和统计
help-exit-codes = 退出码：0 完成；1 完成但需留意（有行未导入、没有这个订单、检查未通过）；2 失败；129、130、143 被信号中断（serve 被中断时为 0）
help-heading-usage = 用法：
help-heading-commands = 命令
help-heading-arguments = 参数
help-heading-options = 选项
help-heading-global = 通用选项
help-default = [默认：{ $value }]
help-values = [可选：{ $values }]
help-help = 显示某个命令的帮助

# 所有命令都有的选项。

help-argument-help = 显示帮助
help-argument-version = 显示版本
help-argument-db = 数据库文件 [默认：环境变量 SHOPKIT_DB，否则在用户数据目录；见 `shopkit db path`]
help-argument-format = 输出格式 [默认：由 --output 的扩展名决定，否则为 table]
help-value-format-table = table 表格
help-value-format-json = json
help-value-format-csv = csv
help-value-format-xlsx = xlsx
help-argument-output = 把结果写入文件，已有的文件会被替换
help-argument-lang = 界面语言 [默认：跟随系统]
help-value-lang-zh = zh 中文
help-value-lang-en = en 英文
help-argument-color = 提示信息的颜色
help-value-color-auto = auto 自动
help-value-color-always = always 总是
help-value-color-never = never 从不
help-argument-quiet = 只输出结果和错误
help-argument-verbose = 输出更多说明
help-argument-show-pii = 显示买家的姓名、电话、地址、留言和备注

# 在多个命令里含义相同的参数。

help-argument-shop = 店铺 [默认：唯一的店铺]
help-argument-kind = 文件类型，不符则报错
help-value-kind-auto = auto 自动识别
help-value-kind-orders = orders 订单
help-value-kind-aftersales = aftersales 售后单
help-value-kind-commission = commission 佣金
help-value-kind-settlement = settlement 结算账单
help-value-kind-funds = funds 动账明细
help-value-kind-ledger = ledger 账户流水
help-value-kind-insurance = insurance 运费险
help-value-kind-spend = spend 千川消耗（按天）
help-value-kind-service-fees = service-fees 团长服务费
help-value-kind-warehouse = warehouse 仓库账单（BIC、QIC）
help-value-kind-costs = costs 自己的成本表
help-argument-encoding = 文本文件的编码
help-value-encoding-auto = auto 自动识别
help-value-encoding-utf-8 = utf-8
help-value-encoding-gb18030 = gb18030
help-value-encoding-utf-16 = utf-16
help-argument-sheet = 要读取的工作表 [默认：含订单的工作表]
help-argument-exported-at = 导出时间（北京时间）[默认：取自文件名，否则取文件的修改时间]
help-argument-id = 导入编号，见 `shopkit imports`
help-argument-yes = 直接执行，不再确认
help-argument-from = 下单日期从这一天起；写一段时间时取它的第一天
help-argument-to = 下单日期到这一天为止；写一段时间时取它的最后一天
help-argument-period = 下单日期在这段时间内，如 昨天、近7天（到昨天为止的 7 整天）、本周、上月、2026、2026-11 或 2026-11-01..2026-11-07
help-argument-status = 订单状态，如“待发货”，`-` 表示没有状态；多个用逗号分隔
help-argument-after-sale = 售后状态，`-` 表示无售后；多个用逗号分隔
help-argument-promotion = 推广类型：精选联盟（或 alliance）、无（或 none）
help-argument-product = 商品ID，或商品名称的一部分；`=X` 表示正好是 X，`-` 表示没有
help-argument-search = 要同时出现的词（商品、规格、商家编码、达人、备注），或一批订单号（符合其中一个即可）
help-argument-limit = 最多列出多少个子订单，0 表示全部 [默认：表格为 100，其他格式为全部]
help-argument-sort = 排序方式：submitted 下单时间、paid 支付时间、ship-by 承诺发货时间、amount 金额、quantity 数量、status 状态、product 商品；前面加 `-` 为降序 [默认：-submitted]
help-argument-open-after-sale = 只要售后未完结的
help-argument-cancel-reason = 取消原因，写一部分即可；`=X` 表示正好是 X，`-` 表示没有
help-argument-stage = 订单范围
help-value-stage-paid = paid 已付款（含已关闭）
help-value-stage-sales = sales 成交（已付款且未关闭）
help-value-stage-to-ship = to-ship 待本店发货
help-argument-ship-by = 承诺发货：overdue 已超时、overdue-since 导出后到期、today 今天到期、24h 24 小时内到期，或到某一天为止，如 2026-11-30；只看待本店发货的
help-argument-spec = 商品规格的一部分；`=X` 表示正好是 X，`-` 表示没有
help-argument-sku-code = 商家编码的一部分；`=X` 表示正好是 X，`-` 表示没有
help-argument-creator = 达人ID，或达人昵称的一部分；`=ID` 表示正好是这个 ID，`-` 表示没有达人，`*` 表示有达人
help-argument-province = 省，写一部分即可
help-argument-city = 市，写一部分即可
help-argument-traffic-genre = 流量体裁，写一部分即可
help-argument-traffic-type = 流量类型，写一部分即可
help-argument-gift = 是否赠品
help-value-gift-yes = yes 只要赠品
help-value-gift-no = no 不要赠品
help-argument-late-values = 只要流量数据待更新的
help-argument-hour = 一天中的钟点，0 到 23
help-argument-weekday = 星期：monday 到 sunday
help-argument-columns = 要显示的列，用逗号分隔，中英文名称都可以，如“主订单编号,省,订单应付金额”
help-orders-on = 承诺发货按这个时间判断，北京时间 [默认：现在]
help-report-all-shops = 统计全部店铺：每行有店铺一列，合计为全部店铺
help-export-all-shops = 统计全部店铺：每行有店铺一列，合计为全部店铺
help-report-group = 统计一个分组的店铺；分组用 `shop group` 建立
help-export-group = 统计一个分组的店铺；分组用 `shop group` 建立
help-argument-compare = 和别的日期对比
help-value-compare-previous = previous 前一期
help-value-compare-year = year 去年同期
help-argument-basis = 订单算在哪一天 [默认：submitted]
help-value-basis-submitted = submitted 下单日
help-value-basis-paid = paid 支付日
help-value-basis-settled = settled 结算日
help-value-basis-refunded = refunded 退款日
help-argument-by = 汇总方式
help-value-by-day = day 按天
help-value-by-week = week 按周
help-value-by-month = month 按月
help-value-by-creator = creator 按达人
help-value-by-product = product 按商品
help-value-by-weekday = weekday 按星期
help-value-by-sku = sku 按规格
help-value-by-city = city 按市
help-value-by-order = order 按主订单
help-value-by-warehouse = warehouse 按仓库
help-value-by-stage = stage 按售后阶段
help-value-by-reason = reason 按售后原因
help-value-by-type = type 按售后类型
help-argument-on = 统计时间（北京时间）[默认：现在]
help-argument-cap = 单次导出最多的行数（export-plan）[默认：平台的上限]
help-argument-commission-rate = 估算用的佣金率，如 20% 或 0.2（含净额的报表）
help-argument-no-estimates = 不估算未结算的费用，直接略去（含净额的报表）
help-argument-param = 语句中 :名称 的值，可多次使用
help-argument-timeout = 最多运行多少秒，到时即停，即使仍在输出结果 [默认：30]
help-argument-all-shops = 检查数据库里的所有店铺，每店一行
help-argument-facts = 事实文件（TOML），优先于 `shop set` 填写的事实
help-argument-set = 只用于这次检查的事实，优先于其他来源，可多次使用
help-argument-ask = 逐项询问还缺的事实，并保存回答
help-argument-explain = 逐条显示每条规则、每个条件的判断过程
help-argument-standing = 依据哪些规则
help-value-standing-all = all 全部
help-value-standing-official = official 仅官方规则
help-argument-rules = 规则文件夹，代替内置规则
help-argument-ics = 把相关日期写入日历文件（.ics）
help-argument-after-sale-days = 订单完成后多少天内买家可以申请售后 [默认：未知]
help-argument-trust = 填写的事实与导入的订单矛盾时，以哪个为准
help-value-trust-declared = declared 填写的事实
help-argument-holidays = 法定节假日日历，其中的日期不算工作日：.ics 文件，或每行一个日期的文件

# 命令。

help-import = 导入抖店导出的文件（订单、售后单、佣金、结算账单、动账明细等）和自己的成本表
help-import-files = 要导入的文件：.xlsx .xls .xlsb .ods .csv
help-import-shop = 订单所属的店铺 [默认：唯一的店铺]
help-import-dry-run = 仅预览，不保存
help-import-strict = 只要有一行无法导入，就不导入整个文件
help-import-max-rejects = 无法导入的行超过 N 行，就不导入整个文件

help-inspect = 查看文件的类型和内容，不导入
help-inspect-file = 要查看的文件

help-imports = 列出导入记录，查看一次导入和其中未导入的行，撤销导入
help-imports-shop = 只列出这个店铺的导入
help-imports-list = 列出导入记录
help-imports-list-shop = 只列出这个店铺的导入
help-imports-show = 查看一次导入的详情
help-imports-rejects = 列出一次导入中未导入的行
help-imports-undo = 撤销一次导入，如同从未导入过这个文件

help-orders = 列出子订单

help-order = 查看一个订单的子订单和变更记录
help-order-id = 主订单编号或子订单编号
help-order-shop = 只查这个店铺

help-evidence = 把一笔订单的结算情况写成一页：时间线、金额、文件出处，用于向平台申诉；--output 文件.html 写成网页
help-evidence-id = 主订单编号或子订单编号
help-evidence-shop = 只查这个店铺
help-evidence-on = 按哪个时间计算逾期，如 "2026-01-12 20:16:49" [默认：现在]

help-report = 查看报表；不写名称则列出所有报表
help-report-name = 报表的名称，各报表的说明见 `shopkit report`

help-verify = 用现在的数据重新计算一张导出的报表，说明有无不同和原因；完全一致时退出码为 0
help-verify-file = `report --format json` 或 `export` 写出的 .json 文件

help-sql = 运行一条只读 SQL 查询（视图：订单、order_lines，以及其他导出的视图）
help-sql-statement = 一条 SELECT 语句

help-export = 把子订单、报表或查询结果写成文件：.csv .xlsx .json .html；或把店铺写入数据湖
help-export-name = 要写的内容：orders 为子订单的全部列，报表写名称，overview 为带图表的网页，lake 为供大数据引擎读取的 Parquet 文件，或 `sql:SELECT ...`
help-export-file = 要写入的文件，已有的文件会被替换；格式由扩展名决定：.csv .xlsx .json .html；lake 则写文件夹，可以是已有的数据湖
help-export-split-by = 子订单按这一列的值拆成多个文件：商家编码（merchant-code）、仓库（warehouse）、达人（creator）；FILE 写文件夹，或写 .xlsx、.csv 文件名
help-export-param = `sql:` 语句中 :名称 的值，可多次使用
help-export-timeout = `sql:` 查询最多运行多少秒，到时即停，即使仍在输出结果 [默认：30]
help-export-buyer-key = 用此文件中的密钥（至少 32 个随机字节）把买家变成匿名标识（lake）；没有密钥就不写买家

help-lake = 从 `export lake` 写出的数据湖得出报表，并维护它
help-lake-answer = 从标准输入读取引擎的结果，得出报表，供 `shopkit-lake answer` 使用
help-lake-answer-name = 报表名称
help-lake-vacuum = 删除最近几天的版本都用不到的文件，以及更早的版本
help-lake-vacuum-folder = 数据湖的文件夹
help-lake-vacuum-keep-days = 保留最近多少天的版本
help-lake-purge = 永久删除最新版本以外的所有版本及其内容；执行期间不能有人写入
help-lake-purge-folder = 数据湖的文件夹
help-lake-purge-shop = 先删除这个店铺

help-close-check = 检查店铺能否申请关店
help-close-check-on = 检查哪一天的情况 [默认：北京时间今天]

help-reopen-check = 检查已关闭的店铺能否申请重新开店
help-reopen-check-on = 检查哪一天的情况 [默认：北京时间今天]

help-costs = 记录商品成本：生成成本表，填好后导入
help-costs-template = 生成成本表：卖过的商品和已知的成本
help-costs-template-file = 要写入的 .xlsx 或 .csv 文件

help-shop = 列出店铺、给店铺改名；查看、填写、清除店铺的事实；查看检查记录
help-shop-shop = 店铺 [默认：唯一的店铺]；set 和 unset 可写多个
help-shop-list = 列出店铺
help-shop-show = 查看一个店铺已知的事实
help-shop-set = 填写店铺的事实，如 closure.closed_on=2024-08-31
help-shop-set-facts = 事实，可用的见 `shopkit rules facts`
help-shop-unset = 清除店铺的事实
help-shop-unset-facts = 事实的名称，已填写的见 `shopkit shop show`
help-shop-rename = 给店铺改名，订单、事实和检查记录都保留
help-shop-rename-old = 现在的名称
help-shop-rename-new = 新名称，不能与其他店铺重名
help-shop-forget = 清除店铺已填写的事实和检查记录，订单保留
help-shop-history = 列出检查记录，以及按现在的规则会得出的结论

help-rules = 列出检查用的规则，查看一条规则，检查和测试规则文件
help-rules-list = 列出规则
help-rules-show = 查看一条规则或一个参数的详情
help-rules-show-id = 规则编号，或参数名，如 after-sale.most-days
help-rules-facts = 列出规则用到的事实
help-rules-check = 找出规则文件中不起作用的条件
help-rules-test = 运行规则的测试用例

help-db = 查看数据库的位置，检查、备份、恢复数据库，删除买家数据
help-db-path = 显示数据库的位置
help-db-check = 检查数据库是否损坏
help-db-backup = 把数据库复制到新文件
help-db-backup-file = 新文件
help-db-restore = 用备份替换数据库，原来的以另一个名称保留
help-db-restore-file = 备份文件；先检查，本身不改动
help-db-purge = 永久删除订单及相关数据，或只删除联系方式；再次导入文件可能会带回这些数据
help-db-purge-contacts = 只删除联系方式（姓名、电话、地址、留言、备注、文件名），保留数字
help-db-purge-before = 只处理这一天之前下单的订单
help-db-purge-shop = 只处理这个店铺
help-db-purge-hashes = 同时删除用来识别复购买家和已导入文件的匿名标识
help-db-purge-backups = 同时删除数据库旁边由升级产生的副本和中断运行的残留文件
help-db-purge-dry-run = 只统计会删除多少，不删除

help-serve = 在浏览器中打开 shopkit 的页面，仅限本机访问
help-serve-port = 页面的端口，0 表示上次的端口，被占用时任选一个空闲端口
help-serve-no-open = 不打开浏览器
help-serve-plain-host = 改用 127.0.0.1，供打不开 *.localhost 的浏览器使用；安全性较低：本机其他端口会收到页面的 Cookie

help-demo = 用示例文件在临时数据库里演示主要功能

help-completions = 输出命令行补全脚本
help-completions-shell = 命令行种类

help-man = 把手册写入文件夹
help-man-dir = 手册的文件夹
help-shop-group = 建立店铺分组，供报表使用
help-shop-group-list = 列出分组
help-shop-group-add = 把店铺加入分组；没有这个分组则新建
help-shop-group-add-group = 分组名
help-shop-group-add-members = 要加入的店铺
help-shop-group-remove = 把店铺移出分组，或删除分组
help-shop-group-remove-group = 分组名
help-shop-group-remove-members = 要移出的店铺 [默认：全部]
help-digest = 写日报：昨天、近 7 天和待办，包括全部店铺；--output 文件.html 写成网页
help-digest-shop = 只统计这个店铺 [默认：全部店铺]
help-digest-group = 只统计一个分组的店铺
help-digest-on = 统计时间（北京时间）[默认：现在]
