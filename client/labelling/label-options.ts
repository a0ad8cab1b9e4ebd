import { CommandFailure } from '../command-failure.ts';
import { textOption, type VerbCall } from '../verb.ts';

/** How labels are asked for, or what is done instead of asking. */
export type LabelWay =
  | { readonly does: 'terminal' | 'page' | 'plan' | 'verdict' }
  | { readonly does: 'answers' | 'questions'; readonly file: string }
  | { readonly does: 'export'; readonly file: string; readonly as: 'test' | 'examples' };

export interface LabelOptions {
  readonly way: LabelWay;
  readonly by: string;
  /** Labels at which to stop and compute the verdict; null: all. */
  readonly planned: number | null;
  readonly verdict: 'now' | 'when-due';
  readonly asks: 'open' | 'second';
  readonly looks: number | null;
  readonly alike: number | null;
}

/**
 * What a command line asks for. @throws CommandFailure `usage` where it contradicts itself, or nobody could answer
 */
export function labelOptions(call: VerbCall, user: string): LabelOptions {
  const verdict = call.options['verdict'] === true ? 'now' : 'when-due';
  return {
    way: wayIn(call, verdict),
    by: textOption(call, 'by') ?? user,
    planned: numberIn(call, 'labels', 1),
    verdict,
    asks: call.options['second'] === true ? 'second' : 'open',
    looks: numberIn(call, 'looks', 1),
    alike: numberIn(call, 'alike', 0),
  };
}

function wayIn(call: VerbCall, verdict: LabelOptions['verdict']): LabelWay {
  const { options, terminal } = call;
  const file = (name: 'answers' | 'questions'): readonly LabelWay[] => {
    const path = textOption(call, name);
    return path === undefined ? [] : [{ does: name, file: path }];
  };
  const exportFile = textOption(call, 'export');
  const ways: readonly LabelWay[] = [
    ...file('answers'),
    ...file('questions'),
    ...(exportFile === undefined ? [] : [{ does: 'export' as const, file: exportFile, as: useIn(call) }]),
    ...(options['page'] === true ? [{ does: 'page' as const }] : []),
    ...(options['plan'] === true ? [{ does: 'plan' as const }] : []),
  ];
  const [way, other] = ways;
  if (other !== undefined)
    throw new CommandFailure('usage', 'One of --page, --answers, --questions, --export and --plan at a time.');
  if (way === undefined && exportFile === undefined && textOption(call, 'as') !== undefined)
    throw new CommandFailure('usage', '--as says what --export FILE is for: name the file.');
  if (way !== undefined) return way;
  if (verdict === 'now') return { does: 'verdict' };
  if (terminal.shows === 'screen') return { does: 'terminal' };
  throw new CommandFailure(
    'usage',
    'Labelling asks a person, and this is no terminal: use --page, or --answers FILE with what --questions FILE wrote.',
  );
}

function useIn(call: VerbCall): 'test' | 'examples' {
  const use = textOption(call, 'as') ?? 'test';
  if (use === 'test' || use === 'examples') return use;
  throw new CommandFailure('usage', `--as is test or examples, not "${use}".`);
}

function numberIn(call: VerbCall, name: string, least: number): number | null {
  const text = textOption(call, name);
  if (text === undefined) return null;
  const number = Number(text);
  if (/^\d+$/.test(text) && number >= least) return number;
  throw new CommandFailure('usage', `--${name} is a whole number from ${least} on, not "${text}".`);
}
