"""FCN at one glance: the whole network as a diagram of what it did to the photo on screen."""

from __future__ import annotations

import itertools

import numpy as np
import numpy.typing as npt
from PySide6.QtWidgets import QWidget

from app.class_view import class_colours
from app.diagram.model import Diagram, Edge, Group, Node, Remark, Tint, shape_text, time_text
from app.diagram.pane import DiagramPane
from app.inside_fcn.glance_pictures import GlancePictures
from app.inside_fcn.map_legend import percent
from app.inside_fcn.room import FcnRoom
from app.jobs import Request
from app.preferences import Workspace
from app.theme import DARK, LIGHT
from app.translation import tr
from core.cancellation import CancelToken
from core.fcn.config import STREAM_STRIDES, ReadOut, formula
from core.fcn.results import FcnScores, Segmentation
from core.features import FeaturePyramid
from core.image import ImageDocument
from core.palettes import palette_table

CHANNEL = "fcn-diagram"
STAGE_STRIDES = (2, 4, 8, 16, 32)
SHARES = {2: 1.0, 4: 0.82, 8: 0.68, 16: 0.54, 32: 0.42}
"""How large a stage's picture is: they shrink, though not by half each time, or the last were a dot."""
ROWS = {2: 0, 4: 1, 8: 0, 16: 1, 32: 2}
"""The row of a stride's stage; from stride 8 on that of its stream as well."""
STREAM_TINTS = {stride: Tint(LIGHT.streams[stride], DARK.streams[stride]) for stride in STREAM_STRIDES}
GIVEN, EARLY, LATE, SCORES, SUMS, READ_OUTS, RESULT = range(7)
"""Columns."""
READ_OUT_OF_NODE = {f"fcn{int(stride)}": stride for stride in ReadOut}
FACTOR_OF_STEP = {f"doubled{stride}": 2 for stride in STREAM_STRIDES[1:]} | {f"enlarged{stride}": stride for stride in STREAM_STRIDES}
"""The arrows that upsample, and by how much."""
NAMED = 3
"""Classes named on the last card."""


def fcn_diagram(
    scores: FcnScores,
    pyramid: FeaturePyramid | None,
    segmentation: Segmentation,
    document: ImageDocument,
    table: npt.NDArray[np.uint8] | None = None,
) -> Diagram:
    """The diagram of a segmentation of ``document`` with its read-out's path highlighted.

    ``table`` ``(256, 3)`` uint8 has the colours of the classes, by default VOC's. Without ``pyramid`` the stages have no pictures.
    """
    if table is None:
        table = palette_table("voc", len(scores.label_set), background=scores.label_set.background)
    pictures = GlancePictures(segmentation, pyramid, document.rgb, table)
    strides, sources = _stage_strides(pyramid), _scored_stages(scores, pyramid)
    network = (*_stages(scores, pictures, strides, sources), *_streams(pictures, sources), *_sums(pictures), *_read_outs(pictures, sources))
    nodes = (*_given(scores, pictures), *network, _result(pictures))
    encoder = Group("encoder", _encoder_caption(scores), tuple(node.key for node in nodes if EARLY <= node.column <= SCORES))
    decoder = Group("decoder", tr("Decoder: where it is"), tuple(node.key for node in nodes if SUMS <= node.column <= READ_OUTS))
    halves = tuple(strides.values()) == STAGE_STRIDES
    remarks = (Remark(tr("Each stage halves the sides of its maps."), EARLY, 2),) if halves else ()
    edges = _edges(segmentation.read_out, scores.streams, sources)
    return Diagram(tr("FCN on {photo}", photo=document.name), nodes, edges, (encoder, decoder), remarks)


def stage_name(stride: int) -> str:
    """``C1`` at stride 2 to ``C5`` at stride 32."""
    return f"C{stride.bit_length() - 1}"


def _stage_strides(pyramid: FeaturePyramid | None) -> dict[str, int]:
    """Stage -> stride: those of the network where they are known; dilation keeps a stage's stride from doubling."""
    usual = {stage_name(stride): stride for stride in STAGE_STRIDES}
    return usual if pyramid is None else {name: pyramid.strides.get(name, stride) for name, stride in usual.items()}


def _scored_stages(scores: FcnScores, pyramid: FeaturePyramid | None) -> dict[int, str]:
    """Stream -> the stage that is scored: the last one at its stride."""
    last = {stride: name for name, stride in _stage_strides(pyramid).items()}
    return {stride: last.get(stride, stage_name(stride)) for stride in scores.streams}


def _row(sources: dict[int, str], stride: int) -> int:
    """A stream stands beside the stage that is scored."""
    return ROWS[2 ** int(sources[stride].removeprefix("C"))]


def _given(scores: FcnScores, pictures: GlancePictures) -> list[Node]:
    height, width = scores.image_size
    size = tr("{size} px", size=shape_text(width, height))
    scale = tr("photo × {scale:.2f}", scale=1 / scores.to_image.x.scale)
    return [
        Node("photo", tr("Photo"), (size,), GIVEN, 0, pictures.photo),
        Node("input", tr("Network input"), (shape_text(3, *scores.facts.input_size), scale), GIVEN, 1, pictures.network_input()),
    ]


def _encoder_caption(scores: FcnScores) -> str:
    return tr("Encoder and scores: what there is · {time}", time=time_text(scores.facts.seconds * 1000))


def _stages(scores: FcnScores, pictures: GlancePictures, strides: dict[str, int], sources: dict[int, str]) -> list[Node]:
    """In the places of the usual strides, 2 to 32."""
    tints = {name: STREAM_TINTS[stride] for stride, name in sources.items()}
    return [
        Node(
            name, name, (_stage_shape(place, scores, pictures.pyramid), tr("stride {stride}", stride=stride)),
            EARLY if place < min(STREAM_STRIDES) else LATE, ROWS[place], _stage_picture(place, pictures),
            picture_share=SHARES[place], tint=tints.get(name),
        )
        for place, (name, stride) in zip(STAGE_STRIDES, strides.items(), strict=True)
    ]  # fmt: skip


def _stage_shape(stride: int, scores: FcnScores, pyramid: FeaturePyramid | None) -> str:
    name = stage_name(stride)
    if pyramid is not None and name in pyramid.levels:
        return shape_text(*pyramid.levels[name].shape)
    return tr("{shape} cells", shape=shape_text(*(length // stride for length in scores.facts.input_size)))


def _stage_picture(stride: int, pictures: GlancePictures) -> npt.NDArray[np.uint8] | None:
    there = pictures.pyramid is not None and stage_name(stride) in pictures.pyramid.levels
    return pictures.stage(stage_name(stride)) if there else None


def _streams(pictures: GlancePictures, sources: dict[int, str]) -> list[Node]:
    segmentation = pictures.segmentation
    nodes = []
    for stride in sorted(segmentation.scores.streams):
        gain = segmentation.gains.of(stride)
        lines = [tr("{shape} logits", shape=shape_text(*segmentation.scores.scored(stride).shape))]
        if gain != 1.0:
            lines.append(tr("counted × {gain:.2f}", gain=gain))
        nodes.append(
            Node(
                f"score{stride}", tr("Scores at stride {stride}", stride=stride), tuple(lines), SCORES, _row(sources, stride),
                pictures.stream(stride), highlighted=stride >= segmentation.read_out, tint=STREAM_TINTS[stride],
            )
        )  # fmt: skip
    return nodes


def _sums(pictures: GlancePictures) -> list[Node]:
    wanted = pictures.segmentation.read_out
    return [
        Node(
            f"sum{stride}", tr("Sum at stride {stride}", stride=stride),
            (tr("{shape} logits", shape=shape_text(*pictures.segmentation.scores.scored(stride).shape)),),
            SUMS, ROWS[stride], pictures.sum_of_streams(stride), highlighted=stride >= wanted,
        )
        for stride in sorted(pictures.segmentation.scores.read_outs[1:])
    ]  # fmt: skip


def _read_outs(pictures: GlancePictures, sources: dict[int, str]) -> list[Node]:
    wanted = pictures.segmentation.read_out
    return [
        Node(
            f"fcn{stride}", f"FCN-{stride}s", (tr("{size} px", size=shape_text(*reversed(pictures.segmentation.scores.image_size))),),
            READ_OUTS, _row(sources, stride), pictures.read_out(stride), highlighted=stride == wanted,
        )
        for stride in sorted(pictures.segmentation.scores.read_outs)
    ]  # fmt: skip


def _result(pictures: GlancePictures) -> Node:
    segmentation = pictures.segmentation
    shares, names = segmentation.shares(), segmentation.label_set.names
    largest = [index for index in np.argsort(-shares, kind="stable")[:NAMED].tolist() if shares[index] > 0]
    lines = (
        tr("best of {count} classes, FCN-{stride}s", count=len(names), stride=int(segmentation.read_out)),
        *(f"{names[index]} {percent(float(shares[index]))}" for index in largest),
    )
    return Node("classes", tr("Class map"), lines, RESULT, 1, pictures.overlay(), highlighted=True)


def _edges(read_out: ReadOut, streams: tuple[int, ...], sources: dict[int, str]) -> tuple[Edge, ...]:
    """``streams`` from the coarsest on: its scores are the first sum."""
    coarsest = streams[0]
    sums = {stride: f"score{stride}" if stride == coarsest else f"sum{stride}" for stride in streams}
    tints = {coarsest: STREAM_TINTS[coarsest]}
    along = ["photo", "input", *(stage_name(stride) for stride in STAGE_STRIDES)]
    edges = [Edge(first, second) for first, second in itertools.pairwise(along)]
    for stride in streams:
        on_path, tint = stride >= read_out, STREAM_TINTS[stride]
        edges.append(Edge(sources[stride], f"score{stride}", highlighted=on_path, tint=tint))
        if stride < coarsest:
            edges.append(Edge(f"score{stride}", f"sum{stride}", "+", highlighted=on_path, tint=tint))
    doublings = (
        Edge(sums[coarser], sums[finer], "× 2", highlighted=read_out <= finer, tint=tints.get(coarser), key=f"doubled{finer}")
        for coarser, finer in itertools.pairwise(streams)
    )
    last = (Edge(sums[s], f"fcn{s}", f"× {s}", highlighted=s == read_out, tint=tints.get(s), key=f"enlarged{s}") for s in streams)
    return (*edges, *doublings, *last, Edge(f"fcn{int(read_out)}", "classes", highlighted=True))


class GlancePane(DiagramPane):
    """The diagram of the segmentation on screen."""

    def __init__(self, room: FcnRoom, parent: QWidget | None = None) -> None:
        super().__init__(room.intents, room.worker, CHANNEL, "fcn", parent)
        self._room = room
        self._drawn_colours = b""
        session = room.session
        session.segmentation_changed.connect(self.outdate)
        session.segmentation_changed.connect(lambda: self.explanation.setText(self.sentences()))
        session.document_changed.connect(self.outdate)
        session.look_changed.connect(self._recolour)
        session.class_view_changed.connect(self._recolour)
        self.node_chosen.connect(self._open)
        self.finish()

    def request(self) -> Request[Diagram] | None:
        session, engine_on = self._room.session, self._room.engine_on
        segmentation, document, device = session.segmentation, session.document, session.device
        if segmentation is None or document is None:
            return None
        table = self._table(segmentation)
        self._drawn_colours = table.tobytes()

        def make(token: CancelToken) -> Diagram:
            # The run has just left it in the engine's cache; only after many photos does the trunk run again.
            pyramid = engine_on(device).pyramid(document, segmentation.model_key, token)
            return fcn_diagram(segmentation.scores, pyramid, segmentation, document, table)

        return make

    def _open(self, key: str) -> None:
        """A read-out's card reads out there; photo and class map are those of the Explore workspace."""
        if key in READ_OUT_OF_NODE:
            self._room.intents.choose_read_out.emit(READ_OUT_OF_NODE[key])
        elif key in ("photo", "classes"):
            self._room.intents.choose_workspace.emit(Workspace.EXPLORE)

    def _table(self, segmentation: Segmentation) -> npt.NDArray[np.uint8]:
        session, table = self._room.session, np.zeros((256, 3), np.uint8)
        colours = class_colours(segmentation.label_set, session.look.palette, session.class_view)
        table[: len(colours)] = colours
        return table

    def _recolour(self) -> None:
        """The overlay's look has changed; opacity, say, is not of the diagram."""
        segmentation = self._room.session.segmentation
        if segmentation is not None and self._table(segmentation).tobytes() != self._drawn_colours:
            self.outdate()

    def sentences(self) -> str:
        found = self._room.session.segmentation
        read = formula(ReadOut.STRIDE_8) if found is None else formula(found.read_out, found.gains, found.scores.streams)
        words = tr(
            "The encoder learns what is there and loses where; its coarse scores s are upsampled and summed with finer ones. Thick lines "
            "are the read-out's way; choose FCN-32s, 16s or 8s to see another, any other card or a × to look into it."
        )
        return f"l = {read}\u2003{words}"

    def empty_sentence(self) -> str:
        return tr("Run an FCN on a photo to see what each of its stages holds.")
