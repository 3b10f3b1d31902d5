import { describe, expect, it } from 'vitest';
import { ManualClock } from '../../src/lib/clock.js';
import { Switch } from '../../src/openflow/switch/switch.js';
import { formatActionList } from '../../src/openflow/text/format-actions.js';
import { formatMatch } from '../../src/openflow/text/format-match.js';
import {
  ConnectionManager,
  type ConnectionSettings,
} from '../../src/vswitchd/connection-manager.js';

const SILENT: ConnectionSettings = {
  controllers: [{ target: 'tcp:10.0.0.1', inBand: false, probeInterval: 5 }],
  failMode: 'standalone',
  managers: [],
  queue: -1,
  localAddress: 0x10n,
};

/** A bridge and its connections. */
function laboratory() {
  const clock = new ManualClock(1_000_000);
  const bridge = new Switch(clock).addBridge('br0', 0n);
  const logged: string[] = [];
  const manager = new ConnectionManager(bridge, clock, ({ message }) => logged.push(message));
  const flows = (): string[] => {
    bridge.expireFlows();
    return [...bridge.allFlows()].map(
      ({ match, priority, actions }) =>
        `${formatMatch(match, priority)} ${formatActionList(actions)}`,
    );
  };
  return { clock, manager, flows, logged, bridge };
}

const OPEN = 'priority=15790320 NORMAL';

describe('a bridge whose controller does not answer', () => {
  it('fails open after three probe intervals, and recovers when it is made secure', () => {
    const { clock, manager, flows, logged } = laboratory();
    manager.configure(SILENT, false);
    clock.advance(14_999);
    expect(flows()).toEqual([]);
    clock.advance(1);
    expect(flows()).toEqual([OPEN]);
    expect(logged).toEqual([expect.stringContaining('for 15 seconds, failing open')]);
    manager.configure({ ...SILENT, failMode: 'secure' }, false);
    expect(flows()).toEqual([]);
    expect(logged).toContain('No longer in fail-open mode');
  });

  it('waits for the controller with the longest interval, and for one that was added last', () => {
    const { clock, manager, flows } = laboratory();
    const slow = { target: 'tcp:10.0.0.2', inBand: false, probeInterval: 20 };
    manager.configure(SILENT, false);
    clock.advance(10_000);
    manager.configure({ ...SILENT, controllers: [...SILENT.controllers, slow] }, false);
    clock.advance(59_999);
    expect(flows()).toEqual([]);
    clock.advance(1);
    expect(flows()).toEqual([OPEN]);
  });

  it('fails open at once after a restart', () => {
    const { manager, flows } = laboratory();
    manager.configure(SILENT, true);
    expect(flows()).toEqual([OPEN]);
  });

  it('hides its flow from controllers', () => {
    const { clock, manager, flows, bridge } = laboratory();
    manager.configure(SILENT, false);
    clock.advance(15_000);
    expect(flows()).toEqual([OPEN]);
    expect([...bridge.flows()]).toEqual([]);
    expect([bridge.flowCount, bridge.tableSize(0)]).toEqual([0, 0]);
  });
});

describe('in-band control', () => {
  const inBand = { target: 'ssl:10.0.0.1:7', inBand: true, probeInterval: 5 };

  it('lets the traffic of controllers and managers through', () => {
    const { manager, flows } = laboratory();
    const managers = [{ address: 0x0a000001, port: 9 }];
    manager.configure({ ...SILENT, controllers: [inBand], managers, queue: 3 }, false);
    expect(flows()).toEqual(
      [
        'priority=180008,tcp,nw_src=10.0.0.1,tp_src=7',
        'priority=180008,tcp,nw_src=10.0.0.1,tp_src=9',
        'priority=180007,tcp,nw_dst=10.0.0.1,tp_dst=7',
        'priority=180007,tcp,nw_dst=10.0.0.1,tp_dst=9',
        'priority=180006,arp,arp_spa=10.0.0.1,arp_op=1',
        'priority=180005,arp,arp_tpa=10.0.0.1,arp_op=2',
        'priority=180002,arp,dl_src=00:00:00:00:00:10,arp_op=1',
        'priority=180001,arp,dl_dst=00:00:00:00:00:10,arp_op=2',
        'priority=180000,udp,in_port=LOCAL,dl_src=00:00:00:00:00:10,tp_src=68,tp_dst=67',
      ].map((match) => `${match} set_queue:3,NORMAL`),
    );
  });

  it('keeps its flows when all others are flushed, and removes them with the last remote', () => {
    const { clock, manager, flows } = laboratory();
    manager.configure({ ...SILENT, controllers: [inBand] }, false);
    const before = flows();
    clock.advance(15_000);
    expect(flows()).toEqual([OPEN, ...before]);
    manager.configure({ ...SILENT, controllers: [] }, false);
    expect(flows()).toEqual(['priority=0 NORMAL']);
  });
});
