"""Comments on a phase."""

from __future__ import annotations

from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.utils import timezone
from django.utils.translation import gettext as _

from kamp.shared.addresses import address_of
from kamp.shared.errors import Denied, DomainError
from kamp.shared.undo import offer_undo, tell_at
from planning.models import Comment
from planning.services.comments import bring_comment_back, take_comment_away, write_comment
from planning.views.phase import PhaseView
from planning.views.phase_parts import Asked
from planning.views.plan_page import phase_url


class CommentWrite(PhaseView):
    """A new comment."""

    http_method_names = ("post",)  # type: ignore[assignment]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        text = request.POST.get("text", "").replace("\x00", "")  # the database keeps no such character
        try:
            write_comment(plan=self.plan, phase_key=self.spec.key, text=text, by=request.user, at=timezone.now())
        except DomainError as problem:
            comment = {"text": text, "problem": str(problem)}
            return self.show_phase(request, asked=Asked(), status=422, comment=comment)
        return redirect(phase_url(self.plan, self.spec.key) + "#comments")


class CommentRemove(PhaseView):
    """Takes one's own comment away."""

    http_method_names = ("post",)  # type: ignore[assignment]

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        comment = self._comment()
        try:
            take_comment_away(comment=comment, by=request.user, at=timezone.now())
        except Denied as problem:
            raise PermissionDenied(problem) from problem
        undo = address_of("planning:comment_undo", self.plan.pk, self.spec.key, comment.pk)
        offer_undo(request, _("The comment is taken away."), undo, at="next,comment-text")
        return self._back()

    def _comment(self) -> Comment:
        return get_object_or_404(
            Comment.objects.select_related("author"),
            plan=self.plan,
            phase_key=self.spec.key,
            pk=self.kwargs["comment"],
        )

    def _back(self) -> HttpResponse:
        return redirect(phase_url(self.plan, self.spec.key) + "#comments")


class CommentUndo(CommentRemove):
    """Brings one's own comment back."""

    def post(self, request: HttpRequest, **kwargs: Any) -> HttpResponse:
        try:
            comment = self._comment()
            bring_comment_back(comment=comment, by=request.user)
        except Denied as problem:
            raise PermissionDenied(problem) from problem
        tell_at(request, _("The comment is back."), f"comment-{comment.pk}")
        return self._back()
