/** Colours by what they mean; without colour each gives its text back. */
export interface Palette {
  readonly strong: (text: string) => string;
  readonly faint: (text: string) => string;
  readonly good: (text: string) => string;
  readonly bad: (text: string) => string;
  readonly busy: (text: string) => string;
  readonly warning: (text: string) => string;
}

const CODES = { strong: 1, faint: 2, bad: 31, good: 32, warning: 33, busy: 36 } as const;

export function createPalette(colour: 'colour' | 'plain'): Palette {
  const paint = (name: keyof typeof CODES) => (text: string) =>
    colour === 'plain' || text === '' ? text : `\u001B[${CODES[name]}m${text}\u001B[0m`;
  return {
    strong: paint('strong'),
    faint: paint('faint'),
    good: paint('good'),
    bad: paint('bad'),
    busy: paint('busy'),
    warning: paint('warning'),
  };
}
