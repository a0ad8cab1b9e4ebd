import type { TeacherPrompt } from '../../contracts/confidence.ts';
import type { Example } from '../../contracts/example.ts';
import type { TaskSpec } from '../../contracts/task-spec.ts';
import { rowId } from '../dataset/row-id.ts';
import { singleAnswerRequest } from '../generation/requests.ts';

/**
 * teacher-prompt.json of a bundle: the request for one answer as the evaluation made it, without its last message, which is
 * the input. A demonstration that is also a test row stays out: no test row leaves the build.
 */
export function teacherPrompt(spec: TaskSpec, test: readonly Example[]): TeacherPrompt {
  const tested = new Set(test.map(({ id }) => id));
  const demonstrations = spec.demonstrations.filter(({ input }) => !tested.has(rowId(input)));
  const { prompt, maxOutputTokens } = singleAnswerRequest({ ...spec, demonstrations }, anyInput(spec));
  return {
    version: 1,
    name: prompt.name,
    messages: prompt.messages.slice(0, -1).map(({ role, content }) => ({ role, content })),
    schema: prompt.schema,
    maxOutputTokens,
  };
}

const anyInput = ({ fields }: TaskSpec) =>
  fields === null ? '' : Object.fromEntries(fields.map((field) => [field, '']));
