"""Every family of students, by the name that plans use."""

from trainer.failures import RefusedPlanError
from trainer.families.decoder import DecoderFamily
from trainer.families.editor import EditorFamily
from trainer.families.encoder import EncoderFamily
from trainer.families.encoder_decoder import EncoderDecoderFamily
from trainer.families.family import Family
from trainer.families.fitted import FittedFamily
from trainer.families.frozen_encoder import FrozenEncoderFamily
from trainer.families.span import SpanFamily
from trainer.families.tagger import TaggerFamily
from trainer.families.tfidf import TfidfFamily
from trainer.plan import ExportPlan, TrainingPlan

FAMILIES: dict[str, Family | FittedFamily] = {
    family.name: family
    for family in (
        TfidfFamily(),
        FrozenEncoderFamily(),
        EncoderFamily(),
        SpanFamily(),
        TaggerFamily(),
        EditorFamily(),
        EncoderDecoderFamily(),
        DecoderFamily(),
    )
}


def family_for(plan: TrainingPlan | ExportPlan) -> Family | FittedFamily:
    """The plan's family.

    Raises:
        RefusedPlanError: If there is none of that name, or it makes no students for the plan's kind.
    """
    family = FAMILIES.get(plan.family)
    if family is None:
        raise RefusedPlanError(f"no family of students is called {plan.family}")
    if plan.kind not in family.kinds:
        kinds = ", ".join(family.kinds)
        raise RefusedPlanError(f"the family {plan.family} makes students for {kinds}, not for {plan.kind}")
    return family


__all__ = ["FAMILIES", "Family", "FittedFamily", "family_for"]
