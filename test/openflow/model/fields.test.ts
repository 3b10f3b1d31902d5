/** Checks the table of fields. */

import { describe, expect, it } from 'vitest';
import {
  ALL_FIELDS,
  FIELDS,
  fieldByHeaderName,
  fieldByName,
  fieldHeader,
} from '../../../src/openflow/model/fields.js';
import { formatProtocols } from '../../../src/openflow/model/protocols.js';

const numbered = (name: string, count: number) => Array.from({ length: count }, (_, n) => name + n);

describe('fields', () => {
  it('have the names that their type promises, each once', () => {
    const names = ALL_FIELDS.map(({ name }) => name);
    expect(names).toEqual(Object.keys(FIELDS));
    expect(new Set(names).size).toBe(names.length);
    const known = [...numbered('reg', 8), ...numbered('xreg', 4), ...numbered('tun_metadata', 64)];
    expect(names.filter((name) => /^(x?reg|tun_metadata)\d/.test(name)).sort()).toEqual(
      known.sort(),
    );
  });

  it('are at their index', () => {
    expect(ALL_FIELDS.map(({ index }) => index)).toEqual(ALL_FIELDS.map((_, i) => i));
  });

  it('have headers of their own', () => {
    const headers = ALL_FIELDS.flatMap((field) => field.headers);
    const numbers = headers.map((header) => `${header.vendor}:${header.class}:${header.type}`);
    expect(new Set(numbers).size).toBe(numbers.length);
  });

  it.each([
    ['nw_src', 'ip_src'],
    ['dl_type', 'eth_type'],
    ['tunnel_id', 'tun_id'],
    ['tp_src', 'tcp_src'],
    ['reg7', 'reg7'],
    ['nosuch', undefined],
  ])('%s names %s', (text, name) => expect(fieldByName(text)?.name).toBe(name));

  it.each([
    ['NXM_OF_IP_SRC', 'ip_src'],
    ['OXM_OF_IPV4_SRC', 'ip_src'],
    ['NXM_NX_REG0', 'reg0'],
    ['OXM_OF_PKT_REG0', 'xreg0'],
    ['NXM_NX_TUN_METADATA63', 'tun_metadata63'],
    ['nxm_of_ip_src', undefined],
  ])('%s names %s', (text, name) => expect(fieldByHeaderName(text)?.name).toBe(name));

  it.each([
    ['ip_src', 0, 'NXM_OF_IP_SRC'],
    ['ip_src', 13, 'OXM_OF_IPV4_SRC'],
    ['tun_id', 12, 'NXM_NX_TUN_ID'],
    ['tun_id', 13, 'OXM_OF_TUNNEL_ID'],
    ['tcp_flags', 13, 'ONFOXM_ET_TCP_FLAGS'],
    ['tcp_flags', 15, 'OXM_OF_TCP_FLAGS'],
    ['reg0', 13, 'NXM_NX_REG0'],
  ] as const)('%s is in version %d called %s', (name, version, header) =>
    expect(fieldHeader(FIELDS[name], version)?.name).toBe(header),
  );

  it.each([
    ['in_port', 'any', 'none', 'none'],
    ['eth_src', 'any', 'NXM,OXM,OpenFlow11', 'NXM,OXM,OpenFlow11'],
    ['ip_src', 'any', 'any', 'NXM,OXM,OpenFlow11'],
    ['ipv6_src', 'NXM,OXM', 'NXM,OXM', 'NXM,OXM'],
    ['metadata', 'NXM,OXM,OpenFlow11', 'NXM,OXM,OpenFlow11', 'NXM,OXM,OpenFlow11'],
    ['dl_vlan', 'any', 'none', 'none'],
  ] as const)('%s can be matched by %s, by prefix by %s, by bits by %s', (name, ...formats) => {
    const { exact, prefix, bitwise } = FIELDS[name].protocols;
    expect([exact, prefix, bitwise].map(formatProtocols)).toEqual(formats);
  });
});
