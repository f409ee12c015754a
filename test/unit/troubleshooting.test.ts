import { readdirSync } from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { readDocument } from '../support/readme';
import { gap, readExpression } from './source-literals';

// TROUBLESHOOTING.md has all texts of errors and warnings, in the words that people find in a log, and no others. The texts
// are read from the source.

const page = 'TROUBLESHOOTING.md';
const hook = 'hooks/pre-command';

interface Message {
  /** The file and line that it comes from. */
  readonly place: string;
  /** With a gap in place of each value. */
  readonly text: string;
}

function listFiles(folder: string): readonly string[] {
  return readdirSync(path.join(__dirname, '../..', folder), { withFileTypes: true }).flatMap((entry) => {
    const file = `${folder}/${entry.name}`;
    return entry.isDirectory() ? listFiles(file) : [file];
  });
}

/** The start of an error or warning in the source; the expression after it is the text. */
const makers =
  /\bnew (?:User|Option|NotCached|Outage|Proxy)Error\(|\bwarn\((?!text: string)|\bwhat: (?=['"`])|\bstderr\.write\(/g;

/** The messages of a source file that have words of their own. */
function readMessages(file: string): readonly Message[] {
  const code = readDocument(file);
  return [...code.matchAll(makers)]
    .flatMap(({ 0: maker, index = 0 }) => {
      const place = `${file}:${code.slice(0, index).split('\n').length}`;
      return findTexts(code, index + maker.length).map((text) => ({ place, text: cutToSentence(text) }));
    })
    .filter(({ text }) => countWords(text) > 1);
}

/** The texts of the expression at a position; for a name, those of its definition. */
function findTexts(code: string, start: number): readonly string[] {
  const { literals, end } = readExpression(code, start);
  if (literals.length > 0) return literals;
  const name = /^\s*(\w+)/.exec(code.slice(start, end))?.[1];
  const constant = code.lastIndexOf(`const ${name} = `, start);
  if (constant >= 0) return readExpression(code, constant).literals;
  const definition = code.indexOf(`function ${name}(`);
  return definition < 0 ? [] : readExpression(code, code.indexOf('return ', definition)).literals;
}

/** The first sentence, which is what people search for. */
function cutToSentence(text: string): string {
  const ends = [...text.matchAll(/\n|\. /g)].map(({ index = 0 }) => index);
  return text.slice(
    0,
    ends.find((end) => countWords(text.slice(0, end)) > 1),
  );
}

function countWords(text: string): number {
  return text.match(/\p{L}{2,}/gu)?.length ?? 0;
}

/** The hook's own messages. */
function readHookMessages(): readonly Message[] {
  return [...readDocument(hook).matchAll(/\becho (["'])(?:\+\+\+ )?(error: .*?)\1/g)].map(([, , text = '']) => ({
    place: hook,
    text: text.replace(/\$\(.*?\)|\$\{.*?\}/g, gap),
  }));
}

/** The parts of a text between its gaps, without punctuation at both ends. */
function findParts(text: string): readonly string[] {
  return text
    .split(gap)
    .map((part) => part.replace(/\s+/g, ' ').replace(/^[\s.,:;()'-]+|[\s.,:;()'-]+$/g, ''))
    .filter((part) => /\p{L}/u.test(part));
}

/** Whether a text contains these parts in this order. */
function hasParts(text: string, parts: readonly string[]): boolean {
  let at = 0;
  return parts.every((part) => {
    const found = text.indexOf(part, at);
    at = found + part.length;
    return found >= 0;
  });
}

/** The messages that the page lists: in its headings, and after "Also:" below them. */
function readEntries(text: string): readonly string[] {
  return [...text.matchAll(/^### (.*)\n(?:\nAlso: ((?:.+\n)+))?/gm)].flatMap(([, heading = '', also = '']) =>
    [...`${heading}\n${also}`.matchAll(/`([^`]+)`/g)].map(([, entry = '']) => entry.replace(/\s+/g, ' ')),
  );
}

const [ofProgram = '', ofOthers = ''] = readDocument(page).split(/^## Messages of docker.*$/m);

test('every message of the program and its hook has an entry', () => {
  const messages = [...listFiles('src').flatMap(readMessages), ...readHookMessages()];
  assert.ok(messages.length > 80, `only ${messages.length} messages were found`);
  const entries = readEntries(ofProgram);
  const missing = messages.filter(({ text }) => !entries.some((entry) => hasParts(entry, findParts(text))));
  const list = missing.map(({ place, text }) => `\n  ${place}: ${text}`).join('');
  assert.ok(missing.length === 0, `${page} has no heading with these words:${list}`);
});

test('every entry about the program is a message that it still has', () => {
  const sources = [...listFiles('src'), hook].map((file) => readDocument(file).replace(/['`] \+\s*['`]/g, ''));
  const stale = readEntries(ofProgram).filter((entry) => {
    // One message may be made in one place, and its reason in another.
    const parts = findParts(entry.replace(/^(?:error|warning): |\bfailed: /g, gap));
    return !sources.some((source) => parts.every((part) => source.includes(part.replace(/ failed$/, ''))));
  });
  assert.equal(stale, [], `${page} has entries that the source does not have`);
});

test('the frequent messages of docker and the registry have an entry', () => {
  const frequent = [
    'no basic auth credentials',
    'denied: Your authorization token has expired',
    'toomanyrequests',
    'manifest unknown',
    'no matching manifest for linux/amd64',
    'exec format error',
    'no space left on device',
    'Cannot connect to the Docker daemon',
    'permission denied while trying to connect to the Docker daemon',
    'EOF',
    'tag invalid',
    'buildx component is missing',
    'cache export is not supported for the docker driver',
    'pull access denied',
    'error storing credentials',
  ];
  const entries = readEntries(ofOthers);
  assert.equal(
    frequent.filter((text) => !entries.some((entry) => entry.includes(text))),
    [],
  );
});

test('texts are read from the source as they are written', () => {
  const read = (code: string) => readExpression(code, 0).literals;
  assert.equal(read(`'a', 'b'`), ['a']);
  assert.equal(read(`"it's" + \` \${f('x', \`y\${z}\`)}\` +\n  'end');`), [`it's ${gap}end`]);
  assert.equal(read("code === 'ENOENT' ? `there is no ${name}` : 'it is (odd)');"), [
    `there is no ${gap}`,
    'it is (odd)',
  ]);
  assert.equal(read('text, 1)'), []);
  assert.is(cutToSentence(`${gap}. It is used. Or not`), `${gap}. It is used`);
  assert.is(cutToSentence(`what can't be counted:\n${gap}`), "what can't be counted:");
});

test.run();
