import type { Pruning, StudentCandidate } from '../../contracts/student-search.ts';

/** What a candidate is called where people read: `encoder from minilm, 33 % fewer layers`. */
export function candidateTitle({ family, base, pruned, trimmed }: StudentCandidate): string {
  const start = base === null ? family : `${family} from ${base}`;
  const cut = pruned === undefined ? [] : cuts(pruned);
  return [start, ...cut, ...(trimmed === undefined ? [] : ['trimmed vocabulary'])].join(', ');
}

const cuts = ({ layers, heads, feedForward }: Pruning): readonly string[] =>
  [
    { share: layers, what: 'layers' },
    { share: heads, what: 'heads' },
    { share: feedForward, what: 'feed-forward units' },
  ]
    .filter(({ share }) => share > 0)
    .map(({ share, what }) => `${Math.round(share * 100)} % fewer ${what}`);
