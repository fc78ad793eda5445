"""Addresses of background jobs."""

from django.urls import path

from kamp.jobs import views

app_name = "jobs"
urlpatterns = [
    path("", views.JobList.as_view(), name="job_list"),
    path("health/", views.JobHealth.as_view(), name="health"),
    path("<uuid:job_id>/", views.JobProgress.as_view(), name="progress"),
    path("<uuid:job_id>/cancel/", views.JobCancel.as_view(), name="cancel"),
    path("<uuid:job_id>/retry/", views.JobRetry.as_view(), name="retry"),
]
