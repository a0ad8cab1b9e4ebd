import { parseArgs } from 'node:util';
import { startSimulatedTeacher } from './start-simulated-teacher.ts';

const USAGE = `Starts the simulated teacher: scripted answers, no language model.

  node --import tsx infra/local/simulated-teacher/main.ts [--port 8199] [--seed 1] [--latency-ms 20]
       [--malformed 0.02] [--rate-limited 0.02] [--error-rate 0.04]`;

async function main(): Promise<void> {
  const option = { type: 'string' } as const;
  const { values } = parseArgs({
    options: {
      port: option,
      seed: option,
      'latency-ms': option,
      malformed: option,
      'rate-limited': option,
      'error-rate': option,
      help: { type: 'boolean' },
    },
  });
  if (values.help) return console.log(USAGE);
  const teacher = await startSimulatedTeacher({
    port: numberOf('port', values.port, 8199),
    seed: numberOf('seed', values.seed, 1),
    latencyMs: numberOf('latency-ms', values['latency-ms'], 20),
    malformed: numberOf('malformed', values.malformed, 0.02),
    rateLimited: numberOf('rate-limited', values['rate-limited'], 0.02),
    errorRate: numberOf('error-rate', values['error-rate'], 0.04),
  });
  console.log(`simulated teacher (scripted, no language model): ${teacher.baseUrl}`);
  const stop = (): void => void teacher.stop();
  process.once('SIGINT', stop).once('SIGTERM', stop);
}

function numberOf(flag: string, text: string | undefined, preset: number): number {
  const value = text === undefined ? preset : Number(text);
  if (Number.isNaN(value)) throw new TypeError(`--${flag} takes a number, not "${text}"`);
  return value;
}

await main();
