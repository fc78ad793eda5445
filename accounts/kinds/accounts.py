"""Accounts."""

from accounts.kinds.spec import Field, Kind, names
from accounts.kinds.values import (
    CURRENCY,
    EMAIL,
    SINCE,
    STATUS,
    text,
)
from kamp.shared.i18n import N_

ACCOUNTS = Kind(
    key="accounts",
    label=N_("Accounts"),
    purpose=N_("The customers: who they are, where, who follows them."),
    identity=N_("An account with the same code is updated; an empty cell leaves what is there."),
    fields=(
        Field(
            key="code",
            label=N_("Code"),
            value=text(40),
            required=True,
            help=N_("The customer number in your ERP."),
            aliases=names(
                "customer id, customerid, customer number, customernumber, customer code, customer no, no, account "
                "code, account number, accountnumber, account id, id, client code, company id, kunnr, codice, codice "
                "cliente, cod cliente, cod cli, cod, codice anagrafica, codice conto, conto, record id, erp code, "
                "codice clifor, cd clifor, codclifor"
            ),
        ),
        Field(
            key="name",
            label=N_("Name"),
            value=text(200),
            needed=True,
            aliases=names(
                "company name, companyname, company, customer name, customername, account name, customer, name 1, "
                "name1, organization, organisation, organization name, legal name, client, account, nome, ragione "
                "sociale, rag sociale, rag soc, ragsoc, denominazione, cliente, nome cliente, intestazione, azienda, "
                "ragione sociale 1, descrizione"
            ),
        ),
        Field(
            key="parent",
            label=N_("Parent account"),
            value=text(200),
            reference="parent",
            help=N_("The account above it, by code or name; it may stand further down in the same file."),
            aliases=names(
                "parent, parent code, parent company, parent customer, parent account id, group, holding, hkunnr, "
                "parent company id, capogruppo, gruppo, casa madre, codice capogruppo, controllante"
            ),
        ),
        Field(
            key="segment",
            label=N_("Segment"),
            value=text(80),
            reference="segment",
            aliases=names(
                "industry, sector, market, market segment, customer group, customer segment, kdgrp, brsch, segmento, "
                "settore, mercato, categoria, categoria cliente, gruppo clienti, canale, zona mercato"
            ),
        ),
        Field(
            key="team",
            label=N_("Team"),
            value=text(80),
            reference="team",
            aliases=names(
                "sales team, sales group, vkgrp, sales office, vkbur, territory, hubspot team, squadra, gruppo "
                "vendite, area, area vendite, area commerciale, ufficio vendite"
            ),
        ),
        Field(
            key="owner",
            label=N_("Owner"),
            value=text(254),
            reference="user",
            help=N_("Who follows the account, by e-mail address or name; the person must be a user."),
            aliases=names(
                "account owner, owner email, owner name, sales rep, salesperson, sales person, account manager, "
                "company owner, responsible, key account manager, salesrepemail, agente, venditore, responsabile, "
                "commerciale, nome agente, referente commerciale, funzionario"
            ),
        ),
        Field(
            key="country",
            label=N_("Country"),
            value=text(60),
            aliases=names(
                "country region, billing country, billingcountry, land1, country code, address1 country, paese, "
                "nazione, stato estero, codice paese, cod nazione, stato nazione"
            ),
        ),
        Field(
            key="region",
            label=N_("Region"),
            value=text(80),
            aliases=names(
                "state, state province, province, billing state, billingstate, county, state region, regio, regione, "
                "provincia, prov, pv, address1 stateorprovince"
            ),
        ),
        Field(
            key="city",
            label=N_("City"),
            value=text(80),
            aliases=names(
                "town, billing city, billingcity, ort01, address1 city, place, citta, comune, localita, luogo, citta "
                "sede"
            ),
        ),
        Field(
            key="postal_code",
            label=N_("Postal code"),
            value=text(20),
            aliases=names(
                "postalcode, zip, zip code, postcode, post code, billing zip, billingpostalcode, pstlz, cap, codice "
                "postale, c a p, address1 postalcode"
            ),
        ),
        Field(
            key="address",
            label=N_("Address"),
            value=text(200),
            aliases=names(
                "street, street address, address 1, address1, address line 1, addressline1, billing street, "
                "billingstreet, stras, address1 line1, mailing address, indirizzo, via, indirizzo sede, indirizzo 1, "
                "sede legale, indirizzo fatturazione"
            ),
        ),
        Field(
            key="phone",
            label=N_("Phone"),
            value=text(40),
            aliases=names(
                "telephone, phone number, main phone, telf1, business phone, tel, telephone1, phone no, telefono, "
                "telefono 1, n telefono, numero telefono, recapito telefonico"
            ),
        ),
        Field(
            key="email",
            label=N_("E-mail"),
            value=EMAIL,
            aliases=names(
                "email, email address, e mail, mail, smtp addr, emailaddress1, company email, posta elettronica, "
                "indirizzo email, indirizzo e mail, e mail aziendale"
            ),
        ),
        Field(
            key="website",
            label=N_("Website"),
            value=text(200),
            aliases=names(
                "web, web site, url, homepage, home page, website url, websiteurl, company domain name, sito, sito "
                "web, sito internet, indirizzo web"
            ),
        ),
        Field(
            key="vat",
            label=N_("VAT number"),
            value=text(30),
            aliases=names(
                "vat, vat id, vat no, vat registration no, vat registration number, tax id, stceg, tax number, "
                "partita iva, p iva, piva, part iva, p iva cod fiscale, codice iva"
            ),
        ),
        Field(
            key="currency",
            label=N_("Currency"),
            value=CURRENCY,
            help=N_("Empty: your own currency."),
            aliases=names(
                "currency code, currencyisocode, waers, transactioncurrencyid, valuta, divisa, codice valuta, cod "
                "valuta"
            ),
        ),
        Field(
            key="since",
            label=N_("Customer since"),
            value=SINCE,
            help=N_("A date, or the year alone."),
            aliases=names(
                "since, customer since date, relationship start, first order date, erdat, created on, date created, "
                "cliente dal, cliente da, data inizio rapporto, inizio rapporto, data primo ordine, data acquisizione"
            ),
        ),
        Field(
            key="status",
            label=N_("Account status"),
            value=STATUS,
            aliases=names(
                "account status, customer status, lifecycle stage, lifecyclestage, statecode, state code, stato, "
                "stato cliente, stato account, situazione"
            ),
        ),
    ),
    example={
        "code": "C0001",
        "name": "Molini Serravento",
        "segment": "Food",
        "country": "Italy",
        "city": "Parma",
        "since": "2019-03-01",
        "status": "active",
    },
)
