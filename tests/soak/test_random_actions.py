"""Whatever is done, in whatever order and haste: no overlay of anything else than what is shown, and the last request always shown.

Long form, 10,000 actions: ``HALFPIXEL_LONG=1 python -m pytest tests/soak/test_random_actions.py --timeout 0 -s``
"""

from __future__ import annotations

import random
import time
from collections import deque
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from pathlib import Path
from typing import Any, ClassVar

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from PySide6.QtCore import QElapsedTimer, QEventLoop, Signal
from PySide6.QtWidgets import QApplication, QFileDialog

from app.actions import ACTIONS
from app.application import Application
from app.chosen import Chosen, ChosenKind
from app.detection_session import NO_MODEL, VIEW_THRESHOLDS
from app.intents import Intents
from app.panels.thresholds import OPERATORS
from app.preferences import Language, StageKey, ThemeChoice, Workspace
from core.catalog import MODELS, Task
from core.errors import InvalidOutput
from core.fcn.config import Gains, ReadOut
from core.maskrcnn.results import PasteRule, Poolers
from core.palettes import PALETTES
from tests.app.conftest import options, write_photo
from tests.fakes import FakeMaker
from tests.soak.monkey import work_something
from tests.soak.slow_engine import SlowEngine
from tests.soak.truth_of_the_window import TruthOfTheWindow, is_idle, warm_up
from tests.windows import take_down, usual_looks

HANG = 240.0
"""Seconds. Whoever is not idle by then never will be."""
NOISE = {"point_at", "want_thumbnails"}
LEFT_ALONE = {"open", "quit", "guide"}
"""They wait for an answer, end the program, or start another one."""
"""One asks the system for a file, the other ends the program."""
FAILURE = InvalidOutput("{model} gave invalid numbers for {name}; choose another model.", model="Tiny", name="photo")
MINDS = ("cancel", "another photo", "run")
SHARES = st.sampled_from((0.0, 0.05, 0.3, 0.5, 0.7, 1.0))
OPERATOR = st.sampled_from([settings for _, settings in OPERATORS])


@dataclass
class Toll:
    actions: int = 0
    rests: int = 0
    shown: int = 0
    faults: list[str] = field(default_factory=list)


class Haste(RuleBasedStateMachine):
    """A program of its own for each run of the machine."""

    folder: ClassVar[Path]
    toll: ClassVar[Toll]

    def __init__(self) -> None:
        super().__init__()
        self.engine = SlowEngine()
        self.program = Application(options(device="cpu", lang="en"), FakeMaker(self.engine))
        self.program.intents.fetch_model.disconnect()  # nothing is downloaded by chance
        self.session, self.intents = self.program.session, self.program.intents
        self.truth = TruthOfTheWindow(self.program)
        self.done: deque[str] = deque(maxlen=40)
        self._write_down_intents()
        self.program.messages.catch_everything()
        self.program.window.show()

    @initialize()
    def begin(self) -> None:
        self.open_photo(0)

    def _write_down_intents(self) -> None:
        """What led to a fault, and when the window was at rest in between."""
        for name in (name for name, value in vars(Intents).items() if isinstance(value, Signal) and name not in NOISE):
            getattr(self.intents, name).connect(lambda *given, name=name: self.done.append(f"{name} {given}"))
        self.session.segmentation_changed.connect(lambda shown: self.done.append(f"-> classes {shown and shown.scores.model_key}"))
        self.session.detection_changed.connect(lambda shown: self.done.append(f"-> objects {shown and shown.model_key}"))
        self.session.activity_changed.connect(lambda activity: self.done.append(f"-> {activity}"))

    # -- what a person does ----------------------------------------------------------------------------------------------

    @rule(number=st.integers(0, 3))
    def open_photo(self, number: int) -> None:
        self.intents.open_paths.emit((self.folder / f"{number}.png",))

    @rule(name=st.sampled_from(("", "empty", "gone.png", "broken.png", "odd/inside.png")))
    def open_something(self, name: str) -> None:
        self.intents.open_paths.emit((self.folder / name,))

    @rule(steps=st.sampled_from((-1, 1)))
    def step(self, steps: int) -> None:
        self.intents.step_photo.emit(steps)

    @rule(key=st.sampled_from([row.key for row in ACTIONS if row.key not in LEFT_ALONE]))
    def command(self, key: str) -> None:
        self.program.window.actions_table[key].trigger()

    @rule()
    def run(self) -> None:
        self.intents.run.emit()

    @rule()
    def cancel(self) -> None:
        self.intents.cancel.emit()

    @rule(number=st.integers(0, 3), milliseconds=st.integers(0, 60), then=st.sampled_from(MINDS))
    def change_ones_mind(self, number: int, milliseconds: int, then: str) -> None:
        """While the network is at it, or has just finished and nobody has been told yet: this thread looks away meanwhile."""
        self.intents.run.emit()
        time.sleep(milliseconds / 1000)
        if then == "another photo":
            self.open_photo(number)
        else:
            (self.intents.cancel if then == "cancel" else self.intents.run).emit()
            self.time_goes_by(60)  # what was on its way would be there by now

    @rule(read_out=st.sampled_from(ReadOut))
    def choose_read_out(self, read_out: ReadOut) -> None:
        self.intents.choose_read_out.emit(read_out)

    @rule(key=st.sampled_from([row.key for row in MODELS if row.task is Task.SEMANTIC]))
    def choose_model(self, key: str) -> None:
        self.intents.choose_model.emit(key)

    @rule(key=st.sampled_from([NO_MODEL, *(row.key for row in MODELS if row.task is Task.INSTANCE)]))
    def choose_instance_model(self, key: str) -> None:
        self.intents.choose_instance_model.emit(key)

    @rule(workspace=st.sampled_from(Workspace))
    def choose_workspace(self, workspace: Workspace) -> None:
        self.intents.choose_workspace.emit(workspace)

    @rule(low=SHARES, high=SHARES, steps=st.integers(1, 4))
    def drag_gain(self, low: float, high: float, steps: int) -> None:
        for number in range(steps + 1):
            self.intents.set_gains.emit(Gains(score16=2 * (low + (high - low) * number / steps)))

    @rule(score=SHARES, nms=SHARES, mask=SHARES)
    def set_thresholds(self, score: float, nms: float, mask: float) -> None:
        self.intents.set_thresholds.emit(replace(VIEW_THRESHOLDS, score=score, nms=nms, mask=mask))

    @rule()
    def networks_own_thresholds(self) -> None:
        self.intents.set_thresholds.emit(None)

    @rule(box=OPERATOR, mask=OPERATOR)
    def choose_poolers(self, box: Any, mask: Any) -> None:
        self.intents.choose_poolers.emit(Poolers(box, mask))

    @rule(paste_rule=st.sampled_from(PasteRule))
    def choose_paste_rule(self, paste_rule: PasteRule) -> None:
        self.intents.choose_paste_rule.emit(paste_rule)

    @rule(opacity=SHARES, palette=st.sampled_from(sorted(PALETTES)))
    def change_the_look(self, opacity: float, palette: str) -> None:
        self.intents.set_opacity.emit(opacity)
        self.intents.choose_palette.emit(palette)

    @rule(class_id=st.integers(0, 10), shown=st.booleans())
    def change_the_legend(self, class_id: int, shown: bool) -> None:
        self.intents.show_classes.emit((class_id,), shown)
        self.intents.colour_class.emit(class_id, (10, 20, 30) if shown else None)
        self.intents.toggle_solo.emit(class_id)

    @rule(index=st.integers(0, 3), kind=st.sampled_from((ChosenKind.DETECTION, ChosenKind.PROPOSAL)), in_lab=st.booleans())
    def choose_an_object(self, index: int, kind: ChosenKind, in_lab: bool) -> None:
        run = self.session.detection
        count = 0 if run is None else len(run) if kind is ChosenKind.DETECTION else len(run.boxes)
        if index < count:
            (self.intents.open_in_lab if in_lab else self.intents.choose).emit(Chosen(kind, index))

    @rule(stage=st.sampled_from(StageKey))
    def show_stage(self, stage: StageKey) -> None:
        self.intents.show_stage.emit(stage)

    @rule(theme=st.sampled_from(ThemeChoice), language=st.sampled_from(Language))
    def change_theme_and_language(self, theme: ThemeChoice, language: Language) -> None:
        self.intents.choose_theme.emit(theme)
        self.intents.choose_language.emit(language)

    @rule(width=st.integers(960, 1500), height=st.integers(560, 900))
    def resize(self, width: int, height: int) -> None:
        self.program.window.resize(width, height)

    @rule(held=st.booleans())
    def hold_the_overlays(self, held: bool) -> None:
        self.intents.hold_overlays.emit(held)

    @rule(seed=st.integers(0, 2**32 - 1))
    def work_a_control(self, seed: int) -> None:
        self.done.append(work_something(self.program.window, random.Random(seed)))

    # -- what the machine does -------------------------------------------------------------------------------------------

    @rule(fails=st.booleans(), in_reading=st.booleans())
    def the_network_fails_from_now_on(self, fails: bool, in_reading: bool) -> None:
        self.engine.failure = FAILURE if fails else None
        self.engine.detect_failure = FAILURE if fails else None
        self.engine.read_out_failure = FAILURE if fails and in_reading else None

    @rule(longest=st.sampled_from((0.0, 0.02, 0.08)))
    def the_machine_gets_slower_or_faster(self, longest: float) -> None:
        self.engine.longest = longest

    @rule(milliseconds=st.integers(1, 60))
    def time_goes_by(self, milliseconds: int) -> None:
        timer = QElapsedTimer()
        timer.start()
        while timer.elapsed() < milliseconds:
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, milliseconds)

    @rule()
    def come_to_rest(self) -> None:
        self.rest()

    # -- what must hold --------------------------------------------------------------------------------------------------

    @invariant()
    def nothing_is_stale(self) -> None:
        self.toll.actions += 1
        QApplication.processEvents()
        self._judge(self.truth.check)

    def rest(self) -> None:
        """What is asked for is there in the end. Gains that moved are at rest after a while, so idle is looked at twice."""
        until = time.monotonic() + HANG
        while not is_idle(self.program):
            QApplication.processEvents(QEventLoop.ProcessEventsFlag.AllEvents, 20)
            assert time.monotonic() < until, f"still at work: {self.session.activity}"
        self._judge(self.truth.check_at_rest)
        self.toll.rests += 1
        self.toll.shown += self.session.segmentation is not None

    def _judge(self, check: Callable[[], None]) -> None:
        """A fault is written down with what led to it: Hypothesis would look for it again, and threads never run the same way twice."""
        try:
            check()
        except AssertionError as fault:
            told = str(fault).splitlines()[0]
            if all(told not in known for known in self.toll.faults):
                self.toll.faults.append("\n  ".join((told, *self.done)))

    def teardown(self) -> None:
        try:
            self.rest()
        finally:
            take_down(self.program)


@pytest.fixture
def photos(tmp_path: Path) -> Path:
    """Five photos of unlike sizes, in whole cells at stride 32 as networks' inputs are, an empty folder, and what cannot be opened."""
    folder = tmp_path / "photos"
    (folder / "empty").mkdir(parents=True)
    (folder / "odd").mkdir()
    for number, size in enumerate(((96, 64), (64, 96), (128, 96), (96, 64))):
        write_photo(folder / f"{number}.png", number, size)
    write_photo(folder / "odd" / "inside.png", 9, (96, 96))
    (folder / "broken.png").write_bytes((folder / "0.png").read_bytes()[:300])
    return folder


@pytest.fixture
def no_dialogs(monkeypatch: pytest.MonkeyPatch, qapp: QApplication) -> Iterator[None]:
    """A person who leaves the system's dialogs at once; and the look of before afterwards."""
    for name in ("getOpenFileName", "getSaveFileName"):
        monkeypatch.setattr(QFileDialog, name, lambda *_, **__: ("", ""))
    monkeypatch.setattr(QFileDialog, "getExistingDirectory", lambda *_, **__: "")
    with usual_looks(qapp):
        yield


@pytest.mark.usefixtures("no_dialogs")
def test_no_overlay_is_stale_and_the_last_request_is_shown(photos: Path, is_long: bool) -> None:
    warm_up()
    Haste.folder, Haste.toll = photos, Toll()
    wanted, steps = (10_000, 100) if is_long else (150, 80)
    usual = settings(
        max_examples=wanted // steps + 2, stateful_step_count=steps, derandomize=not is_long, deadline=None, database=None,
        phases=(Phase.generate,), suppress_health_check=list(HealthCheck), print_blob=False,
    )  # fmt: skip
    toll = Haste.toll
    while toll.actions < wanted:  # some runs of the machine are shorter than asked for
        run_state_machine_as_test(Haste, settings=usual)
    print(f"{toll.actions} actions, {toll.rests} times at rest, {toll.shown} of them with an overlay; {len(toll.faults)} kinds of faults")
    assert not toll.faults, "\n".join(toll.faults)
    assert toll.actions >= wanted
    assert toll.shown


@pytest.mark.usefixtures("no_dialogs")
def test_whoever_changes_their_mind_sees_nothing_of_what_they_asked_for_before(photos: Path, is_long: bool) -> None:
    """Among all actions these are few, so here they are by themselves: some of the results are on their way to the window already."""
    warm_up()
    Haste.folder, Haste.toll = photos, Toll()
    chance, haste = random.Random(9), Haste()
    haste.begin()
    for _ in range(1_000 if is_long else 50):
        haste.change_ones_mind(chance.randrange(4), chance.randint(0, 60), chance.choice(MINDS))
        haste.nothing_is_stale()
    haste.teardown()
    assert not Haste.toll.faults, "\n".join(Haste.toll.faults)
    assert Haste.toll.shown
