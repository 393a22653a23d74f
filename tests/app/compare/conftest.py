"""The comparison stands on the same bench as the FCN's panes: real read-outs of seeded scores."""

from tests.app.inside_fcn.conftest import bench as bench
