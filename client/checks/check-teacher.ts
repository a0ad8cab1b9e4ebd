import { DEFAULT_BASE_URL } from '../../lib/task/task-config.ts';
import { fine, problem, skipped, type Finding } from './check.ts';

/** Enough for a far endpoint that answers at all. */
const PATIENCE_MS = 10_000;

/** Asks the endpoint for its models, which is free; nothing where neither a key nor an endpoint is set. */
export async function checkTeacher(endpoint: string | null, key: string | undefined): Promise<Finding> {
  if (endpoint === null && key === undefined)
    return skipped('teacher', 'neither OPENAI_API_KEY nor OPENAI_BASE_URL is set');
  const url = `${(endpoint ?? DEFAULT_BASE_URL).replace(/\/+$/, '')}/models`;
  try {
    const answer = await fetch(url, {
      headers: key === undefined ? {} : { authorization: `Bearer ${key}` },
      signal: AbortSignal.timeout(PATIENCE_MS),
    });
    await answer.body?.cancel();
    return judge(answer.status, url, key);
  } catch (error) {
    if (!(error instanceof Error)) throw error;
    const cause = error.cause instanceof Error ? error.cause.message : error.message;
    return problem('teacher', `${url} does not answer: ${cause}`, 'check OPENAI_BASE_URL, and the way to it');
  }
}

function judge(status: number, url: string, key: string | undefined): Finding {
  if (status === 401 || status === 403) {
    const says = key === undefined ? `${url} wants a key` : `${url} refuses the key (HTTP ${status})`;
    return problem('teacher', says, 'set OPENAI_API_KEY in the environment or in .env');
  }
  // Some endpoints have no list of models: that they answered is what counts.
  if (status < 500) return fine('teacher', `${url} answers${key === undefined ? '' : ' and takes the key'}`);
  return problem('teacher', `${url} answers with HTTP ${status}`, 'try again later, or set OPENAI_BASE_URL');
}
