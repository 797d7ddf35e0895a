# 各个命令都会说的。

command-label-error = 错误：
command-label-hint = 建议：
command-label-warning = 注意：
command-yes-or-no = [y/N，是/否]
command-new-shop = 新店铺：{ $shop }（已有：{ $known }）
command-manual-written = 手册已写入 { $folder }

error-no-data-folder = 找不到用户的数据目录
hint-no-data-folder = 用 --db 指定数据库文件
data-folder-moved = 数据库及相关文件已从 { $from } 移到 { $to }
data-folder-not-moved = 数据库仍在 { $from }，没能移到 { $to }，多半是其他程序正在使用它
command-no-match = 没有文件符合 { $pattern }
command-no-match-hint = 检查路径和通配符
command-many-matches = 有 { $files } 个文件符合 { $pattern }
command-many-matches-hint = 请只写其中一个
error-not-a-folder = “{ $path }”不是文件夹
hint-not-a-folder = 请写文件夹的路径

# 命令行的错误。

command-usage-missing = 缺少 { $args }
command-usage-missing-one-of = 请至少指定其中一项：{ $args }
command-usage-unknown-argument = 没有这个参数：{ $arg }
command-usage-unknown-command = 没有这个命令：{ $command }
command-usage-no-command = 缺少命令
command-usage-no-value = { $arg } 缺少值
command-usage-bad-value = “{ $value }”不能用于 { $arg }
command-usage-too-many-values = { $arg } 的值太多
command-usage-twice = { $arg } 只能用一次
command-usage-conflict = { $arg } 不能和 { $others } 一起用
command-usage-not-utf-8 = 参数不是 UTF-8 文本
command-usage-near = 是不是 { $near }？
command-usage-values = 可选 { $values }
command-usage-help = 加 --help 查看用法

command-value-time = 请写成 "2026-01-12 20:16:49"
command-value-day = 请写成 2026-01-12
command-value-period = 请写成 2026-01-12、2026-01、2026、近7天、昨天、上周、本月、去年 或 2026-01-05..2026-01-12
command-value-rate = 请写成 20% 或 0.2
command-value-fact = 请写成 事实=值，如 closure.closed_on=2024-08-31
command-value-param = 请写成 名称=值
command-value-shop = 店铺名不能为空
command-value-split-by = 可选 { $names }
command-format-xlsx = --format xlsx 只能和 `export orders` 的 --split-by 一起用
command-format-xlsx-hint = 要写 .xlsx 文件，用 `shopkit export 名称 文件.xlsx`
command-value-sort = 可选 { $keys }，前面加 - 为降序
command-value-ship-by = 可选 { $names }，或写一天，如 2026-11-30
command-value-match = 不能为空；写名称的一部分、“=名称”、- 或 *
command-value-weekday = 可选 { $names }
command-value-number = 请写 { $from } 到 { $to } 之间的整数
command-value-number-from = 请写整数，不小于 { $from }

# serve

command-serve-already-running = 这个数据库的页面已经在运行：
command-serve-plain-host-ignored = 页面仍用原来的地址，--plain-host 没有生效；先停止它，再加 --plain-host 启动
command-serve-new-database = 新建数据库：{ $path }
command-serve-started = 页面只能在这台电脑上打开；点页面上的“停止”、按 Ctrl-C 或关掉这个窗口，都可以停止
command-serve-stopped = 已停止
command-serve-no-page = 没有显示页面时，请打开上面的地址；仍打不开，请停止后运行 shopkit serve --plain-host
command-serve-no-browser = 浏览器没有打开，请自己打开上面的地址

error-already-running = 这个数据库的页面已经在运行：{ $address }
error-already-running-unknown-address = 这个数据库的页面正在启动或停止，还不知道它的地址
error-port-taken = 端口 { $port } 已被其他程序占用
error-port-failed = 端口 { $port } 无法使用：{ $error }
error-folder-failed = “{ $path }”无法写入：{ $error }

hint-already-running = 在浏览器里打开这个地址
hint-already-running-unknown-address = 过几秒再试
hint-port-failed = 不写 --port 会自动选一个空闲端口，也可以换一个端口
hint-folder-failed = 检查数据库所在目录的权限和剩余空间

digest-no-csv = 日报只有文字、JSON 和网页
digest-no-csv-hint = 请用 --format json，或用 --output 写到 .html 文件

# 店铺分组。
shop-group-has = 分组 { $group }：{ $shops }
shop-group-gone = 分组 { $group } 没有店铺了，已删除
shop-no-groups = 还没有店铺分组
shop-group-with-shop = group 不能和 --shop 一起用
shop-group-with-shop-hint = 请把店铺写在分组名后面：shop group add 分组名 店铺
