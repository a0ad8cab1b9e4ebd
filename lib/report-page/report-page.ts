import { confidenceSection } from './confidence-section.ts';
import { confusionSection } from './confusion-section.ts';
import { costSection } from './cost-section.ts';
import { dataSection } from './data-section.ts';
import { factsSection } from './facts-section.ts';
import { disagreementsSection } from './disagreements-section.ts';
import { html } from './markup.ts';
import type { PageFacts } from './page-facts.ts';
import { roundsSection } from './rounds-section.ts';
import { rowsSection } from './rows-section.ts';
import { scoresSection } from './scores-section.ts';
import { searchSection } from './search-section.ts';
import { slicesSection } from './slices-section.ts';
import { STYLE } from './style.ts';
import { trainingSection } from './training-section.ts';
import { verdictSection } from './verdict-section.ts';
import { weightSection } from './weight-section.ts';

/**
 * report.html of a bundle: one page that asks for nothing else, holds no script, and forbids its browser both, should a
 * text of a user or a model have tried. The same facts give the same bytes.
 */
export function reportPage(facts: PageFacts): string {
  const page = html`<!doctype html>
    <html lang="en">
      <head>
        <meta charset="utf-8" />
        <meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'" />
        <meta name="viewport" content="width=device-width, initial-scale=1" />
        <meta name="referrer" content="no-referrer" />
        <title>${facts.report.task.name}: report</title>
        <style>
          ${{ markup: STYLE }}
        </style>
      </head>
      <body>
        <main>
          ${verdictSection(facts)} ${scoresSection(facts)} ${weightSection(facts)} ${confusionSection(facts)}
          ${slicesSection(facts)} ${confidenceSection(facts)} ${searchSection(facts)} ${roundsSection(facts)}
          ${trainingSection(facts)} ${costSection(facts)} ${dataSection(facts)} ${disagreementsSection(facts)}
          ${rowsSection(facts)} ${factsSection(facts)}
        </main>
      </body>
    </html> `;
  return page.markup;
}
