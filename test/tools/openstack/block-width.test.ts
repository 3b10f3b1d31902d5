/** Tests the widths of texts in the tables of the OpenStack clients. */
import { expect, it } from 'vitest';
import { blockWidth } from '../../../src/tools/openstack/block-width.js';
import { prettyTable } from '../../../src/tools/openstack/pretty-table.js';

it.each([
  ['', 0],
  ['sw0 port', 8],
  ['网络', 4],
  ['네트워크', 8],
  ['ネット', 6],
  ['ｆｕｌｌ。', 10],
  ['cafe\u0301', 4],
  ['a\bb\x7fc', 1],
  ['\0\x1f', 0],
  ['é', 1],
  ['🙂', 1],
])('%j takes %d columns', (text, width) => {
  expect(blockWidth(text)).toBe(width);
});

it('columns of wide text line up', () => {
  const rows = [['网络'], ['abc']];
  expect(prettyTable([{ name: 'n' }], rows)).toBe(
    ['+------+', '| n    |', '+------+', '| 网络 |', '| abc  |', '+------+'].join('\n'),
  );
});
