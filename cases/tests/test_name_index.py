"""The dictionary follows the names: it learns every spelling, and forgets what nobody is called any more."""

from cases.models import NameToken
from cases.services.names import forget_names
from core.models import NameSlip, NameSound
from core.scoping import system


def known():
    return (
        set(NameSlip.objects.values_list("slip", "sound")),
        set(NameSound.objects.values_list("sound", "skeleton", "plain")),
    )


def words_of(request):
    with system():
        tokens = NameToken.objects.filter(person=request.household.head)
        return set(tokens.values_list("token", "sound"))


def take_away(request):
    words = words_of(request)
    with system():
        NameToken.objects.filter(person=request.household.head).delete()
    forget_names(words)


def test_what_one_register_brought_goes_with_it(register):
    register(surname="Ђорђевић", given_name="Milena")
    before = known()
    # A new spelling of a known sound, a new name, and one that stays in use.
    other = register(surname="Gjorgjeviq", given_name="Rexhep", father_name="Milena")
    assert known()[0] > before[0]
    take_away(other)
    assert known() == before


def test_a_word_that_somebody_still_has_stays(register):
    first = register(surname="Krasniqi", given_name="Ana")
    register(surname="Krasniqi", given_name="Ana")
    before = known()
    take_away(first)
    assert known() == before
