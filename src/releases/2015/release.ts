/** Defines the release of November 2015, openvswitch/ovs at commit 0df6430ed. */
import { NeutronDriver } from '../../neutron/driver/driver.js';
import type { NeutronDatabase } from '../../neutron/schema.js';
import { OPEN_VSWITCH } from '../../ovsdb/schemas/open-vswitch.js';
import { NEUTRON_CLIENT } from '../../tools/neutron/neutron.js';
import { NOVA_CLIENT } from '../../tools/nova/nova.js';
import { OVN_TRACE } from '../../tools/ovn-trace/ovn-trace.js';
import { OVS_APPCTL } from '../../tools/ovs-appctl/ovs-appctl.js';
import { OVS_DPCTL } from '../../tools/ovs-dpctl/ovs-dpctl.js';
import { OVS_OFCTL } from '../../tools/ovs-ofctl/ovs-ofctl.js';
import { OVS_VSCTL } from '../../tools/ovs-vsctl/ovs-vsctl.js';
import { OVSDB_CLIENT } from '../../tools/ovsdb-client/ovsdb-client.js';
import { ovstest } from '../../tools/ovstest/ovstest.js';
import { TEST_OVN } from '../../tools/ovstest/test-ovn.js';
import { OVS_PCAP } from '../../tools/packet-dumps/ovs-pcap.js';
import { OVS_TCPUNDUMP } from '../../tools/packet-dumps/ovs-tcpundump.js';
import type { Release } from '../release.js';
import { WORDING } from './explain/wording.js';
import { HOST_SETTINGS } from './host.js';
import { LAYOUT } from './layout.js';
import { Derivation2015, type Input } from './northd/derivation.js';
import type { Northbound } from './northd/northbound.js';
import { OVN_NBCTL } from './ovn-nbctl/ovn-nbctl.js';
import { OVN_SBCTL } from './ovn-sbctl/ovn-sbctl.js';
import { OVN_NORTHBOUND } from './schemas/ovn-northbound.js';
import { OVN_SOUTHBOUND } from './schemas/ovn-southbound.js';
import { SYMBOLS } from './symbols.js';
import { TEST_NEUTRON } from './test-neutron.js';

interface DriverInput {
  readonly neutron: NeutronDatabase;
  readonly nb: Northbound;
}

export const RELEASE_2015: Release = {
  name: '2015',
  schemas: { nb: OVN_NORTHBOUND, sb: OVN_SOUTHBOUND, ovs: OPEN_VSWITCH },
  dialect: { symbols: SYMBOLS, layout: LAYOUT },
  derive: (input: Input) => new Derivation2015(input),
  neutronDriver: (input: DriverInput) => new NeutronDriver(input),
  tools: [
    OVN_NBCTL,
    OVN_SBCTL,
    OVN_TRACE,
    OVS_VSCTL,
    OVS_OFCTL,
    OVS_APPCTL,
    OVS_DPCTL,
    OVSDB_CLIENT,
    OVS_PCAP,
    OVS_TCPUNDUMP,
    NEUTRON_CLIENT,
    NOVA_CLIENT,
    ovstest([TEST_OVN, TEST_NEUTRON]),
  ],
  wording: WORDING,
  hostSettings: HOST_SETTINGS,
};
