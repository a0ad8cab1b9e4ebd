import type { Dice } from '../dice.ts';
import { expand } from '../grammar.ts';
import { drawQueue, QUEUE_LABELS } from './labels.ts';
import { misspell } from './misspellings.ts';
import { TRIAGE_WORDS } from './words.ts';
import { WRITTEN_CLOSINGS, WRITTEN_CORES, WRITTEN_OPENINGS } from './writing-templates.ts';

/** Share of wishes that are met: who is asked for a certain kind of message now and then writes another. */
const WISHES_MET = 0.9;

/** One message as the simulated teacher writes it, in the wished queue mostly, else in a queue drawn by its share. */
export function writeMessage(dice: Dice, wish: string | null): string {
  const wished = QUEUE_LABELS.find((label) => label === wish);
  const label = wished !== undefined && dice.chance(WISHES_MET) ? wished : drawQueue(dice);
  const parts = [
    dice.chance(0.6) ? dice.pick(WRITTEN_OPENINGS) : '',
    dice.pick<string>(WRITTEN_CORES[label]),
    dice.chance(0.55) ? dice.pick(WRITTEN_CLOSINGS) : '',
  ];
  const message = expand(parts.filter((part) => part !== '').join(' '), TRIAGE_WORDS, dice);
  return dice.pick(STYLES)(message);
}

const asWritten = (text: string): string => text;
const careless = (text: string): string => text.toLowerCase().replaceAll(/[.,!]+(?=\s|$)/g, '');
const shouting = (text: string): string => text.toUpperCase();

/** Ways of typing, each as often as it stands here. */
const STYLES = [asWritten, asWritten, asWritten, asWritten, careless, careless, misspell, misspell, shouting];
