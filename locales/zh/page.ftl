# 每个页面的框架：目录、语言、店铺。

page-menu = 目录
page-top = 店铺和语言
page-menu-overview = 概览
page-menu-import = 导入
page-menu-orders = 订单
page-menu-reports = 报表
page-menu-close = 关店检查
page-menu-reopen = 重新开店检查
page-menu-rules = 规则
page-menu-shops = 店铺
page-menu-data = 数据
page-skip = 跳到正文
page-shop = 店铺
page-shop-change = 切换
page-part-loading = 正在计算…
page-part-failed = 加载失败，请重新载入本页
page-part-show = 查看
page-back-to-overview = 回到概览

# 请求为什么没有完成。程序库的错误写在别处。

page-failed = 操作未完成
page-hint = 建议：{ $hint }
page-error-no-page = 没有这个页面
page-error-busy = 正在写入数据（例如导入），请稍后再试
page-error-field = “{ $field }”填写有误，应为{ $expected }
page-error-form = 表单太长或没有收全
page-error-not-a-form = 这个页面只接收表单
page-error-old-form = 这个页面是 shopkit 上次启动时的，请重新载入后再试
page-error-upload-too-large = 一次最多上传 4 GiB，请分几次导入
page-error-too-many-files = 一次最多上传约 2000 个文件，请分几次导入
page-error-long-part-head = 上传格式有误，未导入
page-error-upload-broken = 文件没有收全，请再试一次
page-error-upload-not-stored = 文件无法写到数据库所在目录，请腾出磁盘空间后再试
page-error-io = 无法读写文件：{ $error }

page-hint-no-page = 请从目录里选择页面
page-hint-busy = “{ page-menu-import }”页可以看到导入进度

page-expected-day = 日期，如 2026-01-12
page-expected-period = 一段时间，如 2026-01、近7天、上月，不能同时填起止日期
page-expected-moment = 时间，如 2026-01-12 20:16:49
page-expected-number = 整数
page-expected-percentage = 百分比，如 20%
page-expected-choice = 列表中的一项
page-expected-files = 至少一个文件

# 无法写出页面时的文字，两种语言一起显示。

page-not-let-in = 请再启动一次 shopkit，或打开它启动时给出的地址，才能进入这个页面
page-other-host = 请打开 shopkit 启动时给出的地址
page-crashed = shopkit 内部出错，请回到上一页再试

# 填写项的名称。

page-field-after-sale-days = 售后期（天）
page-field-before = 只限这一天之前的订单
page-field-by = 汇总方式
page-field-cap = 每次导出上限
page-field-commission-rate = 估计佣金率
page-field-exported-at = 导出时间
page-field-files = 文件
page-field-from = 下单日从
page-field-period = 时间段
page-field-compare = 对比
page-field-basis = 日期按
page-field-on = 统计时间
page-field-sort = 排序
page-field-standing = 规则来源
page-field-to = 到
page-field-what = 删除内容
