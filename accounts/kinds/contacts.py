"""Contacts: people at the customer and their part in its decisions."""

from accounts.kinds.spec import Field, Kind, names
from accounts.kinds.values import CODE, EMAIL, ROLES, UNIT, text
from kamp.shared.i18n import N_

CONTACTS = Kind(
    key="contacts",
    label=N_("Contacts"),
    purpose=N_("The people at your customers, with their part in the decisions."),
    identity=N_(
        "A person of the same account with the same e-mail address is updated; where one side has no address, "
        "the same name decides."
    ),
    fields=(
        Field(
            key="account",
            label=N_("Account"),
            value=CODE,
            required=True,
            reference="account",
            help=N_("The account by its code, or by its name if no other account has the same."),
            aliases=names(
                "customer, customer id, customerid, customer number, customernumber, customer code, account id, "
                "accountid, account name, account code, company, company name, companyname, associated company, "
                "parent customer, kunnr, client, organization, cliente, codice cliente, cod cliente, azienda, ragione "
                "sociale, conto"
            ),
        ),
        Field(
            key="name",
            label=N_("Name"),
            value=text(120),
            needed=True,
            help=N_("First and last name; two columns are joined with +."),
            aliases=names(
                "full name, fullname, contact, contact name, contactname, person, person name, nome, nominativo, "
                "contatto, nome contatto, referente, nome e cognome, persona, cognome e nome"
            ),
        ),
        Field(
            key="job_title",
            label=N_("Job title"),
            value=text(120),
            aliases=names(
                "title, jobtitle, position, role title, contact title, contacttitle, function, qualifica, mansione, "
                "carica, posizione, titolo, funzione aziendale, incarico"
            ),
        ),
        Field(
            key="unit",
            label=N_("Unit"),
            value=UNIT,
            help=N_("The site, division or department of the customer."),
            aliases=names(
                "department, division, site, abtnr, office, business unit, reparto, ufficio, sede, divisione, "
                "dipartimento, area, ente, unita"
            ),
        ),
        Field(
            key="phone",
            label=N_("Phone"),
            value=text(40),
            aliases=names(
                "telephone, phone number, business phone, telephone1, work phone, tel, direct line, telf1, telefono, "
                "telefono ufficio, telefono diretto, numero telefono, interno"
            ),
        ),
        Field(
            key="mobile",
            label=N_("Mobile"),
            value=text(40),
            aliases=names(
                "mobile phone, mobilephone, mobile phone number, cell, cell phone, mobile number, cellulare, telefono "
                "cellulare, numero cellulare, telefono mobile"
            ),
        ),
        Field(
            key="email",
            label=N_("E-mail"),
            value=EMAIL,
            aliases=names(
                "email, email address, e mail, mail, emailaddress1, work email, smtp addr, posta elettronica, "
                "indirizzo email, indirizzo e mail, e mail diretta"
            ),
        ),
        Field(
            key="reports_to",
            label=N_("Reports to"),
            value=text(254),
            reference="boss",
            help=N_("The superior at the same account, by name or e-mail address; may stand further down in the file."),
            aliases=names(
                "manager, manager name, supervisor, reportsto, reports to id, boss, superior, superiore, "
                "responsabile, riporta a, capo, dipende da"
            ),
        ),
        Field(
            key="roles",
            label=N_("Roles"),
            value=ROLES,
            help=N_("Roles in the decision, such as decider, buyer, influencer; several with a comma."),
            aliases=names(
                "role, dmu role, dmu roles, buying role, hs buying role, contact role, decision role, ruolo, ruoli, "
                "ruolo dmu, ruoli dmu, ruolo decisionale, ruolo di acquisto"
            ),
        ),
    ),
    example={
        "account": "C0001",
        "name": "Anna Riva",
        "job_title": "Head of purchasing",
        "email": "anna.riva@example.com",
        "roles": "buyer, influencer",
    },
)
