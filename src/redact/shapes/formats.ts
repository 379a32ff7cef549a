import { changeRate, entropy, hasLettersAndDigits, hasMixedRun, hasRun, isMixed } from './randomness.ts';
import type { SecretShape } from '../shape.ts';

const RFC_HEADERS = 'https://www.rfc-editor.org/rfc/rfc9110#name-authentication';
/** Sample passwords of documentation. */
const SAMPLE =
  /^(?:pass(?:word|wd)?|pwd|pw|secret|token|api[-_]?key|your.{0,30}|changeme|example|x{2,}|\*+|\.+|<.*|\$.*|\{.*|%.*)$/i;

/** Names before a digest or an id. Neither is a key. */
const DIGEST =
  /(?:md5|sha\d{0,3}|hash|digest|checksum|etag|fingerprint|integrity|commit|revision|blob|uuid|guid|cursor|trace|span|\bid|_id|-id|Id)["'` \t]{0,3}(?:[:=(#]|is|of)?["'` \t]{0,3}$/i;

/** Names before a key of hexadecimal digits only. Without this condition request ids and MD5 sums would be keys. */
const ANNOUNCED = /key|token|secret|passw|credential|auth|azure|subscription/i;

/** Credentials of any vendor that are recognised by the format around them. */
export const FORMAT_SHAPES: readonly SecretShape[] = [
  {
    vendor: 'any',
    name: 'JSON Web Token, signed or encrypted',
    pattern: /eyJ[\w-]{10,600}\.[\w-]{0,1500}\.[\w-]{2,700}(?:\.[\w-]{2,1500}\.[\w-]{2,100})?(?![\w-])/,
    source: 'https://www.rfc-editor.org/rfc/rfc7519',
  },
  {
    vendor: 'any',
    name: 'bearer token in a header',
    pattern:
      /authorization["']{0,2}[ \t]{0,3}[:=][ \t]{0,3}["']{0,2}(?:bearer|token|apikey)(?:[ \t+]|%20){1,3}(?<secret>[\w.~+/=-]{8,4096})/i,
    accept: (secret) => !SAMPLE.test(secret),
    anywhere: true,
    source: RFC_HEADERS,
  },
  {
    vendor: 'any',
    name: 'bearer token',
    pattern: /bearer(?:[ \t+]|%20){1,3}(?<secret>[\w.~+/=-]{16,4096})/i,
    accept: looksGenerated,
    source: RFC_HEADERS,
  },
  {
    vendor: 'any',
    name: 'basic authentication',
    pattern:
      /authorization["']{0,2}[ \t]{0,3}[:=][ \t]{0,3}["']{0,2}basic[ \t+]{1,3}(?<secret>[A-Za-z0-9+/_-]{8,1024}={0,2})/i,
    anywhere: true,
    source: RFC_HEADERS,
  },
  {
    vendor: 'any',
    name: 'password in a URL',
    pattern: /[a-z][a-z0-9+.-]{1,20}:\/\/[^\s/:@"'<>]{0,100}:(?<secret>[^\s/@"'<>]{3,200})@(?=[A-Za-z0-9[])/i,
    accept: (secret) => !SAMPLE.test(secret),
    source: 'https://www.rfc-editor.org/rfc/rfc3986#section-3.2.1',
  },
  {
    vendor: 'any',
    name: 'key in a URL query',
    pattern:
      /[?&;](?:[\w.-]{0,30}(?:api[-_]?key|token|secret|password|passwd|signature|credential)|key|sig|auth|code|pwd)=(?<secret>[^\s&"'<>#\\]{16,2048})/i,
    accept: looksGenerated,
    anywhere: true,
    source: 'https://owasp.org/www-community/vulnerabilities/Information_exposure_through_query_strings_in_url',
  },
  {
    vendor: 'any',
    name: 'key in a header or setting',
    pattern:
      /(?:api[-_]?key|subscription[-_]?key|goog[-_]api[-_]key|auth[-_]?token|access[-_]?token|access[-_]?key|secret[-_]?access[-_]?key|session[-_]?token|client[-_]?secret|account[-_]?key|secret[-_]?key|shared[-_]?access[-_]?(?:key|signature)|private[-_]?token|password|passwd)["']{0,2}[ \t]{0,3}(?:[:=]|=>)[ \t]{0,3}["']{0,2}(?<secret>[\w.~+/=%-]{16,2048})/i,
    accept: looksGenerated,
    anywhere: true,
    source: RFC_HEADERS,
  },
  {
    vendor: 'any',
    name: 'cookie',
    pattern:
      /cookie["']{0,2}[ \t]{0,3}:[ \t]{0,3}["']{0,2}(?<secret>[\w.$-]{1,60}=[^\s;"',]{12,2048}(?:;[ \t]?[\w.$-]{1,60}=[^\s;"',]{1,2048}){0,30})/i,
    accept: looksGenerated,
    anywhere: true,
    source: 'https://www.rfc-editor.org/rfc/rfc6265',
  },
  {
    vendor: 'AWS',
    name: 'secret access key',
    pattern: /[A-Za-z0-9+/]{40}(?![A-Za-z0-9+/=_-]|\.\w)/,
    accept: (secret, before) =>
      isMixed(secret) && entropy(secret) >= 4.3 && changeRate(secret) >= 0.3 && isAlone(before),
    source: 'https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_iam-quotas.html',
  },
  {
    vendor: 'Azure, Mistral',
    name: 'key of 32 characters',
    // A full stop may end the sentence.
    pattern: /(?:[0-9a-f]{32}|[A-Za-z0-9]{32})(?![\w/+=-]|\.\w)/,
    accept: (secret, before) =>
      isAlone(before) &&
      (isMixed(secret)
        ? changeRate(secret) >= 0.35
        : ANNOUNCED.test(before) && /^[0-9a-f]{32}$/.test(secret) && hasLettersAndDigits(secret)),
    source: 'https://docs.mistral.ai/getting-started/quickstart',
  },
];

/** True when a value after a name such as `api_key` is a credential, and no word, slug or placeholder. */
function looksGenerated(secret: string): boolean {
  return hasRun(secret, 12) || hasMixedRun(secret, 8) || /^[0-9A-Fa-f]{32,}$/.test(secret);
}

/** True when a value is no digest or id, and no part of a path, a slug or a longer name. */
function isAlone(before: string): boolean {
  return !/[\w/+=.@%#-]$/.test(before) && !DIGEST.test(before);
}
