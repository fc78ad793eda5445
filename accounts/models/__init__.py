"""Models of accounts, one noun per file."""

from accounts.models.account import AccountMember, KeyAccount, Segment
from accounts.models.audit import Audit
from accounts.models.change_note import ScopeChange, SumChange
from accounts.models.contract import Contract, FinancialYear
from accounts.models.criterion import ChoiceCriterion
from accounts.models.currency import Company, ExchangeRate
from accounts.models.demand import Demand
from accounts.models.environment import EnvironmentFactor
from accounts.models.figures import AccountFigures
from accounts.models.imports import DataImport, ImportChange, SavedMapping
from accounts.models.person import DmuMember, Person
from accounts.models.pin import AccountPin
from accounts.models.product import Product, ProductLine
from accounts.models.profile import AccountProfile
from accounts.models.rating import Disagreement, Rating
from accounts.models.relationship import RelationshipBreak, RelationshipTarget
from accounts.models.sales import AccountMonth, Rebate, SalesLine, SalesMonth
from accounts.models.service_cost import ServiceCost
from accounts.models.standing import RecordedMonth, WarningStanding
from accounts.models.touch import Touch, TouchPerson

__all__ = [
    "AccountFigures",
    "AccountMember",
    "AccountMonth",
    "AccountPin",
    "AccountProfile",
    "Audit",
    "ChoiceCriterion",
    "Company",
    "Contract",
    "DataImport",
    "Demand",
    "Disagreement",
    "DmuMember",
    "EnvironmentFactor",
    "ExchangeRate",
    "FinancialYear",
    "ImportChange",
    "KeyAccount",
    "Person",
    "Product",
    "ProductLine",
    "Rating",
    "Rebate",
    "RecordedMonth",
    "RelationshipBreak",
    "RelationshipTarget",
    "SalesLine",
    "SalesMonth",
    "SavedMapping",
    "ScopeChange",
    "Segment",
    "ServiceCost",
    "SumChange",
    "Touch",
    "TouchPerson",
    "WarningStanding",
]
