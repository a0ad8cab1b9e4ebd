/** A gold row whose input is one text, as both example tasks have them. */
export interface TextRow {
  readonly input: string;
  readonly output: string;
}
