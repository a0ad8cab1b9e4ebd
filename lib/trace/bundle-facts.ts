import type { z } from 'zod';
import { BundleTask } from '../../contracts/bundle-task.ts';
import { Report } from '../../contracts/report.ts';
import { ProvenanceFile } from './provenance-file.ts';

export interface BundleFile {
  readonly path: string;
  readonly bytes: number;
  readonly sha256: string;
}

/** A bundle, wherever it lies. */
export interface BundleSource {
  readonly files: readonly BundleFile[];
  readonly read: (path: string) => Promise<Buffer>;
  /** What is thrown where a file is missing, or not what it should be. */
  readonly refuse: (path: string, cause: unknown) => Error;
}

/** What a bundle says of itself. */
export interface BundleFacts {
  readonly files: readonly BundleFile[];
  readonly report: Report;
  readonly provenance: ProvenanceFile;
  readonly task: BundleTask;
}

/** Reads the three files in which a bundle tells of itself. @throws what `source.refuse` gives */
export async function readBundleFacts(source: BundleSource): Promise<BundleFacts> {
  const parsed = async <Value>(path: string, schema: z.ZodType<Value>): Promise<Value> => {
    try {
      return schema.parse(JSON.parse((await source.read(path)).toString()));
    } catch (cause) {
      throw source.refuse(path, cause);
    }
  };
  return {
    files: source.files,
    report: await parsed('report.json', Report),
    provenance: await parsed('provenance.json', ProvenanceFile),
    task: await parsed('task.json', BundleTask),
  };
}
