/** The CSS of a relay's page, in addition to the CSS of reports. */
export const RELAY_STYLE = `
.relay { overflow-wrap: anywhere; display: grid; grid-template-columns: minmax(0, 1fr); gap: 40px; padding: 36px var(--gutter) 0; }
.relay h2 { margin-bottom: 8px; }
.relay .quiet { color: var(--quiet); max-width: 88ch; }
.relay table { border-collapse: collapse; background: var(--surface); border: 1px solid var(--line); }
.relay th, .relay td { padding: 6px 12px; text-align: right; border-bottom: 1px solid var(--line); white-space: nowrap; }
.relay th:first-child, .relay td:first-child { text-align: left; }
.relay th { font-weight: 600; color: var(--quiet); }
.relay .good { background: var(--pass-soft); color: var(--pass-ink); }
.relay .bad { background: var(--arguments-soft); color: var(--arguments-ink); }
.relay .warn { background: var(--calls-soft); color: var(--calls-ink); }
.relay details { background: var(--surface); border: 1px solid var(--line); border-radius: 8px; margin-bottom: 8px; }
.relay summary { padding: 8px 14px; cursor: pointer; overflow-wrap: anywhere; }
.relay summary b { font-weight: 620; }
.relay .word { display: inline-block; padding: 0 7px; border-radius: 5px; font-size: 12.5px; }
.relay .ends { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 12px; padding: 0 14px 14px; }
.relay .why { padding: 0 14px 10px; }
.relay .ends h4 { margin-bottom: 4px; }
.relay pre { padding: 10px; background: var(--sunken); border: 1px solid var(--line); border-radius: 6px; font: 12px/1.45 var(--mono); white-space: pre-wrap; overflow-wrap: anywhere; max-height: 460px; overflow-y: auto; }
.relay mark { background: var(--mark); color: inherit; }
.relay dl { display: grid; grid-template-columns: fit-content(40%) minmax(0, 1fr); gap: 2px 14px; }
.relay dt { font-weight: 600; min-width: 0; }
.relay section { min-width: 0; }
@media (max-width: 760px) { .relay .ends { grid-template-columns: minmax(0, 1fr); } }
`;
