import { matchesGlob } from './matches-glob.ts';
import type { DatasetFile } from '../../contracts/candidate.ts';
import type { CardConfig } from './dataset-card.ts';
import { DATA_FILE } from './read-table.ts';
import { splitOfPath, tableName } from './split-of-path.ts';

/** Files of one table, by split. */
export interface FileGroup {
  /** What its files' names share; empty where that is nothing. */
  readonly name: string;
  readonly files: readonly DatasetFile[];
}

interface SomeFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string | null;
}

/** Data files that are one table where their names differ only by split and number; in the order of their paths. */
export function groupByName(files: readonly SomeFile[]): readonly FileGroup[] {
  const groups = new Map<string, DatasetFile[]>();
  for (const file of inOrder(files)) {
    const name = tableName(file.path);
    groups.set(name, [...(groups.get(name) ?? []), placed(file, splitOfPath(file.path))]);
  }
  return [...groups].map(([name, members]) => ({ name, files: members }));
}

/** The tables that a card describes; where it describes none, all data files together are one. */
export function groupByCard(files: readonly SomeFile[], configs: readonly CardConfig[]): readonly FileGroup[] {
  const data = inOrder(files);
  if (configs.length === 0)
    return data.length === 0 ? [] : [{ name: '', files: data.map((file) => placed(file, splitOfPath(file.path))) }];
  return configs
    .map((config) => ({
      name: config.name === 'default' ? '' : config.name,
      files: data.flatMap((file) => {
        const own = config.files.find(({ pattern }) => matchesGlob(file.path, pattern));
        return own === undefined ? [] : [placed(file, splitOfPath(own.split ?? file.path))];
      }),
    }))
    .filter((group) => group.files.length > 0);
}

/** A card's folder holds settings in JSON beside its data. */
const NO_DATA = /(?:^|\/)(?:dataset_infos?|dataset_dict|state|package(?:-lock)?|config|metadata|tsconfig)\.json$/i;

const inOrder = (files: readonly SomeFile[]): readonly SomeFile[] =>
  files
    .filter(({ path }) => DATA_FILE.test(path) && !NO_DATA.test(path))
    .toSorted((one, other) => (one.path < other.path ? -1 : 1));

const placed = ({ path, bytes, sha256 }: SomeFile, split: DatasetFile['split']): DatasetFile => ({
  path,
  split,
  bytes,
  sha256,
});
