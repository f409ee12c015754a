/** What stands in a text for a value that differs from case to case. */
export const gap = '…';

/** A literal, a comment or a mark that an expression is told apart by. A template's end is found by hand. */
const token = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|(`)|\/\/[^\n]*|\/\*.*?\*\/|[()[\]{},;]/gs;

/** The strings and templates of one expression, in order, and the place behind it. */
interface Expression {
  readonly literals: readonly string[];
  readonly end: number;
}

/**
 * Reads the texts of one expression of TypeScript: up to the comma, semicolon or bracket that ends it. Each value in a
 * template is a gap, texts that are added up are one, and what something is compared with is none.
 */
export function readExpression(code: string, start: number): Expression {
  const literals: string[] = [];
  let depth = 0;
  let behindLast = -1;
  for (let at = start; at < code.length; ) {
    const match = matchToken(code, at);
    if (match === null) break;
    const [mark, single, double, backtick] = match;
    const template = backtick === undefined ? undefined : readTemplate(code, match.index + 1);
    const text = template?.text ?? single ?? double;
    at = template?.end ?? match.index + mark.length;
    if (text !== undefined) {
      const isAdded = behindLast >= 0 && /^\s*\+\s*$/.test(code.slice(behindLast, match.index));
      if (isAdded) literals.push(`${literals.pop()}${text}`);
      else if (!/[=!]==\s*$/.test(code.slice(start, match.index))) literals.push(text);
      behindLast = at;
    } else if ('([{'.includes(mark)) {
      depth++;
    } else if (depth === 0 && ')]},;'.includes(mark)) {
      return { literals, end: match.index };
    } else if (')]}'.includes(mark)) {
      depth--;
    }
  }
  return { literals, end: code.length };
}

function matchToken(code: string, start: number): RegExpExecArray | null {
  token.lastIndex = start;
  return token.exec(code);
}

/** @param start behind the opening backtick */
function readTemplate(code: string, start: number): { readonly text: string; readonly end: number } {
  let text = '';
  let at = start;
  while (at < code.length && code[at] !== '`') {
    if (code.startsWith('${', at)) {
      text += gap;
      at = readExpression(code, at + 2).end + 1;
    } else if (code[at] === '\\') {
      text += code[at + 1] === 'n' ? '\n' : code[at + 1];
      at += 2;
    } else {
      text += code[at++];
    }
  }
  return { text, end: at + 1 };
}
