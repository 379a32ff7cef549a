import { hasLettersAndDigits, isMixed } from './randomness.ts';
import type { SecretShape } from '../shape.ts';

const GITLEAKS = 'https://github.com/gitleaks/gitleaks/blob/master/config/gitleaks.toml';

/** Keys of services that tools and agents call. */
export const SERVICE_SHAPES: readonly SecretShape[] = [
  {
    vendor: 'Slack',
    name: 'bot, user, configuration or refresh token',
    pattern: /xox[a-z](?:\.xox[a-z])?-(?:\d{1,2}-)?(?:\d{8,14}-){1,4}[A-Za-z0-9]{16,80}(?![\w-])/,
    source: GITLEAKS,
  },
  {
    vendor: 'Slack',
    name: 'refresh token',
    pattern: /xoxe(?:\.xox[bp])?-\d-[A-Za-z0-9]{140,200}(?![\w-])/,
    source: GITLEAKS,
  },
  {
    vendor: 'Slack',
    name: 'app token',
    pattern: /xapp-\d-[A-Z0-9]{8,14}-\d{10,14}-[0-9a-f]{60,70}(?![\w-])/,
    source: GITLEAKS,
  },
  {
    vendor: 'Slack',
    name: 'webhook',
    pattern:
      /hooks\.slack\.com\/(?:services|workflows|triggers)\/(?<secret>[A-Z0-9]{8,12}\/[A-Z0-9]{8,12}\/[A-Za-z0-9/]{20,60})/,
    anywhere: true,
    source: GITLEAKS,
  },
  {
    vendor: 'Discord',
    name: 'webhook',
    pattern: /discord(?:app)?\.com\/api\/webhooks\/(?<secret>\d{17,20}\/[\w-]{60,80})/,
    anywhere: true,
    source: 'https://discord.com/developers/docs/resources/webhook',
  },
  {
    vendor: 'Microsoft Teams',
    name: 'webhook',
    pattern:
      /\.webhook\.office\.com\/webhookb2\/(?<secret>[\w@-]{30,100}\/IncomingWebhook\/[0-9a-f]{32}\/[\w-]{30,40})/,
    anywhere: true,
    source: GITLEAKS,
  },
  {
    vendor: 'Discord',
    name: 'bot token',
    pattern: /[MNO][A-Za-z\d]{23,25}\.[\w-]{6}\.[\w-]{27,38}(?![\w-])/,
    source: 'https://discord.com/developers/docs/reference',
  },
  { vendor: 'Telegram', name: 'bot token', pattern: /\d{8,10}:AA[\w-]{32,34}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'Stripe',
    name: 'secret or restricted key',
    pattern: /[sr]k_(?:live|test|prod)_[A-Za-z0-9]{20,247}(?![\w-])/,
    accept: hasLettersAndDigits,
    source: GITLEAKS,
  },
  {
    vendor: 'Stripe, Svix',
    name: 'webhook secret',
    pattern: /whsec_[A-Za-z0-9+/]{32,88}={0,2}/,
    accept: isMixed,
    source: 'https://docs.stripe.com/webhooks',
  },
  { vendor: 'SendGrid', name: 'API key', pattern: /SG\.[\w-]{20,24}\.[\w-]{39,50}(?![\w-])/, source: GITLEAKS },
  { vendor: 'Brevo', name: 'API key', pattern: /xkeysib-[0-9a-f]{64}-[A-Za-z0-9]{16}(?![\w-])/, source: GITLEAKS },
  { vendor: 'Mailgun', name: 'API key', pattern: /key-[0-9a-f]{32}(?![\w-])/, source: GITLEAKS },
  { vendor: 'Twilio', name: 'API key', pattern: /SK[0-9a-f]{32}(?![\w-])/, source: GITLEAKS },
  { vendor: 'Shopify', name: 'token', pattern: /shp(?:at|ca|pa|ss)_[0-9A-Fa-f]{32}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'Square',
    name: 'token',
    pattern: /(?:sq0(?:atp|csp|idp)-[\w-]{22,43}|EAAA[\w-]{56,64})(?![\w-])/,
    accept: hasLettersAndDigits,
    source: GITLEAKS,
  },
  {
    vendor: 'Notion',
    name: 'integration token',
    pattern: /(?:secret|ntn)_[A-Za-z0-9]{43,50}(?![\w-])/,
    accept: isMixed,
    source: GITLEAKS,
  },
  { vendor: 'Linear', name: 'API key', pattern: /lin_(?:api|oauth)_[A-Za-z0-9]{40,64}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'Figma',
    name: 'access token',
    pattern: /fig[dou]_[\w-]{40,60}(?![\w-])/,
    accept: hasLettersAndDigits,
    source: 'https://www.figma.com/developers/api#access-tokens',
  },
  { vendor: 'Postman', name: 'API key', pattern: /PMAK-[0-9a-f]{24}-[0-9a-f]{34}(?![\w-])/, source: GITLEAKS },
  { vendor: 'New Relic', name: 'user key', pattern: /NRAK-[A-Z0-9]{27}(?![\w-])/, source: GITLEAKS },
  { vendor: 'Atlassian', name: 'API token', pattern: /ATATT3[\w=-]{180,220}(?![\w-])/, source: GITLEAKS },
  { vendor: 'Airtable', name: 'access token', pattern: /pat[A-Za-z0-9]{14}\.[0-9a-f]{64}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'Mapbox',
    name: 'secret token',
    pattern: /sk\.eyJ[\w-]{60,200}\.[\w-]{20,40}(?![\w-])/,
    source: 'https://docs.mapbox.com/help/dive-deeper/access-tokens/',
  },
  { vendor: 'Dropbox', name: 'access token', pattern: /sl\.[A-Za-z]?\.?[\w-]{130,1200}(?![\w-])/, source: GITLEAKS },
  { vendor: 'Meta', name: 'access token', pattern: /EAA[A-Za-z]{1,2}[A-Za-z0-9]{80,300}(?![\w-])/, source: GITLEAKS },
  {
    vendor: 'CircleCI',
    name: 'API token',
    pattern: /CCIPAT_[A-Za-z0-9]{22}_[0-9a-f]{40}(?![\w-])/,
    source: 'https://circleci.com/docs/managing-api-tokens/',
  },
];
