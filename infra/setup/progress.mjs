import { setInterval } from 'node:timers';

/** A line this often where lines cannot be repainted: nobody looks at a silent terminal for ten seconds. */
const STILL_EVERY_MS = 8_000;
const REPAINT_EVERY_MS = 500;

/**
 * Shows steps that run side by side: on a terminal one line each, repainted with the seconds; elsewhere a line at
 * the start, at the end and every 8 s between.
 */
export function createProgress(stream = process.stderr) {
  const isLive = stream.isTTY && process.env.TERM !== 'dumb' && !process.env.CI;
  return isLive ? liveProgress(stream) : plainProgress(stream);
}

function plainProgress(stream) {
  return {
    note: (text) => void stream.write(`${text}\n`),
    async step(title, work) {
      const started = performance.now();
      const state = { detail: '' };
      stream.write(`${title} …\n`);
      const timer = setInterval(() => {
        stream.write(`still ${title}: ${secondsSince(started)}${state.detail === '' ? '' : ` (${state.detail})`}\n`);
      }, STILL_EVERY_MS);
      try {
        const result = await work((detail) => (state.detail = detail));
        stream.write(`✓ ${title}: ${secondsSince(started)}\n`);
        return result;
      } catch (error) {
        stream.write(`✗ ${title}: failed after ${secondsSince(started)}\n`);
        throw error;
      } finally {
        clearInterval(timer);
      }
    },
  };
}

function liveProgress(stream) {
  const steps = new Set();
  let painted = 0;
  let timer;

  function paint(...finished) {
    const lines = [...steps].map((step) => `  ${step.title}: ${secondsSince(step.started)} ${step.detail}`);
    const erase = painted === 0 ? '' : `\x1b[${painted}A`;
    const width = stream.columns || 80;
    const text = [...finished, ...lines.map((line) => line.slice(0, width - 1))].map((line) => `\x1b[2K${line}\n`);
    stream.write(`${erase}\r${text.join('')}\x1b[0J`);
    painted = lines.length;
  }

  function end(step, line) {
    steps.delete(step);
    paint(line);
    if (steps.size === 0) clearInterval(timer);
  }

  return {
    note: (text) => paint(text),
    async step(title, work) {
      const step = { title, started: performance.now(), detail: '' };
      if (steps.size === 0) timer = setInterval(paint, REPAINT_EVERY_MS);
      steps.add(step);
      paint();
      try {
        const result = await work((detail) => (step.detail = detail));
        end(step, `✓ ${title}: ${secondsSince(step.started)}`);
        return result;
      } catch (error) {
        end(step, `✗ ${title}: failed after ${secondsSince(step.started)}`);
        throw error;
      }
    },
  };
}

const secondsSince = (started) => `${Math.round((performance.now() - started) / 1000)} s`;
