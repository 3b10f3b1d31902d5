/** Tests what a commit checks and changes. */
import { expect, test } from 'vitest';
import {
  database,
  immutable,
  integer,
  map,
  one,
  optional,
  real,
  set,
  string,
  strong,
  table,
  weak,
} from '../../src/ovsdb/define.js';
import { Scripted } from './script.js';

const SCHEMA = database({
  name: 'Test',
  version: '1.0.0',
  tables: {
    Root: table(
      {
        name: one(string()),
        code: one(integer()),
        kids: set(strong('Kid')),
        numbered: map(integer(), strong('Kid')),
        likes: set(weak('Kid')),
        needs: set(weak('Kid'), { min: 1 }),
        by_like: map(weak('Kid'), string()),
        fixed: immutable(one(string())),
      },
      { isRoot: true, indexes: [['code']] },
    ),
    Kid: table(
      {
        name: one(string()),
        next: optional(strong('Kid')),
        level: one(integer({ min: 0, max: 9 })),
        share: one(real({ min: 0 })),
        few: set(integer({ max: 5 }), { max: 2 }),
        kind: optional(string(['b', 'a'])),
      },
      { indexes: [['name', 'level']] },
    ),
    Single: table({ name: one(string()) }, { isRoot: true, maxRows: 1 }),
    Strict: table(
      { kind: one(string(['x', 'y'])), level: one(integer({ min: 1 })) },
      { isRoot: true },
    ),
  },
});

const KID = 'insert Kid @k name=k\n';
/** A root row with what it needs. */
const BASE = `${KID}insert Root @r code=1 kids=@k needs=@k`;

test.each<{ name: string; before?: string[]; script: string; gives: string }>([
  {
    name: 'an unreferenced row of a root table stays',
    script: 'insert Single @s',
    gives: '+Single @s',
  },
  { name: 'an unreferenced row of another table goes', script: KID, gives: '' },
  { name: 'a referenced row stays', script: BASE, gives: '+Kid @k\n+Root @r' },
  {
    name: 'a row is collected with its last reference',
    before: [BASE, 'insert Kid @o\nupdate Root @r kids=@k,@o'],
    script: 'update Root @r kids=@k',
    gives: '~Root @r kids\n-Kid @o',
  },
  {
    name: 'a row stays while another reference is left',
    before: [BASE, 'insert Kid @o\nupdate Root @r kids=@k,@o numbered=1=@o,2=@o'],
    script: 'update Root @r kids=@k numbered=2=@o',
    gives: '~Root @r kids numbered',
  },
  {
    name: 'a chain is collected whole',
    before: [
      BASE,
      'insert Kid @c\ninsert Kid @b name=b next=@c\ninsert Kid @a name=a next=@b\nupdate Root @r kids=@k,@a',
    ],
    script: 'update Root @r kids=@k',
    gives: '~Root @r kids\n-Kid @a\n-Kid @b\n-Kid @c',
  },
  {
    name: 'a row that refers to itself does not keep itself alive',
    before: [BASE, 'insert Kid @a next=@a\nupdate Root @r kids=@k,@a'],
    script: 'update Root @r kids=@k',
    gives: '~Root @r kids\n-Kid @a',
  },
  {
    name: 'a cycle keeps itself alive',
    before: [
      BASE,
      'insert Kid @a name=a next=@b\ninsert Kid @b name=b next=@a\nupdate Root @r kids=@k,@a',
    ],
    script: 'update Root @r kids=@k',
    gives: '~Root @r kids',
  },
  {
    name: 'a deleted row lets go of what it refers to',
    before: [BASE],
    script: 'delete Root @r',
    gives: '-Root @r\n-Kid @k',
  },
  {
    name: 'a row that is still referred to cannot be deleted',
    before: [BASE, 'update Root @r numbered=1=@k,2=@k'],
    script: 'delete Kid @k',
    gives:
      '! referential integrity violation: cannot delete Kid row @k because of 3 remaining reference(s)',
  },
  {
    name: 'a row can be deleted together with its references',
    before: [BASE, 'insert Kid @o\nupdate Root @r kids=@k,@o'],
    script: 'delete Kid @o\nupdate Root @r kids=@k',
    gives: '-Kid @o\n~Root @r kids',
  },
  {
    name: 'a strong reference must lead somewhere',
    script: `${BASE}\nupdate Root @r kids=@k,@nobody`,
    gives:
      '! referential integrity violation: Table Root column kids row @r references nonexistent row @nobody in table Kid.',
  },
  {
    name: 'a strong reference must lead to its table',
    before: ['insert Single @s'],
    script: `${BASE}\nupdate Root @r kids=@k,@s`,
    gives:
      '! referential integrity violation: Table Root column kids row @r references nonexistent row @s in table Kid.',
  },
  {
    name: 'a weak reference goes with its row',
    before: [BASE, 'insert Kid @o\nupdate Root @r kids=@k,@o likes=@o,@k by_like=@o=x'],
    script: 'update Root @r kids=@k',
    gives: '~Root @r kids likes by_like\n-Kid @o',
  },
  {
    name: 'a row with weak references only is collected',
    before: [BASE],
    script: 'insert Kid @o\nupdate Root @r likes=@o',
    gives: '',
  },
  {
    name: 'a weak reference to a row that never was is no change',
    before: [BASE],
    script: 'update Root @r likes=@nobody',
    gives: '',
  },
  {
    name: 'a row that was not touched loses its weak reference',
    before: [
      BASE,
      'insert Root @q code=2 needs=@k likes=@o\ninsert Kid @o\nupdate Root @r kids=@k,@o',
    ],
    script: 'update Root @r kids=@k',
    gives: '~Root @r kids\n~Root @q likes\n-Kid @o',
  },
  {
    name: 'a column that must not be empty keeps its last weak reference',
    before: [BASE, 'insert Kid @o\nupdate Root @r kids=@k,@o needs=@o'],
    script: 'update Root @r kids=@k',
    gives:
      '! constraint violation: Deletion of 1 weak reference(s) to deleted (or never-existing) rows from column "needs" in "Root" row @r caused this column to become empty, but constraints on this column disallow an empty column.',
  },
  {
    name: 'a new row needs a weak reference that leads somewhere',
    script: 'insert Root @q code=2 needs=@nobody,@noone',
    gives:
      '! constraint violation: Deletion of 2 weak reference(s) to deleted (or never-existing) rows from column "needs" in "Root" row @q (inserted within this transaction) caused this column to become empty, but constraints on this column disallow an empty column.',
  },
  {
    name: 'the default of a weak reference leads nowhere',
    script: 'insert Root @q code=2',
    gives:
      '! constraint violation: Weak reference column "needs" in "Root" row @q (inserted within this transaction) contained all-zeros UUID (probably as the default value for this column) but deleting this value caused a constraint volation because this column is not allowed to be empty.',
  },
  {
    name: 'an integer is in its range',
    script: `${BASE}\nupdate Kid @k level=10`,
    gives: '! constraint violation: 10 is not in the valid range 0 to 9 (inclusive)',
  },
  {
    name: 'a real number is in its range',
    script: `${BASE}\nupdate Kid @k share=-0.5`,
    gives: '! constraint violation: -0.5 is less than minimum allowed value 0',
  },
  {
    name: 'an element of a set is in its range',
    script: `${BASE}\nupdate Kid @k few=4,6`,
    gives: '! constraint violation: 6 is greater than maximum allowed value 5',
  },
  {
    name: 'a string is one of its values',
    script: `${BASE}\nupdate Kid @k kind=c`,
    gives: '! constraint violation: c is not one of the allowed values ([a, b])',
  },
  {
    name: 'a set is not too large',
    script: `${BASE}\nupdate Kid @k few=1,2,3`,
    gives:
      '! syntax "["set",[1,2,3]]": syntax error: set must have 0 to 2 members but 3 are present',
  },
  {
    name: 'a set is not too small',
    before: [BASE],
    script: 'update Root @r needs=[]',
    gives:
      '! syntax "["set",[]]": syntax error: set must have 1 to 4294967295 members but 0 are present',
  },
  {
    name: 'what was written is checked before the defaults',
    script: 'insert Strict @s level=-1',
    gives: '! constraint violation: -1 is less than minimum allowed value 1',
  },
  {
    name: 'defaults are checked',
    script: 'insert Strict @s level=1',
    gives: '! constraint violation: "" is not one of the allowed values ([x, y])',
  },
  {
    name: 'an immutable column does not change',
    before: [BASE],
    script: 'update Root @r fixed=x',
    gives: '! constraint violation: Cannot update immutable column fixed in table Root.',
  },
  {
    name: 'an immutable column may be written as it is',
    before: [`${BASE} fixed=x`],
    script: 'update Root @r fixed=x name=r',
    gives: '~Root @r name',
  },
  {
    name: 'a table has a limit',
    before: ['insert Single @s'],
    script: 'insert Single @t\ninsert Single @u',
    gives:
      '! constraint violation: transaction causes "Single" table to contain 3 rows, greater than the schema-defined limit of 1 row(s)',
  },
  {
    name: 'a row can take the place of another in a limited table',
    before: ['insert Single @s'],
    script: 'insert Single @t\ndelete Single @s',
    gives: '+Single @t\n-Single @s',
  },
  {
    name: 'two new rows with one key',
    script: `${BASE}\ninsert Root @q code=1 needs=@k name=q`,
    gives:
      '! constraint violation: Transaction causes multiple rows in "Root" table to have identical values (1) for index on column "code".  First row, with UUID @q, was inserted by this transaction.  Second row, with UUID @r, was inserted by this transaction.',
  },
  {
    name: 'a new row with the key of an old one',
    before: [BASE],
    script: 'insert Root @q code=1 needs=@k name=q',
    gives:
      '! constraint violation: Transaction causes multiple rows in "Root" table to have identical values (1) for index on column "code".  First row, with UUID @q, was inserted by this transaction.  Second row, with UUID @r, existed in the database before this transaction and was not modified by the transaction.',
  },
  {
    name: 'a changed row with the key of an old one that changed elsewhere',
    before: [`${BASE}\ninsert Kid @o name=o level=3\nupdate Root @r kids=@k,@o`],
    script: 'update Kid @o name=k level=0\nupdate Kid @k few=1',
    gives:
      '! constraint violation: Transaction causes multiple rows in "Kid" table to have identical values (k and 0) for index on columns "name" and "level".  First row, with UUID @k, existed in the database before this transaction, which modified some of the row\'s columns but not any columns in this index.  Second row, with UUID @o, had the following index values before the transaction: o and 3.',
  },
  {
    name: 'two rows can exchange their keys',
    before: [BASE, 'insert Root @q code=2 needs=@k'],
    script: 'update Root @r code=2\nupdate Root @q code=1',
    gives: '~Root @r code\n~Root @q code',
  },
  {
    name: 'a key is free once its row is gone',
    before: [BASE, 'insert Kid @o name=o\nupdate Root @r kids=@k,@o'],
    script: 'update Root @r kids=@k,@p\ninsert Kid @p name=o',
    gives: '~Root @r kids\n+Kid @p\n-Kid @o',
  },
  {
    name: 'a row that comes and goes is no change',
    script: 'insert Single @s\ndelete Single @s',
    gives: '',
  },
  {
    name: 'a column that changes back is no change',
    before: [BASE],
    script:
      'update Root @r name=x likes=@k numbered={1=@k}\nupdate Root @r name="" likes=[] numbered={}',
    gives: '',
  },
  {
    name: 'a deleted row that is inserted again is at most a change',
    before: [BASE],
    script: 'delete Root @r\ninsert Root @r code=2 kids=@k needs=@k',
    gives: '~Root @r code',
  },
])('$name', ({ before = [], script, gives }) => {
  const scripted = new Scripted(SCHEMA);
  for (const earlier of before) expect(scripted.transact(earlier)).not.toMatch(/^!|^$/);
  const saved = JSON.stringify(scripted.db);
  const observed = scripted.observed.length;
  expect(scripted.transact(script)).toBe(gives);
  if (gives === '' || gives.startsWith('!')) {
    expect(JSON.stringify(scripted.db)).toBe(saved);
    expect(scripted.observed.slice(observed)).toEqual([]);
  } else {
    expect(scripted.observed.slice(observed)).toEqual([gives]);
  }
});
