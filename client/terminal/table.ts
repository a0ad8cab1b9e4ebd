import { padTo, widthOf } from './fit-line.ts';

export interface Column {
  readonly title: string;
  readonly side?: 'left' | 'right';
}

/** Rows under titles, each column as wide as its widest cell, two spaces between; nothing behind the last cell. */
export function tableLines(columns: readonly Column[], rows: readonly (readonly string[])[]): string[] {
  const titles = columns.map(({ title }) => title);
  const widths = titles.map((title, at) => Math.max(widthOf(title), ...rows.map((row) => widthOf(row[at] ?? ''))));
  return [titles, ...rows].map((cells) =>
    cells
      .map((cell, at) => padTo(cell, widths[at] ?? 0, columns[at]?.side ?? 'left'))
      .join('  ')
      .trimEnd(),
  );
}
