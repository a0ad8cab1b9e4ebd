import { createInterface, type Interface } from 'node:readline';
import { fitLine } from './fit-line.ts';
import { type Keys, openKeys } from './keys.ts';
import { createPalette, type Palette } from './palette.ts';
import { wrapLine } from './wrap-line.ts';

/** Where a command speaks to people, and where it leaves its result. */
export interface Terminal {
  /** `screen`: a person watches, lines may be painted over and questions asked. */
  readonly shows: 'screen' | 'lines';
  readonly columns: () => number;
  readonly palette: Palette;
  readonly say: (text: string) => void;
  /** Shows these lines in place of those painted before; on a screen only. */
  readonly paint: (lines: readonly string[]) => void;
  /** Leaves what was painted as it stands. */
  readonly settle: () => void;
  /** What went wrong; on standard error. */
  readonly complain: (text: string) => void;
  /** The answer; empty where Ctrl-C or the end of the input comes instead. */
  readonly ask: (question: string, interrupted: AbortSignal) => Promise<string>;
  /** On a screen only, until they are closed: then lines are read again. */
  readonly openKeys: () => Keys;
  /** The command's result: printed where JSON is wanted. */
  readonly result: (json: Readonly<Record<string, unknown>>) => void;
  readonly close: () => void;
}

type Streams = Pick<NodeJS.Process, 'stdin' | 'stdout' | 'stderr' | 'env'>;

/** Where a screen does not tell its size. */
const DEFAULT_COLUMNS = 100;
const DEFAULT_ROWS = 24;
const HIDE_CURSOR = '\u001B[?25l';
const SHOW_CURSOR = '\u001B[?25h';

/** The process's own terminal. With `json` people read standard error, and standard output holds one line. */
export function createTerminal({ stdin, stdout, stderr, env }: Streams, output: 'people' | 'json'): Terminal {
  const people = output === 'json' ? stderr : stdout;
  const isScreen = output === 'people' && stdout.isTTY && env['TERM'] !== 'dumb';
  const colours = people.isTTY && !env['NO_COLOR'] && env['TERM'] !== 'dumb';
  const palette = createPalette(colours ? 'colour' : 'plain');
  const columns = () => stdout.columns || DEFAULT_COLUMNS;
  const rows = () => stdout.rows || DEFAULT_ROWS;
  let painted = 0;

  const settle = () => {
    if (painted > 0) people.write(SHOW_CURSOR);
    painted = 0;
  };
  const clear = () => {
    // Up to the first painted line, and away with all below.
    if (painted > 0) people.write(`\u001B[${painted}A\u001B[J`);
  };

  return {
    shows: isScreen && stdin.isTTY ? 'screen' : 'lines',
    columns,
    palette,
    say: (text) => {
      settle();
      // Lines that a program reads stay whole.
      const lines = isScreen ? text.split('\n').flatMap((line) => wrapLine(line, columns())) : [text];
      people.write(`${lines.join('\n')}\n`);
    },
    paint: (lines) => {
      clear();
      // What has scrolled away cannot be painted over; and some terminals wrap a line that fills the last column.
      const shown = lines.slice(0, Math.max(1, rows() - 1)).map((line) => fitLine(line, columns() - 1));
      people.write(`${HIDE_CURSOR}${shown.join('\n')}\n`);
      painted = shown.length;
    },
    settle,
    complain: (text) => {
      settle();
      stderr.write(`${colours ? createPalette('colour').bad(text) : text}\n`);
    },
    ask: (question, interrupted) =>
      askOnce(createInterface({ input: stdin, output: people }), people, question, interrupted),
    openKeys: () => openKeys(stdin),
    result: (json) => {
      if (output === 'json') stdout.write(`${JSON.stringify(json)}\n`);
    },
    close: settle,
  };
}

/** In its raw mode the reader sees Ctrl-C itself; an input that ends never answers. */
function askOnce(
  reader: Interface,
  people: NodeJS.WritableStream,
  question: string,
  interrupted: AbortSignal,
): Promise<string> {
  const none = () => {
    reader.close();
    people.write('\n');
  };
  interrupted.addEventListener('abort', none);
  return new Promise<string>((resolve) => {
    reader.once('SIGINT', none);
    reader.once('close', () => resolve(''));
    reader.question(question, (answer) => {
      resolve(answer);
      reader.close();
    });
  }).finally(() => interrupted.removeEventListener('abort', none));
}
