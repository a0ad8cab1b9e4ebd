import type { Price } from '../../contracts/budget.ts';
import type { GoldRow } from '../../contracts/example.ts';
import type { TaskConfig } from '../../contracts/task-config.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';

/** What is known of a task without its teacher. */
export interface TaskFacts {
  readonly config: TaskConfig;
  readonly spec: TaskSpec;
  /** Inputs of the test, where it is given: their lengths alone are looked at, for the price of the evaluation. */
  readonly testInputs: readonly GoldRow['input'][];
  /** Rows of the test. */
  readonly testRows: number;
  readonly isTestGenerated: boolean;
  readonly goldRows: number;
  readonly price: Price | null;
  readonly trainMinutes: number;
}
