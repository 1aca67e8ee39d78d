import { expect } from 'chai';
import fc from 'fast-check';
import { describe, it } from 'mocha';
import { REPLAY_WINDOW } from '../../src/index.ts';
import type { SessionOptions } from '../../src/index.ts';
import { acceptSequence } from '../../src/session/record/acceptSequence.ts';
import { createReplayWindow } from '../../src/session/record/createReplayWindow.ts';
import { BOB, codeOf, flip, utf8, world } from './support.ts';
import type { World } from './support.ts';

async function connected(
  changes: { readonly alice?: Partial<SessionOptions>; readonly bob?: Partial<SessionOptions> } = {},
): Promise<{ readonly made: World; readonly id: string }> {
  const made = await world(changes);
  const { initiator } = await made.connect();
  return { made, id: initiator.id };
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe('records', () => {
  for (const aead of [3, 2] as const) {
    it(`carry content both ways, empty and the longest included (AEAD ${aead})`, async () => {
      const { made, id } = await connected({ alice: { aeads: [aead] } });
      for (const content of [utf8('hello'), new Uint8Array(), new Uint8Array(65_536).fill(7)]) {
        for (const [from, to] of [
          [made.alice, made.bob],
          [made.bob, made.alice],
        ] as const) {
          const opened = await to.endpoint.open(await from.endpoint.seal(id, content));
          expect(opened.sessionId).to.equal(id);
          expect(opened.plaintext).to.deep.equal(content);
        }
      }
      const tooLong = new Uint8Array(65_537);
      expect(await codeOf(() => made.alice.endpoint.seal(id, tooLong))).to.equal('plaintext-too-large');
      expect(await codeOf(() => made.bob.endpoint.open(new Uint8Array(70_000)))).to.equal('message-too-large');
    });
  }

  it('arrive in any order, each with its number', async () => {
    const { made, id } = await connected();
    const sealed = [];
    for (const word of ['a', 'b', 'c']) sealed.push(await made.alice.endpoint.seal(id, utf8(word)));
    for (const index of [2, 0, 1]) {
      const opened = await made.bob.endpoint.open(sealed[index] ?? new Uint8Array());
      expect([opened.sequence, text(opened.plaintext)]).to.deep.equal([index, 'abc'[index]]);
    }
  });

  it('are bound to what the application adds', async () => {
    const { made, id } = await connected();
    const record = await made.alice.endpoint.seal(id, utf8('x'), utf8('task 1'));
    expect(await codeOf(() => made.bob.endpoint.open(record))).to.equal('decryption-failed');
    expect(await codeOf(() => made.bob.endpoint.open(record, utf8('task 2')))).to.equal('decryption-failed');
    expect(text((await made.bob.endpoint.open(record, utf8('task 1'))).plaintext)).to.equal('x');
  });

  it('no change of any byte passes, and none ends the session', async () => {
    const { made, id } = await connected();
    const record = await made.alice.endpoint.seal(id, utf8('x'));
    for (let index = 0; index < record.length; index++) {
      expect(await codeOf(() => made.bob.endpoint.open(flip(record, index))), `byte ${index}`).to.not.equal('none');
    }
    await made.bob.endpoint.open(record);
  });

  it('test_attack_A43 a record sent back to its sender is refused: each direction has keys of its own', async () => {
    const { made, id } = await connected();
    const record = await made.alice.endpoint.seal(id, utf8('x'));
    expect(await codeOf(() => made.alice.endpoint.open(record))).to.equal('decryption-failed');
    const [alice, bob] = [made.alice.store.readSession(id), made.bob.store.readSession(id)];
    expect(alice?.send.secret).to.deep.equal(bob?.receive.secret);
    expect(bob?.send.secret).to.deep.equal(alice?.receive.secret);
    expect(alice?.send.secret).to.not.deep.equal(alice?.receive.secret);
  });

  it('test_attack_A43 the same number in both directions is no replay and gives other ciphertexts', async () => {
    const { made, id } = await connected();
    const [one, two] = [await made.alice.endpoint.seal(id, utf8('x')), await made.bob.endpoint.seal(id, utf8('x'))];
    expect(one).to.not.deep.equal(two);
    expect((await made.bob.endpoint.open(one)).sequence).to.equal(0);
    expect((await made.alice.endpoint.open(two)).sequence).to.equal(0);
  });

  it('test_attack_A33 of 100 parallel copies exactly one is accepted', async () => {
    const { made, id } = await connected();
    for (let round = 0; round < 3; round++) {
      const record = await made.alice.endpoint.seal(id, utf8('pay 1'));
      const codes = await Promise.all(Array.from({ length: 100 }, () => codeOf(() => made.bob.endpoint.open(record))));
      expect(codes.filter((code) => code === 'none')).to.have.length(1);
      expect(codes.filter((code) => code === 'record-replayed')).to.have.length(99);
    }
    expect(made.bob.store.readSession(id)?.count).to.equal(3);
  });

  it('test_attack_A33 a hundred parallel seals take a hundred numbers', async () => {
    const { made, id } = await connected();
    const records = await Promise.all(Array.from({ length: 100 }, () => made.alice.endpoint.seal(id, utf8('x'))));
    const opened = await Promise.all(records.map((record) => made.bob.endpoint.open(record)));
    expect(new Set(opened.map(({ sequence }) => sequence)).size).to.equal(100);
  });

  it('test_attack_A33 what lies behind the window is refused, what lies at its end passes once', async () => {
    const { made, id } = await connected({
      alice: { limits: { maxMessages: 5000 } },
      bob: { limits: { maxMessages: 5000 } },
    });
    const records = [];
    for (let index = 0; index <= REPLAY_WINDOW; index++) records.push(await made.alice.endpoint.seal(id, utf8('x')));
    const [first, second, ...others] = records;
    if (first === undefined || second === undefined) throw new Error('no records');
    await made.bob.endpoint.open(others.at(-1) ?? first);
    expect(await codeOf(() => made.bob.endpoint.open(first))).to.equal('record-too-old');
    expect((await made.bob.endpoint.open(second)).sequence).to.equal(1);
    expect(await codeOf(() => made.bob.endpoint.open(second))).to.equal('record-replayed');
  }).timeout(60_000);
});

describe('replay window', () => {
  it('test_attack_A33 says what a list of all accepted numbers says, in constant size', () => {
    const numbers = fc.array(fc.oneof(fc.integer({ min: 0, max: 40 }), fc.integer({ min: 0, max: 5000 })), {
      maxLength: 60,
    });
    fc.assert(
      fc.property(numbers, (sequence) => {
        let window = createReplayWindow();
        const seen = new Set<number>();
        for (const number of sequence) {
          const highest = Math.max(-1, ...seen);
          const wanted =
            highest - number >= REPLAY_WINDOW ? 'record-too-old' : seen.has(number) ? 'record-replayed' : 'none';
          let got = 'none';
          try {
            window = acceptSequence(window, number);
          } catch (error) {
            got = (error as { code: string }).code;
          }
          expect(got).to.equal(wanted);
          if (wanted === 'none') seen.add(number);
          expect(window.bits).to.have.length(128);
        }
      }),
      { numRuns: 5000 },
    );
  }).timeout(60_000);
});

describe('change of keys', () => {
  it('goes on with other keys; the peer follows; late records of the epoch before pass', async () => {
    const { made, id } = await connected();
    const early = await made.alice.endpoint.seal(id, utf8('early'));
    const before = made.alice.store.readSession(id)?.send.secret;
    await made.alice.endpoint.rekey(id);
    expect(made.alice.store.readSession(id)?.send.secret).to.not.deep.equal(before);
    const late = await made.alice.endpoint.seal(id, utf8('late'));
    expect(text((await made.bob.endpoint.open(late)).plaintext)).to.equal('late');
    expect(text((await made.bob.endpoint.open(early)).plaintext)).to.equal('early');
    expect(made.bob.store.readSession(id)?.receive.epoch).to.equal(1);
    expect(await codeOf(() => made.bob.endpoint.open(early))).to.equal('record-replayed');
  });

  it('two changes later the first keys are gone at both ends', async () => {
    const { made, id } = await connected();
    const first = made.bob.store.readSession(id)?.receive.secret;
    const early = await made.alice.endpoint.seal(id, utf8('early'));
    for (let epoch = 1; epoch <= 2; epoch++) {
      await made.alice.endpoint.rekey(id);
      await made.bob.endpoint.open(await made.alice.endpoint.seal(id, utf8('x')));
    }
    expect(await codeOf(() => made.bob.endpoint.open(early))).to.equal('epoch-invalid');
    const state = made.bob.store.readSession(id);
    expect([state?.receive.secret, state?.receive.previousSecret]).to.not.deep.include(first);
  });

  it('epochs whose records were all lost are skipped, up to 16', async () => {
    const { made, id } = await connected();
    const skip = async (count: number): Promise<Uint8Array> => {
      for (let epoch = 0; epoch < count; epoch++) {
        await made.alice.endpoint.seal(id, utf8('lost'));
        await made.alice.endpoint.rekey(id);
      }
      return made.alice.endpoint.seal(id, utf8('x'));
    };
    await made.bob.endpoint.open(await skip(16));
    const far = await skip(17);
    expect(await codeOf(() => made.bob.endpoint.open(far))).to.equal('epoch-invalid');
  });

  it('a forged epoch changes nothing', async () => {
    const { made, id } = await connected();
    const record = await made.alice.endpoint.seal(id, utf8('x'));
    const forged = Uint8Array.from(record);
    forged[20] = 5;
    expect(await codeOf(() => made.bob.endpoint.open(forged))).to.equal('decryption-failed');
    expect(made.bob.store.readSession(id)?.receive.epoch).to.equal(0);
    await made.bob.endpoint.open(record);
  });

  it('needs a record in between', async () => {
    const { made, id } = await connected();
    expect(await codeOf(() => made.alice.endpoint.rekey(id))).to.equal('rekey-too-soon');
    await made.alice.endpoint.seal(id, utf8('x'));
    await made.alice.endpoint.rekey(id);
    expect(await codeOf(() => made.alice.endpoint.rekey(id))).to.equal('rekey-too-soon');
  });
});

describe('end of a session', () => {
  it('after an hour, however busy', async () => {
    const { made, id } = await connected();
    for (let minute = 0; minute < 60; minute += 10) {
      made.time += 600;
      await made.bob.endpoint.open(await made.alice.endpoint.seal(id, utf8('x')));
    }
    const record = await made.alice.endpoint.seal(id, utf8('x'));
    made.time += 1;
    expect(await codeOf(() => made.bob.endpoint.open(record))).to.equal('session-expired');
    expect(await codeOf(() => made.alice.endpoint.seal(id, utf8('x')))).to.equal('session-expired');
    expect(await codeOf(() => made.alice.endpoint.rekey(id))).to.equal('session-unknown');
    expect(await codeOf(() => made.bob.endpoint.open(record))).to.equal('session-unknown');
    expect([made.alice.store.sizes().sessions, made.bob.store.sizes().sessions]).to.deep.equal([0, 0]);
  });

  it('after ten minutes without a record', async () => {
    const { made, id } = await connected();
    made.time += 600;
    const record = await made.alice.endpoint.seal(id, utf8('x'));
    made.time += 1;
    expect(await codeOf(() => made.bob.endpoint.open(record))).to.equal('session-idle');
    made.time += 600;
    expect(await codeOf(() => made.alice.endpoint.rekey(id))).to.equal('session-idle');
  });

  it('what ended is dropped with its keys by whatever call comes next, though nobody asks for it', async () => {
    const { made } = await connected();
    await made.connect();
    expect(made.alice.store.sizes().sessions).to.equal(2);
    made.time += 601;
    const id = (await made.connect()).initiator.id;
    for (const { store } of [made.alice, made.bob]) expect(store.sizes()).to.deep.equal({ pending: 0, sessions: 1 });
    made.time += 500;
    await made.bob.endpoint.open(await made.alice.endpoint.seal(id, utf8('x')));
    made.time += 500;
    await made.alice.endpoint.start(BOB);
    expect(made.alice.store.sizes()).to.deep.equal({ pending: 1, sessions: 1 });
    made.time += 101.5;
    expect(made.alice.store.readSession('none')).to.equal(undefined);
    expect(made.alice.store.sizes()).to.deep.equal({ pending: 0, sessions: 0 });
    expect(made.bob.store.sizes().sessions).to.equal(1);
    expect(made.bob.store.readPending('none')).to.equal(undefined);
    expect(made.bob.store.sizes().sessions).to.equal(0);
  });

  it('by the sooner of age and last record, as the state tells stores', async () => {
    const { made, id } = await connected();
    const start = made.time;
    const endOf = (side: typeof made.alice): number | undefined => side.store.readSession(id)?.expiresAt;
    expect([endOf(made.alice), endOf(made.bob)]).to.deep.equal([start + 600, start + 600]);
    made.time += 600;
    const record = await made.alice.endpoint.seal(id, utf8('x'));
    expect([endOf(made.alice), endOf(made.bob)]).to.deep.equal([start + 1200, start + 600]);
    await made.bob.endpoint.open(record);
    expect(endOf(made.bob)).to.equal(start + 1200);
    for (let count = 0; count < 5; count++) {
      made.time = Math.min(made.time + 600, start + 3_500);
      await made.alice.endpoint.seal(id, utf8('x'));
    }
    expect(endOf(made.alice)).to.equal(start + 3600);
  });

  it('records that are refused do not keep it alive', async () => {
    const { made, id } = await connected();
    const record = await made.alice.endpoint.seal(id, utf8('x'));
    made.time += 600;
    expect(await codeOf(() => made.bob.endpoint.open(flip(record, -1)))).to.equal('decryption-failed');
    made.time += 1;
    expect(await codeOf(() => made.bob.endpoint.open(record))).to.equal('session-idle');
  });

  it('after 1000 records of both sides together', async () => {
    const { made, id } = await connected();
    for (let count = 0; count < 500; count++) {
      await made.bob.endpoint.open(await made.alice.endpoint.seal(id, utf8('x')));
      await made.alice.endpoint.open(await made.bob.endpoint.seal(id, utf8('x')));
    }
    expect(await codeOf(() => made.alice.endpoint.seal(id, utf8('x')))).to.equal('session-exhausted');
    expect(await codeOf(() => made.bob.endpoint.seal(id, utf8('x')))).to.equal('session-exhausted');
  }).timeout(60_000);

  it('the limit holds for parallel records too', async () => {
    const { made, id } = await connected({ bob: { limits: { maxMessages: 5 } } });
    const records = [];
    for (let count = 0; count < 20; count++) records.push(await made.alice.endpoint.seal(id, utf8('x')));
    const codes = await Promise.all(records.map((record) => codeOf(() => made.bob.endpoint.open(record))));
    expect(codes.filter((code) => code === 'none')).to.have.length(5);
    // The first to find it full closes it.
    const others = codes.filter((code) => !['none', 'session-exhausted', 'session-unknown'].includes(code));
    expect(others).to.deep.equal([]);
  });

  it('when it is closed', async () => {
    const { made, id } = await connected();
    const record = await made.bob.endpoint.seal(id, utf8('x'));
    expect(await made.alice.endpoint.close(id)).to.equal(true);
    expect(await made.alice.endpoint.close(id)).to.equal(false);
    expect(await made.alice.endpoint.get(id)).to.equal(undefined);
    expect(await codeOf(() => made.alice.endpoint.open(record))).to.equal('session-unknown');
    expect(await codeOf(() => made.alice.endpoint.seal(id, utf8('x')))).to.equal('session-unknown');
  });

  it('while a record is being opened: its content is not handed out', async () => {
    const { made, id } = await connected();
    const record = await made.alice.endpoint.seal(id, utf8('x'));
    const opening = codeOf(() => made.bob.endpoint.open(record));
    await made.bob.endpoint.close(id);
    expect(await opening).to.equal('session-unknown');
  });
});
