import { isMap, isScalar, isSeq, LineCounter, parseDocument, type Document } from 'yaml';
import type { Problem } from './problem.ts';

/** A task as it was given, not checked yet. */
export interface TaskSource {
  /** What messages call it: the file's path as given, or `the prompt`. */
  readonly name: string;
  /** Folder that paths in it are relative to; absolute. */
  readonly folder: string;
  readonly content: unknown;
  /** File, line and key of what stands at a path, for messages. */
  readonly placeOf: (path: readonly PropertyKey[]) => string;
}

/** A task that is a prompt in words and nothing else. */
export const taskFromPrompt = (prompt: string, folder: string): TaskSource => ({
  name: 'the prompt',
  folder,
  content: { prompt },
  placeOf: (path) => (path.length <= 1 ? 'the prompt' : keyText(path)),
});

/** A task file's text, YAML or JSON (which YAML includes), or what keeps it from being read. */
export function parseTaskText(
  text: string,
  name: string,
  folder: string,
): { readonly source: TaskSource } | { readonly problems: readonly Problem[] } {
  const lines = new LineCounter();
  const document = parseDocument(text, { lineCounter: lines, prettyErrors: false });
  if (document.errors.length > 0) {
    const problems = document.errors.map(({ message, pos }) => ({
      where: `${name} line ${lines.linePos(pos[0]).line}`,
      message: `this is no YAML: ${message.trim()}`,
    }));
    return { problems };
  }
  const content: unknown = document.toJS();
  if (!isMap(document.contents)) {
    const found = content === null ? 'is empty' : 'is no map of keys';
    return { problems: [{ where: name, message: `the task file ${found}; the one key it needs is "prompt"` }] };
  }
  const placeOf = (path: readonly PropertyKey[]) => placeText(name, lineAt(document, lines, path), path);
  return { source: { name, folder, content, placeOf } };
}

/** Line of a value, or of the nearest thing around it that is there. */
function lineAt(document: Document.Parsed, lines: LineCounter, path: readonly PropertyKey[]): number | null {
  let node: unknown = document.contents;
  let offset: number | undefined;
  for (const key of path) {
    if (isMap(node)) {
      const pair = node.items.find((item) => isScalar(item.key) && String(item.key.value) === String(key));
      if (pair === undefined) break;
      offset = offsetOf(pair.key) ?? offset;
      node = pair.value;
    } else if (isSeq(node)) {
      node = node.items[Number(key)];
      offset = offsetOf(node) ?? offset;
    } else break;
  }
  return offset === undefined ? null : lines.linePos(offset).line;
}

function offsetOf(node: unknown): number | undefined {
  if (isScalar(node) || isMap(node) || isSeq(node)) return node.range?.[0];
  return undefined;
}

function placeText(name: string, line: number | null, path: readonly PropertyKey[]): string {
  const file = line === null ? name : `${name} line ${line}`;
  return path.length === 0 ? file : `${file}, ${keyText(path)}`;
}

/** `teacher.price`, `examples[2].input`: keys as one would write them, list places from 1. */
export const keyText = (path: readonly PropertyKey[]): string =>
  path.map((key, at) => (typeof key === 'number' ? `[${key + 1}]` : `${at === 0 ? '' : '.'}${String(key)}`)).join('');
