import { describe, it } from 'vitest';
import { checkTranscript } from './transcript.js';

describe('ovs-appctl', () => {
  it('asks the switch unless told otherwise', () => {
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

  it('says what is wrong', () => {
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
