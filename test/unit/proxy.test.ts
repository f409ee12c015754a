import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findProxy } from '../../src/registry/proxy';

type Env = { readonly [name: string]: string };

const endpoint = 'https://api.ecr.eu-west-1.amazonaws.com:443';
const proxy = 'http://proxy:3128';

const proxies: readonly [why: string, endpoint: string, env: Env, found: string | undefined][] = [
  ['no variable', endpoint, {}, undefined],
  ['the variable for HTTPS', endpoint, { HTTPS_PROXY: proxy }, proxy],
  ['its lower-case spelling', endpoint, { https_proxy: proxy }, proxy],
  ['the lower-case spelling first', endpoint, { HTTPS_PROXY: 'http://other', https_proxy: proxy }, proxy],
  ['the variable for HTTP is for HTTP', endpoint, { HTTP_PROXY: proxy }, undefined],
  [
    'an endpoint without encryption has its own variable',
    'http://127.0.0.1:4566',
    { HTTP_PROXY: proxy, HTTPS_PROXY: 'http://other' },
    proxy,
  ],
  ['an empty variable is none', endpoint, { HTTPS_PROXY: '' }, undefined],
  ['the lower-case spelling switches off', endpoint, { HTTPS_PROXY: proxy, https_proxy: '' }, undefined],
  ['a proxy without a scheme is reached over HTTP', endpoint, { HTTPS_PROXY: 'proxy:3128' }, proxy],
  ['a proxy that is itself reached over HTTPS', endpoint, { HTTPS_PROXY: 'https://proxy' }, 'https://proxy'],
  ['a proxy with a password', endpoint, { HTTPS_PROXY: 'http://a:b@proxy' }, 'http://a:b@proxy'],
];

for (const [why, url, env, found] of proxies) {
  test(`proxy: ${why}`, () => assert.is(findProxy(new URL(url), env), found));
}

const exceptions: readonly [why: string, endpoint: string, noProxy: string, isException: boolean][] = [
  ['everything', endpoint, '*', true],
  ['a star among others', endpoint, 'localhost,*', false],
  ['a star with white space', endpoint, ' *', false],
  ['the host', endpoint, 'api.ecr.eu-west-1.amazonaws.com', true],
  ['the host in another case', endpoint, 'API.ECR.eu-west-1.AmazonAWS.com', true],
  ['its domain', endpoint, 'amazonaws.com', true],
  ['its domain behind a dot', endpoint, '.amazonaws.com', true],
  ['one of many', endpoint, 'localhost, 127.0.0.1,.amazonaws.com', true],
  ['white space around it', endpoint, ' amazonaws.com ,', true],
  ['another host', endpoint, 'ecr.eu-west-1.amazonaws.com.example', false],
  ['a host that only ends like it', 'https://myamazonaws.com', 'amazonaws.com', false],
  ['a host above it', 'https://com', 'amazonaws.com', false],
  ['empty items', endpoint, ',, ,', false],
  ['empty items, for a host that ends in a dot', 'https://a.', ',', false],
  ['a lone dot', endpoint, '.', false],
  ['a pattern is no form of it', endpoint, '*.amazonaws.com', false],
  ['the host with its port', 'https://localhost:4566', 'localhost:4566', true],
  ['the host with another port', 'https://localhost:4566', 'localhost:4567', false],
  ['the host without the port', 'https://localhost:4566', 'localhost', true],
  ['the domain with its port', 'https://a.internal:4566', 'internal:4566', true],
  ['an address', 'https://127.0.0.1:4566', '127.0.0.1', true],
  ['a range of addresses is no form of it', 'https://127.0.0.1', '127.0.0.0/8', false],
];

for (const [why, url, noProxy, isException] of exceptions) {
  const verb = isException ? 'takes out' : 'does not take out';
  test(`NO_PROXY ${verb}: ${why}`, () => {
    assert.is(
      findProxy(new URL(url), { HTTPS_PROXY: proxy, NO_PROXY: noProxy }),
      isException ? undefined : proxy,
    );
  });
}

test('the lower-case spelling of NO_PROXY comes first', () => {
  const env = { HTTPS_PROXY: proxy, NO_PROXY: '*', no_proxy: 'localhost' };
  assert.is(findProxy(new URL(endpoint), env), proxy);
});

test('the lower-case spelling of NO_PROXY switches off', () => {
  assert.is(findProxy(new URL(endpoint), { HTTPS_PROXY: proxy, NO_PROXY: '*', no_proxy: '' }), proxy);
});

test.run();
