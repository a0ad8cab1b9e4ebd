import type { TaskInput } from '../../contracts/example.ts';
import { hashOf } from '../store/canonical-json.ts';

/** First 16 hex digits of SHA-256 of the input's canonical JSON: the same input has the same id everywhere. */
export const rowId = (input: TaskInput): string => hashOf(input).slice(0, 16);
