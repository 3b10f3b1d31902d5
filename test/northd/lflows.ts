/** Runs northd over two databases and lists the resulting logical flows. */
import { SeededRandom } from '../../src/lib/random.js';
import { Northd } from '../../src/northd/northd.js';
import { Database } from '../../src/ovsdb/database.js';
import { RELEASE_2015 } from '../../src/releases/2015/release.js';
import { OVN_NORTHBOUND } from '../../src/releases/2015/schemas/ovn-northbound.js';
import { OVN_SOUTHBOUND } from '../../src/releases/2015/schemas/ovn-southbound.js';

/** The databases on both sides of a northd, and its log. */
export class Bench {
  readonly random = SeededRandom.fromSeed(1);
  readonly nb = new Database(OVN_NORTHBOUND, this.random);
  readonly sb = new Database(OVN_SOUTHBOUND, this.random);
  readonly state = {};
  readonly said: string[] = [];
  readonly northd = this.another();

  /** Returns another northd over the same databases. */
  another(): Northd {
    return new Northd({
      derive: RELEASE_2015.derive,
      nb: this.nb,
      sb: this.sb,
      state: this.state,
      log: ({ level, message }) => this.said.push(`${level} ${message}`),
    });
  }

  /** Returns the logical flows, sorted, one per line: `in_acl 1100 (ip4) next;` */
  lflows(): string[] {
    const datapaths = [...this.sb.rows('Datapath_Binding')].map(({ _uuid }) => _uuid);
    return [...this.sb.rows('Logical_Flow')]
      .map((row) => {
        const name = (row.external_ids.get('stage-name') ?? '').replace(/^(switch|router)_/, '');
        const at = datapaths.length > 1 ? `${datapaths.indexOf(row.logical_datapath)}: ` : '';
        return `${at}${name} ${row.priority} (${row.match}) ${row.actions}`;
      })
      .sort();
  }

  /** Returns bindings and groups, one per line. */
  bindings(): string[] {
    const name = new Map(
      [...this.sb.rows('Port_Binding')].map((row) => [row._uuid, row.logical_port]),
    );
    return [
      ...[...this.sb.rows('Port_Binding')].map(
        (row) =>
          `${row.tunnel_key} ${row.logical_port} type=${row.type} ` +
          `${[...row.options].map(([k, v]) => `${k}=${v}`).join(',')} ` +
          `parent=${row.parent_port ?? ''} tag=${row.tag ?? ''} mac=${row.mac.join(',')}`,
      ),
      ...[...this.sb.rows('Multicast_Group')]
        .map((row) => `${row.tunnel_key} ${row.name} ${row.ports.map((p) => name.get(p)).sort()}`)
        .sort(),
    ];
  }
}
