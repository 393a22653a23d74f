"""Intents: what a person asks for. Panels, menus and the canvas emit them; the workflow alone listens and acts.

Every value is a str, an int, a float, a bool, or a frozen object.
"""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal


class Intents(QObject):
    """One signal per thing that can be asked. Nothing here knows who asks or who answers."""

    open_paths = Signal(object)
    """Sequence of Path: files or folders; the first photo among them is opened. Several files are a series to step through."""
    open_reduced = Signal(object)
    """Path of a photo that is too large to open whole."""
    open_sample = Signal(str)
    paste = Signal()
    step_photo = Signal(int)
    """+1 for the next photo of the folder (or the next sample), -1 for the previous one."""
    want_thumbnails = Signal(object)
    """Sequence of Path: photos whose small pictures have come into sight."""
    toggle_strip = Signal()
    choose_file = Signal()
    """Ask for a file: the one modal dialog."""

    run = Signal()
    cancel = Signal()
    choose_model = Signal(str)
    choose_instance_model = Signal(str)
    """Key of a Mask R-CNN, or empty to run none."""
    show_models = Signal(str)
    """Show every model, with this one's page open; empty for the one that is chosen."""
    fetch_model = Signal(str)
    """Download the weights of the model called so."""
    import_model = Signal(object)
    """ImportModel of app.models_session: take in a weight file."""
    remove_model = Signal(str)
    cancel_model = Signal(str)
    """Leave whatever is being done with the model called so."""
    dismiss_offer = Signal()
    """Go on with the chosen models; the missing one that was asked for is not wanted now."""
    choose_device = Signal(object)
    choose_read_out = Signal(object)
    set_gains = Signal(object)
    """Gains of core.fcn.config."""
    load_truth = Signal(object)
    """Path of a label PNG of the photo, ClassMapSource of core.evaluation.photos, or None to take the ground truth away."""

    set_opacity = Signal(float)
    nudge_opacity = Signal(float)
    set_outlined = Signal(bool)
    toggle_outlined = Signal()
    choose_palette = Signal(str)
    hold_overlays = Signal(bool)
    point_at = Signal(object)
    """Pixel under the pointer, or None."""

    show_classes = Signal(object, bool)
    """Sequence of class ids; whether to show them."""
    show_all_classes = Signal(bool)
    toggle_solo = Signal(int)
    colour_class = Signal(int, object)
    """Class id; (r, g, b), or None for the palette's colour again."""

    set_thresholds = Signal(object)
    """Thresholds of core.maskrcnn.results."""
    choose_poolers = Signal(object)
    choose_paste_rule = Signal(object)
    set_instance_look = Signal(object)
    toggle_objects_outlined = Signal()
    choose = Signal(object)
    """Chosen, or None."""
    show_stage = Signal(object)
    """StageKey: draw this stage of the Mask R-CNN on its workspace's photo."""
    open_in_lab = Signal(object)
    """Chosen: read its box in the RoI lab."""

    choose_workspace = Signal(object)
    compare = Signal()
    """Open the workspace that compares results."""
    compare_with = Signal(object)
    """Sequence of two to four Source of app.compare.source: open that workspace on these, side by side."""
    choose_theme = Signal(object)
    choose_language = Signal(object)

    undo = Signal()
    redo = Signal()

    fit = Signal()
    actual_size = Signal()
    zoom_by = Signal(float)
    reset_layout = Signal()
    find_command = Signal()
    start_tour = Signal()
    """Begin the guided tour, or go on where it was left."""
    go_to_stop = Signal(object)
    """Number of a stop of the tour, from 0, or None to leave it."""
    export = Signal()
    """Ask what file to write."""
    copy_picture = Signal()
    """Put the photo with what is drawn on it on the clipboard."""
    copy_command = Signal()
    """Put the command lines that make the results again on the clipboard."""
    show_keys = Signal()
    show_log = Signal()
    show_about = Signal()
    open_guide = Signal()
    """Hand the user guide to the program that opens such files."""
    quit = Signal()
