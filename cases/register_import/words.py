"""Words that old registers use for sexes and relations, folded, in Albanian, Serbian, English and Turkish."""

FEMALE = "f femer femra femerore z zena zensko zenski woman female kadin k"
MALE = "m mashkull mashkullor meshkuj musko muski muskarac man male erkek"
SEXES = dict.fromkeys(FEMALE.split(), "F") | dict.fromkeys(MALE.split(), "M")

_RELATIONS = {
    "head": "head, kryefamiljar, kryefamiljari, kryefamiljare, bartes, bartesi, nosilac, nosilac domacinstva,"
    " nosilac porodice, hane reisi, head of household, vete, sam",
    "spouse": "spouse, wife, husband, bashkeshort, bashkeshortja, bashkeshorti, bashkeshorte, gruaja, burri,"
    " supruga, suprug, zena, muz, es, esi",
    "child": "child, son, daughter, femije, femija, djali, djal, djale, vajza, vajze, bija, biri, sin, kcerka,"
    " kci, cerka, kcer, cerkja, dete, ogul, oglu, kiz, kizi, cocuk",
    "parent": "parent, mother, father, nena, nene, babai, baba, prindi, prind, majka, otac, roditelj, anne",
    "grandchild": "grandchild, grandson, granddaughter, nip, nipi, mbesa, mbese, unuk, unuka, torun",
    "sibling": "sibling, brother, sister, vella, vellai, motra, moter, brat, sestra, kardes",
    "other": "other, tjeter, drugo, ostalo, snaha, snaja, nusja, nuse, zet, dhendri, kunata, diger",
}
RELATIONS = {
    word.strip(): relation
    for relation, words in _RELATIONS.items()
    for word in words.split(",")
}
