"""A network's configuration in the metadata of its weight file: one JSON object under one key, written and read back here."""

from __future__ import annotations

import dataclasses
import json
import re
from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from _typeshed import DataclassInstance

METADATA_KEY = "halfpixel"


def pack(architecture: str, config: DataclassInstance) -> dict[str, str]:
    """Safetensors metadata (string to string) that :func:`unpack` reads back."""
    return {METADATA_KEY: json.dumps({"architecture": architecture, **dataclasses.asdict(config)}, sort_keys=True)}


def unpack(metadata: Mapping[str, str], architecture: str) -> dict[str, Any]:
    """The fields that :func:`pack` wrote, with tuples where JSON has lists. Their values may be anybody's and are not checked.

    Raises ValueError when they are not there, not JSON, or another architecture's.
    """
    try:
        fields = json.loads(metadata[METADATA_KEY])
        found = fields.pop("architecture")
        fields = {name: _tuples(value) for name, value in fields.items()}
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError(f"no configuration: {error!r}") from error
    if found != architecture:
        raise ValueError(f"the configuration of another architecture, {found!r}")
    return fields


def architecture_of(metadata: Mapping[str, str]) -> str | None:
    """What :func:`pack` was given, or None where the metadata does not say. It may be anybody's."""
    try:
        found = json.loads(metadata[METADATA_KEY])["architecture"]
    except (KeyError, TypeError, ValueError, RecursionError):
        return None
    return found if isinstance(found, str) else None


def is_trunk_name(name: object) -> bool:
    """Whether ``name`` can be a model of timm's own; timm fetches names like ``hf-hub:somebody/something`` from the network."""
    return isinstance(name, str) and re.fullmatch(r"[a-z0-9_]{1,80}(\.[a-z0-9_]{1,80})?", name) is not None


def _tuples(value: Any) -> Any:
    return tuple(_tuples(item) for item in value) if isinstance(value, list) else value
