# 用例的错误：文件、规则和事实。

error-rules = 规则或事实文件有 { $count } 处错误：{ $first }
error-rules-first = { $location }: { $error }
error-fact-twice = 事实“{ $fact }”写了两次
error-purge-of-all = 删除订单须指定{ -shop }或日期
error-no-rules = “{ $folder }”里没有规则文件（.toml）
error-no-rule-file = 缺少规则文件“{ $path }”
error-not-utf-8 = { $path }:{ $line }：不是 UTF-8 文本
error-not-found = “{ $path }”不存在
error-unreadable = “{ $path }”：无法读取：{ $error }
error-all-rejected = “{ $path }”：{ $rows } 行全部无法导入，未导入任何内容
error-exported-before-orders = “{ $path }”：指定的导出时间 { $said } 早于文件中最新的订单（{ $newest }）
error-strict = “{ $path }”：有一行无法导入，因此整个文件未导入
error-too-many-rejects = “{ $path }”：超过 { $allowed } 行无法导入，因此整个文件未导入

hint-fact-twice = 每个事实只写一次
hint-purge-of-all = 指定{ -shop }或日期；要全部删除，直接删除{ -database }文件
hint-no-rules = 去掉 --rules 就用内置规则；要自己写规则，先复制程序源码的 rules 文件夹再修改
    .page = { "" }
hint-no-rule-file = 规则文件夹要有 facts.toml、reopen.toml 和 close.toml；从程序源码的 rules 文件夹复制
hint-not-utf-8 = 把文件另存为 UTF-8
hint-unreadable = 检查路径和权限
hint-exported-before-orders = 去掉 --exported-at，或填写实际的导出时间（北京时间）
    .page = 清空“导出时间”，或填写实际的导出时间（北京时间）
hint-too-many-rejects = 去掉 --strict 或 --max-rejects，就会导入其余的行，并列出未导入的行
    .page = { "" }

error-bad-holiday = “{ $path }”第 { $line } 行没有可读的日期：“{ $found }”
error-repeating-holiday = “{ $path }”第 { $line } 行：不支持重复的事件（RRULE、RDATE）
error-incomplete-calendar = “{ $path }”不完整：第 { $line } 行开始的部分没有结束
error-no-holidays = “{ $path }”里没有日期

hint-holidays = 每行写一个放假日期，如 2026-02-16，名称写在空格或逗号之后；也可以用 UTF-8 编码的 .ics 日历
hint-repeating-holiday = 换一份逐个列出假期的日历
hint-incomplete-calendar = 重新下载这份日历

problem-changed-import = { -import } { $id } 的内容与当初保存的不同

# 核对导出的报表。

error-answer-too-large = “{ $path }”超过 { $mebibytes } MiB，不是报表的 JSON 文件
error-not-an-answer = “{ $path }”不是报表的 JSON 文件：{ $error }
error-no-receipt = “{ $path }”没有核对信息（receipt）
error-receipt-version = “{ $path }”的核对信息是第 { $version } 版，这个程序不认识
error-receipt-report = “{ $path }”是报表“{ $name }”的结果，这个程序没有这种报表
error-receipt-options = “{ $path }”的核对信息里有这个程序不认识的选项
error-receipt-moment = “{ $path }”的核对信息里没有可读的统计时间
error-receipt-shops = “{ $path }”的核对信息有 { $shops } 个{ -shop }，各行却没有写{ -shop }
error-receipt-no-shop = “{ $path }”的核对信息里没有{ -shop }

hint-no-receipt = 用 `shopkit report 名称 --format json` 或 `shopkit export 名称 文件.json` 写出的文件才能核对
    .page = { "" }
hint-receipt-version = 用写出这个文件的程序版本核对
hint-receipt-edited = 文件被改动过；重新导出这张报表
