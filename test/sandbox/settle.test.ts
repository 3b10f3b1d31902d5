/** Tests the loop that runs derivations until nothing changes. */
import { describe, expect, it } from 'vitest';
import { SeededRandom } from '../../src/lib/random.js';
import { Database } from '../../src/ovsdb/database.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';
import { Settler } from '../../src/sandbox/settle.js';

const database = () => new Database(OVN_NORTHBOUND, SeededRandom.fromSeed(1));

const addSwitch = (nb: ReturnType<typeof database>) => {
  const transaction = nb.begin();
  transaction.insert('Logical_Switch', { name: `sw${nb.count('Logical_Switch')}` });
  transaction.commit();
};

describe('Settler', () => {
  it('runs derivations until nothing changes', () => {
    const nb = database();
    const derivation = {
      run: () => {
        if (nb.count('Logical_Switch') < 5) addSwitch(nb);
      },
    };
    const settler = new Settler([nb.asDynamic()], [derivation]);
    settler.settle();
    expect(nb.count('Logical_Switch')).toBe(5);
    expect(settler.settled).toBe(true);
  });

  it('runs nothing if nothing was committed', () => {
    const nb = database();
    let runs = 0;
    const settler = new Settler([nb.asDynamic()], [{ run: () => runs++ }]);
    settler.settle();
    settler.settle();
    expect(runs).toBe(1);
    addSwitch(nb);
    expect(settler.settled).toBe(false);
    settler.settle();
    expect(runs).toBe(2);
  });

  it('gives up on a derivation that never settles', () => {
    const nb = database();
    const settler = new Settler([nb.asDynamic()], [{ run: () => addSwitch(nb) }]);
    expect(() => settler.settle()).toThrow('does not come to rest');
  });
});
