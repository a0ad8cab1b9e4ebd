import type { BundleTask } from '../../contracts/bundle-task.ts';
import type { RowSource } from '../../contracts/candidate.ts';
import type { Report } from '../../contracts/report.ts';
import type { BaseModelFacts } from './licenses.ts';

/** All that a model card is written from. */
export interface CardFacts {
  readonly task: BundleTask;
  /** With the cost of the whole build. */
  readonly report: Report;
  readonly base: BaseModelFacts;
  readonly teacher: {
    readonly model: string;
    /** A scripted stand-in for a large model: the card says so wherever it names the teacher. */
    readonly simulated: boolean;
  };
  readonly rows: { readonly train: number; readonly validation: number; readonly test: number };
  /** Whose rows were imported; null where none were. */
  readonly source: RowSource | null;
  readonly seed: number;
  /** Language code where the user said one. */
  readonly language: string | null;
}
