"""The Mask R-CNN workspace: one object followed from its anchor to its pasted mask, stage by stage."""
