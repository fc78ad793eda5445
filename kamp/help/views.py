"""The pages of help, for everybody who is signed in; links are shown to who may open what they lead to."""

from __future__ import annotations

from typing import Any

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.utils.translation import gettext as _

from kamp.help import audit_sheets, plan_sheets
from kamp.help.beginnings import BEGINNINGS
from kamp.help.glossary import glossary
from kamp.help.loop import LOOP
from kamp.help.matrix_sheets import matrix_sheets
from kamp.help.pictures import PICTURES, file_of
from kamp.help.reader import Reader
from kamp.help.topics import TOPICS
from kamp.shared.addresses import address_of
from kamp.shared.parts import Crumb
from kamp.shared.templatetags.formats import language
from kamp.shared.views import PermittedView
from kamp.users.models import User
from kamp.users.roles import ROLES
from kamp.users.selectors import administrators, all_rights
from portfolio.matrices.catalog import MATRICES
from portfolio.parameters.values import Parameters
from portfolio.selectors.hues import COLOURED_BY
from portfolio.selectors.rules import version_in_force
from portfolio.views.matrix_page import profile_table

WHO_CAN_HELP = 5


class HelpIndex(PermittedView):
    """What to do first, the loop, all topics, and who can help."""

    permission_required = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        reader = Reader(request.user)
        role = request.user.role
        context = {
            "role": request.user.get_role_display(),
            "steps": reader.steps(BEGINNINGS.get(role).steps) if role in BEGINNINGS else [],
            "stations": [
                {
                    "spec": station,
                    "mine": role in station.roles,
                    "roles": [_(ROLES.get(key).label) for key in station.roles],
                    "links": reader.links(station.doors)[:1],
                }
                for station in LOOP
            ],
            "topics": list(TOPICS),
            "people": list(administrators()[:WHO_CAN_HELP]),
        }
        return render(request, "help/index.html", context)


class HelpTopic(PermittedView):
    """One topic with the pages it is about."""

    permission_required = ""

    def get(self, request: HttpRequest, topic: str) -> HttpResponse:
        if topic not in TOPICS:
            raise Http404
        shown = TOPICS.get(topic)
        picture = PICTURES.get(shown.picture) if shown.picture else None
        context = {
            "crumbs": [Crumb(label=_("Help"), url=address_of("help"))],
            "topic": shown,
            "links": Reader(request.user).links(shown.doors),
            "picture": picture,
            "picture_file": file_of(picture, language()) if picture else "",
            "addition": f"help/blocks/{shown.block}.html" if shown.block else "",
            "others": [each for each in TOPICS if each is not shown],
            **(_rights(request.user) if shown.block == "rights" else {}),
        }
        return render(request, "help/topic.html", context)


def _rights(user: User) -> dict[str, Any]:
    """The roles there are, what the reader's own one allows, and whom to ask. One query."""
    return {
        "roles": list(ROLES),
        "role": user.get_role_display(),
        "mine": [right for right in all_rights() if user.has_perm(right.key)],
        "people": list(administrators()[:WHO_CAN_HELP]),
    }


class Method(PermittedView):
    """The method in ten minutes, out of what is declared and the parameters in force."""

    permission_required = ""

    def get(self, request: HttpRequest) -> HttpResponse:
        version = version_in_force(timezone.localdate())
        parameters = version.as_parameters() if version else Parameters()
        here = language()
        context = {
            "crumbs": [Crumb(label=_("Help"), url=address_of("help"))],
            "version": version,
            "matrices": matrix_sheets(parameters, here),
            "profiles": profile_table(MATRICES.get(COLOURED_BY)),
            "quadrants": audit_sheets.quadrants(),
            "indicators": audit_sheets.indicators(),
            "stages": audit_sheets.stages(),
            "choice": audit_sheets.choice_criteria(),
            "attractiveness": audit_sheets.attractiveness(parameters, here),
            "phases": plan_sheets.phases(),
            "tiers": plan_sheets.tiers(here),
            "designations": plan_sheets.designation_steps(),
            "words": glossary(here),
            "other_language": _("Italian") if here == "en" else _("English"),
        }
        return render(request, "help/method.html", context)
