/**
 * `node infra/run.mjs [--needs npm,python,servers] <file.ts> [argument…]`: makes what is missing of the set-up, then
 * runs the file by tsx as if it had been called itself. Depends on nothing that set-up brings.
 */
import { spawn } from 'node:child_process';
import { constants } from 'node:os';
import { ensureSetUp } from './setup/ensure-set-up.mjs';
import { isAtLeast, versionIn } from './setup/versions.mjs';

const { needs, command } = parse(process.argv.slice(2));
await ensureSetUp(needs);
const child = spawn(process.execPath, ['--import', import.meta.resolve('tsx'), ...command], {
  stdio: 'inherit',
  env: { ...withoutNoise(), ...process.env },
});
passSignals(child);
child.once('exit', (code, signal) => {
  process.exitCode = signal === null ? code : 128 + constants.signals[signal];
});
child.once('error', (error) => {
  throw error;
});

function parse(args) {
  const asked = args[0] === '--needs' ? args[1].split(',') : undefined;
  const rest = asked === undefined ? args : args.slice(2);
  if (rest.length === 0) throw new Error('which file? node infra/run.mjs [--needs npm,python,servers] <file.ts> …');
  return { needs: asked, command: rest };
}

/** The AWS SDK warns below Node 22 of versions to come; the one that the lock file pins runs on 20. */
function withoutNoise() {
  return isAtLeast(versionIn(process.version), [22])
    ? {}
    : { AWS_SDK_JS_NODE_VERSION_SUPPORT_WARNING_DISABLED: 'true' };
}

/** A terminal sends Ctrl-C and its own end to the child by itself: a second one would be taken for impatience. */
function passSignals(target) {
  process.on('SIGTERM', () => target.kill('SIGTERM'));
  for (const signal of ['SIGINT', 'SIGHUP']) {
    process.on(signal, () => {
      if (!process.stdin.isTTY) target.kill(signal);
    });
  }
}
