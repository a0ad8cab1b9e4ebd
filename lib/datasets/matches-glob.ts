/** Whether a path fits a pattern in which `**` stands for anything, `*` for anything but `/`, and `?` for one character. */
export function matchesGlob(path: string, pattern: string): boolean {
  const source = pattern
    .replace(/^\.\//, '')
    .replaceAll(/[.+^${}()|[\]\\]/g, String.raw`\$&`)
    .replaceAll(/\*\*\/|\*\*|\*|\?/g, (sign) => GLOB[sign] ?? sign);
  return new RegExp(`^${source}$`).test(path);
}

const GLOB: Readonly<Record<string, string>> = { '**/': '(?:.*/)?', '**': '.*', '*': '[^/]*', '?': '[^/]' };
