import type { FieldTypes } from './types.ts';

/**
 * Fields that their specifications define as structured fields, by the IANA registry of field names. Fields that came
 * before RFC 8941 are not among them, whatever they look like.
 */
export const FIELD_TYPES: FieldTypes = {
  'accept-ch': 'list',
  'accept-signature': 'dictionary',
  'available-dictionary': 'item',
  'cache-groups': 'list',
  'cache-group-invalidation': 'list',
  'cache-status': 'list',
  'capsule-protocol': 'item',
  'cdn-cache-control': 'dictionary',
  'client-cert': 'item',
  'client-cert-chain': 'list',
  'content-digest': 'dictionary',
  'cross-origin-embedder-policy': 'item',
  'cross-origin-embedder-policy-report-only': 'item',
  'cross-origin-opener-policy': 'item',
  'cross-origin-opener-policy-report-only': 'item',
  deprecation: 'item',
  'dictionary-id': 'item',
  'origin-agent-cluster': 'item',
  'permissions-policy': 'dictionary',
  priority: 'dictionary',
  'proxy-status': 'list',
  'repr-digest': 'dictionary',
  signature: 'dictionary',
  'signature-input': 'dictionary',
  'use-as-dictionary': 'dictionary',
  'want-content-digest': 'dictionary',
  'want-repr-digest': 'dictionary',
};
