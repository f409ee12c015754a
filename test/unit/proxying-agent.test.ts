import { test } from 'uvu';
import * as assert from 'uvu/assert';
import { findProxy } from '../../src/registry/proxying-agent';

type Env = { readonly [name: string]: string };

const endpoint = 'https://api.ecr.eu-west-1.amazonaws.com:443';
const proxy = 'http://proxy:3128/';

const proxies: readonly [why: string, env: Env, found: string | undefined][] = [
  ['no variable', {}, undefined],
  ['the variable for HTTPS', { HTTPS_PROXY: proxy }, proxy],
  ['the lower-case spelling first', { HTTPS_PROXY: 'http://other', https_proxy: proxy }, proxy],
  ['the variable for HTTP is for HTTP', { HTTP_PROXY: proxy }, undefined],
  ['an empty variable counts as not set', { HTTPS_PROXY: '' }, undefined],
  ['the lower-case spelling switches off', { HTTPS_PROXY: proxy, https_proxy: '' }, undefined],
  ['a proxy without a scheme is reached over HTTP', { HTTPS_PROXY: 'proxy:3128' }, proxy],
  ['a proxy that is itself reached over HTTPS', { HTTPS_PROXY: 'https://proxy' }, 'https://proxy/'],
  ['a proxy with a password', { HTTPS_PROXY: 'http://a:b@proxy' }, 'http://a:b@proxy/'],
];

for (const [why, env, found] of proxies) {
  test(`proxy: ${why}`, () => assert.is(findProxy(new URL(endpoint), env)?.href, found));
}

test('a proxy of another kind is refused', () => {
  assert.throws(
    () => findProxy(new URL(endpoint), { HTTPS_PROXY: 'socks5://a:b@proxy' }),
    /not the URL of an HTTP proxy$/,
  );
});

const exceptions: readonly [why: string, endpoint: string, noProxy: string, isException: boolean][] = [
  ['everything', endpoint, '*', true],
  ['a star among others', endpoint, 'localhost,*', false],
  ['the host in another case', endpoint, 'API.ECR.eu-west-1.AmazonAWS.com', true],
  ['its domain', endpoint, 'amazonaws.com', true],
  ['its domain behind a dot', endpoint, '.amazonaws.com', true],
  ['one of many', endpoint, 'localhost, 127.0.0.1,.amazonaws.com ', true],
  ['a host that only ends like it', 'https://myamazonaws.com', 'amazonaws.com', false],
  ['a host above it', 'https://com', 'amazonaws.com', false],
  ['empty items', 'https://a.', ',, .,', false],
  ['patterns are not supported', endpoint, '*.amazonaws.com', false],
  ['the host with its port', 'https://localhost:4566', 'localhost:4566', true],
  ['the host with another port', 'https://localhost:4566', 'localhost:4567', false],
  ['the host without the port', 'https://localhost:4566', 'localhost', true],
  ['an address', 'https://127.0.0.1:4566', '127.0.0.1', true],
  ['ranges of addresses are not supported', 'https://127.0.0.1', '127.0.0.0/8', false],
];

for (const [why, url, noProxy, isException] of exceptions) {
  test(`NO_PROXY ${isException ? 'takes out' : 'does not take out'}: ${why}`, () => {
    const found = findProxy(new URL(url), { HTTPS_PROXY: proxy, NO_PROXY: noProxy });
    assert.is(found?.href, isException ? undefined : proxy);
  });
}

test('the lower-case spelling of NO_PROXY first, even if it is empty', () => {
  for (const noProxy of ['localhost', '']) {
    const env = { HTTPS_PROXY: proxy, NO_PROXY: '*', no_proxy: noProxy };
    assert.is(findProxy(new URL(endpoint), env)?.href, proxy);
  }
});

test.run();
