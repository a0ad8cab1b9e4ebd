import { parse } from 'yaml';
import { z } from 'zod';

/** What a dataset's card says of it. */
export interface DatasetCard {
  /** Null where it names none. */
  readonly title: string | null;
  readonly license: string | null;
  readonly languages: readonly string[];
  /** Plain text, without headings, code and links' addresses; may be empty. */
  readonly description: string;
  readonly configs: readonly CardConfig[];
}

/** A part of a dataset, and which files are its own: patterns with `*`. */
export interface CardConfig {
  readonly name: string;
  readonly files: readonly { readonly split: string | null; readonly pattern: string }[];
}

const OneOrMore = z
  .union([z.string(), z.array(z.string())])
  .transform((value) => (Array.isArray(value) ? value : [value]));
const DataFile = z.object({ split: z.string(), path: OneOrMore });

const Config = z.object({
  config_name: z.string(),
  data_files: z.union([OneOrMore, z.array(DataFile)]),
});

/** Cards are written by hand: a key of another form counts as not said. */
const Head = z.object({
  license: OneOrMore.nullish().catch(null),
  language: OneOrMore.nullish().catch(null),
  pretty_name: z.string().nullish().catch(null),
  configs: z.array(Config).nullish().catch(null),
});

/** Enough to say what a dataset is about; the embedder reads less. */
const DESCRIPTION_CHARS = 1_200;

export const NO_CARD: DatasetCard = { title: null, license: null, languages: [], description: '', configs: [] };

/** Reads a `README.md` with a YAML head between `---` lines, as the hub's datasets have. */
export function readDatasetCard(text: string): DatasetCard {
  const [, head = '', body = text] = /^\uFEFF?---\r?\n([\s\S]*?)\r?\n---\s*(?:\r?\n([\s\S]*))?$/.exec(text) ?? [];
  return cardOf(head === '' ? {} : yamlOf(head), body);
}

/** The same from a head that was read already, as the hub's API gives it. */
export function cardOf(head: unknown, body: string): DatasetCard {
  const parsed = Head.safeParse(head ?? {});
  const { license, language, pretty_name: title, configs } = parsed.success ? parsed.data : {};
  return {
    title: title ?? null,
    license: license?.join(', ') ?? null,
    languages: language ?? [],
    description: plainText(body).slice(0, DESCRIPTION_CHARS),
    configs: (configs ?? []).map((config) => ({ name: config.config_name, files: filesOf(config.data_files) })),
  };
}

const filesOf = (files: z.infer<typeof Config>['data_files']): CardConfig['files'] =>
  files.flatMap((file): { split: string | null; pattern: string }[] =>
    typeof file === 'string'
      ? [{ split: null, pattern: file }]
      : file.path.map((pattern) => ({ split: file.split, pattern })),
  );

/** A head that is no YAML says nothing; the text below it still does. */
function yamlOf(head: string): unknown {
  try {
    return parse(head, { logLevel: 'silent' });
  } catch (error) {
    if (error instanceof Error && error.name === 'YAMLParseError') return {};
    throw error;
  }
}

const plainText = (markdown: string): string =>
  markdown
    .replaceAll(/```[\s\S]*?```/g, ' ')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/!?\[([^\]]*)\]\([^)]*\)/g, '$1')
    .replaceAll(/^#+\s*|[*_`|]/gm, '')
    .replaceAll(/\[More Information Needed\]/gi, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();
