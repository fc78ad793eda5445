"""The declared kinds: guessed from the headers of common systems, documented, complete."""

from __future__ import annotations

import io

import pytest
from django.conf import settings
from django.core.management import load_command_class

from accounts.kinds.catalog import KINDS
from accounts.kinds.reasons import REASONS
from accounts.kinds.spec import Field, Kind
from accounts.kinds.values import CODE
from accounts.services.imports.looks import common_key, completed
from accounts.services.imports.plans import Plan
from accounts.services.imports.steps.catalog import STEPS
from kamp.intake.reading import open_table
from kamp.users.roles import ROLES

pytestmark = pytest.mark.unit

DOCUMENT = settings.BASE_DIR / "docs" / "import.md"
FIELDS = {
    "accounts": "code name parent segment team owner country region city postal_code address phone email website vat "
    "currency since status",
    "contacts": "account name job_title unit phone mobile email reports_to roles",
    "products": "code name line list_price unit_cost",
    "sales": "external_id date account product unit quantity unit_price discount list_amount net_amount cost currency",
    "demand": "account year product_line unit amount source confidence",
}
HEADERS = {
    "SAP": (
        *("sales", "VBELP,FKDAT,KUNAG,MATNR,FKIMG,NETWR,WAERK"),
        "external_id date account product quantity net_amount currency",
    ),
    "Italian ERP": (
        *("sales", "Data Doc.;Cod. Cliente;Cod. Art.;Q.tà;Prezzo unit.;Sconto %;Imponibile"),
        "date account product quantity unit_price discount net_amount",
    ),
    "Northwind": (
        *("accounts", "CustomerID,CompanyName,Address,City,Region,PostalCode,Country,Phone,Fax"),
        "code name address city region postal_code country phone",
    ),
    "Classic Models": (
        *("accounts", "customerNumber,customerName,phone,addressLine1,city,state,postalCode,country"),
        "code name phone address city region postal_code country",
    ),
    "Salesforce": (
        *("accounts", "Account Number,Account Name,Industry,Account Owner,Billing City,Billing Country,Website,Phone"),
        "code name segment owner city country website phone",
    ),
    "HubSpot": (
        *("contacts", "Associated Company,Full Name,Job Title,Email,Phone Number,Mobile Phone Number,Buying Role"),
        "account name job_title email phone mobile roles",
    ),
    "Dynamics": (
        *("products", "Product Number,Product Name,Product Category,List Price,Standard Cost"),
        "code name line list_price unit_cost",
    ),
    "Zucchetti": (
        *("accounts", "Codice Clifor;Ragione Sociale;Partita IVA;Indirizzo;CAP;Località;Prov.;Nazione;Nome Agente"),
        "code name vat address postal_code city region country owner",
    ),
    "by hand": (
        *("demand", "Cliente;Anno;Linea prodotto;Sede;Potenziale;Fonte"),
        "account year product_line unit amount source",
    ),
}


@pytest.mark.parametrize("kind", FIELDS)
def test_kinds_have_the_fields_that_are_promised(kind):
    assert [field.key for field in KINDS.get(kind).fields] == FIELDS[kind].split()


def test_every_kind_has_a_step_a_right_and_reasons():
    assert set(STEPS) == set(KINDS.keys()) == set(FIELDS)
    rights = set().union(*(role.rights for role in ROLES))
    for kind in KINDS:
        assert kind.permission in rights
        assert {field.key for field in kind.fields if field.required or field.needed} <= kind.example.keys()
        for field in kind.fields:
            if field.reference:
                assert {f"{field.reference}-unknown", f"{field.reference}-ambiguous"} <= REASONS.keys()


@pytest.mark.parametrize("system", HEADERS)
def test_headers_of_common_systems_are_recognised(system):
    kind, header, fields = HEADERS[system]
    delimiter = ";" if ";" in header else ","
    row = delimiter.join("1" for _ in header.split(delimiter))
    table = open_table(io.BytesIO(f"{header}\n{row}\n".encode()))
    found = completed(kind, table, {}, Plan()).recipe.columns
    wanted = dict(zip(fields.split(), (name for name in header.split(delimiter) if name != "Fax"), strict=True))
    assert found == wanted


@pytest.mark.parametrize("kind", FIELDS)
@pytest.mark.parametrize("language", ["en", "it"])
def test_our_own_template_is_recognised(kind, language):
    from django.utils import translation
    from django.utils.translation import gettext

    spec = KINDS.get(kind)
    with translation.override(language):
        labels = [gettext(field.label) for field in spec.fields]
    table = open_table(io.BytesIO((";".join(labels) + "\n" + ";".join("1" for _ in labels) + "\n").encode()))
    found = completed(kind, table, {}, Plan()).recipe.columns
    assert found == dict(zip((field.key for field in spec.fields), labels, strict=True))


def test_the_key_of_a_joined_file_is_the_column_that_both_have():
    lines = open_table(io.BytesIO(b"Line,OrderID,Customer\n1,1,1\n"))
    assert common_key("o.csv", lines, open_table(io.BytesIO(b"order id,Customer\n1,1\n"))).other == "order id"
    assert common_key("o.csv", lines, open_table(io.BytesIO(b"a,b\n1,1\n"))) is None


def test_a_kind_says_each_field_once():
    twice = (Field(key="a", label="A", value=CODE), Field(key="a", label="B", value=CODE))
    with pytest.raises(ValueError, match="twice"):
        Kind(key="x", label="X", purpose="", identity="", fields=twice, example={})
    with pytest.raises(ValueError, match="unknown"):
        Kind(key="x", label="X", purpose="", identity="", fields=twice[:1], example={"b": "1"})


def test_the_document_tells_every_kind_field_and_option():
    text = DOCUMENT.read_text()
    for kind in KINDS:
        assert f"### {kind.key}\n" in text
        assert kind.identity in text
        for field in kind.fields:
            assert f"| `{field.key}` | {field.label}" in text, f"{kind.key}.{field.key} is not in docs/import.md"
    parser = load_command_class("accounts", "import_data").create_parser("manage.py", "import_data")
    own = {"--map", "--set", "--compute", "--join", "--mapping", "--dry-run", "--partial", "--rejects", "--as"}
    own |= {"--decimal", "--dates", "--sheet", "--encoding", "--delimiter"}
    assert own <= set(parser._option_string_actions)
    assert all(option in text for option in own)
