import { spawn } from 'node:child_process';
import { createInterface } from 'node:readline';

/** How much of a failing command's output is shown: enough for npm's, uv's and Go's own explanation. */
const TAIL_LINES = 30;

const running = new Set();

/** A command that could not be started or ended with another code than 0; the message ends with its last lines. */
class CommandFailed extends Error {
  constructor(command, how, lines) {
    super([`${command} ${how}`, ...lines.map((line) => `  ${line}`)].join('\n'));
    this.name = 'CommandFailed';
  }
}

/**
 * What the command wrote on both streams, as lines.
 * @throws CommandFailed
 */
export async function runCommand(command, args, { env = process.env, cwd, onLine = () => {} } = {}) {
  const title = [command, ...args].join(' ');
  const child = spawn(command, args, { env, cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  const lines = [];
  const keep = (line) => {
    if (line.trim() === '') return;
    lines.push(line);
    onLine(line.trim());
  };
  for (const stream of [child.stdout, child.stderr]) createInterface({ input: stream }).on('line', keep);
  running.add(child);
  const how = await new Promise((resolve) => {
    child.once('error', (error) => resolve(`cannot be started: ${error.message}`));
    child.once('close', (code, signal) => resolve(code === 0 ? null : `ended with ${signal ?? `code ${code}`}`));
  });
  running.delete(child);
  if (how !== null) throw new CommandFailed(title, how, lines.slice(-TAIL_LINES));
  return lines;
}

/** What the command answers, or null where it does not work: for looking which one of several to take. */
export async function answerOf(command, args) {
  try {
    return (await runCommand(command, args)).join('\n');
  } catch (error) {
    if (error instanceof CommandFailed) return null;
    throw error;
  }
}

export function endRunningCommands() {
  for (const child of running) child.kill('SIGTERM');
}
