import { connectTemporal, type Temporal } from './connection.ts';
import type { VerbCall } from './verb.ts';

/** Runs some work on a connection that is closed behind it, however the work ends. */
export async function withTemporal<Result>(
  { environment, clock }: Pick<VerbCall, 'environment' | 'clock'>,
  identity: string,
  work: (temporal: Temporal) => Promise<Result>,
): Promise<Result> {
  const temporal = await connectTemporal(environment(), clock.now, identity);
  try {
    return await work(temporal);
  } finally {
    await temporal.close();
  }
}
