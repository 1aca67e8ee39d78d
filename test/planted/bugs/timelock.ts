import type { PlantedBug } from '../types.ts';

export const bugs: readonly PlantedBug[] = [
  {
    id: 'P44-emergency-stays-on',
    numbers: ['P44'],
    title:
      'After an emergency call was scheduled everything else may be scheduled with 24 hours in the same transaction.',
    file: 'contracts/SageTimelock.sol',
    find: `        _schedulesEmergency = false;
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/timelock/SageTimelock.t.sol',
      name: 'test_P44_anEmergencyShortensNothingElseInItsTransaction',
    },
  },
  {
    id: 'P44-cut-selector',
    numbers: ['P44'],
    title: 'Calls with less than a selector pass as emergency calls.',
    file: 'contracts/SageTimelock.sol',
    find: 'if (value != 0 || data.length < 4) return false;',
    replace: `if (value != 0) return false;
        if (data.length < 4) return data.length == 3;`,
    test: {
      runner: 'forge',
      path: 'test/foundry/timelock/SageTimelock.t.sol',
      name: 'test_P44_cutSelectorsAreNoEmergency',
    },
  },
  {
    id: 'P46-last-member-leaves',
    numbers: ['P46'],
    title: 'The last proposer can give up its role, and nobody can govern any more.',
    file: 'contracts/SageTimelock.sol',
    find: `        if (revoked && getRoleMemberCount(role) == 0) revert SageTimelockLastMember(role, account);
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/timelock/SageTimelock.t.sol',
      name: 'test_P46_noRoleLosesItsLastMember',
    },
  },
  {
    id: 'P46-admin-elsewhere',
    numbers: ['P46'],
    title: 'The role of the admin can be given to any account.',
    file: 'contracts/SageTimelock.sol',
    find: `        if (role == DEFAULT_ADMIN_ROLE && account != address(this)) {
            revert SageTimelockAdminElsewhere(account);
        }
`,
    replace: '',
    test: {
      runner: 'forge',
      path: 'test/foundry/timelock/SageTimelock.t.sol',
      name: 'testFuzz_P46_theTimelockIsItsOnlyAdmin',
    },
  },
  {
    id: 'A47-delay-below-the-floor',
    numbers: ['A47'],
    title: 'A batch that waited its time sets the delay to nothing.',
    file: 'contracts/SageTimelock.sol',
    find: `        super.updateDelay(newDelay);
        _checkDelay(newDelay);`,
    replace: '        super.updateDelay(newDelay);',
    test: {
      runner: 'forge',
      path: 'test/foundry/timelock/Attacks.t.sol',
      name: 'test_attack_A47_aBatchThatWaitedCannotGoBelowTheFloor',
    },
  },
];
