# The checks: their verdicts, the rules they go by, and the facts they ask for.

# The answer.

verdict-title = Verdict
verdict-question-close = May the shop apply to close?
verdict-question-reopen = May the shop apply to reopen?
verdict-answer-may-apply = Yes, it may apply
verdict-answer-not-yet = Not yet
verdict-answer-blocked = No, some requirements are not met
verdict-answer-never = No, never
verdict-answer-unknown = Not known yet
verdict-headline = { $question } { $answer } [{ $code }]
verdict-headline-earliest = { $question } { $answer }; earliest day { $earliest } [{ $code }]
verdict-earliest = Earliest day:{ " " }
verdict-earliest-bound = { $day } { verdict-bound }
verdict-bound = (it may be later)
verdict-subject = Shop { $shop }, as of { $day }
verdict-subject-official = Shop { $shop }, as of { $day }, official rules only
verdict-waits = All waiting periods are over on { $over }
verdict-waits-between = All waiting periods are over on { $over }, possibly as early as { $earliest }
verdict-waits-and-more = { $waiting }; the other requirements need you to act
verdict-to-calendar = Add to calendar (.ics)
verdict-print = Print

word-answer-may_apply = may apply
word-answer-not_yet = not yet
word-answer-blocked = requirements not met
word-answer-never = never
word-answer-unknown = not known

# The requirements.

verdict-unmet = Requirements not met
verdict-met = Requirements met
verdict-undecided = Requirements not decided yet
verdict-not-applicable = Requirements that do not apply
verdict-other-rules = Other requirements
verdict-if = If { $fact } is { $values }:
verdict-or = { $first } or { $second }
verdict-value = "{ $value }"
verdict-what-to-do = What to do:{ " " }
verdict-source = Source ({ $standing }, { $days }): { $text } { $words }
verdict-quote = "{ $words }"
verdict-paraphrase = in short: { $words }
verdict-days-from = from { $from }
verdict-days-between = from { $from } to { $to }
verdict-explanation = How each rule was checked

word-standing-official = official
word-standing-reported = unofficial

# The orders that block closing.

verdict-orders = Orders that block closing
verdict-orders-first = Only the first { $listed } are listed.
verdict-orders-more = and { $more } more; --format json lists up to { $most }
    .page = { "" }
verdict-order-id = Order
verdict-sub-order-id = Sub-order
verdict-order-status = Status
verdict-order-statuses = { $status }, { $after_sale }
verdict-until-between = between { $least } and { $most }
verdict-until-at-most = { $most } at the latest

column-waits-for = Waits for
column-until = Until

word-waits-for-payment = payment
word-waits-for-shipment = shipment
word-waits-for-receipt = receipt by the { -buyer }
word-waits-for-unknown_status = unknown status, treated as unfinished
word-waits-for-after_sale = end of the { -after-sale }
word-waits-for-after_sale_period = end of the { -after-sale } period
word-waits-for-completion_time = completion time (not exported)

# The facts that are still needed.

verdict-needed = Facts still needed, most decisive first
verdict-needed-waiting = To find out while you wait: what could still block the shop, most decisive first
verdict-needed-decided = Facts that could still change the answer
verdict-needed-afterwards = To find out once that is settled
verdict-how-to-answer = Answer the questions one by one: shopkit { $check }-check --ask; or set a fact: shopkit shop set { $fact }=VALUE
    .page = { "" }

# Warnings about the orders.

verdict-warnings = Warnings
verdict-old-export = The orders were exported { $days } days ago. Export and import them again first
verdict-given-otherwise = { $fact }: this check used "{ $given }" ({ $origin }), but the imported orders, exported at { $export }, say "{ $counted }". Check which is right
verdict-closing-time-unknown = { $orders ->
        [one] One closed { -sub-order } has
       *[other] { $orders } closed { -sub-order(number: "other") } have
    } no closing time. The latest known time is used; the actual one may be later. To set it, use --set orders.last_finished_on=DATE
    .page = { $orders ->
        [one] One closed { -sub-order } has
       *[other] { $orders } closed { -sub-order(number: "other") } have
    } no closing time. The latest known time is used; the actual one may be later. To set it, use "{ check-more-facts }"
verdict-completion-time-unknown = { $orders ->
        [one] One completed { -sub-order } has
       *[other] { $orders } completed { -sub-order(number: "other") } have
    } no completion time, so the day on which the last order was finished is unknown
verdict-unknown-statuses = Unknown order statuses, treated as unfinished: { $statuses }
verdict-unknown-after-sales = Unknown { -after-sale } statuses, treated as open: { $statuses }

# The days.

verdict-readings = Ways to count the waiting period
verdict-changes = What changes later if all else stays the same
verdict-milestones = Dates
verdict-milestones-picture = The dates on a line, drawn to scale; the list below describes them
verdict-day-of-check = the day of this check
verdict-day-earliest = the earliest day to apply
verdict-day-earliest-bound = the earliest day to apply { verdict-bound }
verdict-then-may-apply = { $changes }: the shop may apply
verdict-then-not-yet = { $changes }: still not yet
verdict-then-blocked = { $changes }: some requirements are not met
verdict-then-never = { $changes }: never
verdict-then-unknown = { $changes }: other facts are still needed
verdict-calendar-reopen = Earliest day to apply to reopen: shop { $shop }
verdict-calendar-reopen-bound = Earliest day to apply to reopen { verdict-bound }: shop { $shop }
verdict-calendar-close = Earliest day to apply to close: shop { $shop }
verdict-calendar-close-bound = Earliest day to apply to close { verdict-bound }: shop { $shop }

# What follows if the shop is closed.

verdict-if-closed = If you close the shop
verdict-closed-barred = No day can be given on which it could reopen: { $reason }
verdict-closed = Closed on { $closed }, deposit refunded { $days ->
        [one] one working day
       *[other] { $days } working days
    } later ({ $refunded }): may apply to reopen from { $reopen }
verdict-closed-leeway = Closed on { $closed }, deposit refunded { $days ->
        [one] one working day
       *[other] { $days } working days
    } later ({ $refunded }): may apply to reopen from { $reopen } (a refund by { $until } causes no delay)
verdict-closed-no-deposit = Closed on { $closed }, no deposit paid: may apply to reopen from { $reopen }
verdict-closed-basis = Counted with the waiting period of the rules above. You have to apply for the refund, and the platform reviews it, so it may come later
verdict-holidays = Working days leave out the public holidays of the given calendar
verdict-holidays-begin = { $holidays }; the calendar begins on { $first }, after the refund on { $refund }, so earlier holidays count as working days
verdict-holidays-end = { $holidays }; the calendar ends on { $last }, before the refund on { $refund }, so later holidays count as working days
verdict-holidays-none = No holiday calendar was given, so public holidays count as working days (--holidays FILE gives one)
    .page = No holiday calendar was given, so public holidays count as working days

# What the verdict rests on.

verdict-rules-version = Rules of { $version }
verdict-orders-counted = { $orders ->
        [one] one { -sub-order }
       *[other] { $orders } { -sub-order(number: "other") }
    }, newest export { $export }
verdict-basis = { $rules }; { $orders }
verdict-footer = { $rules }. { $disclaimer }

# The page and the commands of a check.

check-about = Checked against published rules and your answers. Every rule names its source. Your answers stay on this computer.
check-leave-empty = Leave empty what you do not know.
check-save = Save and check
check-clear-one = Clear one of them below.
check-your-answers = Your answers
check-fact-label = { $fact }:{ " " }
check-clear = Clear
check-clear-fact = Clear: { $fact }
check-more-facts = Add more facts
check-settings = Settings of the check
check-rules-all = official and unofficial
check-rules-official = official only
check-again = Check again

check-calendar-written = calendar written to { $path }
check-not-kept = no database can be created, so this verdict is not saved
check-not-kept-since = { $reason }; this verdict is not saved
check-new-database = new database: { $path }
check-ask-values = { $values }; press Enter if you do not know
error-ask-without-terminal = --ask needs a terminal
    .page = { "" }
hint-ask-without-terminal = give facts with --set FACT=VALUE or --facts FILE
    .page = { "" }

check-shop-failed = shop { $shop }: { $error }
check-no-shops = the database has no shops yet
check-reasons-of-one = for the reasons and warnings of one shop: shopkit { $check }-check --shop NAME
    .page = { "" }
check-column-shop = Shop
check-column-verdict = Verdict
check-column-earliest = Earliest day
check-column-deciding = Deciding rules
check-column-needed = Facts needed

# Facts.

facts-yes = yes
facts-no = no
facts-not-known = not known
facts-not-happened = it has not happened
facts-no-end = it has no end
facts-values = Values:{ " " }
facts-where-to-look = Where to look:{ " " }
facts-values-bool = yes/no
facts-values-date = a date such as 2024-08-31, or none if it has not happened
facts-values-expiry = a date such as 2030-01-01, or long-term if it has no end
facts-values-count = a whole number
facts-values-between = a whole number from { $least } to { $most }
facts-value-meaning = { $name } ({ $meaning })
facts-column-fact = Fact
facts-column-type = Type
facts-column-checks = Checks
facts-column-values = Values
facts-column-question = Question
facts-column-where-to-look = Where to look
facts-column-value = Value
facts-column-origin = Origin
facts-column-title = Meaning

# The facts and verdicts of a shop.

shop-facts-saved = shop { $shop }: saved { $saved }
shop-facts-cleared = shop { $shop }: cleared { $cleared }
shop-facts-saved-and-cleared = shop { $shop }: saved { $saved }; cleared { $cleared }
shop-cleared = shop { $shop }: cleared
shop-renamed = shop { $old } is now named { $new }
shop-forget-question = Delete the facts and verdicts of this shop (its orders stay)?
shop-forgotten = shop { $shop }: facts and verdicts deleted
shop-no-verdicts = no verdicts yet
shop-no-facts = no facts yet; use shop set FACT=VALUE
shop-fact-declared = declared { $day }
shop-fact-from-orders = orders exported { $export }
error-rename-with-shop = shop rename takes no --shop
    .page = { "" }
hint-rename-with-shop = write shopkit shop rename OLD NEW
    .page = { "" }
error-several-shops = --shop can be given only once here
    .page = { "" }
hint-several-shops = only shop set and shop unset take several shops

# The rules.

rules-about = Version { $version }, { $rules } rules. Each quotes the text it rests on and says whether that is official or reported by others.
rules-in-force = in force { $days }
rules-details = Details
rules-labelled = { $label }: { $value }
rules-days = In force
rules-source = Source
rules-source-standing = { $text } ({ $standing })
rules-text-days = Text in force
rules-words = Wording
rules-reason = When not met
rules-remedy = What to do
rules-facts = Facts
rules-official-text = Official text
rules-address = Address
rules-seen-on = Last seen
rules-position = Defined at
rules-in-order = No problems: { $rules } rules, { $facts } facts, version { $version }
rules-tested = { $cases } cases, { $passed } passed; { $conditions } conditions, { $covered } fully covered (true, false, unknown, deciding)
rules-column-rule = Rule
rules-column-check = Check
rules-column-standing = Standing
rules-column-from = From
rules-column-to = To
rules-column-title = Requirement
rules-column-number = Number
rules-column-value = Value
rules-column-source = Source
rules-column-words = Wording
error-no-such-rule = no rule is named "{ $rule }"
hint-no-such-rule = shopkit rules lists them all
    .page = { "" }
