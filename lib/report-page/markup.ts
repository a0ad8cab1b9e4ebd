/** HTML that is safe to put into a page: made by `html` alone. */
export interface Markup {
  readonly markup: string;
}

/** What may stand in a template: texts and numbers are escaped, markup is taken as it is, lists stand one after the other. */
export type Piece = string | number | Markup | readonly Piece[];

/** A piece of HTML or SVG. Every text that is put in is escaped, in elements as well as in quoted attributes. */
export function html(parts: TemplateStringsArray, ...pieces: readonly Piece[]): Markup {
  return { markup: parts.map((part, at) => part + textOf(pieces[at] ?? '')).join('') };
}

/** Nothing. */
export const NOTHING: Markup = { markup: '' };

function textOf(piece: Piece): string {
  if (typeof piece === 'number') return String(piece);
  if (typeof piece === 'string') return escaped(piece);
  if ('markup' in piece) return piece.markup;
  return piece.map(textOf).join('');
}

const ENTITIES: Readonly<Record<string, string>> = {
  '&': '&amp;',
  '<': '&lt;',
  '>': '&gt;',
  '"': '&quot;',
  "'": '&#39;',
};

const escaped = (text: string): string => visible(text).replaceAll(/[&<>"']/g, (sign) => ENTITIES[sign] ?? sign);

/** Characters that reorder text without being seen: Unicode's bidirectional controls (UAX #9, section 2). */
const BIDI = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/g;

/** What cannot be seen, or deceives the eye, in a form that can: `␀`, `[U+202E]`. Line feeds and tabs stay. */
export const visible = (text: string): string =>
  text
    .replaceAll('\r\n', '\n')
    // eslint-disable-next-line no-control-regex -- these are the ones that are looked for
    .replaceAll(/[\u0000-\u0008\u000B-\u001F]/g, (sign) => String.fromCodePoint(0x2400 + (sign.codePointAt(0) ?? 0)))
    .replaceAll(/[\u007F-\u009F\uFFFE\uFFFF]/g, named)
    .replaceAll(BIDI, named)
    .replaceAll(/\p{Surrogate}/gu, '\uFFFD');

const named = (sign: string): string => `[U+${(sign.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}]`;
