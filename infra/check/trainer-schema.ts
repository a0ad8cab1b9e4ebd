import { readFile, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { z } from 'zod';
import { TrainerEvent } from '../../contracts/trainer-event.ts';
import { TrainerPlan } from '../../contracts/training-plan.ts';

const TRAINER = fileURLToPath(new URL('../../trainer/', import.meta.url));

const SCHEMAS: Readonly<Record<string, z.ZodType>> = {
  'plan.schema.json': TrainerPlan,
  'event.schema.json': TrainerEvent,
};

/** Names of the trainer's schema files that are not what the contracts give; with `write` they are mended first. */
export async function trainerSchemaDrift(mode: 'check' | 'write'): Promise<string[]> {
  const drifted: string[] = [];
  for (const [name, schema] of Object.entries(SCHEMAS)) {
    const file = path.join(TRAINER, name);
    const wanted = `${JSON.stringify(z.toJSONSchema(schema), null, 2)}\n`;
    if (mode === 'write') await writeFile(file, wanted);
    if ((await readFile(file, 'utf8')) !== wanted) drifted.push(name);
  }
  return drifted;
}

async function main(): Promise<void> {
  const mode = process.argv.includes('--check') ? 'check' : 'write';
  const drifted = await trainerSchemaDrift(mode);
  if (drifted.length === 0) return;
  process.stderr.write(
    `trainer/${drifted.join(', trainer/')}: not what contracts/ says; run node --import tsx infra/check/trainer-schema.ts\n`,
  );
  process.exitCode = 1;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) await main();
