/** The colours of Buildkite's log. */
const themes = {
  light: {
    paper: '#ffffff',
    frame: '#d6d6dd',
    band: '#f3f3f6',
    text: '#2e2e38',
    dim: '#8a8a99',
    title: '#111118',
  },
  dark: {
    paper: '#16161d',
    frame: '#33333f',
    band: '#23232d',
    text: '#d5d5de',
    dim: '#777788',
    title: '#f4f4f8',
  },
} as const;

export type Theme = keyof typeof themes;

export const themeNames = Object.keys(themes) as readonly Theme[];

/** A step and its log. */
export interface LoggedStep {
  readonly title: string;
  readonly log: string;
  readonly seconds: number;
}

interface Row {
  readonly kind: 'step' | 'group' | 'line';
  readonly text: string;
  readonly aside?: string;
}

const [lineHeight, margin, columns] = [21, 14, 114];
const characterWidth = 7.83;
/** How many lines of docker's own output are shown. */
const longestGroup = 4;

const emojis: readonly (readonly [name: string, emoji: string])[] = [
  [':docker:', '🐳'],
  [':warning:', '⚠️'],
];

/** Draws logs as Buildkite shows them, with lines that start with `---` or `+++` as headers of groups. */
export function drawLogs(steps: readonly LoggedStep[], theme: Theme): string {
  const colours = themes[theme];
  const rows = steps.flatMap(({ title, log, seconds }): readonly Row[] => [
    { kind: 'step', text: title, aside: `${seconds.toFixed(1)} s` },
    ...shortenGroups(
      log
        .split('\n')
        .filter((line) => line.trim() !== '')
        .map(toRow),
    ),
  ]);
  const width = Math.round(columns * characterWidth + 2 * margin);
  const height = rows.length * lineHeight + 2 * margin;
  const drawn = rows.map((row, index) => drawRow(row, margin + index * lineHeight, width, colours));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}">`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="8" fill="${colours.paper}" stroke="${colours.frame}"/>`,
    `<g font-family="ui-monospace, SFMono-Regular, Menlo, Consolas, 'DejaVu Sans Mono', monospace" font-size="13">`,
    ...drawn,
    '</g>',
    '</svg>',
    '',
  ].join('\n');
}

function toRow(line: string): Row {
  const [, title] = /^(?:---|\+\+\+|~~~) (.*)$/.exec(line) ?? [];
  return title === undefined ? { kind: 'line', text: line } : { kind: 'group', text: title };
}

function shortenGroups(rows: readonly Row[]): readonly Row[] {
  const shown: Row[] = [];
  let lines = 0;
  for (const row of rows) {
    lines = row.kind === 'line' ? lines + 1 : 0;
    if (lines < longestGroup) shown.push(row);
    else if (lines === longestGroup) shown.push({ kind: 'line', text: '…' });
  }
  return shown;
}

function drawRow({ kind, text, aside }: Row, top: number, width: number, colours: (typeof themes)[Theme]): string {
  const base = top + lineHeight - 6;
  const shown = emojis.reduce((title, [name, emoji]) => title.split(name).join(emoji), text);
  const cut = shown.length > columns - 4 ? `${shown.slice(0, columns - 5)}…` : shown;
  const write = (x: number, fill: string, words: string, more = '') =>
    `<text x="${x}" y="${base}" fill="${fill}" xml:space="preserve"${more}>${escapeXml(words)}</text>`;
  switch (kind) {
    case 'step':
      return [
        write(margin, colours.title, cut, ' font-weight="bold"'),
        write(width - margin, colours.dim, aside ?? '', ' text-anchor="end"'),
      ].join('\n');
    case 'group':
      return [
        `<rect x="${margin - 6}" y="${top + 1}" width="${width - 2 * margin + 12}" height="${lineHeight - 2}" rx="4" fill="${colours.band}"/>`,
        write(margin, colours.dim, '▾'),
        write(margin + 18, colours.text, cut),
      ].join('\n');
    case 'line':
      return write(margin + 18, colours.text, cut);
  }
}

function escapeXml(text: string): string {
  return text.replace(/[&<>]/g, (character) => `&#${character.charCodeAt(0)};`);
}
