import type { BundleTask } from '../../contracts/bundle-task.ts';
import { fenced } from './markdown.ts';

/** How to answer with the bundle, from a shell in its folder: every line runs as it stands. */
export function usage({ fields, kind }: BundleTask): string {
  const example = fields === null ? '"some text"' : `--json ${quoted(JSON.stringify(exampleOf(fields)))}`;
  return [
    'In this folder, with Node 20.11 or later:',
    fenced(
      [
        // Without the prefix npm would install into a project around this folder; without the scripts onnxruntime
        // does not fetch GPU libraries that this model has no use for.
        'npm install --prefix . --ignore-scripts onnxruntime-node@1.30.0 @huggingface/transformers@4.3.1',
        `node predict.mjs ${example}`,
      ].join('\n'),
      'sh',
    ),
    'or with Python 3.10 or later:',
    fenced(['python3 -m pip install onnxruntime tokenizers', `python3 predict.py ${example}`].join('\n'), 'sh'),
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
  ].join('\n\n');
}

const exampleOf = (fields: readonly string[]) => Object.fromEntries(fields.map((field) => [field, '...']));

/** In single quotes, inside which a POSIX shell changes nothing. */
const quoted = (text: string): string => `'${text.replaceAll("'", String.raw`'\''`)}'`;
