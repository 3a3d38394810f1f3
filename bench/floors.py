"""The floors: what any page costs here before it does anything of its own."""

from django.contrib.auth.decorators import login_not_required
from django.db import connection
from django.http import HttpResponse

# The columns of the list of requests with the joins that any list of them needs: fifty-one
# rows by the index, then their joins, as fast as the database can be asked for them.
RAW = """
    SELECT r.id, r.created_at, r.reference, p.surname, p.given_name, r.municipality_id,
           h.place_of_return_id, r.request_type_id, r.status, r.due_on, r.turn,
           u.full_name
    FROM cases_request r
    JOIN cases_household h ON h.id = r.household_id
    LEFT JOIN cases_person p ON p.id = h.head_id
    LEFT JOIN accounts_user u ON u.id = r.assigned_to_id
    WHERE r.id IN (SELECT id FROM cases_request {where}
                   ORDER BY created_at DESC, id DESC LIMIT 51)
    ORDER BY r.created_at DESC, r.id DESC
"""


@login_not_required
def bare(request):
    """One word, for nobody in particular."""
    return HttpResponse("word")


def user(request):
    """One word for somebody who is signed in."""
    return HttpResponse(str(request.user.pk))


def raw(request):
    """The rows of the first page of the list, fetched and thrown away."""
    scope = request.user.scope
    where = "" if scope.everything else "WHERE municipality_id = %s"
    with connection.cursor() as cursor:
        cursor.execute(RAW.format(where=where), scope.municipalities[:1] or None)
        return HttpResponse(str(len(cursor.fetchall())))
