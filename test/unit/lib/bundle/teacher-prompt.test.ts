import { describe, expect, it } from 'vitest';
import { TeacherPrompt } from '../../../../contracts/confidence.ts';
import { teacherPrompt } from '../../../../lib/bundle/teacher-prompt.ts';
import { rowId } from '../../../../lib/dataset/row-id.ts';
import { singleAnswerRequest } from '../../../../lib/generation/requests.ts';
import { TRIAGE_SPEC } from '../../../support/triage-spec.ts';

const DEMONSTRATIONS = ['late parcel', 'wrong bill'].map((input) => ({ input, output: 'billing' }));
const SPEC = { ...TRIAGE_SPEC, demonstrations: DEMONSTRATIONS };
const tested = (input: string) => ({
  id: rowId(input),
  input,
  output: 'billing',
  origin: 'gold' as const,
  votes: [],
  agreement: 1,
  group: 'g',
});

describe('teacherPrompt', () => {
  it('is the request that the evaluation made, but for the input', () => {
    const { prompt, maxOutputTokens } = singleAnswerRequest(SPEC, 'any input');
    const shipped = TeacherPrompt.parse(teacherPrompt(SPEC, []));
    expect([...shipped.messages, { role: 'user', content: 'any input' }]).toEqual(prompt.messages);
    expect(shipped).toMatchObject({ name: 'label-input', schema: prompt.schema, maxOutputTokens });
  });

  it('holds no row of the test', () => {
    const shipped = JSON.stringify(teacherPrompt(SPEC, [tested('wrong bill')]));
    expect(shipped).toContain('late parcel');
    expect(shipped).not.toContain('wrong bill');
  });
});
