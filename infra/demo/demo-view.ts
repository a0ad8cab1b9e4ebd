import { duration } from '../../client/terminal/numbers.ts';
import type { Terminal } from '../../client/terminal/terminal.ts';
import type { Example } from './examples.ts';

/** Lines of the demo itself and of each build that a screen shows at once: what the last minute brought. */
const SHOWN = 7;

/** Nobody should look at a silent log for ten seconds. */
const SILENCE_MS = 8_000;

export interface DemoView {
  /** Says something of the demo itself. */
  readonly note: (text: string) => void;
  /** Passes on what a build says. */
  readonly line: (example: Example, text: string) => void;
  /** To be called each second: paints the screen anew, or says that work goes on where a log was silent. */
  readonly tick: () => void;
  readonly close: () => void;
}

/**
 * Progress of all builds at once: painted over on a screen, elsewhere line by line with the build's name before it.
 * `now` gives milliseconds.
 */
export const createDemoView = (terminal: Terminal, examples: readonly Example[], now: () => number): DemoView =>
  terminal.shows === 'screen' ? onScreen(terminal, examples, now) : inLines(terminal, examples, now);

function onScreen(terminal: Terminal, examples: readonly Example[], now: () => number): DemoView {
  const startedMs = now();
  const notes: string[] = [];
  const said = new Map<Example, string[]>(examples.map((example) => [example, []]));
  const paint = (): void => {
    const { strong, faint } = terminal.palette;
    const blocks = [...said].flatMap(([example, lines]) =>
      lines.length === 0 ? [] : ['', strong(example), ...lines.slice(-SHOWN).map((line) => `  ${line}`)],
    );
    terminal.paint([...notes.slice(-SHOWN), ...blocks, '', faint(duration((now() - startedMs) / 1000))]);
  };
  return {
    note: (text) => {
      notes.push(text);
      paint();
    },
    line: (example, text) => {
      said.get(example)?.push(text);
      paint();
    },
    tick: paint,
    close: terminal.settle,
  };
}

function inLines(terminal: Terminal, examples: readonly Example[], now: () => number): DemoView {
  const startedMs = now();
  const width = Math.max(...examples.map((example) => example.length));
  let lastMs = startedMs;
  const say = (text: string): void => {
    lastMs = now();
    terminal.say(text);
  };
  return {
    note: say,
    line: (example, text) => say(`${example.padEnd(width)} | ${text}`),
    tick: () => {
      if (now() - lastMs >= SILENCE_MS) say(`at work, ${duration((now() - startedMs) / 1000)}`);
    },
    close: () => {},
  };
}
