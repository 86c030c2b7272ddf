"""Records with a known truth for `linkage.py`: the same for the same seed. Households share addresses, surnames and often a
mobile; records have typing errors, swapped names, missing and masked fields; people move; lockers and offices are shared by
hundreds. Nobody in them exists."""

import csv
import random
from bisect import bisect
from itertools import accumulate

SURNAMES = "王李张刘陈杨黄赵吴周徐孙马朱胡郭何高林罗郑梁谢宋唐许韩冯邓曹彭曾萧田董袁潘于蒋蔡余杜叶程苏魏吕丁任沈姚卢姜崔钟谭陆汪范金石廖贾夏韦付方白邹孟熊秦邱江尹薛闫段雷侯龙史陶黎贺顾毛郝龚邵万钱严覃武戴莫孔向汤"
GIVEN = "伟芳娜敏静丽强磊军洋勇艳杰娟涛明超秀霞平刚桂英华玉兰凤洁梅琳素云莲真环雪荣爱妹香月莺媛瑞凡佳嘉琼勤珍贞莉文辉力健永建国新利清飞彬富顺信子涵宇轩浩然梓晨欣怡思雨诗琪俊博一诺晓小红东海山峰林森志远博鑫宁柯睿哲瑶婷颖露倩雅楠"
SOUNDS = {"小": "晓", "晓": "小", "伟": "玮", "静": "婧", "丽": "莉", "莉": "丽", "明": "鸣", "佳": "嘉", "嘉": "佳", "宇": "雨", "雨": "宇", "欣": "鑫", "鑫": "欣", "志": "智", "林": "琳", "琳": "林"}
CITIES = [("浙江省", "杭州市", "西湖区"), ("浙江省", "宁波市", "鄞州区"), ("江苏省", "南京市", "鼓楼区"), ("江苏省", "苏州市", "吴中区"), ("广东省", "深圳市", "南山区"), ("广东省", "广州市", "天河区"), ("上海市", "上海市", "浦东新区"), ("北京市", "北京市", "朝阳区"), ("四川省", "成都市", "武侯区"), ("湖北省", "武汉市", "洪山区"), ("陕西省", "西安市", "雁塔区"), ("福建省", "厦门市", "思明区")]
CONSONANTS, VOWELS = "bcdfghjklmnprstvwyz", "aeiou"
STATES = ["nsw", "vic", "qld", "wa", "sa", "act", "tas", "nt"]
KINDS = ["street", "road", "place", "close", "avenue", "crescent", "circuit", "drive"]


class Chance(random.Random):
    def words(self, count, syllables):
        """Distinct made-up words, and how to draw one as surnames are drawn: the first ones often."""
        made = {}
        while len(made) < count:
            word = "".join(self.choice(CONSONANTS) + self.choice(VOWELS) for _ in range(self.choice(syllables)))
            made[word + self.choice(["", "n", "s", "r", "l"])] = None
        return list(made), list(accumulate(1 / (rank + 8) ** 0.8 for rank in range(count)))

    def draw(self, drawn):
        words, weights = drawn
        return words[min(bisect(weights, self.random() * weights[-1]), len(words) - 1)]

    def typo(self, text, letters):
        """One or two edits."""
        for _ in range(1 if self.random() < 0.75 else 2):
            if not text:
                return text
            at = self.randrange(len(text))
            kind = self.random()
            if kind < 0.3:
                text = text[:at] + self.choice(letters) + text[at + 1 :]
            elif kind < 0.5:
                text = text[:at] + self.choice(letters) + text[at:]
            elif kind < 0.75 and len(text) > 2:
                text = text[:at] + text[at + 1 :]
            elif at + 1 < len(text):
                text = text[:at] + text[at + 1] + text[at] + text[at + 2 :]
        return text


def households(path, records, seed=1):
    """Western records of the fields that a shop has, with a mobile; two in three people live with others."""
    chance = Chance(seed)
    given, surnames = chance.words(900, [1, 2, 2, 3]), chance.words(6_000, [2, 2, 3])
    streets, suburbs = chance.words(3_000, [2, 3, 3]), chance.words(900, [2, 3])
    postcode = {word: (f"{2000 + at * 7 % 8000:04}", STATES[at % 8]) for at, word in enumerate(suburbs[0])}
    heads = "given_name surname street_number address_1 suburb postcode state mobile".split()
    rows, person = [], 0

    def address():
        suburb = chance.draw(suburbs)
        return [str(chance.randint(1, 240)), f"{chance.draw(streets)} {chance.choice(KINDS)}", suburb, *postcode[suburb]]

    while len(rows) < records:
        home, family = address(), chance.draw(surnames)
        shared = "04" + str(chance.randrange(10**8)).zfill(8)
        for _ in range(chance.choice([1, 2, 2, 3, 4])):
            surname = family if chance.random() < 0.75 else chance.draw(surnames)
            own = shared if chance.random() < 0.3 else "04" + str(chance.randrange(10**8)).zfill(8)
            name = chance.draw(given)
            for copy in range(chance.choice([1, 1, 1, 2, 2, 3])):
                row = [name, surname, *(address() if copy and chance.random() < 0.1 else home), own]
                for at in range(len(row)):
                    if at != 6 and chance.random() < 0.12:
                        row[at] = chance.typo(row[at], "0123456789" if row[at].isdigit() else "abcdefghijklmnoprstuvwy")
                    if chance.random() < (0.35 if at == 7 else 0.06):
                        row[at] = ""
                if chance.random() < 0.05:
                    row[0], row[1] = row[1], row[0]
                if chance.random() < 0.04 and row[0]:
                    row[0] = row[0][0]
                rows.append([f"rec-{person}-{copy}", *row])
            person += 1
    write(path, chance, heads, rows[:records])


def shop(path, records, seed=1):
    """A Chinese shop's profiles: name, mobile, address; masked as platforms mask them; lockers that hundreds use."""
    chance = Chance(seed)
    surnames = (list(SURNAMES), list(accumulate(1 / (rank + 3) for rank in range(len(SURNAMES)))))
    given = (list(GIVEN), list(accumulate(1 / (rank + 20) ** 0.5 for rank in range(len(GIVEN)))))
    roads = [a + b + c for a in "文教学古新东中解建人和长延" for b in "三二一放民设平安福康华" for c in ("路", "街", "大道")]
    lockers = [(city, f"快递柜{n}号") for city in CITIES for n in range(max(records // 40_000, 1))]
    rows, person = [], 0

    def home():
        if chance.random() < 0.05:
            return chance.choice(lockers)
        street = f"{chance.choice(roads)}{chance.randint(1, 900)}号{chance.randint(1, 30)}栋{chance.randint(1, 30)}0{chance.randint(1, 8)}室"
        return chance.choice(CITIES), street

    def mobile():
        return "1" + chance.choice("3578") + str(chance.randrange(10**9)).zfill(9)

    def name(family):
        return family + "".join(chance.draw(given) for _ in range(2 if chance.random() < 0.75 else 1))

    while len(rows) < records:
        place, family, shared = home(), chance.draw(surnames), mobile()
        for _ in range(chance.choice([1, 1, 2, 3])):
            called = name(family if chance.random() < 0.6 else chance.draw(surnames))
            own = shared if chance.random() < 0.2 else mobile()
            for copy in range(chance.choice([1, 1, 1, 1, 2, 3])):
                at, street = home() if copy and chance.random() < 0.12 else place
                text, number = called, own if chance.random() < 0.95 else mobile()
                roll = chance.random()
                if roll < 0.12:
                    text = called[0] + "*" * (len(called) - 1)
                elif roll < 0.16:
                    text = "".join(SOUNDS.get(c, c) for c in called)
                elif roll < 0.18:
                    text = called[:-1] + chance.draw(given)
                elif roll < 0.20:
                    text = called[0] + chance.choice(["先生", "女士"])
                roll = chance.random()
                if roll < 0.25:
                    number = number[:3] + "****" + number[7:]
                elif roll < 0.35:
                    number = ""
                elif roll < 0.37:
                    number = chance.typo(number, "0123456789")
                if chance.random() < 0.15:
                    street = street.replace("室", "").replace("栋", "幢")
                if chance.random() < 0.05:
                    street = ""
                rows.append([f"rec-{person}-{copy}", text, number, "".join(at), street])
            person += 1
    write(path, chance, "name mobile place address".split(), rows[:records])


def write(path, chance, heads, rows):
    chance.shuffle(rows)
    with open(path, "w", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(["rec_id", *heads])
        writer.writerows(rows)
