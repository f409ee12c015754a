/** Stands for a value in a text. */
export const gap = '…';

/** A literal, a comment, or punctuation that ends an expression. The end of a template is found by hand. */
const token = /'((?:[^'\\\n]|\\.)*)'|"((?:[^"\\\n]|\\.)*)"|(`)|\/\/[^\n]*|\/\*.*?\*\/|[()[\]{},;]/gs;

/** The strings and templates of an expression, in order, and the position after it. */
interface Expression {
  readonly literals: readonly string[];
  readonly end: number;
}

/**
 * Reads the texts of a TypeScript expression, up to the comma, semicolon or bracket that ends it. Each value in a template
 * is a gap, concatenated texts are one, and operands of comparisons are none.
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

/** @param start after the opening backtick */
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
