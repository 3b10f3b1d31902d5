/** Packets for generated topologies, as flows that `ofproto/trace` and others read. */
import fc from 'fast-check';
import { aMac, anIp, aTag, oneOf } from './names.js';

const aPortNumber = oneOf(22, 53, 80, 443, 8080);

const payload = fc.oneof(
  fc.constant(''),
  fc
    .tuple(anIp, anIp, oneOf(1, 2))
    .map(([spa, tpa, op]) => `,arp,arp_spa=${spa},arp_tpa=${tpa},arp_op=${op}`),
  fc
    .tuple(oneOf('tcp', 'udp'), anIp, anIp, aPortNumber, aPortNumber, oneOf(1, 64))
    .map(
      ([protocol, src, dst, from, to, ttl]) =>
        `,${protocol},nw_src=${src},nw_dst=${dst},nw_ttl=${ttl},tp_src=${from},tp_dst=${to}`,
    ),
  fc
    .tuple(anIp, anIp, oneOf(0, 8))
    .map(([src, dst, type]) => `,icmp,nw_src=${src},nw_dst=${dst},nw_ttl=64,icmp_type=${type}`),
  aPortNumber.map((to) => `,udp6,ipv6_src=fe80::1,ipv6_dst=fd00::2,tp_dst=${to}`),
);

/** A packet that arrives at a port of br-int. */
export const packet: fc.Arbitrary<string> = fc
  .record({
    inPort: fc.integer({ min: 1, max: 8 }),
    vlan: fc.option(aTag, { nil: undefined, freq: 4 }),
    src: aMac,
    dst: aMac,
    payload,
  })
  .map(({ inPort, vlan, src, dst, payload: rest }) => {
    const tag = vlan === undefined ? '' : `dl_vlan=${vlan},`;
    return `in_port=${inPort},${tag}dl_src=${src},dl_dst=${dst}${rest}`;
  });
