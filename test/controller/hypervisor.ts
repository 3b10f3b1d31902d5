/** Runs ovn-controller and ovs-vswitchd on a simulated host. */
import { Controller } from '../../src/controller/controller.js';
import type { ControllerState } from '../../src/controller/state.js';
import type { Bridge } from '../../src/openflow/switch/bridge.js';
import { formatActionList } from '../../src/openflow/text/format-actions.js';
import { formatMatch } from '../../src/openflow/text/format-match.js';
import { convertActions } from '../../src/openflow/wire/convert-actions.js';
import { Database } from '../../src/ovsdb/database.js';
import { RELEASE_2015 } from '../../src/releases/2015/release.js';
import { OVN_SOUTHBOUND } from '../../src/releases/2015/schemas/ovn-southbound.js';
import { Host } from '../datapath/host.js';

type Table = keyof typeof OVN_SOUTHBOUND.tables;

/** A host with a southbound database and ovn-controller. */
export class Hypervisor extends Host {
  readonly sb = new Database(OVN_SOUTHBOUND, this.random);
  readonly said: string[] = [];
  readonly zones: ControllerState = {};
  readonly controller = this.newController(this.zones);

  /** Returns another controller for the same databases and switch. */
  newController(state: ControllerState, ofSwitch = this.switch): Controller {
    const { sb, ovs, said } = this;
    return new Controller({
      sb,
      ovs,
      switch: ofSwitch,
      log: ({ program, module, level, message }) =>
        said.push(`${program} ${module} ${level} ${message}`),
      dialect: RELEASE_2015.dialect,
      state,
    });
  }

  /** Runs vswitchd and the controller until nothing changes. */
  settle(): this {
    let commits = 1;
    const forget = [this.sb.observe(() => commits++), this.ovs.observe(() => commits++)];
    while (commits > 0) {
      commits = 0;
      this.vswitchd.run();
      this.controller.run();
    }
    for (const stop of forget) stop();
    return this;
  }

  /**
   * Runs commands on either database, each followed by what it causes:
   *
   *     ovs COMMAND                               see Host.vsctl
   *     datapath NAME KEY
   *     rekey DATAPATH KEY
   *     port DATAPATH NAME KEY [SETTING...]       type=, parent=, tag=, option:KEY=VALUE
   *     group DATAPATH NAME KEY PORT,...
   *     flow NAME DATAPATH PIPELINE TABLE PRIORITY | MATCH | ACTIONS
   *     chassis NAME TYPE,... IP
   *     bind PORT [CHASSIS]
   *     delete TABLE NAME
   */
  run(...commands: readonly string[]): this {
    this.settle();
    for (const command of commands) {
      this.apply(command);
      this.settle();
    }
    return this;
  }

  /** Changes a database by one command, without running anything. */
  apply(command: string): void {
    if (command.startsWith('ovs ')) this.vsctl(command.slice(4));
    else this.#edit(command);
  }

  /** Returns the flows of a bridge in some of the tables, as OpenFlow 1.3 shows them. */
  flows(tables: readonly number[] = [], bridge: Bridge = this.bridge('br-int')): string[] {
    return [...bridge.flows()]
      .filter(({ table }) => tables.length === 0 || tables.includes(table))
      .map(
        ({ table, priority, match, actions }) =>
          `table=${table},${formatMatch(match, priority)} actions=${formatActionList(convertActions(actions, 13, match))}`,
      );
  }

  #edit(command: string): void {
    const [verb = '', ...args] = command.split(/\s+/);
    const [first = '', second = '', third = '', fourth = '', fifth = ''] = args;
    const transaction = this.sb.begin();
    switch (verb) {
      case 'datapath':
        transaction.insert('Datapath_Binding', {
          tunnel_key: Number(second),
          external_ids: new Map([['name', first]]),
        });
        break;
      case 'rekey':
        transaction.update('Datapath_Binding', this.#row('Datapath_Binding', first), {
          tunnel_key: Number(second),
        });
        break;
      case 'port': {
        const settings = new Map(
          args.slice(3).map((setting) => {
            const [key = '', ...value] = setting.split('=');
            return [key, value.join('=')];
          }),
        );
        const tag = settings.get('tag');
        transaction.insert('Port_Binding', {
          datapath: this.#row('Datapath_Binding', first),
          logical_port: second,
          tunnel_key: Number(third),
          type: settings.get('type') ?? '',
          parent_port: settings.get('parent'),
          tag: tag === undefined ? undefined : Number(tag),
          options: new Map(
            [...settings].flatMap(([key, value]) =>
              key.startsWith('option:') ? [[key.slice(7), value]] : [],
            ),
          ),
        });
        break;
      }
      case 'group':
        transaction.insert('Multicast_Group', {
          datapath: this.#row('Datapath_Binding', first),
          name: second,
          tunnel_key: Number(third),
          ports: fourth.split(',').map((port) => this.#row('Port_Binding', port)),
        });
        break;
      case 'flow': {
        const [, match = '', actions = ''] = command.split(' | ');
        transaction.insert('Logical_Flow', {
          logical_datapath: this.#row('Datapath_Binding', second),
          pipeline: third === 'ingress' ? 'ingress' : 'egress',
          table_id: Number(fourth),
          priority: Number(fifth),
          match,
          actions,
          external_ids: new Map([['name', first]]),
        });
        break;
      }
      case 'chassis':
        transaction.insert('Chassis', {
          name: first,
          encaps: second.split(',').map((type) =>
            transaction.insert('Encap', {
              type: type === 'stt' || type === 'vxlan' ? type : 'geneve',
              ip: third,
            }),
          ),
        });
        break;
      case 'bind':
        transaction.update('Port_Binding', this.#row('Port_Binding', first), {
          chassis: second === '' ? undefined : this.#row('Chassis', second),
        });
        break;
      case 'delete':
        transaction.delete(asTable(first), this.#row(asTable(first), second));
        break;
      default:
        throw new Error(`no command ${verb}`);
    }
    transaction.commit();
  }

  #row(table: Table, name: string): string {
    for (const row of this.sb.asDynamic().rows(table)) {
      const { name: own, logical_port: port, external_ids: ids } = row;
      if (own === name || port === name) return row._uuid;
      if (ids instanceof Map && ids.get('name') === name) return row._uuid;
    }
    throw new Error(`no ${table} ${name}`);
  }
}

function asTable(name: string): Table {
  const found = (Object.keys(OVN_SOUTHBOUND.tables) as Table[]).find((table) => table === name);
  if (!found) throw new Error(`no table ${name}`);
  return found;
}
