"""A name that one office forgets while another writes it down is still found."""

import time

import pytest

from cases.models import NameToken
from cases.services import names
from core.models import NameSound
from core.scoping import system
from people import together

pytestmark = pytest.mark.django_db(transaction=True)

MEANWHILE = 0.5


def forgotten_and_learnt_at_once(person):
    """One office forgets the words of a person while another writes them anew; whether the sounds are known."""
    with system():
        tokens = NameToken.objects.filter(person=person)
        words = set(tokens.values_list("token", "sound"))
        tokens.delete()

    def forget():
        with system():
            names.forget_names(words)
            time.sleep(2 * MEANWHILE)

    def learn():
        time.sleep(MEANWHILE)
        with system():
            names.index_names([person])

    steps = [forget, learn]
    assert together(2, lambda turn: steps[turn]()) == [None, None]
    heard = {sound for _token, sound in words}
    return set(NameSound.objects.values_list("sound", flat=True)) >= heard


def test_a_word_that_is_learnt_while_it_is_forgotten_stays_known(register):
    person = register(surname="Gjorgjeviq").household.head
    assert forgotten_and_learnt_at_once(person)


def test_without_the_lock_the_word_is_lost(register, monkeypatch):
    monkeypatch.setattr(names, "hold_dictionary", lambda *, alone=False: None)
    person = register(surname="Gjorgjeviq").household.head
    assert not forgotten_and_learnt_at_once(person)
