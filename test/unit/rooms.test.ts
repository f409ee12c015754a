import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { test } from 'uvu';
import * as assert from 'uvu/assert';

const sourceFolder = path.join(__dirname, '../../src');

/** The rooms that each room may import from, besides itself. `` is the top: errors.ts and retry.ts. */
const allowed: { readonly [room: string]: readonly string[] } = {
  main: ['commands', 'registry', 'docker', 'key', 'report', 'settings', ''],
  commands: ['registry', 'docker', 'key', 'report', 'settings', ''],
  registry: ['settings', ''],
  docker: ['settings', ''],
  key: ['settings', ''],
  report: ['settings', ''],
  settings: [''],
  '': [],
};

interface SourceFile {
  /** Relative to src, without the extension. */
  readonly name: string;
  readonly room: string;
  readonly code: string;
}

const files: readonly SourceFile[] = listFiles(sourceFolder).map((file) => {
  const name = path.relative(sourceFolder, file).replace(/\.ts$/, '');
  return { name, room: findRoom(name), code: stripComments(readFileSync(file, 'utf8')) };
});

function listFiles(folder: string): readonly string[] {
  return readdirSync(folder, { withFileTypes: true }).flatMap((entry) => {
    const file = path.join(folder, entry.name);
    return entry.isDirectory() ? listFiles(file) : [file];
  });
}

function findRoom(name: string): string {
  if (name === 'main') return 'main';
  return name.includes('/') ? String(name.split('/')[0]) : '';
}

/** The source with blanked comments, but not what looks like one in a string or regular expression. */
function stripComments(source: string): string {
  return source.replace(
    /('(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"|`(?:[^`\\]|\\.)*`)|\/\*.*?\*\/|(^|\s)\/\/[^\n]*/gs,
    (_, text?: string) => text ?? ' ',
  );
}

/** The imports of a file: static, dynamic and for types. */
function findImports(code: string): readonly string[] {
  const specifier = /(?:\bfrom\s*|\bimport\s*\(?\s*|\brequire\s*\(\s*)(['"])(.+?)\1/g;
  return [...code.matchAll(specifier)].map(([, , found]) => String(found));
}

/** The names that our files import from each other. */
function findOwnImports({ name, code }: SourceFile): readonly string[] {
  return findImports(code)
    .filter((specifier) => specifier.startsWith('.'))
    .map((specifier) => path.posix.join(path.posix.dirname(name), specifier));
}

test('imports of every kind are found', () => {
  const code = [
    "import a from 'a';",
    'import { b } from "b";',
    "import type { c } from './c';",
    "import {\n  d,\n} from './d';",
    "import 'e';",
    "export { f } from 'f';",
    "const { g } = await import('g');",
    "const h = require('h');",
    "type I = import('i').I;",
    "// import j from 'j';",
    "/* import k from 'k'; */",
  ].join('\n');
  assert.equal(findImports(stripComments(code)), ['a', 'b', './c', './d', 'e', 'f', 'g', 'h', 'i']);
});

test('every room is known', () => {
  assert.ok(files.length > 30, `only ${files.length} files were found`);
  assert.equal([...new Set(files.map(({ room }) => room))].sort(), Object.keys(allowed).sort());
  assert.equal(
    files
      .filter(({ room }) => room === '')
      .map(({ name }) => name)
      .sort(),
    ['errors', 'retry'],
  );
});

test('a file imports files that are there, from the rooms that it may import from', () => {
  const known = files.map(({ name }) => name);
  const wrong = files.flatMap((file) => {
    const rooms = [file.room, ...(allowed[file.room] ?? [])];
    return findOwnImports(file)
      .filter((imported) => !known.includes(imported) || !rooms.includes(findRoom(imported)))
      .map((imported) => `${file.name} imports ${imported}`);
  });
  // The version.
  assert.equal(wrong, ['main imports ../package.json']);
});

test('no file imports itself, even indirectly', () => {
  const imports = new Map(files.map((file) => [file.name, findOwnImports(file)]));
  const visit = (name: string, way: readonly string[]): void => {
    assert.not(way.includes(name), [...way, name].join(' → '));
    for (const imported of imports.get(name) ?? []) visit(imported, [...way, name]);
  };
  for (const { name } of files) visit(name, []);
});

test('only registry knows the SDK of AWS', () => {
  const users = files.filter(({ code }) => findImports(code).some((specifier) => specifier.startsWith('@aws-sdk/')));
  assert.equal([...new Set(users.map(({ room }) => room))], ['registry']);
});

test('only docker starts processes', () => {
  const users = files.filter(({ code }) => findImports(code).includes('node:child_process'));
  assert.equal(
    users.map(({ name }) => name),
    ['docker/process-runner'],
  );
});

test('only main knows the process: its environment, its streams, its signals, its end', () => {
  const users = files.filter(
    ({ code }) => /\bprocess\s*[.[?]|\bprocess\b\s*[;,)}]/.test(code) || findImports(code).includes('node:process'),
  );
  assert.equal(
    users.map(({ name }) => name),
    ['main'],
  );
});

test.run();
