import { html, type Markup } from './markup.ts';

/** One figure of a `dl.tiles`: its name, its value in large, and what it is of. */
export const tile = (name: string, value: string, below: string): Markup =>
  html`<div>
    <dt>${name}</dt>
    <dd class="value">${value}</dd>
    <dd class="below">${below}</dd>
  </div>`;
