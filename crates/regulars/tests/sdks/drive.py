"""Drives the server with Segment's library for Python: `python drive.py HOST WRITE_KEY`. Every event is made by the
library; nothing here writes HTTP."""

import datetime
import sys

from segment.analytics.client import Client

HOST, WRITE_KEY = sys.argv[1:]
VISITOR, USER = "python-visitor", "python-user"
FAILURES = []


def client(**more):
    return Client(WRITE_KEY, host=HOST, on_error=lambda error, items: FAILURES.append(str(error)), max_retries=3, **more)


first = client(gzip=True)
first.page(anonymous_id=VISITOR, category="Shop", name="Home")
first.track(anonymous_id=VISITOR, event="Product Viewed", properties={"product_id": "P-2", "price": 18})
first.screen(anonymous_id=VISITOR, name="Start")
first.identify(USER, {"name": "测试丙", "email": "python@example.com"}, anonymous_id=VISITOR)
first.group(USER, "家庭", {"size": 2})
first.track(USER, "Order Completed", {"order_id": "Y-1", "total": 18, "currency": "CNY",
                                      "products": [{"product_id": "P-2", "price": 18, "quantity": 1}]},
            message_id="python-order-1")
first.shutdown()

second = client(gzip=False, upload_size=50)
late = datetime.datetime(2021, 3, 1, 12, 0, tzinfo=datetime.timezone.utc)
second.track(USER, "Product Reviewed", {"rating": 4}, timestamp=late, message_id="python-late")
second.track(USER, "Product Reviewed", {"rating": 4}, timestamp=late, message_id="python-late")
for number in range(100):
    second.track(USER, "Product Added", {"product_id": f"P-{number}", "price": 1})
second.alias("python-old-user", USER)
second.shutdown()

if FAILURES:
    sys.exit("\n".join(FAILURES))
