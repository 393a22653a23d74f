"""The one-hot stack as pictures: a channel for each class, white where it is 1."""

from __future__ import annotations

from PySide6.QtCore import QSize, Qt
from PySide6.QtGui import QColor, QIcon, QImage, QPainter, QPixmap
from PySide6.QtWidgets import QFrame, QListView, QListWidget, QListWidgetItem, QWidget

from app.inside_fcn.annotated import THUMBNAIL, Channels
from app.inside_fcn.map_legend import percent
from app.theme import current, tabular
from app.translation import tr


class ChannelList(QListWidget):
    """Scrolls; each entry says id, class and share."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setSelectionMode(QListView.SelectionMode.SingleSelection)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setUniformItemSizes(True)
        self.setSpacing(6)
        self.setIconSize(QSize(THUMBNAIL, THUMBNAIL))
        self.setFont(tabular(self.font()))

    def show_channels(self, channels: Channels | None) -> None:
        self.clear()
        if channels is None:
            return
        height, width = channels.thumbnails[0].shape
        self.setIconSize(QSize(width + 2, height + 2))
        names = channels.annotation.label_set.names
        for class_id, (title, share) in enumerate(zip(names, channels.shares, strict=True)):
            item = QListWidgetItem(QIcon(_picture(channels, class_id)), f"{class_id}  {title}\n{percent(share)}")
            item.setToolTip(tr("Channel {id}: 1 where the pixel is {name}, else 0.", id=class_id, name=title))
            if not share:
                item.setForeground(QColor(current().muted))
            self.addItem(item)


def _picture(channels: Channels, class_id: int) -> QPixmap:
    """The thumbnail in a thin frame, so that an empty channel is seen on a dark ground too."""
    grey = channels.thumbnails[class_id]
    height, width = grey.shape
    image = QImage(grey.tobytes(), width, height, width, QImage.Format.Format_Grayscale8)
    pixmap = QPixmap(width + 2, height + 2)
    pixmap.fill(Qt.GlobalColor.transparent)
    painter = QPainter(pixmap)
    painter.drawImage(1, 1, image)
    painter.setPen(QColor(current().edge))
    painter.drawRect(0, 0, width + 1, height + 1)
    painter.end()
    return pixmap
