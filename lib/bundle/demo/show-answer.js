/** Scores beyond these are folded away. */
const SHOWN_SCORES = 8;

/**
 * What the model said, as elements: the answer, a bar for each label, what to know about it, and how long it took.
 * Every text is set as text: neither an input nor a label can become markup.
 */
export function answerView(task, answer) {
  const how = [
    `${milliseconds(answer.ms)} in this browser`,
    `${answer.inputTokens} tokens read`,
    ...(answer.scores === null ? [`${answer.outputTokens} written`] : []),
  ];
  return [
    element('h2', { textContent: 'Answer' }),
    outputView(task, answer.output),
    ...sureness(task, answer).map((textContent) => element('p', { className: 'sure', textContent })),
    ...(answer.scores === null ? [] : scoresView(task, answer)),
    ...notes(task, answer).map((textContent) => element('p', { className: 'note', textContent })),
    element('p', { className: 'faint latency', textContent: how.join(' · ') }),
  ];
}

/** Lists as their parts, objects spelled out, anything else as the text it is. */
function outputView({ kind, constraints }, output) {
  const read = kind === 'structured' || constraints.several ? parsed(output) : undefined;
  if (Array.isArray(read)) return partsView(read);
  if (read !== undefined) return element('pre', { className: 'output', textContent: JSON.stringify(read, null, 2) });
  if (output === '') return element('p', { className: 'output none', textContent: 'an empty text' });
  return element(kind === 'code' ? 'pre' : 'p', { className: 'output', textContent: output });
}

/** Undefined where a text that was generated is no JSON: it is shown as it came. */
function parsed(output) {
  try {
    return JSON.parse(output);
  } catch {
    return undefined;
  }
}

function partsView(parts) {
  if (parts.length === 0) return element('p', { className: 'output none', textContent: 'none' });
  const list = element('ul', { className: 'output parts' });
  list.append(...parts.map((part) => element('li', { textContent: String(part) })));
  return list;
}

/** The likeliest first; where labels are steps of a scale, in their order. */
function scoresView({ labels, constraints }, { scores }) {
  const rows = labels.map(({ name }, number) => ({ name, score: scores[number] }));
  const sorted = constraints.ordered ? rows : rows.toSorted((a, b) => b.score - a.score);
  const table = (some) => {
    const body = element('table', { className: 'scores' });
    body.append(element('caption', { textContent: constraints.several ? 'Score of each label' : 'Scores' }));
    body.append(...some.map(scoreRow));
    return body;
  };
  if (sorted.length <= SHOWN_SCORES + 1) return [table(sorted)];
  const rest = element('details');
  rest.append(
    element('summary', { textContent: `${sorted.length - SHOWN_SCORES} more labels` }),
    table(sorted.slice(SHOWN_SCORES)),
  );
  return [table(sorted.slice(0, SHOWN_SCORES)), rest];
}

function scoreRow({ name, score }) {
  const row = element('tr');
  // The figure is in the next cell: the bar is for the eye alone.
  const cell = element('td', { ariaHidden: 'true' });
  const bar = element('div', { className: 'bar' });
  const filled = element('div');
  filled.style.width = `${score * 100}%`;
  bar.append(filled);
  cell.append(bar);
  row.append(
    element('th', { scope: 'row', textContent: name }),
    cell,
    element('td', { className: 'number', textContent: percent(score) }),
  );
  return row;
}

/** What the confidence is the probability of, or which score it expects; nothing where the model gives none. */
function sureness({ confidence: fitted }, { confidence }) {
  if (confidence === null) return [];
  const { of, counted } = fitted;
  if (counted !== undefined && counted !== 'whole') {
    const against = of === 'accuracy' ? 'what is right' : 'what the teacher would say';
    return [`Confidence ${percent(confidence)}: the ${counted} to be expected against ${against}.`];
  }
  const right = counted === 'whole' ? 'that all of this is right' : 'that this is right';
  return [`Confidence ${percent(confidence)}: ${of === 'accuracy' ? right : 'that the teacher would say the same'}.`];
}

/** 100 % would claim a certainty that no score has. */
const percent = (score) => `${(Math.min(score, 0.999) * 100).toFixed(1)} %`;

function notes({ maxInputTokens, maxOutputTokens }, { cut, ended, reason }) {
  return [
    ...(reason === 'unfamiliar'
      ? ['The input is unlike the rows that the model was trained on: trust the answer less.']
      : []),
    ...(cut
      ? [`The input was longer than the ${maxInputTokens} tokens that the model reads: its end was left out.`]
      : []),
    ...(ended ? [] : [`Stopped at the limit of ${maxOutputTokens} tokens: the text may be unfinished.`]),
  ];
}

const milliseconds = (ms) => (ms < 10 ? `${ms.toFixed(1)} ms` : `${Math.round(ms)} ms`);

export function element(tag, properties = {}) {
  return Object.assign(document.createElement(tag), properties);
}
