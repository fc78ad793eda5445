"""Settles how a file is read by a recipe, before the first row is: names, expressions, joins, conventions."""

from collections.abc import Mapping, Sequence

from kamp.intake.conventions import Convention, Evidence, Written, conventions
from kamp.intake.conversion import Conversion, Way
from kamp.intake.decimals import separator_of
from kamp.intake.errors import ExpressionError, IntakeError, MappingError
from kamp.intake.expressions import Node, columns_of, is_text_sum, parse, renamed
from kamp.intake.fields import TEXTS, Field, Kind
from kamp.intake.joins import Joined, JoinSpec, load_join
from kamp.intake.reading import Table
from kamp.intake.recipes import Namespace, Place, Recipe, check_fields, chosen
from kamp.intake.values import parse_column

_WRITTEN: Mapping[Kind, Written] = {Kind.DECIMAL: "decimal", Kind.INTEGER: "decimal", Kind.DATE: "date"}

_LOOK = 2_000  # rows at a time: quickest where nothing is kept of them


def prepare(
    table: Table, fields: Sequence[Field], recipe: Recipe, files: Mapping[str, Table] | None = None
) -> Conversion:
    """``table`` ready to be read by ``recipe``; ``files`` are the tables that it joins, by the name it gives them.

    Joined files are loaded, and every value of the columns with numbers or dates is looked at once, unless the recipe
    says how they are written. Raises ``MappingError`` and ``ExpressionError`` (with ``field`` where it is one field's)
    and ``Refused``.
    """
    check_fields(recipe, fields)
    tables = [_file(spec, files or {}) for spec in recipe.joins]
    others = list(zip(recipe.joins, tables, strict=True))
    namespace = Namespace(table, others)
    ways = [way for field in fields if (way := _way(field, recipe, namespace))]
    keys = [Namespace(table, others[:number]).find(spec.key) for number, spec in enumerate(recipe.joins)]
    kinds = _kinds(ways)
    used = {place.name: place for place in [*keys, *map(namespace.find, [*_named(ways), *kinds])]}
    joined = [
        load_join(spec, other, {place.column for place in used.values() if place.join == number})
        for number, (spec, other) in enumerate(others)
    ]
    told = {namespace.find(name).name: value for name, value in recipe.written.items()}
    found = {name: chosen(name, kind, told[name]) for name, kind in kinds.items() if name in told}
    open_ = [(used[name], kind) for name, kind in kinds.items() if name not in told]
    found.update(_found(open_, table, list(zip(tables, joined, strict=True)), recipe))
    return Conversion(table, recipe.settled(found), ways, keys, joined, found, used)


def column_names(table: Table, recipe: Recipe, files: Mapping[str, Table]) -> list[str]:
    """Every column that a recipe with these joins can name. Raises ``MappingError`` for a file that is not given."""
    return Namespace(table, [(spec, _file(spec, files)) for spec in recipe.joins]).names


def _file(spec: JoinSpec, files: Mapping[str, Table]) -> Table:
    if spec.file not in files:
        raise MappingError("join-file", file=spec.file)
    return files[spec.file]


def _way(field: Field, recipe: Recipe, namespace: Namespace) -> Way | None:
    """How ``field`` comes about; None if the recipe does not give it."""
    try:
        if field.key in recipe.columns:
            return Way(field, place=namespace.find(recipe.columns[field.key]))
        if field.key in recipe.computed:
            node = _node(recipe.computed[field.key], namespace)
            if field.kind in TEXTS and not is_text_sum(node):
                raise ExpressionError("expression-text", 1)
            return Way(field, node=node)
        if field.key in recipe.constants:
            return Way(field, constant=_constant(field, recipe.constants[field.key]))
    except IntakeError as error:
        error.field = field.key
        raise
    return None


def _node(text: str, namespace: Namespace) -> Node:
    node = parse(text)
    names = {}
    for column in columns_of(node):
        try:
            names[column.name] = namespace.find(column.name).name
        except MappingError as error:
            if error.code != "column-unknown":
                raise
            known = ", ".join(namespace.names)
            raise ExpressionError("expression-column", column.position, column=column.name, columns=known) from error
    return renamed(node, names)


def _constant(field: Field, text: str) -> str | None:
    """The value of a constant; a number in doubt (1.234) has a decimal point."""
    convention = ""
    if _WRITTEN.get(field.kind) == "decimal":
        convention = "comma" if separator_of(text) == "comma" else "point"
    parsed = parse_column([text], field, convention)
    if parsed.faults:
        raise MappingError("constant-value", field=field.key, value=text)
    return parsed.values[0]


def _kinds(ways: Sequence[Way]) -> dict[str, Written]:
    """The columns whose way of writing matters."""
    kinds: dict[str, Written] = {}
    for way in ways:
        if way.place and way.field.kind in _WRITTEN:
            kinds.setdefault(way.place.name, _WRITTEN[way.field.kind])
        elif way.node and way.field.kind not in TEXTS:
            for column in columns_of(way.node):
                kinds.setdefault(column.name, "decimal")
    return kinds


def _named(ways: Sequence[Way]) -> list[str]:
    return [way.place.name for way in ways if way.place]


def _found(
    wanted: Sequence[tuple[Place, Written]], table: Table, others: Sequence[tuple[Table, Joined]], recipe: Recipe
) -> dict[str, Convention]:
    """The conventions that the values of the columns speak for, file by file."""
    found: dict[str, Convention] = {}
    for number in (None, *range(len(others))):
        places = [(place, Evidence(kind)) for place, kind in wanted if place.join == number]
        if not places:
            continue
        if number is None:
            for chunk in table.chunks(_LOOK):
                for place, evidence in places:
                    evidence.see(chunk.columns[place.column])
        else:
            for place, evidence in places:
                evidence.see(others[number][1].columns[place.column])
        file = table if number is None else others[number][0]
        decimal = recipe.decimal or ("comma" if file.delimiter == ";" else "point")
        defaults: dict[Written, str] = {"decimal": decimal, "date": recipe.first}
        found.update(conventions({place.name: evidence for place, evidence in places}, defaults))
    return found
