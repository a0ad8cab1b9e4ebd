/** A part of the local stack that does not start or does not answer; the message holds the end of its log. */
export class LocalStackError extends Error {
  override readonly name = 'LocalStackError';
}

/** The port was taken between the look and the start; another one may do. */
export class PortTaken extends LocalStackError {}
