/** Checks the order of the rooms inside a layer, and that no modules import each other in a circle at run time. */
import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { describe, expect, it } from 'vitest';

const SRC = join(import.meta.dirname, '../../src');

/** The rooms of layers. Each may import from those before it. */
const ROOMS: Readonly<Record<string, readonly string[]>> = {
  openflow: ['model', 'values', 'rules', 'text', 'wire', 'switch'],
  datapath: ['classifier', 'conntrack', 'odp', 'bridge', 'translate', 'dpif'],
};

interface Import {
  readonly path: string;
  readonly typeOnly: boolean;
}

/** Returns true if every name between the braces of an import is a type. */
const namesTypes = (clause: string): boolean =>
  /^\s*\{/.test(clause) &&
  clause
    .replace(/[{}]/g, '')
    .split(',')
    .map((name) => name.trim())
    .every((name) => name === '' || name.startsWith('type '));

function imports(file: string): Import[] {
  const text = readFileSync(join(SRC, file), 'utf8');
  return [...text.matchAll(/^(?:import|export)\s([^;']*?)from '(\.[^']*)'/gm)].map(
    ([, clause = '', target = '']) => ({
      path: join(dirname(file), target).replace(/\.js$/, ''),
      typeOnly: clause.startsWith('type ') || namesTypes(clause),
    }),
  );
}

const GRAPH = new Map(
  readdirSync(SRC, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file))
    .map((file) => [file.replace(/\.tsx?$/, ''), imports(file)] as const),
);

/** Returns the circles that a search from each module in turn runs into. */
function circles(): string[] {
  const done = new Set<string>();
  const found: string[] = [];
  const visit = (module: string, path: readonly string[]): void => {
    const at = path.indexOf(module);
    if (at >= 0) found.push([...path.slice(at), module].join(' -> '));
    if (at >= 0 || done.has(module)) return;
    for (const target of GRAPH.get(module) ?? []) {
      if (!target.typeOnly) visit(target.path, [...path, module]);
    }
    done.add(module);
  };
  for (const module of GRAPH.keys()) visit(module, []);
  return found;
}

describe('modules', () => {
  it.each(Object.keys(ROOMS))('of %s import from the rooms before theirs only', (layer) => {
    const rooms = ROOMS[layer] ?? [];
    const room = (path: string): number => rooms.indexOf(path.split('/')[1] ?? '');
    const wrong = [...GRAPH].flatMap(([module, targets]) =>
      module.startsWith(`${layer}/`)
        ? targets
            .filter(({ path }) => path.startsWith(`${layer}/`) && room(path) > room(module))
            .map(({ path }) => `${module} imports ${path}`)
        : [],
    );
    expect(wrong).toEqual([]);
  });

  it('import each other in no circle at run time', () => {
    expect(circles()).toEqual([]);
  });
});
