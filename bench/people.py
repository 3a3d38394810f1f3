"""Invented names of four languages and two scripts, skewed as real ones are."""

from itertools import accumulate, product

from core.names import to_latin
from core.names.spelling import other_script

SERBIAN_STEMS = [
    "Јован",
    "Петр",
    "Никол",
    "Стојан",
    "Марк",
    "Ђорђ",
    "Мил",
    "Рад",
    "Живк",
    "Томи",
    "Лаз",
    "Пав",
    "Бож",
    "Вук",
    "Сим",
    "Гаврил",
    "Анђелк",
    "Благој",
    "Васи",
    "Вељк",
    "Драг",
    "Здрав",
    "Илић",
    "Јаким",
    "Кости",
    "Љуби",
    "Мати",
    "Недељк",
    "Обрад",
    "Прода",
    "Ристи",
    "Сав",
    "Тасић",
    "Урош",
    "Филип",
    "Цвет",
    "Чед",
    "Шћеп",
    "Спас",
    "Трај",
]
SERBIAN_ENDINGS = ("овић", "евић", "ић", "инчић", "анић", "ковић")
ALBANIAN_STEMS = [
    "Kras",
    "Berish",
    "Gash",
    "Hox",
    "Shal",
    "Morin",
    "Kelmend",
    "Bytyq",
    "Thaç",
    "Sylej",
    "Halim",
    "Ramadan",
    "Osman",
    "Rexh",
    "Avdyl",
    "Bajram",
    "Dem",
    "Elsh",
    "Fazl",
    "Haliti",
    "Ismajl",
    "Jahj",
    "Kastrat",
    "Limon",
    "Mehmet",
    "Nez",
    "Pac",
    "Qerim",
    "Rugov",
    "Salih",
    "Tah",
    "Vesel",
    "Xhem",
    "Zeqir",
    "Ajet",
    "Brah",
    "Çel",
    "Dushk",
]
ALBANIAN_ENDINGS = ("iqi", "a", "i", "aj", "ollari", "ani")
TURKISH_STEMS = [
    "Kaya",
    "Demir",
    "Şahin",
    "Çelik",
    "Yıldız",
    "Öztürk",
    "Aydın",
    "Arslan",
    "Doğan",
    "Kılıç",
]
TURKISH_ENDINGS = ("", "oğlu", "er", "kan")

SERBIAN_GIVEN = [
    "Милица",
    "Јелена",
    "Марија",
    "Ана",
    "Драган",
    "Зоран",
    "Милан",
    "Јован",
    "Слободан",
    "Весна",
    "Снежана",
    "Гордана",
    "Љиљана",
    "Славица",
    "Горан",
    "Душан",
    "Стефан",
    "Немања",
    "Никола",
    "Ђорђе",
    "Чедомир",
    "Живорад",
]
ALBANIAN_GIVEN = [
    "Arben",
    "Besnik",
    "Shpresa",
    "Fatmire",
    "Luan",
    "Agim",
    "Valbona",
    "Drita",
    "Ilir",
    "Bekim",
    "Sadije",
    "Hatixhe",
    "Muhamet",
    "Naim",
    "Rrahman",
    "Xhevahire",
    "Zana",
    "Çlirim",
    "Blerta",
    "Gëzim",
    "Ëngjëll",
]
TURKISH_GIVEN = [
    "Ayşe",
    "Mehmet",
    "Fatma",
    "Ali",
    "Zeynep",
    "Mustafa",
    "Gülşen",
    "İbrahim",
    "Şükrü",
    "Özlem",
]


def surnames(stems, endings):
    """All names of one language, in a stable order that mixes stems and endings."""
    return [stem + ending for ending, stem in product(endings, stems)]


def zipf(number, exponent):
    """Cumulative weights for `random.choices`: the first is the commonest."""
    return list(accumulate(rank**-exponent for rank in range(1, number + 1)))


def joined(*parts):
    """Names put together of so many parts, in a stable order."""
    return ["".join(both) for both in product(*(part.split() for part in parts))]


# Rarer names, put together of syllables: a large register knows thousands.
SERBIAN_RARE = joined(
    "Бал Вук Гал Дам Жив Зар Јар Кар Лаз Мар Нед Пан Рак Сав Тан Ћур Цвеј Чол Шар Ђур Мил Рад Стан Крс",
    "ар ат ој ен ол им ор уш ан еш ив ок ур ел ам ид ич ун ош об",
)
ALBANIAN_RARE = joined(
    "Ba Be Ça De Fe Ga Gje Ha Je Ka Kra La Lu Ma Mu Na Pe Qe Ra Rru Sha Ta Thi Xha",
    "bir cak dik fal gur jan kaj lesh lik maj mir naj qet ral rim shan tan tul vel zen",
)
SERBIAN_RARE_GIVEN = joined(
    "Бог Бран Брат Вид Влад Вој Гој Драг Жив Зор Крас Љуб Мил Мир Млад Нов Обр Рад Сав Свет Слав Срећ Стан Тих",
    "ан ица ена омир ослав ка ољуб ивој ина оје уша ко иша инка ија",
)
ALBANIAN_RARE_GIVEN = joined(
    "Ag Al Ar Art Bar Be Blin Dri Er Fat Fla Gen Kush Li Lul Me Mir Ra Sha Val",
    "dhe gon jan jeta ta mira nor on shim tim trit zim",
)

CYRILLIC = (
    surnames(SERBIAN_STEMS + SERBIAN_RARE, SERBIAN_ENDINGS),
    SERBIAN_GIVEN + SERBIAN_RARE_GIVEN,
)
LATIN = tuple([to_latin(name) for name in names] for names in CYRILLIC)
ALBANIAN = (
    surnames(ALBANIAN_STEMS + ALBANIAN_RARE, ALBANIAN_ENDINGS),
    ALBANIAN_GIVEN + ALBANIAN_RARE_GIVEN,
)
TURKISH = surnames(TURKISH_STEMS, TURKISH_ENDINGS), TURKISH_GIVEN

# language of letters, (surnames, given names), share of the households
STOCKS = (
    ("sr", CYRILLIC, 0.5),
    ("sr-latn", LATIN, 0.15),
    ("sq", ALBANIAN, 0.2),
    ("bs", LATIN, 0.08),
    ("tr", TURKISH, 0.07),
)

SERBIAN = set("abcčćdđefghijklmnoprsštuvzž -")
LETTERS = {True: "абвгдежзијклмнопрстућчш", False: "abcdefghijklmnoprstuvz"}


def is_cyrillic(text):
    """Whether a name is written in Cyrillic."""
    return any("Ѐ" <= letter <= "ӿ" for letter in text)


def in_other_script(name):
    """The same name as an office of the other script writes it; one that is not Serbian stays."""
    latin = to_latin(name)
    return other_script(name) if SERBIAN.issuperset(latin.lower()) else name


def slipped(word, draw):
    """One letter left out, exchanged with its neighbour, or mistaken for another."""
    at = draw.randrange(len(word) - 1) if len(word) > 1 else 0
    start, letter, rest = word[:at], word[at], word[at + 1 :]
    match draw.randrange(3):
        case 0:
            return start + rest
        case 1:
            return start + rest[:1] + letter + rest[1:]
    return start + draw.choice(LETTERS[is_cyrillic(word)]) + rest
