import { MEDIA_TYPE, SUFFIX_RANGE } from './mediaTypes.ts';
import { FETCH_DEFAULTS } from './fetchDefaults.ts';
import { FetchError } from './FetchError.ts';
import type { FetcherOptions, FetcherSettings } from './types.ts';

function readCount(name: string, value: number, least: number, most: number): number {
  if (!Number.isSafeInteger(value) || value < least || value > most) {
    throw new FetchError('options-invalid', `${name} is ${value}; expected an integer of ${least} to ${most}`);
  }
  return value;
}

/** The origin of a gateway. */
function readGateway(text: string, settings: { allowHttp: boolean }): string {
  const url = URL.canParse(text) ? new URL(text) : undefined;
  const isBare = url?.pathname === '/' && url.search === '' && url.hash === '' && url.username === '';
  const isAllowed = url?.protocol === 'https:' || (settings.allowHttp && url?.protocol === 'http:');
  if (!url || !isBare || !isAllowed) {
    throw new FetchError('options-invalid', `ipfsGateways has ${JSON.stringify(text)}; expected https://host`);
  }
  return url.origin;
}

/**
 * Fills in defaults and checks ranges.
 *
 * @throws FetchError `options-invalid`
 */
export function readFetcherOptions(options: FetcherOptions): FetcherSettings {
  const { fetch, allowHttp = false, allowPrivateHosts = false, contentTypes = FETCH_DEFAULTS.contentTypes } = options;
  const unusable = contentTypes.find((range) => !MEDIA_TYPE.test(range) && !SUFFIX_RANGE.test(range));
  if (unusable !== undefined) {
    throw new FetchError('options-invalid', `contentTypes has ${JSON.stringify(unusable)}; expected type/subtype`);
  }
  return {
    fetch,
    allowHttp,
    allowPrivateHosts,
    contentTypes,
    maxBytes: readCount('maxBytes', options.maxBytes ?? FETCH_DEFAULTS.maxBytes, 1, 2 ** 30),
    timeoutMs: readCount('timeoutMs', options.timeoutMs ?? FETCH_DEFAULTS.timeoutMs, 1, 2 ** 31 - 1),
    maxRedirects: readCount('maxRedirects', options.maxRedirects ?? FETCH_DEFAULTS.maxRedirects, 0, 20),
    maxBlocks: readCount('maxBlocks', options.maxBlocks ?? FETCH_DEFAULTS.maxBlocks, 1, 4_096),
    ipfsGateways: (options.ipfsGateways ?? []).map((gateway) => readGateway(gateway, { allowHttp })),
  };
}
