"""Sales lines."""

from accounts.kinds.spec import Field, Kind, names
from accounts.kinds.values import CODE, CURRENCY, DATE, MONEY, QUANTITY, SHARE, UNIT, text
from kamp.shared.i18n import N_

SALES = Kind(
    key="sales",
    label=N_("Sales lines"),
    purpose=N_("Invoiced lines, with returns and credit notes as negative ones."),
    identity=N_("A line with the same external id is replaced; without ids the same file adds its lines only once."),
    fields=(
        Field(
            key="external_id",
            label=N_("External id"),
            value=text(80),
            help=N_("The identity of the line in your system, such as invoice and line number."),
            aliases=names(
                "external id, line id, id riga, numero riga, documento riga, id movimento, riga documento, billing "
                "item, vbelp, transaction id, invoice line id, invoicedetailid, salesorderdetailid, opportunity "
                "product id, line item id, record id, progressivo riga, chiave riga"
            ),
        ),
        Field(
            key="date",
            label=N_("Date"),
            value=DATE,
            required=True,
            aliases=names(
                "invoice date, order date, orderdate, posting date, document date, billing date, sale date, data, "
                "data fattura, data documento, data ordine, data doc, data vendita, data registrazione, data "
                "competenza, dt doc, fkdat, budat, bldat, close date, createdate, giorno, day"
            ),
        ),
        Field(
            key="account",
            label=N_("Account"),
            value=CODE,
            required=True,
            reference="account",
            help=N_("The account by its code, or by its name if no other account has the same."),
            aliases=names(
                "customer, customer id, customerid, customer number, customernumber, customer code, customer no, "
                "account number, account id, account code, account name, customer name, sold to, sold to party, "
                "kunnr, kunag, bill to, company, client, client code, cliente, codice cliente, cod cliente, cod cli, "
                "ragione sociale, nome cliente, intestatario, conto cliente, codice conto, clifor, cliente fornitore, "
                "codice anagrafica, anagrafica"
            ),
        ),
        Field(
            key="product",
            label=N_("Product"),
            value=CODE,
            reference="product",
            help=N_("The product by its code or by its name."),
            aliases=names(
                "product id, productid, product code, productcode, product name, item, item number, item code, item "
                "no, sku, material, material number, matnr, article, article number, prodotto, codice prodotto, cod "
                "prodotto, articolo, codice articolo, cod articolo, cod art, descrizione articolo, descrizione "
                "prodotto, product2id, part number"
            ),
        ),
        Field(
            key="unit",
            label=N_("Customer unit"),
            value=UNIT,
            help=N_("The site, division or plant of the customer that bought."),
            aliases=names(
                "site, ship to, ship to party, kunwe, plant, division, business unit, branch, location, sede, "
                "stabilimento, filiale, destinazione, destinazione merce, divisione, unita, punto vendita"
            ),
        ),
        Field(
            key="quantity",
            label=N_("Quantity"),
            value=QUANTITY,
            aliases=names(
                "qty, quantity ordered, quantityordered, invoiced quantity, billed quantity, units, pieces, fkimg, "
                "quantita, q ta, qta, qta fatturata, quantita fatturata, pezzi, numero pezzi, nr pezzi"
            ),
        ),
        Field(
            key="unit_price",
            label=N_("Unit price"),
            value=MONEY,
            help=N_("The price of one piece before the discount."),
            aliases=names(
                "price, unitprice, price each, priceeach, sales price, selling price, net price, prezzo, prezzo "
                "unitario, prezzo vendita, prezzo di vendita, prezzo unit, pr unitario"
            ),
        ),
        Field(
            key="discount",
            label=N_("Discount"),
            value=SHARE,
            share=True,
            help=N_("A fraction such as 0.15, or percent such as 15, as the column has it."),
            aliases=names(
                "discount pct, discount percent, discount percentage, line discount, rebate, discount rate, sconto, "
                "sconto percentuale, percentuale sconto, perc sconto, sc, sconto riga, sconto perc"
            ),
        ),
        Field(
            key="list_amount",
            label=N_("List amount"),
            value=MONEY,
            help=N_("Quantity × list price. Left out, it follows from the list price of the product."),
            aliases=names(
                "list value, gross amount, gross value, list total, gross sales, amount at list price, importo lordo, "
                "valore listino, importo listino, lordo, totale lordo, valore lordo"
            ),
        ),
        Field(
            key="net_amount",
            label=N_("Net amount"),
            value=MONEY,
            help=N_("Without VAT. Left out, it is unit price × quantity × (1 − discount)."),
            aliases=names(
                "net value, net sales, line total, linetotal, total, line amount, amount, revenue, sales, net total, "
                "extended price, netwr, total price, totalprice, extended amount, turnover, importo, importo netto, "
                "importo riga, imponibile, netto, valore netto, totale riga, fatturato, ricavo, ricavi, totale "
                "imponibile, netto riga, valore"
            ),
        ),
        Field(
            key="cost",
            label=N_("Direct cost"),
            value=MONEY,
            help=N_("Of the whole line. Left out, it follows from the unit cost of the product."),
            aliases=names(
                "line cost, total cost, cost amount, cogs, cost of goods sold, wavwr, cost of sales, costo, costo "
                "totale, costo riga, costo del venduto, costo diretto, valore costo"
            ),
        ),
        Field(
            key="currency",
            label=N_("Currency"),
            value=CURRENCY,
            help=N_("Empty: your own currency."),
            aliases=names(
                "currency code, currency iso code, currencyisocode, waerk, waers, transaction currency, valuta, "
                "divisa, codice valuta, cod valuta"
            ),
        ),
    ),
    example={
        "external_id": "2026/118-1",
        "date": "2026-03-31",
        "account": "C0001",
        "product": "P100",
        "quantity": "2",
        "unit_price": "1250.00",
        "discount": "0.10",
        "net_amount": "2250.00",
    },
)
