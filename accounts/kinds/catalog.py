"""The kinds of import, in the order in which a company would bring its facts in."""

from accounts.kinds.accounts import ACCOUNTS
from accounts.kinds.contacts import CONTACTS
from accounts.kinds.demand import DEMAND
from accounts.kinds.products import PRODUCTS
from accounts.kinds.sales import SALES
from accounts.kinds.spec import Kind
from kamp.shared.catalog import Catalog

KINDS: Catalog[Kind] = Catalog("import kind", [ACCOUNTS, CONTACTS, PRODUCTS, SALES, DEMAND])
