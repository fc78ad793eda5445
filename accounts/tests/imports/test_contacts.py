"""Contacts, products and demand estimates."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import translation

from accounts.enums import DmuRole
from accounts.kinds.values import ROLES
from accounts.models import Demand, Person, Product, ProductLine
from accounts.services.imports.messages import told
from accounts.tests.factories import make_account, make_company, make_line, make_person
from accounts.tests.imports.support import bring, codes, figures
from kamp.intake.texts import choice_words, folded
from kamp.users.tests.factories import make_user

pytestmark = pytest.mark.django_db

D = Decimal


@pytest.fixture
def molini():
    make_company()
    return make_account("Molini", code="C1")


def person(name: str) -> Person:
    return Person.objects.get(name=name)


def test_people_with_their_superiors_and_roles(molini):
    bring(
        "contacts",
        "Cliente;Nome e cognome;Qualifica;Reparto;Telefono;Cellulare;E-mail;Riporta a;Ruoli\n"
        "C1;Anna Riva;Acquisti;Sede;1;2;Anna.Riva@Molini.IT;Luca Po;acquirente, influencer\n"
        "molini;Luca Po;Direttore;;;;luca@molini.it;;decisore\n"
        "C1;Ugo Sì;;;;;;anna.riva@molini.it;\n",
    )
    anna = person("Anna Riva")
    assert (anna.account, anna.job_title, anna.unit, anna.phone, anna.mobile) == (molini, "Acquisti", "Sede", "1", "2")
    assert anna.email == "Anna.Riva@molini.it"
    assert anna.reports_to == person("Luca Po")
    assert person("Ugo Sì").reports_to == anna
    assert anna.dmu.roles == ["buyer", "influencer"]
    assert person("Luca Po").dmu.roles == ["decider"]
    assert not hasattr(person("Ugo Sì"), "dmu")


def test_a_person_is_known_by_address_and_where_one_side_has_none_by_name(molini):
    known = make_person(molini, "Anna Riva", email="anna@x.it", phone="1")
    plain = make_person(molini, "Luca Po")
    other = make_account("Forni", code="C2")
    data_import = bring(
        "contacts",
        "account,name,email,phone\nC1,Anna Riva Bianchi,ANNA@x.it,2\nC1,LUCA PO,luca@x.it,3\n"
        "C1,Anna Riva,another@x.it,4\nC2,Luca Po,,5\n",
    )
    assert figures(data_import) == (4, 2, 2, 0, 0)
    known.refresh_from_db()
    plain.refresh_from_db()
    assert (known.name, known.phone) == ("Anna Riva Bianchi", "2")
    assert (plain.name, plain.email, plain.phone) == ("LUCA PO", "luca@x.it", "3")
    assert Person.objects.get(account=other).phone == "5"
    again = bring("contacts", "account,name,email,phone\nC1,Anna Riva Bianchi,ANNA@X.it,2\n")
    assert figures(again) == (1, 0, 0, 1, 0)


def test_people_that_cannot_be_told_apart_are_refused(molini):
    make_person(molini, "Anna Riva", email="a@x.it")
    make_person(molini, "Anna Riva", email="b@x.it")
    data_import = bring(
        "contacts",
        "account,name,email\nC1,Anna Riva,\nC1,Ugo,u@x.it\nC1,Ugo,\nC1,Eva,e@x.it\nC1,Eva B,E@x.it\nC9,Zoe,\n"
        "C1,,n@x.it\n",
        partial=True,
    )
    assert codes(data_import) == {
        "person-ambiguous": [2],
        "twice": [4, 6],
        "account-unknown": [7],
        "needed": [8],
    }


def test_roles_change_only_when_they_differ(molini):
    bring("contacts", "account,name,roles\nC1,Anna,buyer; user\n")
    anna = person("Anna")
    assert figures(bring("contacts", "account,name,roles\nC1,Anna,user/buyer\n")) == (1, 0, 0, 1, 0)
    assert figures(bring("contacts", "account,name,roles\nC1,Anna,decider\n")) == (1, 0, 1, 0, 0)
    anna.dmu.refresh_from_db()
    assert (anna.dmu.roles, anna.dmu.version) == (["decider"], 2)
    refused = bring("contacts", "account,name,roles\nC1,Anna,king\n", partial=True)
    assert codes(refused) == {"choice": [2]}


def test_superiors_that_lead_nowhere_or_in_a_circle_are_refused(molini):
    boss = make_person(molini, "Boss")
    make_person(molini, "Sub", reports_to=boss)
    make_account("Forni", code="C2")
    data_import = bring(
        "contacts",
        "account,name,reports to\nC1,A,Nobody\nC2,B,Boss\nC1,C,C\nC1,Boss,Sub\nC1,D,Sub\n",
        partial=True,
    )
    assert codes(data_import) == {"boss-unknown": [2, 3], "boss-itself": [4], "boss-circle": [5]}
    assert person("D").reports_to.name == "Sub"


def test_products_with_their_lines():
    make_line("Pumps")
    data_import = bring(
        "products",
        "Codice articolo;Descrizione;Famiglia;Prezzo di listino;Costo unitario\n"
        "P1;Pump;pumps;1.250,50;800\nP2;Seal;Seals;;\n",
    )
    pump = Product.objects.get(code="P1")
    assert (pump.name, pump.line.name, pump.list_price, pump.unit_cost) == ("Pump", "Pumps", D("1250.50"), D(800))
    assert Product.objects.get(code="P2").list_price is None
    assert data_import.counts["added"] == {"accounts_productline": ["Seals"]}
    changed = bring("products", "code,unit cost\nP2,5\nP1,800.00\n")
    assert figures(changed) == (2, 0, 1, 1, 0)
    refused = bring("products", "code,name,list price\nP3,,1\nP4,X,-1\n", partial=True)
    assert codes(refused) == {"needed": [2], "number-minimum": [3]}


def test_only_those_who_manage_the_catalogue_import_products():
    from accounts.tests.imports.support import uploaded
    from kamp.shared.errors import Denied

    with pytest.raises(Denied):
        uploaded("products", "code,name\nP1,X\n", by=make_user("sales_rep"))


def test_estimates_of_demand_are_added_never_overwritten(molini):
    make_line("Pumps")
    by = make_user("administrator")
    head = "account,year,product line,unit,amount,source,confidence\n"
    text = head + "C1,2026,Pumps,Parma,1000,Visit,confermato\nC1,2026,,,5000,,\n"
    first = bring("demand", text, by=by)
    assert figures(first) == (2, 2, 0, 0, 0)
    cell = Demand.objects.get(unit="Parma")
    assert (cell.account, cell.year, cell.product_line.name, cell.amount) == (molini, 2026, "Pumps", D(1000))
    assert (cell.source, cell.confidence, cell.author, cell.data_import) == ("Visit", "confirmed", by, first)
    assert figures(bring("demand", text, by=by)) == (2, 0, 0, 2, 0)
    newer = bring("demand", "account,year,amount\nC1,2026,6000\n")
    assert figures(newer) == (1, 0, 1, 0, 0)
    assert Demand.objects.filter(product_line=None).count() == 2


def test_estimates_that_make_no_sense_are_refused(molini):
    data_import = bring(
        "demand", "account,year,amount\nC1,26,1\nC1,2026,-1\nC1,2025,1\nC1,2025,2\nC1,,3\n", partial=True
    )
    assert codes(data_import) == {"year": [2], "number-minimum": [3], "twice": [5], "missing": [6]}
    assert ProductLine.objects.count() == 0


def test_first_and_last_name_in_two_columns_make_one(molini):
    bring("contacts", "account;nome;cognome;ruoli\nC1;Anna;Bianchi;decisore\nC1;Ugo;;\n")
    assert set(Person.objects.values_list("name", flat=True)) == {"Anna Bianchi", "Ugo"}


@pytest.mark.parametrize("language", ["en", "it"])
def test_a_refused_role_names_those_there_are_in_words_a_file_may_use(language):
    with translation.override(language):
        sentence = told("choice", {"value": "capo", "choices": ", ".join(key for key, _label in DmuRole.choices)})
        labels = [str(label) for _key, label in DmuRole.choices]
        assert all(label in sentence for label in labels)
        words = choice_words(ROLES.choices)
        assert [words.get(folded(label)) for label in labels] == DmuRole.values
