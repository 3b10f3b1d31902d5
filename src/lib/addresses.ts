/** Parses and formats Ethernet, IPv4 and IPv6 addresses as the tools do. */

const MAC_PATTERN = /^[0-9a-f]{1,2}(?::[0-9a-f]{1,2}){5}$/i;
const BYTE = '(0|[1-9]\\d{0,2})';
const IPV4_PATTERN = new RegExp(`^${BYTE}\\.${BYTE}\\.${BYTE}\\.${BYTE}$`);
const IPV6_GROUP_PATTERN = /^[0-9a-f]{1,4}$/i;

/**
 * Parses an Ethernet address such as `00:1:2a:00:00:ff`, whose parts may have one digit. Returns
 * `undefined` for anything else.
 */
export function parseMac(text: string): bigint | undefined {
  if (!MAC_PATTERN.test(text)) return undefined;
  const digits = text
    .split(':')
    .map((part) => part.padStart(2, '0'))
    .join('');
  return BigInt(`0x${digits}`);
}

/** Formats an Ethernet address as `xx:xx:xx:xx:xx:xx` in lower case. */
export function formatMac(mac: bigint): string {
  const hex = mac.toString(16).padStart(12, '0');
  return `${hex.slice(0, 2)}:${hex.slice(2, 4)}:${hex.slice(4, 6)}:${hex.slice(6, 8)}:${hex.slice(8, 10)}:${hex.slice(10, 12)}`;
}

/** Parses a dotted quad, whose parts have no leading zeros. Returns `undefined` for anything else. */
export function parseIpv4(text: string): number | undefined {
  const parts = IPV4_PATTERN.exec(text)?.slice(1).map(Number);
  if (parts === undefined || parts.some((part) => part > 255)) return undefined;
  return parts.reduce((ip, part) => ip * 256 + part, 0);
}

/** Formats an IPv4 address as a dotted quad. */
export function formatIpv4(ip: number): string {
  return `${ip >>> 24}.${(ip >>> 16) & 255}.${(ip >>> 8) & 255}.${ip & 255}`;
}

/** Parses an IPv6 address in any of the forms that `inet_pton()` accepts. */
export function parseIpv6(text: string): bigint | undefined {
  const halves = text.split('::');
  if (halves.length > 2) return undefined;
  const [head, tail] = halves.map((half, i) => parseGroups(half, i === halves.length - 1));
  if (head === undefined || (halves.length === 2 && tail === undefined)) return undefined;
  const count = head.length + (tail?.length ?? 0);
  if (halves.length === 1 ? count !== 8 : count > 7) return undefined;
  const groups = [...head, ...new Array<number>(8 - count).fill(0), ...(tail ?? [])];
  return groups.reduce((ip, group) => (ip << 16n) | BigInt(group), 0n);
}

/** Parses the 16-bit groups on one side of `::`; the last two may be a dotted quad. */
function parseGroups(text: string, last: boolean): number[] | undefined {
  if (text === '') return [];
  const parts = text.split(':');
  const groups: number[] = [];
  for (const [i, part] of parts.entries()) {
    const quad = last && i === parts.length - 1 ? parseIpv4(part) : undefined;
    if (quad !== undefined) groups.push(quad >>> 16, quad & 0xffff);
    else if (IPV6_GROUP_PATTERN.test(part)) groups.push(Number.parseInt(part, 16));
    else return undefined;
  }
  return groups;
}

/**
 * Formats an IPv6 address as `inet_ntop()` does: the first longest run of two or more zero groups
 * becomes `::`, and addresses that embed an IPv4 address end in a dotted quad.
 */
export function formatIpv6(ip: bigint): string {
  const hex = ip.toString(16).padStart(32, '0');
  const groups = Array.from({ length: 8 }, (_, i) =>
    Number.parseInt(hex.slice(i * 4, i * 4 + 4), 16),
  );
  const run = longestZeroRun(groups);
  const embedded =
    run?.start === 0 && (run.length === 6 || (run.length === 5 && groups[5] === 0xffff));
  const words = groups.map((group) => group.toString(16));
  if (embedded) words.splice(6, 2, formatIpv4(Number(ip & 0xffffffffn)));
  if (run === undefined) return words.join(':');
  const before = words.slice(0, run.start).join(':');
  const after = words.slice(run.start + run.length).join(':');
  return `${before}::${after}`;
}

function longestZeroRun(groups: readonly number[]): { start: number; length: number } | undefined {
  let best = { start: -1, length: 1 };
  let length = 0;
  for (const [i, group] of groups.entries()) {
    length = group === 0 ? length + 1 : 0;
    if (length > best.length) best = { start: i - length + 1, length };
  }
  return best.start < 0 ? undefined : best;
}
