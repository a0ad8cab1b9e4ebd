import type { Split } from '../../contracts/candidate.ts';

const WORDS: Readonly<Record<string, Split>> = {
  train: 'train',
  training: 'train',
  test: 'test',
  testing: 'test',
  validation: 'validation',
  valid: 'validation',
  val: 'validation',
  dev: 'validation',
  eval: 'validation',
};

/** A split's name as a word of its own: `train.csv`, `tickets-test.jsonl`, `validation/part-0.parquet`, not `latest.csv`. */
const SPLIT = new RegExp(String.raw`(?<=^|[._\-/ ])(${Object.keys(WORDS).join('|')})(?=[._\-/ ]|$)`, 'gi');

/** Numbers that tell the parts of one table apart: `-00000-of-00003`, `/0000.parquet`. */
const PART = /-\d{4,5}-of-\d{4,5}|(?<=\/)(?:part-?)?\d{4,5}(?=\.)/g;

/** The split that a path names; the word nearest to its end where there are several. Null: it names none. */
export function splitOfPath(path: string): Split | null {
  const word = [...path.matchAll(SPLIT)].at(-1)?.[1];
  return word === undefined ? null : (WORDS[word.toLowerCase()] ?? null);
}

/** What is left of a path when its split and its number are taken off: equal for the files of one table. */
export function tableName(path: string): string {
  const bare = path.replaceAll(PART, '').replace(/\.[^./]+$/, '');
  const word = [...bare.matchAll(SPLIT)].at(-1);
  const rest = word === undefined ? bare : bare.slice(0, word.index) + bare.slice(word.index + word[0].length);
  return rest
    .split('/')
    .map((name) => name.replaceAll(/[._\- ]{2,}/g, '.').replaceAll(/^[._\- ]+|[._\- ]+$/g, ''))
    .filter((name) => name !== '')
    .join('/');
}
