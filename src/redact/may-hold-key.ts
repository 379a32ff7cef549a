/**
 * Places where a key may begin or continue. Several small expressions, each beginning with rare characters or one class: the regular
 * expression engine then skips quickly to the next candidate. One large alternation takes many times as long.
 */
const SIGNS: readonly RegExp[] = [
  // A beginning that ends in a separator: `sk-`, `gsk_`, `SG.`.
  /[-_.](?<=(?:sk|rk|csk|sess|xai|pplx|nvapi|pa|tvly|ark|key|pypi|xkeysib|atp|csp|idp|EAAA|SECRET|GOCSPX|PMAK|NRAK|gl[a-z]{2,5}|xox[a-z]|xapp|bedrock)-|(?:gsk|hf|org|r8|tgp|fw|co|lsv2|jina|pcsk|sk|rk|rpa|esecret|gh[pousr]|pat|npm|rubygems|oat|do[opr]|sbp|secret|fo1|pscale|glsa|sntry[su]|whsec|shp[acs][ast]|ntn|lin|fig[dou]|CCIPAT)_|(?:SG|AQ|hv[sb]|ya29|sk|sl|dp|slack|discord|discordapp|webhook|atlasv1)\.)/,
  // A name that announces one: `"api_key":`, `Cookie: `, `?sig=`.
  /[:=](?<=(?:key|token|secret|password|passwd|signature|credential|cookie|authorization|pwd|auth|[?&;](?:sig|code))["' \t\\]{0,9}[:=])/i,
  // A beginning without a separator.
  /[JzQ~IC3](?<=eyJ|AIz|Q~|AKI|ASI|ABI|ACC|A3|ATATT3)/,
  /[Bb]earer|BEARER|PRIVATE KEY/,
  /1\/\/0|:AA|EAAA|[MNO][A-Za-z\d]{23,25}\./,
  /:\/\/[^\s/:@"'<>]{0,100}:[^\s/@"'<>]{3}/,
];
/** The shortest key without a beginning of its own, of letters, digits, `+` and `/`. */
const BARE = 32;
const IN_RUN = new Uint8Array(65_536);
for (let code = 43; code < 123; code++) if (/[A-Za-z0-9+/]/.test(String.fromCharCode(code))) IN_RUN[code] = 1;

/**
 * False where neither `text` nor the strings of JSON in it can contain a key that is recognised by its shape. It is called for
 * every text first, because most contain none.
 */
export function mayHoldKey(text: string): boolean {
  for (const sign of SIGNS) if (sign.test(text)) return true;
  return holdsLongRun(text);
}

/** Checks every 32nd character, and the characters around it where it may be part of a bare key. */
function holdsLongRun(text: string): boolean {
  let tried = 0;
  for (let at = BARE - 1; at < text.length; at += BARE) {
    if (IN_RUN[text.charCodeAt(at)] === 0) continue;
    let from = at;
    while (from > tried && IN_RUN[text.charCodeAt(from - 1)] === 1) from--;
    let to = at + 1;
    while (to < text.length && to - from < BARE && IN_RUN[text.charCodeAt(to)] === 1) to++;
    if (to - from >= BARE) return true;
    tried = at;
  }
  return false;
}
