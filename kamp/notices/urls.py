"""Addresses of the inbox."""

from django.urls import path

from kamp.notices.views import inbox, mails

app_name = "notices"
urlpatterns = [
    path("", inbox.Inbox.as_view(), name="inbox"),
    path("read/", inbox.ReadAll.as_view(), name="read_all"),
    path("undo/", inbox.Undo.as_view(), name="undo"),
    path("<int:pk>/read/", inbox.Read.as_view(), name="read"),
    path("<int:pk>/later/", inbox.Later.as_view(), name="later"),
    path("<int:pk>/new/", inbox.Again.as_view(), name="again"),
    path("<int:pk>/calendar.ics", inbox.CalendarFile.as_view(), name="calendar"),
    path("preferences/", mails.Preferences.as_view(), name="preferences"),
    path("mail/<int:pk>/again/", mails.SendAgain.as_view(), name="send_again"),
    path("mail/<int:pk>/dismiss/", mails.Dismiss.as_view(), name="dismiss"),
    path("mail/off/<str:token>/", mails.MailOff.as_view(), name="mail_off"),
]
