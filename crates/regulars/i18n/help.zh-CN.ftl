# What --help teaches, in Chinese; the English stands beside the commands in the code. `help-PATH` says what a command does,
# `help-PATH-more` goes on, `help-PATH-after` ends; `arg-PATH-NAME`, or `arg-NAME` where several commands share it, says what an
# argument is; `value-PATH-NAME-VALUE` says what one of its values means.

help = 熟客：网店的客户运营，一个程序就够
help-more =
    汇集各渠道的订单和行为，认出哪些记录是同一个人，并提供网店日常使用的控制台。
help-after =
    示例：
      regulars serve                                 在 http://127.0.0.1:8080 提供服务，数据用 ./data 里的 SQLite
      regulars serve --listen 0.0.0.0:80 --data-dir /var/lib/regulars
      REGULARS_DATABASE_URL=postgres://me:pw@db/regulars regulars serve
      regulars user add mei --name 小梅 --role owner  在终端里添加账号
      regulars backup /backups/$(date +%F)           服务运行时备份全部数据
      regulars doctor                                检查哪里有问题，该怎么办

    取值顺序：默认值、regulars.toml（或 --config）、REGULARS_* 环境变量、命令行选项，后者优先。
    regulars config 显示当前生效的值及其来源。
    本帮助的语言随 REGULARS_LANG（zh-CN 或 en）、LC_ALL、LC_MESSAGES 或 LANG。

    退出码：
      0  完成
      1  没能完成
      2  命令行看不懂
      3  配置不能用
      4  数据库没有应答，或其结构不属于本程序
      5  已完成，但有些行没有导入（import）
      6  有需要处理的问题（doctor、price --lint、draw verify）

help-serve = 提供 API 和控制台，直到被要求停止
help-serve-more =
    先把数据库结构升级到最新。收到 SIGTERM 或 Ctrl-C 后有序停止：已收到的请求答复完，来不及做完的任务放回队列。
help-serve-after =
    示例：
      regulars serve
      regulars serve --listen 0.0.0.0:8080 --public-url https://crm.example.com --trust-proxy true --log-format json

    另外应答 /healthz（存活）、/readyz（数据库、结构、消息、磁盘）、/metrics（Prometheus）和 /api/openapi.json。

help-demo = 用一个种子生成逼真的演示店并提供服务
help-demo-more =
    “拾露”在六个店铺里卖茶、茶具和点心，时间跨两年，里面的人都是虚构的。已经生成过的演示店直接提供服务，生成到一半的会接着生成。
help-demo-after =
    示例：
      regulars --data-dir data/demo demo                    两万人，然后打开 http://127.0.0.1:8080
      regulars --data-dir big demo --customers 1000000 --no-serve
      regulars demo --customers 5000 --write-taobao files   生成淘宝导出文件，用来试导入
      regulars demo --write-taobao files --generation all   订单报表历次改版各一份
      regulars demo --write-segment batches.jsonl           每行一个 POST /v1/batch 的请求体
arg-demo-customers = 多少人，最多一千万
arg-demo-seed = 种子相同，生成的店就相同
arg-demo-no_serve = 只生成，不提供服务
arg-demo-plain = 只要客户和他们的购买与行为：没有会员、促销、优惠券、红包和抽奖，也没有员工或客户自己写下的资料
arg-demo-score = 报告用过几个名字的人认出了多少、认错了多少
arg-demo-write_taobao = 不生成店铺，把淘宝和天猫订单写成导出文件，放进这个文件夹
arg-demo-generation = 与 --write-taobao 同用：天猫订单报表用哪一版，或各版都要，每版都带商品明细
value-demo-generation-a = 2017 年：46 列
value-demo-generation-b = 2018 年：56 列
value-demo-generation-c = 61 列
value-demo-generation-d = 67 列
value-demo-generation-e = 2022 年以来：71 列，收货人打码
value-demo-generation-all = 每一版
arg-demo-write_segment = 不生成店铺，把自家网站的行为写成 Segment 批量请求，每行一个 JSON

help-import = 导入订单、商品明细、退款、客户或商品文件
help-import-more =
    淘宝、天猫、拼多多、抖店、京东、有赞的导出文件按内容自动识别；其他表格用 --map 说明各列的含义。重复导入同一个文件，相同的内容不变；中途断掉的从断处接着导。不能导入的行连同原因写进一个文件，改好后可以再导入。
help-import-after =
    示例：
      regulars import ExportOrderList.csv --shop 拾露小铺
      regulars import 订单.csv 明细.csv 退款.csv --shop 拾露小铺        几个文件合成一份报告
      regulars import orders.xlsx --shop 拾露小铺 --channel taobao       还没有这个店铺时新开一个
      regulars import online_retail.csv --map online_retail --shop Gifts --channel web --currency GBP
      regulars --json import orders.csv --dry-run | jq .counts
arg-import-files = CSV、TSV、XLSX、XLS 或 Parquet，按内容识别，不看文件名。订单报表和商品明细可以一起给，先后不限
arg-import-again = 重新导入这个编号的任务：失败过的，或在控制台试导入过的
arg-import-shop = 没写明店铺的行属于哪个店铺：名称、编号或平台编号
arg-import-channel = 还没有这个店铺时，在此渠道新开：taobao、tmall、jd、pinduoduo、douyin、youzan、web、pos、other
arg-import-currency = 新开店铺的币种（ISO 4217 代码）
arg-import-map = 各列的含义：TOML 格式的方案文件，或自带方案的名称（online_retail）
arg-import-dry_run = 只读取和计数，不改动任何数据
arg-import-refused = 不能导入的行写到哪里，改好后再导入［默认：文件名.refused.csv］

help-export = 把客户写进文件
help-export-after =
    示例：
      regulars export customers.csv
      regulars export dealt.xlsx --query 'tab=dealt&province=浙江省' --columns nick,province,deals,deal_amount
arg-export-file = 写到哪里：文件名以 .csv 或 .xlsx 结尾
arg-export-query = 只要这些，写法同控制台列表的地址：tab=dealt&province=浙江省
arg-export-columns = 只要这些列，按此顺序，用逗号隔开：id、nick、name、mobile、email、contact_group、province、city、channels、deals、deal_amount、average_order、items、closed、closed_amount、first_deal_at、last_deal_at、created_at、groups、tags、blacklisted、profiles、gender、birthday；店铺自定义字段写 field:代码
arg-export-reveal = 姓名、手机、地址不打码；审计日志会记下

help-segment = 查询人群：人数、名单、规则的含义、已保存的人群
help-segment-more =
    按当前数据回答，服务是否运行都可以，不改动任何数据。
help-segment-after =
    示例：
      regulars segment count 'did paid at least 2 times in last 90 days'
      regulars segment members 'birthday in next 7 days' --limit 20
      regulars segment explain 'did carted then no paid within 3 days in last 30 days' --at 2026-11-11T00:00:00+08:00
      regulars --json segment list
help-segment-count = 符合规则的客户有多少
help-segment-members = 符合规则的客户有哪些，和控制台一样打码
help-segment-explain = 规则用通俗的话怎么说，各部分各有多少人
help-segment-list = 已保存的人群和名单及其人数
arg-segment-count-rule = 规则，例如：did paid at least 2 times in last 90 days
arg-rule = 规则
arg-segment-count-at = 按这个时刻而不是现在：2026-11-11T00:00:00+08:00
arg-at = 按这个时刻而不是现在
arg-segment-members-limit = 最多列出多少人
arg-segment-members-order = 按这个属性排序，前面加 `-` 表示从大到小：-deal_amount

help-price = 按文件里的促销给购物车算价，并说明价格从何而来
help-price-more =
    找出允许的最优组合，不用数据库也不用服务。加 --lint 则检查促销本身：低于成本或白送的商品、永远用不上的优惠、先提价后打折、抽奖。
help-price-after =
    示例：
      regulars price --promotions docs/examples/promotions.json --cart docs/examples/cart.json
      regulars --json price --promotions promotions.json --cart cart.json --at 2026-11-11T00:00:00+08:00 | jq .total
      regulars price --promotions promotions.json --cart goods.json --lint --lang en
arg-price-promotions = 促销及其设置，JSON
arg-price-cart = 购物车，JSON
arg-price-at = 什么时候，例如 2026-11-11T00:00:00+08:00［默认：现在］
arg-price-lint = 以购物车里的商品为例，找出低于成本、永远用不上或违反规则的促销
help-draw = 验算一次抽奖是否如事先承诺
help-draw-more =
    只凭公开的证明，不用数据库也不用服务：用种子重新算出每张抽奖券的点数，再按点数和剩余数量算出奖品。加 --commitment 则把种子与您在抽奖开始前记下的摘要比对。
help-draw-after =
    示例：
      curl -s https://shop.example.com/api/v1/draws/912/proof > proof.json && regulars draw verify proof.json
      regulars draw verify page-1.json page-2.json --commitment 5f0c…
      regulars --json draw verify proof.json | jq .faults
help-draw-verify = 凭证明逐张验算抽奖券
arg-draw-verify-proof = 证明，即 /api/v1/draws/编号/proof 的回答；分页的要给全，顺序不限
arg-draw-verify-commitment = 抽奖开始前公布的种子摘要
arg-lang = 文字用哪种语言
value-lang-zh = 中文
value-lang-en = 英文

help-science = 对任意表格计算控制台里的那些指标：客户价值、增量、连带、控制图
help-science-more =
    表格可以是 CSV（也可以是 gzip 压缩的）、TSV、XLSX 或 Parquet，列按表头名称指定。不用数据库也不用服务，什么都不保存。
help-science-after =
    示例：
      regulars science clv purchases.csv.gz --customer id --date day --value paid --calibrate-until 1997-09-30
      regulars --json science clv purchases.parquet --customer id --date day --value paid --model pareto-nbd --scores out.csv
      regulars science lift trial.csv --arm group --control stay --outcome paid --covariate paid_before
      regulars science baskets lines.csv --basket order --item product --support 0.001 --confidence 0.5 --output rules.csv
      regulars science chart p tickets.csv --value late --of tickets --label day --rules nelson
arg-zone = 没写时差的时间按哪个时区读
arg-month_first = 按 12/31/2024（月在前）而不是 31/12/2024 读日期

help-science-clv = 谁还是客户，还会买几次、花多少
help-science-clv-more =
    文件的每一行是一次购买，同一客户同一天的算一次。除非 --unit 另有说明，时间以周计，和论文一致。给了 --calibrate-until，一切都以那一天为准，之后发生的用来检验预测。回头客太少或历史都一样时无法拟合模型，会说明原因并改用朴素估计。
arg-science-clv-file = 每行一次购买：CSV、TSV（也可 .gz）、XLSX 或 Parquet
arg-science-clv-customer = 哪一列是买家
arg-science-clv-date = 哪一列是时间
arg-science-clv-value = 哪一列是实付金额
arg-science-clv-model = 模型；不指定则都试一遍，取最可信的，给了 --calibrate-until 时以其后的表现为准
value-science-clv-model-bg-nbd = 复购之后可能离开
value-science-clv-model-mbg-nbd = 任何一次购买之后都可能离开
value-science-clv-model-pareto-nbd = 随时可能离开
value-science-clv-model-bg-bb = 每逢一次机会买或不买，例如一年一次、一季一单；须同时给出 --opportunity
arg-science-clv-opportunity = 用 --model bg-bb 时，一次机会有多少天；还没过完的不算
arg-science-clv-spend = 同时估计每位客户一次购买值多少钱
value-science-clv-spend-gamma-gamma = 每人的客单价服从伽马分布，人与人之间的差异也是
arg-science-clv-calibrate_until = 模型能看到的最后一天，之后的日子用来检验预测
arg-science-clv-from = 计入的第一天［默认：文件里的第一天］
arg-science-clv-until = 计入的最后一天［默认：文件里的最后一天］
arg-science-clv-predict = 预测多少天
arg-science-clv-discount = 晚一年的购买少算百分之几
arg-science-clv-unit = 参数的时间单位
value-science-clv-unit-day = 天
value-science-clv-unit-week = 周
arg-science-clv-zone = 一天从何时开始，没写时差的时间怎么读
arg-science-clv-scores = 把每位客户的得分写进这个 CSV 文件

help-science-lift = 与没有动作的人相比，动作带来了多少增量
help-science-lift-more =
    文件的每一行是一位客户。先检查客户分组是否符合设计，不符合就不再往下算。然后给出差值及 Welch 区间、用 delta 法算的相对增量；有 --covariate 时给出事先的差异和 CUPED；再给出随时查看都有效的区间（mSPRT），以及这样的分组能看出的最小差异。
arg-science-lift-file = 每行一位客户：CSV、TSV（也可 .gz）、XLSX 或 Parquet
arg-science-lift-arm = 哪一列是客户所在的组
arg-science-lift-control = 对照组在该列里写作什么
arg-science-lift-outcome = 哪一列是结果
arg-science-lift-covariate = 哪一列是事先已知的量，最好是动作之前的同一指标
arg-science-lift-observational = 分组不是随机的：差异标为观察所得，不检查各组人数
arg-science-lift-weights = 抽到某组的权重，写成 值=权重，可以重复［默认：各为 1］
arg-science-lift-planned = 一共计划多少客户，首次查看之前定下；随时查看的区间在此处最窄
arg-science-lift-level = 区间有多大把握包含真值
arg-science-lift-score = 哪一列是预测的增量，用来评价其排序：Qini 和 AUUC。结果须为 0 或 1，且只有两组

help-science-baskets = 哪些东西一起买；给了 --customer 和 --date，还有接着买什么
help-science-baskets-more =
    找出足够多的购物篮里都有的商品组合，以及其中达到要求的规则，给出支持度、置信度、提升度、杠杆率、确信度，以及按尝试过的规则数校正后的偶然概率。
arg-science-baskets-file = 每行是购物篮里的一件商品，用 --wide 则每行一个购物篮：CSV、TSV（也可 .gz）、XLSX 或 Parquet
arg-science-baskets-basket = 哪一列是购物篮
arg-science-baskets-item = 哪一列是商品；用类目列则得到类目之间的规则
arg-science-baskets-wide = 每行一个购物篮，每格一件商品，第一行也是
arg-science-baskets-support = 组合至少占购物篮的多大比例，例如 0.01；或至少多少个购物篮，例如 50
arg-science-baskets-confidence = 有 A 的购物篮里至少多大比例也有 B
arg-science-baskets-longest = 组合最多几件商品
arg-science-baskets-then = B 里最多几件商品［默认：不限］
arg-science-baskets-customer = 哪一列是买家：于是也给出接着买什么
arg-science-baskets-date = 哪一列是时间，用于接着买什么
arg-science-baskets-within = 多少天之内都算接着买，而不只是紧接的下一个购物篮
arg-science-baskets-limit = 最多显示多少条规则；全部规则写进 --output
arg-science-baskets-output = 把每条规则写进这个 CSV 文件
arg-science-baskets-sets = 把每个频繁组合写进这个 CSV 文件

help-science-chart = 控制图及其界限和信号
help-science-chart-more =
    文件的每一行是一个点，按时间先后。
arg-science-chart-kind = 哪种图
value-science-chart-kind-xmr = 单值及其移动极差
value-science-chart-kind-p = 样本大小不一的比例
value-science-chart-kind-np = 样本大小相同的个数
value-science-chart-kind-u = 样本大小不一的计数
value-science-chart-kind-c = 样本大小相同的计数
arg-science-chart-file = 每行一个点，按时间先后：CSV、TSV（也可 .gz）、XLSX 或 Parquet
arg-science-chart-value = 哪一列是数值（xmr）或计入的个数（p、np、u、c）
arg-science-chart-of = 哪一列是总数：包裹数、工单数（p、np、u）
arg-science-chart-label = 哪一列是点的名称，例如日期
arg-science-chart-rules = 按哪套规则判断信号
value-science-chart-rules-western-electric = 四条规则（1956）
value-science-chart-rules-nelson = 八条规则（1984）
arg-science-chart-first = 只用前多少行定界限
arg-science-chart-laney = 样本成千上万时，按超出偶然的波动放宽界限（Laney 的 p′ 和 u′）

help-science-pareto = 关键的少数：哪些原因占了大部分
arg-science-pareto-file = 每行一件事，或一个原因及其数量：CSV、TSV（也可 .gz）、XLSX 或 Parquet
arg-science-pareto-cause = 哪一列是原因
arg-science-pareto-amount = 哪一列是数量（整数）；没有则每行算 1
arg-science-pareto-percent = 占到百分之几算关键的少数

help-science-histogram = 数值的分布；给了 --low 或 --high，还有过程能力
arg-science-histogram-file = 每行一个数值：CSV、TSV（也可 .gz）、XLSX 或 Parquet
arg-science-histogram-value = 哪一列是数值
arg-science-histogram-low = 允许的最小值，用于 Cp 和 Cpk
arg-science-histogram-high = 允许的最大值，用于 Cp 和 Cpk

help-science-satisfaction = CSAT、NPS 或 CES 及其区间；给了 --date，还有各期得分和走向
help-science-satisfaction-more =
    文件的每一行是一个回答。不在打分范围内的回答不计入，另报数量。
arg-science-satisfaction-measure = 哪种指标
value-science-satisfaction-measure-csat = 五分制里最高两分的比例
value-science-satisfaction-measure-nps = 推荐者减去贬损者，从 -100 到 100
value-science-satisfaction-measure-ces = 省力程度的平均值，1 到 7
arg-science-satisfaction-file = 每行一个回答：CSV、TSV（也可 .gz）、XLSX 或 Parquet
arg-science-satisfaction-score = 哪一列是打分：1 到 5（csat）、0 到 10（nps）、1 到 7（ces）
arg-science-satisfaction-date = 哪一列是时间：于是也按期给出得分和走向
arg-science-satisfaction-by = 按什么分期
value-science-satisfaction-by-day = 天
value-science-satisfaction-by-week = 周，从周一起
value-science-satisfaction-by-month = 月
arg-science-satisfaction-level = 区间有多大把握包含真值

help-science-picks = 哪些商品值得推，各项得分都列出
help-science-picks-more =
    文件的每一行是一个时期里的一种商品。比率向全体靠拢，访问越少靠得越多；每项得分是商品之间的名次，0 到 100；总分按权重平均。没有给列的项不参与。
arg-science-picks-file = 每行一种商品：CSV、TSV（也可 .gz）、XLSX 或 Parquet
arg-science-picks-product = 哪一列是商品
arg-science-picks-visits = 哪一列是访问数
arg-science-picks-seconds = 哪一列是这些访问的总秒数
arg-science-picks-clicks = 哪一列是有点击的访问数
arg-science-picks-favourites = 哪一列是有收藏的访问数
arg-science-picks-inquiries = 哪一列是有咨询的访问数
arg-science-picks-bounces = 哪一列是在此结束的访问数
arg-science-picks-sold = 哪一列是卖出件数
arg-science-picks-sold_before = 哪一列是上一时期卖出件数
arg-science-picks-stock = 哪一列是库存件数；空格为未知
arg-science-picks-margin = 哪一列是毛利率，例如 0.35；空格为未知
arg-science-picks-weights = 某一项的权重，写成 项=权重，可以重复：visit_time、click、favourite、inquiry、growth、bounce、stock、margin
arg-science-picks-days = 这一时期有多少天
arg-science-picks-cover = 库存够卖多少天即可，更多不加分
arg-science-picks-limit = 最多显示多少种商品；全部写进 --output
arg-science-picks-output = 把每种商品及其各项得分写进这个 CSV 文件

help-science-link = 一张表或两张表里，哪些记录是同一个人
help-science-link-more =
    文件的每一行是一条记录。Fellegi-Sunter 模型直接从记录中学习，能区分家人和搬了家的人；每一对都说明各列给出多少证据。有 --truth 时评价结果。
arg-science-link-file = 每行一条记录：CSV、TSV（也可 .gz）、XLSX 或 Parquet
arg-science-link-with = 把这个文件的记录与前一个文件的相配，文件内部不配
arg-science-link-id = 哪一列是记录的名称
arg-science-link-truth = 哪一列说明是谁：于是给出准确率、召回率和 F1。FEBRL 的 rec-122-dup-0 是 122 号人
arg-science-link-columns = 要比较的列，以及它装的是什么（不让程序从名称和内容去猜时）；不指定则比较所有列。种类：name、given-name、surname、street、number、place、postcode、region、mobile、email、date、code、category、text
arg-science-link-threshold = 归为一组的记录对，概率至少多少
arg-science-link-least = 保留的记录对，概率至少多少
arg-science-link-most = 一个人最多多少条记录
arg-science-link-limit = 连同理由显示多少对
arg-science-link-output = 把每一对连同理由写进这个 CSV 文件
arg-science-link-groups = 把每条记录属于谁写进这个 CSV 文件

help-sql = 用 SQL 查询数据
help-sql-more =
    表：customers、facts、items、segments、members，里面都没有姓名、手机和地址。只能查询，不能改动。
help-sql-after =
    示例：
      regulars sql 'select province, count(*) as n from customers group by province order by n desc'
      regulars sql "select date_trunc('month', at) as month, sum(amount) from facts where kind = 'paid' group by 1" --format csv
      regulars sql 'select * from facts' --format parquet --output facts.parquet
arg-sql-sql = 一条 SELECT、WITH 或 EXPLAIN，查询 customers、facts、items、segments 和 members
arg-sql-format = 结果怎么写
value-sql-format-table = 各列对齐，给人看
value-sql-format-csv = 逗号分隔，全部行
value-sql-format-json = 一个 JSON 对象，含列和行
value-sql-format-parquet = Apache Parquet，全部行
arg-sql-limit = 表格或 JSON 最多多少行，不超过 10,000
arg-sql-output = 写进这个文件，不显示在终端

help-warehouse = 把数据仓库写成按客户分区的 Parquet 文件，或从这些文件里去掉已删除的人
help-warehouse-more =
    列与 regulars sql 相同：文件里没有姓名、手机和地址。一次导出要么完整出现，要么不出现，以其时刻命名。布局见 docs/warehouse-export.md。
help-warehouse-after =
    示例：
      regulars warehouse export                       写到数据文件夹的 exports 里
      regulars warehouse export /exports --keep 3     只留最新的三份
      regulars warehouse purge /exports               有人被彻底删除之后：从以前的导出里去掉此人
      regulars --olap-url file:///exports sql 'select count(*) from facts'
help-warehouse-export = 把客户、事实、商品、人群及其成员写成 Parquet
help-warehouse-purge = 从每份导出里去掉已不在仓库里的人：被删除的，或并入他人的
arg-folder = 导出所在的文件夹；不写则是数据文件夹里的 exports
arg-warehouse-export-buckets = 一张表的客户分到多少个文件里
arg-warehouse-export-keep = 保留这么多份，删掉更早的；不写则全部保留

help-cluster = 运行集群的调度器或执行器，集群对仓库导出的文件回答 SQL
help-cluster-more =
    同版本的 Ballista 自带程序也可以。集群里谁来访问都不验证身份，请把端口放在内网。
help-cluster-after =
    示例：
      regulars warehouse export /exports
      regulars cluster scheduler --at 127.0.0.1:50050
      regulars cluster executor --scheduler 127.0.0.1:50050 --port 50051
      regulars cluster executor --scheduler 127.0.0.1:50050 --port 50061
      regulars --olap-url df://127.0.0.1:50050/exports sql 'select count(*) from facts'
help-cluster-scheduler = 接收问题，分成几部分交给执行器
help-cluster-executor = 读取文件，完成问题的各个部分
arg-cluster-scheduler-at = 监听的地址和端口。能连上它的人可以读到执行器能读的所有文件
arg-cluster-executor-scheduler = 调度器的主机和端口
arg-cluster-executor-host = 监听的地址，调度器和其他执行器用它来连接
arg-cluster-executor-port = 供别人取数据行的端口；调度器从下一个端口派活
arg-cluster-executor-folder = 存放中间数据行的文件夹；不写则是数据文件夹里的 cluster-端口
arg-cluster-executor-memory_mb = 最多占用多少内存，MB
arg-cluster-executor-cores = 同时做几个部分

help-user = 添加、列出、停用员工账号，或重设密码
help-user-add = 添加员工；密码会提示输入，或从标准输入读取
help-user-add-after =
    示例：
      regulars user add mei --name 小梅 --role owner          会提示输入密码
      echo 'green tea in spring' | regulars user add lan --role agent --shop 912 --shop 913
help-user-list = 列出所有人
help-user-passwd = 重设密码，提示输入或从标准输入读取；此人会在各处退出登录
help-user-disable = 禁止某人登录，加 --undo 则恢复
arg-user-add-login = 登录名
arg-user-add-name = 同事看到的名字；不写则同登录名
arg-user-add-role = 角色
value-user-add-role-owner = 店主：可以做任何事
value-user-add-role-operator = 运营：管理店铺
value-user-add-role-agent = 客服：与买家沟通
value-user-add-role-analyst = 分析：看数据，看不到姓名
arg-user-add-shops = 只能看这个店铺，可以重复
arg-user-passwd-login = 谁的密码
arg-user-disable-login = 谁
arg-user-disable-undo = 恢复登录

help-migrate = 升级数据库结构，或查看升级到了哪一步
help-migrate-status = 显示哪些步骤已经执行、哪些还没有
help-migrate-run = 执行还没有执行的步骤

help-backup = 把全部数据复制到一个新文件夹，服务运行时也可以
help-backup-more =
    文件夹里有数据库（regulars.db，或 pg_dump 生成的 regulars.dump）、上传的文件，以及列出每个文件大小和 SHA-256 的 backup.json。SQLite 数据库的副本取自同一时刻，命令结束前会检查。
help-backup-after =
    示例：
      regulars backup /backups/monday
      regulars --data-dir /var/lib/regulars backup /backups/$(date +%F) && ls /backups
arg-backup-folder = 一个还不存在或空着的文件夹

help-restore = 用备份替换现有数据
help-restore-more =
    先核对每个文件与 backup.json 是否一致并检查数据库，之后才动数据。请先停止服务。原有数据保留在数据文件夹旁边，名称以 .before-restore 结尾。
help-restore-after =
    示例：
      regulars --data-dir /var/lib/regulars restore /backups/monday
      regulars restore /backups/monday --force
arg-restore-folder = 备份所在的文件夹
arg-restore-force = 已有数据时也恢复

help-config = 显示当前生效的配置，以及每个值的来源
help-doctor = 检查数据库、磁盘、时钟和配置，并说明该怎么办
help-openapi = 输出 API 的 OpenAPI 3.1 文档
help-completions = 输出命令行补全脚本
help-completions-after =
    示例：
      regulars completions bash > /etc/bash_completion.d/regulars
      regulars completions zsh > ~/.zfunc/_regulars
arg-completions-shell = 哪种 shell
help-help = 显示本帮助，或某个命令的帮助

arg-config = 配置文件［环境变量：REGULARS_CONFIG；有 regulars.toml 则用它］
arg-json = 报告写成一个 JSON 对象，而不是文字
arg-data_dir = 存放上传文件的文件夹，用 SQLite 时数据库也在里面［默认：data］
arg-database_url = postgres://用户:密码@主机/数据库；不写则用数据文件夹里的 SQLite
arg-listen = 监听的地址和端口［默认：127.0.0.1:8080］
arg-public_url = 前面有反向代理时，浏览器访问的地址：https://crm.example.com
arg-trust_proxy = 是否相信代理在 X-Forwarded-For 里写的来访地址
arg-log_format = pretty 给人看，json 给日志收集程序
arg-log = 日志级别，或 info,platform=debug 这样的写法
arg-workers = 同时做几个后台任务［默认：2］
arg-shutdown_seconds = 停止时最多等多少秒［默认：20］
arg-body_limit_mb = 请求体最大多少 MB，上传文件另有上限［默认：8］
arg-time_limit_seconds = 一个请求最多多少秒［默认：60］
arg-olap_url = 由谁回答 SQL：不写则是本进程的内存；file:///文件夹 或 df://主机:端口/文件夹 则是那里最新的导出
arg-code_sender = 登录验证码由谁发送：接收 POST 的地址；只在本机使用时可写 console，打印在日志里
arg-metrics_open = /metrics 是否应答别的机器
arg-help = 显示帮助（-h 简略，--help 详细）
arg-version = 显示版本

word-default = ［默认：{ $value }］
word-choices = ［可选：{ $values }］

wrong-unknown = 没有 { $arg } 这个选项。
wrong-command = 没有 { $arg } 这个命令。
wrong-missing = 还缺：{ $arg }
wrong-no-command = { $arg } 后面要写一个命令。
wrong-no-value = { $arg } 后面要写一个值。
wrong-value = { $arg } 不能是 { $value }。
wrong-twice = { $arg } 只能写一次。
wrong-conflict = { $arg } 和 { $other } 不能同时写。
wrong-many-values = { $arg } 多写了 { $value }。
wrong-few-values = { $arg } 后面的值不够。
wrong-choices = 可选：{ $others }
wrong-commands = 可选的命令：{ $others }
wrong-meant = 是不是想写：{ $others }
wrong-usage = 用法：{ $usage }
wrong-help = 加 --help 看详细说明。
