import { hasNpmPackages, ensureNpmPackages } from './npm-packages.mjs';
import { createProgress } from './progress.mjs';
import { clientEnvironment, trainerEnvironment } from './python-environment.mjs';
import { endRunningCommands } from './run-command.mjs';
import { ensureServers, hasServers } from './servers.mjs';
import { SetUpError } from './set-up-error.mjs';
import { NODE_AT_LEAST, isAtLeast, versionIn } from './versions.mjs';

const SIGNALS = ['SIGINT', 'SIGTERM', 'SIGHUP'];

/** The parts of the set-up: how to see at a glance that one is there, and how to make it. */
const PARTS = {
  npm: { title: 'npm packages', isReady: hasNpmPackages, ensure: ensureNpmPackages },
  python: { title: 'Python environment', ...trainerEnvironment },
  clients: { title: 'Python environment of the tests of bundles', ...clientEnvironment },
  servers: { title: 'servers of the local stack', isReady: hasServers, ensure: ensureServers },
};

/** What `npm run setup` makes: enough for everything but the tests. */
const ALL_NEEDS = ['npm', 'python', 'servers'];

/**
 * Makes what is missing of `needs`, side by side, and shows how far it is; `nothing-to-do` when all was there, which
 * takes a few milliseconds. Ends the process with code 1, the reasons and what to do, when a part cannot be made.
 */
export async function ensureSetUp(needs = ALL_NEEDS) {
  if (!isAtLeast(versionIn(process.version), NODE_AT_LEAST)) {
    const error = new SetUpError(
      `this is Node ${process.version}`,
      `Install Node ${NODE_AT_LEAST.join('.')} or newer.`,
    );
    process.stderr.write(`${explain(error)}\n`);
    process.exit(1);
  }
  const missing = needs.map((need) => partNamed(need)).filter((part) => !part.isReady());
  if (missing.length === 0) return 'nothing-to-do';
  for (const signal of SIGNALS) process.on(signal, giveUp);
  const progress = createProgress();
  const made = await Promise.all(missing.map((part) => isMade(part, progress)));
  for (const signal of SIGNALS) process.off(signal, giveUp);
  if (made.includes(false)) process.exit(1);
  return 'made';
}

/** A failure is explained at once: the other parts may still take minutes, and what they bring is kept. */
async function isMade(part, progress) {
  try {
    await progress.step(part.title, part.ensure);
    return true;
  } catch (error) {
    progress.note(explain(error));
    return false;
  }
}

function partNamed(need) {
  const part = PARTS[need];
  if (part === undefined)
    throw new Error(`unknown part of the set-up: ${need} (known: ${Object.keys(PARTS).join(', ')})`);
  return part;
}

function giveUp(signal) {
  endRunningCommands();
  process.stderr.write('set-up stopped; `npm run setup` goes on where it was\n');
  process.exit(signal === 'SIGINT' ? 130 : 143);
}

const explain = (error) =>
  error instanceof SetUpError ? `\nset-up failed: ${error.message}\n→ ${error.advice}\n` : `\n${error.stack}\n`;
