import { expect } from 'chai';
import { describe, it } from 'mocha';
import { ALERT_NAMES } from '../../../monitoring/alertTable.ts';
import { DEFAULT_CONFIGURATION, checkConfiguration, readVariable } from '../../../monitoring/configuration.ts';
import { MonitorError } from '../../../monitoring/MonitorError.ts';
import { createWebhook } from '../../../monitoring/outputs/webhook.ts';

const FIELDS = Object.keys(DEFAULT_CONFIGURATION).join(', ');
const THRESHOLDS = Object.keys(DEFAULT_CONFIGURATION.thresholds).join(', ');
const WHOLE = 'give a whole number from';
const VARIABLE = 'give the name of an environment variable, such as SAGE_WEBHOOK_URL';
const ETHER = 'give ether above 0 as a decimal text, such as "2.5"';
const ALERTS = `there is no such alert; known: ${ALERT_NAMES.join(', ')}`;

/** What is wrong, and what is told of it. */
const WRONG: readonly (readonly [unknown, string])[] = [
  [[], 'the configuration is []; give an object'],
  [null, 'the configuration is null; give an object'],
  [{ confirmation: 3 }, `confirmation is 3; there is no such field; known: ${FIELDS}`],
  [{ confirmations: -1 }, `confirmations is -1; ${WHOLE} 0 to 1000`],
  [{ confirmations: 1.5 }, `confirmations is 1.5; ${WHOLE} 0 to 1000`],
  [{ confirmations: '3' }, `confirmations is "3"; ${WHOLE} 0 to 1000`],
  [{ pollSeconds: 0 }, `pollSeconds is 0; ${WHOLE} 1 to 86400`],
  [{ maxAnswerBytes: 99_999 }, `maxAnswerBytes is 99999; ${WHOLE} 100000 to 500000000`],
  [{ maxRange: 100_001 }, `maxRange is 100001; ${WHOLE} 1 to 100000`],
  [{ rpcVariable: 'https://rpc.example/key' }, `rpcVariable is "a text of 23 characters"; ${VARIABLE}`],
  [{ rpcVariable: 7 }, `rpcVariable is 7; ${VARIABLE}`],
  [{ disabled: 'paused' }, 'disabled is "paused"; give a list of names of alerts'],
  [{ disabled: ['pause'] }, `disabled is "pause"; ${ALERTS}`],
  [{ webhook: 'https://hooks.example' }, 'webhook is "https://hooks.example"; give an object'],
  [{ webhook: { url: 'x' } }, 'webhook.url is "x"; there is no such field; known: urlVariable, secretVariable'],
  [
    { webhook: { urlVariable: 'A', secretVariable: '' } },
    `webhook.secretVariable is "a text of 0 characters"; ${VARIABLE}`,
  ],
  [{ thresholds: 3 }, 'thresholds is 3; give an object'],
  [{ thresholds: { payout: '3' } }, `thresholds.payout is "3"; there is no such field; known: ${THRESHOLDS}`],
  [{ thresholds: { payoutEther: 3 } }, `thresholds.payoutEther is 3; ${ETHER}`],
  [{ thresholds: { payoutEther: '0.0' } }, `thresholds.payoutEther is "0.0"; ${ETHER}`],
  [{ thresholds: { payoutEther: '1e3' } }, `thresholds.payoutEther is "1e3"; ${ETHER}`],
  [{ thresholds: { heavyVoterBps: 10_001 } }, `thresholds.heavyVoterBps is 10001; ${WHOLE} 1 to 10000`],
];

describe('monitoring: configuration', () => {
  it('has its defaults', () => {
    expect(checkConfiguration({})).to.deep.equal(DEFAULT_CONFIGURATION);
  });

  it('takes what is given and leaves the rest', () => {
    const given = { confirmations: 3, thresholds: { payoutEther: '2.5' }, disabled: ['paused'] };
    expect(checkConfiguration(given)).to.deep.equal({
      ...DEFAULT_CONFIGURATION,
      confirmations: 3,
      disabled: ['paused'],
      thresholds: { ...DEFAULT_CONFIGURATION.thresholds, payoutEther: '2.5' },
    });
  });

  for (const [value, message] of WRONG) {
    it(`refuses ${JSON.stringify(value)}`, () => {
      expect(() => checkConfiguration(value))
        .to.throw(MonitorError)
        .with.property('message', message);
    });
  }

  it('tells of a variable that is not set', () => {
    expect(() => readVariable('SAGE_X', {}))
      .to.throw(MonitorError)
      .with.property('message', 'environment variable SAGE_X is not set; set it, or change its name');
    expect(readVariable('SAGE_X', { SAGE_X: 'value' })).to.equal('value');
  });

  const webhook = (url: string, secret: string): (() => unknown) => {
    const retry = { retries: 0, delayMs: 1, sleep: () => Promise.resolve() };
    return () => createWebhook({ url, secret, timeoutMs: 1000, retry, now: () => 0 });
  };

  it('takes no webhook without https, without URL, or with a short secret, and shows neither path nor secret', () => {
    const secret = 'sixteen letters!';
    expect(webhook('http://hooks.example/path', secret))
      .to.throw(MonitorError)
      .with.property('message', 'the URL of the webhook (hooks.example) has protocol http:; take https');
    expect(webhook('path', secret))
      .to.throw(MonitorError)
      .with.property('message', 'the URL of the webhook is none; give one such as https://hooks.example/…');
    expect(webhook('https://hooks.example/path', 'short'))
      .to.throw(MonitorError)
      .with.property('message', 'the secret of the webhook has 5 characters; take at least 16 random ones');
    expect(webhook('https://hooks.example/path', secret)).to.not.throw();
  });
});
