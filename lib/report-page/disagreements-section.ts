import { type Disagreements, disagreementsOf } from './disagreements.ts';
import { html, type Markup, NOTHING } from './markup.ts';
import { count, percent, plural } from './numbers.ts';
import { type PageFacts, shippedStudent } from './page-facts.ts';
import { isRightOrWrong, rowTable } from './rows-section.ts';
import { worstRows } from './worst-rows.ts';

/** Rows shown of each sort. */
const SHOWN = 15;

/** How often student and teacher say different things, and those rows to read that the section on rows does not begin with. */
export function disagreementsSection(facts: PageFacts): Markup {
  const { report, predictions } = facts;
  if (predictions === null || !predictions.some(({ answers }) => answers['teacher'] !== undefined)) return NOTHING;
  const rows = worstRows(report, predictions);
  const found = disagreementsOf(rows, shippedStudent(report));
  const asked = rows.filter(({ teacher }) => teacher !== null).length;
  const rule = isRightOrWrong(report) ? 'right' : 'better';
  return html`<section>
    <h2>Where student and teacher differ</h2>
    <p>${sentence(found, asked, rule)}</p>
    ${part(`Student ${rule}, teacher not`, found.onlyStudent, facts)}
    ${part(rule === 'right' ? 'Both wrong, differently' : 'Different, and as good', found.otherwise, facts)}
  </section>`;
}

function sentence({ alike, onlyStudent, onlyTeacher, otherwise }: Disagreements, asked: number, rule: string): string {
  const differ = asked - alike;
  if (differ === 0) return `They give the same answer on all ${plural(asked, 'test row')}.`;
  return `They give different answers on ${count(differ)} of ${plural(asked, 'test row')} (${percent(differ / asked)}): the student is ${rule} on ${count(onlyStudent.length)}, the teacher on ${count(onlyTeacher.length)}, neither on ${count(otherwise.length)}. Only such rows move the comparison. Where what is expected looks wrong, the row is worth a correction; rows that only the teacher got right come first in the next section.`;
}

const part = (title: string, rows: Disagreements['onlyStudent'], facts: PageFacts): Markup =>
  rows.length === 0
    ? NOTHING
    : html`<details>
        <summary>
          ${title}: ${plural(rows.length, 'row')}${rows.length > SHOWN ? `, ${count(SHOWN)} shown` : ''}
        </summary>
        ${rowTable(rows.slice(0, SHOWN), facts)}
      </details>`;
