/** Tests `ovs-appctl`: targets, logs and errors. */
import { describe, expect, it } from 'vitest';
import { newLaboratory } from './harness.js';
import { checkTranscript } from './transcript.js';

describe('ovs-appctl', () => {
  it('talks to the switch by default', () => {
    checkTranscript(`
      $ ovs-appctl version
      ovs-vswitchd (Open vSwitch) 2.4.90
      Compiled to run inside ovn-sandbox-ts
      $ ovs-appctl -t ovn-controller version
      ovn-controller (Open vSwitch) 2.4.90
      Compiled to run inside ovn-sandbox-ts
      $ ovs-appctl --target=ovn-northd list-commands
      The available commands are:
        coverage/show
        exit
        list-commands
        version
        vlog/disable-rate-limit [module]...
        vlog/enable-rate-limit  [module]...
        vlog/list
        vlog/list-pattern
        vlog/reopen
        vlog/set                {spec | PATTERN:destination:pattern}
    `);
  });

  it('configures the logs of the programs', () => {
    checkTranscript(`
      $ ovs-appctl vlog/set nosuch
      ! no destination, level, or module "nosuch"
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl vlog/set console:file:dbg
      ! cannot specify multiple destinations
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl vlog/set PATTERN:x:%m
      ! unknown destination "x"
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl vlog/set FACILITY:x
      ! invalid facility
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl vlog/disable-rate-limit bridge any
      $ ovs-appctl vlog/enable-rate-limit bridge nosuch
      ! unknown module
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl vlog/set PATTERN:console:%m
      $ ovs-appctl vlog/list-pattern
               prefix                            format
               ------                            ------
      SYSLOG   <%B> %D{%h %e %T} %E %A:          ovs|%05N|%c%T|%p|%m
      CONSOLE  none                              %m
      FILE     none                              %D{%Y-%m-%dT%H:%M:%S.###Z}|%05N|%c%T|%p|%m
      $ ovs-appctl -t ovn-northd vlog/set ovn_northd:file:dbg lockfile:off syslog:err
      $ ovs-appctl -t ovn-northd vlog/list
                       console    syslog    file
                       -------    ------    ------
      backtrace          OFF        ERR       INFO
      command_line       OFF        ERR       INFO
      coverage           OFF        ERR       INFO
      daemon             OFF        ERR       INFO
      daemon_unix        OFF        ERR       INFO
      entropy            OFF        ERR       INFO
      fatal_signal       OFF        ERR       INFO
      hmap               OFF        ERR       INFO
      jsonrpc            OFF        ERR       INFO
      lockfile           OFF        ERR        OFF
      ovn_northd         OFF        ERR        DBG
      ovs_rcu            OFF        ERR       INFO
      ovs_thread         OFF        ERR       INFO
      ovsdb_error        OFF        ERR       INFO
      ovsdb_idl          OFF        ERR       INFO
      poll_loop          OFF        ERR       INFO
      process            OFF        ERR       INFO
      reconnect          OFF        ERR       WARN
      signals            OFF        ERR       INFO
      socket_util        OFF        ERR       INFO
      socket_util_unix   OFF        ERR       INFO
      stream             OFF        ERR       INFO
      stream_fd          OFF        ERR       INFO
      stream_nossl       OFF        ERR       INFO
      stream_tcp         OFF        ERR       INFO
      stream_unix        OFF        ERR       INFO
      svec               OFF        ERR       INFO
      timeval            OFF        ERR       INFO
      unixctl            OFF        ERR       INFO
      util               OFF        ERR       INFO
      vlog               OFF        ERR       INFO
    `);
  });

  it('reports errors', () => {
    checkTranscript(`
      $ ovs-appctl
      ! ovs-appctl: at least one non-option argument is required (use --help for help)
      = 1
      $ ovs-appctl nosuch/command
      ! "nosuch/command" is not a valid command
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl version 1
      ! "version" command takes at most 0 arguments
      ! ovs-appctl: ovs-vswitchd: server returned an error
      = 2
      $ ovs-appctl -t nosuch version
      ! 2015-11-04T12:00:00Z|00001|daemon_unix|WARN|/sandbox/nosuch.pid: open: No such file or directory
      ! ovs-appctl: cannot read pidfile "/sandbox/nosuch.pid" (No such file or directory)
      = 1
      $ ovs-appctl -t /x version
      ! 2015-11-04T12:00:00Z|00001|unixctl|WARN|failed to connect to /x
      ! ovs-appctl: cannot connect to "/x" (No such file or directory)
      = 1
      $ ovs-appctl -t a -t b version
      ! ovs-appctl: -t or --target may be specified only once
      = 1
      $ ovs-appctl -e -e version
      ! ovs-appctl: -e or --execute may be speciifed only once
      = 1
      $ ovs-appctl -x version
      ! ovs-appctl: invalid option -- 'x'
      = 1
      $ ovs-appctl --target
      ! ovs-appctl: option '--target' requires an argument
      = 1
      $ ovs-appctl -V
      ovs-appctl (Open vSwitch) 2.4.90
      Compiled to run inside ovn-sandbox-ts
    `);
  });
});

describe('a command that is not available', () => {
  it.each([
    ['tnl/arp/set br0 1.2.3 00:00:00:00:00:01', 'bad IP address'],
    ['tnl/arp/set br0 1.2.3.4 00:00', 'bad MAC address'],
    ['netdev-dummy/ip4addr nosuch 1.2.3.4/24', 'Unknown Dummy Interface'],
    ['dpif-dummy/delete-port nosuch p', 'unknown datapath or not a dummy'],
    ['dpif-netdev/pmd-stats-show nosuch', 'please specify an existing datapath'],
  ])('complains about its arguments first: %s', (words, complaint) => {
    const { stderr, exitCode } = newLaboratory().run(`ovs-appctl ${words}`);
    expect(stderr).toBe(`${complaint}\novs-appctl: ovs-vswitchd: server returned an error\n`);
    expect(exitCode).toBe(2);
  });
});
