# 检查：结论、所用的规则和需要的情况。

# 结论。

verdict-title = 结论
verdict-question-close = 能否申请关店？
verdict-question-reopen = 能否申请重新开店？
verdict-answer-may-apply = 可以申请
verdict-answer-not-yet = 还不能
verdict-answer-blocked = 不能，有未满足的条件
verdict-answer-never = 永久不能
verdict-answer-unknown = 还不能判断
verdict-headline = { $question }{ $answer } [{ $code }]
verdict-headline-earliest = { $question }{ $answer }，最早 { $earliest } [{ $code }]
verdict-earliest = 最早{ " " }
verdict-earliest-bound = { $day }{ verdict-bound }
verdict-bound = （可能更晚）
verdict-subject = 店铺 { $shop }，截至 { $day }
verdict-subject-official = 店铺 { $shop }，截至 { $day }，只看官方规则
verdict-waits = 等待期到 { $over } 全部结束
verdict-waits-between = 等待期到 { $over } 全部结束（最早可能 { $earliest }）
verdict-waits-and-more = { $waiting }；其余条件需要你处理
verdict-to-calendar = 加入日历（.ics）
verdict-print = 打印

word-answer-may_apply = 可以申请
word-answer-not_yet = 还不能
word-answer-blocked = 有未满足的条件
word-answer-never = 永久不能
word-answer-unknown = 还不能判断

# 条件。

verdict-unmet = 未满足的条件
verdict-met = 已满足的条件
verdict-undecided = 还不能判断的条件
verdict-not-applicable = 不适用的条件
verdict-other-rules = 其他条件
verdict-if = 如果{ $fact }是{ $values }：
verdict-or = { $first }或{ $second }
verdict-value = “{ $value }”
verdict-what-to-do = 怎么办：
verdict-source = 依据（{ $standing }，{ $days }）：{ $text }{ $words }
verdict-quote = “{ $words }”
verdict-paraphrase = 大意：{ $words }
verdict-days-from = { $from } 起
verdict-days-between = { $from } 至 { $to }
verdict-explanation = 逐条推导

word-standing-official = 官方
word-standing-reported = 非官方

# 影响关店的订单。

verdict-orders = 影响关店的订单
verdict-orders-first = 只列出前 { $listed } 个{ -sub-order }。
verdict-orders-more = 另有 { $more } 个{ -sub-order }；--format json 最多列出 { $most } 个
    .page = { "" }
verdict-order-id = 订单
verdict-sub-order-id = { -sub-order }
verdict-order-status = 状态
verdict-order-statuses = { $status }，{ $after_sale }
verdict-until-between = { $least } 到 { $most } 之间
verdict-until-at-most = 最晚 { $most }

column-waits-for = 等待
column-until = 截止日期

word-waits-for-payment = { -buyer }付款
word-waits-for-shipment = 发货
word-waits-for-receipt = { -buyer }收货
word-waits-for-unknown_status = 状态无法识别，按未完结处理
word-waits-for-after_sale = { -after-sale }处理完成
word-waits-for-after_sale_period = { -after-sale }期结束
word-waits-for-completion_time = 完成时间（没有导出）

# 还需要填写的情况。

verdict-needed = 还需要填写（最关键的在前）
verdict-needed-waiting = 等待期间要弄清，可能影响结论（最关键的在前）
verdict-needed-decided = 还可能改变结论的情况
verdict-needed-afterwards = 解决以上问题后还要弄清
verdict-how-to-answer = 逐项回答：shopkit { $check }-check --ask；或直接填写：shopkit shop set { $fact }=值
    .page = { "" }

# 关于订单的提醒。

verdict-warnings = 注意
verdict-old-export = 订单数据是 { $days } 天前导出的，请{ -export }最新的并重新{ -import }后再检查
verdict-given-otherwise = { $fact }：本次采用“{ $given }”（{ $origin }），但{ -import }的订单（{ -export }于 { $export }）显示“{ $counted }”，请核对
verdict-closing-time-unknown = 有 { $orders } 个已关闭的{ -sub-order }没有关闭时间，按已知的最晚时间计算，实际可能更晚；可用 --set orders.last_finished_on=日期 指定
    .page = 有 { $orders } 个已关闭的{ -sub-order }没有关闭时间，按已知的最晚时间计算，实际可能更晚；可在“{ check-more-facts }”里填写
verdict-completion-time-unknown = 有 { $orders } 个已完成的{ -sub-order }没有完成时间，无法得出最后完结日
verdict-unknown-statuses = 无法识别的订单状态，按未完结处理：{ $statuses }
verdict-unknown-after-sales = 无法识别的{ -after-sale }状态，按进行中处理：{ $statuses }

# 日期。

verdict-readings = 等待期的几种算法
verdict-changes = 之后的变化（其他情况不变时）
verdict-milestones = 日期
verdict-milestones-picture = 按间隔画出的日期，文字说明见下面的列表
verdict-day-of-check = 本次检查的日期
verdict-day-earliest = 最早可以申请
verdict-day-earliest-bound = 最早可以申请{ verdict-bound }
verdict-then-may-apply = { $changes }，可以申请
verdict-then-not-yet = { $changes }，但还要等
verdict-then-blocked = { $changes }，有条件未满足
verdict-then-never = { $changes }，永久不能申请
verdict-then-unknown = { $changes }，其余条件待填
verdict-calendar-reopen = 最早可以申请重新开店：店铺 { $shop }
verdict-calendar-reopen-bound = 最早可以申请重新开店{ verdict-bound }：店铺 { $shop }
verdict-calendar-close = 最早可以申请关店：店铺 { $shop }
verdict-calendar-close-bound = 最早可以申请关店{ verdict-bound }：店铺 { $shop }

# 关店之后。

verdict-if-closed = 如果关店
verdict-closed-barred = 无法给出可以重新开店的日期：{ $reason }
verdict-closed = { $closed } 关店，{ $days } 个工作日后（{ $refunded }）退回保证金：{ $reopen } 起可申请重新开店
verdict-closed-leeway = { $closed } 关店，{ $days } 个工作日后（{ $refunded }）退回保证金：{ $reopen } 起可申请重新开店（{ $until } 之前退回，日期不变）
verdict-closed-no-deposit = { $closed } 关店，没有交过保证金：{ $reopen } 起可申请重新开店
verdict-closed-basis = 按上述规则的等待期计算；退保证金需要申请，由平台审核，可能更晚
verdict-holidays = 工作日已排除所给日历中的法定节假日
verdict-holidays-begin = { $holidays }；日历从 { $first } 开始，晚于退款日 { $refund }，此前的节假日未排除
verdict-holidays-end = { $holidays }；日历到 { $last } 为止，早于退款日 { $refund }，此后的节假日未排除
verdict-holidays-none = 没有给出节假日日历，工作日未排除法定节假日（可用 --holidays 文件 指定）
    .page = 没有给出节假日日历，工作日未排除法定节假日

# 结论的依据。

verdict-rules-version = 规则版本 { $version }
verdict-orders-counted = { $orders } 个{ -sub-order }，最新{ -export }于 { $export }
verdict-basis = { $rules }；{ $orders }
verdict-footer = { $rules }。{ $disclaimer }

# 检查的页面和命令。

check-about = 按公开规则和你填写的情况检查，每条规则都注明出处。填写的内容只保存在这台电脑上。
check-leave-empty = 不知道的先空着。
check-save = 保存并检查
check-clear-one = 请在下面清除其中一项。
check-your-answers = 已填内容
check-fact-label = { $fact }：
check-clear = 清除
check-clear-fact = 清除：{ $fact }
check-more-facts = 补充其他情况
check-settings = 检查设置
check-rules-all = 官方和非官方
check-rules-official = 只看官方
check-again = 重新检查

check-calendar-written = 日历已写入 { $path }
check-not-kept = 无法新建{ -database }，这次的结论不会保存
check-not-kept-since = { $reason }；这次的结论不会保存
check-new-database = 新建{ -database }：{ $path }
check-ask-values = { $values }；不知道就直接回车
error-ask-without-terminal = --ask 需要在终端里运行
    .page = { "" }
hint-ask-without-terminal = 用 --set 事实=值 或 --facts 文件 给出事实
    .page = { "" }

check-shop-failed = 店铺 { $shop }：{ $error }
check-no-shops = { -database }里还没有{ -shop }
check-reasons-of-one = 查看单个店铺的原因和提醒：shopkit { $check }-check --shop 店铺
    .page = { "" }
check-column-shop = 店铺
check-column-verdict = 结论
check-column-earliest = 最早日期
check-column-deciding = 起决定作用的规则
check-column-needed = 待填项

# 情况。

facts-yes = 是
facts-no = 否
facts-not-known = 不知道
facts-not-happened = 还没有发生
facts-no-end = 长期有效
facts-values = 填写：
facts-where-to-look = 在哪里看：
facts-values-bool = 是/否
facts-values-date = 日期，如 2024-08-31；还没有发生写 none
facts-values-expiry = 日期，如 2030-01-01；长期有效写 long-term
facts-values-count = 整数
facts-values-between = { $least } 到 { $most } 的整数
facts-value-meaning = { $name }（{ $meaning }）
facts-column-fact = 事实
facts-column-type = 类型
facts-column-checks = 用于
facts-column-values = 填写
facts-column-question = 问题
facts-column-where-to-look = 在哪里看
facts-column-value = 值
facts-column-origin = 来源
facts-column-title = 含义

# 店铺的已填内容和结论。

shop-facts-saved = 店铺 { $shop }：已保存 { $saved }
shop-facts-cleared = 店铺 { $shop }：已清除 { $cleared }
shop-facts-saved-and-cleared = 店铺 { $shop }：已保存 { $saved }；已清除 { $cleared }
shop-cleared = 店铺 { $shop }：已清除
shop-renamed = 店铺 { $old } 已改名为 { $new }
shop-forget-question = 清除这个店铺的已填内容和结论（订单保留）？
shop-forgotten = 店铺 { $shop }：已清除已填内容和结论
shop-no-verdicts = 还没有结论
shop-no-facts = 还没有已填内容；用 shop set 事实=值 填写
shop-fact-declared = 填写于 { $day }
shop-fact-from-orders = 订单，导出于 { $export }
error-rename-with-shop = shop rename 不能加 --shop
    .page = { "" }
hint-rename-with-shop = 写成 shopkit shop rename 旧名称 新名称
    .page = { "" }
error-several-shops = 这里只能用一次 --shop
    .page = { "" }
hint-several-shops = 只有 shop set 和 shop unset 可以写多个店铺

# 规则。

rules-about = 版本 { $version }，{ $rules } 条规则。每条都引用原文，并注明来自官方还是非官方。
rules-in-force = 适用 { $days }
rules-details = 查看详情
rules-labelled = { $label }：{ $value }
rules-days = 适用
rules-source = 依据
rules-source-standing = { $text }（{ $standing }）
rules-text-days = 文本有效期
rules-words = 原文
rules-reason = 不满足时
rules-remedy = 怎么办
rules-facts = 涉及的事实
rules-official-text = 官方文本
rules-address = 网址
rules-seen-on = 最后核对
rules-position = 定义位置
rules-in-order = 规则没有问题：{ $rules } 条规则，{ $facts } 个事实，版本 { $version }
rules-tested = { $cases } 个用例，{ $passed } 个通过；{ $conditions } 个条件，{ $covered } 个完全覆盖（真、假、未知、起决定作用）
rules-column-rule = 规则
rules-column-check = 检查
rules-column-standing = 来源性质
rules-column-from = 生效
rules-column-to = 失效
rules-column-title = 内容
rules-column-number = 参数
rules-column-value = 值
rules-column-source = 依据
rules-column-words = 原文
error-no-such-rule = 没有规则“{ $rule }”
hint-no-such-rule = shopkit rules 列出全部规则
    .page = { "" }
