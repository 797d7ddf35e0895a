# 数据库的错误，以及数据库检查发现的问题。

error-no-database = “{ $path }”：还没有数据库
hint-no-database = 先导入一个文件：shopkit import 文件
    .page = 先导入一个文件
error-not-a-shopkit-database = “{ $path }”不是 shopkit 的数据库，未改动
error-is-folder = “{ $path }”是文件夹
hint-other-database = 用 --db 指定别的路径
    .page = 用别的路径启动 shopkit
error-database-newer = “{ $path }”：数据库版本 { $found } 高于本程序支持的 { $known }，未改动
hint-database-newer = 请升级 shopkit
error-database-locked = “{ $path }”：另一个程序正在写入数据库，等待 { $seconds } 秒后仍未结束
hint-database-locked = 等另一个导入结束后再试
error-disk-full = “{ $path }”：磁盘已满或无法写入，数据库未改动
hint-disk-full = 腾出磁盘空间（或放宽 ulimit -f 的限制）后再试
error-database-no-permission = “{ $path }”：没有权限打开或写入数据库
hint-database-no-permission = 检查文件和文件夹的权限，或用 --db 指定别的路径
    .page = 检查文件和文件夹的权限
error-database-damaged = “{ $path }”：数据库文件已损坏
hint-database-damaged = 从备份恢复，或把原始文件重新导入另一个数据库（--db）
    .page = 从备份恢复，或把原始文件重新导入新的数据库
error-database-failed = “{ $path }”：数据库操作失败：{ $error }
error-file-failed = “{ $path }”：{ $error }
error-no-folder = “{ $path }”：所在的文件夹不存在
error-file-exists = “{ $path }”已存在，未覆盖
hint-file-exists = 换一个文件名
error-output-failed = 写出结果失败：{ $error }
error-not-own = “{ $path }”是链接，或其他账号也能访问；未使用，也未删除
hint-not-own = 查清是谁放的，把它移走；数据库最好放在只有你能写入的文件夹里，所在的磁盘要支持权限
error-not-wiped = “{ $path }”：数据已删除，但文件里可能还有残留的字节：{ $error }
hint-not-wiped = 关闭正在使用数据库的其他程序，腾出磁盘空间，然后再试

# 不写入或不读取的数据库。

error-keeps-nothing = “{ $path }”不能存放数据库：这是设备、管道或内存
error-keeps-nothing-on-windows = “{ $path }”不能存放数据库：在 Windows 上这是设备或管道
hint-keeps-nothing = 用 --db 指定一个普通文件
    .page = 用一个普通文件启动 shopkit
error-database-read-only = “{ $path }”：数据库只能读取，无法写入
error-database-not-upgraded = “{ $path }”：数据库是旧版本，需要升级，但无法写入
error-database-log-unread = “{ $path }”：数据库旁的日志里有尚未合并的改动，读取它需要文件夹的写入权限
hint-database-read-only = 检查文件和文件夹的写入权限，或把数据库（连同 -wal 文件）复制到可以写入的文件夹，再用 --db 指定
    .page = 检查文件和文件夹的写入权限，或把数据库（连同 -wal 文件）复制到可以写入的文件夹，再用它启动 shopkit
error-database-changed = “{ $path }”：读取时另一个程序写入了数据库，结果可能有误
hint-database-changed = 等另一个程序写完后再试
error-two-names = “{ $path }”：数据库文件还有另一个名称（硬链接），因此不写入
hint-two-names = 删除另一个名称，或把数据库复制成新文件，再用 --db 指定
    .page = 删除另一个名称，或把数据库复制成新文件，再用它启动 shopkit
error-foreign-objects = “{ $path }”：数据库被其他程序改过，因此不写入：{ $more ->
        [0] { $objects }
       *[other] { $objects }，还有 { $more } 项
    }
hint-foreign-objects = shopkit db check 会列出全部改动；请从备份恢复，或把原始文件重新导入另一个数据库（--db）
    .page = “数据”页的检查会列出全部改动；请从备份恢复，或把原始文件重新导入新的数据库
object-added = { $kind } { $name }（不是 shopkit 建的）
object-changed = { $kind } { $name }（被改过）
object-missing = { $kind } { $name }（缺失）
object-table = 表
object-view = 视图
object-index = 索引
object-trigger = 触发器

# 店铺和导入。

error-which-shop = 数据库里有多个店铺：{ $shops }
hint-which-shop = 用 --shop 指定店铺
    .page = 请选择店铺
error-no-such-shop = 没有名为“{ $shop }”的店铺；现有：{ $shops }
error-no-group-yet = 没有名为“{ $group }”的店铺分组；还没有任何分组
error-no-such-group = 没有名为“{ $group }”的店铺分组；已有 { $groups }
hint-no-such-group = 用 shop group list 查看分组，用 shop group add 建立分组
    .page = 检查分组名
error-no-shop-yet = 没有名为“{ $shop }”的店铺；还没有任何店铺
hint-no-such-shop = 检查店铺名；新店铺用 import --shop 建立
    .page = 检查店铺名；新店铺在导入时填写店铺名即可
error-shop-exists = 已有名为“{ $shop }”的店铺
hint-shop-exists = 店铺不能合并，请换一个名称
error-other-grain = “{ $path }”：店铺“{ $shop }”已有“{ $has }”的订单，这个文件是“{ $file }”，两种不能混在一起
hint-other-grain = 请按原来的维度重新导出，或用 --shop 导入到另一个店铺名下
    .page = 请按原来的维度重新导出，或导入到另一个店铺名下
error-too-large = “{ $path }”：导入后数据库会增大 { $growth } 字节，与文件大小不相称（最多 { $bound } 字节）
hint-too-large = 请从后台重新下载；来历不明的文件不要信任
error-no-such-import = 没有编号为 { $id } 的导入
hint-no-such-import = shopkit imports 可列出所有导入
    .page = “导入”页列出所有导入

# SQL 查询。

error-not-read-only = 只能运行一条只读语句（SELECT）
hint-not-read-only = 要改数据，请用 import 和 imports undo
    .page = { "" }
error-internal-table = 语句用到了视图背后的内部表，其中有联系方式
hint-internal-table = 请查询视图（如 订单 或 order_lines），或加 --show-pii
    .page = 请查询视图（如 订单 或 order_lines）
error-hidden-join = 查询 imports 时不能用 NATURAL 或 USING，否则可以猜出隐藏列的内容
hint-hidden-join = 请改用 JOIN … ON 写明连接的列，或加 --show-pii
    .page = 请改用 JOIN … ON 写明连接的列
error-bad-sql = SQL 无法执行：{ $error }
hint-bad-sql = 视图有 订单、售后单、佣金、结算账单、动账明细、账户流水、运费险、千川消耗、团长服务费、仓库账单、成本（中文列名）和 order_lines、after_sales、commissions、settlements、fund_flows、ledger_entries、insurance_premiums、ad_spend、service_fees、warehouse_bills、costs（英文列名）；SELECT * FROM 订单 LIMIT 1 可看到所有列
error-too-long = 查询中有一个值或一行超过 { $value } KiB，或语句本身超过 { $sql } KiB，已停止
hint-too-long = 逐行返回，不要用 group_concat 等函数拼成一个值；不要选文本过长的列；长的 IN 列表可改成条件
error-time-limit = 查询超过 { $seconds } 秒，已停止
hint-time-limit = 加上条件或 LIMIT 缩小范围；sql 可用 --timeout 秒数 放宽
    .page = 加上条件或 LIMIT 缩小范围
error-no-such-parameter = 语句中没有参数“{ $name }”
error-no-value = 语句中的参数“{ $name }”没有值
hint-parameters = 语句中写 :名称，参数写 --param 名称=值
    .page = { "" }

# 数据库检查发现的问题。

problem-file = 文件损坏：{ $problem }
problem-foreign-key = 表 { $table } 的第 { $row } 行引用的数据不存在
problem-foreign-key-of-table = 表 { $table } 中有一行引用的数据不存在
problem-unreadable-version = 子订单记录 { $line } 有一个版本无法读取
problem-current-rows = 表 { $table } 中记录 { $key } 的当前行有误
problem-older-values = 表 { $table } 中记录 { $key } 缺少旧导出里的值
problem-index = 列式索引中有 { $rows } 行与数据不符
problem-import-rows = 导入 { $id } 应有 { $counted } 行，实有 { $stored } 行
problem-import-rejects = 导入 { $id } 应有 { $counted } 行未导入的记录，实有 { $stored } 行
problem-import-sum = 导入 { $id } 的各项行数之和与总行数 { $rows } 不符
problem-day = { $day } 应有 { $stored } 个子订单，计数为 { $counted }

# 恢复备份。

error-database-in-use = “{ $path }”：另有程序正在使用{ -database }，未作改动
hint-database-in-use = 关闭它（包括正在运行的 shopkit 页面），再试一次
    .page = 等正在进行的操作完成，关闭其他使用{ -database }的程序，再试一次
error-backup-missing = “{ $path }”：没有这个文件；未作改动
error-backup-not-shopkit = “{ $path }”不是 shopkit 的备份；未作改动
error-backup-newer = “{ $path }”由更新的 shopkit 制作（{ -database }版本 { $found }，本程序最高支持 { $known }）；未作改动
error-backup-damaged = “{ $path }”已损坏；未作改动
error-backup-changed = 其他程序改动过“{ $path }”；这里未作改动
error-backup-same = “{ $path }”就是正在使用的{ -database }；未作改动
hint-bad-backup = 请选择另一份备份
