/** Draws a topology as an SVG picture: routers at the left, switches with their ports at the right. */
import type { PortState, Router, Topology } from './topology.js';
import { addressText, chassisText, label, whereabouts } from './words.js';

const CHARACTER = 7.3;
const LINE = 18;
const PAD = 10;
const GAP = 22;
/** The room between routers and switches, for their links and the links' labels. */
const GUTTER = 190;

const COLOURS: Readonly<Record<PortState | 'none', string>> = {
  up: '#1a7f37',
  down: '#b35900',
  disabled: '#8b949e',
  none: '#0969da',
};

interface BoxLine {
  readonly text: string;
  readonly state?: PortState | 'none';
}

interface Drawn {
  readonly id: string;
  readonly kind: 'switch' | 'router' | 'chassis';
  readonly lines: readonly BoxLine[];
  readonly width: number;
  readonly height: number;
}

interface Placed extends Drawn {
  readonly x: number;
  readonly y: number;
}

function box(id: string, kind: Drawn['kind'], lines: readonly BoxLine[]): Drawn {
  const longest = Math.max(...lines.map(({ text }) => [...text].length + 3));
  return { id, kind, lines, width: longest * CHARACTER + 2 * PAD, height: heightOf(lines.length) };
}

const heightOf = (lines: number): number => lines * LINE + 2 * PAD;
const middle = ({ y, height }: Placed): number => y + height / 2;

/** Returns boxes one below the other, each as close to its wish as those above allow. */
function stacked(
  boxes: readonly (Drawn & { readonly wish: number })[],
  x: number,
): readonly Placed[] {
  let next = PAD;
  return [...boxes]
    .sort((a, b) => a.wish - b.wish)
    .map(({ wish, ...drawn }) => {
      const y = Math.max(next, wish - drawn.height / 2);
      next = y + drawn.height + GAP;
      return { ...drawn, x, y };
    });
}

/** Returns the text of an SVG document. */
export function svg(topology: Topology): string {
  const routerBoxes = topology.routers.map((row) =>
    box(row.id, 'router', [
      { text: label(row) },
      ...row.ports.map(({ network }) => ({ text: network })),
    ]),
  );
  const routerWidth = Math.max(0, ...routerBoxes.map(({ width }) => width));
  const left = 3 * PAD;
  const right = routerBoxes.length === 0 ? PAD : left + routerWidth + GUTTER;
  const switches = stacked(
    [
      ...topology.switches.map((row) =>
        box(row.id, 'switch', [
          { text: label(row) },
          ...row.ports.map((port) => ({
            text: [label(port), addressText(port), whereabouts(port)].filter(Boolean).join('  '),
            state: port.state ?? ('none' as const),
          })),
        ]),
      ),
      ...topology.chassis.map((row) =>
        box(`chassis ${row.name}`, 'chassis', [
          { text: `chassis ${row.name}` },
          { text: chassisText(row) },
        ]),
      ),
    ].map((drawn, i) => ({ ...drawn, wish: i })),
    right,
  );
  const at = new Map(switches.map((placed) => [placed.id, placed]));
  const routers = stacked(
    routerBoxes.map((drawn, i) => ({ ...drawn, wish: wishOf(topology.routers[i], at) })),
    left,
  );
  const all = [...routers, ...switches];
  const width = Math.ceil(Math.max(0, ...all.map((placed) => placed.x + placed.width)) + PAD);
  const height = Math.ceil(Math.max(0, ...all.map((placed) => placed.y + placed.height)) + PAD);
  const places = new Map(all.map((placed) => [placed.id, placed]));
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" font-family="monospace" font-size="12">\n`,
    `<title>Logical network</title>\n`,
    `<rect width="100%" height="100%" fill="#ffffff"/>\n`,
    ...topology.routers.flatMap((row) => links(row, places)),
    ...all.map(drawing),
    '</svg>\n',
  ].join('');
}

/** Returns the height at which a router is closest to its switches. */
function wishOf(router: Router | undefined, at: ReadonlyMap<string, Placed>): number {
  const heights = (router?.ports ?? []).flatMap(({ peer }) => {
    const placed = peer && at.get(peer.id);
    return placed ? [middle(placed)] : [];
  });
  return heights.length === 0 ? 0 : heights.reduce((sum, y) => sum + y, 0) / heights.length;
}

/** Returns the lines from the ports of a router to its neighbours. */
function links(row: Router, places: ReadonlyMap<string, Placed>): readonly string[] {
  const from = places.get(row.id);
  if (from === undefined) return [];
  return row.ports.flatMap(({ peer }, i) => {
    const to = peer && places.get(peer.id);
    if (!to) return [];
    const y = from.y + PAD + (i + 1.5) * LINE;
    if (to.kind === 'router') {
      const edge = from.x - 2 * PAD;
      return [curve(`M${from.x},${y} C${edge},${y} ${edge},${middle(to)} ${to.x},${middle(to)}`)];
    }
    const start = from.x + from.width;
    const centre = (start + to.x) / 2;
    const end = to.y + PAD + LINE / 2;
    return [curve(`M${start},${y} C${centre},${y} ${centre},${end} ${to.x},${end}`)];
  });
}

const curve = (path: string): string =>
  `<path d="${path}" fill="none" stroke="#57606a" stroke-width="1.5"/>\n`;

const FILLS = { switch: '#ddf4ff', router: '#fff8c5', chassis: '#f6f8fa' } as const;

function drawing({ x, y, width, height, lines, kind }: Placed): string {
  const rows = lines.map(({ text, state }, i) => {
    const base = y + PAD + i * LINE + 13;
    const mark =
      state === undefined
        ? ''
        : `<circle cx="${x + PAD + 5}" cy="${base - 4}" r="4" fill="${state === 'up' ? COLOURS.up : '#ffffff'}" stroke="${COLOURS[state]}" stroke-width="1.5"/>`;
    const indent = state === undefined ? 0 : 2 * CHARACTER;
    const bold = i === 0 ? ' font-weight="bold"' : '';
    return `${mark}<text x="${x + PAD + indent}" y="${base}"${bold} xml:space="preserve">${escaped(text)}</text>\n`;
  });
  const corner = kind === 'router' ? 16 : 4;
  return `<rect x="${x}" y="${y}" width="${width}" height="${height}" rx="${corner}" fill="${FILLS[kind]}" stroke="#57606a"/>\n${rows.join('')}`;
}

const CODES: Readonly<Record<string, string>> = { '<': '&lt;', '>': '&gt;', '&': '&amp;' };

const escaped = (text: string): string => text.replace(/[<>&]/g, (found) => CODES[found] ?? found);
