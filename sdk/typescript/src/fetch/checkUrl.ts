import { FetchError } from './FetchError.ts';
import { findHostFault } from './findHostFault.ts';

export interface UrlPolicy {
  readonly allowHttp: boolean;
  readonly allowPrivateHosts: boolean;
}

/**
 * Checks a URL before anything is sent to it; the fragment is cut off. Called for the first URL and each redirect.
 *
 * @param text The URL.
 * @param policy What is allowed besides public hosts by https.
 * @throws FetchError `uri-malformed`, `scheme-unsupported`, `http-refused`, `uri-credentials` or `host-refused`.
 */
export function checkUrl(text: string, policy: UrlPolicy): URL {
  if (!URL.canParse(text)) throw new FetchError('uri-malformed', JSON.stringify(text.slice(0, 100)));
  const url = new URL(text);
  if (url.protocol === 'http:') {
    if (!policy.allowHttp) throw new FetchError('http-refused', url.origin);
  } else if (url.protocol !== 'https:') {
    throw new FetchError('scheme-unsupported', url.protocol);
  }
  // The values stay out of the message, which ends up in logs.
  if (url.username !== '' || url.password !== '') throw new FetchError('uri-credentials', url.hostname);
  const fault = policy.allowPrivateHosts ? undefined : findHostFault(url.hostname);
  if (fault !== undefined) {
    throw new FetchError('host-refused', `${url.hostname} ${fault}`, { details: { host: url.hostname } });
  }
  url.hash = '';
  return url;
}
