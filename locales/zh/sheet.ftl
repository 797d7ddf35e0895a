# 读取文件的错误。

error-file-not-found = “{ $path }”：文件不存在
hint-file-not-found = 请检查路径；带空格的路径要加引号
error-no-permission = “{ $path }”：没有读取权限
hint-no-permission = 请检查文件权限，或先在 Excel 里关闭它
error-file-held = “{ $path }”正被其他程序打开并占用
hint-file-held = 请先在 Excel 或 WPS 等程序里关闭它，然后重试
error-forbidden-name = “{ $path }”含有 Windows 文件名不能用的字符：< > : " / \ | ? *
hint-forbidden-name = 请换一个文件名
hint-folder-of-files = 请写出其中的文件，例如 文件夹/*.csv
error-not-a-file = “{ $path }”不是普通文件，而是管道或设备
hint-not-a-file = 请先把内容存成文件再导入
error-read-failed = “{ $path }”：读取失败：{ $error }
hint-read-failed = 请从后台重新下载后再试
error-empty-file = “{ $path }”：文件是空的（0 字节）
hint-damaged-file = 下载可能没有完成，请从后台重新下载
error-damaged-file = “{ $path }”：文件不完整或已损坏（{ $damage }）
error-bad-cell = “{ $path }”：第 { $row } 行之后有无法读取的单元格（{ $damage }）
error-file-changed = “{ $path }”：读取期间文件被改动
hint-file-changed = 请等文件下载或保存完成后再导入
error-owner-file = “{ $path }”：这是表格软件打开工作簿时生成的临时文件，不是工作簿本身
hint-owner-file = 请关闭工作簿，导入文件名不带 ~ 的那个文件
error-html-page = “{ $path }”：内容是网页（HTML），不是表格文件
hint-html-page = 登录可能已过期，下载到的是网页；请重新登录后台再下载
error-html-table = “{ $path }”：内容是网页中的表格（HTML），不是表格文件
error-server-message = “{ $path }”：内容是服务器返回的消息（JSON），不是表格文件
hint-server-message = 导出没有成功；请重新登录后台再下载
error-other-spreadsheet = “{ $path }”：这是 { $format } 表格，不支持直接读取
error-xml-spreadsheet = “{ $path }”：这是 Excel 2003 XML 表格，不支持直接读取
hint-save-as-xlsx = 用 Excel 或 WPS 打开，另存为 .xlsx 后再导入
hint-numbers = 在 Numbers 中选“文件 > 导出为 > Excel”，导入生成的 .xlsx 文件
error-password-protected = “{ $path }”：工作簿设有密码或已加密
hint-password-protected = 用 Excel 或 WPS 打开，去掉密码和工作簿保护，另存为 .xlsx 后再导入
error-unknown-format = “{ $path }”：不是支持的表格格式（看起来是 { $format }）
error-binary-file = “{ $path }”：不是支持的表格格式（含有二进制内容）
hint-unknown-format = 可导入 .xlsx .xls .xlsb .ods .csv；压缩包请先解压
error-implausible-file = “{ $path }”：文件的内容大得不合常理（{ $excess }）
hint-implausible-file = 请从后台重新下载；不要打开来历不明的文件
error-no-such-sheet = “{ $path }”：没有名为“{ $sheet }”的工作表；现有：{ $sheets }
hint-no-such-sheet = 用 shopkit inspect 查看工作表名
    .page = { "" }
error-open-quote = “{ $path }”：无法确定第 { $line } 行的引号在哪里结束，后面的内容无法分行
hint-open-quote = 请从后台重新导出；如手工改过文件，请检查该行的引号
error-broken-header = “{ $path }”：第 { $line } 行的表头里有多余的回车符，无法确定各列
hint-broken-header = 请从后台重新导出；如手工合并或改过文件，请检查表头一行
error-reader-stopped = “{ $path }”：{ $failure }
hint-reader-stopped = 用 Excel 或 WPS 打开，另存为 .xlsx 或 .csv 后再导入；不要打开来历不明的文件

sandbox-memory = 读取所需的内存超过上限 { $limit } MiB，已中止
sandbox-time = 读取所需的时间超过上限 { $limit } 秒，已中止
sandbox-crash = 读取文件的进程因文件内容出错而中止
sandbox-not-started = 读取文件的进程无法启动：{ $error }

# 损坏之处。

damage-archive = 压缩包不完整或无法解开
damage-duplicate = 压缩包里有重复的部分
damage-overlap = 压缩包里有互相重叠的部分
damage-missing = 缺少必要的部分
damage-document-type = 含有工作簿不该有的文档类型声明
damage-xml = XML 有错误
damage-order = 行或单元格重复或次序颠倒
damage-empty = 压缩包是空的
damage-cut-off = 内容提前结束
damage-value = 有值与其类型不符
damage-position = 单元格的位置无效
damage-encoding = 文字编码有错误
damage-structure = 某个部分的结构无法识别
damage-given-up = 前面已出错，无法继续读取

# 不合常理之处。

excess-entries = 压缩包里有 { $count } 个条目
excess-directory = 压缩包目录超过 { $count } 字节
excess-unpacked = 解压后有 { $count } 字节
excess-part = 一个部分有 { $count } 字节
excess-shared-strings = 共享字符串有 { $count } 字节
excess-tag = 一个标签有 { $count } 字节
excess-attributes = 一个标签有 { $count } 个以上的属性
excess-depth = 元素嵌套 { $count } 层
excess-piece = 一段内容超过 { $count } 字节
excess-row = 一行超过 { $count } 字节
excess-record = 一条记录有 { $count } 字节
excess-columns = 有 { $count } 列
excess-cell = 单元格超出表格的最大范围（{ $count } 行）
excess-first-rows = 开头的行超过 { $count } 字节
excess-sheets = 有 { $count } 个工作表
