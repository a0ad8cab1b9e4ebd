/**
 * Gives what the model abstained on to the teacher, where there is one. An answer then says whose it is; where the teacher
 * gives none, the model's own stays, marked `abstained`.
 *
 * @param {{ask: (input: unknown, gone: AbortSignal) => Promise<string | null>} | null} teacher
 * @param {readonly unknown[]} inputs
 * @param {readonly object[]} answers of the model, in the order of the inputs
 * @param {AbortSignal} gone
 */
export async function withTeacher(teacher, inputs, answers, gone) {
  if (teacher === null) return answers;
  return Promise.all(
    answers.map(async (answer, at) => {
      const output = answer.abstained ? await teacher.ask(inputs[at], gone) : null;
      if (output === null) return { ...answer, answeredBy: 'student' };
      const student = { output: answer.output, confidence: answer.confidence };
      return { ...answer, output, scores: null, confidence: null, abstained: false, answeredBy: 'teacher', student };
    }),
  );
}

/** What an answer says of itself beside its output. JSON leaves out what is undefined: all but the first, where it was not asked for. */
export const standing = ({ confidence, abstained, reason, answeredBy, student }) => ({
  confidence,
  abstained,
  reason,
  answered_by: answeredBy,
  student,
});
