import { expect, it } from 'vitest';
import { supervise, type RunningPart } from '../../../../infra/local/supervise.ts';

interface Life extends RunningPart {
  readonly die: (how: string) => void;
}

const ignore = (): void => {};

function createLife(pid: number): Life {
  let die: Life['die'] = ignore;
  const exited = new Promise<string>((resolve) => (die = resolve));
  return { pid, exited, die, stop: async () => die('SIGTERM') };
}

/** A part whose starts succeed or fail as `plan` says; `waits` gets each pause, which is over at once. */
function createScene(plan: readonly ('starts' | 'fails')[]) {
  const lives: Life[] = [];
  const said: string[] = [];
  const waits: number[] = [];
  let starts = 0;
  let onLife: () => void = ignore;
  const part = {
    name: 'worker-cpu',
    start: async (): Promise<RunningPart> => {
      starts += 1;
      if (plan[starts - 1] !== 'starts') throw new Error(`start ${starts} failed`);
      const life = createLife(starts);
      lives.push(life);
      return life;
    },
    onStarted: (): void => onLife(),
    say: (text: string): void => void said.push(text),
    pause: async (ms: number, signal: AbortSignal): Promise<'over' | 'stopped'> => {
      waits.push(ms);
      return signal.aborted ? 'stopped' : 'over';
    },
  };
  const nextLife = (): Promise<void> => new Promise((resolve) => (onLife = resolve));
  return { part, lives, said, waits, nextLife };
}

it('starts a part again when it dies, waits longer each time, and says so', async () => {
  const scene = createScene(['starts', 'fails', 'starts', 'starts']);
  const supervision = await supervise(scene.part);
  let again = scene.nextLife();
  scene.lives[0]?.die('SIGKILL');
  await again;
  again = scene.nextLife();
  scene.lives[1]?.die('exit code 1');
  await again;
  await supervision.stop();
  expect(scene.waits).toEqual([1_000, 2_000, 4_000]);
  expect(scene.said).toEqual([
    'worker-cpu ended (SIGKILL); starting it again in 1 s',
    'worker-cpu did not start; next try in 2 s: Error: start 2 failed',
    'worker-cpu runs again (process 3)',
    'worker-cpu ended (exit code 1); starting it again in 4 s',
    'worker-cpu runs again (process 4)',
  ]);
});

it('does not start a part again that was stopped', async () => {
  const scene = createScene(['starts']);
  const supervision = await supervise(scene.part);
  await supervision.stop();
  expect(scene.said).toEqual([]);
});

it('throws when the first start fails', async () => {
  const scene = createScene(['fails']);
  await expect(supervise(scene.part)).rejects.toThrow('start 1 failed');
});
