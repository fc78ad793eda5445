"""draft"""
from accounts.views.account_page import AccountPage
class Sales(AccountPage):
    tab="sales"
