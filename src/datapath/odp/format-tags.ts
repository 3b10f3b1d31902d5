/** Formats VLAN tags and MPLS label stack entries. */
import { hex } from '../../openflow/values/scanning.js';

const VID = 0xfffn;
const CFI = 0x1000n;
const PCP_SHIFT = 13n;
const PCP = 7n;

/**
 * Returns text such as `vid=5,pcp=0`. Wildcarded parts are omitted unless they are set or
 * `verbose`.
 */
export function formatVlanTci(tci: bigint, mask: bigint, verbose: boolean): string {
  const items: string[] = [];
  const vid = tci & VID;
  const vidMask = mask & VID;
  if (verbose || vid !== 0n || vidMask !== 0n) {
    items.push(`vid=${vid}${vidMask === VID ? '' : `/0x${vidMask.toString(16)}`}`);
  }
  const pcp = (tci >> PCP_SHIFT) & PCP;
  const pcpMask = (mask >> PCP_SHIFT) & PCP;
  if (verbose || pcp !== 0n || pcpMask !== 0n) {
    items.push(`pcp=${pcp}${pcpMask === PCP ? '' : `/0x${pcpMask.toString(16)}`}`);
  }
  if ((tci & CFI) === 0n) items.push('cfi=0');
  return items.join(',');
}

const label = (lse: bigint): bigint => lse >> 12n;
const trafficClass = (lse: bigint): bigint => (lse >> 9n) & 7n;
const bottom = (lse: bigint): bigint => (lse >> 8n) & 1n;
const ttl = (lse: bigint): bigint => lse & 0xffn;

/** Returns text such as `label=100,tc=7,ttl=64,bos=1`. */
export function formatMplsLse(lse: bigint): string {
  return `label=${label(lse)},tc=${trafficClass(lse)},ttl=${ttl(lse)},bos=${bottom(lse)}`;
}

/** Formats a label stack: the parts of a single entry, or several entries as numbers. */
export function formatMplsStack(
  stack: readonly bigint[],
  masks: readonly bigint[] | undefined,
): string {
  const [only] = stack;
  if (only !== undefined && stack.length === 1) {
    const [mask] = masks ?? [];
    return mask === undefined ? formatMplsLse(only) : formatMaskedLse(only, mask);
  }
  return stack
    .map((lse, place) => {
      const mask = masks === undefined ? '' : `/${hex(masks[place] ?? 0n)}`;
      return `lse${place}=${hex(lse)}${mask}`;
    })
    .join(',');
}

function formatMaskedLse(lse: bigint, mask: bigint): string {
  const parts = [
    `label=${label(lse)}/0x${label(mask).toString(16)}`,
    `tc=${trafficClass(lse)}/${trafficClass(mask).toString(16)}`,
    `ttl=${ttl(lse)}/0x${ttl(mask).toString(16)}`,
    `bos=${bottom(lse)}/${bottom(mask).toString(16)}`,
  ];
  return parts.join(',');
}
