import { html, type Markup, type Piece } from './markup.ts';
import { count, percent } from './numbers.ts';
import type { PageFacts } from './page-facts.ts';

/** Where the model comes from, by hash, and what it was made with. */
export function factsSection({ report, provenance }: PageFacts): Markup {
  const { data, teacher, base } = provenance;
  const rows: readonly (readonly [string, Piece])[] = [
    ['Build', code(provenance.buildId)],
    ['Bundle hash', code(provenance.bundleHash)],
    ['Model hash', code(provenance.modelHash)],
    ['Configuration', code(provenance.config)],
    ['Task spec', code(provenance.spec)],
    [`Training rows (${count(data.train.rows)})`, code(data.train.sha256)],
    [`Validation rows (${count(data.validation.rows)})`, code(data.validation.sha256)],
    [`Test rows (${count(data.test.rows)})`, code(data.test.sha256)],
    [
      'Teacher',
      `${teacher.model}${teacher.simulated ? ' (simulated)' : ''}; the endpoint reports ${teacher.reported.join(', ') || 'nothing'}`,
    ],
    ['Base model', base.name === null ? 'none' : `${base.name}, licence ${base.license ?? 'none'}`],
    ['Seed', String(provenance.seed)],
    ...report.exportChanges.map(
      ({ from, to, on, rows: number, changedAnswers }) =>
        [`${from} → ${to}`, `${percent(changedAnswers)} of answers changed on ${count(number)} ${on} rows`] as const,
    ),
    ['Versions', Object.entries(provenance.versions).map(([name, version]) => html`<div>${name} ${version}</div>`)],
  ];
  return html`<section>
    <h2>Build</h2>
    <dl class="facts">
      ${rows.map(
        ([name, value]) =>
          html`<dt>${name}</dt>
            <dd>${value}</dd>`,
      )}
    </dl>
    <p class="small">
      <code>p2m verify</code> recomputes these hashes; <code>provenance.json</code> and <code>report.json</code> in the
      bundle hold the same in full.
    </p>
  </section>`;
}

const code = (text: string): Markup => html`<code>${text}</code>`;
