# 规则：文件里的错误、事实、结论、理由和时间线。

## 规则文件、事实文件和用例文件里的错误

error-syntax = 不是有效的 TOML：{ $detail }
error-unknown-key = 这里不能用键“{ $key }”
error-missing-key = 缺少“{ $key }”
error-wrong-type = 值的类型不对，应为：{ $want }
error-empty-text = 文字不能为空
error-empty-list = 列表不能为空
error-unknown-word = 这里不能用“{ $word }”
error-not-for-type = “{ $operator }”不能用于 { $type } 类型的事实“{ $fact }”
error-no-operator = 条件缺少运算符
error-many-operators = 一个条件只能有一个运算符，这里有：{ $operators }
error-months-and-days = 月和天不能同时写
error-no-length = 没有写时长
error-bad-length = 时长超出范围
error-too-much = 数值太大
error-duplicate = “{ $name }”重复了
error-bad-id = 编号“{ $id }”没有以检查名开头
error-ends-before-start = 失效日早于生效日
error-overlap = 前一版还没有失效，这一版就生效了
error-gap = 前一版失效后，到这一版生效前有空档
error-unknown-placeholder = 花括号里的“{ $name }”在这里没有值
error-only-with = “{ $key }”只能和 { $other } 一起用
error-unknown-base = 没有名为“{ $base }”的 base
error-incomplete = 规则文件里没有 { $key }
error-empty-rule-file = 文件里没有内容
error-lacks-fact = 规则文件缺少程序要用的事实“{ $fact }”
error-lacks-parameter = 规则文件缺少程序要用的参数“{ $parameter }”
error-reversed = 参数“{ $least }”大于“{ $most }”
error-parameter-twice = 参数“{ $parameter }”在这一天已经有值
error-too-deep = 条件嵌套超过 { $most } 层
error-too-many-conditions = 一条规则的条件超过 { $most } 个

want-table = 表，即 { "{" } 键 = 值 { "}" }
want-text = 引号里的文字
want-bool = true 或 false
want-whole = 非负整数
want-day = 不带引号的日期，如 2024-07-03
want-list = 列表，即 [ 值, … ]
want-single = 单个值

hint-nearest = 是不是“{ $nearest }”？
hint-one-of = 可用：{ $known }
hint-missing-language = 中英文都要写：{ "{" } zh = "…", en = "…" { "}" }
hint-missing-in-source = source 要有 name、quote、seen_on、standing，可以有 section、url 和 paraphrase
hint-missing-in-rule = 每条规则都要有 id、effective_from、require、otherwise、title、reason、remedy、source
hint-missing-key = 加上 { $key } = …
hint-unquoted = 去掉引号，或改正写法
hint-wrong-type = 写法可参考内置规则文件
hint-syntax = 检查这一行的引号、括号和逗号
hint-empty-text = 中英文都要写
hint-empty-list = 至少写一项，或删去这个条件
hint-not-for-type = bool、choice 以及 none、long-term 用 is；choice 用 in；count 用 at_least、at_most；date 用 before、after、happened、elapsed；expiry 用 valid_for
hint-no-operator = 写 all、any、not、elapsed 或 valid_for；或写 fact，再加 is、in、at_least、at_most、before、after、happened 之一
hint-many-operators = 用 all 或 any 把它们连起来
hint-months-and-days = 一个月不等于 30 天；只留原文写的那一种
hint-no-length = 写 months = N 或 days = N
hint-bad-length = 写 1 到 1200 个月，或 1 到 36600 天
hint-too-much = 最大 { $most }
hint-duplicate = 只留一个；同一规则的各版本要有不同的 effective_from
hint-bad-id = 写成 close.名称 或 reopen.名称
hint-ends-before-start = effective_to 是有效的最后一天
hint-version-dates = 前一版的 effective_to 应为这一版 effective_from 的前一天
hint-unknown-placeholder = 可用：这条规则涉及的事实名，以及 earliest
hint-only-with = 删去 { $key }
hint-unknown-base = 加上 [base.{ $base }]
hint-incomplete = 加上 { $key }
hint-empty-rule-file = 写上规则，或删去这个文件
hint-lacks-fact = 加上一个 [[fact]]：name = "{ $fact }"，type = "{ $type }"
hint-lacks-parameter = 加上一个 [[parameter]]：name = "{ $parameter }"
hint-reversed = 核对这两个值
hint-parameter-twice = 只留一个
hint-too-deep = 改用 all、any 并列
hint-too-many-conditions = 拆成几条规则

rule-error-label = 错误
rule-error-note = 说明
rule-error-help = 提示
rule-error-earlier = 前一处在 { $location }

## 事实

error-unknown-fact = 没有名为“{ $fact }”的事实
error-bad-value = 事实“{ $fact }”不能是“{ $value }”
    .page = “{ $title }”不能填“{ $value }”
error-out-of-range = 事实“{ $fact }”应在 { $least } 到 { $most } 之间，不能是 { $value }
    .page = “{ $title }”应在 { $least } 到 { $most } 之间，不能填 { $value }
error-impossible-facts = 这些事实不可能同时成立：{ $facts }（{ $why }）
    .page = 这些情况不可能同时成立：{ $facts }（{ $why }）
error-no-rule-in-force = 规则文件里没有 { $on } 适用的 { $check } 规则

impossible-fact = { $fact } = { $value }（{ $origin }）
    .page = “{ $title }”是“{ $shown }”
impossible-on = --on { $on }
    .page = 截至 { $on }
impossible-later = 日期晚于截至的日期

hint-unknown-fact = 用 shopkit rules facts 查看全部事实
    .page = { "" }
hint-value-bool = 写 true 或 false（也可写 yes、no、是、否）
    .page = 填“是”或“否”
hint-value-date = 写日期，如 2024-08-31 或 2024-08-31 10:30；尚未发生写 none
    .page = 填日期，如 2024-08-31
hint-value-expiry = 写到期日，如 2030-01-31；长期有效写 long-term
    .page = 填到期日，如 2030-01-31
hint-value-count = 写非负整数，如 0
    .page = 填非负整数，如 0
hint-out-of-range = 写 { $least } 到 { $most } 的整数
    .page = 填 { $least } 到 { $most } 的整数
hint-impossible-facts = 核对这些值；用 --set 事实=unknown 可以清除一个事实
    .page = 核对这些值；在检查页上可以清除填写的内容
hint-no-rule-in-force = 在 { $check }.toml 里加上规则，并核对 effective_from 和 effective_to

fact-value-yes = 是
fact-value-no = 否
fact-value-never = 尚未发生
fact-value-long-term = 长期有效
fact-value-unknown = 未知

## 规则自查和用例

rule-finding = { $location }：{ $rule }：{ $fault }
fault-unreachable = 规则永远不会适用
fault-always-true = 条件永远成立
fault-contradictory = 条件永远不成立
fault-shadowed = 条件不影响结果
fault-repeats = 与规则“{ $rule }”重复
fault-too-many-inputs = 涉及 { $facts } 个事实，组合太多，无法逐一检查
case-failed = 用例“{ $case }”：应为 { $expected }，得到 { $got }

## 结论和理由

verdict-disclaimer = 以上结果是按所列规则和你提供的情况推算的，不是承诺；最终以平台审核为准。
verdict-unofficial-alone = { $count ->
       *[other] 只有非官方规则（{ $rules }）不满足。
    }

reason-pass = 满足：{ $facts }
reason-unknown = 还不知道：{ $facts }
reason-not-applicable = 不适用：{ $facts }
reason-set-aside = 不适用：未满足“{ $rule }”
reason-left-out = 未采用：没有官方文本写明这条规则
reason-unmet = { $reason }
reason-bound = { $reason }。这是最早的可能，实际可能更晚，因为还不知道：{ $facts }
reason-not-begun = 还没有开始计时：“{ $fact }”尚未发生
reason-no-day = （日期未定）
reason-fact = { $fact }：{ $value }

outcome-pass = 满足
outcome-not-yet = 还要等
outcome-fail = 不满足
outcome-unknown = 未知
outcome-not-applicable = 不适用

warning-renew-first = “{ $title }”是 { $end }，早于最早可以申请的 { $earliest }：请先续期
warning-short-on-earliest = “{ $title }”是 { $end }，到最早可以申请的 { $earliest } 剩余时间不够：请先续期
warning-text-later-than-date = 没有收录{ $text }在 { $on } 的版本，按 { $from } 起生效的版本判断
warning-text-changed = { $text }的页面在 { $day } 更新过，更新后的内容没有收录：请核对
warning-text-old = { $text }最后一次核对是 { $day }，已超过一年：请核对现行文本

## 时间线和等待期

timeline-pass = “{ $rule }”届时满足
timeline-not-yet = “{ $rule }”届时需要等待
timeline-fail = “{ $rule }”届时不满足
timeline-unknown = “{ $rule }”届时能否满足还不知道
timeline-not-applicable = “{ $rule }”届时不适用
timeline-begins = “{ $rule }”的新版本生效：{ $outcome }
timeline-ends = “{ $rule }”不再要求
timeline-expired = “{ $fact }”已过

reading-moment = 按对应日：满 { $length }的当天
reading-thirty-days = 按 { $length }计算
reading-civil-code = 按民法典：首日不计，满 { $length }的次日（本程序采用）

## 条件

condition-all = 以下全部成立
condition-any = 以下至少一项成立
condition-not = 以下不成立
condition-in = { $count ->
        [1] { $fact } 是 { $values }
       *[other] { $fact } 是其中之一：{ $values }
    }
condition-at-least = { $fact } 至少 { $number }
condition-at-most = { $fact } 至多 { $number }
condition-before = { $fact } 早于 { $day }
condition-after = { $fact } 晚于 { $day }
condition-happened = { $fact } 已到
condition-not-happened = { $fact } 未到
condition-elapsed = { $count ->
        [1] { $facts } 已满 { $length }
       *[other] { $facts } 中最晚的一天已满 { $length }
    }
condition-valid-for = { $fact } 距今超过 { $length }
