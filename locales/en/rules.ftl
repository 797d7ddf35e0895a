# Rules: mistakes in files, facts, verdicts, reasons and the timeline.

## Mistakes in files of rules, facts and cases

error-syntax = this is not valid TOML: { $detail }
error-unknown-key = the key "{ $key }" is not known here
error-missing-key = "{ $key }" is missing
error-wrong-type = this must be { $want }
error-empty-text = the text is empty
error-empty-list = the list is empty
error-unknown-word = "{ $word }" is not known here
error-not-for-type = "{ $operator }" cannot be used with the fact "{ $fact }" of type { $type }
error-no-operator = the condition has no operator
error-many-operators = a condition has one operator, but this one has: { $operators }
error-months-and-days = a length is given in months or in days, not in both
error-no-length = no length is given
error-bad-length = the length is out of range
error-too-much = the number is too large
error-duplicate = "{ $name }" occurs twice
error-bad-id = the id "{ $id }" does not begin with the name of a check
error-ends-before-start = the last day is before the first
error-overlap = this version begins before the previous one ends
error-gap = no version covers the days before this one begins
error-unknown-placeholder = "{ $name }" in braces has no value here
error-only-with = "{ $key }" can only be used with { $other }
error-unknown-base = the file has no base "{ $base }"
error-incomplete = the rule files have no { $key }
error-empty-rule-file = the file has no content
error-lacks-fact = the rule files lack the fact "{ $fact }", which the program needs
error-lacks-parameter = the rule files lack the parameter "{ $parameter }", which the program needs
error-reversed = the parameter "{ $least }" is greater than "{ $most }"
error-parameter-twice = the parameter "{ $parameter }" already has a value from this day
error-too-deep = conditions are nested in more than { $most } layers
error-too-many-conditions = a rule has more than { $most } conditions

want-table = a table, { "{" } key = value { "}" }
want-text = a text in quotes
want-bool = true or false
want-whole = a whole number that is not negative
want-day = a day without quotes, such as 2024-07-03
want-list = a list, [ value, ... ]
want-single = a single value

hint-nearest = did you mean "{ $nearest }"?
hint-one-of = use one of: { $known }
hint-missing-language = write both languages: { "{" } zh = "...", en = "..." { "}" }
hint-missing-in-source = a source has name, quote, seen_on and standing, and may have section, url and paraphrase
hint-missing-in-rule = every rule has id, effective_from, require, otherwise, title, reason, remedy and source
hint-missing-key = add { $key } = ...
hint-unquoted = write it without quotes, and in this form
hint-wrong-type = see the built-in rule files for how it is written
hint-syntax = check the quotes, brackets and commas of this line
hint-empty-text = write it in both languages
hint-empty-list = name at least one, or leave the condition out
hint-not-for-type = bool, choice, none and long-term take is; choice takes in; count takes at_least and at_most; date takes before, after, happened and elapsed; expiry takes valid_for
hint-no-operator = write all, any, not, elapsed or valid_for; or fact with one of is, in, at_least, at_most, before, after, happened
hint-many-operators = join them with all or any
hint-months-and-days = a month is not 30 days; keep the one that the text has
hint-no-length = write months = N or days = N
hint-bad-length = write 1 to 1200 months, or 1 to 36600 days
hint-too-much = the largest is { $most }
hint-duplicate = keep one of them; versions of a rule differ in effective_from
hint-bad-id = write close.NAME or reopen.NAME
hint-ends-before-start = effective_to is the last day in force
hint-version-dates = the previous version must have effective_to on the day before this effective_from
hint-unknown-placeholder = use the facts that the rule names, or earliest
hint-only-with = remove { $key }
hint-unknown-base = add [base.{ $base }]
hint-incomplete = add { $key }
hint-empty-rule-file = write rules into it, or remove the file
hint-lacks-fact = add a [[fact]] with name = "{ $fact }" and type = "{ $type }"
hint-lacks-parameter = add a [[parameter]] with name = "{ $parameter }"
hint-reversed = check both values
hint-parameter-twice = keep one of them
hint-too-deep = write them side by side with all or any
hint-too-many-conditions = split it into several rules

rule-error-label = error
rule-error-note = note
rule-error-help = help
rule-error-earlier = the earlier one is at { $location }

## Facts

error-unknown-fact = no fact is named "{ $fact }"
error-bad-value = the fact "{ $fact }" cannot be "{ $value }"
    .page = "{ $value }" is not an answer to "{ $title }"
error-out-of-range = the fact "{ $fact }" must be from { $least } to { $most }, not { $value }
    .page = "{ $title }" must be from { $least } to { $most }, not { $value }
error-impossible-facts = these facts cannot all be true: { $facts } ({ $why })
    .page = these cannot all be true: { $facts } ({ $why })
error-no-rule-in-force = the rule files have no rule for "{ $check }" in force on { $on }

impossible-fact = { $fact } = { $value } ({ $origin })
    .page = "{ $title }" is "{ $shown }"
impossible-on = --on { $on }
    .page = the check is as of { $on }
impossible-later = the date is after the date of the check

hint-unknown-fact = shopkit rules facts lists all facts
    .page = { "" }
hint-value-bool = write true or false (or yes, no, 是, 否)
    .page = answer yes or no
hint-value-date = write a date such as 2024-08-31 or 2024-08-31 10:30, or none if it has not happened
    .page = enter a date such as 2024-08-31
hint-value-expiry = write the last day, such as 2030-01-31, or long-term
    .page = enter the last day, such as 2030-01-31
hint-value-count = write a whole number such as 0
    .page = enter a whole number such as 0
hint-out-of-range = write a whole number from { $least } to { $most }
    .page = enter a whole number from { $least } to { $most }
hint-impossible-facts = check these values; --set FACT=unknown clears a fact
    .page = check these values; the page of the check can clear an answer
hint-no-rule-in-force = add rules to { $check }.toml, and check effective_from and effective_to

fact-value-yes = yes
fact-value-no = no
fact-value-never = not yet
fact-value-long-term = long-term
fact-value-unknown = unknown

## Checks of rules, and cases

rule-finding = { $location }: { $rule }: { $fault }
fault-unreachable = the rule can never apply
fault-always-true = the condition is always true
fault-contradictory = the condition can never be true
fault-shadowed = the condition makes no difference to the result
fault-repeats = it repeats the rule "{ $rule }"
fault-too-many-inputs = it names { $facts } facts, too many to try all their values
case-failed = case "{ $case }": expected { $expected }, got { $got }

## Verdicts and reasons

verdict-disclaimer = This follows from the rules listed and the facts you gave. It is not a promise: the platform decides.
verdict-unofficial-alone = { $count ->
        [one] Only an unofficial rule blocks this
       *[other] Only unofficial rules block this
    } ({ $rules }).

reason-pass = Met: { $facts }.
reason-unknown = Not known: { $facts }.
reason-not-applicable = Does not apply: { $facts }.
reason-set-aside = Does not apply, because "{ $rule }" is not met.
reason-left-out = Left out: no official text states this rule.
reason-unmet = { $reason }.
reason-bound = { $reason }. It may be later, because this is not known: { $facts }.
reason-not-begun = The wait has not begun: "{ $fact }" has not happened.
reason-no-day = a day not known yet
reason-fact = { $fact }: { $value }

outcome-pass = met
outcome-not-yet = wait needed
outcome-fail = not met
outcome-unknown = not known
outcome-not-applicable = not applicable

warning-renew-first = "{ $title }" is { $end }, before { $earliest }, the earliest day to apply: renew it first
warning-short-on-earliest = "{ $title }" is { $end }, too soon after { $earliest }, the earliest day to apply: renew it first
warning-text-later-than-date = the text of { $text } in force on { $on } is not included; the version in force from { $from } was used
warning-text-changed = the page of { $text } changed on { $day }, and its new content is not included: check it
warning-text-old = { $text } was last checked on { $day }, over a year ago: check the current text

## The timeline, and the wait

timeline-pass = "{ $rule }" is now met
timeline-not-yet = "{ $rule }" now requires waiting
timeline-fail = "{ $rule }" is not met
timeline-unknown = it is not known whether "{ $rule }" is met
timeline-not-applicable = "{ $rule }" no longer applies
timeline-begins = a new version of "{ $rule }" comes into force: { $outcome }
timeline-ends = "{ $rule }" is no longer required
timeline-expired = "{ $fact }" is past

reading-moment = to the day: the same day of the month, { $length } later
reading-thirty-days = counted as { $length }
reading-civil-code = by the Civil Code: the day after the last one of { $length } (used here)

## Conditions

condition-all = all of these are true
condition-any = at least one of these is true
condition-not = this is not true
condition-in = { $count ->
        [one] { $fact } is { $values }
       *[other] { $fact } is one of { $values }
    }
condition-at-least = { $fact } is at least { $number }
condition-at-most = { $fact } is at most { $number }
condition-before = { $fact } is before { $day }
condition-after = { $fact } is after { $day }
condition-happened = { $fact } has come
condition-not-happened = { $fact } has not come
condition-elapsed = { $count ->
        [one] it is more than { $length } since { $facts }
       *[other] it is more than { $length } since the latest of { $facts }
    }
condition-valid-for = { $fact } is more than { $length } away
