import { foreseen } from '../command-failure.ts';

/** What `doctor` says of one part. */
export interface Finding {
  readonly part: string;
  readonly state: 'ok' | 'problem' | 'skipped';
  /** What was seen. */
  readonly says: string;
  /** How to mend it; null where nothing is wrong. */
  readonly mend: string | null;
}

export const fine = (part: string, says: string): Finding => ({ part, state: 'ok', says, mend: null });
export const skipped = (part: string, says: string): Finding => ({ part, state: 'skipped', says, mend: null });
export const problem = (part: string, says: string, mend: string): Finding => ({ part, state: 'problem', says, mend });

/** A check whose foreseen failures are findings; anything else is a bug and goes on. */
export async function finding(part: string, mend: string, look: () => Promise<Finding>): Promise<Finding> {
  try {
    return await look();
  } catch (error) {
    const known = foreseen(error);
    if (known === null) throw error;
    return problem(part, known.message, mend);
  }
}
