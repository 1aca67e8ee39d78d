import { expect } from 'chai';
import { describe, it } from 'mocha';
import { findHostFault, isPublicAddress } from '../../src/index.ts';

const PUBLIC: readonly string[] = [
  '1.1.1.1',
  '8.8.8.8',
  '100.63.255.255',
  '100.128.0.0',
  '172.15.255.255',
  '172.32.0.1',
  '192.167.1.1',
  '198.17.255.255',
  '223.255.255.255',
  '2606:4700:4700::1111',
  '2001:4860:4860::8888',
  '::ffff:8.8.8.8',
  '64:ff9b::8.8.8.8',
];

const PRIVATE: readonly string[] = [
  '0.0.0.0',
  '0.1.2.3',
  '10.0.0.1',
  '100.64.0.1',
  '127.0.0.1',
  '127.255.255.254',
  '169.254.169.254',
  '172.16.0.1',
  '172.31.255.255',
  '192.0.0.1',
  '192.0.2.1',
  '192.88.99.1',
  '192.168.1.1',
  '198.18.0.1',
  '198.51.100.1',
  '203.0.113.1',
  '224.0.0.1',
  '240.0.0.1',
  '255.255.255.255',
  '::',
  '::1',
  '::127.0.0.1',
  '::8.8.8.8',
  '::ffff:127.0.0.1',
  '::ffff:10.0.0.1',
  '::ffff:a9fe:a9fe',
  '::ffff:0:127.0.0.1',
  '64:ff9b::127.0.0.1',
  '64:ff9b:1::8.8.8.8',
  '100::1',
  '2001::1',
  '2001:db8::1',
  '2002:7f00:1::',
  '4000::1',
  'fc00::1',
  'fd12:3456::1',
  'fe80::1',
  'fe80::1%eth0',
  '2606:4700::1%eth0',
  'fec0::1',
  'ff02::1',
];

const NO_ADDRESS: readonly string[] = [
  '',
  'localhost',
  '1.2.3',
  '1.2.3.4.5',
  '010.8.8.8',
  '0x8.8.8.8',
  '134744072',
  '256.1.1.1',
  ':::',
  ' 8.8.8.8',
];

describe('isPublicAddress', () => {
  for (const address of PUBLIC) it(`${address} is public`, () => expect(isPublicAddress(address)).to.equal(true));
  for (const address of PRIVATE) it(`${address} is not`, () => expect(isPublicAddress(address)).to.equal(false));
  for (const text of NO_ADDRESS) {
    it(`${JSON.stringify(text)} is no address`, () => expect(isPublicAddress(text)).to.equal(false));
  }
});

describe('findHostFault', () => {
  const FINE = [
    'tides.example',
    'TIDES.example',
    'a.b-c.example.',
    'bücher.example',
    'xn--bcher-kva.example',
    '8.8.8.8',
    '134744072',
    '0x08080808',
    '[2606:4700:4700::1111]',
    '[::ffff:8.8.8.8]',
    'localhost.example',
    'local.example',
    'my_host.example',
  ];
  for (const host of FINE) it(`nothing against ${host}`, () => expect(findHostFault(host)).to.equal(undefined));

  const ADDRESSES = [
    '127.0.0.1',
    '127.1',
    '2130706433',
    '0x7f000001',
    '0x7f.1',
    '017700000001',
    '0177.0.0.1',
    '127.0.0.1.',
    '①②⑦.0.0.1',
    '%31%32%37.0.0.1',
    '[::1]',
    '[::ffff:7f00:1]',
    '[0:0:0:0:0:ffff:127.0.0.1]',
    '10.1',
    '3232235777',
    '0',
    '[fe80::1]',
    '169.254.169.254',
  ];
  for (const host of ADDRESSES) {
    it(`${host} is a private address`, () => expect(findHostFault(host)).to.equal('is a private or reserved address'));
  }

  const NAMES = [
    'localhost',
    'LOCALHOST',
    'localhost.',
    'a.localhost',
    'ｌｏｃａｌｈｏｓｔ',
    'printer.local',
    'metadata.google.internal',
    'nas.home.arpa',
    'router.lan',
    'db.corp',
    'a.test',
    'a.invalid',
    'a.onion',
    'a.localdomain',
  ];
  for (const host of NAMES)
    it(`${host} is a local name`, () => expect(findHostFault(host)).to.equal('is a local name'));

  for (const host of ['intranet-host', 'wiki', 'com.']) {
    it(`${host} has no domain`, () => expect(findHostFault(host)).to.equal('is a name without a domain'));
  }

  const NONE = [
    '',
    '.',
    'a..example',
    '-a.example',
    'a-.example',
    'a.example/b',
    'me@a.example',
    'a.example:443',
    'a.example:8443',
    'a.example?b',
    'a.example#b',
    'a b.example',
    '[::1',
    '1.2.3.4.5',
    '256.256.256.256',
    `${'a'.repeat(64)}.example`,
    `${'a.'.repeat(127)}example`,
    'localhost..',
  ];
  for (const host of NONE) {
    it(`${JSON.stringify(host.slice(0, 40))} is no host`, () => expect(findHostFault(host)).to.match(/^is no host/));
  }
});
