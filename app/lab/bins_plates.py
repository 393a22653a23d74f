"""RoIPool's second rounding in its three conventions: the bins on the map, and what they make of it."""

from __future__ import annotations

from dataclasses import dataclass

from app.lab.cell_plates import MapPlate
from app.lab.grid_plates import PooledPlate
from app.lab.looking import Look, Reading
from app.lab.scene import Scene
from app.translation import tr
from core.roi.explain import MaximumSpeltOut, MeanSpeltOut, spell_out_maximum
from core.roi.pool import PoolTrace


@dataclass(frozen=True, slots=True)
class ConventionMap(MapPlate):
    """The shown map with the bins of one convention, in the order of ``Look.conventions``; its title names it."""

    def reading(self, look: Look) -> Reading:
        return look.conventions[self.place]

    def spelt(self, scene: Scene) -> MaximumSpeltOut | MeanSpeltOut | None:
        spot, trace = scene.spot, self.reading(scene.look).trace
        if spot is None or not isinstance(trace, PoolTrace):
            return None
        return spell_out_maximum(trace, scene.look.map.values, channel=0, row=spot.row, column=spot.column)

    def footer(self, scene: Scene) -> str:
        uses = self.reading(scene.look).measures.cells_by_use
        often = sum(cells for times, cells in uses.items() if times >= 2)
        return tr("{lost} cells lost, {often} read twice", lost=uses.get(0, 0), often=often)


@dataclass(frozen=True, slots=True)
class ConventionGrid(PooledPlate):
    """What RoIPool makes of the shown map with it."""

    def reading(self, look: Look) -> Reading:
        return look.conventions[self.place]

    def heading(self, scene: Scene) -> str:
        size = self.size(scene.look)
        return f"{tr(self.title)} {size} × {size}"

    def footer(self, scene: Scene) -> str:
        own, overlap = self.reading(scene.look).shown, scene.look.conventions[0].shown
        if self.place == 0:
            return tr("as torchvision has it")
        return tr("{count} of {total} bins differ", count=int((own != overlap).sum()), total=own.size)
