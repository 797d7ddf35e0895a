# 检查页面：倒计时、就地修改、错误留在表单里。

countdown-title = 倒计时
countdown-picture = { $rule }：{ $text }
countdown-today = 竖线是 { $day }
countdown-since = { $fact }：{ $value }
countdown-over = 已满（{ $day } 起）
countdown-running = 已过 { $past } 天，还剩 { $left } 天，到 { $day }
countdown-left = 还剩 { $left } 天，到 { $day }
countdown-at-least = 至少还剩 { $left } 天，最早 { $day }，可能更晚
countdown-not-begun = 还没有开始计算
countdown-unknown = 不知道什么时候结束
countdown-unknown-until = 不知道什么时候结束，最晚 { $day }
countdown-says = 还要等 { $left } 天，最早 { $day } 可以申请（其余条件也要满足）
countdown-says-at-least = 至少还要等 { $left } 天，最早 { $day }；还有未知的情况，可能更晚
countdown-says-not-begun = 等待期还没有开始计算，所以没有日期
countdown-says-over = 等待期都已满
countdown-says-unknown = 还不知道要等多久：有日期没有填写

check-edit = 修改
check-edit-fact = 修改：{ $fact }
check-fill-in = 填写
check-fill-in-fact = 填写：{ $fact }
check-fact-unknown = 未知
check-fact-of = { $value }（{ $origin }）
check-fact-inferred = { $value }（由其他情况推出）
check-override = 填写后以你填写的为准，直到清除。
check-list-unfinished = 查看未完结的子订单
check-list-after-sales = 查看售后进行中的子订单
check-list-of = { $title }（{ $count }）

page-refused = 请改正标出的内容后再提交，其他内容已保留。
page-expected-between = { $least } 到 { $most } 的整数
page-refused-why = { $message }；{ $hint }
