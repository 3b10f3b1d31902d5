import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join, relative, sep } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');

/** The layers that each layer imports from. */
const MAY_IMPORT: Record<string, readonly string[]> = {
  lib: [],
  ovsdb: ['lib'],
  openflow: ['lib'],
  packet: ['lib', 'openflow'],
  expr: ['lib', 'openflow'],
  action: ['openflow', 'expr'],
  logical: ['lib', 'ovsdb', 'packet', 'expr', 'action'],
  neutron: ['lib', 'ovsdb'],
  pictures: ['lib', 'logical', 'neutron'],
  northd: ['lib', 'ovsdb', 'logical'],
  controller: ['lib', 'ovsdb', 'openflow', 'expr', 'action', 'logical'],
  datapath: ['lib', 'openflow', 'packet'],
  vswitchd: ['lib', 'ovsdb', 'openflow', 'datapath'],
  hosts: ['lib', 'ovsdb', 'packet', 'logical'],
  explain: [
    'lib',
    'ovsdb',
    'openflow',
    'packet',
    'expr',
    'action',
    'logical',
    'northd',
    'controller',
    'datapath',
    'hosts',
  ],
  tools: [
    'lib',
    'ovsdb',
    'openflow',
    'packet',
    'expr',
    'action',
    'logical',
    'neutron',
    'controller',
    'datapath',
  ],
  releases: [
    'lib',
    'ovsdb',
    'packet',
    'expr',
    'action',
    'logical',
    'neutron',
    'northd',
    'hosts',
    'explain',
    'tools',
  ],
  sandbox: [
    'lib',
    'ovsdb',
    'openflow',
    'packet',
    'logical',
    'neutron',
    'northd',
    'controller',
    'datapath',
    'vswitchd',
    'hosts',
    'tools',
    'releases',
  ],
  utilities: ['lib'],
  shell: [
    'lib',
    'utilities',
    'openflow',
    'neutron',
    'datapath',
    'hosts',
    'explain',
    'pictures',
    'tools',
    'sandbox',
  ],
  'host-shell': ['lib', 'sandbox', 'shell'],
  check: ['lib', 'shell'],
  ui: ['lib', 'shell'],
  cli: ['lib', 'sandbox', 'shell', 'check', 'host-shell', 'ui'],
  'cli.ts': ['cli'],
};

/** Layers whose code gets its clock, randomness, files and terminal handed in. */
const CORE = [
  'lib',
  'ovsdb',
  'openflow',
  'packet',
  'expr',
  'action',
  'neutron',
  'pictures',
  'northd',
  'controller',
  'datapath',
  'vswitchd',
  'logical',
  'hosts',
  'explain',
  'tools',
  'releases',
];

/** The one place where the core may name the machine: what the command line hands in. */
const HANDED_IN = ['lib/clock.ts'];

const MACHINE = /\bDate\.now\b|\bnew Date\(\)|\bMath\.random\b|\bprocess\.|from 'node:|\bconsole\./;

const files = readdirSync(SRC, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file))
  .map((file) => ({
    file: file.split(sep).join('/'),
    text: readFileSync(join(SRC, file), 'utf8'),
  }));

const layerOf = (file: string): string => file.split('/')[0] ?? file;

const resolvePath = (file: string, path: string): string =>
  relative(SRC, join(SRC, dirname(file), path))
    .split(sep)
    .join('/');

const imports = (file: string, text: string): string[] =>
  [...text.matchAll(/(?:from|import\()\s*'(\.[^']*)'/g)].map(([, path = '']) =>
    resolvePath(file, path),
  );

describe('the layers', () => {
  it('all have their place in the order', () => {
    const known = Object.keys(MAY_IMPORT);
    expect(files.map(({ file }) => layerOf(file)).filter((l) => !known.includes(l))).toEqual([]);
  });

  it('import one way only', () => {
    const wrong = files.flatMap(({ file, text }) => {
      const layer = layerOf(file);
      const allowed = [layer, ...(MAY_IMPORT[layer] ?? [])];
      return imports(file, text)
        .filter((path) => !allowed.includes(layerOf(path)))
        .map((path) => `${file} imports ${path}`);
    });
    expect(wrong).toEqual([]);
  });

  it('list only imports that exist', () => {
    const found = new Set(
      files.flatMap(({ file, text }) =>
        imports(file, text).map((path) => `${layerOf(file)} imports ${layerOf(path)}`),
      ),
    );
    const listed = Object.entries(MAY_IMPORT).flatMap(([layer, others]) =>
      others.map((other) => `${layer} imports ${other}`),
    );
    expect(listed.filter((entry) => !found.has(entry))).toEqual([]);
  });

  it('have a core that does not access files, processes, the terminal, the clock or randomness directly', () => {
    const wrong = files
      .filter(({ file }) => CORE.includes(layerOf(file)) && !HANDED_IN.includes(file))
      .flatMap(({ file, text }) =>
        text
          .split('\n')
          .filter((line) => MACHINE.test(line) && !/^\s*(\/\/|\*|\/\*)/.test(line))
          .map((line) => `${file}: ${line.trim()}`),
      );
    expect(wrong).toEqual([]);
  });
});
