/** The table of commands in README.md, which must name every command, and where it belongs. */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { programs } from './commands.js';

const readme = readFileSync(join(import.meta.dirname, '../../README.md'), 'utf8');
const table = readme.slice(readme.indexOf('## Every command')).split('\n');

/** The names between backticks. */
const names = (cell: string): string[] =>
  [...cell.matchAll(/`([^`]+)`/g)].map(([, name = '']) => name);

const sorted = (words: readonly string[]) => [...words].sort();

describe('the table of commands', () => {
  it.each(programs())('has those of $program', ({ program, commands, refused }) => {
    const row = table.find((line) => line.startsWith(`| \`${program}\` | `)) ?? '';
    const [works = '', differs = '', no = ''] = row.split('|').slice(2);
    expect(sorted(names(no))).toEqual(sorted(refused));
    expect(sorted(names(works + differs + no))).toEqual(sorted(commands));
  });
});
