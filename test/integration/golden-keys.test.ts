import { chmodSync, symlinkSync, utimesSync } from 'node:fs';
import path from 'node:path';
import { suite } from 'uvu';
import * as assert from 'uvu/assert';
import { runProgram } from '../support/program';
import { createSandbox, type Sandbox } from '../support/sandbox';

// Keys as they were when their schema was introduced. If one changes, every user's images are rebuilt, so changing one
// here means changing `keySchema`, in a major release.

const keys = suite<{ sandbox: Sandbox }>('golden keys');

keys.before.each((context) => {
  context.sandbox = createSandbox();
  writeTree(context.sandbox);
});

keys.after.each(({ sandbox }) => sandbox.remove());

function writeTree(sandbox: Sandbox, folder = sandbox.work): void {
  const write = (file: string, text: string) => sandbox.write(path.join(folder, file), text);
  write('Dockerfile', 'FROM bash\nCOPY package.json src /x/\nADD https://example.com/a /a\n');
  write('docker/other', 'FROM bash\r\n');
  write('package.json', '{"name": "shop", "version": "1.0", "big": 12345678901234567890}');
  write('src/index.js', 'console.log(1);\n');
  write('src/.hidden', '');
  write('src/ünï/ with space "quoted"\nnewline', 'odd');
  write('-dash', 'dash');
  chmodSync(write('run.sh', '#!/bin/sh\n'), 0o755);
  symlinkSync('src/index.js', path.join(folder, 'link'));
  symlinkSync('src', path.join(folder, 'folder-link'));
}

/** Each with the flags that it is the key of. */
const golden = `
54f881037c4d7145b214891383598b891665c79ceb925be24d5bf0ce2f49558f
0be629a18458a39cf54c7d271a5ac3ce758fe80eb7421ecc3a24ecf6bb2cf213 --target=build
61ee1466b91725e73c2e3bbb3fa0390b2ef5ba3360c154d11601ec55c9d2553d --platform=linux/arm64/v8
963b0fd1250ce93393e28507781b595031614da08c7dba6a6512cc631d6a6db2 --context=docker
79e4b252727e02230e7d93ef6b1e10e81eb61e1a1e4d89c8b502ecbfd3cac65e --dockerfile=docker/other
045b43f0cd20784b330c16ea455e6f20db40893e77834b6132fece116513d20c --dockerfile-inline=FROM bash
738f1319ab2e80317b8a7eeab9ee37442ab70cc456d8ea3a953f0453b34eaaec --build-args=A=1 --build-args=B= --build-args=NOT_SET
ba90d3bef58c3d3d48a942a9ced05ce2e59725eb31681b9ab6b784894b5061b9 --additional-build-args=--label "a b"
ec838d96c88cc9471f48669c8f52deac426adcf94ac88d31a7a1ee28b156326e --secrets=TOKEN --secrets=id=npmrc,src=.npmrc
89155632ff7d9f9e39a0701f80c0329dbfe4e507ff402a29329b26c716fd27c3 --cache-version=2
2aca1ea6b3e4a0f3275fa7e646fb6faba1376a079c64a38eab8f27af39dc7e32 --cache-on=package.json
78b0c786821f9e5f4a5097cbc023cb45f48cb57d532c59c0db3d7b42b7f3ee90 --cache-on=run.sh
72f45b7e70f5a21ff1e6a2cda61d8f91719ea480434d746a8227e719e3776aa4 --cache-on=src
f3b5b7a6ec114caffa29d360e57e879dfbcb1326fe76ea63d9fbc23e2c3a33e7 --cache-on=**/*.js
e033e33c1ba8f3d92262df6fb9a5d332c8dab9c01e7deb749ec0ca94db11663b --cache-on=./-dash
ef5d9e337823ef64b72782e138ca619158ea95674207f7b97cdc9ed74fe6675b --cache-on=link --cache-on=folder-link
6165c4eaff430f17045c4b1b61f09c305641e25cc51e1efec746aa7c73bf513c --cache-on=package.json#.big --cache-on=package.json#.none?
193888f48368e61c82a8ecfe673f12beec64b055fc98010a5de7b0e36748e99a --cache-on-copied
b680db96f5e87a7a17d2c466fd19d6d996aee6e1d367e9b8de983fffd25f4068 --cache-on-base-images --dockerfile-inline=FROM a@sha256:${'0'.repeat(64)}
`;

/** The key with these flags, each of which may have spaces. */
async function readKey(sandbox: Sandbox, flags: string, env: object = {}, cwd = sandbox.work): Promise<string> {
  const platform = flags.includes('--platform') ? [] : ['--platform=linux/amd64'];
  const argv = ['key', '--json', ...platform, ...flags.split(/ (?=--)/).filter(Boolean)];
  const { status, stdout, stderr } = await runProgram({ sandbox, argv, env: { ...env }, cwd });
  assert.is(status, 0, stderr);
  return JSON.parse(stdout).key;
}

for (const line of golden.trim().split('\n')) {
  const [key = '', flags = ''] = line.split(/(?<=^\S+) /);
  keys(`the key with: ${flags || 'nothing but the Dockerfile'}`, async ({ sandbox }) =>
    assert.is(await readKey(sandbox, flags), key),
  );
}

const everything = '--cache-on=src --cache-on=**/*.js --cache-on=link --cache-on=run.sh';

const unchanged: readonly [why: string, flags: string, env: object][] = [
  ['in another order', '--cache-on=run.sh --cache-on=link --cache-on=**/*.js --cache-on=src', {}],
  ['with overlapping entries', `${everything} --cache-on=src/index.js --cache-on=./src/../src`, {}],
  ['in a Turkish locale', everything, { LANG: 'tr_TR.UTF-8', LC_ALL: 'tr_TR.UTF-8' }],
  ['in the locale C', everything, { LANG: 'C', LC_ALL: 'C' }],
  ['for another user name and home', everything, { USER: 'other', HOME: '/nowhere' }],
  ['in another time zone', everything, { TZ: 'Pacific/Auckland' }],
];

for (const [why, flags, env] of unchanged) {
  keys(`the same key ${why}`, async ({ sandbox }) => {
    assert.is(await readKey(sandbox, flags, env), await readKey(sandbox, everything));
  });
}

const alike: readonly [what: string, one: string, other: string][] = [
  ['where a secret comes from', '--secrets=id=A,src=x', '--secrets=id=A,src=y'],
  ['how the context is written', '--context=.', '--context=./docker/..'],
  ['how an entry is written', '--cache-on=run.sh', '--cache-on=./r*.sh'],
  ['an excluded file', '--cache-on=src', '--cache-on=src --cache-on=*.sh --cache-on=!run.sh --cache-on-missing=warn'],
  ['that a value may be absent', '--cache-on=package.json#.big', '--cache-on=package.json#.big?'],
  ['what is done with the image', '', '--max-age-days=3 --latest-tag=newest'],
];

for (const [what, one, other] of alike) {
  keys(`no part of the key: ${what}`, async ({ sandbox }) => {
    assert.is(await readKey(sandbox, other), await readKey(sandbox, one));
  });
}

keys('the same key in another folder, with other times and mode bits', async ({ sandbox }) => {
  const key = await readKey(sandbox, everything);
  const elsewhere = path.join(sandbox.root, 'else where');
  writeTree(sandbox, elsewhere);
  utimesSync(path.join(elsewhere, 'src/index.js'), 1, 1);
  chmodSync(path.join(elsewhere, 'src/index.js'), 0o664);
  assert.is(await readKey(sandbox, everything, {}, elsewhere), key);
});

keys.run();
