"""Times the first byte of pages of `shopkit serve`: python3 page.py ADDRESS [TIMES], with the address that it prints.

Prints the median and the 95th of 100 in milliseconds: of pages that ask for no report over many lines, of every report, of parts
that load after a page, and of lists that a figure leads to.
"""

import http.client
import sys
import time
import urllib.parse

PERIOD = "period=2025-12-13..2026-01-11"

REPORTS = [
    "today", "shops", "status", "sales", "promotion", "income", "fees", "payouts", "profit", "cashflow", "reconcile", "repeat",
    "products", "regions", "hours", "creators", "traffic", "shipping", "aftersales", "restated", "coverage", "export-plan",
]

PAGES = [
    "/?" + PERIOD,
    "/import",
    "/orders?period=all",
    "/orders?" + urllib.parse.urlencode({"status": "待发货"}),
    "/orders?" + urllib.parse.urlencode({"q": "stands nowhere"}),
    "/orders?stage=sales&" + PERIOD,
    "/orders?stage=sales&hour=20&period=all",
    "/orders?" + urllib.parse.urlencode({"province": "=广东省", "stage": "sales", "period": "all"}),
    "/reports",
    "/check/reopen",
    "/check/close",
    "/rules",
    "/shops",
    "/data",
    *[f"/part/{name}?{PERIOD}" for name in ("today", "sales", "promotion", "products", "repeat", "regions")],
    *[f"/reports/{name}?{PERIOD}" for name in REPORTS],
    # Over many lines the answer is loaded after its page.
    *[f"/reports/part/{name}?{PERIOD}" for name in REPORTS],
]


def main():
    address = urllib.parse.urlparse(sys.argv[1])
    times = int(sys.argv[2]) if len(sys.argv) > 2 else 50
    # Browsers know names under localhost by themselves, libraries may not.
    connection = http.client.HTTPConnection("127.0.0.1", address.port)
    host = {"Host": address.netloc}
    connection.request("GET", f"{address.path}?{address.query}", headers=host)
    let_in = connection.getresponse()
    cookie = let_in.getheader("set-cookie").split(";")[0]
    let_in.read()
    for page in PAGES:
        taken = []
        for _ in range(times):
            started = time.perf_counter()
            connection.request("GET", page, headers={**host, "Cookie": cookie})
            answer = connection.getresponse()
            taken.append((time.perf_counter() - started) * 1000)
            answer.read()
            if answer.status != 200:
                sys.exit(f"{page}: {answer.status} {answer.getheader('location') or ''}")
        taken.sort()
        print(f"{urllib.parse.unquote(page):70} {taken[len(taken) // 2]:8.1f} {taken[int(len(taken) * 0.95)]:8.1f}", flush=True)


if __name__ == "__main__":
    main()
