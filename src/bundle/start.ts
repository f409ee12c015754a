import { readFileSync } from 'node:fs';
import os from 'node:os';
import type * as AwsSdk from '../registry/aws-sdk';
import { CodeCache } from './code-cache';
import { findCodeFolder } from './code-folder';

// What the bundle starts with. Everything else is in it as text, in two functions with nothing but a comment: what stands
// in a comment costs nothing to read, and what V8 made of it in an earlier run is there already.
declare const program: () => void;
declare const awsSdk: () => void;
/** Differs for every version of the two. */
declare const digest: string;

/** In characters: a file's name can't have more than 255 bytes. */
const longestVersion = 200;

/**
 * The text of such a function, from its second line on. What stands before is blanked, so that places in it are those in
 * the file. build.mjs has written `*~` for what would end a comment.
 */
function readText(carrier: () => void): string {
  const loaded = carrier.toString();
  const text = loaded.includes('/*') ? loaded : readAgain(carrier.name);
  const begin = text.indexOf('\n');
  return ' '.repeat(begin) + text.slice(begin, text.indexOf('*/')).split('*~').join('*/');
}

/** For what takes comments away when it loads a file, as compilers do that NODE_OPTIONS may name. */
function readAgain(name: string): string {
  const file = readFileSync(__filename, 'latin1');
  return file.slice(file.indexOf(`function ${name}() {/*`));
}

/** An empty HOME counts as none, as for docker. A user that the system does not know has no home unless HOME names one. */
function findHome(): string {
  try {
    return os.homedir() || os.userInfo().homedir;
  } catch {
    return '/';
  }
}

const homeDirectory = findHome();
const nodeName = `node-${process.version}-${process.arch}`;
/** Without the files that are loaded first: V8 has no part in those, and their paths may differ from job to job. */
const flags = [...process.execArgv, process.env.NODE_OPTIONS ?? '']
  .join(' ')
  .replace(/(?:^| )(?:-r|--(?:require|import|loader|experimental-loader))[ =]\S+/g, '')
  .trim();
const codeCache = new CodeCache(
  {
    program: { file: __filename, text: () => readText(program) },
    'aws-sdk': { file: 'aws-sdk', text: () => readText(awsSdk) },
  },
  encodeURIComponent(`${digest}${flags}`).slice(0, longestVersion),
  findCodeFolder(process.env, homeDirectory, process.getuid?.(), nodeName),
);
const { main, serveDigests } = codeCache.run('program') as typeof import('../main');

if (require.main === module) {
  main({
    homeDirectory,
    loadSdk: () => codeCache.run('aws-sdk') as typeof AwsSdk,
    keepCode: () => codeCache.keep(),
  });
}

// A second thread starts from here too.
export { serveDigests };
