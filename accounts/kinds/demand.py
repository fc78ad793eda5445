"""Demand: what the customer could buy, with any supplier."""

from accounts.kinds.spec import Field, Kind, names
from accounts.kinds.values import CODE, CONFIDENCE, NOT_NEGATIVE, UNIT, YEAR, text
from kamp.shared.i18n import N_

DEMAND = Kind(
    key="demand",
    label=N_("Demand estimates"),
    purpose=N_("What each customer buys in a year from any supplier, by product line and unit."),
    identity=N_("An estimate that says the same as the present one is left out; another one becomes the present one."),
    fields=(
        Field(
            key="account",
            label=N_("Account"),
            value=CODE,
            required=True,
            reference="account",
            help=N_("The account by its code, or by its name if no other account has the same."),
            aliases=names(
                "customer, customer id, customerid, customer number, customer code, customer name, company, account "
                "id, account code, account name, kunnr, client, cliente, codice cliente, cod cliente, ragione "
                "sociale, azienda"
            ),
        ),
        Field(
            key="year",
            label=N_("Year"),
            value=YEAR,
            required=True,
            aliases=names("fiscal year, financial year, anno, esercizio, anno di riferimento"),
        ),
        Field(
            key="product_line",
            label=N_("Product line"),
            value=text(80),
            reference="line",
            help=N_("Empty: an estimate for the whole account."),
            aliases=names(
                "product line, productline, line, category, product category, product family, family, linea, linea "
                "prodotto, linea di prodotto, famiglia, categoria, categoria merceologica"
            ),
        ),
        Field(
            key="unit",
            label=N_("Customer unit"),
            value=UNIT,
            help=N_("The site, division or plant of the customer that uses it."),
            aliases=names(
                "site, plant, division, business unit, branch, location, sede, stabilimento, filiale, divisione, "
                "unita, reparto, ente"
            ),
        ),
        Field(
            key="amount",
            label=N_("Amount"),
            value=NOT_NEGATIVE,
            required=True,
            help=N_("Of one year, in your own currency."),
            aliases=names(
                "demand, potential, annual demand, spend, annual spend, wallet, budget, value, estimate, importo, "
                "potenziale, domanda, domanda annua, fabbisogno, spesa, spesa annua, valore, stima"
            ),
        ),
        Field(
            key="source",
            label=N_("Source"),
            value=text(120),
            aliases=names("origin, based on, fonte, origine, provenienza"),
        ),
        Field(
            key="confidence",
            label=N_("Confidence"),
            value=CONFIDENCE,
            help=N_("assumed or confirmed; empty: assumed."),
            aliases=names("certainty, status, attendibilita, certezza, confidenza, affidabilita"),
        ),
    ),
    example={
        "account": "C0001",
        "year": "2026",
        "product_line": "Mixers",
        "amount": "90000",
        "source": "Visit of 12 March",
        "confidence": "assumed",
    },
)
