/** Runs operations through `ovstest test-neutron`. */
import { expect } from 'vitest';
import { RELEASE_2015 } from '../../src/releases/2015/release.js';

const ovstest = RELEASE_2015.tools.find(({ name }) => name === 'ovstest');

export interface Answer {
  readonly error?: string;
  readonly northbound: unknown;
}

/** Runs operations, one a line, and returns the answers. */
export function answers(lines: readonly string[]): readonly Answer[] {
  const stdin = lines.map((line) => `${line}\n`).join('');
  const result = ovstest?.run(['test-neutron'], { stdin } as never);
  expect(result).toMatchObject({ stderr: '', exitCode: 0 });
  return (result?.stdout ?? '')
    .split('\n')
    .filter((line) => line !== '')
    .map((line) => JSON.parse(line));
}
