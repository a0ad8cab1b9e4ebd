/** A data file that cannot be used, and why, in words for whoever owns it. Becomes a line of the listing, never a failed build. */
export class DataUnreadable extends Error {
  override readonly name = 'DataUnreadable';
}
