/** The page: reads what the task is, loads the model, and asks it what the visitor types. */
import { download, onProgress } from './download.js';
import { loadModel } from './load-model.js';
import { answerView, element } from './show-answer.js';

/** An example longer than this is cut on its button, not in its field. */
const BUTTON_CHARS = 90;

const byId = (id) => document.querySelector(`#${id}`);
const json = async (path) => JSON.parse(new TextDecoder().decode(await download(path)));

/** Weights other than those that ship, for who compares: `?file=fp32`. */
const file = new URLSearchParams(location.search).get('file') ?? undefined;

async function show() {
  say('Loading the model …');
  onProgress(showBytes);
  const [task, examples] = await Promise.all([json('../task.json'), json('examples.json')]);
  if (![undefined, 'int8', 'fp32'].includes(file)) throw new Error('?file= is int8 or fp32');
  document.title = `${task.name}: try it`;
  byId('name').textContent = task.name;
  byId('instruction').textContent = task.instruction;
  byId('instruction').hidden = false;
  const inputs = showFields(task.fields);
  showExamples(examples, inputs);
  const model = loadModel(file, task.confidence === undefined ? undefined : 1);
  listen(task, model, inputs);
  const { predict } = await model;
  // A browser translates WebAssembly as it goes: the first run takes many times what the others take.
  await predict(inputs.read(), 1);
  byId('loading').hidden = true;
  const weights = file ?? task.ships;
  byId('weights').textContent = `Weights: ${weights}${weights === task.ships ? ', those that ship' : ''}.`;
  byId('ask').disabled = false;
  say('Ready.');
}

/** One box for a text, or one for each field of the task; gives `{read, write, boxes}`. */
function showFields(fields) {
  const boxes = (fields ?? ['Input']).map((name, number) => {
    const box = element('textarea', { id: `field-${number}`, rows: fields === null ? 4 : 2, spellcheck: false });
    byId('fields').append(element('label', { htmlFor: box.id, textContent: name }), box);
    return box;
  });
  byId('form').hidden = false;
  return {
    boxes,
    read: () =>
      fields === null ? boxes[0].value : Object.fromEntries(fields.map((name, number) => [name, boxes[number].value])),
    write: (input) => {
      for (const [number, box] of boxes.entries()) box.value = fields === null ? input : (input[fields[number]] ?? '');
    },
  };
}

/** A click fills the boxes in and asks. */
function showExamples(examples, inputs) {
  byId('examples').hidden = examples.length === 0;
  for (const { input } of examples) {
    const text = typeof input === 'string' ? input : Object.values(input).join(' · ');
    const button = element('button', { type: 'button', className: 'example', textContent: shortened(text) });
    button.addEventListener('click', () => {
      inputs.write(input);
      byId('form').requestSubmit();
    });
    const item = element('li');
    item.append(button);
    byId('examples').querySelector('ul').append(item);
  }
}

const shortened = (text) => (text.length > BUTTON_CHARS ? `${text.slice(0, BUTTON_CHARS).trimEnd()} …` : text);

/** An example that is clicked while the model is loaded is answered when it is there. */
function listen(task, model, { boxes, read }) {
  const answer = byId('answer');
  let asked = 0;
  const ask = async () => {
    const mine = ++asked;
    const input = read();
    if (boxes.every(({ value }) => value.trim() === '')) {
      boxes[0].focus();
      return;
    }
    answer.setAttribute('aria-busy', 'true');
    const said = model.then(({ predict }) => predict(input));
    const shown = await said.then(
      (one) => answerView(task, one),
      (error) => [element('p', { className: 'error', textContent: `No answer: ${error.message}` })],
    );
    // Whoever asked again meanwhile waits for that answer.
    if (mine !== asked) return;
    answer.replaceChildren(...shown);
    answer.setAttribute('aria-busy', 'false');
    answer.scrollIntoView({ block: 'nearest' });
  };
  byId('form').addEventListener('submit', (event) => {
    event.preventDefault();
    void ask();
  });
  for (const box of boxes) {
    box.addEventListener('keydown', (event) => {
      if (event.key === 'Enter' && (event.ctrlKey || event.metaKey)) byId('form').requestSubmit();
    });
  }
}

function showBytes({ loaded, total }) {
  byId('loading').hidden = false;
  byId('progress').value = total === 0 ? 0 : loaded / total;
  byId('bytes').textContent = `${megabytes(loaded)} of ${megabytes(total)} MB`;
}

const megabytes = (bytes) => (bytes / 1e6).toFixed(1);

/** What went wrong, in one line; the whole of it is in the browser's console. */
function explain(error) {
  byId('loading').hidden = true;
  byId('state').className = 'error';
  say(`The model cannot run here: ${error.message}`);
  throw error;
}

function say(text) {
  byId('state').textContent = text;
}

await show().catch(explain);
