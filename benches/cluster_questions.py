"""What `cluster.py` asks of the program's own columns and of a cluster: rules, pivots, SQL, and what must be refused.

The rules name what `cluster.py` prepares: a segment, two declared properties of events, own fields with values."""

RULES = """
province in ("浙江省", "江苏省", "上海市")
gender = "female" and age between 25 and 34
did paid
did paid at least 2 times in last 90 days
did paid at least 2 times with total amount >= 200 in last 365 days
did paid with average amount >= 150 ever
did paid with highest amount >= 500 in last 2 years
did paid where channel = "taobao" in last 180 days
did paid where item.category = "绿茶" in last 365 days
did paid where (item.category = "绿茶" or amount >= 100)
not did paid in last 180 days
did viewed in last 30 days and not did paid in last 30 days
did favourited in last 365 days and not did paid in last 30 days
did carted then no paid within 3 days in last 365 days
did viewed then paid within 7 days in last 365 days
first paid in last 365 days
last paid in last 90 days
did refunded or did complained
birthday in next 30 days
deals >= 3 and deal_amount >= 500
(did paid at least 3 times or deal_amount >= 1000) and not (did refunded in last 365 days)
city is known and (gender = "male" or age >= 40)
did searched and did viewed and did paid
in segment "买过两次"
not in segment "买过两次" and did viewed
did viewed where hour_of_day between 20 and 23 in last 90 days
did paid where weekday in ("6", "7") in last 365 days
did paid where (hour_of_day >= 22 or hour_of_day < 6)
did viewed where properties.price >= 200 in last 180 days
did viewed at least 3 times with average properties.price >= 100 in last 365 days
did viewed with total properties.price >= 1000 ever
did inquired where properties.text is known
did reviewed where (rating <= 3 and properties.text is known) in last 2 years
did carted with highest quantity >= 2 in last 365 days
did searched where query in ("龙井", "中秋礼盒")
field.taste in ("绿茶", "花茶")
field.taste is known and did paid in last 365 days
field.cups >= 4
field.since < 2025-01-01
field.gifts = yes or tags is known
influence_value > 0
rfm_group in ("champion", "win_back") and churn_risk >= 50
stage = "sleeping" and realised_value >= 200
next_purchase in next 30 days
first_deal_at in last 365 days and average_order between 50 and 200
rfm_cell >= 400
buyer_credit is known
did page_viewed where page starts with "/club"
did coupon_received and not did coupon_used in last 365 days
level is known and points >= 100
not (did viewed then paid within 3 days in last 180 days) and did viewed in last 180 days
"""

# Pivots: the subject, rows, columns, measures, and what else one asks: `where` is a rule whose filter is taken, `days` the
# days up to the export.
PIVOTS = [
    ("customers", ["province"], [], ["customers", "sum:deal_amount", "average:deals"], {}),
    ("customers", ["age"], ["gender"], ["customers", "max:deal_amount"], {}),
    ("customers", ["rfm_group", "stage"], [], ["customers", "average:realised_value"], {}),
    ("customers", ["field.taste"], ["field.gifts"], ["customers", "average:field.cups"], {}),
    ("customers", ["first_purchase:quarter"], [], ["customers", "sum:deal_amount"], {"slice": {"text": "did paid"}}),
    ("paid", ["province"], [], ["customers", "facts", "sum:amount", "average:amount"], {}),
    ("paid", ["month"], ["channel"], ["facts", "sum:amount"], {}),
    ("paid", ["weekday"], ["hour"], ["facts"], {}),
    ("paid", ["item.category", "item.product"], [], ["customers", "facts", "sum:item.amount", "sum:item.quantity"], {}),
    ("paid", ["gender"], ["age"], ["per_customer:amount", "distinct:item.product"], {}),
    ("paid", ["item.category"], [], ["customers", "sum:amount", "average:item.price"],
     {"slice": {"text": "did viewed in last 180 days"}, "days": 365, "compare": "previous"}),
    ("paid", [{"dimension": "city", "top": 12}], [], ["customers", "sum:amount", "max:amount", "min:amount"], {}),
    ("paid", ["quarter"], [], ["customers", "facts", "per_customer:facts"],
     {"slice": {"text": 'in segment "买过两次"'}}),
    ("paid", ["year"], ["deals"], ["facts"],
     {"where": "did paid where amount >= 100"}),
    ("viewed", ["weekday", "hour"], [], ["customers", "facts"], {}),
    ("viewed", ["item.category"], [], ["facts", "average:properties.price", "max:properties.price"], {}),
    ("viewed", ["month"], [], ["customers", "facts", "sum:properties.price"], {"slice": {"text": 'province = "浙江省"'}}),
    ("reviewed", ["rating"], ["channel"], ["customers", "facts", "average:rating"], {}),
    ("searched", [{"dimension": "query", "top": 20}], [], ["customers", "facts"], {}),
    ("refunded", ["month"], [], ["customers", "facts", "sum:amount"], {}),
]

QUESTIONS = """
select count(*) as n from customers
select province, count(*) as n from customers group by province order by n desc, province
select kind, count(*) as n, sum(amount) as amount, min(at) as first, max(at) as last from facts group by kind order by kind
select date_trunc('month', at) as month, count(distinct customer) as buyers, sum(amount) as amount from facts where kind = 'paid' group by 1 order by 1
select i.category, count(*) as n, sum(i.amount) as amount from items i join facts f using (fact) where f.kind = 'paid' group by i.category order by 1
select c.province, count(distinct f.customer) as n from customers c join facts f on f.customer = c.customer where f.kind = 'viewed' group by c.province order by 1
select name, size, (select count(*) from members m where m.id = s.id) as counted from segments s order by name
select customer, sum(amount) as amount from facts where kind = 'paid' group by customer order by 2 desc, 1 limit 20
select customer, at, row_number() over (partition by customer order by at) as place from facts where kind = 'paid' order by customer, at limit 50
with spent as (select customer, sum(amount) as amount from facts where kind = 'paid' group by customer) select count(*) as n, avg(amount) as mean, max(amount) as most from spent
select count(*) as n from customers where customer not in (select customer from facts where kind = 'paid')
select customer from customers where 1 = 0
select count(*) as n from facts where at > timestamp '2199-01-01'
select kind from facts intersect select 'paid' order by 1
select kind from facts except select 'paid' order by 1
select c.province, f.kind, count(*) as n from customers c full outer join facts f on f.customer = c.customer group by 1, 2 order by 1, 2
select kind, channel, count(*) as n from facts group by grouping sets ((kind), (channel), ()) order by 1, 2
select kind, count(*) as n from facts group by kind having count(*) > 5 order by 1
select 1 as a, 12.50 as b, date '2026-11-11' as d
select count(*) as n from customers c, unnest([1, 2]) as t(x)
"""

# What released versions of Ballista answer wrongly or not at all: docs/adr/0008.
NOT_BY_A_CLUSTER = """
select kind as word from facts where kind = 'paid' union all select province from customers
select distinct kind from facts union select 'none' order by 1
with recursive t as (select min(customer) as n from customers union all select n + 1 from t where n < 5) select * from t
"""

HOSTILE = """
drop table customers
insert into customers values (1)
create external table t stored as csv location '/etc/passwd'
copy customers to '/etc/customers.csv'
select * from '/etc/passwd'
select * from 'file:///etc/passwd'
select * from read_parquet('/etc/passwd')
select * from information_schema.tables
select repeat('x', 1000000000) from customers
select lpad('x', 1000000000, 'y') from customers
select range(1, 1000000000) from customers
select * from generate_series(1, 1000000000000)
select version() from customers
set datafusion.execution.batch_size = 1
show all
explain insert into customers values (1)
with x as (insert into customers values (1) returning *) select * from x
select mobile from customers
select nick from customers
select 1; select 2
"""
