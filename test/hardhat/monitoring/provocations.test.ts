import { expect } from 'chai';
import { after, before, describe, it } from 'mocha';
import { ALERT_NAMES, definitionOf } from '../../../monitoring/alertTable.ts';
import { readBase } from '../../../monitoring/provoke/playProvocations.ts';
import { PROVOCATIONS } from '../../../monitoring/provoke/provocations.ts';
import { runProvocation } from '../../../monitoring/provoke/runProvocation.ts';
import { World } from '../../../monitoring/provoke/World.ts';

describe('monitoring: every alert is provoked and raised', function () {
  this.timeout(60_000);
  let world: World;
  let base: string;

  before(async () => {
    world = await World.open();
    base = await readBase(world);
  });

  after(async () => {
    await world.close();
  });

  it('has a provocation for every alert', () => {
    expect([...new Set(PROVOCATIONS.map(({ alert }) => alert))].sort()).to.deep.equal([...ALERT_NAMES].sort());
  });

  for (const [index, provocation] of PROVOCATIONS.entries()) {
    it(`${index + 1} ${provocation.alert}: ${provocation.by}`, async () => {
      const snapshot = await world.snapshot();
      const { raised, problems } = await runProvocation(world, base, provocation);
      await world.revert(snapshot);
      expect(problems).to.deep.equal([]);
      const { severity, title } = definitionOf(provocation.alert);
      for (const one of raised) {
        expect(one).to.include({ schema: 'sage-alert/1', kind: 'raised', severity, title, chainId: '31337' });
        expect(one.contract).to.equal(one.part === null ? null : world.at(one.part));
      }
    });
  }
});
