class RefusedPlanError(ValueError):
    """The plan, or a row it names, cannot be worked on; the message says where and why."""


class UnusableBaseError(ValueError):
    """The base model cannot be loaded; the message names its folder."""
