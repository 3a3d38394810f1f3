"""The dictionary follows the names: it learns every spelling, and forgets what nobody is called any more."""

from cases.models import NameToken
from cases.services.names import count_names as services_count
from cases.services.names import forget_names
from cases.tasks import count_names
from core.models import NameSlip, NameSound
from core.names.sounds import sound
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


def commonness(name):
    return NameSound.objects.get(sound=sound(name)).commonness


def test_how_common_a_name_is_is_counted_at_night(register):
    for number in range(5):
        register(surname="Krasniqi", given_name="Ana", phone=f"044 000 00{number}")
    register(surname="Krasniqi", given_name="Rexhep")
    assert commonness("Krasniqi") == 0
    count_names.apply()
    # Six are between four and eight.
    assert (commonness("Krasniqi"), commonness("Ana"), commonness("Rexhep")) == (
        2,
        2,
        0,
    )
    assert services_count() == 0


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
