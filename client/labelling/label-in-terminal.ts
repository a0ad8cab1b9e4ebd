import type { GivenAnswer } from '../../contracts/labelling.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import type { LabelSession } from '../../lib/labelling/label-session.ts';
import { goldAnswer, judgedAnswer, type Question } from '../../lib/labelling/question.ts';
import { visible } from '../../lib/report-page/markup.ts';
import { keyLine, questionLines } from '../terminal/label-lines.ts';
import type { Keys } from '../terminal/keys.ts';
import type { Terminal } from '../terminal/terminal.ts';
import { keysOfLabels } from './label-keys.ts';

/** How a person left: nothing more to ask, as many labels as planned, for now, or by Ctrl-C. */
export type LabelEnd = 'all' | 'planned' | 'stopped' | 'interrupted';

export interface TerminalLabelling {
  readonly terminal: Terminal;
  readonly interrupted: AbortSignal;
  readonly spec: TaskSpec;
  readonly session: LabelSession;
  /** Labels at which to stop; null: when nothing is left. */
  readonly planned: number | null;
}

/** Asks one row after the other, until nothing is left or the person stops. Each answer is kept before the next row is shown. */
export async function labelInTerminal(work: TerminalLabelling): Promise<LabelEnd> {
  const { terminal, spec } = work;
  for (const line of visible(spec.instruction).split('\n')) terminal.say(terminal.palette.faint(`│ ${line}`));
  const keyboard = createKeyboard(work);
  try {
    return await askAll({ ...work, keyboard });
  } finally {
    keyboard.close();
  }
}

/** Keys, and whole lines where something is written. They stay open from row to row: whoever types ahead loses nothing. */
interface Keyboard extends Pick<Keys, 'close'> {
  readonly key: () => Promise<string>;
  readonly line: (prompt: string) => Promise<string>;
}

function createKeyboard({ terminal, interrupted }: TerminalLabelling): Keyboard {
  let keys = terminal.openKeys();
  return {
    key: () => keys.next(interrupted),
    line: async (prompt) => {
      keys.close();
      try {
        return await terminal.ask(prompt, interrupted);
      } finally {
        keys = terminal.openKeys();
      }
    },
    close: () => keys.close(),
  };
}

type Asking = TerminalLabelling & { readonly keyboard: Keyboard };

async function askAll(work: Asking): Promise<LabelEnd> {
  const { session, planned, terminal } = work;
  for (;;) {
    const question = session.next();
    if (question === null) return 'all';
    if (planned !== null && session.progress().labelled >= planned) return 'planned';
    const said = await askAbout(work, question);
    if (said === 'stopped' || said === 'interrupted') return said;
    if (said === 'undo') {
      if (!(await session.undo())) terminal.say('There is no label of yours to take back.');
      continue;
    }
    await session.give(question.id, said);
    terminal.say(terminal.palette.good(`→ ${shortly(said)}`));
  }
}

type Said = GivenAnswer | 'undo' | 'stopped' | 'interrupted';

async function askAbout(work: Asking, question: Question): Promise<Said> {
  const { terminal, session } = work;
  const keys = question.asks.how === 'judge' ? [] : keysOfLabels(question.asks.labels.length);
  const around = { palette: terminal.palette, columns: terminal.columns() };
  for (const line of questionLines(question, session.progress(), keys, around)) terminal.say(line);
  terminal.say(keyLine(question.asks, terminal.palette));
  for (;;) {
    const said = await readAnswer(work, question, keys);
    if (said !== null) return said;
  }
}

/** Null where a key or a text means nothing: it is asked again. */
async function readAnswer(work: Asking, question: Question, keys: readonly string[]): Promise<Said | null> {
  const { asks } = question;
  if (asks.how !== 'judge' && keys.length === 0)
    return written(work, question, 'The label; ? cannot say, u undo, nothing to stop for now: ');
  const key = await (asks.how === 'labels'
    ? several(
        work,
        asks.labels.map(({ name }) => name),
        keys,
      )
    : work.keyboard.key());
  if (typeof key !== 'string') return goldOrComplain(work, question, key);
  const command = commandOf(key);
  if (command !== null) return command;
  if (asks.how !== 'judge') {
    const label = asks.how === 'label' ? asks.labels[keys.indexOf(key)] : undefined;
    return label === undefined ? null : goldOrComplain(work, question, label.name);
  }
  if (key === 'w') return written(work, question, 'What is right: ');
  const right = JUDGEMENTS[Math.min(2, asks.answers.length)]?.get(key);
  return right === undefined
    ? null
    : judgedAnswer(
        asks.answers,
        asks.answers.filter((_, at) => right.includes(at)),
      );
}

/** By how many answers are shown: which of them a key calls right. */
const JUDGEMENTS: readonly ReadonlyMap<string, readonly number[]>[] = [
  new Map(),
  new Map([
    ['y', [0]],
    ['n', []],
  ]),
  new Map([
    ['a', [0]],
    ['b', [1]],
    ['x', [0, 1]],
    ['n', []],
  ]),
];

function commandOf(key: string): Said | null {
  if (key === '') return 'interrupted';
  if (key === 'q' || key === 'escape') return 'stopped';
  if (key === 'u' || key === 'backspace') return 'undo';
  return key === '?' ? { is: 'unclear' } : null;
}

/** Labels are taken and given back by their keys until Enter; another key ends it as itself. */
async function several(
  { terminal, keyboard }: Asking,
  labels: readonly string[],
  keys: readonly string[],
): Promise<string | readonly string[]> {
  const chosen = new Set<string>();
  for (;;) {
    terminal.paint([`  chosen: ${chosen.size === 0 ? 'none' : [...chosen].join(', ')}`]);
    const key = await keyboard.key();
    const label = labels[keys.indexOf(key)];
    if (label === undefined && key !== 'return' && commandOf(key) === null) continue;
    if (label === undefined) {
      terminal.settle();
      return key === 'return' ? [...chosen] : key;
    }
    if (!chosen.delete(label)) chosen.add(label);
  }
}

async function written(work: Asking, question: Question, prompt: string): Promise<Said | null> {
  const text = (await work.keyboard.line(prompt)).trim();
  if (work.interrupted.aborted) return 'interrupted';
  if (text === '') return question.asks.how === 'judge' ? null : 'stopped';
  const command = question.asks.how === 'judge' ? null : commandOf(text);
  return command ?? goldOrComplain(work, question, text);
}

function goldOrComplain({ terminal, spec }: TerminalLabelling, { input }: Question, output: unknown): Said | null {
  const answer = goldAnswer(spec, input, output);
  if (typeof answer !== 'string') return answer;
  terminal.complain(answer);
  return null;
}

/** What was understood, in a line. */
function shortly(answer: GivenAnswer): string {
  switch (answer.is) {
    case 'gold':
      return visible(answer.output).split('\n')[0] ?? '';
    case 'judged':
      if (answer.right.length === 0) return 'none is right';
      if (answer.wrong.length > 0) return 'one is right';
      return answer.right.length === 1 ? 'right' : 'both are right';
    case 'unclear':
      return 'cannot say';
    case 'withdrawn':
      return 'taken back';
    default:
      return answer satisfies never;
  }
}
