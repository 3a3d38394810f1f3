"""Invented names of four languages and two scripts, skewed as real ones are."""

from itertools import accumulate, product

from core.names import to_latin

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


CYRILLIC = surnames(SERBIAN_STEMS, SERBIAN_ENDINGS), SERBIAN_GIVEN
LATIN = [to_latin(name) for name in CYRILLIC[0]], [to_latin(n) for n in SERBIAN_GIVEN]
ALBANIAN = surnames(ALBANIAN_STEMS, ALBANIAN_ENDINGS), ALBANIAN_GIVEN
TURKISH = surnames(TURKISH_STEMS, TURKISH_ENDINGS), TURKISH_GIVEN

# language of letters, (surnames, given names), share of the households
STOCKS = (
    ("sr", CYRILLIC, 0.4),
    ("sr-latn", LATIN, 0.25),
    ("sq", ALBANIAN, 0.2),
    ("bs", LATIN, 0.08),
    ("tr", TURKISH, 0.07),
)
