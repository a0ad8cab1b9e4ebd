/** A part that could not be set up. `advice` says what to do, in a sentence or two. */
export class SetUpError extends Error {
  constructor(message, advice) {
    super(message);
    this.name = 'SetUpError';
    this.advice = advice;
  }
}
