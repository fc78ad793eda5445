"""Addresses of accounts. Words beside <slug> stand in services.accounts.PLACES, so that no account has them."""

from django.urls import path

from accounts.views import account_edit, account_files, account_filters, accounts, assignment, overview, sales, suggestions

app_name = "accounts"
urlpatterns = [
    path("", accounts.AccountList.as_view(), name="account_list"),
    path("export.csv", account_files.AccountCsv.as_view(), name="account_csv"),
    path("export.xlsx", account_files.AccountXlsx.as_view(), name="account_xlsx"),
    path("assign/", assignment.AccountAssign.as_view(), name="account_assign"),
    path("filters/", account_filters.AccountFilters.as_view(), name="account_filters"),
    path("new/", account_edit.AccountCreate.as_view(), name="account_create"),
    path("suggest/", suggestions.AccountSuggest.as_view(), name="account_suggest"),
    path("<slug:slug>/", overview.Overview.as_view(), name="account_detail"),
    path("<slug:slug>/edit/", account_edit.AccountEdit.as_view(), name="account_edit"),
    path("<slug:slug>/archive/", account_edit.AccountArchive.as_view(), name="account_archive"),
    path("<slug:slug>/restore/", account_edit.AccountRestore.as_view(), name="account_restore"),
    path("<slug:slug>/sales/", sales.Sales.as_view(), name="account_sales"),
    path("<slug:slug>/people/", sales.Sales.as_view(), name="account_people"),
    path("<slug:slug>/people/new/", sales.Sales.as_view(), name="person_create"),
    path("<slug:slug>/contracts/", sales.Sales.as_view(), name="account_contracts"),
    path("<slug:slug>/demand/", sales.Sales.as_view(), name="account_demand"),
    path("<slug:slug>/history/", sales.Sales.as_view(), name="account_history"),
]
