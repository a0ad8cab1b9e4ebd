import { findServer } from '../setup/find-server.mjs';
import { LocalStackError } from './local-stack-error.ts';

/** Path of a server that set-up has found or made. */
export function serverBinary(name: 'temporal' | 'versitygw'): string {
  const path = findServer(name);
  if (path === null) throw new LocalStackError(`the server ${name} is not set up: run \`npm run setup\``);
  return path;
}
