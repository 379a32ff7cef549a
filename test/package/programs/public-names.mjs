// Prints what the types of the installed package say, as JSON: each exported function and class with its documentation, the members of
// exported interfaces with theirs, and types that the exports reach and do not name. Its arguments are the declaration files of the
// entries. Run where `typescript` 5 is installed: it has the interface for it.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ts = createRequire(join(process.cwd(), 'package.json'))('typescript');
const entries = process.argv.slice(2);
const home = join(entries[0], '..');

const program = ts.createProgram(entries, {
  strict: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: ['node'],
});
const checker = program.getTypeChecker();
const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
const ours = (declaration) => declaration.getSourceFile().fileName.startsWith(home);

/** Symbols of all entries with the name that the first of them gives each. */
const exported = new Map();
const byEntry = entries.map((entry) => {
  const symbols = checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)));
  const own = new Map(symbols.map((symbol) => [resolved(symbol), symbol.name]));
  for (const [symbol, name] of own) if (!exported.has(symbol)) exported.set(symbol, name);
  return own;
});

const TYPE = [ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration, ts.isClassDeclaration, ts.isEnumDeclaration];
const unnamed = new Map();
const seen = new Set();

function visit(node, from) {
  if (ts.isIdentifier(node)) {
    const found = checker.getSymbolAtLocation(node);
    const symbol = found === undefined ? undefined : resolved(found);
    for (const declaration of symbol?.declarations ?? []) {
      if (!ours(declaration) || !TYPE.some((is) => is(declaration))) continue;
      if (!exported.has(symbol) && !unnamed.has(symbol)) unnamed.set(symbol, `${symbol.name}, which ${from} reaches`);
      enter(declaration, symbol.name);
    }
  }
  ts.forEachChild(node, (child) => visit(child, from));
}

function enter(declaration, name) {
  if (seen.has(declaration)) return;
  seen.add(declaration);
  visit(declaration, name);
}

for (const [symbol, name] of exported) {
  for (const declaration of symbol.declarations ?? []) if (ours(declaration)) enter(declaration, name);
}

const textOf = (symbol) => ts.displayPartsToString(symbol.getDocumentationComment(checker)).trim();

const memberOf = (name, property) => ({
  name: `${name}.${property.name}`,
  text: textOf(property),
  optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
  method: (property.flags & ts.SymbolFlags.Method) !== 0,
});

const valuesOf = (own) =>
  [...own].flatMap(([symbol, name]) => {
    const kind =
      symbol.flags & ts.SymbolFlags.Function ? 'function' : symbol.flags & ts.SymbolFlags.Class ? 'class' : 'value';
    if (!(symbol.flags & ts.SymbolFlags.Value) || !(symbol.declarations ?? []).some(ours)) return [];
    const examples = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'example');
    const text = textOf(symbol);
    return [{ name, kind, text, example: examples.map((tag) => ts.displayPartsToString(tag.text)).join('\n') }];
  });

/** Members of exported interfaces of ours, inherited ones too. */
const membersOf = (own) =>
  [...own].flatMap(([symbol, name]) => {
    if (!(symbol.flags & ts.SymbolFlags.Interface) || !(symbol.declarations ?? []).some(ours)) return [];
    return checker
      .getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol))
      .filter((property) => (property.declarations ?? []).some(ours))
      .map((property) => memberOf(name, property));
  });

/** Members that our declaration files add to interfaces of other packages. */
const addedOf = (entry) => {
  const added = [];
  const enterModule = (node) => {
    if (!ts.isModuleDeclaration(node) || node.body === undefined) return;
    for (const statement of node.body.statements) {
      if (!ts.isInterfaceDeclaration(statement)) continue;
      for (const member of statement.members) {
        added.push(memberOf(statement.name.text, checker.getSymbolAtLocation(member.name)));
      }
    }
  };
  ts.forEachChild(program.getSourceFile(entry), enterModule);
  return added;
};

const named = byEntry.map((own, i) => ({ values: valuesOf(own), members: membersOf(own), added: addedOf(entries[i]) }));
process.stdout.write(JSON.stringify({ entries: named, unnamed: [...unnamed.values()] }));
