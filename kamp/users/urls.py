"""Settings about people, teams and roles."""

from django.urls import path

from kamp.users.views import people, preferences

app_name = "users"
urlpatterns = [
    path("", preferences.SettingsIndex.as_view(), name="settings_index"),
    path("people/", people.UserList.as_view(), name="user_list"),
    path("people/new/", people.UserCreate.as_view(), name="user_create"),
    path("people/<int:pk>/", people.UserEdit.as_view(), name="user_edit"),
    path("people/<int:pk>/invite/", people.UserInvite.as_view(), name="user_invite"),
    path("teams/", people.TeamList.as_view(), name="team_list"),
    path("teams/new/", people.TeamEdit.as_view(), name="team_create"),
    path("teams/<int:pk>/", people.TeamEdit.as_view(), name="team_edit"),
    path("roles/", people.RoleList.as_view(), name="role_list"),
]
