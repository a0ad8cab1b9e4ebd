import type { Dice } from './dice.ts';

/** Slots by name, each with its alternatives. An alternative may hold slots itself: `{name}`, or `{#2-31}` for a whole number. */
export type Grammar = Readonly<Record<string, readonly string[]>>;

const SLOT = /\{(#(\d+)-(\d+)|\w+)\}/g;

/**
 * The text with every slot replaced by a drawn alternative, to any depth.
 * @throws RangeError for a slot that the grammar does not have
 */
export function expand(text: string, grammar: Grammar, dice: Dice): string {
  return text.replace(SLOT, (_whole, name: string, low: string | undefined, high: string | undefined) =>
    low === undefined || high === undefined
      ? expand(dice.pick(alternatives(grammar, name)), grammar, dice)
      : String(dice.between(Number(low), Number(high))),
  );
}

/** Source of a regular expression that matches all that `expand` can make of the text, and for numbers some more. */
export function patternOf(text: string, grammar: Grammar): string {
  let source = '';
  let end = 0;
  for (const match of text.matchAll(SLOT)) {
    source += literally(text.slice(end, match.index)) + slotPattern(match[1] ?? '', grammar);
    end = match.index + match[0].length;
  }
  return source + literally(text.slice(end));
}

function slotPattern(name: string, grammar: Grammar): string {
  if (name.startsWith('#')) return '\\d+';
  return `(?:${alternatives(grammar, name)
    .map((alternative) => patternOf(alternative, grammar))
    .join('|')})`;
}

function alternatives(grammar: Grammar, name: string): readonly string[] {
  const found = grammar[name];
  if (found === undefined) throw new RangeError(`the grammar has no slot {${name}}`);
  return found;
}

const literally = (text: string): string => text.replaceAll(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
