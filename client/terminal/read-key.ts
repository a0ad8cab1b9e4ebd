import { emitKeypressEvents, type Key } from 'node:readline';
import type { ReadStream } from 'node:tty';

/**
 * One key as it is pressed: a letter or sign as itself, else its name (`return`, `backspace`, `escape`). Empty where Ctrl-C, Ctrl-D or the
 * end of the input comes instead. Keys pressed before anybody asked are kept for the next one.
 */
export function readKey(stdin: ReadStream, interrupted: AbortSignal): Promise<string> {
  emitKeypressEvents(stdin);
  stdin.setRawMode(true);
  stdin.resume();
  return new Promise<string>((resolve) => {
    const end = (key: string) => {
      stdin.off('keypress', press);
      stdin.off('end', none);
      interrupted.removeEventListener('abort', none);
      stdin.setRawMode(false);
      stdin.pause();
      resolve(key);
    };
    const none = () => end('');
    const press = (sign: string | undefined, key: Key) => {
      if (key.ctrl === true) {
        if (key.name === 'c' || key.name === 'd') end('');
        return;
      }
      const isSign = sign !== undefined && /^[^\p{C}]$/u.test(sign);
      end(isSign ? sign : (key.name ?? ''));
    };
    stdin.on('keypress', press);
    stdin.once('end', none);
    interrupted.addEventListener('abort', none);
    if (interrupted.aborted) none();
  });
}
