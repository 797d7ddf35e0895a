# 未导入的行、导入时的注意事项，以及名词的叫法。

reject-missing-id = 编号为空
reject-damaged-id = 编号已被表格软件损坏（变成了数字或科学计数法），请重新从后台导出
reject-bad-number = 不是整数或百分比
reject-bad-money = 不是金额（最多两位小数）
reject-bad-time = 不是有效的日期时间
reject-missing-required = 必填项为空
reject-bad-direction = 动账方向不是“入账”或“出账”
reject-id-conflict = 同一文件中编号重复但内容不同，只保留第一行
reject-short-row = 这一行的列数比表头少
reject-long-row = 这一行的列数比表头多，内容可能错位
reject-encoding = 含有无法解码的字节
reject-no-result = 公式没有保存计算结果
reject-error-cell = 公式出错，没有结果
reject-other-table = 这一行属于另一张表
reject-cell-too-long = 单元格超过 32767 个字符

advice-damaged-id = 编号已被 Excel 损坏：请重新下载文件，不要打开，直接导入
advice-formulas = 用 Excel 或 WPS 打开文件，等公式算出结果并改正出错的公式，保存后再导入
advice-changed-rows = 这些行在下载后被改动或截断：请重新下载文件，不要打开，直接导入
advice-id-conflict = 这个文件可能由多个文件拼成：请分别导入原来的文件
advice-other-table = 文件里还有另一张表：请把每张表另存为单独的文件再导入
advice-check-cells = 请核对这些单元格，或重新下载文件，不要打开，直接导入

warning-unknown-columns = 有 { $count } 列未识别，已随每行原样保存：{ $names }
warning-export-cap = 恰好 { $rows } 行，等于导出上限（各处说法不一），文件可能不完整；请缩小日期范围再导出核对
warning-late-values = 有 { $rows } 行的流量数据待更新，请明天重新导出并导入
warning-sums-differ = 有 { $rows } 行的金额合计对不上（最早在第 { $first } 行）：收入合计加支出合计不等于结算金额，或各项相加不等于合计；可能缺了列，已按文件原样导入
warning-mixed-shop = 文件看起来来自另一个或多个{ -shop }：{ $shops }；如属不同{ -shop }，请用 --shop 分开导入
    .page = 文件看起来来自另一个或多个{ -shop }：{ $shops }；如属不同{ -shop }，请分开导入，并填写各自的{ -shop }名
warning-formula-cells = 表中有公式，已采用文件里保存的计算结果
warning-empty-sheet = 只有表头，没有数据行
warning-rival-sheets = 这些工作表也有同种数据，未导入：{ $rivals }（请用 --sheet 逐个导入）
    .page = 这些工作表也有同种数据，未导入：{ $rivals }（请各自另存为文件再导入）
warning-other-sheets = 忽略了其他工作表：{ $others }（可用 --sheet 指定）
    .page = 忽略了其他工作表：{ $others }（要导入请另存为单独的文件）
warning-rival-and-other-sheets = 这些工作表也有同种数据，未导入：{ $rivals }（请用 --sheet 逐个导入）；忽略了其他工作表：{ $others }
    .page = 这些工作表也有同种数据，未导入：{ $rivals }（请各自另存为文件再导入）；忽略了其他工作表：{ $others }
warning-damaged-field = 被表格软件损坏的值已留空（括号内为行数）：{ $fields }
warning-date-before-orders = 文件日期 { $own } 早于其中最新的订单，导出时间改按最新的下单时间 { $newest } 计

length-months = { $count } 个月
length-days = { $count } 天

word-export-orders = 订单
word-export-aftersales = 售后单
word-export-commission = 精选联盟佣金
word-export-settlement = { -settlement }
word-export-funds = { -fund-flow }
word-export-ledger = { -ledger }
word-export-insurance = { -insurance }
word-export-spend = { -ad-spend }
word-export-service-fees = { -service-fee }
word-export-warehouse = { -warehouse-bill }
word-export-costs = { -cost-table }

word-grain-sub_order = 商品维度
word-grain-main_order = 订单维度

word-origin-assumed = 默认
word-origin-orders = 订单
word-origin-declared = 已填写
word-origin-file = 文件
word-origin-flag = 本次给出

word-row-total = 合计

# 文件里的行怎样处理了。
column-rows-read = 读取
column-inserted = 新增
column-updated = 更新
column-unchanged = 不变
column-stale = 旧数据未采用
column-duplicate = 重复
column-rejected = 未导入
column-blank = 空行
