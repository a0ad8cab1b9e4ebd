import { emitKeypressEvents, type Key } from 'node:readline';

/** Keys of a screen, one by one, until closed. None is lost or echoed between two questions. */
export interface Keys {
  /** A letter or sign as itself, else its name (`return`, `backspace`, `escape`); empty where Ctrl-C, Ctrl-D or the end of the input comes. */
  readonly next: (interrupted: AbortSignal) => Promise<string>;
  readonly close: () => void;
}

/** The input of a terminal: in its raw mode it gives keys, else lines. */
type KeyInput = NodeJS.ReadableStream & { readonly setRawMode: (mode: boolean) => unknown };

/** Takes the keys of a terminal; lines are read there again once they are closed. */
export function openKeys(stdin: KeyInput): Keys {
  const pressed: string[] = [];
  let waiting: ((key: string) => void) | null = null;
  const push = (key: string): void => {
    const asker = waiting;
    waiting = null;
    if (asker === null) pressed.push(key);
    else asker(key);
  };
  const press = (sign: string | undefined, { ctrl, name }: Key): void => {
    if (ctrl === true) {
      if (name === 'c' || name === 'd') push('');
      return;
    }
    push(sign !== undefined && /^[^\p{C}]$/u.test(sign) ? sign : (name ?? ''));
  };
  const end = (): void => push('');
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.resume();
  stdin.on('keypress', press);
  stdin.on('end', end);
  return {
    next: async (interrupted) => {
      const before = pressed.shift();
      if (before !== undefined) return before;
      if (interrupted.aborted) return '';
      const key = await new Promise<string>((resolve) => {
        waiting = resolve;
        interrupted.addEventListener('abort', end, { once: true });
      });
      interrupted.removeEventListener('abort', end);
      return key;
    },
    close: () => {
      stdin.off('keypress', press);
      stdin.off('end', end);
      stdin.setRawMode(false);
      stdin.pause();
    },
  };
}
