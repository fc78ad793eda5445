"""Every address of the application. Sign-in is under /auth/; /accounts/ are customers."""

from django.urls import include, path

from kamp.shared.style import StyleSheet

urlpatterns = [
    path("auth/", include("kamp.users.auth_urls")),
    path("settings/", include("kamp.users.urls")),
    path("settings/", include("accounts.settings_urls")),
    path("me/", include("kamp.users.me_urls")),
    path("jobs/", include("kamp.jobs.urls")),
    path("inbox/", include("kamp.notices.urls")),
    path("accounts/", include("accounts.urls")),
    path("import/", include("accounts.import_urls")),
    path("portfolio/", include("portfolio.urls")),
    path("plans/", include("planning.sales_urls")),
    path("plans/", include("planning.urls")),
    path("", include("planning.review_urls")),
    path("style/", StyleSheet.as_view(), name="style"),
    path("help/", include("kamp.help.urls")),
    path("", include("kamp.dashboards.urls")),
]

handler403 = "kamp.shared.error_pages.refused"
handler500 = "kamp.shared.error_pages.failed"
