"""What each piece of evidence weighs, in log-odds, and the sentence in which an officer reads it.

Set by hand, with the reason beside the number. To be estimated anew from pairs judged by two officers.
"""

from django.utils.translation import gettext_lazy as _

# From here on a pair is shown (about even chances, in a register of any size); is very likely one person; is
# worth a look when everything is reviewed.
PROPOSE, VERY_LIKELY, REVIEW = 7.8, 10.0, 2.0
# From here on an officer is asked who registers or imports somebody: the same names are enough.
ASK = 6.0

# How alike two words of a name are, at least, and what that weighs. A given name tells brothers
# and sisters apart, so it weighs more than a surname, which the whole family shares.
GIVEN_NAME = (
    (0.985, "given_same", 3.2),
    (0.92, "given_same", 2.8),
    (0.86, "given_near", 1.8),
    (0.78, "given_near", 0.2),
    (0.68, "given_far", -2.5),
    (0.55, "given_different", -5.0),
    (0.4, "given_different", -7.0),
    # Twins share all but this.
    (0.0, "given_different", -10.0),
)
# A pet name, or another community's form: it may stand for several names.
GIVEN_ALIAS = 2.2
SURNAME = (
    (0.985, "surname_same", 2.8),
    (0.92, "surname_same", 2.5),
    (0.86, "surname_near", 1.8),
    (0.78, "surname_near", 0.6),
    (0.66, "surname_far", -1.5),
    (0.0, "surname_different", -4.0),
)
# A woman's surname changes at marriage; who is entered under the surname of birth has another one besides.
SURNAME_OF_A_WOMAN, SURNAME_OF_BIRTH_IN_USE = -2.4, -0.8
# One's surname is the other's surname at birth: as good as the surname, but for what it leaves open.
MAIDEN = -0.4
SWAPPED_NAMES = -0.3
MAIDEN_NAME = (
    (0.86, "maiden_same", 1.2),
    (0.7, "maiden_different", -0.5),
    (0.0, "maiden_different", -1.5),
)
# Words that one in sixty bears are usual among a thousand; where chance alone would make more such pairs,
# because the words are common or the register is large, agreeing says less. Words of one name are not
# independent, so their chance is not counted in full; the size of the register is.
USUAL_SHARE, USUAL_TOTAL, OF_CHANCE, RAREST = 1 / 60, 1_000, 0.7, 1.6

FATHER = (
    (0.9, "father_same", 3.0),
    (0.8, "father_near", 1.4),
    (0.7, "father_far", -0.8),
    (0.55, "father_different", -2.5),
    (0.0, "father_different", -4.2),
)
FATHER_INITIAL = 1.0

BIRTH = {
    # Seven in ten who are entered twice have it, and chance makes it once in thirty thousand times; a digit's
    # difference once in a thousand, the year alone once in ninety.
    "birth_same": 10.0,
    "birth_swapped": 7.8,
    # Many papers say 1 January when only the year was known.
    "birth_default": 4.0,
    "birth_one_digit": 2.2,
    "birth_year": 3.0,
    "birth_estimated": 0.8,
    "birth_two_digits": -2.0,
    "birth_near_year": -3.5,
    "birth_different": -6.0,
}
# Hardly one in two hundred is entered under the wrong sex.
SEX_DIFFERENT = -5.0
# A number is one person's, and the sample has none that is not. A paper that was renewed has another number.
DOCUMENT = {"document_same": 10.0, "document_one_sign": 4.0, "document_different": -2.0}
# Of unrelated entries of the sample, one pair in two hundred is of one village and one in seventeen of one
# municipality; of one person's, nine in ten and one in ten. But whole families come from one village.
PLACE = {
    "settlement_same": 3.0,
    "settlement_translated": 3.0,
    "municipality_same": 0.5,
    "place_different": -1.6,
}

SENTENCES = {
    "given_same": _("same given name: %(one)s = %(other)s"),
    "given_near": _("nearly the same given name: %(one)s ~ %(other)s"),
    "given_far": _("given names somewhat alike: %(one)s, %(other)s"),
    "given_different": _("different given names: %(one)s, %(other)s"),
    "given_alias": _("forms of one given name: %(one)s, %(other)s"),
    "surname_same": _("same surname: %(one)s = %(other)s"),
    "surname_near": _("nearly the same surname: %(one)s ~ %(other)s"),
    "surname_far": _("surnames somewhat alike: %(one)s, %(other)s"),
    "surname_different": _("different surnames: %(one)s, %(other)s"),
    "surname_maiden": _("surname of one, surname at birth of the other: %(one)s = %(other)s"),
    "names_swapped": _("given name and surname swapped"),
    "names_rare": _("the names that agree are rare"),
    "names_common": _("the names that agree are common"),
    "maiden_same": _("same surname at birth: %(one)s = %(other)s"),
    "maiden_different": _("different surnames at birth: %(one)s, %(other)s"),
    "father_same": _("same father: %(one)s = %(other)s"),
    "father_initial": _("father's initial agrees: %(one)s, %(other)s"),
    "father_near": _("father's name nearly the same: %(one)s ~ %(other)s"),
    "father_far": _("fathers' names somewhat alike: %(one)s, %(other)s"),
    "father_different": _("different fathers: %(one)s, %(other)s"),
    "birth_same": _("same date of birth"),
    "birth_swapped": _("day and month swapped"),
    "birth_default": _("same year of birth; 1 January may stand for an unknown day"),
    "birth_one_digit": _("dates of birth differ in one digit"),
    "birth_year": _("same year of birth"),
    "birth_estimated": _("estimated years of birth are near"),
    "birth_two_digits": _("dates of birth differ in two digits"),
    "birth_near_year": _("years of birth are near but differ"),
    "birth_different": _("different dates of birth"),
    "sex_different": _("different sex"),
    "document_same": _("same document number: %(one)s"),
    "document_one_sign": _("document numbers differ in one sign: %(one)s, %(other)s"),
    "document_different": _("different document numbers: %(one)s, %(other)s"),
    "settlement_same": _("same village: %(one)s = %(other)s"),
    "settlement_translated": _("same village in the other language: %(one)s = %(other)s"),
    "municipality_same": _("same municipality: %(one)s, %(other)s"),
    "place_different": _("different places: %(one)s, %(other)s"),
}  # fmt: skip
