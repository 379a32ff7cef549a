// Prints what the types of the installed package say, as JSON: each exported function and class with its documentation, options
// without any, and types that the exports reach and do not name. Run where `typescript` 5 is installed: it has the interface for it.
import { createRequire } from 'node:module';
import { join } from 'node:path';

const ts = createRequire(join(process.cwd(), 'package.json'))('typescript');
const [entry] = process.argv.slice(2);
const home = join(entry, '..');

const program = ts.createProgram([entry], {
  strict: true,
  module: ts.ModuleKind.NodeNext,
  moduleResolution: ts.ModuleResolutionKind.NodeNext,
  target: ts.ScriptTarget.ES2022,
  types: ['node'],
});
const checker = program.getTypeChecker();
const resolved = (symbol) => (symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol);
const ours = (declaration) => declaration.getSourceFile().fileName.startsWith(home);

const exported = new Map();
for (const symbol of checker.getExportsOfModule(checker.getSymbolAtLocation(program.getSourceFile(entry)))) {
  exported.set(resolved(symbol), symbol.name);
}

const TYPE = [ts.isInterfaceDeclaration, ts.isTypeAliasDeclaration, ts.isClassDeclaration, ts.isEnumDeclaration];
const unnamed = new Map();
const seen = new Set();

function visit(node, from) {
  if (ts.isIdentifier(node)) {
    const found = checker.getSymbolAtLocation(node);
    const symbol = found === undefined ? undefined : resolved(found);
    for (const declaration of symbol?.declarations ?? []) {
      if (!ours(declaration) || !TYPE.some((is) => is(declaration))) continue;
      if (!exported.has(symbol)) unnamed.set(symbol, `${symbol.name}, which ${from} reaches`);
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

const values = [...exported].flatMap(([symbol, name]) => {
  const kind =
    symbol.flags & ts.SymbolFlags.Function ? 'function' : symbol.flags & ts.SymbolFlags.Class ? 'class' : 'value';
  if (!(symbol.flags & ts.SymbolFlags.Value)) return [];
  const examples = symbol.getJsDocTags(checker).filter((tag) => tag.name === 'example');
  const text = textOf(symbol);
  return [{ name, kind, text, example: examples.map((tag) => ts.displayPartsToString(tag.text)).join('\n') }];
});

/** Options of exported functions: members of interfaces whose name ends so. */
const options = [...exported].flatMap(([symbol, name]) => {
  if (!/(?:Options|Context)$/.test(name) || !(symbol.flags & ts.SymbolFlags.Interface)) return [];
  return checker.getPropertiesOfType(checker.getDeclaredTypeOfSymbol(symbol)).map((property) => ({
    name: `${name}.${property.name}`,
    text: textOf(property),
    optional: (property.flags & ts.SymbolFlags.Optional) !== 0,
  }));
});

process.stdout.write(JSON.stringify({ values, options, unnamed: [...unnamed.values()] }));
