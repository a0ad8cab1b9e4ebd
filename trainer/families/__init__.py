"""Every family of students, by the name that plans use."""

from trainer.families.encoder import EncoderFamily
from trainer.families.encoder_decoder import EncoderDecoderFamily
from trainer.families.family import Family

FAMILIES: dict[str, Family] = {family.name: family for family in (EncoderFamily(), EncoderDecoderFamily())}

__all__ = ["FAMILIES", "Family"]
