# 数据湖：`export lake` 和 `lake` 的提示。

lake-written = 数据湖在 { $folder }
lake-without-buyers = 没有写入买家；加上 --buyer-key FILE 可以写入不含姓名的匿名标识
lake-vacuumed = 最近 { $days } 天的版本需要的文件都已保留
lake-purged = 只剩最新版本；文件夹的副本和备份不在处理范围内
lake-purge-question = 永久删除 { $folder } 中最新版本以外的所有版本？
lake-purge-shop-question = 从 { $folder } 中永久删除店铺“{ $shop }”和所有旧版本？

lake-column-shop = 店铺
lake-column-lines = 子订单
lake-column-entries = 其他行
lake-column-files = 文件
lake-column-bytes = 字节
lake-column-changed = 有变化
lake-column-table = 表
lake-column-log-files = 旧版本

word-lake-changed-yes = 是
word-lake-changed-no = 否

export-lake-hint = `export lake` 可以用 --shop、--all-shops、--group 和 --buyer-key，总是写入全部日期
export-buyer-key-hint = --buyer-key 只用于 `export lake`

error-lake-file = 无法读写“{ $path }”：{ $error }
error-lake-parquet = 无法写入“{ $path }”：{ $error }
error-lake-log = 无法读取数据湖的日志：“{ $path }”
error-lake-other-table = “{ $path }”中的表列不同，或含义不同
error-no-lake = “{ $path }”不是数据湖
error-lake-busy = 同时写入“{ $path }”的程序太多
error-short-key = “{ $path }”太短，不能作为密钥：不足 32 字节
error-engine-rows = 无法读取引擎的结果：{ $reason }
error-no-lake-question = 报表 { $report } 不能从数据湖得出

hint-lake-file = 检查路径、权限和剩余空间；数据湖没有改变
hint-lake-log = 它由其他程序写入，或已损坏；请导出到新文件夹
hint-lake-other-table = 它由其他版本的 shopkit 写入；请导出到新文件夹
hint-no-lake = 请指定 `shopkit export lake DIR` 写出的文件夹
hint-lake-busy = 再运行一次
hint-short-key = 向文件写入至少 32 个随机字节并保存好：换了密钥，匿名标识就不同
hint-engine-rows = 请用与本程序同一版本的 `shopkit-lake answer` 运行
hint-no-lake-question = 请把店铺的文件导入数据库，再运行 `shopkit report`
