/** At most so many signs of a text in one line, and nothing in it that steers a terminal or turns its direction. */
export function shown(text: string, most: number): string {
  const signs = Array.from(text.replaceAll(/[\p{Cc}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]+/gu, ' '));
  return signs.length > most ? `${signs.slice(0, most - 1).join('')}…` : signs.join('');
}
