import { PortTaken } from './local-stack-error.ts';

/** Another program can take a port between the look and the start; so often in a row it is no accident. */
const TRIES = 5;

/** What `start` gives; when its port was taken meanwhile it is called again and picks another. */
export async function onFreePort<T>(start: () => Promise<T>): Promise<T> {
  for (let tried = 1; ; tried++) {
    try {
      return await start();
    } catch (error) {
      if (!(error instanceof PortTaken) || tried === TRIES) throw error;
    }
  }
}
