/** The rows of a table that is written as text: a row a line, ` | ` between its cells. */
export function readTable(text: string): readonly (readonly string[])[] {
  return text
    .replace(/^\n|\n$/g, '')
    .split('\n')
    .map((line) => line.split(' | '));
}
