/** Seconds as people say them: `0.4 s`, `41 s`, `1 min 12 s`, `2 h 5 min`. */
export function duration(seconds: number): string {
  if (seconds < 10) return `${(Math.round(seconds * 10) / 10).toFixed(1)} s`;
  const whole = Math.round(seconds);
  if (whole < 60) return `${whole} s`;
  if (whole < 3600) return `${Math.floor(whole / 60)} min ${whole % 60} s`;
  const minutes = Math.round(whole / 60);
  return `${Math.floor(minutes / 60)} h ${minutes % 60} min`;
}

/** `12,345` */
export const count = (value: number): string => Math.round(value).toLocaleString('en-US');

/** A number of tokens to three digits or so: `9,588`, `41 k`, `9.6 M`. */
export function tokenCount(tokens: number): string {
  if (tokens < 10_000) return count(tokens);
  return tokens < 1e6 ? `${count(tokens / 1e3)} k` : `${(tokens / 1e6).toFixed(1)} M`;
}

/** Dollars to the hundredth of a cent where they are few, to the cent from one dollar on. */
export const dollars = (usd: number): string => `$${usd.toFixed(usd < 1 ? 4 : 2)}`;

/** `23.1 MB`, in powers of a thousand as disks count. */
export function size(bytes: number): string {
  if (bytes < 1000) return `${bytes} B`;
  const [value, unit] = bytes < 1e6 ? [bytes / 1e3, 'kB'] : bytes < 1e9 ? [bytes / 1e6, 'MB'] : [bytes / 1e9, 'GB'];
  return `${value.toFixed(1)} ${unit}`;
}

/** Milliseconds with the digits that matter. */
export const milliseconds = (ms: number): string => `${ms < 10 ? ms.toFixed(1) : String(Math.round(ms))} ms`;
