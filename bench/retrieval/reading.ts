import { readFile, writeFile } from 'node:fs/promises';
import { z } from 'zod';
import type { Candidate } from '../../contracts/candidate.ts';
import { applyReading } from '../../lib/search/apply-reading.ts';
import { readingRequest } from '../../lib/search/reading-request.ts';
import { hashOf } from '../../lib/store/canonical-json.ts';
import { type Ask, taskOf } from './asks.ts';
import type { Placed } from './figures.ts';
import type { Decision } from './fit-figures.ts';
import type { Searched } from './search-once.ts';

/** What a large model answered, by the id of the request. */
export type Answers = ReadonlyMap<string, unknown>;

const Line = z.strictObject({ id: z.string(), answer: z.unknown() });

/** One prompt with its candidates read, as far as there are answers. */
export interface Read {
  readonly placed: Placed;
  readonly state: 'read' | 'unanswered' | 'unusable';
  /** As the product decides, with the right dataset, and with it taken out. */
  readonly product: readonly [Decision, Decision];
  /** Were the teacher's yes enough, whatever the values. */
  readonly any_yes: readonly [Decision, Decision];
}

/** Answers in JSON lines `{"id", "answer"}`, of all files together. */
export async function readAnswers(files: readonly string[]): Promise<Answers> {
  const texts = await Promise.all(files.map(async (file) => await readFile(file, 'utf8')));
  const lines = texts.flatMap((text) => text.split('\n')).filter((line) => line.trim() !== '');
  return new Map(
    lines.map((line) => {
      const { id, answer } = Line.parse(JSON.parse(line));
      return [id, answer];
    }),
  );
}

/** The candidates as the teacher's recorded answers order them. They lie in a folder here, and are read as if they were public. */
export function readOnce({ ask, found, placed }: Searched, answers: Answers): Read {
  const present = readCandidates(ask, found.present, answers);
  const absent = readCandidates(ask, found.absent, answers);
  const place = present.candidates.findIndex(({ id }) => id === ask.target);
  const decisions = (pick: (candidates: readonly Candidate[]) => readonly Candidate[]): [Decision, Decision] => [
    { right: ask.target, candidates: pick(present.candidates) },
    { right: null, candidates: pick(absent.candidates) },
  ];
  return {
    // The time is the search's: how long a teacher takes is its endpoint's figure.
    placed: { rank: place === -1 ? null : place + 1, ms: placed.hybrid.ms },
    state: present.state === 'read' ? absent.state : present.state,
    product: decisions((candidates) => candidates),
    any_yes: decisions(withFirstYes),
  };
}

function readCandidates(
  ask: Ask,
  candidates: readonly Candidate[],
  answers: Answers,
): { readonly candidates: readonly Candidate[]; readonly state: Read['state'] } {
  const request = readingRequest(taskOf(ask), candidates);
  const answer = answers.get(idOf(request));
  if (answer === undefined) return { candidates, state: 'unanswered' };
  const read = request.check(answer);
  if ('rejected' in read) return { candidates, state: 'unusable' };
  return { candidates: applyReading(candidates, read.answer, taskOf(ask).kind), state: 'read' };
}

function withFirstYes(candidates: readonly Candidate[]): readonly Candidate[] {
  const first = candidates.find(({ reading }) => reading?.does === 'yes');
  return candidates.map((one) => ({ ...one, fit: one === first ? 'good' : 'possible' }));
}

/**
 * Writes what a large model is to be asked: JSON lines `{"id", "messages"}`, in two files of which each asks every prompt
 * once, with or without the right dataset. Side by side, the two would tell which that is. Gives their names.
 */
export async function writeRequests(file: string, searched: readonly Searched[]): Promise<readonly string[]> {
  const halves: readonly [string[], string[]] = [[], []];
  for (const { ask, found } of searched) {
    const requests = [found.present, found.absent].map((candidates) => readingRequest(taskOf(ask), candidates));
    const lines = requests.map((request) => JSON.stringify({ id: idOf(request), messages: request.prompt.messages }));
    const first = Number.parseInt(hashOf(ask.prompt).slice(0, 8), 16) % 2;
    // Where the right one is no candidate, both are one question.
    for (const [at, line] of [...new Set(lines)].entries()) halves[(first + at) % 2]?.push(line);
  }
  const names = [1, 2].map((half) => file.replace(/(\.jsonl)?$/, `-${half}.jsonl`));
  for (const [at, name] of names.entries()) await writeFile(name, `${(halves[at] ?? []).toSorted().join('\n')}\n`);
  return names;
}

const idOf = (request: ReturnType<typeof readingRequest>): string => hashOf(request.prompt.messages).slice(0, 16);
