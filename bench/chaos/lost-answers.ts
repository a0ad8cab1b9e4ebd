import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as sleep } from 'node:timers/promises';
import { linesOf, textOfLine } from '../../lib/teacher/journal-line.ts';
import { createS3Store } from '../../lib/store/s3-store.ts';
import type { ObjectStore } from '../../lib/store/object-store.ts';
import type { Place } from './place.ts';

/** In which requests that a dead worker had sent reach the teacher. */
const ARRIVE_MS = 300;

/**
 * Answers that the teacher has been paid for and that no journal holds: what was on its way to the workers that were
 * killed so far, whether sent back already or not. To be asked while no cpu worker runs.
 */
export async function lostAnswers(
  place: Place,
  teacher: { readonly stats: () => { readonly answered: number } },
): Promise<number> {
  await sleep(ARRIVE_MS);
  const { environment } = place;
  const store = createS3Store({ ...environment.s3, bucket: environment.bucket, pathStyle: true });
  const [here, stored] = await Promise.all([linesHere(environment.journalDir), linesStored(store)]);
  return teacher.stats().answered - new Set([...here, ...stored]).size;
}

/** Lines of the host's own files, one string each. */
async function linesHere(folder: string): Promise<readonly string[]> {
  const names = await readdir(folder, { recursive: true }).catch(() => []);
  const texts = await Promise.all(
    names.filter((name) => name.endsWith('.jsonl')).map(async (name) => await readFile(join(folder, name), 'utf8')),
  );
  return texts.flatMap(linesIn);
}

async function linesStored(store: ObjectStore): Promise<readonly string[]> {
  const segments = await store.list('calls/');
  const texts = await Promise.all(
    segments.map(async ({ key }) => {
      const stream = await store.get(key);
      return stream === null ? '' : await text(stream);
    }),
  );
  return texts.flatMap(linesIn);
}

/** Whole and undamaged ones: what a killed worker left half written is no answer. */
const linesIn = (segment: string): readonly string[] => linesOf(segment).map(textOfLine);
