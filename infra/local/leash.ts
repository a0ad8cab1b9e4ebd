import { spawn } from 'node:child_process';
import type { Writable } from 'node:stream';
import { fileURLToPath } from 'node:url';

let leash: Writable | undefined;

/** Has the process group that `pid` leads ended when this process is gone, even killed with −9. */
export function hold(pid: number): void {
  leash ??= startLeash();
  leash.write(`hold ${pid}\n`);
}

/** Takes `pid` off the leash: it has ended. */
export function release(pid: number): void {
  leash?.write(`release ${pid}\n`);
}

/** In a session of its own, so that Ctrl-C in a terminal does not end it before its work is done. */
function startLeash(): Writable {
  const script = fileURLToPath(new URL('leash.mjs', import.meta.url));
  const child = spawn(process.execPath, [script], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  // The pipe must not keep this process alive: its closing at exit is the message.
  if ('unref' in child.stdin && typeof child.stdin.unref === 'function') child.stdin.unref();
  return child.stdin;
}
