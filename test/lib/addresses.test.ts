import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import {
  formatIpv4,
  formatIpv6,
  formatMac,
  parseIpv4,
  parseIpv6,
  parseMac,
} from '../../src/lib/addresses.js';

describe('Ethernet addresses', () => {
  it.each([
    ['00:00:00:00:00:01', 1n],
    ['AA:bb:0c:d:1:ff', 0xaabb0c0d01ffn],
    ['00:00:00:00:00', undefined],
    ['00:00:00:00:00:01:02', undefined],
    ['00:00:00:00:00:001', undefined],
    ['00:00:00:00:00:01 ', undefined],
    ['', undefined],
  ])('%s', (text, mac) => expect(parseMac(text)).toBe(mac));

  it('read back as written', () => {
    fc.assert(
      fc.property(fc.bigInt(0n, (1n << 48n) - 1n), (mac) => {
        expect(parseMac(formatMac(mac))).toBe(mac);
      }),
    );
  });
});

describe('IPv4 addresses', () => {
  it.each([
    ['0.0.0.0', 0],
    ['255.255.255.255', 0xffffffff],
    ['10.0.0.1', 0x0a000001],
    ['10.0.0', undefined],
    ['10.0.0.256', undefined],
    ['10.0.0.01', undefined],
    ['00.0.0.0', undefined],
    ['10.0.0.1/8', undefined],
  ])('%s', (text, ip) => expect(parseIpv4(text)).toBe(ip));

  it('read back as written', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: 0xffffffff }), (ip) => {
        expect(parseIpv4(formatIpv4(ip))).toBe(ip);
      }),
    );
  });
});

describe('IPv6 addresses', () => {
  it.each([
    ['::', '::'],
    ['::1', '::1'],
    ['1::', '1::'],
    ['fe80::1', 'fe80::1'],
    ['fe80:0:0:0:0:0:0:1', 'fe80::1'],
    ['2001:DB8::0:1:0:0:1', '2001:db8::1:0:0:1'],
    ['1:0:0:2:0:0:3:4', '1::2:0:0:3:4'],
    ['1:0:2:3:4:5:6:7', '1:0:2:3:4:5:6:7'],
    ['::ffff:1.2.3.4', '::ffff:1.2.3.4'],
    ['::1.2.3.4', '::1.2.3.4'],
    ['ffff:ffff:ffff:ffff::', 'ffff:ffff:ffff:ffff::'],
  ])('%s is %s', (text, formatted) => {
    const ip = parseIpv6(text);
    expect(ip === undefined ? undefined : formatIpv6(ip)).toBe(formatted);
  });

  it.each([
    '',
    ':',
    '1',
    ':::',
    '1::2::3',
    '1:2:3:4:5:6:7',
    '1:2:3:4:5:6:7:8:9',
    '::12345',
    '::g',
    '1.2.3.4',
  ])('%s is none', (text) => expect(parseIpv6(text)).toBeUndefined());

  it('read back as written', () => {
    const group = fc.oneof(fc.constant(0), fc.integer({ min: 0, max: 0xffff }));
    fc.assert(
      fc.property(fc.array(group, { minLength: 8, maxLength: 8 }), (groups) => {
        const ip = groups.reduce((value, part) => (value << 16n) | BigInt(part), 0n);
        expect(parseIpv6(formatIpv6(ip))).toBe(ip);
      }),
    );
  });
});
