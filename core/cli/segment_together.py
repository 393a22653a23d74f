"""``--with``: what a second model finds on the same photo, in the same pictures as what the first one found."""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from core.cli.segment_pictures import Pictured
from core.cli.segment_task import SegmentTask

if TYPE_CHECKING:
    from core.cancellation import CancelToken
    from core.catalog import ModelRow
    from core.engine import Engine
    from core.export.picture import View
    from core.image import ImageDocument


@dataclass(frozen=True, slots=True)
class Companion:
    """The model that ``--with`` names, of the other task than the first one's."""

    row: ModelRow
    task: SegmentTask[Any]

    def infer(self, engine: Engine, document: ImageDocument, options: argparse.Namespace, token: CancelToken) -> Any:
        """Its result, under the command's options."""
        return self.task.infer(engine, document, argparse.Namespace(**{**vars(options), "model": self.row.key}), token)


@dataclass(frozen=True, slots=True, eq=False)
class Together:
    """Two models' results for one photo, one of classes and one of objects, as one picture."""

    first: Pictured
    second: Pictured
    second_title: str

    @property
    def options(self) -> argparse.Namespace:
        return self.first.options

    @property
    def method(self) -> str:
        return f"{self.first.method}, {self.second_title}, {self.second.method}"

    def view(self, document: ImageDocument) -> View:
        from core.export.picture import View

        first, second = self.first.view(document), self.second.view(document)
        return View(document.rgb, first.classes or second.classes, first.objects or second.objects)
