import { hasLettersAndDigits, hasMixedRun, isMixed } from './randomness.ts';
import type { SecretShape } from '../shape.ts';

const GITLEAKS = 'https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml';

/** Keys of clouds, code hosts and package registries. */
export const CLOUD_SHAPES: readonly SecretShape[] = [
  {
    vendor: 'AWS',
    name: 'access key id',
    pattern: /(?:A3T[A-Z0-9]|AKIA|ASIA|ABIA|ACCA)[A-Z0-9]{16}(?![A-Za-z0-9])/,
    source: GITLEAKS,
  },
  {
    vendor: 'AWS',
    name: 'session token',
    pattern: /(?:IQoJb3JpZ2lu|FwoGZXIvYXdz|FQoGZXIvYXdz)[A-Za-z0-9+/]{50,2000}={0,2}/,
    source: 'https://docs.aws.amazon.com/STS/latest/APIReference/API_Credentials.html',
  },
  {
    vendor: 'AWS',
    name: 'Bedrock API key',
    pattern: /(?:ABSKQmVkcm9ja0FQSUtleS|bedrock-api-key-YmVkcm9jay5)[A-Za-z0-9+/]{20,2000}={0,2}/,
    source: GITLEAKS,
  },
  {
    vendor: 'Azure',
    name: 'AI services key',
    pattern: /[A-Za-z0-9]{40,70}JQQJ99[A-Za-z0-9]{20,28}(?![A-Za-z0-9])/,
    source: 'https://learn.microsoft.com/azure/ai-services/authentication',
  },
  { vendor: 'Azure', name: 'client secret', pattern: /[\w~.-]{3}\dQ~[\w~.-]{31,34}(?![\w~.-])/, source: GITLEAKS },
  { vendor: 'Google', name: 'OAuth access token', pattern: /ya29\.[\w-]{40,400}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'Google',
    name: 'OAuth refresh token',
    pattern: /1\/\/0[\w-]{40,120}(?![\w-])/,
    accept: (secret) => hasMixedRun(secret, 12),
    source: 'https://developers.google.com/identity/protocols/oauth2',
  },
  {
    vendor: 'Google',
    name: 'OAuth client secret',
    pattern: /GOCSPX-[\w-]{24,32}(?![\w-])/,
    accept: isMixed,
    source: GITLEAKS,
  },
  { vendor: 'GitHub', name: 'token', pattern: /gh[pousr]_[A-Za-z0-9]{36,255}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'GitHub',
    name: 'fine-grained token',
    pattern: /github_pat_[A-Za-z0-9]{20,24}_[A-Za-z0-9]{50,62}(?![\w-])/,
    source: GITLEAKS,
  },
  {
    vendor: 'GitLab',
    name: 'personal, deploy, runner, job, feed or agent token',
    pattern: /gl(?:pat|dt|rt|cbt|ptt|ft|imt|agent|oas|soat|ffct)-[\w-]{20,300}(?:\.[\w-]{2,10}\.[\w-]{9})?(?![\w-])/,
    accept: (secret) => /[a-z]/.test(secret.slice(7)) && /[A-Z]/.test(secret),
    source: GITLEAKS,
  },
  { vendor: 'npm', name: 'access token', pattern: /npm_[A-Za-z0-9]{36}(?![\w-])/, source: GITLEAKS },
  { vendor: 'PyPI', name: 'upload token', pattern: /pypi-AgE[\w-]{50,1000}(?![\w-])/, source: GITLEAKS },
  { vendor: 'RubyGems', name: 'API key', pattern: /rubygems_[0-9a-f]{48}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'Docker Hub',
    name: 'access token',
    pattern: /dckr_(?:pat|oat)_[\w-]{24,40}(?![\w-])/,
    source: 'https://docs.docker.com/security/access-tokens/',
  },
  { vendor: 'DigitalOcean', name: 'token', pattern: /do[opr]_v1_[0-9a-f]{64}(?![\w-])/, source: GITLEAKS },
  { vendor: 'HashiCorp', name: 'Vault token', pattern: /hv[sb]\.[\w-]{80,300}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'HashiCorp',
    name: 'Terraform token',
    pattern: /[A-Za-z0-9]{14}\.atlasv1\.[\w-]{60,70}(?![\w-])/,
    source: GITLEAKS,
  },
  { vendor: 'Databricks', name: 'access token', pattern: /dapi[0-9a-f]{32}(?:-\d)?(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'Supabase',
    name: 'access token or secret key',
    pattern: /(?:sbp_[0-9a-f]{40}|sb_secret_[\w-]{30,40})(?![\w-])/,
    source: 'https://supabase.com/docs/guides/api/api-keys',
  },
  { vendor: 'Doppler', name: 'token', pattern: /dp\.(?:pt|st|ct|sa)\.[A-Za-z0-9]{40,44}(?![\w-])/, source: GITLEAKS },
  { vendor: 'Fly.io', name: 'access token', pattern: /fo1_[\w-]{43}(?![\w-])/, source: GITLEAKS },
  { vendor: 'PlanetScale', name: 'token', pattern: /pscale_(?:tkn|pw|oauth)_[\w.-]{32,64}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'Grafana',
    name: 'service account token',
    pattern: /glsa_[A-Za-z0-9]{32}_[0-9A-Fa-f]{8}(?![\w-])/,
    source: GITLEAKS,
  },
  {
    vendor: 'age',
    name: 'secret key',
    pattern: /AGE-SECRET-KEY-1[QPZRY9X8GF2TVDW0S3JN54KHCE6MUA7L]{58}(?![A-Z0-9])/,
    source: GITLEAKS,
  },
  {
    vendor: 'Sentry',
    name: 'token',
    pattern: /sntry[su]_[A-Za-z0-9+/=_-]{60,400}/,
    accept: hasLettersAndDigits,
    source: GITLEAKS,
  },
];
