import ts from 'typescript';

/**
 * Every module a source file names, however it names it: static, dynamic, type-only and re-exporting imports,
 * `import('x').T`, require, resolve, triple-slash references and files named beside `import.meta.url`.
 * `specifier` is undefined where the name is computed, so that nobody can tell what is imported.
 *
 * @param {string} file its name; the ending says whether it is Svelte
 * @param {string} text
 * @returns {{specifier: string | undefined, line: number}[]}
 */
export function importsOf(file, text) {
  if (!file.endsWith('.svelte')) return importsOfScript(file, text);
  // Scripts are read as TypeScript; what stands between them can import dynamically only.
  const scripts = /<script\b[^>]*>([\s\S]*?)<\/script>/g;
  const found = [];
  for (const match of text.matchAll(scripts)) {
    const before = text.slice(0, match.index + match[0].indexOf('>') + 1);
    found.push(...shifted(importsOfScript(`${file}.ts`, match[1]), lineCount(before)));
  }
  const markup = text.replace(scripts, (script) => script.replace(/[^\n]/g, ' '));
  for (const match of markup.matchAll(/\bimport\s*\(\s*(?:(['"])(.*?)\1)?/g)) {
    found.push({ specifier: match[2], line: lineCount(markup.slice(0, match.index)) + 1 });
  }
  return found;
}

function lineCount(text) {
  return text.split('\n').length - 1;
}

function shifted(imports, lines) {
  return imports.map(({ specifier, line }) => ({ specifier, line: line + lines }));
}

function importsOfScript(file, text) {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true);
  const found = [];
  const note = (specifier, position) => {
    found.push({ specifier, line: source.getLineAndCharacterOfPosition(position).line + 1 });
  };
  for (const reference of source.referencedFiles) note(relative(reference.fileName), reference.pos);
  for (const reference of source.typeReferenceDirectives) note(reference.fileName, reference.pos);
  const visit = (node) => {
    const named = moduleNamedBy(node);
    if (named) note(ts.isStringLiteralLike(named) ? named.text : undefined, node.getStart());
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}

function relative(path) {
  return path.startsWith('.') ? path : `./${path}`;
}

/** The expression that names a module, or undefined for a node that imports nothing. */
function moduleNamedBy(node) {
  if (ts.isImportDeclaration(node) || ts.isExportDeclaration(node)) return node.moduleSpecifier;
  if (ts.isExternalModuleReference(node)) return node.expression;
  if (ts.isImportTypeNode(node)) return ts.isLiteralTypeNode(node.argument) ? node.argument.literal : node.argument;
  if (ts.isCallExpression(node) && isImporting(node.expression)) return node.arguments[0];
  if (ts.isNewExpression(node) && isFileBeside(node)) return node.arguments[0];
  return undefined;
}

function isImporting(callee) {
  if (callee.kind === ts.SyntaxKind.ImportKeyword) return true;
  return ['require', 'require.resolve', 'import.meta.resolve', 'import.meta.glob'].includes(callee.getText());
}

/** `new URL('./x.ts', import.meta.url)`: a worker or a file, named without an import. */
function isFileBeside({ expression, arguments: args }) {
  if (expression.getText() !== 'URL' || args?.[1]?.getText() !== 'import.meta.url') return false;
  return ts.isStringLiteralLike(args[0]) && /^\.{1,2}\//.test(args[0].text);
}
