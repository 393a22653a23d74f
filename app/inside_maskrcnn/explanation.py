"""What is chosen, explained: its way from the anchor to the mask in sentences and formulas, as HTML."""

from __future__ import annotations

import html

import numpy as np

from app.chosen import Chosen, ChosenKind
from app.inside_maskrcnn.stage_colours import FATE_COLOURS, FATE_NAMES
from app.inside_maskrcnn.stage_facts import sigmoid
from app.inside_maskrcnn.stage_lineage import Lineage, fate_of_chosen, rival_of, victims_of
from app.inside_maskrcnn.stage_marks import name_of
from app.preferences import StageKey
from app.translation import mark, tr, tr_core
from core.maskrcnn.explain import Explanation, explain_candidate, explain_pair
from core.maskrcnn.fate import nearest_miss
from core.maskrcnn.results import DetectionRun, LevelStage
from core.roi.levels import fpn_level

TOP_CLASSES = 3
MINUS = "−"
ABOUT: dict[StageKey, str] = {
    StageKey.INPUT: mark(
        "The frame is what the network sees; the hatched part is padding, so that every stride divides the size. "
        "Zoom in to see single input pixels."
    ),
    StageKey.PYRAMID: mark(
        "Each cell of level k covers 2^k input pixels. Coarse levels know what is there, fine ones where: each level adds the next "
        "coarser one, enlarged, to its own."
    ),
    StageKey.ANCHORS: mark(
        "Drawn are the anchors of the surest cell; point at the photo for those of the cell under the pointer. They are the same for "
        "every photo; the network only says how sure it is of each, and how to move it."
    ),
    StageKey.OBJECTNESS: mark(
        "Each cell has the colour of its surest anchor. Objects of a size light up on the level whose anchors fit them."
    ),
    StageKey.PROPOSALS_BEFORE: mark(
        "Each level sends its surest anchors, moved by their deltas and clipped to the photo. NMS then keeps the best of each heap: "
        "a box falls when it overlaps a better one by more than {proposal_nms:.2f}."
    ),
    StageKey.PROPOSALS_AFTER: mark(
        "These boxes are read by the heads, each from the level that suits its size. The colour says what becomes of it there."
    ),
    StageKey.CLASSES: mark("The box head scores every class of every proposal. What is grey is background to it."),
    StageKey.BOXES: mark(
        "Each class moves the proposal by deltas of its own. What scores above {score:.2f} goes through NMS within its class: a box "
        "falls when it overlaps a better one by more than {nms:.2f}."
    ),
    StageKey.MASKS: mark(
        "The mask head reads the final boxes again and says, for 28 × 28 cells, how likely each is inside: a sigmoid for each class, so "
        "classes do not compete."
    ),
    StageKey.PASTED: mark("Each mask is resized to its box, and a photo pixel is inside where the probability is above {mask:.2f}."),
}
"""What a stage is, for who has chosen nothing yet; fields are the run's thresholds."""


def about(run: DetectionRun, stage: StageKey) -> str:
    """The page of a stage in which nothing is chosen."""
    rules = run.thresholds
    fields = {"proposal_nms": rules.proposal_nms, "score": rules.score, "nms": rules.nms, "mask": rules.mask}
    parts = [_paragraph(html.escape(tr(ABOUT[stage]).format(**fields)))]
    if not len(run) and stage in (StageKey.BOXES, StageKey.MASKS, StageKey.PASTED):
        parts.append(_paragraph(_nothing_found(run)))
    elif stage not in (StageKey.INPUT, StageKey.PYRAMID, StageKey.ANCHORS, StageKey.OBJECTNESS):
        parts.append(_muted(tr("Click a box or a row to follow it from its anchor to its mask.")))
    return "".join(parts)


def _nothing_found(run: DetectionRun) -> str:
    miss = nearest_miss(run)
    if miss is None:
        return html.escape(tr("Nothing was found, and nothing came near it."))
    sentence = tr("Nothing was found. The nearest miss is {name} with score {score}.", name=miss.name, score=f"{miss.score:.3f}")
    return f"{html.escape(sentence)} {link_to(run, Chosen(ChosenKind.PAIR, miss.pair))}"


def cell_text(level: LevelStage, row: int, column: int) -> str:
    """What there is to say of one cell of a level: its anchors and the surest of them."""
    first = (row * level.grid[1] + column) * level.kinds
    logits = level.objectness[first : first + level.kinds]
    best = int(logits.argmax())
    x1, y1, x2, y2 = level.anchors[first + best]
    return tr(
        "{level}, row {row}, column {column}: {kinds} anchors. The surest is {width} × {height} input pixels with objectness {score}.",
        level=level.name, row=row, column=column, kinds=level.kinds, width=f"{x2 - x1:.0f}", height=f"{y2 - y1:.0f}",
        score=f"{sigmoid(float(logits[best])):.3f}",
    )  # fmt: skip


def density_text(run: DetectionRun, level: LevelStage) -> str:
    """How densely a level's anchors lie on the photo."""
    across, down = level.stride * run.input.to_image.x.scale, level.stride * run.input.to_image.y.scale
    return tr(
        "{level}: a cell every {stride} input pixels, {across} × {down} photo pixels; {kinds} anchors at each, {count} in all.",
        level=level.name, stride=level.stride, across=f"{across:.1f}", down=f"{down:.1f}", kinds=level.kinds,
        count=f"{len(level.anchors):,}",
    )  # fmt: skip


def page(run: DetectionRun, chosen: Chosen, lineage: Lineage) -> str:
    """The whole way of what is chosen."""
    title = name_of(run, chosen)
    parts = [heading(title[:1].upper() + title[1:]), _fate_line(run, lineage)]
    parts += [_step(tr("Anchor"), _anchor(run, lineage)), _step(tr("RPN"), _candidate(run, lineage))]
    if lineage.proposal is not None and lineage.pair is not None:
        parts.append(_step(tr("Level"), _level(run, lineage.proposal)))
        parts.append(_step(tr("Classes"), _classes(run, lineage.proposal)))
        parts.append(_step(tr("Final box"), _pair(run, lineage.pair)))
    if lineage.detection is not None:
        parts.append(_step(tr("Mask"), _mask(run, lineage.detection)))
    return "".join(parts)


def heading(text: str) -> str:
    return f"<h3 style='margin:0 0 4px 0'>{html.escape(text)}</h3>"


def link_to(run: DetectionRun, chosen: Chosen) -> str:
    return _link(chosen, name_of(run, chosen))


def _link(chosen: Chosen, text: str) -> str:
    return f"<a href='{chosen.kind.value}:{chosen.index}'>{html.escape(text)}</a>"


def chosen_of_link(target: str) -> Chosen:
    """What :func:`link_to` pointed to. Raises ValueError for another text."""
    kind, index = target.split(":")
    return Chosen(ChosenKind(kind), int(index))


def spoken(run: DetectionRun, lineage: Lineage) -> str:
    """The two sentences that tell the fate, for a screen reader and the strip below the photo."""
    sentences = [_sentence(explain_candidate(run, lineage.candidate))]
    if lineage.pair is not None:
        sentences.append(_sentence(explain_pair(run, lineage.pair)))
    return " ".join(sentences)


def _fate_line(run: DetectionRun, lineage: Lineage) -> str:
    fate = fate_of_chosen(run, lineage.last)
    return f"<p style='margin:0 0 6px 0'><span style='color:{FATE_COLOURS[fate]}'>■</span> {html.escape(tr(FATE_NAMES[fate]))}</p>"


def _anchor(run: DetectionRun, lineage: Lineage) -> str:
    level = run.levels[lineage.level]
    row, column, kind = level.cell_of(lineage.anchor)
    place = lineage.anchor - level.first
    x1, y1, x2, y2 = level.anchors[place]
    where = tr(
        "{level}, row {row}, column {column}, kind {kind} of {kinds}: {width} × {height} input pixels.",
        level=level.name, row=row, column=column, kind=kind + 1, kinds=level.kinds, width=f"{x2 - x1:.0f}", height=f"{y2 - y1:.0f}",
    )  # fmt: skip
    sure = tr(
        "Objectness {score}, rank {rank} of {count}.", score=f"{sigmoid(float(level.objectness[place])):.3f}",
        rank=f"{level.rank_of(lineage.anchor):,}", count=f"{len(level.anchors):,}",
    )  # fmt: skip
    deltas = ", ".join(f"{name} {_signed(float(delta))}" for name, delta in zip(("dx", "dy", "dw", "dh"), level.deltas[place], strict=True))
    return f"{html.escape(where)} {html.escape(sure)}<br>{html.escape(tr('Moved by'))} <nobr>{deltas}</nobr>"


def _candidate(run: DetectionRun, lineage: Lineage) -> str:
    return _with_relations(run, Chosen(ChosenKind.CANDIDATE, lineage.candidate), explain_candidate(run, lineage.candidate))


def _pair(run: DetectionRun, pair: int) -> str:
    return _with_relations(run, Chosen(ChosenKind.PAIR, pair), explain_pair(run, pair))


def _with_relations(run: DetectionRun, chosen: Chosen, explanation: Explanation) -> str:
    parts = [html.escape(_sentence(explanation))]
    rival, victims = rival_of(run, chosen), len(victims_of(run, chosen))
    if rival is not None:
        # A proposal or detection is named by the sentence already; by another name here it would read as a second rival.
        is_named = "proposal" in explanation.fields
        parts.append(_link(rival, tr("Show rival")) if is_named else f"{html.escape(tr('Its rival:'))} {link_to(run, rival)}.")
    if victims:
        many = tr("It suppressed {count} others.", count=f"{victims:,}")
        parts.append(html.escape(many if victims > 1 else tr("It suppressed one other.")))
    return " ".join(parts)


def _level(run: DetectionRun, proposal: int) -> str:
    """FPN, equation 1, with the numbers of this box."""
    given = run.proposal(proposal)
    box = given.box_input
    parts = fpn_level(box)
    formula = (
        f"<nobr><i>k</i> = ⌊4 + log₂(√({box.width:.1f} × {box.height:.1f}) / 224)⌋</nobr><br>"
        f"<nobr>= ⌊4 + log₂({parts.root:.1f} / 224)⌋ = ⌊{parts.unclamped:.2f}⌋</nobr>".replace("-", MINUS)
    )
    ending = tr("clamped to {level}", level=given.roi_level) if parts.clamped else given.roi_level
    return f"{formula} → {html.escape(ending)}"


def _classes(run: DetectionRun, proposal: int) -> str:
    scores = run.boxes.scores[proposal]
    best = np.argsort(-scores, kind="stable")[:TOP_CLASSES].tolist()
    return ", ".join(f"<nobr>{html.escape(run.label_names[label])} {scores[label]:.3f}</nobr>" for label in best)


def _mask(run: DetectionRun, detection: int) -> str:
    inside = int((run.mask_probabilities(detection) > run.thresholds.mask).sum())
    return html.escape(
        tr(
            "Read from P{level}; {inside} of {cells} cells are above {limit}.", level=run.masks.level(detection), inside=inside,
            cells=run.mask_logits(detection).size, limit=f"{run.thresholds.mask:.2f}",
        )
    )  # fmt: skip


def _sentence(explanation: Explanation) -> str:
    return tr_core(explanation.template, explanation.fields)


def _step(title: str, content: str) -> str:
    return f"<p style='margin:5px 0 0 0'><b>{html.escape(title)}</b><br>{content}</p>"


def _paragraph(content: str) -> str:
    return f"<p style='margin:0 0 8px 0'>{content}</p>"


def _muted(text: str) -> str:
    return f"<p class='m'>{html.escape(text)}</p>"


def _signed(value: float) -> str:
    text = f"{value:+.2f}"
    return "0.00" if float(text) == 0 else text.replace("-", MINUS)
