"""Forms that are far too large: refused as a whole."""

from people import rows_kept

REGISTER = "/requests/register/"


def test_too_many_fields_are_refused(office, registration):
    many = {f"field{number}": "x" for number in range(2100)}
    before = rows_kept()
    assert office.post(REGISTER, registration | many).status_code == 400
    assert rows_kept() == before


def test_a_form_of_many_megabytes_is_refused(office, registration):
    before = rows_kept()
    huge = registration | {"current_address": "x" * 6_000_000}
    answer = office.post(
        REGISTER, "&".join(f"{k}={v}" for k, v in huge.items()),
        content_type="application/x-www-form-urlencoded",
    )  # fmt: skip
    assert answer.status_code == 400
    assert rows_kept() == before
