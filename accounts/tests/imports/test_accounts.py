"""Accounts: found by code, changed only where the file says something, parents on any line, scope before and after."""

from __future__ import annotations

import pytest

from accounts.models import KeyAccount, Segment
from accounts.tests.factories import make_account, make_segment
from accounts.tests.imports.support import bring, codes, figures
from kamp.users.tests.factories import make_team, make_user

pytestmark = pytest.mark.django_db


def account(code: str) -> KeyAccount:
    return KeyAccount.objects.get(code=code)


def test_every_field_goes_where_it_belongs():
    team, owner = make_team("Nord"), make_user("sales_rep", name="Giulia Ferri", email="giulia@example.com")
    bring(
        "accounts",
        "Codice;Ragione sociale;Settore;Area;Agente;Nazione;Provincia;Città;CAP;Indirizzo;Telefono;E-mail;Sito web;"
        "Partita IVA;Valuta;Cliente dal;Stato\n"
        "0012;Molini Élan;Alimentare;Nord;giulia@example.com;Italia;PR;Parma;00123;Via Roma 1;0521 1;info@molini.it;"
        "molini.it;IT123;chf;31/12/2019;Potenziale\n",
    )
    made = account("0012")
    assert (made.name, made.segment.name, made.team, made.owner) == ("Molini Élan", "Alimentare", team, owner)
    assert (made.country, made.region, made.city, made.postal_code) == ("Italia", "PR", "Parma", "00123")
    assert (made.address, made.phone, made.email, made.website) == (
        *("Via Roma 1", "0521 1", "info@molini.it", "molini.it"),
    )
    assert (made.vat, made.currency, str(made.since), made.status) == ("IT123", "CHF", "2019-12-31", "prospect")
    assert (made.name_key, made.search_key) == ("molini elan", "molini elan 0012 parma italia")
    assert made.get_absolute_url()


def test_only_what_the_file_says_is_changed_and_empty_cells_leave_what_is_there():
    make_account("Molini", code="C1", city="Parma", phone="1", status="active")
    data_import = bring("accounts", "code,city,phone,status\nC1,Lodi,,\n")
    changed = account("C1")
    assert (changed.name, changed.city, changed.phone, changed.status) == ("Molini", "Lodi", "1", "active")
    assert changed.version == 2
    assert changed.search_key == "molini c1 lodi"
    assert figures(data_import) == (1, 0, 1, 0, 0)
    assert figures(bring("accounts", "code,city,phone,status\nC1,Lodi,,\n")) == (1, 0, 0, 1, 0)
    assert account("C1").version == 2


def test_a_new_account_needs_a_name_and_a_code_stands_once_in_a_file():
    make_account("Molini", code="C1")
    data_import = bring("accounts", "code,name\nC1,\nC2,\nC3,Forni\nC3,Forni bis\n,X\n", partial=True)
    assert codes(data_import) == {"needed": [3], "twice": [5], "missing": [6]}
    assert figures(data_import) == (5, 1, 0, 1, 3)


def test_parents_are_found_by_code_or_name_on_any_line_or_outside():
    holding = make_account("Holding", code="H")
    bring("accounts", "code,name,parent\nC1,One,C3\nC2,Two,one\nC3,Three,holding\nC4,Four,\n")
    assert account("C3").parent == holding
    assert account("C1").parent == account("C3")
    assert account("C2").parent == account("C1")
    assert account("C4").parent is None
    moved = bring("accounts", "code,parent\nC4,C2\nC2,one\nC1,\n")
    assert figures(moved) == (3, 0, 1, 2, 0)
    assert account("C4").parent == account("C2")


def test_parents_that_lead_nowhere_or_in_a_circle_are_refused_with_all_that_hang_on_them():
    make_account("Twin", code="T1")
    make_account("Twin", code="T2")
    a = make_account("Alpha", code="A")
    make_account("Beta", code="B", parent=a)
    data_import = bring(
        "accounts",
        "code,name,parent\nN1,One,Nowhere\nN2,Two,N1\nN3,Three,N2\nN4,Four,Twin\nN5,Five,N5\nN6,Six,N7\nN7,Seven,N6\n"
        "N8,Eight,N6\nA,,B\nN9,Nine,B\n",
        partial=True,
    )
    assert codes(data_import) == {
        "parent-unknown": [2, 3, 4, 9],
        "parent-ambiguous": [5],
        "parent-itself": [6],
        "parent-circle": [7, 8, 10],
    }
    assert list(KeyAccount.objects.filter(code__startswith="N").values_list("code", flat=True)) == ["N9"]
    assert account("A").parent is None


def test_unknown_segments_are_added_by_administrators_and_named():
    make_segment("Food")
    data_import = bring("accounts", "code,name,segment\nC1,One,food\nC2,Two,Steel\nC3,,Glass\n", partial=True)
    assert data_import.counts["added"] == {"accounts_segment": ["Steel"]}
    assert set(Segment.objects.values_list("name", flat=True)) == {"Food", "Steel"}, "Glass stood on a bad row only"
    manager = make_user("market_manager")
    refused = bring("accounts", "code,name,segment\nC9,Nine,Wood\n", by=manager, partial=True)
    assert codes(refused) == {"segment-unknown": [2]}


def test_team_and_owner_must_exist():
    make_user("sales_rep", name="Anna Riva", email="anna@example.com")
    make_user("sales_rep", name="Anna Riva", email="anna2@example.com")
    make_user("sales_rep", name="Gone", email="gone@example.com", is_active=False)
    data_import = bring(
        "accounts",
        "code,name,team,owner\nC1,One,Nord,\nC2,Two,,anna riva\nC3,Three,,Gone\nC4,Four,,ANNA@example.com\n",
        partial=True,
    )
    assert codes(data_import) == {"team-unknown": [2], "user-ambiguous": [3], "user-unknown": [4]}
    assert account("C4").owner.email == "anna@example.com"


def test_a_rep_imports_only_for_accounts_of_their_own():
    rep, other = make_user("sales_rep", email="me@example.com"), make_user("sales_rep", email="other@example.com")
    make_account("Mine", code="M", owner=rep)
    make_account("Theirs", code="T", owner=other)
    data_import = bring(
        "accounts",
        "code,name,owner,parent\nM,Mine renamed,,\nT,Theirs renamed,,\nN1,New,,\nN2,Given,other@example.com,\n"
        "N3,Under,,T\n",
        by=rep,
        partial=True,
    )
    assert codes(data_import) == {"account-taken": [3], "account-beyond": [5], "parent-unknown": [6]}
    assert account("T").name == "Theirs"
    assert account("N1").owner == rep, "or it would be out of sight at once"
    assert figures(data_import) == (5, 1, 1, 0, 3)


def test_a_rep_does_not_give_an_account_away():
    rep, other = make_user("sales_rep"), make_user("sales_rep", email="other@example.com")
    make_account("Mine", code="M", owner=rep)
    refused = bring("accounts", "code,owner\nM,other@example.com\n", by=rep, partial=True)
    assert codes(refused) == {"account-beyond": [2]}
    assert account("M").owner == rep
    assert other != rep


def test_a_manager_s_new_accounts_belong_to_the_teams_and_segments_that_are_named():
    nord, sud = make_team("Nord"), make_team("Sud")
    manager = make_user("market_manager", teams=[nord])
    mine, foreign = make_segment("Food", managers=[manager]), make_segment("Steel")
    data_import = bring(
        "accounts",
        "code,name,team,segment\nC1,One,Nord,\nC2,Two,,Food\nC3,Three,Sud,Steel\nC4,Four,Sud,Food\n",
        by=manager,
        partial=True,
    )
    owners = dict(KeyAccount.objects.values_list("code", "owner_id"))
    assert owners == {"C1": None, "C2": None, "C3": manager.pk, "C4": None}
    assert {mine, foreign} == {account("C2").segment, account("C3").segment}
    assert account("C3").team == sud
    assert KeyAccount.objects.visible_to(manager).count() == 4
    assert figures(data_import) == (4, 4, 0, 0, 0)


def test_what_may_be_touched_is_what_is_visible():
    """The import's own rule about rows that are not stored yet agrees with visible_to, for every kind of reach."""
    from accounts.models import AccountMember

    nord, sud = make_team("Nord"), make_team("Sud")
    users = [make_user(role, teams=[nord]) for role in ("sales_rep", "market_manager", "integrator")]
    for user in users:
        segment = make_segment(f"Of {user.pk}", managers=[user])
        for number, (owner, team, seg) in enumerate(
            [(user, None, None), (None, nord, None), (None, None, segment), (None, sud, None), (None, None, None)]
        ):
            made = make_account(f"A{number}", code=f"{user.pk}-{number}", owner=owner, team=team, segment=seg)
        AccountMember.objects.create(account=made, user=user)
        rows = "".join(f"{user.pk}-{number},Lodi\n" for number in range(5))
        data_import = bring("accounts", f"code,city\n{rows}", by=user, partial=True)
        changed = set(
            KeyAccount.objects.filter(city="Lodi", code__startswith=f"{user.pk}-").values_list("pk", flat=True)
        )
        assert changed == set(
            KeyAccount.objects.visible_to(user).filter(code__startswith=f"{user.pk}-").values_list("pk", flat=True)
        )
        assert data_import.counts["rejected"] == 5 - len(changed)


def test_addresses_of_accounts_are_told_apart():
    KeyAccount.objects.filter(pk=make_account("A", code="x").pk).update(slug="forni-a-1")
    bring("accounts", "code,name\nA.1,Forni\nA 1,Forni\nA/1,Forni\nÄ,\u6f22\u5b57\nB,\u6f22\u5b57\n")
    slugs = list(KeyAccount.objects.values_list("slug", flat=True))
    assert len(set(slugs)) == len(slugs) == 6


def test_the_change_record_knows_who_and_by_which_job():
    by = make_user("administrator")
    data_import = bring("accounts", "code,name\nC1,One\n", by=by)
    bring("accounts", "code,name\nC1,Uno\n", by=by)
    events = account("C1").events.order_by("pgh_id")
    assert [(event.pgh_label, event.name) for event in events] == [("insert", "One"), ("update", "Uno")]
    assert [event.pgh_context.metadata["user"] for event in events] == [by.pk, by.pk]
    assert events[0].pgh_context.metadata["job"] == str(data_import.job_id)


def test_customer_since_may_be_a_year_alone():
    bring("accounts", "code,name,since\nC1,Molini,2011\nC2,Oleificio,05/03/2012\nC3,Birrificio,2013-04-01\n")
    assert [str(account(code).since) for code in ("C1", "C2", "C3")] == ["2011-01-01", "2012-03-05", "2013-04-01"]
    refused = bring("accounts", "code,name,since\nC4,Cartiere,1811\n", partial=True)
    assert codes(refused).keys() == {"date"}
