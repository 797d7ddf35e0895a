# 一笔订单的结算情况，用于申诉。

evidence-title = 订单 { $id } 的结算情况
evidence-scope = { -shop } { $shop }，统计时间 { $at }（北京时间）
evidence-own-days = 结算周期：订单完成后 { $days } 天（{ -shop }自己填写的）
evidence-longest-days = 结算周期：订单完成后最长 { $days } 天（平台规则）
evidence-covered = 已导入的{ $export }：{ $first } 至 { $last }
evidence-nothing-covered = 没有导入过{ -settlement }和{ -fund-flow }
evidence-line = { -sub-order } { $id }
evidence-steps = 时间线
evidence-files = 依据的文件
evidence-written = 已写入 { $path }

evidence-outcome = 核对结果：{ $outcome }
evidence-waits = 核对结果：{ $outcome }（{ $why }）
evidence-overdue = 最晚应于 { $day } 结算，已超过 { $days } 天，导入的文件里没有这笔结算
evidence-expected = 最晚应于 { $day } 结算
evidence-difference = { $of }：{ $amount } 元
evidence-unpaid = 没有支付完成时间，因此没有应结金额
evidence-refund-assumed = 订单已关闭，售后单里没有它，按全额退款计算
evidence-absent = 没有
evidence-unknown = 未知

evidence-payable = 订单应付金额
evidence-platform-borne = 平台实际承担优惠
evidence-creator-borne = 达人实际承担优惠
evidence-refunds = 退款
evidence-taken-back = 收回的优惠补贴
evidence-due = 应结金额
evidence-booked = 已入账（收入合计）
evidence-sum-difference = 差额（已入账 − 应结金额）
evidence-flow-difference = 差额（动账金额 − 结算金额）
evidence-missing-difference = 差额（没有结算，差全部应结金额）
evidence-commission = 佣金
evidence-fees = 其他费用
evidence-settled = 结算金额
evidence-moved = 动账金额

evidence-column-sum = 项目
evidence-column-what = 事项
evidence-column-number = 单号
evidence-column-source = 来源
evidence-column-file = 文件名
evidence-column-rows = 行
evidence-column-keyed-hash = 匿名标识
evidence-column-presence = 原文件
evidence-column-sha256 = SHA-256
evidence-source = { -import } #{ $import }，第 { $row } 行
evidence-purged = 已清除

word-step-submitted = 下单
word-step-paid = 支付
word-step-shipped = 发货
word-step-finished = 完成
word-step-state = 状态变更（按导出时间）

word-presence-same = 仍在原处，内容未变
word-presence-changed = 原处的文件内容已变
word-presence-missing = 不在原处
word-presence-purged = 已清除

evidence-note-sums = 应结金额 = 订单应付金额 + 平台和达人实际承担的优惠 − 退款 − 收回的优惠补贴。未知的金额写“未知”，不按 0 计算。
evidence-note-files = 匿名标识由文件内容和这个{ -database }的密钥得出，只有这个{ -database }能核对；原文件仍在原处时，另列 SHA-256，任何人都可以用原文件核对。
