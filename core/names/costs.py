"""What it costs to read one sound for another: data, set by hand from the spellings of five languages.

0 is the same, 1 a different letter. To be estimated anew from pairs judged by two officers.
"""

# Two signs that writers, alphabets, lost marks and speakers exchange.
SIGNS = {
    # a mark or a stroke that was lost
    "cC": 0.12, "sS": 0.15, "zZ": 0.15, "dD": 0.30, "gG": 0.10,
    # a plain c may be ц, or the Turkish c; a plain j the Turkish and English dž, or ž
    "cX": 0.00, "cD": 0.40, "jD": 0.40, "jZ": 0.40, "jG": 0.40, "gD": 0.40,
    # sounds that are near
    "CD": 0.45, "CX": 0.30, "Ck": 0.45, "ck": 0.50, "dZ": 0.60, "ZD": 0.50, "ZS": 0.50, "zs": 0.40,
    "Yz": 0.30, "YD": 0.40, "YX": 0.40, "YZ": 0.40, "Yc": 0.40,
    "dt": 0.35, "bp": 0.40, "gk": 0.40, "vf": 0.30, "hk": 0.60, "hf": 0.70, "mn": 0.60,
    # vowels
    "iu": 0.35, "iI": 0.05, "eE": 0.10, "aE": 0.30, "iE": 0.40, "IE": 0.30, "Iu": 0.30, "Ie": 0.40,
    "Ia": 0.50, "ei": 0.50, "ae": 0.60, "ou": 0.50, "ao": 0.60, "ij": 0.30, "uv": 0.60,
}  # fmt: skip
# What is at most this was one letter before its mark was lost.
LOST_MARK = 0.15
OTHER_VOWEL = 0.7
OTHER_SIGN = 1.0
# Signs that are easily left out.
WITHOUT = {"E": 0.25, "j": 0.30, "h": 0.45, "G": 0.20, "I": 0.50, "?": 0.12}
UNREADABLE = 0.12
# A final vowel more or less makes another person: Milan, Milana.
FINAL_VOWEL = 1.25
# Two neighbours exchanged are a slip of the fingers, hardly ever another name.
SWAPPED = 0.5

# How alike an initial and its name are; an alias has its own cost (core.models.NameAlias).
INITIAL, OTHER_INITIAL = 0.90, 0.20
# For each word that one name has more than the other: a father's, a maiden name.
EXTRA_WORD = 0.035
# The weakest word decides more than the mean of all.
OF_WEAKEST = 0.55

# Two given names that both exist and are not nearly one are two people's; beside a word that is no
# name, the likeness is rather a slip of the pen.
TWO_NAMES, ARE_FAR = 0.12, 0.5
SLIP, FROM = 0.3, 0.6
