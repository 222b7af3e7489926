"""Reading a circuit file: strict, and everything wrong is told at once."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from voicecoach.circuit.locating import key_lines
from voicecoach.circuit.model import Circuit, Step
from voicecoach.circuit.parsing import parse_toml
from voicecoach.circuit.steps import HABIT_KEYS, Habits, read_habits, read_step, step_place
from voicecoach.circuit.tables import Problems, Table, shown
from voicecoach.errors import CircuitError

if TYPE_CHECKING:
    from collections.abc import Mapping

SCHEMA = 1
"""The format this version reads; it changes only when an old file would be misunderstood."""

MOST_ROUNDS = 20
MOST_STEPS = 50
MOST_EQUIPMENT = 10

REST_BETWEEN_ROUNDS_S = 45.0
"""Where the file gives none."""

_TOP_KEYS = ("schema", "name", "rounds", "rest_between_rounds", "equipment", "defaults", "step")
_DEFAULTS_KEYS = (*HABIT_KEYS, "welcome")


def read_circuit(text: str, *, source: str, id: str) -> Circuit:  # noqa: A002 - the circuit's own word
    """Return the circuit in a TOML text.

    Parameters
    ----------
    text
        The file's content.
    source
        How problems name the file, e.g. its path.
    id
        The circuit's own short name, e.g. the file's stem.

    Raises
    ------
    CircuitError
        With every problem found, each with its line.
    """
    try:
        content = parse_toml(text)
    except ValueError as error:
        raise CircuitError(source, [str(error)]) from error
    problems = Problems(key_lines(text))
    top = Table(content, (), "", problems)
    if _is_newer(content):
        top.note("schema", f"schema = {shown(content['schema'])} needs a newer voicecoach; this one reads {SCHEMA}")
        raise CircuitError(source, problems.told())
    circuit = _circuit(top, id)
    if told := problems.told():
        raise CircuitError(source, told)
    return circuit


def _is_newer(content: Mapping[str, Any]) -> bool:
    schema = content.get("schema")
    return isinstance(schema, int) and not isinstance(schema, bool) and schema > SCHEMA


def _circuit(top: Table, circuit_id: str) -> Circuit:
    top.refuse_unknown(_TOP_KEYS)
    _check_schema(top)
    top.require("name")
    defaults = top.table("defaults")
    defaults.refuse_unknown(_DEFAULTS_KEYS)
    return Circuit(
        id=circuit_id,
        name=top.text("name") or "",
        rounds=top.whole("rounds", 1, least=1, most=MOST_ROUNDS),
        rest_between_rounds_s=top.length_s("rest_between_rounds", REST_BETWEEN_ROUNDS_S),
        equipment=top.texts("equipment", most=MOST_EQUIPMENT),
        welcome_s=defaults.length_s("welcome", 0.0) if "welcome" in defaults.content else None,
        steps=_steps(top, read_habits(defaults, Habits())),
    )


def _check_schema(top: Table) -> None:
    schema = top.content.get("schema")
    if schema is None:
        top.note("schema", f'schema is missing; write "schema = {SCHEMA}" at the top')
    elif schema != SCHEMA or not isinstance(schema, int) or isinstance(schema, bool):
        top.note("schema", f"schema = {shown(schema)} is not known; write schema = {SCHEMA}")


def _steps(top: Table, defaults: Habits) -> tuple[Step, ...]:
    if not top.content.get("step"):
        top.note("step", "no steps; write at least one [[step]]")
        return ()
    tables = top.tables("step", most=MOST_STEPS, place=step_place, how="[[step]] above each")
    return tuple(read_step(table, defaults) for table in tables)
