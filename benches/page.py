"""Times the first byte of pages of `shopkit serve`: python3 page.py ADDRESS [TIMES], with the address that it prints.

Prints the median and the 95th of 100 in milliseconds. The pages are those that ask for no report over many lines.
"""

import http.client
import sys
import time
import urllib.parse

PAGES = [
    "/",
    "/import",
    "/orders",
    "/orders?" + urllib.parse.urlencode({"status": "待发货"}),
    "/orders?" + urllib.parse.urlencode({"q": "stands nowhere"}),
    "/reports",
    "/reports/coverage",
    "/check/reopen",
    "/check/close",
    "/rules",
    "/shops",
    "/data",
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
        taken.sort()
        print(f"{urllib.parse.unquote(page):40} {taken[len(taken) // 2]:8.1f} {taken[int(len(taken) * 0.95)]:8.1f}")


if __name__ == "__main__":
    main()
