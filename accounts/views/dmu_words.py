"""The decision-making unit as it is shown: quadrants, bands and threading in words, the grid, what to do about it."""

from __future__ import annotations

import datetime
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.calc.coverage import REQUIRED_ROLES, Threading
from accounts.calc.dmu import HIGH_INFLUENCE, SUPPORTIVE, Band, Part, Quadrant
from accounts.enums import Attitude, DmuRole
from accounts.models import KeyAccount
from accounts.selectors.account_page import DECIDERS
from accounts.selectors.dmu import Dmu, Member
from kamp.shared import formats
from kamp.shared.addresses import address_of
from kamp.shared.i18n import N_
from kamp.shared.parts import Kpi
from kamp.shared.templatetags.formats import language

QUADRANTS = {
    Quadrant.OPPONENT: (
        N_("Opponent who decides"),
        N_("Understand what is at stake; reach through a sponsor, bring an executive."),
    ),
    Quadrant.UNDECIDED: (
        N_("Undecided who decides"),
        N_("Understand what is at stake and give a reason to choose us."),
    ),
    Quadrant.SPONSOR: (N_("Sponsor"), N_("Protect, equip, keep close.")),
    Quadrant.ALLY: (N_("Ally"), N_("Use as a coach; help to gain weight.")),
    Quadrant.BYSTANDER: (N_("Bystander"), N_("Inform and watch.")),
}
BANDS = {Band.WEAK: N_("weak"), Band.FAIR: N_("fair"), Band.STRONG: N_("strong")}
THREADING = {
    Threading.NONE: (N_("No active contact"), N_("Nobody was in touch for 90 days.")),
    Threading.SINGLE: (N_("One thread"), N_("If one person leaves, the relationship goes with them.")),
    Threading.THIN: (N_("Thin"), N_("Few people, functions or nobody with weight.")),
    Threading.ROBUST: (N_("Robust"), N_("Several people and functions hold it.")),
}
PARTS = {
    Part.ATTITUDE: N_("attitude"),
    Part.RECENCY: N_("contacts"),
    Part.FREQUENCY: N_("contacts"),
    Part.DEPTH: N_("what they do for us"),
    Part.OUR_SIDE: N_("contacts"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """A person in the list or on the grid, with what is said about them. ``dots`` 0–5, None = not assessed."""

    member: Member
    quadrant: str
    advice: str
    dots: int | None
    band: str
    missing: str
    is_late: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Cell:
    """A field of the grid: who stands there; ``css`` says which quadrant it belongs to."""

    lines: Sequence[Line]
    css: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """The people of one influence, from opponent to sponsor."""

    influence: int
    is_high: bool
    cells: Sequence[Cell]


@dataclass(frozen=True, slots=True, kw_only=True)
class Advice:
    """Something to do about the relationship, and where."""

    icon: str
    text: str
    url: str = ""


def lines_of(dmu: Dmu) -> list[Line]:
    """Everybody, the most influential first."""
    return [_line(member) for member in dmu.members]


def _line(member: Member) -> Line:
    words = QUADRANTS[member.quadrant] if member.quadrant else ("", "")
    score, band = member.strength.score, member.strength.band
    parts = list(dict.fromkeys(str(_(PARTS[part])) for part in member.strength.missing))
    return Line(
        member=member,
        quadrant=_(words[0]) if words[0] else "",
        advice=_(words[1]) if words[1] else "",
        dots=None if score is None else round(score / 20),
        band=_(BANDS[band]) if band else "",
        missing=_("missing: %(parts)s") % {"parts": get_text_list(parts, _("and"))} if parts and score is None else "",
        is_late=not member.is_active and bool(DECIDERS & set(member.part.roles)),
    )


def grid_of(lines: Sequence[Line]) -> tuple[list[Row], list[Line]]:
    """The rows of influence × support, highest influence first, and who cannot be placed."""
    placed: dict[tuple[int, int], list[Line]] = {}
    others = []
    for line in lines:
        influence, attitude = line.member.influence, line.member.attitude
        if influence is None or attitude is None:
            others.append(line)
        else:
            placed.setdefault((influence, attitude), []).append(line)
    rows = [
        Row(
            influence=influence,
            is_high=influence >= HIGH_INFLUENCE,
            cells=[
                Cell(lines=placed.get((influence, attitude), ()), css=_css(influence, attitude))
                for attitude in Attitude.values
            ],
        )
        for influence in range(5, 0, -1)
    ]
    return rows, others


def _css(influence: int, attitude: int) -> str:
    high, supportive = influence >= HIGH_INFLUENCE, attitude >= SUPPORTIVE
    quadrant = "sponsor" if high and supportive else "convince" if high else "ally" if supportive else "bystander"
    edges = (" e-low" if influence == HIGH_INFLUENCE else "") + (" e-left" if attitude == SUPPORTIVE else "")
    return f"g-{quadrant}{edges}"


def legend() -> list[tuple[str, str, str]]:
    """The four fields of the grid: class, name, what to do with who stands there."""
    return [
        ("g-convince", _("To win over"), _(QUADRANTS[Quadrant.OPPONENT][1])),
        ("g-sponsor", _("Sponsors"), _(QUADRANTS[Quadrant.SPONSOR][1])),
        ("g-bystander", _("Bystanders"), _(QUADRANTS[Quadrant.BYSTANDER][1])),
        ("g-ally", _("Allies"), _(QUADRANTS[Quadrant.ALLY][1])),
    ]


def kpis_of(dmu: Dmu, *, sensitive: bool) -> list[Kpi]:
    """The figures above the people; those made of opinions only for who may see these."""
    coverage = dmu.coverage
    active = Kpi(
        label=_("Active contacts"),
        value=str(coverage.active),
        note=ngettext("of %(n)d person", "of %(n)d people", len(dmu.members)) % {"n": len(dmu.members)},
        missing="" if dmu.has_touches else _("No contact written down yet"),
    )
    title, reason = THREADING[coverage.threading]
    threading = Kpi(
        label=_("What it hangs by"),
        value=_(title),
        note=_(reason),
        missing="" if dmu.has_touches else _("No contact written down yet"),
    )
    if not sensitive:
        return [active, threading]
    covered = Kpi(
        label=_("Roles covered"),
        value=str(len(coverage.covered)),
        unit=_("of %(n)d") % {"n": len(REQUIRED_ROLES)},
        note=_("by an active contact that is not weak"),
        missing="" if dmu.has_touches else _("No contact written down yet"),
    )
    return [_support(dmu), _score(dmu), active, covered, threading]


def _support(dmu: Dmu) -> Kpi:
    label = _("Support")
    if dmu.support is None:
        return Kpi(label=label, missing=_("Influence and attitude are missing"))
    known = sum(member.quadrant is not None for member in dmu.members)
    note = _("−100 to +100, %(known)d of %(all)d people assessed") % {"known": known, "all": len(dmu.members)}
    return Kpi(label=label, value=formats.signed(dmu.support, language(), 0), note=note)


def _score(dmu: Dmu) -> Kpi:
    label = _("Relationship")
    if dmu.score is None:
        return Kpi(label=label, missing=_("Contacts or opinions are missing"))
    band = Band.WEAK if dmu.score < 40 else Band.FAIR if dmu.score < 70 else Band.STRONG
    return Kpi(
        label=label,
        value=formats.number(dmu.score, language(), 0),
        unit=_("of %(n)d") % {"n": 100},
        note=_(BANDS[band]),
    )


def advice_of(account: KeyAccount, dmu: Dmu, today: datetime.date) -> list[Advice]:
    """What to do next, the weightiest first; nothing while nobody is written down."""
    if not dmu.members:
        return []
    found = [*_about_deciders(account, dmu, today), *_about_roles(dmu)]
    expired = sum(member.is_expired for member in dmu.members)
    if expired:
        text = ngettext(
            "The opinion about %(n)d person is older than two years and does not count: confirm it.",
            "The opinions about %(n)d people are older than two years and do not count: confirm them.",
            expired,
        )
        found.append(Advice(icon="clock", text=text % {"n": expired}))
    alone = [member for member in dmu.members if member.part.our_owner is None]
    if alone:
        text = ngettext("%(n)d person has nobody of ours.", "%(n)d people have nobody of ours.", len(alone))
        found.append(Advice(icon="users", text=text % {"n": len(alone)}))
    return found


def _about_deciders(account: KeyAccount, dmu: Dmu, today: datetime.date) -> list[Advice]:
    deciders = [member for member in dmu.members if DECIDERS & set(member.part.roles)]
    if not deciders:
        return [Advice(icon="target", text=_("Nobody decides yet: find out who has the last word."))]
    if any(member.is_active for member in deciders):
        return []
    member = max(deciders, key=lambda one: (one.last_two_way is not None, one.last_two_way or today))
    url = address_of("accounts:touch_create", account.slug) + f"?person={member.person.pk}"
    if member.last_two_way is None:
        text = _("%(name)s decides, and no contact is written down.") % {"name": member.person.name}
    else:
        days = (today - member.last_two_way).days
        text = ngettext(
            "%(name)s decides; the last contact was %(n)d day ago, on %(date)s.",
            "%(name)s decides; the last contact was %(n)d days ago, on %(date)s.",
            days,
        ) % {"name": member.person.name, "n": days, "date": formats.date_short(member.last_two_way, language(), today)}
    return [Advice(icon="warn", text=text, url=url)]


def _about_roles(dmu: Dmu) -> list[Advice]:
    held = {role for member in dmu.members for role in member.part.roles}
    unknown = [str(DmuRole(role).label) for role in REQUIRED_ROLES if role not in held]
    if not unknown:
        return []
    text = ngettext("A role is open: %(roles)s.", "%(n)d roles are open: %(roles)s.", len(unknown)) % {
        "n": len(unknown),
        "roles": get_text_list(unknown, _("and")),
    }
    return [Advice(icon="users", text=text)]
