/** The modules under which each program logs, as linked into the reference's programs. */

const modules = (...lists: readonly string[]): readonly string[] =>
  lists.flatMap((list) => list.split(' ')).sort();

const CORE = [
  'command_line coverage entropy fatal_signal hmap jsonrpc ovs_rcu ovs_thread poll_loop process',
  'reconnect signals socket_util socket_util_unix stream stream_fd stream_tcp stream_unix svec',
  'timeval unixctl util vlog',
];
const DAEMON = 'daemon daemon_unix lockfile';
const DATABASE = 'backtrace ovsdb_error stream_nossl';
const DATABASE_CLIENT = `${DATABASE} ovsdb_idl`;
const OPENFLOW = 'bundle meta_flow nx_match ofp_actions ofp_errors ofp_msgs ofp_util';
const DATAPATH = [
  'classifier dpif dpif_netdev dpif_netlink netdev netdev_linux netdev_vport netlink',
  'netlink_notifier netlink_socket odp_util ovs_numa route_table',
];
const SWITCH = [...CORE, DAEMON, OPENFLOW, ...DATAPATH];
const VCONN = 'vconn vconn_stream';

/** The modules of programs by name, sorted. */
export const LOG_MODULES = {
  'ovn-nbctl': modules(...CORE, DATABASE_CLIENT, 'db_ctl_base nbctl'),
  'ovn-sbctl': modules(...CORE, DATABASE_CLIENT, 'db_ctl_base sbctl'),
  'ovn-trace': modules(...CORE, DATABASE_CLIENT, DAEMON, OPENFLOW, 'expr ovntrace'),
  'ovs-vsctl': modules(...SWITCH, DATABASE_CLIENT, VCONN, 'db_ctl_base vsctl'),
  'ovs-ofctl': modules(...SWITCH, VCONN, 'ofctl pcap stream_nossl'),
  'ovs-appctl': modules(...CORE, DAEMON),
  'ovs-dpctl': modules(...SWITCH),
  'ovsdb-client': modules(...CORE, DAEMON, DATABASE, 'ovsdb_client'),
  'ovsdb-server': modules(
    ...CORE,
    DAEMON,
    DATABASE,
    'memory ovsdb_file ovsdb_jsonrpc_server ovsdb_server',
  ),
  'ovn-northd': modules(...CORE, DAEMON, DATABASE_CLIENT, 'ovn_northd'),
  'ovn-controller': modules(
    ...SWITCH,
    DATABASE_CLIENT,
    VCONN,
    'binding chassis encaps expr lflow main ofctrl patch physical rconn',
  ),
  'ovs-vswitchd': modules(
    ...SWITCH,
    DATABASE_CLIENT,
    VCONN,
    'bfd bond bridge bundles cfm collectors connmgr fail_open in_band ipfix lacp lldp lldpd',
    'lldpd_structs memory netdev_dummy netflow ofproto ofproto_dpif ofproto_dpif_mirror',
    'ofproto_dpif_monitor ofproto_dpif_rid ofproto_dpif_upcall ofproto_dpif_xlate ovs_lldp pcap',
    'pktbuf rconn rstp rstp_sm sflow stp system_stats tunnel vlandev vswitchd xenserver',
  ),
} as const;

export type ProgramName = keyof typeof LOG_MODULES;
