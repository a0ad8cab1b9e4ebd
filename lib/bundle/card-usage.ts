import type { BundleTask } from '../../contracts/bundle-task.ts';
import { fenced, plain } from './markdown.ts';

/** How to answer with the bundle, from a shell in its folder: every line runs as it stands. */
export function usage(task: BundleTask): string {
  const { fields, kind } = task;
  const example = fields === null ? '"some text"' : `--json ${quoted(JSON.stringify(exampleOf(fields)))}`;
  return [
    'In this folder, with Node 20.11 or later:',
    fenced(
      [
        // Without the prefix npm would install into a project around this folder; without the scripts onnxruntime
        // does not fetch GPU libraries that this model has no use for.
        'npm install --prefix . --ignore-scripts onnxruntime-node@1.30.0 @huggingface/tokenizers@0.2.0',
        `node predict.mjs ${example}`,
      ].join('\n'),
      'sh',
    ),
    'or with Python 3.11 or later (on Windows `.venv\\Scripts\\python`):',
    fenced(
      [
        'python3 -m venv .venv',
        '.venv/bin/python -m pip install onnxruntime==1.30.0 tokenizers==0.22.2',
        `.venv/bin/python predict.py ${example}`,
      ].join('\n'),
      'sh',
    ),
    `Both give the same answers. Many rows at once, one JSON object \`{"input": ...}\` a line, are answered in order${
      kind === 'labels' ? ', with the score of every label' : ''
    }; check the files first if they have travelled:`,
    fenced(
      [
        'node predict.mjs --jsonl < rows.jsonl > answers.jsonl',
        'sha256sum -c SHA256SUMS   # macOS: shasum -a 256 -c',
      ].join('\n'),
      'sh',
    ),
    ...trying(),
    ...serving(task),
  ].join('\n\n');
}

/** Two pages for people; both call the predict scripts, so that they answer as those do. */
const trying = (): string[] => [
  '### Try it in a browser',
  `\`demo/\` runs the model inside the browser: no row leaves it, and nothing is fetched from elsewhere. Any web server will do:`,
  fenced('python3 -m http.server --bind 127.0.0.1 8000', 'sh'),
  'then open <http://127.0.0.1:8000/demo/>. Or with Gradio, on this machine, in the Python environment above:',
  fenced(['.venv/bin/python -m pip install gradio==6.31.0', '.venv/bin/python demo/gradio_app.py'].join('\n'), 'sh'),
];

/** The packages of the Node script are all that the server needs. */
function serving({ name, fields }: BundleTask): string[] {
  const input = JSON.stringify({ input: fields === null ? 'some text' : exampleOf(fields) });
  return [
    '### Serve it',
    'With the Node packages above, on this machine alone unless `--host` says otherwise:',
    fenced('node server/server.mjs --port 8080', 'sh'),
    'and from another shell:',
    fenced(`curl http://127.0.0.1:8080/predict -H 'content-type: application/json' -d ${quoted(input)}`, 'sh'),
    `OpenAI's clients take \`http://127.0.0.1:8080/v1\` as their base URL and ${plain(name)} as the model; the last user ` +
      `message is the input${fields === null ? '' : ', as JSON'}, and other messages are ignored. \`--help\` lists limits ` +
      'and settings; with `P2M_SERVER_KEY` in its environment the server asks for that key. `server/Dockerfile` ' +
      'describes an image that does not run as root.',
  ];
}

const exampleOf = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, '...']));

/** In single quotes, inside which a POSIX shell changes nothing. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
