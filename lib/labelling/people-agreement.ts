import type { PeopleAgreement } from '../../contracts/labelling.ts';
import { cohenKappa } from '../statistics/cohen-kappa.ts';
import { canonicalJson } from '../store/canonical-json.ts';
import type { Opinion } from './people-say.ts';

/** How far each two people agree, on the rows that both labelled; pairs without such a row are left out. */
export function peopleAgreement(opinions: ReadonlyMap<string, readonly Opinion[]>): readonly PeopleAgreement[] {
  const people = [...new Set([...opinions.values()].flat().map(({ by }) => by))].toSorted();
  return people.flatMap((one, at) => people.slice(at + 1).flatMap((other) => agreementOf(opinions, one, other)));
}

function agreementOf(
  opinions: ReadonlyMap<string, readonly Opinion[]>,
  one: string,
  other: string,
): readonly PeopleAgreement[] {
  const both = [...opinions.values()].flatMap((said) => {
    const pair = [one, other].map((who) => said.find(({ by }) => by === who));
    return pair.every((opinion) => opinion !== undefined) ? [pair.map(({ answer }) => canonicalJson(answer))] : [];
  });
  if (both.length === 0) return [];
  const [first, second] = [both.map(([said = '']) => said), both.map(([, said = '']) => said)];
  const agreed = first.filter((said, row) => said === second[row]).length / both.length;
  return [{ between: [one, other], rows: both.length, agreed, kappa: cohenKappa(first, second) }];
}
