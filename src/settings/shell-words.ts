/**
 * Splits a string into words as a POSIX shell does: at white space, with single quotes, double quotes and
 * backslashes honoured. Nothing is expanded and no character is an operator.
 * (POSIX.1-2017, Shell Command Language, 2.2 Quoting)
 *
 * @returns undefined when a quotation is left open or the text ends in a lone backslash
 */
export function splitShellWords(text: string): readonly string[] | undefined {
  const words: string[] = [];
  let word: string | undefined;
  const piece = /\s+|'([^']*)'|"((?:[^"\\]|\\.)*)"|\\(.)|[^\s'"\\]+/sy;
  while (piece.lastIndex < text.length) {
    const match = piece.exec(text);
    if (match === null) return undefined;
    const [whole, single, double, escaped] = match;
    if (/^\s/.test(whole)) {
      if (word !== undefined) words.push(word);
      word = undefined;
    } else {
      word = (word ?? '') + (single ?? unescapeDoubleQuoted(double) ?? unescapeBare(escaped) ?? whole);
    }
  }
  if (word !== undefined) words.push(word);
  return words;
}

/** Between double quotes a backslash is special before these characters only. */
function unescapeDoubleQuoted(text: string | undefined): string | undefined {
  return text?.replace(/\\([$`"\\]|\n)/g, (_, character: string) => (character === '\n' ? '' : character));
}

function unescapeBare(character: string | undefined): string | undefined {
  return character === '\n' ? '' : character;
}
