"""Products: our catalogue."""

from accounts.kinds.spec import Field, Kind, names
from accounts.kinds.values import NOT_NEGATIVE, text
from kamp.shared.i18n import N_

PRODUCTS = Kind(
    key="products",
    label=N_("Products"),
    purpose=N_("Your catalogue with list prices and unit costs."),
    permission="accounts.manage_dictionaries",
    identity=N_("A product with the same code is updated; an empty cell leaves what is there."),
    fields=(
        Field(
            key="code",
            label=N_("Code"),
            value=text(40),
            required=True,
            aliases=names(
                "product code, productcode, product id, productid, product number, productnumber, id, sku, item code, "
                "item number, item no, material, material number, matnr, article number, hs sku, codice, codice "
                "prodotto, cod prodotto, codice articolo, cod articolo, cod art, articolo"
            ),
        ),
        Field(
            key="name",
            label=N_("Name"),
            value=text(200),
            needed=True,
            aliases=names(
                "product name, productname, product, description, item name, item description, maktx, title, nome, "
                "nome prodotto, descrizione, descrizione articolo, descrizione prodotto, denominazione"
            ),
        ),
        Field(
            key="line",
            label=N_("Product line"),
            value=text(80),
            reference="line",
            aliases=names(
                "product line, productline, category, category name, categoryname, product category, family, product "
                "family, product group, product type, matkl, spart, item group, line, linea, linea prodotto, linea di "
                "prodotto, famiglia, categoria, gruppo merceologico, cat merc, categoria merceologica, gruppo "
                "prodotti, reparto"
            ),
        ),
        Field(
            key="list_price",
            label=N_("List price"),
            value=NOT_NEGATIVE,
            help=N_("In your own currency, per piece."),
            aliases=names(
                "price, unit price, unitprice, listprice, msrp, standard price, retail price, price list, prezzo, "
                "prezzo listino, prezzo di listino, listino, listino 1, prezzo 1, prezzo vendita"
            ),
        ),
        Field(
            key="unit_cost",
            label=N_("Unit cost"),
            value=NOT_NEGATIVE,
            help=N_("In your own currency, per piece."),
            aliases=names(
                "cost, buy price, buyprice, standard cost, standardcost, current cost, cost price, stprs, purchase "
                "price, hs cost of goods sold, unit cost, costo, costo unitario, costo standard, prezzo acquisto, "
                "prezzo di acquisto, costo ultimo, costo medio"
            ),
        ),
    ),
    example={
        "code": "P100",
        "name": "Mixer 200",
        "line": "Mixers",
        "list_price": "1250.00",
        "unit_cost": "780.50",
    },
)
