import { parseArgs } from 'node:util';
import { z } from 'zod';
import { openTest } from '../lib/evaluation/openings.ts';
import { POWER, rowsToSettle } from '../lib/statistics/power.ts';
import { createRandom, type Random } from '../lib/statistics/random.ts';
import { varianceUnder } from '../lib/statistics/tango.ts';
import { createMemoryStore } from '../test/support/memory-store.ts';
import { isShipped, type Project } from './gate/is-shipped.ts';
import {
  drawBaseline,
  drawGradedTeacher,
  drawRarelyBad,
  drawStudent,
  drawTeacher,
  type Outcomes,
  type Pairing,
} from './gate/outcomes.ts';

const ALPHA = 0.05;
const TRIES = 6;
/** The teacher is right on 90 of 100 rows, a student disagrees with it on 10 about being right, always the same says 60. */
const TEACHER = 0.9;
const DISCORDANT = 0.1;
const BASELINE = 0.6;
const MARGIN = 0.05;
const ROWS = 400;
/** For metrics that are no rates. Each student takes 2,000 resamples, so they are a quarter as many. */
const GRADED_ROWS = 200;
const RARELY = 0.06;
const GRADED_MARGIN = RARELY / 2;

/** Discordant rows as before, the student `worse` by so much on the average. */
const pairingOf = (rows: number, worse: number): Pairing => ({
  rows,
  teacher: TEACHER,
  onlyStudent: (DISCORDANT - worse) / 2,
  onlyTeacher: (DISCORDANT + worse) / 2,
});

type Figure = number | readonly Readonly<Record<string, number>>[];

/**
 * How often the verdict ships students that are worse than the teacher by exactly the margin: one a project, and six that try
 * the same test; the same for a metric that is no rate, where few rows lose much; and how often it ships students as good as the teacher, on as many rows as are said to settle it.
 */
export async function benchGate(
  flags: readonly string[],
  say: (line: string) => void,
): Promise<Readonly<Record<string, Figure>>> {
  const { values } = parseArgs({
    args: [...flags],
    options: { students: { type: 'string', default: '2000' }, seed: { type: 'string', default: '1' } },
  });
  const students = z.coerce.number().int().positive().parse(values.students);
  const random = createRandom(`gate/${values.seed}`);
  const tries = await sixTries(students, random);
  say(`${students} students at the margin: ${tries.first} shipped; six tries a project: ${tries.any} projects`);
  const power = [0.02, 0.05, 0.1].map((margin) => powerAt(margin, students, random));
  for (const { rows, margin, shipped } of power)
    say(`${students} students as good as the teacher on ${rows} rows, margin ${margin}: ${shipped} shipped`);
  const graded = Math.ceil(students / 4);
  const gradedShipped = shippedByBootstrap(graded, random);
  say(`${graded} students at the margin that rarely lose much, by the bootstrap: ${gradedShipped} shipped`);
  return {
    type_one: tries.first / students,
    type_one_six_tries: tries.any / students,
    type_one_six_allowed: tries.anyAllowed / students,
    six_tries_uncounted: tries.anyUncounted / students,
    type_one_bootstrap: gradedShipped / graded,
    power,
    students,
  };
}

/** Projects that ship their first student, any of six as openings are counted, any where six may decide, any if none counted. */
interface Shipped {
  readonly first: number;
  readonly any: number;
  readonly anyAllowed: number;
  readonly anyUncounted: number;
}

async function sixTries(projects: number, random: Random): Promise<Shipped> {
  let [first, any, anyAllowed, anyUncounted] = [0, 0, 0, 0];
  const pairing = pairingOf(ROWS, MARGIN);
  for (let number = 0; number < projects; number += 1) {
    const project = drawProject(pairing, random);
    const students = Array.from({ length: TRIES }, () => drawStudent(pairing, project.teacher, random));
    const openings = await openingsOf(students);
    const ships = (openingsAllowed: number, counted: 'counted' | 'uncounted') =>
      students.map((student, at) =>
        isShipped(project, student, {
          gate: { margin: MARGIN, openings: openingsAllowed },
          opening: counted === 'counted' ? (openings[at] ?? null) : null,
        }),
      );
    const once = ships(1, 'counted');
    if (once[0] === true) first += 1;
    if (once.includes(true)) any += 1;
    if (ships(TRIES, 'counted').includes(true)) anyAllowed += 1;
    if (ships(1, 'uncounted').includes(true)) anyUncounted += 1;
  }
  return { first, any, anyAllowed, anyUncounted };
}

/** Numbers of the openings of one test by students that are built one after another, as builds take them. */
async function openingsOf(students: readonly Outcomes[]): Promise<readonly number[]> {
  const store = createMemoryStore();
  const numbers: number[] = [];
  for (const at of students.keys()) numbers.push(await openTest(store, 'test', `student-${at}`, `build-${at}`));
  return numbers;
}

const drawProject = (pairing: Pairing, random: Random): Project => ({
  teacher: drawTeacher(pairing, random),
  baseline: drawBaseline(pairing, BASELINE, random),
  groups: groupsOfOne(pairing.rows),
  metric: 'accuracy',
});

const groupsOfOne = (rows: number): readonly string[] => Array.from({ length: rows }, (_, row) => `${row}`);

function shippedByBootstrap(students: number, random: Random): number {
  let shipped = 0;
  for (let number = 0; number < students; number += 1) {
    const teacher = drawGradedTeacher(GRADED_ROWS, random);
    const project: Project = { metric: 'chrf++', teacher, baseline: null, groups: groupsOfOne(GRADED_ROWS) };
    const student = drawRarelyBad(teacher, RARELY, random);
    if (isShipped(project, student, { gate: { margin: GRADED_MARGIN, openings: 1 }, opening: 1 })) shipped += 1;
  }
  return shipped;
}

interface PowerAt {
  readonly margin: number;
  readonly rows: number;
  /** Share shipped, and what the formula promises. */
  readonly shipped: number;
  readonly formula: number;
}

/** On as many rows as verdicts say would settle it for a student as good as the teacher. */
function powerAt(margin: number, students: number, random: Random): Readonly<Record<keyof PowerAt, number>> {
  const discordance = { onlyFirst: DISCORDANT / 2, onlySecond: DISCORDANT / 2, rows: 1 };
  const rows = rowsToSettle(DISCORDANT, margin, ALPHA, varianceUnder(discordance, -margin));
  if (rows === null) throw new Error('a margin of nothing is settled by no number of rows');
  const pairing = pairingOf(rows, 0);
  let shipped = 0;
  for (let number = 0; number < students; number += 1) {
    const project = drawProject(pairing, random);
    const student = drawStudent(pairing, project.teacher, random);
    if (isShipped(project, student, { gate: { margin, openings: 1 }, opening: 1 })) shipped += 1;
  }
  return { margin, rows, shipped: shipped / students, formula: POWER };
}
